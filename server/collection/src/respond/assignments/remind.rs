//! Reminding a colleague of what is handed to them.

use super::{Assignment, AssignmentNotice, overview::is_finished};
use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{
        InputFault, Snapshot,
        colleagues::members,
        events::{AssignmentDetail, EventCode, record},
        open_response::OpenResponse,
    },
};
use database::entities::assignments;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use time::{Duration, OffsetDateTime};

/// How long after a reminder there may be another.
pub(super) const BETWEEN_REMINDERS: Duration = Duration::days(1);

/// Reminds a colleague of everything that is handed to them and not done, at most once a day.
pub async fn remind(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    person: i64,
    now: OffsetDateTime,
) -> Result<AssignmentNotice, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    OpenResponse::change(store, actor, key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, cache } = &response;
            let snapshot = Snapshot::of(transaction, cache, row, now).await?;
            let assignment: Vec<&Assignment> = Assignment::current_of(&snapshot.assignments, Some(person)).collect();
            let people = members(transaction, &row.organisation).await?;
            let to = people.into_iter().find(|member| member.id == person && !assignment.is_empty());
            let to = to.ok_or(Error::NotFound)?;
            let left: Vec<&Assignment> =
                assignment.into_iter().filter(|assignment| !is_finished(assignment, &snapshot.marks)).collect();
            if left.is_empty() {
                return Err(Error::Faults(vec![InputFault::Finished]));
            }
            let reminded: Vec<Option<i64>> = assignments::Entity::find()
                .select_only()
                .column(assignments::Column::RemindedAt)
                .filter(assignments::Column::ResponseId.eq(row.id))
                .filter(assignments::Column::PersonId.eq(person))
                .into_tuple()
                .all(transaction)
                .await?;
            let soon = (now - BETWEEN_REMINDERS).unix_timestamp();
            if reminded.into_iter().flatten().any(|at| at > soon) {
                return Err(Error::Faults(vec![InputFault::RemindedToday]));
            }
            assignments::Entity::update_many()
                .set(assignments::ActiveModel { reminded_at: Set(Some(now.unix_timestamp())), ..Default::default() })
                .filter(assignments::Column::Id.is_in(left.iter().map(|assignment| assignment.id)))
                .exec(transaction)
                .await?;
            let targets: Vec<_> = left.iter().map(|assignment| assignment.target.clone()).collect();
            let detail = serde_json::to_string(&AssignmentDetail { to: to.name.clone(), targets })?;
            record(transaction, row.id, actor.person_id(), EventCode::Reminded, Some(detail), now).await?;
            let head = row.head(now)?;
            let form = snapshot.evaluation.form();
            Ok(AssignmentNotice {
                to,
                by: actor.name(),
                by_email: actor.email(),
                targets: left.iter().filter_map(|assignment| assignment.target.view(form)).collect(),
                message: None,
                role_change: None,
                due: left.iter().filter_map(|assignment| assignment.due).min().unwrap_or(head.due),
                head,
            })
        })
    })
    .await
}
