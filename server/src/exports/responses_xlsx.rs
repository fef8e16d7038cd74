//! Responses as a workbook: answers with typed cells, the codebook, and what the file is.

use super::{
    ExportError, codebook,
    responses::{LabelMode, ResponseColumns, SUBMITTED_AT},
    table::TableColumn,
    xlsx::{XlsxBook, excel_date, excel_moment, let_filter, swedish_time, write_header},
};
use app::words::grouped_by;
use collection::{
    exports::{ExportRow, Responses},
    rounds::RoundSummary,
};
use futures::StreamExt;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use std::{fs::File, pin::pin};
use survey::{
    codebook::codebook,
    form::{Field, Form},
    format,
    status::Status,
    value::{Entry, Value},
};
use time::OffsetDateTime;

/// What the file says of itself.
#[derive(Debug, Clone)]
pub struct FileInformation {
    /// The round.
    pub round: RoundSummary,
    /// Only these statuses; all where it is empty.
    pub statuses: Vec<Status>,
    /// What stands beside codes, or in their place.
    pub words: LabelMode,
    /// Whether internal variables were asked for.
    pub internal: bool,
    /// Whether the answers are invented.
    pub demo: bool,
    /// When it was asked for.
    pub now: OffsetDateTime,
}

/// The workbook as a file without a name. Rows are written as they come and not kept.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn xlsx(responses: Responses, what: FileInformation) -> Result<File, ExportError> {
    let Responses { form, selected, rows } = responses;
    let layout = ResponseColumns { form, selected, words: what.words };
    let title = &layout.form.questionnaire().title;
    let mut book = XlsxBook::new(&format!("{title} {}", what.round.key.year), what.demo, what.now)?;
    let sheet = book.sheet("Svar")?;
    let columns = layout.columns();
    let local = swedish_time(SUBMITTED_AT);
    let headers = columns.iter().map(|column| if column.name == SUBMITTED_AT { &local } else { &column.name });
    write_header(sheet, headers.map(String::as_str))?;
    let styles = ExportStyles::new();
    let mut rows = pin!(rows);
    let mut count: u32 = 0;
    while let Some(row) = rows.next().await {
        count += 1;
        write_row(sheet, count, &layout, &columns, &row?, &styles)?;
    }
    let_filter(sheet, 0, count, columns.len())?;
    let book = Box::new(book);
    // Packing the file takes a while, and other requests should not wait for it.
    let pack = move || finish(book, &layout.form, &what, count);
    tokio::task::spawn_blocking(pack).await.map_err(|error| ExportError::Io(error.into()))?
}

fn finish(mut book: Box<XlsxBook>, form: &Form, what: &FileInformation, count: u32) -> Result<File, ExportError> {
    let sheet = book.sheet("Kodbok")?;
    write_header(sheet, codebook::COLUMNS)?;
    let variables = codebook(form);
    for (row, variable) in (1..).zip(&variables) {
        for (column, cell) in (0..).zip(codebook::cells(variable)?) {
            sheet.write_string(row, column, cell)?;
        }
    }
    let_filter(sheet, 0, u32::try_from(variables.len()).unwrap_or(u32::MAX), codebook::COLUMNS.len())?;
    let statuses = match what.statuses.as_slice() {
        [] => "Alla".to_owned(),
        some => some.iter().map(|status| status.label()).collect::<Vec<_>>().join(", "),
    };
    let values = match what.words {
        LabelMode::Labels => "Ord",
        LabelMode::None | LabelMode::Names => "Koder; vad de betyder står i bladet Kodbok",
    };
    let internal = match what.internal {
        true => "Interna frågor är med, bland dem kontaktuppgifter. Sprid inte filen vidare.",
        false => "Interna frågor, bland dem kontaktuppgifter, är inte med.",
    };
    book.information(vec![
        ("Undersökning", form.questionnaire().title.clone()),
        ("Omgång", what.round.key.year.to_string()),
        ("Hämtad", format!("{}, svensk tid", format::moment(what.now))),
        ("Svarslägen", statuses),
        ("Grupper", grouped_by(&what.round, None).unwrap_or_else(|| "Regionens län.".to_owned())),
        ("Rader", count.to_string()),
        ("Värden", values.to_owned()),
        ("Interna frågor", internal.to_owned()),
        ("Tider", "Svensk tid, som rubriken säger. I CSV-filen står de i UTC.".to_owned()),
        ("Innehåll", "Svar finns för organisationer som har skickat in: den senast inskickade kopian.".to_owned()),
        ("#ej_stalld", "Frågan ställdes inte, eftersom dess villkor inte var uppfyllt.".to_owned()),
    ])?;
    book.finish()
}

struct ExportStyles {
    date: Format,
    moment: Format,
}

impl ExportStyles {
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
    layout: &ResponseColumns,
    columns: &[TableColumn],
    row: &ExportRow,
    styles: &ExportStyles,
) -> Result<(), XlsxError> {
    let standing = layout.standing(row);
    let mut place: u16 = 0;
    for (cell, column) in standing.into_iter().zip(columns) {
        if !cell.is_empty() {
            match cell.parse::<f64>() {
                Ok(number) if column.number => sheet.write_number(at, place, number)?,
                _ => sheet.write_string(at, place, cell)?,
            };
        }
        place += 1;
    }
    if let Some(submitted_at) = row.submitted_at {
        sheet.write_datetime_with_format(at, place, &excel_moment(submitted_at)?, &styles.moment)?;
    }
    for (field, entry, cell) in layout.answers(row) {
        place += 1;
        write_cell(sheet, (at, place), field, entry, &cell, styles)?;
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
    styles: &ExportStyles,
) -> Result<(), XlsxError> {
    match entry {
        Some(Entry::Value(Value::Number(number))) if field.field_type.is_number() => match number.to_f64() {
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
