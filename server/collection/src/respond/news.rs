//! What colleagues do meanwhile: what an open page of a section asks for once a second. It stands in the database, so
//! that it does not matter which node a colleague saves at.

use super::{
    draft::Written,
    head::HeadRow,
    picture::{Picture, Signed, marks},
    presence::earliest,
};
use crate::{Actor, Error, ResponseKey, Store, text::storable};
use database::stored::moment;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use survey::{format::collation_key, name::FieldName, value::Entry};
use time::OffsetDateTime;

/// The most saves that are told at once; the next time goes on where this one ended.
const MOST_SAVES: usize = 100;

/// What has happened in a response since a revision, and who else is in a section now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The revision up to which everything is told. Ask from here the next time.
    pub revision: i64,
    /// The names of the others who have the section open.
    pub here: Vec<String>,
    /// The saves, in their order.
    pub saves: Vec<SaveNews>,
    /// Whether the section is marked as done; told when the response has changed.
    pub mark: Option<Mark>,
}

/// One save, by the page itself too: a page knows those by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveNews {
    /// The revision that it made.
    pub revision: i64,
    /// The name that its caller gave it.
    pub save_id: String,
    /// Who; empty for an import.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What was written.
    pub answers: Vec<AnswerNews>,
}

/// What a save wrote of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerNews {
    /// The field.
    pub field: FieldName,
    /// Its new version.
    pub version: i64,
    /// The value, the missing reason, or what could not be read.
    pub entry: Entry,
    /// The comment.
    pub comment: Option<String>,
    /// The explanation.
    pub explanation: Option<String>,
}

/// Whether a section is marked as done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// By whom, and when.
    Done(Signed),
    /// It is not.
    Open,
}

/// What has happened in a response since revision `since`, and who else is in a section, for those of the organisation who
/// may read anything in it. Of what they may not read nothing is told.
pub async fn news(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    since: i64,
    now: OffsetDateTime,
) -> Result<News, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let connection = store.read();
    let readable = readable(store, actor, key, section, now).await?;
    let rows = now_rows(connection, actor, key, section, now).await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    let (response, revision) = (first.id, first.revision);
    // Sorted here and not by the database: each has an alphabet of its own.
    let mut here: Vec<String> = rows.into_iter().filter_map(|row| row.name).collect();
    here.sort_by_cached_key(|name| collation_key(name));
    if revision <= since {
        return Ok(News { revision: since, here, saves: Vec::new(), mark: None });
    }
    let saved = saves_after(connection, response, since).await?;
    let last_told = saved.last().map_or(since, |row| row.revision);
    let is_whole = saved.len() < MOST_SAVES;
    let mark = marks(connection, response).await?.remove(section).map_or(Mark::Open, Mark::Done);
    Ok(News {
        // Something else than a save may be the latest; and a save may have come between the two questions.
        revision: if is_whole { last_told.max(revision) } else { last_told },
        here,
        saves: saved.into_iter().map(|row| row.news(readable.as_ref())).collect::<Result<_, _>>()?,
        mark: Some(mark),
    })
}

/// The fields of which an actor may be told, and whether what is noted beside them is theirs to read too: of those by which
/// their own are only judged it is not. None where that is all.
async fn readable(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<Option<BTreeMap<FieldName, bool>>, Error> {
    if actor.may_read_whole(&key.organisation) {
        return Ok(None);
    }
    let head = HeadRow::read(store, key).await?;
    let picture = Picture::read(store, &head, now).await?;
    let (sight, form) = (picture.sight(&head, actor)?, picture.evaluation.form());
    if !sight.reaches(section) {
        return Err(Error::Forbidden);
    }
    let named = |places: BTreeSet<usize>| {
        let fields = places.into_iter().filter_map(|place| form.fields().get(place));
        fields.map(|field| (field.name.clone(), sight.covers_field(form, field))).collect()
    };
    Ok(sight.fields(form).map(named))
}

/// The response, once for each of the others in the section and at least once.
#[derive(FromQueryResult)]
struct NowRow {
    id: i64,
    revision: i64,
    name: Option<String>,
}

async fn now_rows(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<Vec<NowRow>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.id, r.revision, p.name FROM responses r \
         LEFT JOIN presences s ON s.response_id = r.id AND s.section = $4 AND s.seen_at >= $5 AND s.person_id <> $6 \
         LEFT JOIN persons p ON p.id = s.person_id \
         WHERE r.survey = $1 AND r.year = $2 AND r.organisation = $3",
        [
            storable(&key.survey)?.into(),
            i64::from(key.year).into(),
            storable(&key.organisation)?.into(),
            storable(section)?.into(),
            earliest(now).into(),
            actor.person_id().unwrap_or(0).into(),
        ],
    );
    Ok(NowRow::find_by_statement(statement).all(connection).await?)
}

#[derive(FromQueryResult)]
struct SaveRow {
    revision: i64,
    save_id: String,
    saved_at: i64,
    changes: String,
    name: Option<String>,
}

async fn saves_after(connection: &impl ConnectionTrait, response: i64, since: i64) -> Result<Vec<SaveRow>, Error> {
    let most = i64::try_from(MOST_SAVES).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT s.revision, s.save_id, s.saved_at, s.changes, p.name FROM saves s \
         LEFT JOIN persons p ON p.id = s.person_id \
         WHERE s.response_id = $1 AND s.revision > $2 ORDER BY s.revision LIMIT $3",
        [response.into(), since.into(), most.into()],
    );
    Ok(SaveRow::find_by_statement(statement).all(connection).await?)
}

impl SaveRow {
    fn news(self, readable: Option<&BTreeMap<FieldName, bool>>) -> Result<SaveNews, Error> {
        let written: Vec<Written> = serde_json::from_str(&self.changes)?;
        let answers = written
            .into_iter()
            .filter_map(|Written { field, version, content }| {
                let is_own = readable.map_or(Some(true), |readable| readable.get(&field).copied())?;
                let (comment, explanation) = if is_own { (content.comment, content.explanation) } else { (None, None) };
                Some(AnswerNews { field, version, entry: content.entry, comment, explanation })
            })
            .collect();
        Ok(SaveNews {
            revision: self.revision,
            save_id: self.save_id,
            by: self.name.unwrap_or_default(),
            at: moment(self.saved_at),
            answers,
        })
    }
}
