//! Series: the observations of an indicator as tables of years, so that what can be compared stands together.
//!
//! Measures without dimensions that are of one kind and one unit share a table, a row each. A measure with dimensions has
//! a table of its own, with a row for each combination of codes. A measure that continues another stands in its row.

mod headline;
mod notes;
mod printed;
mod titles;

pub use headline::{Chosen, Headline, headline};
pub use notes::{Noted, YearNote};
pub use printed::{PrintedSeries, in_words, printed_series};

use super::{
    continuation::Continuation,
    indicator::{Dimension, Indicator, Kind, Measure, Unit},
    observation::{Breakdown, Observation, ObservationStatus},
};
use std::collections::{BTreeMap, BTreeSet};

/// A table of years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesTable {
    /// What it shows, in words.
    pub title: String,
    /// The measures in it, the first leading.
    pub measures: Vec<Measure>,
    /// The dimensions of its rows; none where each row is a measure.
    pub dimensions: Vec<Dimension>,
    /// Every year from the first to the last that is observed, also those of which nothing is known. They are the years
    /// that the values refer to.
    pub years: Vec<i32>,
    /// Its rows.
    pub rows: Vec<SeriesRow>,
}

/// One series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesRow {
    /// The measure, the latest where one continues another.
    pub measure: String,
    /// What it is for.
    pub breakdown: Breakdown,
    /// The title of its measure.
    pub title: String,
    /// Its words in the table: what sets it apart from the other rows.
    pub label: String,
    /// The words of its codes, one for each dimension.
    pub codes: Vec<String>,
    /// Its observations, by the year that they refer to.
    pub observations: BTreeMap<i32, Observation>,
    /// The years that cannot be compared with those before.
    pub breaks: BTreeSet<i32>,
}

impl SeriesTable {
    /// The kind of its values.
    pub fn kind(&self) -> Kind {
        self.measures.first().map_or(Kind::Share, |measure| measure.kind)
    }

    /// The unit of its values.
    pub fn unit(&self) -> Unit {
        self.measures.first().map_or(Unit::Number, |measure| measure.unit)
    }

    /// How many years the values lie before the round in which they were collected.
    pub fn lag(&self) -> i32 {
        self.measures.first().map_or(0, |measure| measure.refers_to.saturating_neg())
    }

    /// The years of which a value is known.
    pub fn known_years(&self) -> BTreeSet<i32> {
        self.rows.iter().flat_map(|row| row.known().map(|(year, _)| year)).collect()
    }

    /// The years with a value that is computed from answers.
    pub fn years_from_answers(&self) -> Vec<i32> {
        let is_computed = |year: &i32| {
            self.rows.iter().filter_map(|row| row.observations.get(year)).any(Observation::is_from_answers)
        };
        self.years.iter().copied().filter(is_computed).collect()
    }

    /// The years of which nothing is observed, between those of which something is.
    pub fn gaps(&self) -> Vec<i32> {
        let is_gap = |year: &i32| self.rows.iter().all(|row| !row.observations.contains_key(year));
        self.years.iter().copied().filter(is_gap).collect()
    }

    /// The latest year of which a value is known before this one.
    pub fn known_before(&self, year: i32) -> Option<i32> {
        self.known_years().range(..year).next_back().copied()
    }
}

impl SeriesRow {
    /// Its known values by year.
    pub fn known(&self) -> impl DoubleEndedIterator<Item = (i32, &Observation)> {
        self.observations
            .iter()
            .filter(|(_, observation)| observation.value.is_some())
            .map(|(year, observation)| (*year, observation))
    }

    /// Whether the series is broken after one year and not after the other.
    pub fn is_broken_between(&self, earlier: i32, later: i32) -> bool {
        self.breaks.range(earlier.saturating_add(1)..=later).next().is_some()
    }

    /// What it is known by in an address: the measure, and the breakdown where it has one.
    pub fn key(&self) -> String {
        let mut key = self.measure.clone();
        for (_, code) in self.breakdown.parts() {
            key.push('.');
            key.push_str(code);
        }
        key
    }
}

