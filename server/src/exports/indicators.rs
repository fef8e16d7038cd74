//! The indicators: their list, their observations, and the comparison with what was published. Normative: INTERFACES,
//! "Indicators CSV", "Indicator list JSON", "verify-published".

use super::{
    ExportError,
    table::{self, Column, Csv, Dialect, columns},
};
use serde::Serialize;
use survey::statistics::{
    indicator::{Indicator, Indicators, Measure},
    observation::{self, Observation},
    verify::{self, Comparison},
};

/// A measure as it stands in the list; an indicator that comes from elsewhere has no measure.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    indicator: &'a str,
    framework_ids: &'a [String],
    title: &'a str,
    goal: &'a str,
    measure: Option<&'a str>,
    kind: Option<&'static str>,
    unit: &'a str,
    survey: Option<&'a str>,
    numerator: Option<&'a str>,
    denominator: Option<&'a str>,
    breakdown: Vec<&'a str>,
    source: &'a str,
    notes: &'a [String],
}

const LISTED: [&str; 13] = [
    "indicator",
    "framework_ids",
    "title",
    "goal",
    "measure",
    "kind",
    "unit",
    "survey",
    "numerator",
    "denominator",
    "breakdown",
    "source",
    "notes",
];

fn listed(file: &Indicators) -> Vec<Listed<'_>> {
    let mut list = Vec::new();
    for indicator in &file.indicators {
        if indicator.measures.is_empty() {
            list.push(row(file, indicator, None));
        }
        list.extend(indicator.measures.iter().map(|measure| row(file, indicator, Some(measure))));
    }
    list
}

fn row<'a>(file: &'a Indicators, indicator: &'a Indicator, measure: Option<&'a Measure>) -> Listed<'a> {
    let dimensions = measure.map(|measure| indicator.dimensions_of(measure)).unwrap_or_default();
    Listed {
        indicator: &indicator.indicator,
        framework_ids: &indicator.framework_ids,
        title: &indicator.title,
        goal: goal(file, indicator),
        measure: measure.map(|measure| measure.measure.as_str()),
        kind: measure.map(|measure| measure.kind.code()),
        unit: measure.map_or(indicator.unit.as_str(), |measure| measure.unit.code()),
        survey: indicator.survey.as_deref(),
        // A change has no condition of its own; it follows another measure.
        numerator: measure.and_then(|measure| measure.numerator.as_deref().or(measure.of.as_deref())),
        denominator: measure.and_then(|measure| measure.denominator.as_deref()),
        breakdown: dimensions.iter().map(|dimension| dimension.dimension.as_str()).collect(),
        source: &indicator.source,
        notes: &indicator.notes,
    }
}

/// The title of the goal, the foundation or the background that an indicator hangs in, as the newest version of the
/// framework words it.
fn goal<'a>(file: &'a Indicators, indicator: &'a Indicator) -> &'a str {
    let parts = file.frameworks.iter().rev().flat_map(|framework| &framework.parts);
    parts.into_iter().find(|part| part.key == indicator.part).map_or("", |part| part.title.as_str())
}

/// The list of measures as JSON.
///
/// # Errors
/// When memory does not suffice.
pub fn list_json(file: &Indicators) -> Result<Vec<u8>, ExportError> {
    let mut text = serde_json::to_vec_pretty(&listed(file))?;
    text.push(b'\n');
    Ok(text)
}

/// The list of measures as a table.
///
/// # Errors
/// When memory does not suffice.
pub fn list_csv(file: &Indicators, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let cells = |row: Listed<'_>| {
        vec![
            row.indicator.to_owned(),
            row.framework_ids.join(" "),
            row.title.to_owned(),
            row.goal.to_owned(),
            row.measure.unwrap_or_default().to_owned(),
            row.kind.unwrap_or_default().to_owned(),
            row.unit.to_owned(),
            row.survey.unwrap_or_default().to_owned(),
            row.numerator.unwrap_or_default().to_owned(),
            row.denominator.unwrap_or_default().to_owned(),
            row.breakdown.join(";"),
            row.source.to_owned(),
            row.notes.join("\n"),
        ]
    };
    Csv::new(dialect, columns(&LISTED, &[])).file(listed(file).into_iter().map(cells))
}

/// Observations as a table.
///
/// # Errors
/// When memory does not suffice.
pub fn observations_csv(observations: &[Observation], dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    Csv::new(dialect, observed()).file(observations.iter().map(Observation::cells))
}

/// Observations as a list of objects.
///
/// # Errors
/// When memory does not suffice.
pub fn observations_json(observations: &[Observation]) -> Result<String, ExportError> {
    table::json(&observed(), observations.iter().map(Observation::cells))
}

fn observed() -> Vec<Column> {
    let numbers = ["round", "refers_to", "value", "numerator", "denominator", "n_asked", "n_answered"];
    columns(&observation::COLUMNS, &numbers)
}

/// Published values beside what the answers give.
///
/// # Errors
/// When memory does not suffice.
pub fn comparisons_csv(comparisons: &[Comparison], dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let numbers = ["round", "computed", "numerator", "denominator"];
    Csv::new(dialect, columns(&verify::COLUMNS, &numbers)).file(comparisons.iter().map(Comparison::cells))
}
