//! Saying that the single questions that one was handed are done. A whole section is done by its mark.

use super::Handed;
use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{
        Picture,
        events::{Kind, record},
        open_response::OpenResponse,
    },
};
use database::entities::handouts;
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
            let OpenResponse { row, actor, kept } = &response;
            let picture = Picture::of(transaction, kept, row, now).await?;
            picture.evaluation.form().section(&section).ok_or(Error::NotFound)?;
            if !picture.reach(row, actor).reaches(&section) {
                return Err(Error::Forbidden);
            }
            let own = Handed::current_of(&picture.handed, actor.person_id()).filter(|held| {
                held.portion.section == section && held.portion.question.is_some() && held.finished_at.is_some() != done
            });
            let own: Vec<i64> = own.map(|held| held.id).collect();
            if own.is_empty() {
                return Ok(());
            }
            let finished_at = Set(done.then(|| now.unix_timestamp()));
            handouts::Entity::update_many()
                .set(handouts::ActiveModel { finished_at, ..Default::default() })
                .filter(handouts::Column::Id.is_in(own))
                .exec(transaction)
                .await?;
            response.count_change(transaction).await?;
            let kind = if done { Kind::QuestionsDone } else { Kind::QuestionsReopened };
            record(transaction, row.id, actor.person_id(), kind, Some(section), now).await
        })
    })
    .await
}