/// The tables of an indicator, in the order of its measures. `observations` are of all together, without groups.
pub fn tables(indicator: &Indicator, observations: &[Observation], continuations: &[Continuation]) -> Vec<SeriesTable> {
    let own: Vec<&Continuation> =
        continuations.iter().filter(|continuation| continuation.indicator == indicator.indicator).collect();
    let mut tables: Vec<SeriesTable> = Vec::new();
    for measure in indicator.measures.iter().filter(|measure| !own.iter().any(|one| one.later == measure.measure)) {
        let later = own.iter().find(|one| one.earlier == measure.measure).map(|one| one.later.as_str());
        let later = indicator.measures.iter().find(|other| Some(other.measure.as_str()) == later);
        let dimensions = indicator.dimensions_of(measure);
        let rows = rows(measure, later, dimensions, observations);
        let shared = tables.iter_mut().find(|table| dimensions.is_empty() && is_alike(table, measure));
        match shared {
            Some(table) => {
                table.measures.push(measure.clone());
                table.rows.extend(rows);
            }
            None => tables.push(SeriesTable {
                title: String::new(),
                measures: vec![measure.clone()],
                dimensions: dimensions.to_vec(),
                years: Vec::new(),
                rows,
            }),
        }
    }
    for table in &mut tables {
        table.years = every_year(&table.rows);
        titles::name(table);
    }
    tables
}

/// Whether a measure without dimensions belongs in a table of others: its values are of the same sort and time.
fn is_alike(table: &SeriesTable, measure: &Measure) -> bool {
    let is_extreme = |kind: Kind| matches!(kind, Kind::Minimum | Kind::Maximum);
    let Some(first) = table.measures.first() else { return false };
    table.dimensions.is_empty()
        && (first.kind == measure.kind || is_extreme(first.kind) && is_extreme(measure.kind))
        && first.unit == measure.unit
        && first.refers_to == measure.refers_to
        && first.relative == measure.relative
}

fn rows(
    measure: &Measure,
    later: Option<&Measure>,
    dimensions: &[Dimension],
    observations: &[Observation],
) -> Vec<SeriesRow> {
    let of = |name: &str, breakdown: &Breakdown| -> BTreeMap<i32, Observation> {
        observations
            .iter()
            .filter(|observation| observation.measure == name && observation.breakdown.is_like(breakdown))
            .map(|observation| (observation.refers_to, observation.clone()))
            .collect()
    };
    combinations(dimensions)
        .into_iter()
        .map(|(breakdown, codes)| {
            let mut observations = of(&measure.measure, &breakdown);
            let mut joint = None;
            if let Some(later) = later {
                let continued = of(&later.measure, &breakdown);
                joint = continued.iter().find(|(_, one)| is_asked(one)).map(|(year, _)| *year);
                for (year, observation) in continued {
                    if is_asked(&observation) || observations.get(&year).is_none_or(|earlier| !is_asked(earlier)) {
                        observations.insert(year, observation);
                    }
                }
                // The first of the later measure's years needs not be the first of all.
                joint = joint.filter(|joint| observations.range(..joint).any(|(_, one)| is_asked(one)));
            }
            let broken = observations.iter().filter(|(_, one)| one.series_break).map(|(year, _)| *year);
            let title = titles::joined(&measure.title, later.map(|later| later.title.as_str()));
            SeriesRow {
                measure: later.unwrap_or(measure).measure.clone(),
                breakdown,
                label: title.clone(),
                title,
                codes,
                breaks: broken.chain(joint).collect(),
                observations,
            }
        })
        .collect()
}

fn is_asked(observation: &Observation) -> bool {
    observation.status != ObservationStatus::NotAsked
}

/// Every combination of codes with their words.
fn combinations(dimensions: &[Dimension]) -> Vec<(Breakdown, Vec<String>)> {
    let none = vec![(Breakdown::default(), Vec::new())];
    dimensions.iter().fold(none, |combinations, dimension| {
        let with = |(breakdown, labels): &(Breakdown, Vec<String>)| {
            let (breakdown, labels) = (breakdown.clone(), labels.clone());
            dimension.codes.iter().map(move |code| {
                let labels = labels.iter().cloned().chain([code.label.clone()]).collect();
                (breakdown.and(dimension.dimension.as_str(), code.code.as_str()), labels)
            })
        };
        combinations.iter().flat_map(with).collect()
    })
}

/// Every year from the first to the last that is observed.
fn every_year(rows: &[SeriesRow]) -> Vec<i32> {
    let observed = || rows.iter().flat_map(|row| row.observations.keys().copied());
    match (observed().min(), observed().max()) {
        (Some(first), Some(last)) => (first..=last).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
