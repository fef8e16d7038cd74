//! The response rate, in all and by group. Normative: INTERFACES, "Response rate CSV".

use super::{
    ExportError,
    table::{self, Csv, Dialect, TableColumn, columns},
};
use statistics::response_rate::{COLUMNS, ResponseRate};

/// The file as CSV.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(rows: &[ResponseRate], dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    Csv::new(dialect, numbered()).file(rows.iter().map(ResponseRate::cells))
}

/// The same as a list of objects.
///
/// # Errors
/// When memory does not suffice.
pub fn json(rows: &[ResponseRate]) -> Result<String, ExportError> {
    table::json(&numbered(), rows.iter().map(ResponseRate::cells))
}

fn numbered() -> Vec<TableColumn> {
    let numbers: Vec<&str> = COLUMNS.into_iter().filter(|name| !["group", "label"].contains(name)).collect();
    columns(&COLUMNS, &numbers)
}
