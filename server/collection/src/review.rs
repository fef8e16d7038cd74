//! Granska: taking a submitted response, or sending it back. For the survey's owner and reviewers.

mod queries;

pub use queries::{SentAnswer, ask, close_query, sent_answer};

use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{Kind, reason_text, step},
};
use survey::status::Step;
use time::OffsetDateTime;

/// Takes a submitted response as reviewed.
pub async fn approve(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> Result<(), Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    step(store, actor, key, Step::Approve, Kind::Approved, None, now).await
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
    step(store, actor, key, Step::Return, Kind::Returned, Some(reason), now).await
}
