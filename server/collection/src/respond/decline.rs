//! Not answering a round, and taking it up again.

use super::{
    Hub,
    events::{EventCode, record},
    head::HeadRow,
    hub,
    sign_off::withdraw,
};
use crate::{
    Actor, Error, ResponseKey, SeenVersion, Store,
    correction_requests::{self as requests, GRANTED},
    text::clean,
};
use database::entities::responses;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use survey::{status::Step, value::excess};
use time::OffsetDateTime;

/// The hub of a response for those of the organisation who may decline, whether that can be done now or not.
///
/// # Errors
/// When the actor may not, or there is no such response.
pub async fn hub_to_decline(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<Hub, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    hub(store, actor, key, now).await
}

/// Says that the organisation does not answer this round, and why. Its answers are kept.
///
/// `change_number_seen` is the revision of the response that was read: what has become of it since is not declined unread.
pub async fn decline(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    change_number_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_decline(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    let reason = Some(reason_text(reason)?);
    let change = StatusChange::of(Step::Decline, EventCode::Declined, Read::ChangeNumber(change_number_seen));
    step(store, actor, key, StatusChange { reason, ..change }, now).await
}

/// Takes a declined response up again. `change_number_seen` is the revision of the response that was read.
pub async fn resume(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    change_number_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_decline(&key.survey, &key.organisation) {
        return Err(Error::Forbidden);
    }
    step(
        store,
        actor,
        key,
        StatusChange::of(Step::Resume, EventCode::Resumed, Read::ChangeNumber(change_number_seen)),
        now,
    )
    .await
}

/// A reason as it is kept: there, and not too long.
pub(crate) fn reason_text(reason: &str) -> Result<String, Error> {
    let reason = clean(reason);
    if reason.is_empty() || excess(&reason).is_some() { Err(Error::Reason) } else { Ok(reason) }
}

/// The version that a change of status was decided by. Each names one, so that none is decided unread.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read {
    /// Of what was sent in: the number of copies.
    Copies(SeenVersion),
    /// Of the response: its revision.
    ChangeNumber(SeenVersion),
    /// Of the request to correct. It is granted, and its reason is the reason of the new status.
    Request(SeenVersion),
}

/// A change of status.
#[derive(Debug)]
pub(crate) struct StatusChange {
    /// The step that changes it.
    pub step: Step,
    /// What the journal calls it.
    pub kind: EventCode,
    /// The reason of the new status.
    pub reason: Option<String>,
    /// The version that was read.
    pub read: Read,
}

impl StatusChange {
    /// A change that needs no reason.
    pub fn of(step: Step, kind: EventCode, read: Read) -> Self {
        Self { step, kind, reason: None, read }
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
    let StatusChange { step, kind, mut reason, read } = change;
    let (actor, key) = (actor.clone(), key.clone());
    let head = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let status = head.step(step, now)?;
                let asked = match read {
                    Read::Copies(seen) => {
                        seen.check(head.copies, Error::SentInAgain)?;
                        requests::waiting(transaction, head.id).await?
                    }
                    Read::ChangeNumber(seen) => {
                        seen.check(head.change_number, Error::Stale)?;
                        None
                    }
                    Read::Request(seen) => {
                        let asked = requests::as_read(transaction, head.id, seen).await?;
                        reason = Some(asked.reason.clone());
                        Some(asked)
                    }
                };
                if step == Step::Decline {
                    withdraw(transaction, &head, &actor, now).await?;
                }
                if let (Step::Return, Some(asked)) = (step, asked) {
                    requests::decide(transaction, asked, GRANTED, actor.person_id(), None, now).await?;
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
    store.cache().snapshots.advance(&head);
    Ok(())
}
