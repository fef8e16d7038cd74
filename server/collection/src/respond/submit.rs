//! Sending a response in: a frozen copy with a receipt.

use super::{
    events::{EventCode, record},
    head::HeadRow,
    hub::obstacle_views,
    notice::{ResponseNotice, receipt_notice},
    receipt::{FrozenNote, Receipt, latest_copy},
    sign_off::note_sent_in,
    snapshot::{Snapshot, StoredAnswer},
};
use crate::{Actor, Error, ResponseKey, SeenVersion, Store, hash::sha256};
use database::entities::{copies, responses};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use std::collections::BTreeMap;
use survey::{
    name::FieldName,
    status::{Status, Step},
    value::Entry,
};
use time::OffsetDateTime;

/// What came of sending a response in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The receipt.
    pub receipt: Receipt,
    /// Who gets the receipt by letter: the coordinators, and whoever sent it in; nothing where it was sent in already.
    pub receipt_notice: Option<ResponseNotice>,
}

/// Sends the response in. A second click gets the first one's receipt.
///
/// `change_number_seen` is the revision of the page where the answers were read through: if somebody has changed the response
/// since, or it is not told which it was, it is not sent.
pub async fn submit(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    change_number_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<Submitted, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, cache, key) = (actor.clone(), store.cache().clone(), key.clone());
    let (submitted, moved) = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                if !actor.may_submit(&key.organisation, head.sign_off) {
                    return Err(Error::Forbidden);
                }
                // A second click too says which revision the first one sent.
                change_number_seen.known()?;
                if head.status()? == Status::Submitted {
                    // A submitted response takes no answers, so its latest copy is what this click wanted to send.
                    let copy = latest_copy(transaction, &head).await?;
                    let (receipt, _) = copy.ok_or_else(|| Error::stored("submitted without a copy"))?;
                    return Ok((Submitted { receipt, receipt_notice: None }, None));
                }
                let status = head.step(Step::Submit, now)?;
                change_number_seen.check(head.change_number, Error::Stale)?;
                let snapshot = Snapshot::of(transaction, &cache, &head, now).await?;
                let obstacles = snapshot.obstacles();
                if !obstacles.is_empty() {
                    return Err(Error::Obstacles(obstacle_views(snapshot.evaluation.form(), obstacles)));
                }
                note_sent_in(transaction, &head, &actor, now).await?;
                let (entries, notes) = content(&snapshot);
                let receipt = freeze(transaction, &head, &entries, &notes, &actor, now).await?;
                let row = responses::ActiveModel {
                    status: Set(status.code().to_owned()),
                    copies: Set(receipt.sequence),
                    reason: Set(None),
                    first_submitted_at: Set(Some(head.first_submitted_at.unwrap_or(now.unix_timestamp()))),
                    submitted_at: Set(Some(now.unix_timestamp())),
                    ..head.changed()
                };
                row.update_without_returning(transaction).await?;
                let number = Some(receipt.number.clone());
                record(transaction, head.id, actor.person_id(), EventCode::Submitted, number, now).await?;
                let receipt_notice = Some(receipt_notice(transaction, &head, &actor, now).await?);
                Ok((Submitted { receipt, receipt_notice }, Some(head)))
            })
        })
        .await?;
    if let Some(head) = moved {
        store.cache().snapshots.advance(&head);
    }
    Ok(submitted)
}

/// What is frozen of a response: the relevant fields, and what is explained of them. Comments between colleagues are not.
fn content(snapshot: &Snapshot) -> (BTreeMap<FieldName, Entry>, BTreeMap<FieldName, FrozenNote>) {
    let entries = snapshot.evaluation.frozen();
    let notes = snapshot
        .stored
        .iter()
        .filter(|(field, _)| entries.contains_key(*field))
        .filter_map(|(field, answer)| Some((field.clone(), note(answer)?)))
        .collect();
    (entries, notes)
}

/// What is frozen beside an answer. What colleagues write to each other is not.
pub(super) fn note(answer: &StoredAnswer) -> Option<FrozenNote> {
    let explanation = Some(answer.explanation.clone()?);
    Some(FrozenNote { explanation })
}

/// Adds a frozen copy.
pub(super) async fn freeze(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    entries: &BTreeMap<FieldName, Entry>,
    notes: &BTreeMap<FieldName, FrozenNote>,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Receipt, Error> {
    let (entries, notes) = (serde_json::to_string(entries)?, serde_json::to_string(notes)?);
    let sequence = head.copies + 1;
    let receipt = Receipt {
        number: receipt_number(head.year, &head.receipt_code, &head.organisation, sequence),
        sequence,
        submitted_at: now,
        by: actor.name(),
        checksum: checksum(&entries, &notes),
        unconfirmed: actor.is_unconfirmed_signatory(&head.organisation),
    };
    let copy = copies::ActiveModel {
        response_id: Set(head.id),
        sequence: Set(sequence),
        number: Set(receipt.number.clone()),
        submitted_at: Set(now.unix_timestamp()),
        person_id: Set(actor.person_id()),
        checksum: Set(receipt.checksum.clone()),
        entries: Set(entries),
        notes: Set(notes),
        unconfirmed: Set(receipt.unconfirmed),
        ..Default::default()
    };
    copies::Entity::insert(copy).exec_without_returning(connection).await?;
    Ok(receipt)
}

/// `LB-2026-KOMMUN-0180-1`.
pub(crate) fn receipt_number(year: i64, receipt_code: &str, organisation: &str, sequence: i64) -> String {
    format!("LB-{year}-{receipt_code}-{organisation}-{sequence}")
}

/// The SHA-256 of what is frozen, as it is stored.
pub(crate) fn checksum(entries: &str, notes: &str) -> String {
    sha256(format!("{entries}\n{notes}").as_bytes())
}
