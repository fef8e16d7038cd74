//! verify-published: every published value that the surveys feed, beside what the answers give.

use super::{
    indicator::IndicatorFile,
    observation::{Breakdown, Observation, ObservationStatus},
    published::PublishedValue,
    rounding::written_or_empty,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt};
use time::Date;

/// The columns of what verify-published prints.
pub const COLUMNS: [&str; 13] = [
    "rad_id",
    "indicator",
    "measure",
    "round",
    "breakdown",
    "printed",
    "precision",
    "published_n",
    "computed",
    "numerator",
    "denominator",
    "verdict",
    "reason",
];

/// Which measure a published value belongs to: a row of `seeds/published_map.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The number of the published value: `V043`.
    pub rad_id: String,
    /// The indicator.
    pub indicator: String,
    /// The measure; empty where none can be compared with the value, and the note says why.
    pub measure: String,
    /// The year of the round.
    pub round: Option<i32>,
    /// The breakdown; several joined by `|` where the value is the smallest or the largest of them.
    pub breakdown: String,
    /// Which figure of the observation the value is.
    pub quantity: Option<Quantity>,
    /// Which of several breakdowns.
    pub over: Option<Over>,
    /// What must be known: a K number where the report contradicts itself, `published_only` where there are no answers.
    pub note: String,
}

/// A figure of an observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// The value.
    Value,
    /// What is above the line.
    Numerator,
    /// How many gave a valid answer.
    NAnswered,
    /// How many were asked.
    NAsked,
}

/// Which of several breakdowns a value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The one with the smallest figure.
    Minimum,
    /// The one with the largest figure.
    Maximum,
}

/// How a published value and the answers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublishedVerdict {
    /// The answers give the value, to the precision that it is stated with, and as many have answered.
    Equal,
    /// There are no answers for that year.
    PublishedOnly,
    /// The report contradicts itself or cannot be compared; the reason bears the K number.
    Conflict,
    /// The answers give something else.
    Differs,
}

impl PublishedVerdict {
    /// The code in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::PublishedOnly => "published_only",
            Self::Conflict => "conflict",
            Self::Differs => "differs",
        }
    }
}

impl fmt::Display for PublishedVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A published value beside what the answers give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedComparison {
    /// Where the value belongs.
    pub mapping: Mapping,
    /// The value as printed.
    pub printed: String,
    /// Its precision word.
    pub precision: String,
    /// How many answered, as printed.
    pub published_n: String,
    /// What the answers give.
    pub computed: Option<Decimal>,
    /// What is above the line.
    pub numerator: Option<Decimal>,
    /// What is below the line.
    pub denominator: Option<Decimal>,
    /// How they agree.
    pub verdict: PublishedVerdict,
    /// Why they do not.
    pub reason: String,
}

impl PublishedComparison {
    /// The row in the file.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.mapping.rad_id.clone(),
            self.mapping.indicator.clone(),
            self.mapping.measure.clone(),
            self.mapping.round.map(|year| year.to_string()).unwrap_or_default(),
            self.mapping.breakdown.clone(),
            self.printed.clone(),
            self.precision.clone(),
            self.published_n.clone(),
            written_or_empty(self.computed),
            written_or_empty(self.numerator),
            written_or_empty(self.denominator),
            self.verdict.code().to_owned(),
            self.reason.clone(),
        ]
    }
}

/// Compares every mapped value, in the order of the mapping. `has_answers` tells whether any response of a survey's round is
/// counted.
pub fn compare(
    published: &[PublishedValue],
    map: &[Mapping],
    file: &IndicatorFile,
    observations: &[Observation],
    has_answers: impl Fn(&str, i32) -> bool,
) -> Vec<PublishedComparison> {
    let values: HashMap<&str, &PublishedValue> = published.iter().map(|value| (value.id.as_str(), value)).collect();
    let mut by_measure: HashMap<(&str, &str, i32), Vec<&Observation>> = HashMap::new();
    for observation in observations {
        let key = (observation.indicator.as_str(), observation.measure.as_str(), observation.round);
        by_measure.entry(key).or_default().push(observation);
    }
    let verifier = Verifier { file, by_measure, has_answers };
    map.iter().map(|mapping| verifier.compare(mapping, values.get(mapping.rad_id.as_str()).copied())).collect()
}

