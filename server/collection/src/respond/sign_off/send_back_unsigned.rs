//! Sending a response back to its coordinator without a signature.

use super::{
    SignOffNotice,
    request::{UNSIGNED, decide},
};
use crate::{
    Actor, Error, ResponseKey, SeenVersion, Store,
    respond::{
        decline::reason_text,
        events::{EventCode, record},
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
/// `change_number_seen` is the revision of the response that was read: what has become of it since is not sent back unread.
pub async fn send_back_unsigned(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    message: &str,
    change_number_seen: SeenVersion,
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
                let status = row.step(Step::SendBackUnsigned, now)?;
                change_number_seen.check(row.change_number, Error::Stale)?;
                let notice = decide(transaction, &row, &actor, UNSIGNED, Some(message.clone()), now).await?;
                let response = responses::ActiveModel { status: Set(status.code().to_owned()), ..row.changed() };
                response.update_without_returning(transaction).await?;
                record(transaction, row.id, actor.person_id(), EventCode::SentBackUnsigned, Some(message), now).await?;
                Ok(notice)
            })
        })
        .await
}
