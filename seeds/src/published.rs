//! What has been published, where it belongs among the measures, and where the sources contradict themselves.

use serde::{Deserialize, de::DeserializeOwned};
use statistics::{published::PublishedValue, verify::Mapping};
use std::collections::BTreeMap;

const VALUES: &str = include_str!("../published_values.csv");
const MAP: &str = include_str!("../published_map.csv");
const NOTES: &str = include_str!("../published_notes.csv");
const CONFLICTS: &str = include_str!("../conflicts.csv");

/// A place where a source contradicts itself or leaves something open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceConflict {
    /// Its number: `K05`.
    pub conflict: String,
    /// The keys of the indicators that it is about, in words.
    pub indicators: String,
    /// What collides, with lines of the report.
    pub what: String,
    /// What follows from it.
    pub analysis: String,
    /// What sort of conflict it is, in words.
    pub sort: String,
    /// What is done about it.
    pub handling: String,
}

/// A file of published values that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be read: {source}")]
pub struct PublishedError {
    /// Which.
    pub file: &'static str,
    /// Why.
    pub source: csv::Error,
}

/// What a reader needs to know of a published value. What those who gathered it noted stays in their file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedNote {
    rad_id: String,
    note: String,
}

/// The published values, in the order of the report, each with its note in plain words.
pub fn published_values() -> Result<Vec<PublishedValue>, PublishedError> {
    let notes: Vec<PublishedNote> = read("published_notes.csv", NOTES)?;
    let mut notes: BTreeMap<String, String> = notes.into_iter().map(|note| (note.rad_id, note.note)).collect();
    let mut values: Vec<PublishedValue> = read("published_values.csv", VALUES)?;
    for value in &mut values {
        value.note = notes.remove(&value.id).unwrap_or_default();
    }
    Ok(values)
}

/// Where each published value that the two surveys feed belongs, in the order of the values.
pub fn published_map() -> Result<Vec<Mapping>, PublishedError> {
    read("published_map.csv", MAP)
}

/// The conflicts by number.
pub fn conflicts() -> Result<Vec<SourceConflict>, PublishedError> {
    read("conflicts.csv", CONFLICTS)
}

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<T>, PublishedError> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| PublishedError { file, source })
}

#[cfg(test)]
mod tests;
