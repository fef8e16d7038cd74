//! From the rows of a workbook to changes, and what is wrong with those that are none.

use super::{Change, Sheet, SheetColumn, SheetFault, SheetRow, Wrong};
use crate::text::clean;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use survey::{
    definition::FieldType,
    form::{Field, Form},
    format,
    name::Name,
    value::{Entry, Value, excess},
    worksheet::{Cell, read_answer, read_chosen, read_reason, share_of_one},
};

/// What the rows of a file come to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub faults: Vec<SheetFault>,
    /// With the number of the row, in the order of the questionnaire.
    pub changes: Vec<(u32, Change)>,
    /// Fields without a row.
    pub absent: usize,
}

/// The rows of one field: its own, and of a multiple choice those of its options.
#[derive(Debug, Default)]
struct Rows<'a> {
    own: Option<&'a SheetRow>,
    options: BTreeMap<&'a str, &'a SheetRow>,
}

/// A row that is refused: its cell, and why.
type Refused = (u32, Option<SheetColumn>, Wrong);

impl Plan {
    pub(super) fn of(form: &Form, sheet: &Sheet) -> Self {
        let mut plan = Self::default();
        let mut by_field: BTreeMap<usize, Rows<'_>> = BTreeMap::new();
        for row in &sheet.rows {
            plan.place(form, row, &mut by_field);
        }
        plan.absent = form.fields().len().saturating_sub(by_field.len());
        for (place, rows) in by_field {
            let Some(field) = form.fields().get(place) else { continue };
            match change(field, &rows) {
                Ok(change) => plan.changes.push(change),
                Err((row, column, what)) => plan.faults.push(fault(row, column, field, what)),
            }
        }
        plan
    }

    /// Finds the field that a row is of.
    fn place<'a>(&mut self, form: &Form, row: &'a SheetRow, by_field: &mut BTreeMap<usize, Rows<'a>>) {
        let (name, option) = match row.name.split_once('/') {
            Some((name, option)) => (name, Some(option)),
            None => (row.name.as_str(), None),
        };
        let found = form.position(name).and_then(|place| Some((place, form.fields().get(place)?)));
        let Some((place, field)) = found else {
            if says_something(row) {
                self.faults.push(SheetFault { row: row.row, column: None, question: None, what: Wrong::UnknownRow });
            }
            return;
        };
        let rows = by_field.entry(place).or_default();
        let earlier = match option {
            None => rows.own.replace(row),
            Some(option) if field.field_type.choices().iter().any(|choice| choice.name.as_str() == option) => {
                rows.options.insert(option, row)
            }
            Some(_) => {
                self.faults.push(fault(row.row, None, field, Wrong::UnknownRow));
                return;
            }
        };
        if let Some(earlier) = earlier {
            self.faults.push(fault(row.row, None, field, Wrong::Twice(earlier.row)));
        }
    }
}

/// A fault of a field's row.
pub(super) fn fault(row: u32, column: Option<SheetColumn>, field: &Field, what: Wrong) -> SheetFault {
    SheetFault { row, column, question: Some((field.number.clone(), field.short_label.clone())), what }
}

fn says_something(row: &SheetRow) -> bool {
    [&row.answer, &row.reason, &row.explanation, &row.comment]
        .into_iter()
        .any(|cell| !cell.is_empty() && *cell != Cell::Merged)
}

