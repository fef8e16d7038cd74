//! "Samma som förra året": earlier answers given again, for a question or a whole section, and taken back.

use super::{
    change_set::JournalRecord,
    group_commit::{QueuedSave, save_in},
    head::HeadRow,
    save::{Change, Save},
    snapshot::Snapshot,
    versions::Versions,
};
use crate::{Actor, Error, ResponseKey, Store, store::Cache};
use database::entities::saves;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::Evaluation,
    form::{Field, Form},
    name::FieldName,
    same_as_before::reusable,
    value::Entry,
};
use time::OffsetDateTime;

/// What is answered as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SameAsBefore {
    /// What is unanswered in a section, by its name.
    Section(String),
    /// A question, by its name, whether or not it is answered.
    Question(String),
}

impl SameAsBefore {
    fn fields<'a>(&self, form: &'a Form) -> Result<Vec<&'a Field>, Error> {
        let is_in = |field: &&Field| match self {
            Self::Section(name) => {
                form.questionnaire().sections.get(field.section).is_some_and(|section| section.name.as_str() == name)
            }
            Self::Question(name) => field.name.question() == name,
        };
        let fields: Vec<&Field> = form.fields().iter().filter(is_in).collect();
        if fields.is_empty() { Err(Error::NotFound) } else { Ok(fields) }
    }
}

/// What such saves are called in the journal, where they are found again to be taken back.
const SAME: &str = "same-as-before";

/// What it is called when they are.
const UNDONE: &str = "same-as-before-undone";

/// What a transaction made: the response and its new picture, to be kept when it is committed.
type WrittenSnapshot = Option<(i64, Arc<Snapshot>)>;

/// Gives earlier answers again, where they can be; see [`reusable`]. Answers the revision that this made, or none where
/// there was nothing to do.
pub async fn same_as_before(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    scope: SameAsBefore,
    now: OffsetDateTime,
) -> Result<Option<i64>, Error> {
    if !actor.may_edit(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, cache, key) = (actor.clone(), store.cache().clone(), key.clone());
    let (before, made) = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let snapshot = Snapshot::of(transaction, &cache, &head, now).await?;
                let (form, edit_scope) = (snapshot.evaluation.form(), snapshot.edit_scope(&head, &actor));
                let mut fields = scope.fields(form)?;
                // Of a section that several have in hand, one's own part.
                fields.retain(|field| edit_scope.covers_field(form, field));
                if fields.is_empty() {
                    return Err(Error::Forbidden);
                }
                let entries = reused_answers(&snapshot.evaluation, &snapshot, &scope, &fields);
                if entries.is_empty() {
                    // Where the same button is pressed twice, the first time did it.
                    let latest = journal(transaction, &head, head.change_number, &actor).await?;
                    let is_of_these = |written: &JournalRecord| fields.iter().any(|field| field.name == written.field);
                    let did_it = latest.iter().flatten().any(is_of_these);
                    return Ok((did_it.then_some(head.change_number), None));
                }
                let changes = entries.into_iter().map(|(field, entry)| change(&snapshot, field, entry)).collect();
                let save = Save { key, save_id: SAME.to_owned(), changes };
                Ok((None, write(transaction, &cache, &actor, save, now).await?))
            })
        })
        .await?;
    Ok(put(store, made).or(before))
}

/// Takes back what one's own [`same_as_before`] filled in: each field that nobody has changed since is as it was.
pub async fn undo_same_as_before(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    change_number: i64,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_edit(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, cache, key) = (actor.clone(), store.cache().clone(), key.clone());
    let made = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let snapshot = Snapshot::of(transaction, &cache, &head, now).await?;
                let written = journal(transaction, &head, change_number, &actor).await?.ok_or(Error::NotFound)?;
                let mut changes = Vec::new();
                let mut versions = Versions::default();
                for written in written.into_iter().filter(|written| is_untouched(&snapshot, written)) {
                    let before = versions.of(transaction, head.id, &written.field, written.version - 1).await?;
                    changes.extend(before.map(|before| change(&snapshot, written.field, before.entry)));
                }
                let save = Save { key, save_id: UNDONE.to_owned(), changes };
                write(transaction, &cache, &actor, save, now).await
            })
        })
        .await?;
    put(store, made);
    Ok(())
}

/// The fields that one's own [`same_as_before`] filled in and that nobody has changed since, in the order of the
/// questionnaire.
pub async fn same_as_before_fields(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    change_number: i64,
    now: OffsetDateTime,
) -> Result<Vec<FieldName>, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let snapshot = Snapshot::read(store, &head, now).await?;
    let written = journal(store.read(), &head, change_number, actor).await?.unwrap_or_default();
    let untouched = written.into_iter().filter(|written| is_untouched(&snapshot, written));
    Ok(untouched.map(|written| written.field).collect())
}

/// The entries that change nothing but what may be filled in. One answer may make another question relevant.
fn reused_answers(
    evaluation: &Evaluation,
    snapshot: &Snapshot,
    scope: &SameAsBefore,
    fields: &[&Field],
) -> BTreeMap<FieldName, Entry> {
    let mut evaluation = evaluation.clone();
    let mut given = BTreeMap::new();
    loop {
        let before = given.len();
        for field in fields {
            let name = field.name.as_str();
            let is_open = match scope {
                SameAsBefore::Section(_) => evaluation.entry(name).is_empty(),
                SameAsBefore::Question(_) => true,
            };
            if !is_open || !evaluation.is_relevant(name) {
                continue;
            }
            if let Ok(value) = reusable(&evaluation, snapshot.previous.get(&field.name), &field.name) {
                let entry = Entry::Value(value);
                if !entry.says_same(evaluation.entry(name)) {
                    evaluation.set(&field.name, entry.clone());
                    given.insert(field.name.clone(), entry);
                }
            }
        }
        if given.len() == before {
            return given;
        }
    }
}

fn change(snapshot: &Snapshot, field: FieldName, entry: Entry) -> Change {
    let base_version = snapshot.stored.get(&field).map_or(0, |stored| stored.version);
    Change { field, entry: Some(entry), comment: None, explanation: None, base_version }
}

fn is_untouched(snapshot: &Snapshot, written: &JournalRecord) -> bool {
    snapshot.stored.get(&written.field).is_some_and(|stored| stored.version == written.version)
}

async fn write(
    transaction: &DatabaseTransaction,
    cache: &Cache,
    actor: &Actor,
    save: Save,
    now: OffsetDateTime,
) -> Result<WrittenSnapshot, Error> {
    let (_, made) = save_in(transaction, cache, QueuedSave::new(actor, save, now)?).await?;
    Ok(made)
}

/// Keeps the picture of what is committed, and tells its revision.
fn put(store: &Store, made: WrittenSnapshot) -> Option<i64> {
    let (response, snapshot) = made?;
    let change_number = snapshot.change_number;
    store.cache().snapshots.put(response, snapshot);
    Some(change_number)
}

/// What the actor's own [`same_as_before`] wrote in a revision, if it was one.
async fn journal(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    change_number: i64,
    actor: &Actor,
) -> Result<Option<Vec<JournalRecord>>, Error> {
    let save = saves::Entity::find()
        .filter(saves::Column::ResponseId.eq(head.id))
        .filter(saves::Column::ChangeNumber.eq(change_number))
        .filter(saves::Column::SaveId.eq(SAME))
        .one(connection)
        .await?;
    let own = save.filter(|save| save.person_id == actor.person_id());
    own.map(|save| Ok(serde_json::from_str(&save.changes)?)).transpose()
}
