//! Granska: taking a submitted response, or sending it back. For the survey's owner and reviewers.

mod queries;

pub use queries::{SentAnswer, ask, close_query, sent_answer};

use crate::{
    Actor, Error, ResponseKey, SeenVersion, Store,
    correction_requests::{self as requests, REFUSED},
    respond::{EventCode, HeadRow, Read, ResponseNotice, StatusChange, reason_text, record, step},
};
use survey::status::Step;
use time::OffsetDateTime;

/// Takes a submitted response as reviewed.
///
/// `copies_seen` is how many times it had been sent in when it was read: what has been sent in since is not approved unread.
pub async fn approve(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    copies_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    step(store, actor, key, StatusChange::of(Step::Approve, EventCode::Approved, Read::Copies(copies_seen)), now).await
}

/// Sends a submitted or approved response back, whole, and says why. Its frozen copy is kept. What was asked to correct is
/// granted with it. Answers what the coordinators are told.
///
/// `copies_seen` is how many times it had been sent in when it was read: what has been sent in since is not sent back unread.
pub async fn return_response(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    copies_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<ResponseNotice, Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let reason = reason_text(reason)?;
    let change = StatusChange::of(Step::Return, EventCode::Returned, Read::Copies(copies_seen));
    step(store, actor, key, StatusChange { reason: Some(reason.clone()), ..change }, now).await?;
    ResponseNotice::to_coordinators(store, actor, key, reason, now).await
}

/// Grants what the organisation has asked to correct: the whole response is open again. Answers what the coordinators are
/// told.
///
/// `request_seen` is the version of the request that was read: another that was asked since is not granted unread.
pub async fn grant_correction(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    request_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<ResponseNotice, Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let change = StatusChange::of(Step::Return, EventCode::Returned, Read::Request(request_seen));
    step(store, actor, key, change, now).await?;
    ResponseNotice::to_coordinators(store, actor, key, String::new(), now).await
}

/// Refuses what the organisation has asked to correct, and says why. Answers what the coordinators are told.
///
/// `request_seen` is the version of the request that was read: another that was asked since is not refused unread.
pub async fn refuse_correction(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    request_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<ResponseNotice, Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let reason = reason_text(reason)?;
    let (by, of, reply) = (actor.person_id(), key.clone(), reason.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &of).await?;
                let asked = requests::as_read(transaction, head.id, request_seen).await?;
                requests::decide(transaction, asked, REFUSED, by, Some(reply.clone()), now).await?;
                record(transaction, head.id, by, EventCode::CorrectionRefused, Some(reply), now).await
            })
        })
        .await?;
    ResponseNotice::to_coordinators(store, actor, key, reason, now).await
}
