//! An organisation's own answers in words, a row for each question, for the organisation.

use super::{
    ExportError,
    table::{Csv, Dialect, columns},
};
use collection::exports::OwnAnswers;
use survey::{
    form::Field,
    format,
    value::{Entry, Value},
    variable::{NOT_ASKED_LABEL, guarded},
};

const COLUMNS: [&str; 5] = ["Avsnitt", "Nr", "Fråga", "Svar", "Fält"];

/// The file as CSV.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(answers: &OwnAnswers, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let sections = &answers.form.questionnaire().sections;
    let rows = answers.form.fields().iter().map(|field| {
        let section = sections.get(field.section).map(|section| format!("{}. {}", section.letter, section.title));
        vec![
            section.unwrap_or_default(),
            field.number.clone(),
            field.label.clone(),
            answer(field, answers.entries.get(&field.name)),
            field.name.to_string(),
        ]
    });
    Csv::new(dialect, columns(&COLUMNS, &[])).file(rows)
}

fn answer(field: &Field, entry: Option<&Entry>) -> String {
    match entry {
        None => NOT_ASKED_LABEL.to_owned(),
        Some(Entry::Value(Value::Text(text)) | Entry::Unreadable(text)) => guarded(text),
        Some(entry) => format::answer(&field.field_type, entry),
    }
}