struct Verifier<'a, F> {
    file: &'a IndicatorFile,
    by_measure: HashMap<(&'a str, &'a str, i32), Vec<&'a Observation>>,
    has_answers: F,
}

/// What the answers give, and what it rests on.
struct Found<'a> {
    computed: Decimal,
    observation: &'a Observation,
}

impl<'a, F: Fn(&str, i32) -> bool> Verifier<'a, F> {
    fn compare(&self, mapping: &Mapping, value: Option<&PublishedValue>) -> PublishedComparison {
        let mut comparison = PublishedComparison {
            mapping: mapping.clone(),
            printed: value.map(|value| value.printed.clone()).unwrap_or_default(),
            precision: value.map(|value| value.precision.to_string()).unwrap_or_default(),
            published_n: value.map(|value| value.n.clone()).unwrap_or_default(),
            computed: None,
            numerator: None,
            denominator: None,
            verdict: PublishedVerdict::Equal,
            reason: String::new(),
        };
        let outcome = self.outcome(mapping, value, &mut comparison);
        if let Err((verdict, reason)) = outcome {
            comparison.verdict = verdict;
            comparison.reason = reason;
        }
        comparison
    }

    fn outcome(
        &self,
        mapping: &Mapping,
        value: Option<&PublishedValue>,
        comparison: &mut PublishedComparison,
    ) -> Result<(), (PublishedVerdict, String)> {
        let differs = |reason: String| Err((PublishedVerdict::Differs, reason));
        let Some(value) = value else {
            return differs(format!("no published value has the number {}; correct the map", mapping.rad_id));
        };
        if mapping.measure.is_empty() {
            return Err(without_measure(&mapping.note));
        }
        let (Some(round), Some(quantity)) = (mapping.round, mapping.quantity) else {
            return differs("the map gives a measure without a round or a quantity; add it".into());
        };
        let Some(survey) = self.survey_of(mapping) else {
            return differs(format!(
                "indicator {} has no measure {}; correct the map",
                mapping.indicator, mapping.measure
            ));
        };
        if !(self.has_answers)(survey, round) {
            return Err((PublishedVerdict::PublishedOnly, no_answers(round)));
        }
        let excused = |reason: String| Err(excused(&mapping.note, reason));
        let found = match self.find(mapping, round, quantity) {
            Ok(found) => found,
            Err(reason) => return excused(reason),
        };
        comparison.computed = Some(found.computed);
        comparison.numerator = found.observation.numerator;
        comparison.denominator = found.observation.denominator;
        match value.is_equal_to(found.computed) {
            None => return excused(format!("a value that is stated as {} cannot be compared", value.precision)),
            Some(false) => return excused(format!("the answers give {}", written_or_empty(comparison.computed))),
            Some(true) => {}
        }
        match found.observation.n_answered {
            Some(answered) if value.n_is(answered) => Ok(()),
            None if value.n.is_empty() => Ok(()),
            Some(answered) => excused(format!("{answered} have answered, and {} is printed", value.n)),
            None => excused(format!("how many have answered is not known, and {} is printed", value.n)),
        }
    }

    /// The survey that feeds a measure, where there is such a measure.
    fn survey_of(&self, mapping: &Mapping) -> Option<&str> {
        let indicator = self.file.indicators.iter().find(|indicator| indicator.indicator == mapping.indicator)?;
        indicator.measures.iter().find(|measure| measure.measure == mapping.measure)?;
        indicator.survey.as_deref()
    }

    fn find(&self, mapping: &Mapping, round: i32, quantity: Quantity) -> Result<Found<'a>, String> {
        let observations = self
            .by_measure
            .get(&(mapping.indicator.as_str(), mapping.measure.as_str(), round))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut found = Vec::new();
        for breakdown in mapping.breakdown.split('|') {
            let wanted: Breakdown = breakdown.parse().map_err(|error| format!("{error}"))?;
            let Some(observation) = observations.iter().find(|observation| observation.breakdown.is_like(&wanted))
            else {
                return Err(format!("there is no observation for `{breakdown}` in {round}"));
            };
            let Some(computed) = figure(observation, quantity) else {
                return Err(format!("the observation is {}", observation.status));
            };
            found.push(Found { computed, observation });
        }
        let found = found.into_iter();
        let chosen = match mapping.over {
            Some(Over::Minimum) => found.min_by_key(|found| found.computed),
            Some(Over::Maximum) => found.max_by_key(|found| found.computed),
            None if mapping.breakdown.contains('|') => {
                return Err("the map gives several breakdowns and not which of them; add `over`".into());
            }
            None => found.last(),
        };
        chosen.ok_or_else(|| format!("there is no observation in {round}"))
    }
}

