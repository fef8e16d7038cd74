//! The measures of an indicator file, compiled against the forms of every round. A file is checked as a whole: every fault
//! names its indicator and measure.

use super::{
    check::{self, IndicatorFault},
    footnotes,
    groups::Population,
    indicator::{Indicator, IndicatorFile, Measure, MeasureKind, Unit},
    observation::Breakdown,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::definition::PublicationLevel;
use survey::expression::{CompiledExpression, Expects};
use survey::form::Form;

/// A survey with the forms of its rounds.
#[derive(Debug, Clone)]
pub struct SurveyForms {
    /// The survey: `kommun-ehalsa`.
    pub survey: String,
    /// Who answers it.
    pub population: Population,
    /// The form of every round, by year.
    pub rounds: BTreeMap<i32, Arc<Form>>,
}

/// An indicator file whose measures can be computed.
#[derive(Debug, Clone)]
pub struct Catalogue {
    file: IndicatorFile,
    measures: Vec<CompiledMeasure>,
}

impl Catalogue {
    /// Checks the file and compiles its measures.
    pub fn new(file: IndicatorFile, surveys: &[SurveyForms]) -> Result<Self, Vec<IndicatorFault>> {
        let mut faults = check::faults(&file);
        let mut measures = Vec::new();
        for indicator in &file.indicators {
            let Some(survey) = &indicator.survey else { continue };
            let Some(forms) = surveys.iter().find(|forms| forms.survey == *survey) else {
                let message = format!("there is no survey `{survey}`; name one that there is");
                faults.push(IndicatorFault { place: format!("indicator `{}`", indicator.indicator), message });
                continue;
            };
            for measure in &indicator.measures {
                let mut compiler = MeasureCompiler { indicator, measure, forms, faults: &mut faults };
                measures.push(compiler.measure());
            }
        }
        if faults.is_empty() { Ok(Self { file, measures }) } else { Err(faults) }
    }

    /// The file.
    pub fn file(&self) -> &IndicatorFile {
        &self.file
    }

    /// What lineage says of a measure in a round: what must be known, and whether the series is broken before it. Nothing
    /// where it was not asked.
    pub fn lineage(&self, indicator: &str, measure: &str, breakdown: &Breakdown, year: i32) -> Option<(&str, bool)> {
        let is_it = |compiled: &&CompiledMeasure| {
            compiled.indicator == indicator && compiled.measure.measure == measure && compiled.is_in(year)
        };
        let part = self.measures.iter().find(is_it)?.parts.iter().find(|part| part.breakdown.is_like(breakdown))?;
        part.rules.get(&year).map(|rule| (rule.note.as_str(), rule.series_break))
    }

    /// The rounds in which a measure can be computed for any of its codes. Of a change there are none here: it is computed
    /// where what it compares is.
    pub fn rounds(&self, indicator: &str, measure: &str) -> BTreeSet<i32> {
        let compiled = self.measures.iter().find(|one| one.indicator == indicator && one.measure.measure == measure);
        compiled.into_iter().flat_map(|one| &one.parts).flat_map(|part| part.rules.keys().copied()).collect()
    }

    pub(super) fn measures(&self) -> &[CompiledMeasure] {
        &self.measures
    }
}

/// A measure in all its rounds.
#[derive(Debug, Clone)]
pub(super) struct CompiledMeasure {
    pub indicator: String,
    pub survey: String,
    pub measure: Measure,
    /// One for each combination of codes.
    pub parts: Vec<MeasurePart>,
}

impl CompiledMeasure {
    /// Whether it belongs to a round at all.
    pub fn is_in(&self, year: i32) -> bool {
        self.measure.rounds.as_ref().is_none_or(|rounds| rounds.contains(&year))
    }
}

/// A measure for one combination of codes.
#[derive(Debug, Clone)]
pub(super) struct MeasurePart {
    pub breakdown: Breakdown,
    /// The rounds in which it can be computed. In the others it was not asked.
    pub rules: BTreeMap<i32, Rule>,
}

/// What is done with the answers of one round.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub numerator: CompiledExpression,
    pub denominator: Option<CompiledExpression>,
    pub filter: Option<CompiledExpression>,
    /// Every field that it names, each once.
    pub fields: Vec<usize>,
    pub note: String,
    pub series_break: bool,
}

