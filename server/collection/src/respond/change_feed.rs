//! What colleagues do meanwhile: what an open page of a section asks for once a second. It stands in the database, so
//! that it does not matter which node a colleague saves at.

use super::{
    change_set::JournalRecord,
    head::HeadRow,
    presence::earliest,
    snapshot::{PersonAndTime, Snapshot, marks},
};
use crate::{Actor, Error, ResponseKey, Store, text::without_nul};
use database::stored::moment;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use survey::{format::collation_key, name::FieldName, value::Entry};
use time::OffsetDateTime;

/// The most saves that are told at once; the next time goes on where this one ended.
const MOST_SAVES: usize = 100;

/// What has happened in a response since a revision, and who else is in a section now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFeed {
    /// The revision up to which everything is told. Ask from here the next time.
    pub change_number: i64,
    /// The names of the others who have the section open.
    pub here: Vec<String>,
    /// The saves, in their order.
    pub saves: Vec<FeedSave>,
    /// Whether the section is marked as done; told when the response has changed.
    pub mark: Option<DoneMark>,
}

/// One save, by the page itself too: a page knows those by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSave {
    /// The revision that it made.
    pub change_number: i64,
    /// The name that its caller gave it.
    pub save_id: String,
    /// Who; empty for an import.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What was written.
    pub answers: Vec<FeedAnswer>,
}

/// What a save wrote of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedAnswer {
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
pub enum DoneMark {
    /// By whom, and when.
    Done(PersonAndTime),
    /// It is not.
    Open,
}

/// What has happened in a response since revision `since`, and who else is in a section, for those of the organisation who
/// may read anything in it. Of what they may not read nothing is told.
pub async fn change_feed(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    since: i64,
    now: OffsetDateTime,
) -> Result<ChangeFeed, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let connection = store.read();
    let readable = readable(store, actor, key, section, now).await?;
    let rows = now_rows(connection, actor, key, section, now).await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    let (response, change_number) = (first.id, first.change_number);
    // Sorted here and not by the database: each has an alphabet of its own.
    let mut here: Vec<String> = rows.into_iter().filter_map(|row| row.name).collect();
    here.sort_by_cached_key(|name| collation_key(name));
    if change_number <= since {
        return Ok(ChangeFeed { change_number: since, here, saves: Vec::new(), mark: None });
    }
    let saved = saves_after(connection, response, since).await?;
    let last_told = saved.last().map_or(since, |row| row.change_number);
    let is_whole = saved.len() < MOST_SAVES;
    let mark = marks(connection, response).await?.remove(section).map_or(DoneMark::Open, DoneMark::Done);
    Ok(ChangeFeed {
        // Something else than a save may be the latest; and a save may have come between the two questions.
        change_number: if is_whole { last_told.max(change_number) } else { last_told },
        here,
        saves: saved.into_iter().map(|row| row.change_feed(readable.as_ref())).collect::<Result<_, _>>()?,
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
    let snapshot = Snapshot::read(store, &head, now).await?;
    let (read_scope, form) = (snapshot.read_scope(&head, actor)?, snapshot.evaluation.form());
    if !read_scope.includes_part_of(section) {
        return Err(Error::Forbidden);
    }
    let named = |places: BTreeSet<usize>| {
        let fields = places.into_iter().filter_map(|place| form.fields().get(place));
        fields.map(|field| (field.name.clone(), read_scope.covers_field(form, field))).collect()
    };
    Ok(read_scope.fields(form).map(named))
}

/// The response, once for each of the others in the section and at least once.
#[derive(FromQueryResult)]
struct FeedHeadRow {
    id: i64,
    change_number: i64,
    name: Option<String>,
}

async fn now_rows(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<Vec<FeedHeadRow>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.id, r.revision AS change_number, p.name FROM responses r \
         LEFT JOIN presences s ON s.response_id = r.id AND s.section = $4 AND s.seen_at >= $5 AND s.person_id <> $6 \
         LEFT JOIN persons p ON p.id = s.person_id \
         WHERE r.survey = $1 AND r.year = $2 AND r.organisation = $3",
        [
            without_nul(&key.survey)?.into(),
            i64::from(key.year).into(),
            without_nul(&key.organisation)?.into(),
            without_nul(section)?.into(),
            earliest(now).into(),
            actor.person_id().unwrap_or(0).into(),
        ],
    );
    Ok(FeedHeadRow::find_by_statement(statement).all(connection).await?)
}

#[derive(FromQueryResult)]
struct FeedSaveRow {
    change_number: i64,
    save_id: String,
    saved_at: i64,
    changes: String,
    name: Option<String>,
}

async fn saves_after(connection: &impl ConnectionTrait, response: i64, since: i64) -> Result<Vec<FeedSaveRow>, Error> {
    let most = i64::try_from(MOST_SAVES).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT s.revision AS change_number, s.save_id, s.saved_at, s.changes, p.name FROM saves s \
         LEFT JOIN persons p ON p.id = s.person_id \
         WHERE s.response_id = $1 AND s.revision > $2 ORDER BY s.revision LIMIT $3",
        [response.into(), since.into(), most.into()],
    );
    Ok(FeedSaveRow::find_by_statement(statement).all(connection).await?)
}

impl FeedSaveRow {
    fn change_feed(self, readable: Option<&BTreeMap<FieldName, bool>>) -> Result<FeedSave, Error> {
        let written: Vec<JournalRecord> = serde_json::from_str(&self.changes)?;
        let answers = written
            .into_iter()
            .filter_map(|JournalRecord { field, version, content }| {
                let is_own = readable.map_or(Some(true), |readable| readable.get(&field).copied())?;
                let (comment, explanation) = if is_own { (content.comment, content.explanation) } else { (None, None) };
                Some(FeedAnswer { field, version, entry: content.entry, comment, explanation })
            })
            .collect();
        Ok(FeedSave {
            change_number: self.change_number,
            save_id: self.save_id,
            by: self.name.unwrap_or_default(),
            at: moment(self.saved_at),
            answers,
        })
    }
}
