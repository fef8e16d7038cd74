//! Taking back what was handed out.

use super::{Handed, HandoutNotice, count_change};
use crate::{
    Actor, Error, ResponseKey, Store,
    entities::handouts,
    respond::{
        colleagues::members,
        events::{HandedTo, Kind, record},
        head::HeadRow,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use std::sync::Arc;
use time::OffsetDateTime;

/// Takes back a section or a question that a colleague has. What the colleague has answered stays.
pub async fn take_back(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    handout: i64,
    now: OffsetDateTime,
) -> Result<HandoutNotice, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, key, kept) = (actor.clone(), key.clone(), Arc::clone(store.kept()));
    store
        .write(move |transaction| {
            Box::pin(async move {
                let row = HeadRow::lock(transaction, &key).await?;
                row.check_edit(&actor, now)?;
                let held = Handed::of_response(transaction, row.id).await?;
                let held = held.into_iter().find(|held| held.id == handout && !held.taken_back);
                let held = held.ok_or(Error::NotFound)?;
                let people = members(transaction, &row.organisation).await?;
                let to = people.into_iter().find(|member| member.id == held.person).ok_or(Error::NotFound)?;
                let form = kept.forms.form(transaction, &row.questionnaire).await?;
                let taken = handouts::ActiveModel {
                    id: Set(held.id),
                    taken_back_at: Set(Some(now.unix_timestamp())),
                    ..Default::default()
                };
                taken.update_without_returning(transaction).await?;
                count_change(transaction, &row).await?;
                let portions = held.portion.view(&form).into_iter().collect();
                let detail = serde_json::to_string(&HandedTo { to: held.name, portions: vec![held.portion] })?;
                record(transaction, row.id, actor.person_id(), Kind::TakenBack, Some(detail), now).await?;
                let head = row.head(now)?;
                let due = held.due.unwrap_or(head.due);
                Ok(HandoutNotice { to, by: actor.name(), head, portions, message: None, due })
            })
        })
        .await
}
