//! Responses as a workbook: answers with typed cells, the codebook, and what the file is.

use super::{
    ExportError, codebook,
    responses::{columns, is_number},
    workbook::{Book, excel_date, write_header},
};
use collection::{RoundKey, exports::ExportRow};
use futures::{Stream, StreamExt};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};
use std::{fs::File, pin::pin, sync::Arc};
use survey::{
    codebook::codebook,
    form::{Field, Form},
    format,
    status::Status,
    value::{Entry, Value},
    variable::cells,
};
use time::OffsetDateTime;

/// What is written, and for whom.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The round.
    pub round: RoundKey,
    /// Only these statuses; all where it is empty.
    pub statuses: Vec<Status>,
    /// Labels instead of codes.
    pub labels: bool,
    /// Whether the answers are invented.
    pub demo: bool,
    /// When it was asked for.
    pub now: OffsetDateTime,
}

/// The workbook as a file without a name. Rows are written as they come and not kept.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn workbook(
    form: Arc<Form>,
    rows: impl Stream<Item = Result<ExportRow, collection::Error>> + Send,
    selection: Selection,
) -> Result<File, ExportError> {
    let title = form.questionnaire().title.clone();
    let mut book = Book::new(&format!("{title} {}", selection.round.year), selection.demo, selection.now)?;
    let sheet = book.sheet("Svar")?;
    let columns = columns(&form);
    write_header(sheet, columns.iter().map(|column| column.name.as_str()))?;
    let styles = Styles::new();
    let mut rows = pin!(rows);
    let mut count: u32 = 0;
    while let Some(row) = rows.next().await {
        count += 1;
        write_row(sheet, count, &form, &row?, selection.labels, &styles)?;
    }
    let book = Box::new(book);
    // Packing the file takes a while, and other requests should not wait for it.
    let pack = move || finish(book, &form, &selection, count);
    tokio::task::spawn_blocking(pack).await.map_err(|error| ExportError::Io(error.into()))?
}

fn finish(mut book: Box<Book>, form: &Form, selection: &Selection, count: u32) -> Result<File, ExportError> {
    let sheet = book.sheet("Kodbok")?;
    write_header(sheet, codebook::COLUMNS)?;
    for (row, variable) in (1..).zip(codebook(form)) {
        for (column, cell) in (0..).zip(codebook::cells(&variable)?) {
            sheet.write_string(row, column, cell)?;
        }
    }
    let statuses = match selection.statuses.as_slice() {
        [] => "Alla".to_owned(),
        some => some.iter().map(|status| status.label()).collect::<Vec<_>>().join(", "),
    };
    let values = if selection.labels { "Ord" } else { "Koder; vad de betyder står i bladet Kodbok" };
    book.information(vec![
        ("Undersökning", form.questionnaire().title.clone()),
        ("Omgång", selection.round.year.to_string()),
        ("Hämtad", format::moment(selection.now)),
        ("Svarslägen", statuses),
        ("Rader", count.to_string()),
        ("Värden", values.to_owned()),
        ("Innehåll", "Svar finns för organisationer som har skickat in: den senast inskickade kopian.".to_owned()),
        ("#ej_stalld", "Frågan ställdes inte, eftersom dess villkor inte var uppfyllt.".to_owned()),
    ])?;
    book.finish()
}

struct Styles {
    date: Format,
    moment: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    form: &Form,
    row: &ExportRow,
    labels: bool,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.write_string(at, 0, &row.organisation)?;
    sheet.write_string(at, 1, if labels { row.status.label() } else { row.status.code() })?;
    if let Some(submitted_at) = row.submitted_at {
        // UTC, as in the CSV file.
        let moment = ExcelDateTime::from_timestamp(submitted_at.unix_timestamp())?;
        sheet.write_datetime_with_format(at, 2, &moment, &styles.moment)?;
    }
    let Some(entries) = &row.entries else { return Ok(()) };
    let mut column: u16 = 3;
    for field in form.fields() {
        let entry = entries.get(&field.name);
        for cell in cells(field, entry, labels) {
            write_cell(sheet, (at, column), field, entry, &cell, styles)?;
            column += 1;
        }
    }
    Ok(())
}

/// A cell by its type. Text is written as text, so nothing in it is taken for a formula and no `'` is needed.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    entry: Option<&Entry>,
    cell: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match entry {
        Some(Entry::Value(Value::Number(number))) if is_number(field) => match number.to_f64() {
            Some(number) => sheet.write_number(row, column, number)?,
            None => sheet.write_string(row, column, cell)?,
        },
        Some(Entry::Value(Value::Date(day))) => match excel_date(*day) {
            Some(day) => sheet.write_datetime_with_format(row, column, &day, &styles.date)?,
            None => sheet.write_string(row, column, cell)?,
        },
        Some(Entry::Value(Value::Text(text))) => sheet.write_string(row, column, text)?,
        Some(Entry::Value(Value::Codes(_))) if cell == "0" || cell == "1" => {
            sheet.write_number(row, column, if cell == "1" { 1 } else { 0 })?
        }
        _ if cell.is_empty() => return Ok(()),
        _ => sheet.write_string(row, column, cell)?,
    };
    Ok(())
}
