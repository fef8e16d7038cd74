//! Sending a response back to its coordinator without a signature.

use super::{
    SignOffNotice,
    request::{SENT_BACK, decide},
};
use crate::{
    Actor, Error, ResponseKey, Seen, Store,
    respond::{
        decline::reason_text,
        events::{Kind, record},
        head::HeadRow,
    },
};
use database::entities::responses;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use survey::status::Step;
use time::OffsetDateTime;

/// Sends a response that waits for a signature back, and says why. The letter goes to whoever asked; there is none where
/// that person is gone.
///
/// `revision_seen` is the revision of the response that was read: what has become of it since is not sent back unread.
pub async fn send_back_unsigned(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    message: &str,
    revision_seen: Seen,
    now: OffsetDateTime,
) -> Result<Option<SignOffNotice>, Error> {
    if !actor.may_sign(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let message = reason_text(message)?;
    let (actor, key) = (actor.clone(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let row = HeadRow::lock(transaction, &key).await?;
                let status = row.step(Step::SendBack, now)?;
                revision_seen.check(row.revision, Error::Stale)?;
                let notice = decide(transaction, &row, &actor, SENT_BACK, Some(message.clone()), now).await?;
                let response = responses::ActiveModel { status: Set(status.code().to_owned()), ..row.changed() };
                response.update_without_returning(transaction).await?;
                record(transaction, row.id, actor.person_id(), Kind::SentBackUnsigned, Some(message), now).await?;
                Ok(notice)
            })
        })
        .await
}
