//! From the rows of a workbook to changes, and what is wrong with those that are none.

use super::{Change, FilledWorkbook, WorkbookColumn, WorkbookFault, WorkbookProblem, WorkbookRow};
use crate::text::clean;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use survey::{
    definition::FieldType,
    form::{Field, Form},
    format,
    name::Name,
    value::{Entry, Value, excess},
    workbook::{WorkbookCell, read_answer, read_chosen, read_reason, share_of_one},
};

/// What the rows of a file come to.
#[derive(Debug, Default)]
pub(super) struct WorkbookPlan {
    pub faults: Vec<WorkbookFault>,
    /// With the number of the row, in the order of the questionnaire.
    pub changes: Vec<(u32, Change)>,
    /// Fields without a row.
    pub absent: usize,
}

/// The rows of one field: its own, and of a multiple choice those of its options.
#[derive(Debug, Default)]
struct FieldRows<'a> {
    own: Option<&'a WorkbookRow>,
    options: BTreeMap<&'a str, &'a WorkbookRow>,
}

/// A row that is refused: its cell, and why.
type RefusedRow = (u32, Option<WorkbookColumn>, WorkbookProblem);

impl WorkbookPlan {
    pub(super) fn of(form: &Form, workbook: &FilledWorkbook) -> Self {
        let mut plan = Self::default();
        let mut by_field: BTreeMap<usize, FieldRows<'_>> = BTreeMap::new();
        for row in &workbook.rows {
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
    fn place<'a>(&mut self, form: &Form, row: &'a WorkbookRow, by_field: &mut BTreeMap<usize, FieldRows<'a>>) {
        let (name, option) = match row.name.split_once('/') {
            Some((name, option)) => (name, Some(option)),
            None => (row.name.as_str(), None),
        };
        let found = form.position(name).and_then(|place| Some((place, form.fields().get(place)?)));
        let Some((place, field)) = found else {
            if says_something(row) {
                self.faults.push(WorkbookFault {
                    row: row.row,
                    column: None,
                    question: None,
                    what: WorkbookProblem::UnknownRow,
                });
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
                self.faults.push(fault(row.row, None, field, WorkbookProblem::UnknownRow));
                return;
            }
        };
        if let Some(earlier) = earlier {
            self.faults.push(fault(row.row, None, field, WorkbookProblem::Twice(earlier.row)));
        }
    }
}

/// A fault of a field's row.
pub(super) fn fault(row: u32, column: Option<WorkbookColumn>, field: &Field, what: WorkbookProblem) -> WorkbookFault {
    WorkbookFault { row, column, question: Some((field.number.clone(), field.short_label.clone())), what }
}

fn says_something(row: &WorkbookRow) -> bool {
    [&row.answer, &row.reason, &row.explanation, &row.comment]
        .into_iter()
        .any(|cell| !cell.is_empty() && *cell != WorkbookCell::Merged)
}

/// What the rows of a field would save.
fn change(field: &Field, rows: &FieldRows<'_>) -> Result<(u32, Change), RefusedRow> {
    let any = rows.own.or_else(|| rows.options.values().next().copied());
    let at = any.map_or(0, |row| row.row);
    let own = rows.own.ok_or((at, None, WorkbookProblem::OptionsGone))?;
    let base_version = match &own.version {
        WorkbookCell::Number(number) => number.to_i64().filter(|version| *version >= 0),
        other => other.text().parse().ok().filter(|version| *version >= 0),
    };
    let base_version = base_version.ok_or((own.row, None, WorkbookProblem::NoVersion))?;
    rows.options.values().copied().chain([own]).try_for_each(readable)?;
    let answer = match &field.field_type {
        FieldType::Multiple(_) => chosen(field, own, &rows.options)?,
        _ => answered(field, own)?,
    };
    let entry = with_reason(field, own, answer)?;
    let change = Change {
        field: field.name.clone(),
        entry: Some(entry),
        comment: Some(note(own, WorkbookColumn::Comment, &own.comment)?),
        explanation: Some(note(own, WorkbookColumn::Explanation, &own.explanation)?),
        base_version,
    };
    Ok((own.row, change))
}

/// Refuses cells that say nothing of their own.
fn readable(row: &WorkbookRow) -> Result<(), RefusedRow> {
    let cells = [
        (WorkbookColumn::Answer, &row.answer),
        (WorkbookColumn::Reason, &row.reason),
        (WorkbookColumn::Explanation, &row.explanation),
        (WorkbookColumn::Comment, &row.comment),
    ];
    cells.into_iter().try_for_each(|(column, cell)| {
        let what = match cell {
            WorkbookCell::Fault(words) => WorkbookProblem::Formula(words.clone()),
            WorkbookCell::Uncomputed => WorkbookProblem::Uncomputed,
            WorkbookCell::Merged => WorkbookProblem::Merged,
            _ => return Ok(()),
        };
        Err((row.row, Some(column), what))
    })
}

fn answered(field: &Field, row: &WorkbookRow) -> Result<Entry, RefusedRow> {
    let refused = |what| Err((row.row, Some(WorkbookColumn::Answer), what));
    if let Some(number) = share_of_one(field, &row.answer) {
        return refused(WorkbookProblem::ShareOfOne(format::number(number)));
    }
    match &row.answer {
        cell if excess(&cell.text()).is_some() => refused(WorkbookProblem::TooLong),
        cell => Ok(read_answer(field, cell)),
    }
}

/// The options that are chosen in the rows of a multiple choice.
fn chosen(field: &Field, own: &WorkbookRow, options: &BTreeMap<&str, &WorkbookRow>) -> Result<Entry, RefusedRow> {
    if !own.answer.is_empty() {
        // A reason may stand where the answer would.
        return read_reason(field, &own.answer).map(Entry::Missing).ok_or((
            own.row,
            Some(WorkbookColumn::Answer),
            WorkbookProblem::OnOptions,
        ));
    }
    let mut codes: Vec<Name> = Vec::new();
    for choice in field.field_type.choices() {
        let row = options.get(choice.name.as_str()).ok_or((own.row, None, WorkbookProblem::OptionsGone))?;
        let is_chosen = read_chosen(&row.answer)
            .ok_or_else(|| (row.row, Some(WorkbookColumn::Answer), WorkbookProblem::NotChosen(row.answer.text())))?;
        if is_chosen {
            codes.push(choice.name.clone());
        }
    }
    Ok(if codes.is_empty() { Entry::Empty } else { Entry::Value(Value::Codes(codes)) })
}

/// The answer, or the reason why there is none.
fn with_reason(field: &Field, row: &WorkbookRow, answer: Entry) -> Result<Entry, RefusedRow> {
    if row.reason.is_empty() {
        return Ok(answer);
    }
    let unknown = || WorkbookProblem::Reason(row.reason.text(), field.missing_reasons.clone());
    let reason = read_reason(field, &row.reason).ok_or_else(|| (row.row, Some(WorkbookColumn::Reason), unknown()))?;
    match answer {
        Entry::Empty => Ok(Entry::Missing(reason)),
        Entry::Missing(same) if same == reason => Ok(Entry::Missing(reason)),
        _ => Err((row.row, Some(WorkbookColumn::Reason), WorkbookProblem::AnswerAndReason)),
    }
}

fn note(row: &WorkbookRow, column: WorkbookColumn, cell: &WorkbookCell) -> Result<Option<String>, RefusedRow> {
    let text = clean(&cell.text());
    if excess(&text).is_some() {
        return Err((row.row, Some(column), WorkbookProblem::TooLong));
    }
    Ok((!text.is_empty()).then_some(text))
}
