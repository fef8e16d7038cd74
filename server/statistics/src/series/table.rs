//! A table of years, and its rows.

use crate::{
    indicator::{Dimension, Measure, MeasureKind, Unit},
    observation::{Breakdown, Observation},
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
    pub fn kind(&self) -> MeasureKind {
        self.measures.first().map_or(MeasureKind::Share, |measure| measure.kind)
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