fn figure(observation: &Observation, quantity: Quantity) -> Option<Decimal> {
    match quantity {
        Quantity::Value => observation.value,
        Quantity::Numerator => observation.numerator,
        Quantity::NAnswered => observation.n_answered.map(Decimal::from),
        Quantity::NAsked => observation.n_asked.map(Decimal::from),
    }
}

fn no_answers(round: i32) -> String {
    format!("no answers for {round}")
}

/// The verdict on a value that no measure can be compared with.
fn without_measure(note: &str) -> (PublishedVerdict, String) {
    if let Some(reason) = note.strip_prefix("published_only") {
        return (PublishedVerdict::PublishedOnly, reason.trim_start_matches(':').trim().to_owned());
    }
    match conflict_number(note) {
        Some(_) => (PublishedVerdict::Conflict, note.to_owned()),
        None => (PublishedVerdict::Differs, "the map gives no measure, and the note no K number; add one".into()),
    }
}

/// The verdict on a value that does not agree: a conflict where the note names one. Its reason begins with the number.
fn excused(note: &str, reason: String) -> (PublishedVerdict, String) {
    match conflict_number(note) {
        Some(number) if note.starts_with(number) => (PublishedVerdict::Conflict, format!("{note}; {reason}")),
        Some(number) => (PublishedVerdict::Conflict, format!("{number}: {note}; {reason}")),
        None => (PublishedVerdict::Differs, reason),
    }
}

/// The K number in a note.
fn conflict_number(note: &str) -> Option<&str> {
    note.split(|c: char| !c.is_alphanumeric()).find(|word| {
        word.strip_prefix('K').is_some_and(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// The published values of rounds without answers, as observations. One that several places of the report state is one
/// observation: the first.
pub fn published_observations(
    published: &[PublishedValue],
    map: &[Mapping],
    file: &IndicatorFile,
    date: Date,
    has_answers: impl Fn(&str, i32) -> bool,
) -> Vec<Observation> {
    let values: HashMap<&str, &PublishedValue> = published.iter().map(|value| (value.id.as_str(), value)).collect();
    let mut observations: Vec<Observation> = Vec::new();
    for mapping in map.iter().filter(|mapping| mapping.quantity == Some(Quantity::Value) && mapping.over.is_none()) {
        let (Some(value), Some(round)) = (values.get(mapping.rad_id.as_str()), mapping.round) else { continue };
        let Some(indicator) = file.indicators.iter().find(|indicator| indicator.indicator == mapping.indicator) else {
            continue;
        };
        let Some(measure) = indicator.measures.iter().find(|measure| measure.measure == mapping.measure) else {
            continue;
        };
        let is_answered = indicator.survey.as_deref().is_some_and(|survey| has_answers(survey, round));
        let (Some(number), Ok(breakdown), false) = (value.number(), mapping.breakdown.parse(), is_answered) else {
            continue;
        };
        let observation = Observation {
            indicator: mapping.indicator.clone(),
            measure: mapping.measure.clone(),
            round,
            refers_to: round.saturating_add(measure.refers_to),
            published: Some(date),
            breakdown,
            unit: measure.unit.code().to_owned(),
            value: Some(number),
            numerator: None,
            denominator: None,
            n_asked: None,
            n_answered: None,
            status: ObservationStatus::Published,
            note: format!("Publicerat som {}.", value.in_words()),
            series_break: false,
        };
        let is_known = |other: &Observation| {
            (&other.indicator, &other.measure, other.round) == (&observation.indicator, &observation.measure, round)
                && other.breakdown.is_like(&observation.breakdown)
        };
        if !observations.iter().any(is_known) {
            observations.push(observation);
        }
    }
    observations
}

#[cfg(test)]
mod tests;
