//! Asking about one answer, and having no more to ask.

use crate::{
    Actor, Error, OrganisationRole, ResponseKey, SeenVersion, Store,
    queries::{self, NewMessage, Query, QueryNotice},
    respond::{EventCode, FrozenNote, HeadRow, ResponseHead, Snapshot, latest_frozen, reason_text, record},
};
use std::sync::Arc;
use survey::{form::Form, lineage::PreviousAnswer, name::FieldName, status::Step, value::Entry};
use time::OffsetDateTime;

/// One answer as it has been sent in, and what has been asked about it.
#[derive(Debug, Clone)]
pub struct SentAnswer {
    /// What the response is and where it stands.
    pub head: ResponseHead,
    /// The form that was filled in.
    pub form: Arc<Form>,
    /// The field.
    pub field: FieldName,
    /// The answer in the latest copy.
    pub entry: Entry,
    /// What is written beside it there.
    pub note: FrozenNote,
    /// What the organisation answered before.
    pub previous: Option<PreviousAnswer>,
    /// The queries about it, oldest first.
    pub queries: Vec<Query>,
    /// Whether something can be asked about it now.
    pub may_ask: bool,
    /// Counts what has been sent in, written and closed. What is asked, or closed, is so by what was read.
    pub version: i64,
}

/// One answer as it has been sent in, for those who follow the survey up.
pub async fn sent_answer(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    field: &str,
    now: OffsetDateTime,
) -> Result<SentAnswer, Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    let form = Arc::clone(snapshot.evaluation.form());
    let name = form.field(field).ok_or(Error::NotFound)?.name.clone();
    let (mut entries, mut notes) = latest_frozen(store.read(), &head).await?;
    let all = queries::of_response(store.read(), &form, head.id).await?;
    Ok(SentAnswer {
        head: head.head(now)?,
        entry: entries.remove(&name).ok_or(Error::NotFound)?,
        note: notes.remove(&name).unwrap_or_default(),
        previous: snapshot.previous.get(&name).cloned(),
        queries: all.iter().filter(|query| query.field == name).cloned().collect(),
        may_ask: head.step(Step::Ask, now).is_ok(),
        version: version(&head, &name, &all)?,
        field: name,
        form,
    })
}

/// The version of an answer that has been sent in, by the queries of its response.
fn version(head: &HeadRow, field: &FieldName, queries: &[Query]) -> Result<i64, Error> {
    let of_field = queries.iter().filter(|query| query.field == *field);
    let change_feed: usize = of_field.map(|query| query.messages.len() + usize::from(query.turn.is_none())).sum();
    Ok(head.copies + i64::try_from(change_feed).map_err(Error::stored)?)
}

/// Asks the organisation about one answer in its latest copy, which opens that field alone. Where a query on it is open
/// already, the thread goes on and the turn is the organisation's again.
///
/// `version_seen` is the version of the answer that was read: nothing is asked past what has come since.
pub async fn ask(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    field: &str,
    text: &str,
    version_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<QueryNotice, Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let text = reason_text(text)?;
    let (actor, cache, key, field) = (actor.clone(), store.cache().clone(), key.clone(), field.to_owned());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                head.step(Step::Ask, now)?;
                let form = cache.forms.form(transaction, &head.questionnaire).await?;
                let (entries, _) = latest_frozen(transaction, &head).await?;
                let found = form.field(&field).and_then(|field| entries.get_key_value(&field.name));
                let (field, entry) = found.ok_or(Error::UnknownField(field))?;
                let all = queries::of_response(transaction, &form, head.id).await?;
                version_seen.check(version(&head, field, &all)?, Error::Answered)?;
                let query = match queries::open_query(transaction, head.id, field).await? {
                    Some(query) => query.id,
                    None => queries::open(transaction, head.id, field, actor.person_id(), now).await?,
                };
                let written =
                    NewMessage { query, by: actor.person_id(), by_reviewer: true, text: &text, entry, at: now };
                let to = queries::people_of(transaction, &head.organisation, OrganisationRole::Coordinator).await?;
                let notice = QueryNotice::new(&head, &form, field, &written, &actor, to)?;
                queries::write(transaction, written).await?;
                record(transaction, head.id, actor.person_id(), EventCode::Asked, Some(field.to_string()), now).await?;
                Ok(notice)
            })
        })
        .await
}

/// Says that there is no more to ask about an answer. Its field takes no more answers. A second click changes nothing.
///
/// `version_seen` is the version of the answer that was read: what has come since is not closed unread.
pub async fn close_query(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    query: i64,
    version_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_follow_up(&key.survey) {
        return Err(Error::Forbidden);
    }
    let (person, cache, key) = (actor.person_id(), store.cache().clone(), key.clone());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let form = cache.forms.form(transaction, &head.questionnaire).await?;
                let all = queries::of_response(transaction, &form, head.id).await?;
                let query = all.iter().find(|found| found.id == query).ok_or(Error::NotFound)?;
                // A second click too says what was read.
                version_seen.known()?;
                if query.turn.is_none() {
                    return Ok(());
                }
                version_seen.check(version(&head, &query.field, &all)?, Error::Answered)?;
                queries::close(transaction, query.id, now).await?;
                record(transaction, head.id, person, EventCode::QueryClosed, Some(query.field.to_string()), now).await
            })
        })
        .await
}
