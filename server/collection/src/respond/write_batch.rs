//! What the saves of one transaction write, gathered so that each table takes few statements.

use super::{assignments::Assignment, change_set::ChangeSet, group_commit::QueuedSave, head::HeadRow};
use crate::{
    Error,
    bulk::{DoneBy, answer_row, write_answers},
};
use database::entities::{answers, saves, section_marks};
use database::rows::{chunks, places};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};
use survey::status::Status;

/// Rows to be written.
#[derive(Debug, Default)]
pub(super) struct WriteBatch {
    journal: Vec<saves::ActiveModel>,
    answers: Vec<answers::Model>,
    /// Responses with the sections that are no longer done.
    unmarked: Vec<(i64, Vec<String>)>,
    /// What has begun, and what is no longer done, of what is handed out.
    assignments: Vec<Assignment>,
    responses: Vec<ResponseUpdate>,
}

/// Where a response stands after a save.
#[derive(Debug)]
struct ResponseUpdate {
    id: i64,
    status: &'static str,
    change_number: i64,
    answered: i64,
    asked: i64,
    started_at: i64,
    last_activity_at: i64,
}

impl WriteBatch {
    /// What one save writes. `before` is what was handed out until then.
    pub(super) fn of(
        head: &HeadRow,
        queued: &QueuedSave,
        before: &[Assignment],
        change_set: &ChangeSet<'_>,
        status: Status,
    ) -> Result<Self, Error> {
        let after = &change_set.snapshot;
        let (at, person) = (queued.now.unix_timestamp(), queued.actor.person_id());
        let journal = saves::ActiveModel {
            response_id: Set(head.id),
            change_number: Set(after.change_number),
            save_id: Set(queued.save.save_id.clone()),
            hash: Set(queued.hash.clone()),
            person_id: Set(person),
            saved_at: Set(at),
            changes: Set(serde_json::to_string(&change_set.written)?),
            outcome: Set(serde_json::to_string(&change_set.outcomes)?),
        };
        let done = DoneBy { person, at: queued.now };
        let answers = change_set.written.iter().map(|written| answer_row(head.id, written, done));
        let total = after.evaluation.progress().total;
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let unmarked =
            (!change_set.unmarked.is_empty()).then(|| (head.id, change_set.unmarked.iter().cloned().collect()));
        Ok(Self {
            journal: vec![journal],
            answers: answers.collect::<Result<_, _>>()?,
            unmarked: unmarked.into_iter().collect(),
            assignments: Assignment::changed_between(before, &after.assignments).collect(),
            responses: vec![ResponseUpdate {
                id: head.id,
                status: status.code(),
                change_number: after.change_number,
                answered: count(total.answered),
                asked: count(total.asked),
                started_at: head.started_at.unwrap_or(at),
                last_activity_at: at,
            }],
        })
    }

    /// Adds what another save writes.
    pub(super) fn add(&mut self, other: Self) {
        self.journal.extend(other.journal);
        self.answers.extend(other.answers);
        self.unmarked.extend(other.unmarked);
        self.assignments.extend(other.assignments);
        self.responses.extend(other.responses);
    }

    /// Writes it all.
    pub(super) async fn write(self, connection: &impl ConnectionTrait) -> Result<(), Error> {
        for journal in chunks(self.journal) {
            saves::Entity::insert_many(journal).exec_without_returning(connection).await?;
        }
        write_answers(connection, self.answers).await?;
        for (response, sections) in self.unmarked {
            section_marks::Entity::delete_many()
                .filter(section_marks::Column::ResponseId.eq(response))
                .filter(section_marks::Column::Section.is_in(sections))
                .exec(connection)
                .await?;
        }
        for assignments in self.assignments {
            assignments.write(connection).await?;
        }
        let backend = connection.get_database_backend();
        for responses in chunks(self.responses) {
            let sql = format!(
                "WITH n (id, status, revision, answered, asked, started_at, last_activity_at) AS (VALUES {}) \
                 UPDATE responses SET status = n.status, revision = n.revision, answered = n.answered, \
                 asked = n.asked, started_at = n.started_at, last_activity_at = n.last_activity_at \
                 FROM n WHERE responses.id = n.id",
                places(backend, responses.len(), 7)
            );
            let values = responses.iter().flat_map(ResponseUpdate::values);
            connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
        Ok(())
    }
}

impl ResponseUpdate {
    fn values(&self) -> [Value; 7] {
        let Self { id, status, change_number, answered, asked, started_at, last_activity_at } = self;
        [
            (*id).into(),
            (*status).into(),
            (*change_number).into(),
            (*answered).into(),
            (*asked).into(),
            (*started_at).into(),
            (*last_activity_at).into(),
        ]
    }
}
