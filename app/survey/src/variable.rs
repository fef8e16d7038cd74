//! Variables: the columns of data files, and their cells. Normative: INTERFACES, "Responses CSV".

use crate::{
    definition::FieldType,
    form::Field,
    input, iso_date,
    name::Name,
    text,
    value::{Entry, MissingReason, Value, plain_number},
};

/// The columns of the responses file before the variables. No question is named like one of them.
pub const OWN_COLUMNS: [&str; 11] = [
    "organisation",
    "name",
    "lan",
    "lan_name",
    "kommungrupp",
    "kommungrupp_name",
    "size",
    "size_name",
    "population",
    "status",
    "submitted_at",
];

/// Those of them that say who the organisation is, beside its code. A file has them where they are asked for, and reading
/// it back passes over them.
pub fn name_columns() -> impl Iterator<Item = &'static str> {
    OWN_COLUMNS.into_iter().filter(|name| !["organisation", "status", "submitted_at"].contains(name))
}

/// What a cell says where the field was not relevant.
pub const NOT_ASKED: &str = "#ej_stalld";
/// The same for people.
pub const NOT_ASKED_LABEL: &str = "Ej ställd";

/// One column of data: a field, or one option of a multiple choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// `nattillsyn.aldreomsorg`, `etjanster.barn_och_unga/inga`.
    pub name: String,
    /// The place of its field in the form.
    pub field: usize,
    /// The option, of a multiple choice.
    pub option: Option<Name>,
    /// Its words.
    pub label: String,
}

/// The variables of a field, which is at `position` in its form.
pub(crate) fn of_field(position: usize, field: &Field) -> Vec<Variable> {
    match &field.field_type {
        FieldType::Multiple(choices) => choices
            .iter()
            .map(|choice| Variable {
                name: format!("{}/{}", field.name, choice.name),
                field: position,
                option: Some(choice.name.clone()),
                label: format!("{}: {}", field.label, choice.label),
            })
            .collect(),
        _ => vec![Variable { name: field.name.to_string(), field: position, option: None, label: field.label.clone() }],
    }
}

/// A cell that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CellFault {
    /// Which of the field's cells.
    pub column: usize,
    /// What is wrong; what to do.
    pub message: String,
}

/// The cells of one field, one per variable: codes, or words for people. `None` is a field that was not asked.
///
/// What could not be read was never submitted and leaves its cells empty.
pub fn cells(field: &Field, entry: Option<&Entry>, labels: bool) -> Vec<String> {
    let alone = |cell: String| {
        let width = width(field);
        std::iter::once(cell).chain(std::iter::repeat(String::new())).take(width).collect()
    };
    match entry {
        None => alone(if labels { NOT_ASKED_LABEL } else { NOT_ASKED }.to_owned()),
        Some(Entry::Empty | Entry::Unreadable(_)) => alone(String::new()),
        Some(Entry::Missing(reason)) => alone(if labels { reason.label().to_owned() } else { format!("#{reason}") }),
        Some(Entry::Value(Value::Codes(chosen))) => {
            let [yes, no] = if labels { ["Ja", "Nej"] } else { ["1", "0"] };
            let cell = |name: &Name| if chosen.contains(name) { yes } else { no };
            field.field_type.choices().iter().map(|choice| cell(&choice.name).to_owned()).collect()
        }
        Some(Entry::Value(value)) => alone(cell(field, value, labels)),
    }
}

fn width(field: &Field) -> usize {
    match &field.field_type {
        FieldType::Multiple(choices) => choices.len(),
        _ => 1,
    }
}

fn cell(field: &Field, value: &Value, labels: bool) -> String {
    match value {
        Value::Code(code) if labels => field.field_type.label_of(code.as_str()).to_owned(),
        Value::Code(code) => code.to_string(),
        Value::Codes(_) => String::new(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(day) => iso_date::written(*day),
        Value::Text(text) => guarded(text),
    }
}

fn needs_guard(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '#', '\'', '\t', '\r'])
}

/// Free text as a cell: what a spreadsheet would take for a formula, and what could be taken for a code, begins with `'`.
pub fn guarded(text: &str) -> String {
    if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
}

