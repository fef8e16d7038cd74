//! A workbook that colleagues have filled in, read back: what it would change, and what is wrong with it, row by row.
//! Nothing is changed here; what is confirmed is saved as a whole or not at all, and never holds a row that is wrong.

mod plan;

use super::{
    Change, FieldSaved, ResponseHead,
    change_set::ChangeSet,
    head::HeadRow,
    open_fields::{NotOpenReason, OpenFields},
    snapshot::Snapshot,
};
use crate::{Actor, Error, ResponseKey, Store};
use plan::WorkbookPlan;
use std::sync::Arc;
use survey::{
    evaluation::check_entry,
    form::Field,
    format,
    value::{Entry, MissingReason},
    workbook::WorkbookCell,
};
use time::OffsetDateTime;

/// A filled-in workbook: for what it was made, and its rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilledWorkbook {
    /// The survey.
    pub survey: String,
    /// The round's year, as it is written.
    pub year: String,
    /// The organisation; empty in a workbook that was made for everybody.
    pub organisation: String,
    /// The questionnaire, by the hash of its content.
    pub questionnaire: String,
    /// The rows in the order of the file, save those that are quite empty.
    pub rows: Vec<WorkbookRow>,
    /// The columns that somebody has added and written in, by their letters. They are not read.
    pub added: Vec<String>,
}

/// A row of a workbook.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WorkbookRow {
    /// Its number in the file.
    pub row: u32,
    /// The field, or `field/option`; empty in a row that somebody has added.
    pub name: String,
    /// The version that the field had when the file was made.
    pub version: WorkbookCell,
    /// The answer.
    pub answer: WorkbookCell,
    /// Why there is none.
    pub reason: WorkbookCell,
    /// Why it is right all the same.
    pub explanation: WorkbookCell,
    /// What colleagues say to each other.
    pub comment: WorkbookCell,
}

/// The columns that people write in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookColumn {
    /// The answer.
    Answer,
    /// The missing reason.
    Reason,
    /// The explanation.
    Explanation,
    /// The comment.
    Comment,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookFault {
    /// Its number in the file.
    pub row: u32,
    /// The cell; none where it is the whole row.
    pub column: Option<WorkbookColumn>,
    /// The number and the words of its question, where it has one.
    pub question: Option<(String, String)>,
    /// What is wrong.
    pub what: WorkbookProblem,
}

/// What is wrong with a row, or with the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookProblem {
    /// The file was made for another round.
    OtherRound(String, String),
    /// The file was made for another organisation.
    OtherOrganisation(String),
    /// The questionnaire has changed since the file was made.
    OtherQuestionnaire,
    /// Somebody has added the row, or changed what is hidden in it.
    UnknownRow,
    /// The field stands in another row too.
    Twice(u32),
    /// The hidden version is gone.
    NoVersion,
    /// Rows of the question's other options are gone.
    OptionsGone,
    /// The answer stands in the question's row and not in those of its options.
    OnOptions,
    /// Whether the option is chosen cannot be read.
    NotChosen(String),
    /// The answer does not fit the question; in the words of its check.
    Answer(String),
    /// A share as Excel writes percent: 0,86 for 86 %.
    ShareOfOne(String),
    /// The missing reason is none that the question allows, which are these.
    Reason(String, Vec<MissingReason>),
    /// There is both an answer and a missing reason.
    AnswerAndReason,
    /// A formula that cannot be computed.
    Formula(String),
    /// A formula without a value: the program that wrote the file has not computed it.
    Uncomputed,
    /// The cell is merged with others.
    Merged,
    /// The text is too long.
    TooLong,
    /// The actor may not change the question.
    NotYours,
    /// The response is sent in, and no reviewer asks about the question.
    SentIn,
    /// Somebody has changed the answer since the file was made: who, when, and to what.
    Changed(String, OffsetDateTime, String),
}

/// A change that the file would make.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChange {
    /// What would be saved.
    pub change: Change,
    /// The number of the question.
    pub number: String,
    /// The words of the field.
    pub label: String,
    /// The answer that is stored.
    pub before: String,
    /// The answer that the file holds.
    pub after: String,
    /// The explanation would change.
    pub explanation: bool,
    /// The comment would change.
    pub comment: bool,
}

/// A workbook, read.
#[derive(Debug, Clone)]
pub struct WorkbookPreview {
    /// The response that it is for.
    pub head: ResponseHead,
    /// What is wrong, in the order of the file. It is left as it is; the rest can be saved.
    pub faults: Vec<WorkbookFault>,
    /// What would change, in the order of the questionnaire.
    pub changes: Vec<PlannedChange>,
    /// Fields that the file would leave as they are.
    pub unchanged: usize,
    /// Fields that are not in the file, and are left as they are too.
    pub absent: usize,
    /// The columns that somebody has added and written in, by their letters. They are not read.
    pub added: Vec<String>,
}

