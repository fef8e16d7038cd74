//! Saying that a section is done. It never blocks submitting.

use super::{
    assignments::{AccessScope, Assignment},
    events::{EventCode, record},
    open_response::OpenResponse,
};
use crate::{Actor, Error, ResponseKey, Store};
use database::entities::section_marks;
use sea_orm::{ActiveValue::Set, EntityTrait};
use time::OffsetDateTime;

/// Marks a section as done, or takes the mark away.
pub async fn mark_section(
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
            let form = cache.forms.form(transaction, &row.questionnaire).await?;
            form.section(&section).ok_or(Error::NotFound)?;
            let assignments = Assignment::of_response(transaction, row.id).await?;
            if !AccessScope::to_edit(actor, &row.organisation, &assignments).covers_section(&section) {
                return Err(Error::Forbidden);
            }
            let mark_key = (row.id, section.clone());
            let is_marked = section_marks::Entity::find_by_id(mark_key.clone()).one(transaction).await?.is_some();
            if is_marked == done {
                return Ok(());
            }
            let kind = if done {
                let mark = section_marks::ActiveModel {
                    response_id: Set(row.id),
                    section: Set(section.clone()),
                    person_id: Set(actor.person_id()),
                    marked_at: Set(now.unix_timestamp()),
                };
                section_marks::Entity::insert(mark).exec_without_returning(transaction).await?;
                EventCode::SectionDone
            } else {
                section_marks::Entity::delete_by_id(mark_key).exec(transaction).await?;
                EventCode::SectionReopened
            };
            response.count_change(transaction).await?;
            record(transaction, row.id, actor.person_id(), kind, Some(section), now).await
        })
    })
    .await
}
