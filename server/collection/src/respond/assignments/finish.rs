//! Saying that the single questions that one was handed are done. A whole section is done by its mark.

use super::Assignment;
use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{
        Snapshot,
        events::{EventCode, record},
        open_response::OpenResponse,
    },
};
use database::entities::assignments;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;

/// Says that the questions of a section that the actor was handed are done, or that they are not.
pub async fn finish_questions(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    done: bool,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_edit(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let section = section.to_owned();
    OpenResponse::change(store, actor, key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, cache } = &response;
            let snapshot = Snapshot::of(transaction, cache, row, now).await?;
            snapshot.evaluation.form().section(&section).ok_or(Error::NotFound)?;
            if !snapshot.edit_scope(row, actor).includes_part_of(&section) {
                return Err(Error::Forbidden);
            }
            let own = Assignment::current_of(&snapshot.assignments, actor.person_id()).filter(|assignment| {
                assignment.target.section == section
                    && assignment.target.question.is_some()
                    && assignment.finished_at.is_some() != done
            });
            let own: Vec<i64> = own.map(|assignment| assignment.id).collect();
            if own.is_empty() {
                return Ok(());
            }
            let finished_at = Set(done.then(|| now.unix_timestamp()));
            assignments::Entity::update_many()
                .set(assignments::ActiveModel { finished_at, ..Default::default() })
                .filter(assignments::Column::Id.is_in(own))
                .exec(transaction)
                .await?;
            response.count_change(transaction).await?;
            let kind = if done { EventCode::QuestionsDone } else { EventCode::QuestionsReopened };
            record(transaction, row.id, actor.person_id(), kind, Some(section), now).await
        })
    })
    .await
}
