//! Taking back what was handed out.

use super::{Handed, HandoutNotice};
use crate::{
    Actor, Error, ResponseKey, Store,
    entities::handouts,
    respond::{
        colleagues::members,
        events::{HandedTo, Kind, record},
        open_response::OpenResponse,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use time::OffsetDateTime;

/// Takes back a section or a question that a colleague has. What the colleague has answered stays. The letter goes to the
/// colleague; there is none where that person has left.
pub async fn take_back(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    handout: i64,
    now: OffsetDateTime,
) -> Result<Option<HandoutNotice>, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    OpenResponse::change(store, actor, key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, kept } = &response;
            let held = Handed::of_response(transaction, row.id).await?;
            let held = held.into_iter().find(|held| held.id == handout && !held.taken_back);
            let held = held.ok_or(Error::NotFound)?;
            let people = members(transaction, &row.organisation).await?;
            let to = people.into_iter().find(|member| member.id == held.person);
            let form = kept.forms.form(transaction, &row.questionnaire).await?;
            let taken = handouts::ActiveModel {
                id: Set(held.id),
                taken_back_at: Set(Some(now.unix_timestamp())),
                ..Default::default()
            };
            taken.update_without_returning(transaction).await?;
            response.count_change(transaction).await?;
            let portions = held.portion.view(&form).into_iter().collect();
            let detail = serde_json::to_string(&HandedTo { to: held.name, portions: vec![held.portion] })?;
            record(transaction, row.id, actor.person_id(), Kind::TakenBack, Some(detail), now).await?;
            let head = row.head(now)?;
            let due = held.due.unwrap_or(head.due);
            let (by, by_email) = (actor.name(), actor.email());
            Ok(to.map(|to| HandoutNotice { to, by, by_email, head, portions, message: None, due }))
        })
    })
    .await
}
