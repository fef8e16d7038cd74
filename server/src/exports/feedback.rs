//! An organisation's answers beside others', as a table.

use super::{
    ExportError,
    table::{Csv, Dialect, columns},
};
use collection::respond::{Feedback, FieldFeedback, GroupFigure, OptionFigures};
use statistics::rounding::written;
use survey::{format, value::Value};

/// The columns. Those of groups are empty where the organisation has none of the kind.
const COLUMNS: [&str; 14] = [
    "field",
    "option",
    "question",
    "label",
    "own",
    "previous",
    "previous_year",
    "compared_year",
    "measure",
    "total",
    "lan",
    "kommungrupp",
    "lan_label",
    "kommungrupp_label",
];

const NUMBERS: [&str; 6] = ["own", "previous_year", "compared_year", "total", "lan", "kommungrupp"];

/// The file as CSV: a row for each option, or for each number.
///
/// # Errors
/// When memory does not suffice.
pub fn csv(feedback: &Feedback, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
    let rows = feedback.fields.iter().flat_map(|answer| rows(feedback, answer));
    Csv::new(dialect, columns(&COLUMNS, &NUMBERS)).file(rows)
}

fn rows(feedback: &Feedback, answer: &FieldFeedback) -> Vec<Vec<String>> {
    let nothing = [OptionFigures { option: None, figures: Vec::new() }];
    let found = if answer.rows.is_empty() { &nothing[..] } else { &answer.rows };
    found.iter().filter_map(|row| cells(feedback, answer, row)).collect()
}

fn cells(feedback: &Feedback, answer: &FieldFeedback, row: &OptionFigures) -> Option<Vec<String>> {
    let field = feedback.form.field(answer.field.as_str())?;
    let previous = answer.previous.as_ref();
    let own = match answer.own.value() {
        // A number that a program can read.
        Some(Value::Number(number)) => written(*number),
        _ => format::answer(&field.field_type, &answer.own),
    };
    let measure =
        match row.figures.iter().find(|figure| !matches!(figure, GroupFigure::Suppressed | GroupFigure::Nothing)) {
            Some(GroupFigure::Share(_)) => "share",
            Some(GroupFigure::Count(..)) => "count",
            Some(GroupFigure::Median(_)) => "median",
            _ => "",
        };
    let mut cells = vec![
        answer.field.to_string(),
        row.option.as_ref().map(ToString::to_string).unwrap_or_default(),
        field.number.clone(),
        field.label.clone(),
        own,
        previous.map(|previous| previous.words.clone()).unwrap_or_default(),
        previous.map(|previous| previous.year.to_string()).unwrap_or_default(),
        feedback.compared.as_ref().map(|compared| compared.year.to_string()).unwrap_or_default(),
        measure.to_owned(),
    ];
    cells.extend((0..3).map(|group| row.figures.get(group).map(figure).unwrap_or_default()));
    let groups = feedback.compared.as_ref().map_or(&[][..], |compared| &compared.groups);
    cells.extend((1..3).map(|group| groups.get(group).map(|group| group.label.clone()).unwrap_or_default()));
    Some(cells)
}

fn figure(figure: &GroupFigure) -> String {
    match figure {
        GroupFigure::Share(value) | GroupFigure::Median(value) => written(*value),
        GroupFigure::Count(count, _) => count.to_string(),
        GroupFigure::Suppressed | GroupFigure::Nothing => String::new(),
    }
}
