//! Asking to correct what has been sent in, and taking that back.

use super::{
    Hub, ResponseNotice,
    decline::reason_text,
    events::{EventCode, record},
    head::HeadRow,
    hub,
};
use crate::{
    Actor, Error, ResponseKey, SeenVersion, Store,
    correction_requests::{self as requests, TAKEN_BACK},
};
use survey::status::Step;
use time::OffsetDateTime;

/// The hub of a response for those who may ask to correct it, whether there is something to ask for now or not.
///
/// # Errors
/// When the actor may not, or there is no such response.
pub async fn hub_to_correct(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<Hub, Error> {
    if !actor.may_ask_to_correct(&key.organisation) {
        return Err(Error::Forbidden);
    }
    hub(store, actor, key, now).await
}

/// Asks the survey's owner to open the response again, and says what is to be corrected. Its coordinators and signatories
/// may, while it counts. Answers what the owner is told; a second click tells nobody again.
///
/// `change_number_seen` is the revision of the response that was read: what is to be corrected must be what stands there.
///
/// # Errors
/// When the actor may not, no reason is given, the response is not sent in or has changed since it was read, or somebody
/// else has asked already.
pub async fn ask_to_correct(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    reason: &str,
    change_number_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<Option<ResponseNotice>, Error> {
    if !actor.may_ask_to_correct(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let text = reason_text(reason)?;
    let (by, reason, of) = (actor.person_id(), text.clone(), key.clone());
    let is_new = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &of).await?;
                head.step(Step::Return, now)?;
                change_number_seen.check(head.change_number, Error::Stale)?;
                if let Some(asked) = requests::waiting(transaction, head.id).await? {
                    let is_the_same = asked.asked_by == by && asked.reason == reason;
                    return if is_the_same { Ok(false) } else { Err(Error::CorrectionAsked) };
                }
                requests::ask(transaction, head.id, by, reason.clone(), now).await?;
                record(transaction, head.id, by, EventCode::CorrectionAsked, Some(reason), now).await?;
                Ok(true)
            })
        })
        .await?;
    if is_new { Ok(Some(ResponseNotice::to_owners(store, actor, key, text, now).await?)) } else { Ok(None) }
}

/// Takes a request to correct back that nobody has answered. `request_seen` is the version of the request that was read.
///
/// # Errors
/// When the actor may not, or the request that was read waits for no answer.
pub async fn take_back_correction(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    request_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_ask_to_correct(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (by, key) = (actor.person_id(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let asked = requests::as_read(transaction, head.id, request_seen).await?;
                requests::decide(transaction, asked, TAKEN_BACK, by, None, now).await?;
                record(transaction, head.id, by, EventCode::CorrectionTakenBack, None, now).await
            })
        })
        .await
}