/// What the page of filled-in workbooks shows before there is one, for those who may change answers and read them all: a
/// workbook tells what is stored.
pub async fn workbook_head(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<ResponseHead, Error> {
    if !actor.may_edit(&key.organisation) || !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    OpenFields::of(store.read(), &row, &snapshot, actor, now).await?;
    row.head(now)
}

/// Reads a filled-in workbook, for those who may change answers and read them all.
pub async fn preview_workbook(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    workbook: &FilledWorkbook,
    now: OffsetDateTime,
) -> Result<WorkbookPreview, Error> {
    if !actor.may_edit(&key.organisation) || !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &row, now).await?;
    let open = OpenFields::of(store.read(), &row, &snapshot, actor, now).await?;
    let form = snapshot.evaluation.form();
    let mut preview = WorkbookPreview {
        head: row.head(now)?,
        faults: Vec::new(),
        changes: Vec::new(),
        unchanged: 0,
        absent: 0,
        added: workbook.added.clone(),
    };
    if let Some(what) = made_for_another(&row, workbook) {
        preview.faults.push(WorkbookFault { row: 1, column: None, question: None, what });
        return Ok(preview);
    }
    let WorkbookPlan { mut faults, changes, absent } = WorkbookPlan::of(form, workbook);
    preview.absent = absent;

    // What saving would come to, without saving.
    let mut change_set = ChangeSet::new(Arc::clone(&snapshot), row.status()?, actor, now);
    for (_, change) in &changes {
        change_set.apply(store.read(), row.id, change).await?;
    }
    for ((at, change), outcome) in changes.into_iter().zip(change_set.outcomes) {
        match outcome {
            FieldSaved::Unchanged { .. } => preview.unchanged += 1,
            FieldSaved::TooLong { field, .. } => {
                let Some(field) = form.field(field.as_str()) else { continue };
                faults.push(plan::fault(at, Some(WorkbookColumn::Answer), field, WorkbookProblem::TooLong));
            }
            FieldSaved::Version { field, .. } => {
                let Some(field) = form.field(field.as_str()) else { continue };
                let what = match open.check_field(field) {
                    Ok(()) => not_to_be_taken(field, &snapshot, &change),
                    Err(NotOpenReason::NotYours) => Some(WorkbookProblem::NotYours),
                    Err(NotOpenReason::SentIn(_)) => Some(WorkbookProblem::SentIn),
                };
                match what {
                    Some(what) => faults.push(plan::fault(at, Some(WorkbookColumn::Answer), field, what)),
                    None => preview.changes.push(planned(field, &snapshot, change)),
                }
            }
            FieldSaved::Conflict { field, theirs, by, at: when, .. } => {
                let Some(field) = form.field(field.as_str()) else { continue };
                let theirs = format::answer(&field.field_type, &theirs);
                faults.push(plan::fault(
                    at,
                    Some(WorkbookColumn::Answer),
                    field,
                    WorkbookProblem::Changed(by, when, theirs),
                ));
            }
        }
    }
    faults.sort_by_key(|fault| fault.row);
    preview.faults = faults;
    Ok(preview)
}

/// Why the whole file is for something else.
fn made_for_another(row: &HeadRow, workbook: &FilledWorkbook) -> Option<WorkbookProblem> {
    if workbook.survey != row.survey || workbook.year != row.year.to_string() {
        Some(WorkbookProblem::OtherRound(workbook.survey.clone(), workbook.year.clone()))
    } else if !workbook.organisation.is_empty() && workbook.organisation != row.organisation {
        Some(WorkbookProblem::OtherOrganisation(workbook.organisation.clone()))
    } else if workbook.questionnaire != row.questionnaire {
        Some(WorkbookProblem::OtherQuestionnaire)
    } else {
        None
    }
}

/// Why a change cannot be taken. What was wrong before the file was made, and is left as it was, is not the file's fault.
fn not_to_be_taken(field: &Field, snapshot: &Snapshot, change: &Change) -> Option<WorkbookProblem> {
    let entry = change.entry.as_ref()?;
    let stored = snapshot.stored.get(&change.field).map_or(&Entry::Empty, |stored| &stored.entry);
    let found = check_entry(field, entry).into_iter().next().filter(|_| !entry.says_same(stored))?;
    Some(WorkbookProblem::Answer(found.message))
}

fn planned(field: &Field, snapshot: &Snapshot, change: Change) -> PlannedChange {
    let stored = snapshot.stored.get(&change.field);
    let words = |entry| format::answer(&field.field_type, entry);
    let differs = |text: &Option<Option<String>>, stored: Option<&String>| {
        text.as_ref().is_some_and(|text| text.as_ref() != stored)
    };
    PlannedChange {
        number: field.number.clone(),
        label: field.short_label.clone(),
        before: stored.map(|stored| words(&stored.entry)).unwrap_or_default(),
        after: change.entry.as_ref().map(words).unwrap_or_default(),
        explanation: differs(&change.explanation, stored.and_then(|stored| stored.explanation.as_ref())),
        comment: differs(&change.comment, stored.and_then(|stored| stored.comment.as_ref())),
        change,
    }
}