struct MeasureCompiler<'a> {
    indicator: &'a Indicator,
    measure: &'a Measure,
    forms: &'a SurveyForms,
    faults: &'a mut Vec<IndicatorFault>,
}

impl MeasureCompiler<'_> {
    fn measure(&mut self) -> CompiledMeasure {
        self.check_population();
        self.check_rounds();
        let parts = match &self.measure.numerator {
            Some(numerator) => {
                let parts: Vec<MeasurePart> =
                    self.combinations().into_iter().map(|part| self.part(numerator, part)).collect();
                self.check_options(numerator, &parts);
                parts
            }
            None => Vec::new(),
        };
        CompiledMeasure {
            indicator: self.indicator.indicator.clone(),
            survey: self.forms.survey.clone(),
            measure: self.measure.clone(),
            parts,
        }
    }

    fn fault(&mut self, message: impl Into<String>) {
        self.faults.push(IndicatorFault::of_measure(self.indicator, self.measure, message));
    }

    /// A share of regioner is shown as a count, and kommuner are not counted as regioner.
    fn check_population(&mut self) {
        let unit = self.measure.unit;
        let allowed = match self.forms.population {
            Population::Municipalities => !matches!(unit, Unit::Regions | Unit::Counties),
            Population::Regions => unit != Unit::Municipalities,
        };
        if !allowed {
            self.fault(format!("`{unit}` does not go with survey `{}`; choose another unit", self.forms.survey));
        }
        let is_share = matches!(self.measure.kind, MeasureKind::Share | MeasureKind::Distribution);
        if is_share && unit == Unit::Percent && self.forms.population == Population::Regions {
            self.fault(format!("a share of regioner is shown as a count; use the unit `{}`", Unit::Regions));
        }
    }

    fn check_rounds(&mut self) {
        for year in self.measure.rounds.iter().flatten() {
            if !self.forms.rounds.contains_key(year) {
                self.fault(format!("survey `{}` has no round {year}; take it away", self.forms.survey));
            }
        }
    }

    /// A breakdown by the options of a question has a code for every option that any round offers. What an expression
    /// takes as a code of a dimension is an option of what it names.
    fn check_options(&mut self, numerator: &str, parts: &[MeasurePart]) {
        let mut left_out: BTreeMap<(&str, &str), i32> = BTreeMap::new();
        for dimension in &self.measure.dimensions {
            let name = dimension.dimension.as_str();
            if !numerator.contains(&format!("'{{{name}}}'")) {
                continue;
            }
            let has = |code: &str| dimension.codes.iter().any(|one| one.code.as_str() == code);
            for part in parts {
                for (year, rule) in &part.rules {
                    let Some(form) = self.forms.rounds.get(year) else { continue };
                    let fields = rule.numerator.fields().iter().filter_map(|field| form.fields().get(*field));
                    for code in fields.flat_map(|field| field.field_type.codes()).filter(|code| !has(code)) {
                        let source = with_codes(numerator, &part.breakdown.with(name, code));
                        if form.compile(&source, Expects::Boolean).is_ok() {
                            left_out.insert((name, code), *year);
                        }
                    }
                }
            }
        }
        let faults: Vec<String> = left_out
            .into_iter()
            .map(|((dimension, code), year)| {
                format!("`{dimension}` leaves out option `{code}`, which round {year} offers; add it to `for`")
            })
            .collect();
        faults.into_iter().for_each(|fault| self.fault(fault));
    }

    /// Every combination of the codes, in order.
    fn combinations(&self) -> Vec<Breakdown> {
        self.measure.dimensions.iter().fold(vec![Breakdown::default()], |combinations, dimension| {
            combinations
                .iter()
                .flat_map(|combination| {
                    dimension.codes.iter().map(|code| combination.and(dimension.dimension.as_str(), code.code.as_str()))
                })
                .collect()
        })
    }

    fn part(&mut self, numerator: &str, breakdown: Breakdown) -> MeasurePart {
        let mut rules = BTreeMap::new();
        let mut failures = Vec::new();
        let mut before = None;
        for (year, form) in &self.forms.rounds {
            if self.measure.rounds.as_ref().is_none_or(|rounds| rounds.contains(year)) {
                match self.rule(numerator, &breakdown, *year, form, before) {
                    Ok(rule) => {
                        rules.insert(*year, rule);
                    }
                    Err(failure) => failures.push((*year, failure)),
                }
            }
            before = Some(form.as_ref());
        }
        // A question that comes or goes is not asked in some rounds. A measure that can be computed in none is wrong, and
        // so is one that names a round in which it cannot.
        let stated = self.measure.rounds.is_some();
        let place = if breakdown.is_empty() { String::new() } else { format!(" for {breakdown}") };
        if stated || rules.is_empty() {
            // Where no year is named the newest round says enough.
            let said = if stated { failures.len() } else { 1 };
            for (year, failure) in failures.iter().rev().take(said).rev() {
                self.fault(format!("in round {year}{place}: {failure}"));
            }
        }
        MeasurePart { breakdown, rules }
    }

    fn rule(
        &self,
        numerator: &str,
        breakdown: &Breakdown,
        year: i32,
        form: &Form,
        before: Option<&Form>,
    ) -> Result<Rule, String> {
        let compile = |key: &str, source: &str, expects: Expects| {
            let source = with_codes(source, breakdown);
            form.compile(&source, expects)
                .map_err(|error| format!("{key} `{source}`, character {}: {error}", error.at + 1))
        };
        let expects = if self.measure.kind.is_counting() { Expects::Boolean } else { Expects::Number };
        let optional = |key: &str, source: &Option<String>, expects| {
            source.as_deref().map(|source| compile(key, source, expects)).transpose()
        };
        let numerator = compile("numerator", numerator, expects)?;
        let denominator = optional("denominator", &self.measure.denominator, expects)?;
        let filter = optional("filter", &self.measure.filter, Expects::Boolean)?;
        let mut fields: Vec<usize> = [Some(&numerator), denominator.as_ref(), filter.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(|expression| expression.fields().to_vec())
            .collect();
        fields.sort_unstable();
        fields.dedup();
        if fields.is_empty() {
            return Err("no expression names a field; name what is measured".into());
        }
        let internal = |field: &&usize| {
            form.fields().get(**field).is_some_and(|f| f.publication_level == PublicationLevel::Internal)
        };
        if let Some(field) = fields.iter().find(internal).and_then(|at| form.fields().get(*at)) {
            return Err(format!("`{}` is internal and is not published; measure something else", field.name));
        }
        let (note, series_break) = footnotes::footnote(self.measure.kind, year, form, before, &fields);
        Ok(Rule { numerator, denominator, filter, fields, note, series_break })
    }
}

/// An expression with the codes of a combination in the places of their dimensions. `${name}` is a field.
fn with_codes(source: &str, breakdown: &Breakdown) -> String {
    breakdown.parts().iter().fold(source.to_owned(), |source, (dimension, code)| {
        let placeholder = format!("{{{dimension}}}");
        let mut written = String::new();
        for (index, piece) in source.split(&placeholder).enumerate() {
            if index > 0 {
                written.push_str(if written.ends_with('$') { &placeholder } else { code });
            }
            written.push_str(piece);
        }
        written
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_in_the_place_of_its_dimension() {
        let breakdown: Breakdown = "omrade=barn;typ=chatt".parse().unwrap();
        assert_eq!(
            with_codes("selected(${etjanster.{omrade}}, '{typ}') and ${{omrade}.{typ}} = ${omrade}", &breakdown),
            "selected(${etjanster.barn}, 'chatt') and ${barn.chatt} = ${omrade}"
        );
    }
}
