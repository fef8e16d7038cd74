//! A person opens what was handed to them: what was said with it, and the note that it has been opened.

use super::Assignment;
use crate::{
    Actor, Error, Store,
    respond::{ResponseHead, head::HeadRow},
};
use database::entities::assignments;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use survey::form::Form;
use time::{Date, OffsetDateTime};

/// What was handed to the reader of a section, in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAssignment {
    /// The number of the question; none for the whole section.
    pub number: Option<String>,
    /// When it is due.
    pub due: Date,
    /// Who gave it; empty for the command line.
    pub by: String,
    /// What was said with it.
    pub message: Option<String>,
}

#[derive(FromQueryResult)]
struct AssignmentOpeningRow {
    id: i64,
    message: Option<String>,
    by: Option<String>,
    opened_at: Option<i64>,
}

/// What the actor was handed in a section, which they have opened herewith. The response is the same as before, so its
/// revision is.
pub(crate) async fn open(
    store: &Store,
    actor: &Actor,
    (row, head): (&HeadRow, &ResponseHead),
    (form, assignments): (&Form, &[Assignment]),
    section: &str,
    now: OffsetDateTime,
) -> Result<Vec<OwnAssignment>, Error> {
    let own: Vec<&Assignment> = Assignment::current_of(assignments, actor.person_id())
        .filter(|assignment| assignment.target.section == section)
        .collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let statement = Statement::from_sql_and_values(
        sea_orm::ConnectionTrait::get_database_backend(store.read()),
        "SELECT h.id, h.message, h.opened_at, p.name AS by FROM handouts h LEFT JOIN persons p ON p.id = h.given_by \
         WHERE h.response_id = $1 AND h.person_id = $2 AND h.taken_back_at IS NULL",
        [row.id.into(), actor.person_id().into()],
    );
    let rows = AssignmentOpeningRow::find_by_statement(statement).all(store.read()).await?;
    let new: Vec<i64> = rows
        .iter()
        .filter(|row| row.opened_at.is_none() && own.iter().any(|assignment| assignment.id == row.id))
        .map(|row| row.id)
        .collect();
    if !new.is_empty() {
        note(store, new, now).await?;
    }
    Ok(own
        .into_iter()
        .map(|assignment| {
            let row = rows.iter().find(|row| row.id == assignment.id);
            OwnAssignment {
                number: assignment.target.view(form).and_then(|view| view.question).map(|(number, _)| number),
                due: assignment.due.unwrap_or(head.due),
                by: row.and_then(|row| row.by.clone()).unwrap_or_default(),
                message: row.and_then(|row| row.message.clone()),
            }
        })
        .collect())
}

async fn note(store: &Store, new: Vec<i64>, now: OffsetDateTime) -> Result<(), Error> {
    store
        .write(move |transaction| {
            Box::pin(async move {
                let opened_at = Set(Some(now.unix_timestamp()));
                assignments::Entity::update_many()
                    .set(assignments::ActiveModel { opened_at, ..Default::default() })
                    .filter(assignments::Column::Id.is_in(new))
                    .filter(assignments::Column::OpenedAt.is_null())
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        })
        .await
}
