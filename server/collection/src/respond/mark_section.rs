//! Saying that a section is done. It never blocks submitting.

use super::{
    events::{Kind, record},
    handouts::{Handed, Reach},
    head::HeadRow,
};
use crate::{
    Actor, Error, ResponseKey, Store,
    entities::{responses, section_marks},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
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
    let (actor, kept, key, section) = (actor.clone(), store.kept().clone(), key.clone(), section.to_owned());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                head.check_edit(&actor, now)?;
                let form = kept.forms.form(transaction, &head.questionnaire).await?;
                form.section(&section).ok_or(Error::NotFound)?;
                let handed = Handed::of_response(transaction, head.id).await?;
                if !Reach::of(&actor, &head.organisation, &handed).covers_section(&section) {
                    return Err(Error::Forbidden);
                }
                let mark_key = (head.id, section.clone());
                let is_marked = section_marks::Entity::find_by_id(mark_key.clone()).one(transaction).await?.is_some();
                if is_marked == done {
                    return Ok(());
                }
                let kind = if done {
                    let mark = section_marks::ActiveModel {
                        response_id: Set(head.id),
                        section: Set(section.clone()),
                        person_id: Set(actor.person_id()),
                        marked_at: Set(now.unix_timestamp()),
                    };
                    section_marks::Entity::insert(mark).exec_without_returning(transaction).await?;
                    Kind::SectionDone
                } else {
                    section_marks::Entity::delete_by_id(mark_key).exec(transaction).await?;
                    Kind::SectionReopened
                };
                let row =
                    responses::ActiveModel { id: Set(head.id), revision: Set(head.revision + 1), ..Default::default() };
                row.update_without_returning(transaction).await?;
                record(transaction, head.id, actor.person_id(), kind, Some(section), now).await
            })
        })
        .await
}
