//! The codebook: what every variable means. Normative: INTERFACES, "Codebook JSON"; the CSV has the same columns.

use super::{
    ExportError,
    table::{Csv, Dialect, columns},
};
use serde::Serialize;
use survey::{
    codebook::{CodebookRow, codebook},
    definition::Bound,
    form::Form,
    iso_date,
};

/// The columns of the table.
pub const COLUMNS: [&str; 21] = [
    "variable",
    "field",
    "section",
    "section_title",
    "question",
    "label",
    "type",
    "unit",
    "minimum",
    "maximum",
    "option",
    "options",
    "help",
    "terms",
    "relevance",
    "checks",
    "missing_reasons",
    "required",
    "publication",
    "lineage",
    "roles",
];

/// The codebook as a list of objects.
///
/// # Errors
/// When memory does not suffice.
pub fn json(form: &Form) -> Result<Vec<u8>, ExportError> {
    let mut text = serde_json::to_vec_pretty(&codebook(form))?;
    text.push(b'\n');
    Ok(text)
}

/// The codebook as a table.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(form: &Form, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let rows = codebook(form).iter().map(cells).collect::<Result<Vec<_>, _>>()?;
    Csv::new(dialect, columns(&COLUMNS, &["minimum", "maximum"])).file(rows)
}

/// A variable as a row of the table; lists stand in one cell, a line for each.
///
/// # Errors
/// When memory does not suffice.
pub fn cells(row: &CodebookRow) -> Result<Vec<String>, ExportError> {
    let options = row.options.iter().map(|option| {
        let exclusive = if option.exclusive { " (exclusive)" } else { "" };
        format!("{} = {}{exclusive}", option.code, option.label)
    });
    let terms = row.terms.iter().map(|term| format!("{} = {}", term.term, term.definition));
    let mut checks = Vec::with_capacity(row.checks.len());
    for check in &row.checks {
        let (severity, kind) = (code(&check.severity)?, code(&check.kind)?);
        checks.push(format!("{severity} {kind}: {} – {}", check.condition, check.message));
    }
    let reasons = row.missing_reasons.iter().map(ToString::to_string);
    let lineage = match &row.lineage {
        None => String::new(),
        Some(lineage) => {
            let from: Vec<&str> = lineage.from.iter().map(|field| field.as_str()).collect();
            let series_break = lineage.series_break.then_some("series_break");
            let relation = code(&lineage.relation)?;
            let words = [
                Some(relation.as_str()),
                Some(from.join(" ")).as_deref().filter(|from| !from.is_empty()),
                series_break,
                lineage.note.as_deref(),
            ]
            .into_iter()
            .flatten()
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>();
            words.join("; ")
        }
    };
    Ok(vec![
        row.variable.clone(),
        row.field.to_string(),
        row.section.to_string(),
        row.section_title.clone(),
        row.question.to_string(),
        row.label.clone(),
        row.type_code.to_owned(),
        row.unit.clone().unwrap_or_default(),
        bound(row.minimum),
        bound(row.maximum),
        row.option.as_ref().map(|option| format!("{} = {}", option.code, option.label)).unwrap_or_default(),
        lines(options),
        row.help.clone().unwrap_or_default(),
        lines(terms),
        row.relevance.clone().unwrap_or_default(),
        lines(checks),
        reasons.collect::<Vec<_>>().join(" "),
        row.required.to_string(),
        code(&row.publication_level)?,
        lineage,
        row.roles.join(", "),
    ])
}

fn bound(bound: Option<Bound>) -> String {
    match bound {
        None => String::new(),
        Some(Bound::Number(number)) => number.normalize().to_string(),
        Some(Bound::Day(day)) => iso_date::written(day),
    }
}

fn lines(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join("\n")
}

/// A code as it stands in JSON.
fn code(value: &impl Serialize) -> Result<String, ExportError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(code) => Ok(code),
        other => Ok(other.to_string()),
    }
}