/// Free text of a cell, without the one `'` that guarded it.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// Reads the cells of one field, which must be as many as its variables. `None` is a field that was not asked.
pub fn read_cells(field: &Field, cells: &[&str]) -> Result<Option<Entry>, CellFault> {
    let fault = |column, message: String| Err(CellFault { column, message });
    if cells.len() != width(field) {
        return fault(
            0,
            format!("`{}` has {} columns, not {}; export the file anew", field.name, width(field), cells.len()),
        );
    }
    let clean: Vec<String> = cells.iter().map(|cell| text::line(cell)).collect();
    let Some((first, rest)) = clean.split_first() else { return Ok(Some(Entry::Empty)) };
    if let Some(code) = first.strip_prefix('#') {
        if let Some(beside) = rest.iter().position(|cell| !cell.is_empty() && cell != first) {
            return fault(beside + 1, format!("`{first}` stands for the whole question; leave this cell empty"));
        }
        if first == NOT_ASKED {
            return Ok(None);
        }
        return match code.parse::<MissingReason>() {
            Ok(reason) => Ok(Some(Entry::Missing(reason))),
            Err(_) => fault(0, unknown_reason(first)),
        };
    }
    match &field.field_type {
        FieldType::Multiple(_) => read_options(field, &clean).map(Some),
        _ => {
            let written = cells.first().copied().unwrap_or_default();
            read_cell(field, written, first).map(Some).or_else(|message| fault(0, message))
        }
    }
}

fn unknown_reason(cell: &str) -> String {
    let known: Vec<String> = MissingReason::ALL.iter().map(|reason| format!("#{reason}")).collect();
    format!("`{cell}` is not a missing reason; write one of {}, {NOT_ASKED}", known.join(", "))
}

fn read_options(field: &Field, cells: &[String]) -> Result<Entry, CellFault> {
    if cells.iter().all(String::is_empty) {
        return Ok(Entry::Empty);
    }
    let mut chosen = Vec::new();
    for (column, (choice, cell)) in field.field_type.choices().iter().zip(cells).enumerate() {
        match cell.as_str() {
            "1" => chosen.push(choice.name.clone()),
            "0" => {}
            "" => {
                let message = "the cell is empty but the question is answered; write 0 or 1".to_owned();
                return Err(CellFault { column, message });
            }
            other => return Err(CellFault { column, message: format!("`{other}` is neither 0 nor 1; write 0 or 1") }),
        }
    }
    if chosen.is_empty() {
        let message = "no option is chosen; write 1 for one of them, or leave all the cells empty".to_owned();
        return Err(CellFault { column: 0, message });
    }
    Ok(Entry::Value(Value::Codes(chosen)))
}

/// Reads a cell as it is written and as it is cleaned, which text is when it is read.
fn read_cell(field: &Field, written: &str, cell: &str) -> Result<Entry, String> {
    if cell.is_empty() {
        return Ok(Entry::Empty);
    }
    let value = match &field.field_type {
        FieldType::Text(_) | FieldType::LongText => return Ok(input::read(&field.field_type, &[unguarded(written)])),
        FieldType::YesNo | FieldType::Choice(_) | FieldType::Scale(_) | FieldType::Multiple(_) => {
            let code = input::read_code(&field.field_type, cell).ok_or_else(|| unknown_code(field, cell))?;
            Value::Code(code)
        }
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
            let number = plain_number(&text::with_plain_dashes(cell))
                .ok_or_else(|| format!("`{cell}` is not a number; write digits only, with a decimal point"))?;
            Value::Number(number.normalize())
        }
        FieldType::Date(_) => {
            let day = iso_date::read(&text::with_plain_dashes(cell))
                .ok_or_else(|| format!("`{cell}` is not a day; write it as 2026-04-30"))?;
            Value::Date(day)
        }
    };
    Ok(Entry::Value(value))
}

fn unknown_code(field: &Field, cell: &str) -> String {
    let codes: Vec<&str> = field.field_type.codes().collect();
    format!("`{cell}` is not an option of `{}`; write one of {}", field.name, codes.join(", "))
}
