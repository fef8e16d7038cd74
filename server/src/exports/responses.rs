//! Responses as CSV: one row for each recipient. Normative: INTERFACES, "Responses CSV".

use super::{
    ExportError,
    table::{Column, Csv, Dialect},
};
use collection::exports::ExportRow;
use futures::{Stream, StreamExt};
use std::sync::Arc;
use survey::{
    definition::FieldType,
    form::{Field, Form},
    variable::cells,
};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// Rows are handed on in pieces of this many.
const PIECE: usize = 16;

/// The file in pieces, so that nobody holds it whole.
pub fn csv(
    form: Arc<Form>,
    rows: impl Stream<Item = Result<ExportRow, collection::Error>> + Send + 'static,
    dialect: Dialect,
    labels: bool,
) -> impl Stream<Item = Result<Vec<u8>, ExportError>> + Send + 'static {
    let csv = Csv::new(dialect, columns(&form));
    let header = csv.header();
    let pieces = rows.chunks(PIECE).map(move |rows| {
        let rows = rows.into_iter().map(|row| row_cells(&form, &row?, labels)).collect::<Result<Vec<_>, _>>()?;
        csv.rows(rows)
    });
    futures::stream::iter([header]).chain(pieces)
}

/// The columns of a form's file.
pub fn columns(form: &Form) -> Vec<Column> {
    let fixed = ["organisation", "status", "submitted_at"].map(|name| Column { name: name.to_owned(), number: false });
    let variable = |variable: &survey::variable::Variable| Column {
        name: variable.name.clone(),
        number: form.fields().get(variable.field).is_some_and(is_number),
    };
    fixed.into_iter().chain(form.variables().iter().map(variable)).collect()
}

/// Whether a field holds numbers.
pub fn is_number(field: &Field) -> bool {
    match field.field_type {
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => true,
        FieldType::YesNo
        | FieldType::Choice(_)
        | FieldType::Scale(_)
        | FieldType::Multiple(_)
        | FieldType::Date(_)
        | FieldType::Text
        | FieldType::LongText => false,
    }
}

fn row_cells(form: &Form, row: &ExportRow, labels: bool) -> Result<Vec<String>, ExportError> {
    let mut written = Vec::with_capacity(3 + form.variables().len());
    let status = if labels { row.status.label() } else { row.status.code() };
    let submitted_at = row.submitted_at.map(moment).transpose()?.unwrap_or_default();
    written.extend([row.organisation.clone(), status.to_owned(), submitted_at]);
    match &row.entries {
        Some(entries) => {
            for field in form.fields() {
                written.extend(cells(field, entries.get(&field.name), labels));
            }
        }
        // Nothing is counted yet, and what is not counted is the organisation's own.
        None => written.resize(3 + form.variables().len(), String::new()),
    }
    Ok(written)
}

/// A time in a file: RFC 3339 in UTC with whole seconds.
///
/// # Errors
/// When its year has more than four digits.
pub fn moment(at: OffsetDateTime) -> Result<String, ExportError> {
    let whole = at.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap_or(at);
    Ok(whole.format(&Rfc3339)?)
}
