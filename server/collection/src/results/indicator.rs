//! One indicator: what it says, what it rests on and what must be known.

use super::{
    ObservationFilter,
    catalogue::PreparedResults,
    formula::{Formula, formulas},
    of_surveys, visible_rounds,
};
use crate::{Actor, Error, Store, rounds::RoundSummary};
use statistics::{
    groups::{GroupLabels, Grouping, Population},
    indicator::{Framework, Indicator, Measure},
    observation::{Breakdown, Observation},
    published::PublishedValue,
    series::{self, Headline, SeriesTable},
    verify::{Mapping, PublishedComparison, Quantity, compare},
};
use std::{collections::BTreeSet, sync::Arc};
use survey::form::Form;
use time::OffsetDateTime;

/// An indicator with its series and everything behind it.
#[derive(Debug, Clone)]
pub struct IndicatorView {
    /// The indicator.
    pub indicator: Indicator,
    /// The framework that it hangs in, the newest version.
    pub framework: Framework,
    /// Its measures.
    pub measures: Vec<MeasureView>,
    /// Their observations of all organisations together, as tables of years.
    pub tables: Vec<SeriesTable>,
    /// How each measure is counted.
    pub formulas: Vec<Formula>,
    /// The rounds of its survey that are shown, newest first.
    pub rounds: Vec<RoundSummary>,
    /// The published values that belong to a measure, beside what the answers give.
    pub comparisons: Vec<PublishedComparison>,
    /// Every value that is published of it, as printed.
    pub published: Vec<PublishedValue>,
    /// The questions behind it, of the newest round that asks them.
    pub questions: Vec<QuestionReference>,
    /// The labels of the groups.
    pub labels: GroupLabels,
    /// Whether the answers are invented, and with them every value that is computed from them.
    pub is_invented: bool,
}

/// A measure with its observations.
#[derive(Debug, Clone)]
pub struct MeasureView {
    /// The measure.
    pub measure: Measure,
    /// All organisations together, by round and the measure's own dimensions.
    pub observations: Vec<Observation>,
    /// By the grouping that was asked for.
    pub by_group: Vec<Observation>,
}

/// A question that a measure rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuestionReference {
    /// The round that asks it, the newest.
    pub year: i32,
    /// Its number there.
    pub number: String,
    /// Its words there.
    pub label: String,
}

impl IndicatorView {
    /// The value that the indicator is known by.
    pub fn headline(&self) -> Option<Headline<'_>> {
        series::headline(&self.tables, self.indicator.chosen())
    }

    /// What a report states of an observation: a published value that is the observation's own.
    pub fn printed(&self, observation: &Observation) -> Option<&PublishedValue> {
        let is_its = |comparison: &&PublishedComparison| {
            let mapping = &comparison.mapping;
            mapping.measure == observation.measure
                && mapping.round == Some(observation.round)
                && mapping.quantity == Some(Quantity::Value)
                && mapping.breakdown.parse().is_ok_and(|breakdown: Breakdown| breakdown.is_like(&observation.breakdown))
        };
        let comparison = self.comparisons.iter().find(is_its)?;
        self.published.iter().find(|value| value.id == comparison.mapping.rad_id)
    }
}

/// An indicator by its key. Public for closed rounds.
pub async fn indicator(
    store: &Store,
    actor: &Actor,
    key: &str,
    by: Option<Grouping>,
    now: OffsetDateTime,
) -> Result<IndicatorView, Error> {
    let prepared = PreparedResults::of(store).await?;
    let file = prepared.catalogue.file();
    let indicator = file.indicators.iter().find(|indicator| indicator.indicator == key).ok_or(Error::NotFound)?.clone();
    let framework = file.frameworks.last().cloned().ok_or(Error::NotFound)?;
    let (observations, rounds) = match &indicator.survey {
        Some(survey) => {
            let wanted = ObservationFilter {
                survey: Some(survey.clone()),
                by,
                preliminary: true,
                ..ObservationFilter::default()
            };
            let mut rounds = visible_rounds(store, actor, now).await?;
            rounds.retain(|round| round.key.survey == *survey);
            (of_surveys(store, actor, &wanted, now).await?, rounds)
        }
        None => (Vec::new(), Vec::new()),
    };
    let dimension = by.map(Grouping::dimension);
    let measures = indicator.measures.iter().map(|measure| measure_view(&indicator, measure, &observations, dimension));
    let published: Vec<PublishedValue> =
        prepared.published.iter().filter(|value| value.indicator == key).cloned().collect();
    let measures: Vec<MeasureView> = measures.collect();
    let newest = rounds.iter().filter(|round| round.responded > 0).map(|round| round.key.year).max();
    let all_groups: Vec<Observation> = measures.iter().flat_map(|view| view.observations.iter().cloned()).collect();
    Ok(IndicatorView {
        tables: series::tables(&indicator, &all_groups, &prepared.continuations),
        formulas: formulas(&prepared, &indicator, newest),
        comparisons: comparisons(&prepared, key, &all_groups, &rounds),
        measures,
        rounds,
        questions: questions(&prepared, &indicator, newest),
        labels: labels()?,
        is_invented: store.is_demo().await?,
        published,
        indicator,
        framework,
    })
}

