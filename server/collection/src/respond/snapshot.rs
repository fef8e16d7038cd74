//! One consistent picture of a response: its answers, evaluated. Kept in memory and told apart by the response's
//! revision, so that a page that changes nothing reads nothing twice.

use super::{
    assignments::{AccessScope, Assignment},
    earlier::EarlierRounds,
    head::{HeadRow, May},
    reference_ranges::ReferenceRangeCache,
};
use crate::{Actor, Error, Store, store::Cache};
use database::stored::moment;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use statistics::reference_range::ReferenceRanges;
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Evaluation, EvaluationContext, Obstacle, ReferenceRange},
    form::Form,
    lineage::{NoLongerAsked, PreviousAnswer, comparable_values, no_longer_asked, previous_answers},
    name::FieldName,
    value::Entry,
};
use time::OffsetDateTime;

/// What is stored for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The value, the missing reason, or what could not be read.
    pub entry: Entry,
    /// Counts from 1. A save names the version it was based on.
    pub version: i64,
    /// A comment between colleagues: it stays in the organisation.
    pub comment: Option<String>,
    /// What the reviewer should know: why the answer deviates and is right all the same.
    pub explanation: Option<String>,
    /// Who saved it; empty for an import.
    pub author: String,
    /// When.
    pub saved_at: OffsetDateTime,
}

/// A person and a moment: who did something, and when.
pub type PersonAndTime = (String, OffsetDateTime);

/// The answers of a response, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub change_number: i64,
    pub earlier: i64,
    /// What the answers are judged by: tomorrow it is another day, and another picture.
    pub context: EvaluationContext,
    pub evaluation: Arc<Evaluation>,
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    pub reference_ranges: Arc<BTreeMap<FieldName, ReferenceRange>>,
    pub no_longer_asked: Arc<Vec<NoLongerAsked>>,
    pub marks: Arc<BTreeMap<String, PersonAndTime>>,
    pub assignments: Arc<Vec<Assignment>>,
}

impl Snapshot {
    /// What stops submitting, in order.
    pub(crate) fn obstacles(&self) -> Vec<Obstacle> {
        self.evaluation.obstacles(|field| self.stored.get(field).is_some_and(|answer| answer.explanation.is_some()))
    }

    /// What the actor may do with the response now. Whoever is left with nothing of what was handed out edits nothing.
    pub(crate) fn may(&self, row: &HeadRow, actor: &Actor, now: OffsetDateTime) -> May {
        let may = row.may(actor, now);
        May { edit: may.edit && !self.edit_scope(row, actor).is_empty(), ..may }
    }

    /// What of the response the actor may change.
    pub(crate) fn edit_scope(&self, row: &HeadRow, actor: &Actor) -> AccessScope {
        AccessScope::to_edit(actor, &row.organisation, &self.assignments)
    }

    /// What of the response the actor may read.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where that is nothing.
    pub(crate) fn read_scope(&self, row: &HeadRow, actor: &Actor) -> Result<AccessScope, Error> {
        let read_scope = AccessScope::to_read(actor, &row.organisation, &self.assignments);
        if read_scope.is_empty() { Err(Error::Forbidden) } else { Ok(read_scope) }
    }

    /// The picture of a response for reading, from memory where it is current.
    pub(crate) async fn read(store: &Store, head: &HeadRow, now: OffsetDateTime) -> Result<Arc<Self>, Error> {
        let context = head.context(now);
        if let Some(snapshot) = store.cache().snapshots.get(head, context) {
            return Ok(snapshot);
        }
        let form = store.cache().forms.form(store.read(), &head.questionnaire).await?;
        let reference_ranges = ReferenceRangeCache::read(store, &form, head).await?;
        let snapshot = Arc::new(Self::load(store.read(), store.cache(), head, form, reference_ranges, context).await?);
        store.cache().snapshots.put(head.id, Arc::clone(&snapshot));
        Ok(snapshot)
    }

    /// The picture of a response that is to be changed. What is read for it is not kept: a transaction might be rolled back.
    pub(crate) async fn of(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        head: &HeadRow,
        now: OffsetDateTime,
    ) -> Result<Arc<Self>, Error> {
        let context = head.context(now);
        if let Some(snapshot) = cache.snapshots.get(head, context) {
            return Ok(snapshot);
        }
        let form = cache.forms.form(connection, &head.questionnaire).await?;
        let reference_ranges = ReferenceRangeCache::of(connection, cache, &form, head).await?;
        Ok(Arc::new(Self::load(connection, cache, head, form, reference_ranges, context).await?))
    }

    async fn load(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        head: &HeadRow,
        form: Arc<Form>,
        reference_ranges: ReferenceRanges,
        context: EvaluationContext,
    ) -> Result<Self, Error> {
        let stored = stored_answers(connection, head.id).await?;
        let earlier = EarlierRounds::of_one(connection, cache, head).await?;
        let earlier = earlier.of(&head.organisation);
        let previous = previous_answers(&form, &earlier);
        let no_longer_asked = earlier.first().map(|(_, before, _)| no_longer_asked(&form, before)).unwrap_or_default();
        let entries = stored.iter().map(|(field, answer)| (field.clone(), answer.entry.clone()));
        let values = comparable_values(&previous);
        Ok(Self {
            change_number: head.change_number,
            earlier: head.earlier,
            context,
            evaluation: Arc::new(Evaluation::with_reference_ranges(
                form,
                entries,
                values,
                (*reference_ranges).clone(),
                context,
            )),
            stored: Arc::new(stored),
            previous: Arc::new(previous),
            reference_ranges,
            no_longer_asked: Arc::new(no_longer_asked),
            marks: Arc::new(marks(connection, head.id).await?),
            assignments: Arc::new(Assignment::of_response(connection, head.id).await?),
        })
    }
}

#[derive(FromQueryResult)]
struct StoredAnswerRow {
    field: String,
    version: i64,
    entry: String,
    comment: Option<String>,
    explanation: Option<String>,
    name: Option<String>,
    saved_at: i64,
}

async fn stored_answers(
    connection: &impl ConnectionTrait,
    response: i64,
) -> Result<BTreeMap<FieldName, Arc<StoredAnswer>>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT a.field, a.version, a.entry, a.comment, a.explanation, a.saved_at, p.name \
         FROM answers a LEFT JOIN persons p ON p.id = a.person_id WHERE a.response_id = $1",
        [response.into()],
    );
    let rows = StoredAnswerRow::find_by_statement(statement).all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let answer = StoredAnswer {
                entry: serde_json::from_str(&row.entry)?,
                version: row.version,
                comment: row.comment,
                explanation: row.explanation,
                author: row.name.unwrap_or_default(),
                saved_at: moment(row.saved_at),
            };
            Ok((row.field.parse().map_err(Error::stored)?, Arc::new(answer)))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct SectionMarkRow {
    section: String,
    name: Option<String>,
    marked_at: i64,
}

/// The sections that are marked as done.
pub(super) async fn marks(
    connection: &impl ConnectionTrait,
    response: i64,
) -> Result<BTreeMap<String, PersonAndTime>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT m.section, m.marked_at, p.name FROM section_marks m LEFT JOIN persons p ON p.id = m.person_id \
         WHERE m.response_id = $1",
        [response.into()],
    );
    let rows = SectionMarkRow::find_by_statement(statement).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.section, (row.name.unwrap_or_default(), moment(row.marked_at)))).collect())
}
