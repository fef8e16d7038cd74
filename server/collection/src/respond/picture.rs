//! One consistent picture of a response: its answers, evaluated. Kept in memory and told apart by the response's
//! revision, so that a page that changes nothing reads nothing twice.

use super::head::HeadRow;
use crate::{Error, Store, store::Kept, time_text::moment};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};
use survey::{
    evaluation::{Evaluation, Obstacle},
    lineage::{PreviousAnswer, comparable_values, previous_answers},
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
    /// A comment to the reviewer.
    pub comment: Option<String>,
    /// Why a warning is right all the same.
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
    pub evaluation: Arc<Evaluation>,
    pub stored: Arc<BTreeMap<FieldName, StoredAnswer>>,
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    pub marks: Arc<BTreeMap<String, Signed>>,
}

impl Picture {
    /// What stops submitting, in order.
    pub(crate) fn obstacles(&self) -> Vec<Obstacle> {
        self.evaluation.obstacles(|field| self.stored.get(field).is_some_and(|answer| answer.explanation.is_some()))
    }

    /// The picture of a response for reading, from memory where it is current.
    pub(crate) async fn read(store: &Store, head: &HeadRow) -> Result<Arc<Self>, Error> {
        if let Some(picture) = store.kept().pictures.get(head) {
            return Ok(picture);
        }
        let picture = Arc::new(Self::load(store.read(), store.kept(), head).await?);
        store.kept().pictures.keep(head.id, Arc::clone(&picture));
        Ok(picture)
    }

    /// The picture of a locked response. What is read inside a transaction is not kept: it might be rolled back.
    pub(crate) async fn of_locked(
        connection: &impl ConnectionTrait,
        kept: &Kept,
        head: &HeadRow,
    ) -> Result<Arc<Self>, Error> {
        match kept.pictures.get(head) {
            Some(picture) => Ok(picture),
            None => Ok(Arc::new(Self::load(connection, kept, head).await?)),
        }
    }

    async fn load(connection: &impl ConnectionTrait, kept: &Kept, head: &HeadRow) -> Result<Self, Error> {
        let form = kept.forms.form(connection, &head.questionnaire).await?;
        let stored = stored_answers(connection, head.id).await?;
        let previous = previous(connection, kept, head, &form).await?;
        let entries = stored.iter().map(|(field, answer)| (field.clone(), answer.entry.clone()));
        let values = comparable_values(&previous);
        Ok(Self {
            revision: head.revision,
            earlier: head.earlier,
            evaluation: Arc::new(Evaluation::new(form, entries, values)),
            stored: Arc::new(stored),
            previous: Arc::new(previous),
            marks: Arc::new(marks(connection, head.id).await?),
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
) -> Result<BTreeMap<FieldName, StoredAnswer>, Error> {
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
            Ok((row.field.parse().map_err(Error::stored)?, answer))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct MarkRow {
    section: String,
    name: Option<String>,
    marked_at: i64,
}

async fn marks(connection: &impl ConnectionTrait, response: i64) -> Result<BTreeMap<String, Signed>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT m.section, m.marked_at, p.name FROM section_marks m LEFT JOIN persons p ON p.id = m.person_id \
         WHERE m.response_id = $1",
        [response.into()],
    );
    let rows = MarkRow::find_by_statement(statement).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.section, (row.name.unwrap_or_default(), moment(row.marked_at)))).collect())
}

#[derive(FromQueryResult)]
struct EarlierRow {
    year: i64,
    questionnaire: String,
    entries: Option<String>,
}

/// Last year's answers: the organisation's latest earlier counted answers, through lineage.
async fn previous(
    connection: &impl ConnectionTrait,
    kept: &Kept,
    head: &HeadRow,
    form: &survey::form::Form,
) -> Result<BTreeMap<FieldName, PreviousAnswer>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT d.year, d.questionnaire, c.entries FROM rounds d \
         LEFT JOIN responses r ON r.survey = d.survey AND r.year = d.year AND r.organisation = $2 \
         AND r.status IN ('submitted', 'approved') \
         LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
         WHERE d.survey = $1 AND d.year < $3 ORDER BY d.year DESC",
        [head.survey.as_str().into(), head.organisation.as_str().into(), head.year.into()],
    );
    let mut earlier = Vec::new();
    for row in EarlierRow::find_by_statement(statement).all(connection).await? {
        let form = kept.forms.form(connection, &row.questionnaire).await?;
        let entries = row.entries.map(|entries| serde_json::from_str(&entries)).transpose()?;
        earlier.push((i32::try_from(row.year).unwrap_or(i32::MAX), form, entries));
    }
    Ok(previous_answers(form, &earlier))
}

/// The pictures that are kept: those that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<PicturesByUse>);

#[derive(Debug, Default)]
struct PicturesByUse {
    uses: u64,
    by_response: HashMap<i64, (u64, Arc<Picture>)>,
}

/// The most pictures that are kept: more than the people who work at once, and a few tens of megabytes.
const MOST_PICTURES: usize = 512;

impl Pictures {
    fn get(&self, head: &HeadRow) -> Option<Arc<Picture>> {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.uses += 1;
        let uses = pictures.uses;
        let (used, picture) = pictures.by_response.get_mut(&head.id)?;
        if picture.revision != head.revision || picture.earlier != head.earlier {
            return None;
        }
        *used = uses;
        Some(Arc::clone(picture))
    }

    /// Keeps a picture of what is committed, unless a newer one is there.
    pub(crate) fn keep(&self, response: i64, picture: Arc<Picture>) {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.uses += 1;
        let uses = pictures.uses;
        match pictures.by_response.get_mut(&response) {
            Some((_, kept)) if kept.revision > picture.revision => {}
            Some(kept) => *kept = (uses, picture),
            None => {
                if pictures.by_response.len() >= MOST_PICTURES {
                    // The half that was used longest ago goes at once, so that this is rare.
                    let mut used: Vec<u64> = pictures.by_response.values().map(|(used, _)| *used).collect();
                    used.sort_unstable();
                    let middle = used.get(used.len() / 2).copied().unwrap_or(uses);
                    pictures.by_response.retain(|_, (used, _)| *used > middle);
                }
                pictures.by_response.insert(response, (uses, picture));
            }
        }
    }
}