fn measure_view(
    indicator: &Indicator,
    measure: &Measure,
    observations: &[Observation],
    dimension: Option<&str>,
) -> MeasureView {
    let own = observations
        .iter()
        .filter(|observation| observation.indicator == indicator.indicator && observation.measure == measure.measure);
    let is_of_group =
        |observation: &&Observation| dimension.is_some_and(|dimension| observation.breakdown.code(dimension).is_some());
    let (by_group, observations) = own.cloned().partition(|observation| is_of_group(&observation));
    MeasureView { measure: measure.clone(), observations, by_group }
}

fn comparisons(
    prepared: &PreparedResults,
    key: &str,
    observations: &[Observation],
    rounds: &[RoundSummary],
) -> Vec<PublishedComparison> {
    let map: Vec<Mapping> = prepared.map.iter().filter(|mapping| mapping.indicator == key).cloned().collect();
    let has_answers = |survey: &str, year: i32| {
        rounds.iter().any(|round| round.key.survey == survey && round.key.year == year && round.responded > 0)
    };
    compare(&prepared.published, &map, prepared.catalogue.file(), observations, has_answers)
}

/// The questions that the measures name, each in the newest round that asks it and whose answers are shown.
fn questions(prepared: &PreparedResults, indicator: &Indicator, newest: Option<i32>) -> Vec<QuestionReference> {
    let Some(survey) = &indicator.survey else { return Vec::new() };
    let names: BTreeSet<String> = indicator.measures.iter().flat_map(questions_of).collect();
    let reference = |name: String| {
        let (year, form) = forms_of(prepared, survey, newest)
            .find(|(_, (_, form))| form.fields_of_question(&name).next().is_some())
            .map(|(year, (_, form))| (year, form))?;
        let field = form.fields_of_question(&name).next()?;
        let label = form.question_of(field)?.label.clone();
        Some(QuestionReference { year, number: field.number.clone(), label })
    };
    let mut references: Vec<QuestionReference> = names.into_iter().filter_map(reference).collect();
    references.sort();
    references
}

/// The forms of a survey, newest first: those of rounds whose answers are shown, and then the others.
pub(super) fn forms_of<'a>(
    prepared: &'a PreparedResults,
    survey: &str,
    newest: Option<i32>,
) -> impl Iterator<Item = (i32, &'a (Population, Arc<Form>))> {
    let forms = prepared.forms.iter().rev().filter(|(key, _)| key.survey == survey);
    let forms: Vec<_> = forms.map(|(key, form)| (key.year, form)).collect();
    let is_shown = move |year: i32| newest.is_none_or(|newest| year <= newest);
    let shown: Vec<_> = forms.iter().copied().filter(|(year, _)| is_shown(*year)).collect();
    shown.into_iter().chain(forms.into_iter().filter(move |(year, _)| !is_shown(*year)))
}

/// The questions that a measure names.
pub(super) fn questions_of(measure: &Measure) -> BTreeSet<String> {
    let sources = [&measure.numerator, &measure.denominator, &measure.filter].into_iter().flatten();
    sources.flat_map(|source| question_names(source)).flat_map(|name| spelled_out(name, measure)).collect()
}

/// A question's name; of a dimension, every question that its codes stand for.
fn spelled_out(name: &str, measure: &Measure) -> Vec<String> {
    let Some(dimension) = name.strip_prefix('{') else { return vec![name.to_owned()] };
    let dimension = measure.dimensions.iter().find(|one| one.dimension.as_str() == dimension);
    dimension.into_iter().flat_map(|one| &one.codes).map(|code| code.code.to_string()).collect()
}

/// The questions that an expression names, also where a code is filled in: `${etjanster.{omrade}}` names `etjanster`, and
/// `${{teknik}.{omrade}}` names `{teknik`.
fn question_names(expression: &str) -> impl Iterator<Item = &str> {
    expression.split("${").skip(1).filter_map(|rest| rest.split(['.', '}']).next())
}

fn labels() -> Result<GroupLabels, Error> {
    let groups = seeds::groups().map_err(Error::stored)?;
    Ok(groups.into_iter().map(|group| (group.grouping, group.code, group.label)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_names_its_questions() {
        let names = |expression| question_names(expression).collect::<Vec<_>>();
        assert_eq!(names("selected(${etjanster.{omrade}}, '{etjanst}')"), ["etjanster"]);
        assert_eq!(names("any-yes(${a}, ${b.c}) = 'ja'"), ["a", "b"]);
        assert_eq!(names("true()"), [""; 0]);
    }

    #[test]
    fn a_dimension_names_the_questions_that_its_codes_stand_for() {
        let measure: Measure = serde_json::from_value(serde_json::json!({
            "measure": "m", "title": "T", "kind": "count", "unit": "antal regioner",
            "for": [{"dimension": "funktion", "codes": [{"code": "betalning", "label": "B"}, {"code": "ankomst", "label": "A"}]}],
            "numerator": "${{funktion}.app} = 'ja'",
        }))
        .unwrap();
        assert_eq!(questions_of(&measure).into_iter().collect::<Vec<_>>(), ["ankomst", "betalning"]);
    }
}
