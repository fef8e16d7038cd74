//! Series: the observations of an indicator as tables of years, so that what can be compared stands together.
//!
//! Measures without dimensions that are of one kind and one unit share a table, a row each. A measure with dimensions has
//! a table of its own, with a row for each combination of codes. A measure that continues another stands in its row.

mod headline;
mod notes;
mod printed;
mod table;
mod titles;

pub use headline::{Headline, headline};
pub use notes::{TableNotes, YearNote};
pub use printed::{PrintedSeries, in_words, printed_series};
pub use table::{SeriesRow, SeriesTable};

use super::{
    continuation::Continuation,
    indicator::{Dimension, Indicator, Measure, MeasureKind},
    observation::{Breakdown, Observation, ObservationStatus},
};
use std::collections::BTreeMap;

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
    let is_extreme = |kind: MeasureKind| matches!(kind, MeasureKind::Minimum | MeasureKind::Maximum);
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
