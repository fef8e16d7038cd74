//! Saving answers. What is saved, versioned and in conflict is a field; a retry is harmless; nobody overwrites unseen.

use super::{
    change_set::ChangeSet,
    group_commit::{QueuedSave, SaveQueue},
    head::HeadRow,
    open_fields::{OpenFields, status_after_save},
    snapshot::Snapshot,
    write_batch::WriteBatch,
};
use crate::{Actor, Error, ResponseKey, Store, store::Cache, text::clean};
use database::entities::saves;
use database::stored::moment;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Deserializer, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    evaluation::{Progress, Violation},
    form::Form,
    input,
    name::FieldName,
    status::Status,
    value::{AnswerPart, Entry, too_long},
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

impl Change {
    /// The first of its texts that is longer than is taken, with how many characters it has too many.
    pub(super) fn too_long(&self) -> Option<(AnswerPart, usize)> {
        let comment = self.comment.as_ref().and_then(Option::as_deref);
        let explanation = self.explanation.as_ref().and_then(Option::as_deref);
        too_long(self.entry.as_ref(), comment, explanation)
    }
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
    /// A text of it is longer than is taken. Nothing of the field is saved: a field is saved as a whole.
    TooLong {
        /// The field.
        field: FieldName,
        /// The version that is stored.
        version: i64,
        /// Which text.
        part: AnswerPart,
        /// How many characters it has too many.
        excess: usize,
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

/// Saves answers together, and says what came of each field and what is found now. A field that is in conflict or too long
/// holds up no other.
pub async fn save(store: &Store, actor: &Actor, save: Save, now: OffsetDateTime) -> Result<Saved, Error> {
    SaveQueue::carry_out(store, queued(actor, save, now)?).await
}

/// Saves all of these answers or, where any of them is in conflict, nothing.
pub async fn save_whole(store: &Store, actor: &Actor, save: Save, now: OffsetDateTime) -> Result<Saved, Error> {
    SaveQueue::carry_out(store, QueuedSave { whole: true, ..queued(actor, save, now)? }).await
}

/// What somebody who may wants saved.
fn queued(actor: &Actor, mut save: Save, now: OffsetDateTime) -> Result<QueuedSave, Error> {
    if !actor.may_edit(&save.key.organisation) {
        return Err(Error::Forbidden);
    }
    save.save_id = clean(&save.save_id);
    if save.save_id.len() > LONGEST_SAVE_ID {
        return Err(Error::TooLong("save_id".into()));
    }
    QueuedSave::new(actor, save, now)
}

/// What a save comes to on a response that stands as its head says.
#[derive(Debug)]
pub(super) struct PreparedSave {
    pub saved: Saved,
    /// What it writes, and the picture of the response after it; nothing where nothing changes.
    pub change: Option<(WriteBatch, Arc<Snapshot>)>,
}

impl PreparedSave {
    fn unchanged(saved: Saved) -> Self {
        Self { saved, change: None }
    }
}

/// Finds what a save comes to on a response, by its current picture.
pub(super) async fn prepare(
    connection: &impl ConnectionTrait,
    cache: &Cache,
    head: &HeadRow,
    snapshot: Arc<Snapshot>,
    queued: &QueuedSave,
) -> Result<PreparedSave, Error> {
    let QueuedSave { actor, save, hash, now, whole } = queued;
    if let Some(earlier) = earlier_save(connection, head.id, &snapshot, save, hash).await? {
        let fields: Vec<FieldSaved> = serde_json::from_str(&earlier.outcome)?;
        let named = save.changes.iter().map(|change| change.field.clone()).collect();
        let at = moment(earlier.saved_at);
        return Ok(PreparedSave::unchanged(answer(&snapshot, head.status()?, fields, named, at)));
    }
    let status = head.status()?;
    let open = OpenFields::of(connection, head, &snapshot, actor, *now).await?;
    let changes = checked_and_cleaned(snapshot.evaluation.form(), &save.changes)?;
    open.check(&changes)?;
    if let Some(change) = changes.iter().find(|change| *whole && change.too_long().is_some()) {
        return Err(Error::TooLong(change.field.to_string()));
    }

    let (assignments, is_cached) = (Arc::clone(&snapshot.assignments), cache.snapshots.evict(head.id, &snapshot));
    let mut change_set = ChangeSet::new(snapshot, status, actor, *now);
    for change in &changes {
        change_set.apply(connection, head.id, change).await?;
    }
    let is_in_conflict = change_set.outcomes.iter().any(|outcome| matches!(outcome, FieldSaved::Conflict { .. }));
    if change_set.written.is_empty() {
        if is_cached {
            cache.snapshots.put(head.id, Arc::clone(&change_set.snapshot));
        }
        return Ok(PreparedSave::unchanged(answer(
            &change_set.snapshot,
            status,
            change_set.outcomes,
            change_set.touched,
            *now,
        )));
    }
    if *whole && is_in_conflict {
        let snapshot = Snapshot::of(connection, cache, head, *now).await?;
        return Ok(PreparedSave::unchanged(answer(&snapshot, status, change_set.outcomes, change_set.touched, *now)));
    }
    let status = status_after_save(status)?;
    let write_batch = WriteBatch::of(head, queued, &assignments, &change_set, status)?;
    let ChangeSet { snapshot, outcomes, touched, .. } = change_set;
    let saved = answer(&snapshot, status, outcomes, touched, *now);
    Ok(PreparedSave { saved, change: Some((write_batch, snapshot)) })
}

/// Refuses fields that the form does not have and fields named twice; tidies texts.
fn checked_and_cleaned(form: &Form, changes: &[Change]) -> Result<Vec<Change>, Error> {
    let mut changes = changes.to_vec();
    let mut named = BTreeSet::new();
    for change in &mut changes {
        let name = change.field.as_str();
        let field = form.field(name).filter(|_| named.insert(change.field.clone()));
        let Some(field) = field else { return Err(Error::UnknownField(name.to_owned())) };
        change.entry = change.entry.take().map(|entry| input::cleaned(&field.field_type, entry));
        for note in [&mut change.comment, &mut change.explanation].into_iter().flatten() {
            *note = note.take().map(|text| clean(&text)).filter(|text| !text.is_empty());
        }
    }
    Ok(changes)
}

/// What came of this save, if it has been carried out before. Where every change is made from what is stored it has not:
/// a save that is carried out leaves newer versions behind.
async fn earlier_save(
    connection: &impl ConnectionTrait,
    response: i64,
    snapshot: &Snapshot,
    save: &Save,
    hash: &str,
) -> Result<Option<saves::Model>, Error> {
    let version = |field: &FieldName| snapshot.stored.get(field).map_or(0, |stored| stored.version);
    if save.changes.iter().all(|change| change.base_version == version(&change.field)) {
        return Ok(None);
    }
    let same = saves::Entity::find()
        .filter(saves::Column::ResponseId.eq(response))
        .filter(saves::Column::SaveId.eq(&save.save_id))
        .filter(saves::Column::Hash.eq(hash));
    Ok(same.one(connection).await?)
}

fn answer(
    snapshot: &Snapshot,
    status: Status,
    fields: Vec<FieldSaved>,
    touched: BTreeSet<FieldName>,
    saved_at: OffsetDateTime,
) -> Saved {
    let evaluation = &snapshot.evaluation;
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
