//! Granska: taking a submitted response, or sending it back. For the survey's owner and reviewers.

mod queries;

pub use queries::{SentAnswer, ask, close_query, sent_answer};

use crate::{
    Actor, Error, ResponseKey, Seen, Store,
    respond::{Kind, StatusChange, reason_text, step},
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
    copies_seen: Seen,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let copies_seen = Some(copies_seen.known()?);
    step(store, actor, key, StatusChange { copies_seen, ..StatusChange::of(Step::Approve, Kind::Approved) }, now).await
}

/// Sends a submitted or approved response back, whole, and says why. Its frozen copy is kept.
pub async fn send_back(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let reason = reason_text(reason)?;
    step(
        store,
        actor,
        key,
        StatusChange { reason: Some(reason), ..StatusChange::of(Step::Return, Kind::Returned) },
        now,
    )
    .await
}
