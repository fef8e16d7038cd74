//! The indicators: their list, their observations, and the comparison with what was published. Normative: INTERFACES,
//! "Indicators CSV", "Indicator list JSON", "verify-published".

use super::{
    ExportError,
    table::{self, Csv, Dialect, TableColumn, columns},
};
use collection::results::IndicatorList;
use serde::Serialize;
use statistics::{
    indicator::{Dimension, Indicator, IndicatorFile, Measure},
    observation::{self, Observation},
    verify::{self, PublishedComparison},
};

/// A measure as it stands in the list: enough to recompute every value. An indicator that comes from elsewhere has no
/// measure.
#[derive(Debug, Serialize)]
struct IndicatorListRow<'a> {
    indicator: &'a str,
    framework_ids: &'a [String],
    title: &'a str,
    goal: &'a str,
    measure: Option<&'a str>,
    measure_title: Option<&'a str>,
    kind: Option<&'static str>,
    unit: &'a str,
    survey: Option<&'a str>,
    numerator: Option<&'a str>,
    denominator: Option<&'a str>,
    filter: Option<&'a str>,
    breakdown: &'a [Dimension],
    of: Option<ComparedRounds<'a>>,
    relative: Option<bool>,
    refers_to: Option<i32>,
    rounds: Vec<i32>,
    source: &'a str,
    notes: &'a [String],
}

/// What a change compares: a measure of the same indicator, in pairs of rounds, the earlier first.
#[derive(Debug, Serialize)]
struct ComparedRounds<'a> {
    measure: &'a str,
    rounds: Vec<[i32; 2]>,
}

const LISTED: [&str; 19] = [
    "indicator",
    "framework_ids",
    "title",
    "goal",
    "measure",
    "measure_title",
    "kind",
    "unit",
    "survey",
    "numerator",
    "denominator",
    "filter",
    "breakdown",
    "of",
    "relative",
    "refers_to",
    "rounds",
    "source",
    "notes",
];

fn listed(list: &IndicatorList) -> Vec<IndicatorListRow<'_>> {
    let mut rows = Vec::new();
    for indicator in &list.file.indicators {
        if indicator.measures.is_empty() {
            rows.push(row(list, indicator, None));
        }
        rows.extend(indicator.measures.iter().map(|measure| row(list, indicator, Some(measure))));
    }
    rows
}

fn row<'a>(list: &'a IndicatorList, indicator: &'a Indicator, measure: Option<&'a Measure>) -> IndicatorListRow<'a> {
    let of = |measure: &'a Measure| {
        let rounds = list.compared(indicator, measure);
        measure.of.as_deref().map(|of| ComparedRounds { measure: of, rounds })
    };
    IndicatorListRow {
        indicator: &indicator.indicator,
        framework_ids: &indicator.framework_ids,
        title: &indicator.title,
        goal: goal(&list.file, indicator),
        measure: measure.map(|measure| measure.measure.as_str()),
        measure_title: measure.map(|measure| measure.title.as_str()),
        kind: measure.map(|measure| measure.kind.code()),
        unit: measure.map_or(indicator.unit.as_str(), |measure| measure.unit.code()),
        survey: indicator.survey.as_deref(),
        numerator: measure.and_then(|measure| measure.numerator.as_deref()),
        denominator: measure.and_then(|measure| measure.denominator.as_deref()),
        filter: measure.and_then(|measure| measure.filter.as_deref()),
        breakdown: measure.map(|measure| indicator.dimensions_of(measure)).unwrap_or_default(),
        of: measure.and_then(of),
        relative: measure.map(|measure| measure.relative),
        refers_to: measure.map(|measure| measure.refers_to),
        rounds: measure.map(|measure| list.rounds(indicator, measure)).unwrap_or_default(),
        source: &indicator.source,
        notes: &indicator.notes,
    }
}

/// The title of the goal, the foundation or the background that an indicator hangs in, as the newest version of the
/// framework words it.
fn goal<'a>(file: &'a IndicatorFile, indicator: &'a Indicator) -> &'a str {
    let parts = file.frameworks.iter().rev().flat_map(|framework| &framework.parts);
    parts.into_iter().find(|part| part.key == indicator.part).map_or("", |part| part.title.as_str())
}

/// The list of measures as JSON.
///
/// # Errors
/// When memory does not suffice.
pub fn list_json(list: &IndicatorList) -> Result<Vec<u8>, ExportError> {
    let mut text = serde_json::to_vec_pretty(&listed(list))?;
    text.push(b'\n');
    Ok(text)
}

/// The list of measures as a table. A cell that lists has a space between its parts; a breakdown is written
/// `dimension=code,code;dimension=code`, and what a change compares `measure 2019-2020 2020-2025`.
///
/// # Errors
/// When memory does not suffice.
pub fn list_csv(list: &IndicatorList, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let cells = |row: IndicatorListRow<'_>| {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        vec![
            row.indicator.to_owned(),
            row.framework_ids.join(" "),
            row.title.to_owned(),
            row.goal.to_owned(),
            text(row.measure),
            text(row.measure_title),
            text(row.kind),
            row.unit.to_owned(),
            text(row.survey),
            text(row.numerator),
            text(row.denominator),
            text(row.filter),
            row.breakdown.iter().map(dimension).collect::<Vec<_>>().join(";"),
            row.of.map(compared).unwrap_or_default(),
            row.relative.map(|relative| relative.to_string()).unwrap_or_default(),
            row.refers_to.map(|years| years.to_string()).unwrap_or_default(),
            row.rounds.iter().map(i32::to_string).collect::<Vec<_>>().join(" "),
            row.source.to_owned(),
            row.notes.join("\n"),
        ]
    };
    Csv::new(dialect, columns(&LISTED, &["refers_to"])).file(listed(list).into_iter().map(cells))
}

fn dimension(dimension: &Dimension) -> String {
    let codes: Vec<&str> = dimension.codes.iter().map(|code| code.code.as_str()).collect();
    format!("{}={}", dimension.dimension, codes.join(","))
}

fn compared(of: ComparedRounds<'_>) -> String {
    let pairs = of.rounds.iter().map(|[before, now]| format!("{before}-{now}"));
    std::iter::once(of.measure.to_owned()).chain(pairs).collect::<Vec<_>>().join(" ")
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

fn observed() -> Vec<TableColumn> {
    let numbers = ["round", "refers_to", "value", "numerator", "denominator", "n_asked", "n_answered"];
    columns(&observation::COLUMNS, &numbers)
}

/// Published values beside what the answers give.
///
/// # Errors
/// When memory does not suffice.
pub fn comparisons_csv(comparisons: &[PublishedComparison], dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let numbers = ["round", "computed", "numerator", "denominator"];
    Csv::new(dialect, columns(&verify::COLUMNS, &numbers)).file(comparisons.iter().map(PublishedComparison::cells))
}
