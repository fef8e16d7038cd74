//! One consistent picture of a response: its answers, evaluated. Kept in memory and told apart by the response's
//! revision, so that a page that changes nothing reads nothing twice.

use super::{
    earlier::Earlier,
    handouts::{Handed, Reach},
    head::{HeadRow, May},
    usual::Usuals,
};
use crate::{Actor, Error, Store, store::Kept};
use database::stored::moment;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Circumstances, Evaluation, Obstacle, Usual},
    form::Form,
    lineage::{NoLongerAsked, PreviousAnswer, comparable_values, no_longer_asked, previous_answers},
    name::FieldName,
    usual::Ranges,
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
pub type Signed = (String, OffsetDateTime);

/// The answers of a response, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub revision: i64,
    pub earlier: i64,
    /// What the answers are judged by: tomorrow it is another day, and another picture.
    pub circumstances: Circumstances,
    pub evaluation: Arc<Evaluation>,
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    pub usual: Arc<BTreeMap<FieldName, Usual>>,
    pub no_longer_asked: Arc<Vec<NoLongerAsked>>,
    pub marks: Arc<BTreeMap<String, Signed>>,
    pub handed: Arc<Vec<Handed>>,
}

impl Picture {
    /// What stops submitting, in order.
    pub(crate) fn obstacles(&self) -> Vec<Obstacle> {
        self.evaluation.obstacles(|field| self.stored.get(field).is_some_and(|answer| answer.explanation.is_some()))
    }

    /// What the actor may do with the response now. Whoever is left with nothing of what was handed out edits nothing.
    pub(crate) fn may(&self, row: &HeadRow, actor: &Actor, now: OffsetDateTime) -> May {
        let may = row.may(actor, now);
        May { edit: may.edit && !self.reach(row, actor).is_empty(), ..may }
    }

    /// What of the response the actor may change.
    pub(crate) fn reach(&self, row: &HeadRow, actor: &Actor) -> Reach {
        Reach::to_change(actor, &row.organisation, &self.handed)
    }

    /// What of the response the actor may read.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where that is nothing.
    pub(crate) fn sight(&self, row: &HeadRow, actor: &Actor) -> Result<Reach, Error> {
        let sight = Reach::to_read(actor, &row.organisation, &self.handed);
        if sight.is_empty() { Err(Error::Forbidden) } else { Ok(sight) }
    }

    /// The picture of a response for reading, from memory where it is current.
    pub(crate) async fn read(store: &Store, head: &HeadRow, now: OffsetDateTime) -> Result<Arc<Self>, Error> {
        let circumstances = head.circumstances(now);
        if let Some(picture) = store.kept().pictures.get(head, circumstances) {
            return Ok(picture);
        }
        let form = store.kept().forms.form(store.read(), &head.questionnaire).await?;
        let usual = Usuals::read(store, &form, head).await?;
        let picture = Arc::new(Self::load(store.read(), store.kept(), head, form, usual, circumstances).await?);
        store.kept().pictures.keep(head.id, Arc::clone(&picture));
        Ok(picture)
    }

    /// The picture of a response that is to be changed. What is read for it is not kept: a transaction might be rolled back.
    pub(crate) async fn of(
        connection: &impl ConnectionTrait,
        kept: &Kept,
        head: &HeadRow,
        now: OffsetDateTime,
    ) -> Result<Arc<Self>, Error> {
        let circumstances = head.circumstances(now);
        if let Some(picture) = kept.pictures.get(head, circumstances) {
            return Ok(picture);
        }
        let form = kept.forms.form(connection, &head.questionnaire).await?;
        let usual = Usuals::of(connection, kept, &form, head).await?;
        Ok(Arc::new(Self::load(connection, kept, head, form, usual, circumstances).await?))
    }

    async fn load(
        connection: &impl ConnectionTrait,
        kept: &Kept,
        head: &HeadRow,
        form: Arc<Form>,
        usual: Ranges,
        circumstances: Circumstances,
    ) -> Result<Self, Error> {
        let stored = stored_answers(connection, head.id).await?;
        let earlier = Earlier::of_one(connection, kept, head).await?;
        let earlier = earlier.of(&head.organisation);
        let previous = previous_answers(&form, &earlier);
        let no_longer_asked = earlier.first().map(|(_, before, _)| no_longer_asked(&form, before)).unwrap_or_default();
        let entries = stored.iter().map(|(field, answer)| (field.clone(), answer.entry.clone()));
        let values = comparable_values(&previous);
        Ok(Self {
            revision: head.revision,
            earlier: head.earlier,
            circumstances,
            evaluation: Arc::new(Evaluation::with_usual(form, entries, values, (*usual).clone(), circumstances)),
            stored: Arc::new(stored),
            previous: Arc::new(previous),
            usual,
            no_longer_asked: Arc::new(no_longer_asked),
            marks: Arc::new(marks(connection, head.id).await?),
            handed: Arc::new(Handed::of_response(connection, head.id).await?),
        })
    }
}

#[derive(FromQueryResult)]
struct AnswerRow {
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
    let rows = AnswerRow::find_by_statement(statement).all(connection).await?;
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
struct MarkRow {
    section: String,
    name: Option<String>,
    marked_at: i64,
}

/// The sections that are marked as done.
pub(super) async fn marks(connection: &impl ConnectionTrait, response: i64) -> Result<BTreeMap<String, Signed>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT m.section, m.marked_at, p.name FROM section_marks m LEFT JOIN persons p ON p.id = m.person_id \
         WHERE m.response_id = $1",
        [response.into()],
    );
    let rows = MarkRow::find_by_statement(statement).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.section, (row.name.unwrap_or_default(), moment(row.marked_at)))).collect())
}
