//! The aggregate of every question, in all and by group. Normative: INTERFACES, "Aggregate CSV".

use super::{
    ExportError,
    table::{Column, Csv, Dialect, columns},
    workbook::{Book, write_header},
};
use collection::RoundKey;
use std::fs::File;
use survey::{
    form::Form,
    format,
    statistics::{
        aggregate::{Aggregate, COLUMNS},
        groups::Grouping,
    },
};
use time::OffsetDateTime;

const TEXTS: [&str; 4] = ["field", "option", "group", "label"];

/// The file as CSV.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(rows: &[Aggregate], dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    Csv::new(dialect, numbered()).file(rows.iter().map(Aggregate::cells))
}

/// The same as a workbook, with a sheet that says what it is.
///
/// # Errors
/// When it cannot be written.
pub fn workbook(
    rows: &[Aggregate],
    form: &Form,
    round: &RoundKey,
    by: Option<Grouping>,
    demo: bool,
    now: OffsetDateTime,
) -> Result<File, ExportError> {
    let title = &form.questionnaire().title;
    let mut book = Book::new(&format!("{title} {}", round.year), demo, now)?;
    let sheet = book.sheet("Sammanställning")?;
    write_header(sheet, COLUMNS)?;
    let columns = numbered();
    for (at, row) in (1..).zip(rows) {
        for (place, (cell, column)) in (0..).zip(row.cells().into_iter().zip(&columns)) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => continue,
                Ok(number) if column.number => sheet.write_number(at, place, number)?,
                _ => sheet.write_string(at, place, cell)?,
            };
        }
    }
    let groups = match by {
        None => "Samtliga",
        Some(Grouping::Lan) => "Samtliga, och varje län",
        Some(Grouping::Kommungrupp) => "Samtliga, och varje kommungrupp",
        Some(Grouping::Size) => "Samtliga, och varje storleksklass",
    };
    book.information(vec![
        ("Undersökning", title.clone()),
        ("Omgång", round.year.to_string()),
        ("Hämtad", format::moment(now)),
        ("Grupper", groups.to_owned()),
        ("Underlag", "Inskickade och godkända svar. Summor gäller dem som har svarat, inte hela landet.".to_owned()),
        ("Tomma rutor", "Saknar betydelse för frågan, eller visas inte därför att för få har svarat.".to_owned()),
    ])?;
    book.finish()
}

fn numbered() -> Vec<Column> {
    let numbers: Vec<&str> = COLUMNS.into_iter().filter(|name| !TEXTS.contains(name)).collect();
    columns(&COLUMNS, &numbers)
}
