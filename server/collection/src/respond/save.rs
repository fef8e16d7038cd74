//! Saving answers. What is saved, versioned and in conflict is a field; a retry is harmless; nobody overwrites unseen.

use super::{draft::Draft, head::HeadRow, picture::Picture};
use crate::{
    Actor, Error, ResponseKey, Store,
    bulk::{Done, answer_row, write_answers},
    entities::{responses, saves, section_marks},
    hash::sha256,
    store::Kept,
    text::clean,
    time_text::moment,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    evaluation::{Progress, Violation},
    form::Form,
    name::FieldName,
    status::{Status, Step},
    value::{Entry, excess},
};
use time::OffsetDateTime;

/// Answers to save, together.
#[derive(Debug, Clone)]
pub struct Save {
    /// The response.
    pub key: ResponseKey,
    /// The caller's name of this save. Sent again with the same content, it changes nothing and answers the same.
    pub save_id: String,
    /// What is saved. Each field at most once.
    pub changes: Vec<Change>,
}

/// What is saved of one field. What is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field.
    pub field: FieldName,
    /// Its value, missing reason, or what could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// The comment; `Some(None)` takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub comment: Option<Option<String>>,
    /// The explanation; `Some(None)` takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub explanation: Option<Option<String>>,
    /// The version that the change was made from; 0 where there was none.
    pub base_version: i64,
}

/// A text that is there, though it may say "none". What is absent does not come here.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// One per change, in its order.
    pub fields: Vec<FieldSaved>,
    /// Where the response stands now.
    pub status: Status,
    /// How far the response has come.
    pub progress: Progress,
    /// The saved fields and those whose relevance or violations changed, in the order of the questionnaire.
    pub changed: Vec<FieldVerdict>,
    /// When it was saved.
    #[serde(with = "time::serde::timestamp")]
    pub saved_at: OffsetDateTime,
}

/// What came of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum FieldSaved {
    /// It is saved.
    Version {
        /// The field.
        field: FieldName,
        /// Its new version.
        version: i64,
    },
    /// It says what is stored already, or what was stored when it was begun; nothing is saved.
    Unchanged {
        /// The field.
        field: FieldName,
        /// Its version.
        version: i64,
    },
    /// Somebody else has changed it meanwhile. Nothing is saved; both values are here. Saved again from this version,
    /// one's own stands.
    Conflict {
        /// The field.
        field: FieldName,
        /// The version that is stored.
        version: i64,
        /// What one wanted to save.
        mine: Entry,
        /// What is stored.
        theirs: Entry,
        /// The comment that is stored.
        their_comment: Option<String>,
        /// The explanation that is stored.
        their_explanation: Option<String>,
        /// Who wrote it.
        by: String,
        /// When.
        #[serde(with = "time::serde::timestamp")]
        at: OffsetDateTime,
    },
}

/// What is found about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldVerdict {
    /// The field.
    pub field: FieldName,
    /// Whether it is asked.
    pub relevant: bool,
    /// The checks that it does not meet.
    pub violations: Vec<Violation>,
}

/// The longest name of a save, in bytes: a UUID and more.
const LONGEST_SAVE_ID: usize = 100;

/// Saves answers, as one transaction, and says what came of each field and what is found now.
pub async fn save(store: &Store, actor: &Actor, mut save: Save, now: OffsetDateTime) -> Result<Saved, Error> {
    if !actor.may_edit(&save.key.organisation) {
        return Err(Error::Forbidden);
    }
    save.save_id = clean(&save.save_id);
    if save.save_id.len() > LONGEST_SAVE_ID {
        return Err(Error::TooLong("save_id".into()));
    }
    let (actor, kept) = (actor.clone(), store.kept().clone());
    let (response, picture, saved) = store
        .write(move |transaction| Box::pin(async move { save_in(transaction, &kept, &actor, save, now).await }))
        .await?;
    if let Some(picture) = picture {
        store.kept().pictures.keep(response, picture);
    }
    Ok(saved)
}

