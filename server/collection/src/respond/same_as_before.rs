//! "Samma som förra året": earlier answers given again, for a question or a whole section, and taken back.

use super::{
    draft::Written,
    head::HeadRow,
    picture::Picture,
    save::{Change, Save},
    together::{Order, save_in},
    versions::Versions,
};
use crate::{Actor, Error, ResponseKey, Store, store::Kept};
use database::entities::saves;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::Evaluation,
    form::{Field, Form},
    name::FieldName,
    repetition::repeated,
    value::Entry,
};
use time::OffsetDateTime;

/// What is answered as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsBefore {
    /// What is unanswered in a section, by its name.
    Section(String),
    /// A question, by its name, whether or not it is answered.
    Question(String),
}

impl AsBefore {
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
type Made = Option<(i64, Arc<Picture>)>;

/// Gives earlier answers again, where they can be; see [`repeated`]. Answers the revision that this made, or none where
/// there was nothing to do.
pub async fn same_as_before(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    scope: AsBefore,
    now: OffsetDateTime,
) -> Result<Option<i64>, Error> {
    if !actor.may_edit(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, kept, key) = (actor.clone(), store.kept().clone(), key.clone());
    let (before, made) = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let picture = Picture::of(transaction, &kept, &head, now).await?;
                let (form, reach) = (picture.evaluation.form(), picture.reach(&head, &actor));
                let mut fields = scope.fields(form)?;
                // Of a section that several have in hand, one's own part.
                fields.retain(|field| reach.covers_field(form, field));
                if fields.is_empty() {
                    return Err(Error::Forbidden);
                }
                let entries = given_again(&picture.evaluation, &picture, &scope, &fields);
                if entries.is_empty() {
                    // Where the same button is pressed twice, the first time did it.
                    let latest = journal(transaction, &head, head.revision, &actor).await?;
                    let is_of_these = |written: &Written| fields.iter().any(|field| field.name == written.field);
                    let did_it = latest.iter().flatten().any(is_of_these);
                    return Ok((did_it.then_some(head.revision), None));
                }
                let changes = entries.into_iter().map(|(field, entry)| change(&picture, field, entry)).collect();
                let save = Save { key, save_id: SAME.to_owned(), changes };
                Ok((None, write(transaction, &kept, &actor, save, now).await?))
            })
        })
        .await?;
    Ok(keep(store, made).or(before))
}

/// Takes back what one's own [`same_as_before`] filled in: each field that nobody has changed since is as it was.
pub async fn undo_same_as_before(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    revision: i64,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.may_edit(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, kept, key) = (actor.clone(), store.kept().clone(), key.clone());
    let made = store
        .write(move |transaction| {
            Box::pin(async move {
                let head = HeadRow::lock(transaction, &key).await?;
                let picture = Picture::of(transaction, &kept, &head, now).await?;
                let written = journal(transaction, &head, revision, &actor).await?.ok_or(Error::NotFound)?;
                let mut changes = Vec::new();
                let mut versions = Versions::default();
                for written in written.into_iter().filter(|written| is_untouched(&picture, written)) {
                    let before = versions.of(transaction, head.id, &written.field, written.version - 1).await?;
                    changes.extend(before.map(|before| change(&picture, written.field, before.entry)));
                }
                let save = Save { key, save_id: UNDONE.to_owned(), changes };
                write(transaction, &kept, &actor, save, now).await
            })
        })
        .await?;
    keep(store, made);
    Ok(())
}

/// The fields that one's own [`same_as_before`] filled in and that nobody has changed since, in the order of the
/// questionnaire.
pub async fn same_as_before_fields(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    revision: i64,
    now: OffsetDateTime,
) -> Result<Vec<FieldName>, Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let picture = Picture::read(store, &head, now).await?;
    let written = journal(store.read(), &head, revision, actor).await?.unwrap_or_default();
    let untouched = written.into_iter().filter(|written| is_untouched(&picture, written));
    Ok(untouched.map(|written| written.field).collect())
}

/// The entries that change nothing but what may be filled in. One answer may make another question relevant.
fn given_again(
    evaluation: &Evaluation,
    picture: &Picture,
    scope: &AsBefore,
    fields: &[&Field],
) -> BTreeMap<FieldName, Entry> {
    let mut evaluation = evaluation.clone();
    let mut given = BTreeMap::new();
    loop {
        let before = given.len();
        for field in fields {
            let name = field.name.as_str();
            let is_open = match scope {
                AsBefore::Section(_) => evaluation.entry(name).is_empty(),
                AsBefore::Question(_) => true,
            };
            if !is_open || !evaluation.is_relevant(name) {
                continue;
            }
            if let Ok(value) = repeated(&evaluation, picture.previous.get(&field.name), &field.name) {
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

fn change(picture: &Picture, field: FieldName, entry: Entry) -> Change {
    let base_version = picture.stored.get(&field).map_or(0, |stored| stored.version);
    Change { field, entry: Some(entry), comment: None, explanation: None, base_version }
}

fn is_untouched(picture: &Picture, written: &Written) -> bool {
    picture.stored.get(&written.field).is_some_and(|stored| stored.version == written.version)
}

async fn write(
    transaction: &DatabaseTransaction,
    kept: &Kept,
    actor: &Actor,
    save: Save,
    now: OffsetDateTime,
) -> Result<Made, Error> {
    let (_, made) = save_in(transaction, kept, Order::new(actor, save, now)?).await?;
    Ok(made)
}

/// Keeps the picture of what is committed, and tells its revision.
fn keep(store: &Store, made: Made) -> Option<i64> {
    let (response, picture) = made?;
    let revision = picture.revision;
    store.kept().pictures.keep(response, picture);
    Some(revision)
}

/// What the actor's own [`same_as_before`] wrote in a revision, if it was one.
async fn journal(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
    revision: i64,
    actor: &Actor,
) -> Result<Option<Vec<Written>>, Error> {
    let save = saves::Entity::find()
        .filter(saves::Column::ResponseId.eq(head.id))
        .filter(saves::Column::Revision.eq(revision))
        .filter(saves::Column::SaveId.eq(SAME))
        .one(connection)
        .await?;
    let own = save.filter(|save| save.person_id == actor.person_id());
    own.map(|save| Ok(serde_json::from_str(&save.changes)?)).transpose()
}
