//! What must be known of the values in a table, as numbered notes in the order that they are met.

use super::{SeriesRow, SeriesTable};
use crate::{
    footnotes,
    observation::{Observation, ObservationStatus},
};
use std::collections::BTreeMap;

/// Something to know of every value of a year, that the observations do not say themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearNote {
    /// The year, as values refer to it.
    pub year: i32,
    /// What to know.
    pub text: String,
}

/// The notes of a table and where they are marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableNotes {
    /// The notes, from 1.
    pub texts: Vec<String>,
    years: BTreeMap<i32, Vec<usize>>,
    cells: BTreeMap<(usize, i32), Vec<usize>>,
}

impl TableNotes {
    /// The notes of a whole year.
    pub fn of_year(&self, year: i32) -> &[usize] {
        self.years.get(&year).map(Vec::as_slice).unwrap_or_default()
    }

    /// The notes of one value alone.
    pub fn of_cell(&self, row: usize, year: i32) -> &[usize] {
        self.cells.get(&(row, year)).map(Vec::as_slice).unwrap_or_default()
    }

    fn number(&mut self, text: &str) -> usize {
        match self.texts.iter().position(|known| known == text) {
            Some(place) => place + 1,
            None => {
                self.texts.push(text.to_owned());
                self.texts.len()
            }
        }
    }

    fn mark_year(&mut self, year: i32, text: &str) {
        let number = self.number(text);
        let marks = self.years.entry(year).or_default();
        if !marks.contains(&number) {
            marks.push(number);
        }
    }
}

impl SeriesTable {
    /// The notes of the table for these of its years. A note that concerns every value of a year is marked at the year.
    pub fn noted(&self, years: &[i32], more: &[YearNote]) -> TableNotes {
        let mut noted = TableNotes::default();
        let gaps: Vec<i32> = self.gaps().into_iter().filter(|year| years.contains(year)).collect();
        let gap_note = format!("För {} finns varken svar i tjänsten eller publicerade värden (..).", spans(&gaps));
        for year in years {
            if gaps.contains(year) {
                noted.mark_year(*year, &gap_note);
            }
            let observed: Vec<(usize, &Observation)> = self
                .rows
                .iter()
                .enumerate()
                .filter_map(|(place, row)| Some((place, row.observations.get(year)?)))
                .collect();
            let with_notes: Vec<(usize, Vec<String>)> =
                observed.into_iter().map(|(place, observation)| (place, notes_of(observation))).collect();
            for (place, notes) in &with_notes {
                for note in notes {
                    if with_notes.iter().all(|(_, others)| others.contains(note)) {
                        noted.mark_year(*year, note);
                    } else {
                        let number = noted.number(note);
                        noted.cells.entry((*place, *year)).or_default().push(number);
                    }
                }
            }
            for note in more.iter().filter(|note| note.year == *year) {
                noted.mark_year(*year, &note.text);
            }
        }
        noted
    }
}

impl SeriesRow {
    /// The number of the note that says why the row is broken before a year; nothing where it has none of its own.
    pub fn break_note(&self, noted: &TableNotes, year: i32) -> Option<usize> {
        let note = own_note(self.observations.get(&year)?);
        noted.texts.iter().position(|known| known == note).map(|place| place + 1)
    }
}

/// The notes of one observation. What holds for every sum stands for itself, so that it is said once.
fn notes_of(observation: &Observation) -> Vec<String> {
    let mut notes = Vec::new();
    if observation.status == ObservationStatus::Published {
        notes.push("Publicerat värde. Svaren från det årets omgång finns inte i tjänsten.".to_owned());
    }
    let own = own_note(observation);
    if !own.is_empty() {
        notes.push(own.to_owned());
    }
    if observation.note.ends_with(footnotes::OF_SUMS) {
        notes.push(footnotes::OF_SUMS.to_owned());
    }
    notes
}

/// What is said of the observation itself. How a published value is printed is shown in its place.
fn own_note(observation: &Observation) -> &str {
    let note = observation.note.strip_suffix(footnotes::OF_SUMS).unwrap_or(&observation.note).trim_end();
    match observation.status {
        ObservationStatus::Published => note.split_once(". ").map_or("", |(_, more)| more),
        _ => note,
    }
}

/// Years in words: `2018 och 2021–2024`.
pub(super) fn spans(years: &[i32]) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match spans.last_mut() {
            Some((_, last)) if last.saturating_add(1) == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let words: Vec<String> = spans
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first} och {last}"),
            _ => format!("{first}–{last}"),
        })
        .collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} och {last}", others.join(", ")),
        None => String::new(),
    }
}
