//! The one value that an indicator is known by: its newest, and the first that it can be seen beside.

use super::{SeriesRow, SeriesTable};
use crate::{
    indicator::{ChosenHeadline, MeasureKind},
    observation::Observation,
};

/// The code of the fullest step of a distribution.
const ALL: &str = "alla";

/// A newest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headline<'a> {
    /// Its table.
    pub table: &'a SeriesTable,
    /// Its row.
    pub row: &'a SeriesRow,
    /// The value.
    pub now: &'a Observation,
    /// The first known value of the series, where it is not the newest.
    pub before: Option<&'a Observation>,
    /// Whether the series is broken between the two.
    pub is_broken: bool,
}

/// The headline of an indicator: the row that has been chosen, where it has a value; else the first measure without
/// dimensions; else the fullest step of a distribution; else the first row that has a value.
pub fn headline<'a>(tables: &'a [SeriesTable], chosen: Option<ChosenHeadline<'_>>) -> Option<Headline<'a>> {
    let rows = || tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
    let is_known = |(_, row): &(&SeriesTable, &SeriesRow)| row.known().next().is_some();
    let is_chosen = |(_, row): &(&SeriesTable, &SeriesRow)| {
        chosen.is_some_and(|chosen| row.measure == chosen.measure && row.breakdown.to_string() == chosen.breakdown)
    };
    let is_plain = |(table, _): &(&SeriesTable, &SeriesRow)| table.dimensions.is_empty();
    let is_fullest = |(table, row): &(&SeriesTable, &SeriesRow)| {
        table.kind() == MeasureKind::Distribution && row.breakdown.parts().last().is_some_and(|(_, code)| code == ALL)
    };
    let (table, row) = rows()
        .filter(is_known)
        .find(is_chosen)
        .or_else(|| rows().filter(is_known).find(is_plain))
        .or_else(|| rows().filter(is_known).find(is_fullest))
        .or_else(|| rows().find(is_known))?;
    let (newest, now) = row.known().next_back()?;
    let first = row.known().next().filter(|(year, _)| *year < newest);
    let is_broken = first.is_some_and(|(year, _)| row.is_broken_between(year, newest));
    Some(Headline { table, row, now, before: first.map(|(_, before)| before), is_broken })
}
