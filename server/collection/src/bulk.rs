//! Rows of many responses at once, gathered so that each table takes one statement per portion.

use crate::{
    Error,
    respond::{EventCode, FieldContent, FrozenNote, JournalRecord, checksum, receipt_number},
};
use database::entities::{answers, assignments, copies, events, responses, saves, section_marks};
use database::rows::{chunks, places};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Statement, Value,
    sea_query::OnConflict,
};
use std::collections::BTreeMap;
use survey::{name::FieldName, value::Entry};
use time::OffsetDateTime;

/// Who did something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DoneBy {
    pub person: Option<i64>,
    pub at: OffsetDateTime,
}

/// Rows to add or to replace.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    responses: Vec<responses::Model>,
    answers: BTreeMap<(i64, String), answers::Model>,
    saves: Vec<saves::ActiveModel>,
    unmarked: Vec<i64>,
    marks: Vec<section_marks::ActiveModel>,
    copies: Vec<copies::ActiveModel>,
    events: Vec<events::ActiveModel>,
}

impl Bulk {
    /// The response as it is when all is done. Its other rows must have been added.
    pub(crate) fn response(&mut self, response: responses::Model) {
        self.responses.push(response);
    }

    /// Answers written together, with their record in the journal. Counts as a change of the response.
    pub(crate) fn save(
        &mut self,
        response: &mut responses::Model,
        save_id: &str,
        written: Vec<JournalRecord>,
        done: DoneBy,
    ) -> Result<(), Error> {
        response.change_number += 1;
        self.saves.push(saves::ActiveModel {
            response_id: Set(response.id),
            change_number: Set(response.change_number),
            save_id: Set(save_id.to_owned()),
            // Not made by a client that might try again.
            hash: Set(response.change_number.to_string()),
            person_id: Set(done.person),
            saved_at: Set(done.at.unix_timestamp()),
            changes: Set(serde_json::to_string(&written)?),
            outcome: Set("[]".to_owned()),
        });
        for written in written {
            let row = answer_row(response.id, &written, done)?;
            self.answers.insert((response.id, row.field.clone()), row);
        }
        Ok(())
    }

    /// A section that is done.
    pub(crate) fn mark(&mut self, response: &mut responses::Model, section: &str, done: DoneBy) {
        response.change_number += 1;
        self.marks.push(section_marks::ActiveModel {
            response_id: Set(response.id),
            section: Set(section.to_owned()),
            person_id: Set(done.person),
            marked_at: Set(done.at.unix_timestamp()),
        });
        self.event(response.id, EventCode::SectionDone, Some(section.to_owned()), done);
    }

    /// Nothing of the response is done any more.
    pub(crate) fn unmark(&mut self, response: i64) {
        self.unmarked.push(response);
    }

    /// A frozen copy.
    pub(crate) fn copy(
        &mut self,
        response: &mut responses::Model,
        receipt_code: &str,
        entries: &BTreeMap<FieldName, Entry>,
        notes: &BTreeMap<FieldName, FrozenNote>,
        done: DoneBy,
    ) -> Result<(), Error> {
        response.change_number += 1;
        response.copies += 1;
        let (entries, notes) = (serde_json::to_string(entries)?, serde_json::to_string(notes)?);
        let number = receipt_number(response.year, receipt_code, &response.organisation, response.copies);
        self.copies.push(copies::ActiveModel {
            response_id: Set(response.id),
            sequence: Set(response.copies),
            number: Set(number),
            submitted_at: Set(done.at.unix_timestamp()),
            person_id: Set(done.person),
            checksum: Set(checksum(&entries, &notes)),
            entries: Set(entries),
            notes: Set(notes),
            unconfirmed: Set(false),
            ..Default::default()
        });
        Ok(())
    }

    /// Something that happened.
    pub(crate) fn event(&mut self, response: i64, kind: EventCode, detail: Option<String>, done: DoneBy) {
        self.events.push(events::ActiveModel {
            response_id: Set(response),
            person_id: Set(done.person),
            happened_at: Set(done.at.unix_timestamp()),
            kind: Set(kind.code().to_owned()),
            detail: Set(detail),
            ..Default::default()
        });
    }

    /// Writes it all.
    pub(crate) async fn write(mut self, connection: &impl ConnectionTrait) -> Result<(), Error> {
        for unmarked in chunks(self.unmarked) {
            let of_these = section_marks::Column::ResponseId.is_in(unmarked.clone());
            section_marks::Entity::delete_many().filter(of_these).exec(connection).await?;
            let of_these = assignments::Column::ResponseId.is_in(unmarked);
            let not_done = assignments::ActiveModel { finished_at: Set(None), ..Default::default() };
            assignments::Entity::update_many().set(not_done).filter(of_these).exec(connection).await?;
        }
        write_responses(connection, self.responses).await?;
        write_answers(connection, self.answers.into_values().collect()).await?;
        for rows in chunks(self.saves) {
            saves::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
        for rows in chunks(self.marks) {
            section_marks::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
        for rows in chunks(self.copies) {
            copies::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
        self.events.sort_by_key(|event| *event.happened_at.as_ref());
        for rows in chunks(self.events) {
            events::Entity::insert_many(rows).exec_without_returning(connection).await?;
        }
        Ok(())
    }
}

async fn write_responses(connection: &impl ConnectionTrait, rows: Vec<responses::Model>) -> Result<(), Error> {
    use responses::Column::*;
    let same = OnConflict::column(Id)
        .update_columns([
            Status,
            ChangeNumber,
            Answered,
            Asked,
            Copies,
            Reason,
            StartedAt,
            LastActivityAt,
            FirstSubmittedAt,
            SubmittedAt,
        ])
        .to_owned();
    for rows in chunks(rows) {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        responses::Entity::insert_many(rows).on_conflict(same.clone()).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// The row that holds what was written.
pub(crate) fn answer_row(response: i64, written: &JournalRecord, done: DoneBy) -> Result<answers::Model, Error> {
    let JournalRecord { field, version, content: FieldContent { entry, comment, explanation } } = written;
    Ok(answers::Model {
        response_id: response,
        field: field.to_string(),
        version: *version,
        entry: serde_json::to_string(entry)?,
        comment: comment.clone(),
        explanation: explanation.clone(),
        person_id: done.person,
        saved_at: done.at.unix_timestamp(),
    })
}

/// Writes the current state of fields. As plain SQL: they are the most rows that are ever written, and to build the same
/// statement of parts takes longer than to carry it out.
pub(crate) async fn write_answers(connection: &impl ConnectionTrait, rows: Vec<answers::Model>) -> Result<(), Error> {
    let backend = connection.get_database_backend();
    for rows in chunks(rows) {
        let sql = format!(
            "INSERT INTO answers (response_id, field, version, entry, comment, explanation, person_id, saved_at) \
             VALUES {} ON CONFLICT (response_id, field) DO UPDATE SET version = excluded.version, \
             entry = excluded.entry, comment = excluded.comment, explanation = excluded.explanation, \
             person_id = excluded.person_id, saved_at = excluded.saved_at",
            places(backend, rows.len(), 8)
        );
        let values = rows.into_iter().flat_map(|row| -> [Value; 8] {
            [
                row.response_id.into(),
                row.field.into(),
                row.version.into(),
                row.entry.into(),
                row.comment.into(),
                row.explanation.into(),
                row.person_id.into(),
                row.saved_at.into(),
            ]
        });
        connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}
