//! Not answering a round, and taking it up again.

use super::{
    events::{Kind, record},
    head::HeadRow,
    sign_off::withdraw,
};
use crate::{
    Actor, Error, ResponseKey, Store,
    correction_requests::{self, GRANTED},
    text::clean,
};
use database::entities::responses;
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
    step(
        store,
        actor,
        key,
        StatusChange { reason: Some(reason), ..StatusChange::of(Step::Decline, Kind::Declined) },
        now,
    )
    .await
}

/// Takes a declined response up again.
pub async fn resume(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<(), Error> {
    if !actor.may_decline(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    step(store, actor, key, StatusChange::of(Step::Resume, Kind::Resumed), now).await
}

/// A reason as it is kept: there, and not too long.
pub(crate) fn reason_text(reason: &str) -> Result<String, Error> {
    let reason = clean(reason);
    if reason.is_empty() || excess(&reason).is_some() { Err(Error::Reason) } else { Ok(reason) }
}

/// A change of status.
#[derive(Debug)]
pub(crate) struct StatusChange {
    /// The step that changes it.
    pub step: Step,
    /// What the journal calls it.
    pub kind: Kind,
    /// The reason of the new status.
    pub reason: Option<String>,
    /// Whether it grants a request to correct, whose reason is then the reason of the new status.
    pub grants: bool,
    /// How many times the response had been sent in when it was read, where it must not have been sent in again.
    pub copies_seen: Option<i64>,
}

impl StatusChange {
    /// A change that needs no reason.
    pub fn of(step: Step, kind: Kind) -> Self {
        Self { step, kind, reason: None, grants: false, copies_seen: None }
    }
}

/// Moves a response to the status after a step.
pub(crate) async fn step(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    change: StatusChange,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let StatusChange { step, kind, mut reason, grants, copies_seen } = change;
    let (actor, key) = (actor.clone(), key.clone());
    let head = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let status = head.step(step, now)?;
                if copies_seen.is_some_and(|seen| seen != head.copies) {
                    return Err(Error::SentInAgain);
                }
                if step == Step::Decline {
                    withdraw(transaction, &head, &actor, now).await?;
                }
                if step == Step::Return {
                    let by = actor.person_id();
                    let asked = correction_requests::decide(transaction, head.id, GRANTED, by, None, now).await?;
                    if grants {
                        reason = Some(asked.ok_or(Error::CorrectionDecided)?.reason);
                    }
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
