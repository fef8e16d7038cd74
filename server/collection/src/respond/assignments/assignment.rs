//! What is handed out of a response, as its picture holds it.

use super::AssignmentTarget;
use crate::{Error, respond::colleagues::name_known_in};
use database::entities::assignments;
use database::stored::{day, moment};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, FromQueryResult, Statement};
use time::{Date, OffsetDateTime};

/// A section or a question that was handed to a person. When it was opened and reminded of is not here: that changes
/// nothing of the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub id: i64,
    pub person: i64,
    /// The name that the organisation knows.
    pub name: String,
    pub target: AssignmentTarget,
    /// The person's own due date.
    pub due: Option<Date>,
    pub taken_back: bool,
    /// When the person first saved an answer in it.
    pub begun_at: Option<OffsetDateTime>,
    /// When the person said that a question is done. A section is done by its mark.
    pub finished_at: Option<OffsetDateTime>,
}

#[derive(FromQueryResult)]
struct AssignmentRow {
    id: i64,
    person_id: i64,
    name: String,
    section: String,
    question: Option<String>,
    due: Option<String>,
    begun_at: Option<i64>,
    finished_at: Option<i64>,
    taken_back_at: Option<i64>,
}

impl Assignment {
    /// Everything that was ever handed out of a response, the first first.
    pub(crate) async fn of_response(connection: &impl ConnectionTrait, response: i64) -> Result<Vec<Self>, Error> {
        let sql = format!(
            "SELECT h.id, h.person_id, {} AS name, h.section, h.question, h.due, h.begun_at, h.finished_at, \
             h.taken_back_at FROM handouts h JOIN responses r ON r.id = h.response_id \
             JOIN persons p ON p.id = h.person_id WHERE h.response_id = $1 ORDER BY h.id",
            name_known_in("r.organisation")
        );
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [response.into()]);
        let rows = AssignmentRow::find_by_statement(statement).all(connection).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Self {
                    id: row.id,
                    person: row.person_id,
                    name: row.name,
                    target: AssignmentTarget { section: row.section, question: row.question },
                    due: row.due.as_deref().map(day).transpose()?,
                    taken_back: row.taken_back_at.is_some(),
                    begun_at: row.begun_at.map(moment),
                    finished_at: row.finished_at.map(moment),
                })
            })
            .collect()
    }

    /// What a person has in hand of what was handed out; what was taken back from them they have no longer.
    pub(crate) fn current_of(assignment: &[Self], person: Option<i64>) -> impl Iterator<Item = &Self> {
        assignment.iter().filter(move |assignment| Some(assignment.person) == person && !assignment.taken_back)
    }

    /// Notes that somebody changed an answer: whoever has it in hand has begun, and a question is no longer done.
    fn changed(&mut self, person: Option<i64>, now: OffsetDateTime) {
        if Some(self.person) == person {
            self.begun_at = self.begun_at.or(Some(now));
        }
        self.finished_at = None;
    }

    /// What is handed out after somebody has changed an answer; nothing where it is the same as before.
    pub(crate) fn after_change(
        assignment: &[Self],
        (section, question): (&str, &str),
        person: Option<i64>,
        now: OffsetDateTime,
    ) -> Option<Vec<Self>> {
        let mut after = assignment.to_vec();
        let touched =
            after.iter_mut().filter(|assignment| !assignment.taken_back && assignment.target.covers(section, question));
        touched.for_each(|assignment| assignment.changed(person, now));
        (after != assignment).then_some(after)
    }

    /// What differs after a change from before it.
    pub(crate) fn changed_between(before: &[Self], after: &[Self]) -> impl Iterator<Item = Self> {
        let changed = before.iter().zip(after).filter(|(before, after)| before != after);
        changed.map(|(_, after)| after.clone())
    }

    /// Writes when it was begun and done.
    pub(crate) async fn write(&self, connection: &impl ConnectionTrait) -> Result<(), Error> {
        let row = assignments::ActiveModel {
            id: Set(self.id),
            begun_at: Set(self.begun_at.map(OffsetDateTime::unix_timestamp)),
            finished_at: Set(self.finished_at.map(OffsetDateTime::unix_timestamp)),
            ..Default::default()
        };
        row.update_without_returning(connection).await?;
        Ok(())
    }
}
