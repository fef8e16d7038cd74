//! How a measure is counted, in words: the expression of the file read aloud with the numbers and options of the questions.

use super::{
    catalogue::PreparedResults,
    indicator::{forms_of, questions_of},
};
use statistics::{
    groups::Population,
    indicator::{Indicator, Measure, MeasureKind},
};
use std::collections::BTreeSet;
use survey::{
    definition::FieldType,
    form::{Field, Form},
};

/// How a measure is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The measure.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// What is counted or summed.
    pub numerator: String,
    /// What it is a part of, where it is a part of something.
    pub denominator: Option<String>,
    /// The expressions as they stand in the file, above the line first.
    pub expressions: Vec<String>,
}

/// The formulas of an indicator's measures, by the newest questionnaire that asks what they name and whose answers are
/// shown.
pub(super) fn formulas(prepared: &PreparedResults, indicator: &Indicator, newest: Option<i32>) -> Vec<Formula> {
    let Some(survey) = &indicator.survey else { return Vec::new() };
    let formula = |measure: &Measure| {
        let names = questions_of(measure);
        let asks = |form: &Form| names.iter().all(|name| form.fields_of_question(name).next().is_some());
        let asking = forms_of(prepared, survey, newest).find(|(_, (_, form))| asks(form));
        let (_, (population, form)) = asking.or_else(|| forms_of(prepared, survey, newest).next())?;
        Some(FormulaReader { population: *population, form, measure, indicator }.formula())
    };
    indicator.measures.iter().filter_map(formula).collect()
}

struct FormulaReader<'a> {
    population: Population,
    form: &'a Form,
    measure: &'a Measure,
    indicator: &'a Indicator,
}

impl FormulaReader<'_> {
    fn formula(&self) -> Formula {
        let measure = self.measure;
        let expressions = [&measure.numerator, &measure.denominator, &measure.filter];
        Formula {
            measure: measure.measure.clone(),
            title: measure.title.clone(),
            numerator: self.numerator(),
            denominator: self.denominator(),
            expressions: expressions.into_iter().flatten().map(|source| one_line(source)).collect(),
        }
    }

    fn organisations(&self) -> &'static str {
        match self.population {
            Population::Municipalities => "kommuner",
            Population::Regions => "regioner",
        }
    }

    fn numerator(&self) -> String {
        let measure = self.measure;
        if let Some(of) = &measure.of {
            let title = self.indicator.measures.iter().find(|other| other.measure == *of).map(|other| &other.title);
            let title = title.map(|title| lower(title)).unwrap_or_default();
            return match measure.relative {
                true => format!("Ökningen i procent sedan omgången före, hos dem som svarade i båda: {title}"),
                false => format!("Värdet minus värdet i omgången före: {title}"),
            };
        }
        let source = measure.numerator.as_deref().map(one_line).unwrap_or_default();
        let words = match measure.kind {
            MeasureKind::Share | MeasureKind::Count | MeasureKind::Distribution => {
                self.condition(&source).map(|words| format!("{} som {words}", upper(self.organisations())))
            }
            MeasureKind::Sum | MeasureKind::Ratio => self.number(&source).map(|words| format!("Summan av {words}")),
            MeasureKind::Mean => self.number(&source).map(|words| format!("Medelvärdet av {words}")),
            MeasureKind::Median => self.number(&source).map(|words| format!("Medianen av {words}")),
            MeasureKind::Minimum => self.number(&source).map(|words| format!("Det minsta svaret på {words}")),
            MeasureKind::Maximum => self.number(&source).map(|words| format!("Det största svaret på {words}")),
            MeasureKind::Change => None,
        };
        words.unwrap_or_else(|| upper(of_title(&measure.title)))
    }

    fn denominator(&self) -> Option<String> {
        let measure = self.measure;
        let is_part = matches!(
            measure.kind,
            MeasureKind::Share | MeasureKind::Count | MeasureKind::Distribution | MeasureKind::Ratio
        );
        is_part.then(|| match &measure.denominator_words {
            Some(words) => words.clone(),
            None => {
                let names = questions_of(measure);
                let numbers: BTreeSet<&str> =
                    names.iter().filter_map(|name| self.field(name)).map(|field| field.number.as_str()).collect();
                let numbers: Vec<&str> = numbers.into_iter().collect();
                let asked = if numbers.is_empty() { "frågan".to_owned() } else { listed(&numbers, "och") };
                format!("{} som har svarat på {asked}", upper(self.organisations()))
            }
        })
    }

    fn field(&self, question: &str) -> Option<&Field> {
        self.form.fields().iter().find(|field| field.name.question() == question)
    }

    /// A condition read aloud: `svarade ja på D1`.
    fn condition(&self, source: &str) -> Option<String> {
        if let Some((left, code)) = source.split_once(" = ") {
            let code = quoted(code)?;
            return match left.strip_prefix("any-yes(").and_then(|rest| rest.strip_suffix(')')) {
                Some(arguments) => {
                    let numbers: Option<Vec<String>> =
                        arguments.split(", ").map(|one| Some(self.reference(one)?.0)).collect();
                    let numbers = numbers?;
                    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
                    (code == "ja").then(|| format!("svarade ja på {}, för någon del", listed(&numbers, "eller")))
                }
                None => {
                    let (number, field) = self.reference(left)?;
                    Some(format!("svarade {} på {number}", self.option(field, code)))
                }
            };
        }
        let arguments = source.strip_prefix("selected(")?.strip_suffix(')')?;
        let (left, code) = arguments.split_once(", ")?;
        let (number, field) = self.reference(left)?;
        Some(format!("angav {} på {number}", self.option(field, quoted(code)?)))
    }

    /// A number read aloud: `G2, antalet medicindispensrar`.
    fn number(&self, source: &str) -> Option<String> {
        let (number, field) = self.reference(source)?;
        Some(format!("{number}: {}", field.map(|field| field.label.as_str())?))
    }

    /// A field by the number of its question. A row of codes that vary stands for all of them.
    fn reference(&self, source: &str) -> Option<(String, Option<&Field>)> {
        let name = source.strip_prefix("${")?.strip_suffix('}')?;
        if name.starts_with('{') {
            return Some(("frågan".to_owned(), None));
        }
        let (question, row) = name.split_once('.').map_or((name, None), |(question, row)| (question, Some(row)));
        let field = self.field(question)?;
        Some(match row {
            Some(row) if row.starts_with('{') => (format!("{} i respektive rad", field.number), Some(field)),
            Some(_) => {
                let field = self.form.field(name)?;
                (format!("{} ({})", field.number, field.short_label), Some(field))
            }
            None => (field.number.clone(), Some(field)),
        })
    }

    /// The words of an option; of a code that varies, that it does.
    fn option(&self, field: Option<&Field>, code: &str) -> String {
        match (code, field) {
            (code, _) if code.starts_with('{') => "respektive alternativ".to_owned(),
            (code, Some(field)) if field.field_type == FieldType::YesNo => code.to_owned(),
            (code, Some(field)) => format!("”{}”", field.field_type.label_of(code)),
            (code, None) => code.to_owned(),
        }
    }
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'').filter(|code| !code.contains('\''))
}

fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is counted, by a title such as "Andel kommuner med …".
fn of_title(title: &str) -> &str {
    ["Andel ", "Antal "].into_iter().find_map(|start| title.strip_prefix(start)).unwrap_or(title)
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn listed(items: &[&str], word: &str) -> String {
    match items.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statistics::indicator::Unit;
    use survey::definition::Questionnaire;

    fn form() -> Form {
        let questionnaire: Questionnaire = serde_json::from_value(serde_json::json!({
            "survey": "s", "title": "T",
            "sections": [{"letter": "D", "name": "d", "title": "D", "questions": [
                {"name": "nattillsyn", "label": "L", "type": "matrix", "of": "yes_no", "rows": [{"name": "a", "label": "A"}, {"name": "b", "label": "B"}]},
                {"name": "sip", "label": "L", "type": "yes_no"},
                {"name": "klass", "label": "L", "type": "choice", "options": [{"name": "alla", "label": "Alla objekt"}, {"name": "nej", "label": "Inga"}]},
                {"name": "antal", "label": "Hur många finns?", "type": "integer"},
            ]}],
        }))
        .unwrap();
        Form::new(questionnaire).unwrap()
    }

    fn read(kind: MeasureKind, numerator: &str) -> (String, Option<String>) {
        let measure: Measure = serde_json::from_value(serde_json::json!({
            "measure": "m", "title": "Andel kommuner med sådant", "kind": kind, "unit": Unit::Percent, "numerator": numerator,
        }))
        .unwrap();
        let indicator = seeds::indicators().unwrap().indicators.remove(0);
        let form = form();
        let reader = FormulaReader {
            population: Population::Municipalities,
            form: &form,
            measure: &measure,
            indicator: &indicator,
        };
        let formula = reader.formula();
        (formula.numerator, formula.denominator)
    }

    #[test]
    fn expressions_are_read_aloud() {
        let answered = |words: &str| Some(format!("Kommuner som har svarat på {words}"));
        for (kind, numerator, words, below) in [
            (
                MeasureKind::Share,
                "any-yes(${nattillsyn}) = 'ja'",
                "Kommuner som svarade ja på D1, för någon del",
                answered("D1"),
            ),
            (
                MeasureKind::Share,
                "any-yes(${nattillsyn}, ${sip}) = 'ja'",
                "Kommuner som svarade ja på D1 eller D2, för någon del",
                answered("D1 och D2"),
            ),
            (MeasureKind::Share, "${sip} = 'ja'", "Kommuner som svarade ja på D2", answered("D2")),
            (MeasureKind::Share, "${klass} = 'alla'", "Kommuner som svarade ”Alla objekt” på D3", answered("D3")),
            (
                MeasureKind::Distribution,
                "${klass} = '{omfattning}'",
                "Kommuner som svarade respektive alternativ på D3",
                answered("D3"),
            ),
            (
                MeasureKind::Share,
                "${nattillsyn.{omrade}} = 'ja'",
                "Kommuner som svarade ja på D1 i respektive rad",
                answered("D1"),
            ),
            (MeasureKind::Share, "${nattillsyn.a} = 'ja'", "Kommuner som svarade ja på D1 (A)", answered("D1")),
            (MeasureKind::Share, "selected(${klass}, 'nej')", "Kommuner som angav ”Inga” på D3", answered("D3")),
            (MeasureKind::Sum, "${antal}", "Summan av D4: Hur många finns?", None),
            (MeasureKind::Share, "${sip} = 'ja' and ${klass} = 'alla'", "Kommuner med sådant", answered("D2 och D3")),
        ] {
            assert_eq!(read(kind, numerator), (words.to_owned(), below), "{numerator}");
        }
    }

    #[test]
    fn every_measure_of_the_file_has_words() {
        let file = seeds::indicators().unwrap();
        for indicator in &file.indicators {
            for measure in &indicator.measures {
                let form = form();
                let reader = FormulaReader { population: Population::Regions, form: &form, measure, indicator };
                assert!(!reader.formula().numerator.is_empty(), "{}.{}", indicator.indicator, measure.measure);
            }
        }
    }
}