/// What the rows of a field would save.
fn change(field: &Field, rows: &Rows<'_>) -> Result<(u32, Change), Refused> {
    let any = rows.own.or_else(|| rows.options.values().next().copied());
    let at = any.map_or(0, |row| row.row);
    let own = rows.own.ok_or((at, None, Wrong::OptionsGone))?;
    let base_version = match &own.version {
        Cell::Number(number) => number.to_i64().filter(|version| *version >= 0),
        other => other.text().parse().ok().filter(|version| *version >= 0),
    };
    let base_version = base_version.ok_or((own.row, None, Wrong::NoVersion))?;
    rows.options.values().copied().chain([own]).try_for_each(readable)?;
    let answer = match &field.field_type {
        FieldType::Multiple(_) => chosen(field, own, &rows.options)?,
        _ => answered(field, own)?,
    };
    let entry = with_reason(field, own, answer)?;
    let change = Change {
        field: field.name.clone(),
        entry: Some(entry),
        comment: Some(note(own, SheetColumn::Comment, &own.comment)?),
        explanation: Some(note(own, SheetColumn::Explanation, &own.explanation)?),
        base_version,
    };
    Ok((own.row, change))
}

/// Refuses cells that say nothing of their own.
fn readable(row: &SheetRow) -> Result<(), Refused> {
    let cells = [
        (SheetColumn::Answer, &row.answer),
        (SheetColumn::Reason, &row.reason),
        (SheetColumn::Explanation, &row.explanation),
        (SheetColumn::Comment, &row.comment),
    ];
    cells.into_iter().try_for_each(|(column, cell)| {
        let what = match cell {
            Cell::Fault(words) => Wrong::Formula(words.clone()),
            Cell::Uncomputed => Wrong::Uncomputed,
            Cell::Merged => Wrong::Merged,
            _ => return Ok(()),
        };
        Err((row.row, Some(column), what))
    })
}

fn answered(field: &Field, row: &SheetRow) -> Result<Entry, Refused> {
    let refused = |what| Err((row.row, Some(SheetColumn::Answer), what));
    if let Some(number) = share_of_one(field, &row.answer) {
        return refused(Wrong::ShareOfOne(format::number(number)));
    }
    match &row.answer {
        cell if excess(&cell.text()).is_some() => refused(Wrong::TooLong),
        cell => Ok(read_answer(field, cell)),
    }
}

/// The options that are chosen in the rows of a multiple choice.
fn chosen(field: &Field, own: &SheetRow, options: &BTreeMap<&str, &SheetRow>) -> Result<Entry, Refused> {
    if !own.answer.is_empty() {
        // A reason may stand where the answer would.
        return read_reason(field, &own.answer).map(Entry::Missing).ok_or((
            own.row,
            Some(SheetColumn::Answer),
            Wrong::OnOptions,
        ));
    }
    let mut codes: Vec<Name> = Vec::new();
    for choice in field.field_type.choices() {
        let row = options.get(choice.name.as_str()).ok_or((own.row, None, Wrong::OptionsGone))?;
        let is_chosen = read_chosen(&row.answer)
            .ok_or_else(|| (row.row, Some(SheetColumn::Answer), Wrong::NotChosen(row.answer.text())))?;
        if is_chosen {
            codes.push(choice.name.clone());
        }
    }
    Ok(if codes.is_empty() { Entry::Empty } else { Entry::Value(Value::Codes(codes)) })
}

/// The answer, or the reason why there is none.
fn with_reason(field: &Field, row: &SheetRow, answer: Entry) -> Result<Entry, Refused> {
    if row.reason.is_empty() {
        return Ok(answer);
    }
    let unknown = || Wrong::Reason(row.reason.text(), field.missing_reasons.clone());
    let reason = read_reason(field, &row.reason).ok_or_else(|| (row.row, Some(SheetColumn::Reason), unknown()))?;
    match answer {
        Entry::Empty => Ok(Entry::Missing(reason)),
        Entry::Missing(same) if same == reason => Ok(Entry::Missing(reason)),
        _ => Err((row.row, Some(SheetColumn::Reason), Wrong::AnswerAndReason)),
    }
}

fn note(row: &SheetRow, column: SheetColumn, cell: &Cell) -> Result<Option<String>, Refused> {
    let text = clean(&cell.text());
    if excess(&text).is_some() {
        return Err((row.row, Some(column), Wrong::TooLong));
    }
    Ok((!text.is_empty()).then_some(text))
}
