//! Not answering a round, and taking it up again.

use super::{
    events::{Kind, record},
    head::HeadRow,
    sign_off::withdraw,
};
use crate::{Actor, Error, ResponseKey, Store, entities::responses, text::clean};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use survey::{status::Step, value::excess};
use time::OffsetDateTime;

/// Says that the organisation does not answer this round, and why. Its answers are kept.
pub async fn decline(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_decline(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    let reason = reason_text(reason)?;
    step(store, actor, key, Step::Decline, Kind::Declined, Some(reason), now).await
}

/// Takes a declined response up again.
pub async fn resume(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<(), Error> {
    if !actor.may_decline(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    step(store, actor, key, Step::Resume, Kind::Resumed, None, now).await
}

/// A reason as it is kept: there, and not too long.
pub(crate) fn reason_text(reason: &str) -> Result<String, Error> {
    let reason = clean(reason);
    if reason.is_empty() || excess(&reason).is_some() { Err(Error::Reason) } else { Ok(reason) }
}

/// Moves a response to the status after a step, with the reason of that status.
pub(crate) async fn step(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    step: Step,
    kind: Kind,
    reason: Option<String>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let (actor, key) = (actor.clone(), key.clone());
    let head = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let status = head.step(step, now)?;
                if step == Step::Decline {
                    withdraw(transaction, &head, &actor, now).await?;
                }
                let row = responses::ActiveModel {
                    status: Set(status.code().to_owned()),
                    reason: Set(reason.clone()),
                    ..head.changed()
                };
                row.update_without_returning(transaction).await?;
                record(transaction, head.id, actor.person_id(), kind, reason, now).await?;
                Ok(head)
            })
        })
        .await?;
    store.kept().pictures.carry_over(&head);
    Ok(())
}
