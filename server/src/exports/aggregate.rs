//! The aggregate of every question, in all and by group. Normative: INTERFACES, "Aggregate CSV".

use super::{
    ExportError,
    table::{Csv, Dialect, TableColumn, columns},
    xlsx::{XlsxBook, let_filter, write_header},
};
use app::words::grouped_by;
use collection::rounds::RoundSummary;
use statistics::{
    aggregate::{Aggregate, Audience, COLUMNS},
    groups::Grouping,
};
use std::fs::File;
use survey::{form::Form, format};
use time::OffsetDateTime;

const CODES: [&str; 2] = ["field", "option"];
/// The words of what stands before them, with `--labels`.
const WORDS: [&str; 2] = ["question", "option_label"];
const GROUP: [&str; 2] = ["group", "label"];

/// The rows of the file with their form, and whether the words of questions and options stand beside their codes.
#[derive(Debug, Clone, Copy)]
pub struct AggregateTable<'a> {
    /// The rows.
    pub rows: &'a [Aggregate],
    /// The form that was answered.
    pub form: &'a Form,
    /// Whether there are words.
    pub labels: bool,
    /// Whom the rows are for.
    pub audience: Audience,
}

impl AggregateTable<'_> {
    fn columns(&self) -> Vec<TableColumn> {
        let words: &[&str] = if self.labels { &WORDS } else { &[] };
        let (codes, rest) = COLUMNS.split_at(CODES.len());
        let numbers: Vec<&str> = rest.iter().copied().filter(|name| !GROUP.contains(name)).collect();
        columns(&[codes, words, rest].concat(), &numbers)
    }

    fn cells(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| {
            let mut cells = row.cells();
            if self.labels {
                let field = self.form.field(row.field.as_str());
                let question = field.map(|field| field.label.clone()).unwrap_or_default();
                let option = row.option.as_ref().zip(field);
                let option = option.map(|(option, field)| field.field_type.label_of(option.as_str()).to_owned());
                cells.splice(CODES.len()..CODES.len(), [question, option.unwrap_or_default()]);
            }
            cells
        })
    }
}

/// The file as CSV.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(table: AggregateTable<'_>, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    Csv::new(dialect, table.columns()).file(table.cells())
}

/// The same as a workbook, with a sheet that says what it is.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(
    table: AggregateTable<'_>,
    round: &RoundSummary,
    by: Option<Grouping>,
    demo: bool,
    now: OffsetDateTime,
) -> Result<File, ExportError> {
    let title = &table.form.questionnaire().title;
    let year = round.key.year;
    let mut book = XlsxBook::new(&format!("{title} {year}"), demo, now)?;
    let sheet = book.sheet("Sammanställning")?;
    let columns = table.columns();
    write_header(sheet, columns.iter().map(|column| column.name.as_str()))?;
    for (at, row) in (1..).zip(table.cells()) {
        for (place, (cell, column)) in (0..).zip(row.into_iter().zip(&columns)) {
            match cell.parse::<f64>() {
                _ if cell.is_empty() => continue,
                Ok(number) if column.number => sheet.write_number(at, place, number)?,
                _ => sheet.write_string(at, place, cell)?,
            };
        }
    }
    let_filter(sheet, 0, u32::try_from(table.rows.len()).unwrap_or(u32::MAX), columns.len())?;
    let groups = match by {
        None => "Samtliga",
        Some(Grouping::Lan) => "Samtliga, och varje län",
        Some(Grouping::Kommungrupp) => "Samtliga, och varje kommungrupp",
        Some(Grouping::Size) => "Samtliga, och varje storleksklass",
    };
    let grouped = by.and_then(|by| grouped_by(round, Some(by)));
    let groups = [Some(groups.to_owned()), grouped].into_iter().flatten().collect::<Vec<_>>().join(". ");
    book.information(vec![
        ("Undersökning", title.clone()),
        ("Omgång", year.to_string()),
        ("Hämtad", format!("{}, svensk tid", format::moment(now))),
        ("Grupper", groups),
        ("Underlag", "Inskickade och godkända svar. Summor gäller dem som har svarat, inte hela landet.".to_owned()),
        match table.audience {
            Audience::Review => ("För egen granskning", "Allt står här, också det som inte visas offentligt för att skydda enskilda svar. Filen får inte publiceras.".to_owned()),
            Audience::Publication => ("Tomma rutor", "Saknar betydelse för frågan, eller visas inte, för att skydda enskilda svar.".to_owned()),
        },
    ])?;
    book.finish()
}
