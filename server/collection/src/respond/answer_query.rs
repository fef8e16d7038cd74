//! The organisation's answer to a query. Where answers have changed, it freezes a new copy and keeps the old.

use super::{
    assignments::AccessScope,
    decline::reason_text,
    events::{EventCode, record},
    head::HeadRow,
    hub::obstacle_views,
    notice::{ResponseNotice, receipt_notice},
    open_fields::ReopenedCopy,
    receipt::{Receipt, latest_frozen},
    save::Change,
    snapshot::Snapshot,
    submit::freeze,
};
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, SeenVersion, Store,
    queries::{self, NewMessage, QueryNotice, Turn},
};
use database::entities::{queries as rows, query_messages, responses};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use std::collections::BTreeSet;
use survey::name::FieldName;
use time::OffsetDateTime;

/// The version of a query and of the answers that a reply to it sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryRead {
    /// The number of messages in its thread.
    pub messages: SeenVersion,
    /// The answers that the query opens, as they were read: what each says, or its version alone.
    pub answers: Vec<Change>,
}

/// What came of an answer to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredQuery {
    /// The receipt of the new copy, where answers have changed.
    pub receipt: Option<Receipt>,
    /// Who gets that receipt by letter.
    pub receipt_notice: Option<ResponseNotice>,
    /// What the asker is told; nothing where the answer had been given already.
    pub notice: Option<QueryNotice>,
    /// It is not sent: what has changed is sent by a signatory, and those are told instead of the asker.
    pub waits_for_signature: bool,
}

/// Answers a query and hands the turn to the reviewer. What has been saved in the fields that it opens is frozen with it;
/// it is refused while something there stands in the way. In a round that wants a signature, a changed answer waits for
/// somebody who may sign; words alone are sent by anybody who may change it. A second click changes nothing. What has come
/// since it was read is not answered unread.
pub async fn answer_query(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    query: i64,
    text: &str,
    read: QueryRead,
    now: OffsetDateTime,
) -> Result<AnsweredQuery, Error> {
    if !actor.may_edit(&key.organisation) && !actor.may_sign(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let text = reason_text(text)?;
    let (actor, cache, key) = (actor.clone(), store.cache().clone(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let query = queries::query(transaction, head.id, query).await?;
                if query.closed_at.is_some() || query.turn != Turn::Organisation.code() {
                    let is_answered = is_answered_already(transaction, &query, &actor, &text).await?;
                    return if is_answered {
                        Ok(AnsweredQuery {
                            receipt: None,
                            receipt_notice: None,
                            notice: None,
                            waits_for_signature: false,
                        })
                    } else {
                        Err(Error::QueryAnswered)
                    };
                }
                read.messages.check(messages(transaction, query.id).await?, Error::Answered)?;
                let field: FieldName = query.field.parse().map_err(Error::stored)?;
                let snapshot = Snapshot::of(transaction, &cache, &head, now).await?;
                let form = snapshot.evaluation.form();
                let (edit_scope, may_sign) = (snapshot.edit_scope(&head, &actor), actor.may_sign(&head.organisation));
                let is_covered = form.field(field.as_str()).is_some_and(|field| edit_scope.covers_field(form, field));
                if !is_covered && !may_sign {
                    return Err(Error::Forbidden);
                }
                let frozen = latest_frozen(transaction, &head).await?;
                // What the reviewer reads beside the reply is what has been sent in, never a draft.
                let mut entry = frozen.0.get(&field).cloned().unwrap_or_default();
                let (mut receipt, mut waits_for_signature) = (None, false);
                // A response that has been sent back whole is sent in again whole.
                if head.status()?.is_counted() {
                    let reopened = ReopenedCopy::new(&snapshot, &frozen, BTreeSet::from([field.clone()]));
                    if !reopened.obstacles.is_empty() {
                        return Err(Error::Obstacles(obstacle_views(form, reopened.obstacles)));
                    }
                    if reopened.is_changed
                        && is_unread(&snapshot, &reopened, &read, &snapshot.read_scope(&head, &actor)?)
                    {
                        return Err(Error::Stale);
                    }
                    entry = reopened.evaluation.entry(field.as_str()).clone();
                    waits_for_signature = reopened.is_changed && head.sign_off && !may_sign;
                    if reopened.is_changed && !waits_for_signature {
                        receipt = Some(freeze_again(transaction, &head, &reopened, &actor, now).await?);
                    }
                }
                let written = NewMessage {
                    query: query.id,
                    by: actor.person_id(),
                    by_reviewer: false,
                    text: &text,
                    entry: &entry,
                    at: now,
                };
                let to = if waits_for_signature {
                    queries::people_of(transaction, &head.organisation, OrganisationRole::Signatory).await?
                } else {
                    queries::asker(transaction, query.id).await?
                };
                let notice = Some(QueryNotice::new(&head, form, &field, &written, &actor, to)?);
                if waits_for_signature {
                    return Ok(AnsweredQuery { receipt, receipt_notice: None, notice, waits_for_signature });
                }
                queries::write(transaction, written).await?;
                let kind = EventCode::QueryAnswered;
                record(transaction, head.id, actor.person_id(), kind, Some(field.to_string()), now).await?;
                let receipt_notice = match receipt {
                    Some(_) => Some(receipt_notice(transaction, &head, &actor, now).await?),
                    None => None,
                };
                Ok(AnsweredQuery { receipt, receipt_notice, notice, waits_for_signature })
            })
        })
        .await
}

/// Returns whether an answer that would be sent is another than what was read. Answers that the actor does not see are
/// passed over.
fn is_unread(snapshot: &Snapshot, reopened: &ReopenedCopy, read: &QueryRead, read_scope: &AccessScope) -> bool {
    let form = snapshot.evaluation.form();
    let is_seen =
        |name: &&FieldName| form.field(name.as_str()).is_some_and(|field| read_scope.covers_field(form, field));
    reopened.fields.iter().filter(is_seen).any(|name| {
        let stored = snapshot.stored.get(name).map(AsRef::as_ref);
        !read.answers.iter().any(|answer| answer.field == *name && answer.knows(stored))
    })
}

/// The number of messages of a query.
async fn messages(connection: &impl ConnectionTrait, query: i64) -> Result<i64, Error> {
    let written = query_messages::Entity::find().filter(query_messages::Column::QueryId.eq(query));
    i64::try_from(written.count(connection).await?).map_err(Error::stored)
}

/// Whether the last message says this already, and by the same person.
async fn is_answered_already(
    connection: &impl ConnectionTrait,
    query: &rows::Model,
    actor: &Actor,
    text: &str,
) -> Result<bool, Error> {
    let last = query_messages::Entity::find()
        .filter(query_messages::Column::QueryId.eq(query.id))
        .order_by_desc(query_messages::Column::Id)
        .one(connection)
        .await?;
    Ok(last.is_some_and(|last| !last.by_reviewer && last.person_id == actor.person_id() && last.text == text))
}

/// Freezes the copy with what has changed in it. The status stays.
async fn freeze_again(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    reopened: &ReopenedCopy,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Receipt, Error> {
    let receipt = freeze(connection, head, &reopened.evaluation.frozen(), &reopened.notes, actor, now).await?;
    let row = responses::ActiveModel {
        copies: Set(receipt.sequence),
        submitted_at: Set(Some(now.unix_timestamp())),
        ..head.changed()
    };
    row.update_without_returning(connection).await?;
    let number = Some(receipt.number.clone());
    record(connection, head.id, actor.person_id(), EventCode::Submitted, number, now).await?;
    Ok(receipt)
}