pub(super) async fn save_in(
    transaction: &DatabaseTransaction,
    kept: &Kept,
    actor: &Actor,
    mut save: Save,
    now: OffsetDateTime,
) -> Result<(i64, Option<Arc<Picture>>, Saved), Error> {
    let hash = sha256(&serde_json::to_vec(&save.changes)?);
    let head = HeadRow::lock(transaction, &save.key).await?;
    let picture = Picture::of_locked(transaction, kept, &head).await?;
    if let Some(earlier) = earlier_save(transaction, head.id, &picture, &save, &hash).await? {
        let fields: Vec<FieldSaved> = serde_json::from_str(&earlier.outcome)?;
        let named = save.changes.into_iter().map(|change| change.field).collect();
        let at = moment(earlier.saved_at);
        return Ok((head.id, None, answer(&picture, head.status()?, fields, named, at)));
    }
    let status = head.check_edit(actor, now)?;
    check_and_clean(picture.evaluation.form(), &mut save.changes)?;

    let mut draft = Draft::new(&picture, actor, now);
    for change in &save.changes {
        draft.apply(transaction, head.id, change).await?;
    }
    let Draft { picture: next, outcomes, written, touched, .. } = draft;
    if written.is_empty() {
        return Ok((head.id, None, answer(&picture, status, outcomes, touched, now)));
    }
    let status = status.after(Step::Save).ok_or(Error::NotAllowed { status, step: Step::Save })?;
    let next = Arc::new(next);
    let journal = saves::ActiveModel {
        response_id: Set(head.id),
        revision: Set(next.revision),
        save_id: Set(save.save_id),
        hash: Set(hash),
        person_id: Set(actor.person_id()),
        saved_at: Set(now.unix_timestamp()),
        changes: Set(serde_json::to_string(&written)?),
        outcome: Set(serde_json::to_string(&outcomes)?),
    };
    saves::Entity::insert(journal).exec_without_returning(transaction).await?;
    let done = Done { person: actor.person_id(), at: now };
    let rows = written.into_iter().map(|written| answer_row(head.id, written, done)).collect::<Result<_, _>>()?;
    write_answers(transaction, rows).await?;
    unmark(transaction, head.id, &picture, &next).await?;
    update_response(transaction, &head, &next, status, now).await?;
    let saved = answer(&next, status, outcomes, touched, now);
    Ok((head.id, Some(next), saved))
}

/// Refuses fields that the form does not have, fields named twice and texts that are too long; tidies texts.
fn check_and_clean(form: &Form, changes: &mut [Change]) -> Result<(), Error> {
    let mut named = BTreeSet::new();
    for change in changes {
        let name = change.field.as_str();
        if form.field(name).is_none() || !named.insert(change.field.clone()) {
            return Err(Error::UnknownField(name.to_owned()));
        }
        let entry_text = change.entry.as_ref().and_then(Entry::text);
        let notes = [&change.comment, &change.explanation].into_iter().flatten().flatten();
        if notes.map(String::as_str).chain(entry_text).any(|text| excess(text).is_some()) {
            return Err(Error::TooLong(name.to_owned()));
        }
        for note in [&mut change.comment, &mut change.explanation].into_iter().flatten() {
            *note = note.take().map(|text| clean(&text)).filter(|text| !text.is_empty());
        }
    }
    Ok(())
}

/// What came of this save, if it has been carried out before. Where every change is made from what is stored it has not:
/// a save that is carried out leaves newer versions behind.
async fn earlier_save(
    connection: &impl ConnectionTrait,
    response: i64,
    picture: &Picture,
    save: &Save,
    hash: &str,
) -> Result<Option<saves::Model>, Error> {
    let version = |field: &FieldName| picture.stored.get(field).map_or(0, |stored| stored.version);
    if save.changes.iter().all(|change| change.base_version == version(&change.field)) {
        return Ok(None);
    }
    let same = saves::Entity::find()
        .filter(saves::Column::ResponseId.eq(response))
        .filter(saves::Column::SaveId.eq(&save.save_id))
        .filter(saves::Column::Hash.eq(hash));
    Ok(same.one(connection).await?)
}

async fn unmark(
    connection: &impl ConnectionTrait,
    response: i64,
    before: &Picture,
    after: &Picture,
) -> Result<(), Error> {
    let gone: Vec<&str> =
        before.marks.keys().filter(|section| !after.marks.contains_key(*section)).map(String::as_str).collect();
    if !gone.is_empty() {
        section_marks::Entity::delete_many()
            .filter(section_marks::Column::ResponseId.eq(response))
            .filter(section_marks::Column::Section.is_in(gone))
            .exec(connection)
            .await?;
    }
    Ok(())
}

async fn update_response(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    picture: &Picture,
    status: Status,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let total = picture.evaluation.progress().total;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let row = responses::ActiveModel {
        id: Set(head.id),
        status: Set(status.code().to_owned()),
        revision: Set(picture.revision),
        answered: Set(count(total.answered)),
        asked: Set(count(total.asked)),
        started_at: Set(Some(head.started_at.unwrap_or(now.unix_timestamp()))),
        last_activity_at: Set(Some(now.unix_timestamp())),
        ..Default::default()
    };
    row.update_without_returning(connection).await?;
    Ok(())
}

fn answer(
    picture: &Picture,
    status: Status,
    fields: Vec<FieldSaved>,
    touched: BTreeSet<FieldName>,
    saved_at: OffsetDateTime,
) -> Saved {
    let evaluation = &picture.evaluation;
    let place = |field: &FieldName| evaluation.form().position(field.as_str());
    let by_place: BTreeMap<usize, &FieldName> =
        touched.iter().filter_map(|field| Some((place(field)?, field))).collect();
    let verdict = |field: &FieldName| FieldVerdict {
        field: field.clone(),
        relevant: evaluation.is_relevant(field.as_str()),
        violations: evaluation.violations(field.as_str()).to_vec(),
    };
    Saved {
        fields,
        status,
        progress: evaluation.progress(),
        changed: by_place.into_values().map(verdict).collect(),
        saved_at,
    }
}
