//! What of a response takes answers now. Before it is sent in, all of it; after that, what a reviewer asks about.

use super::{
    head::HeadRow,
    picture::Picture,
    receipt::{Frozen, Note, latest_frozen},
    save::Change,
    submit::note,
};
use crate::{Actor, Error, queries::queried_fields};
use sea_orm::ConnectionTrait;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    evaluation::{Evaluation, Obstacle},
    lineage::comparable_values,
    name::FieldName,
    status::{Status, Step},
};
use time::OffsetDateTime;

/// What of a response takes answers now.
pub(super) enum Open {
    /// All of it.
    Everything,
    /// Only these fields; the refusal of any other.
    Fields(BTreeSet<FieldName>, Error),
}

impl Open {
    /// What takes answers from the actor, or why nothing does.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        head: &HeadRow,
        picture: &Picture,
        actor: &Actor,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let closed = match head.check_edit(actor, now) {
            Ok(_) => return Ok(Self::Everything),
            Err(closed @ Error::Closed { status, .. }) if status.is_counted() => closed,
            Err(error) => return Err(error),
        };
        let queried = queried_fields(connection, head.id).await?;
        if queried.is_empty() {
            return Err(closed);
        }
        let frozen = latest_frozen(connection, head).await?;
        Ok(Self::Fields(Reopened::new(picture, &frozen, queried).fields, closed))
    }

    /// Refuses changes of what does not take answers.
    pub(super) fn check(self, changes: &[Change]) -> Result<(), Error> {
        match self {
            Self::Fields(fields, closed) if changes.iter().any(|change| !fields.contains(&change.field)) => Err(closed),
            Self::Everything | Self::Fields(..) => Ok(()),
        }
    }
}

/// The status after a save. What is sent in stays sent in: its open fields take answers, and nothing else moves.
pub(super) fn status_after_save(status: Status) -> Result<Status, Error> {
    if status.is_counted() {
        return Ok(status);
    }
    status.after(Step::Save).ok_or(Error::NotAllowed { status, step: Step::Save })
}

/// A frozen copy with the fields that queries have opened as they are answered now.
pub(super) struct Reopened {
    /// The fields that are open: those that are asked about, those that have become relevant by their answers, and those
    /// that these answers stand against. So what an answer brings with it can be answered too.
    pub fields: BTreeSet<FieldName>,
    /// The copy with these fields as they are now.
    pub evaluation: Evaluation,
    /// What is written beside its answers.
    pub notes: BTreeMap<FieldName, Note>,
    /// What stands in the way of freezing it, in order. What stood in the copy already does not.
    pub obstacles: Vec<Obstacle>,
    /// Whether it says anything else than the copy does.
    pub is_changed: bool,
}

impl Reopened {
    /// Opens the fields that are asked about, and what follows from them.
    pub(super) fn new(picture: &Picture, (entries, notes): &Frozen, queried: BTreeSet<FieldName>) -> Self {
        let form = Arc::clone(picture.evaluation.form());
        let mut evaluation = Evaluation::with_usual(
            form,
            entries.clone(),
            comparable_values(&picture.previous),
            (*picture.usual).clone(),
        );
        let mut reopened = notes.clone();
        let stood_already: BTreeSet<FieldName> =
            obstacles(&evaluation, notes).map(|found| found.field().clone()).collect();
        let (mut fields, mut found) = (BTreeSet::new(), queried);
        while !found.is_empty() {
            for field in &found {
                evaluation.set(field, picture.evaluation.entry(field.as_str()).clone());
                match picture.stored.get(field).and_then(|stored| note(stored)) {
                    Some(note) => reopened.insert(field.clone(), note),
                    None => reopened.remove(field),
                };
            }
            fields.append(&mut found);
            let appeared = evaluation.frozen().into_keys().filter(|field| !entries.contains_key(field));
            let broken = obstacles(&evaluation, &reopened)
                .map(|found| found.field().clone())
                .filter(|field| !stood_already.contains(field));
            found = appeared.chain(broken).filter(|field| !fields.contains(field)).collect();
        }
        let frozen = evaluation.frozen();
        reopened.retain(|field, _| frozen.contains_key(field));
        let stands = |found: &Obstacle| fields.contains(found.field()) || !stood_already.contains(found.field());
        Self {
            obstacles: obstacles(&evaluation, &reopened).filter(stands).collect(),
            is_changed: frozen != *entries || reopened != *notes,
            notes: reopened,
            fields,
            evaluation,
        }
    }
}

fn obstacles(evaluation: &Evaluation, notes: &BTreeMap<FieldName, Note>) -> impl Iterator<Item = Obstacle> {
    let is_explained = |field: &FieldName| notes.get(field).is_some_and(|note| note.explanation.is_some());
    evaluation.obstacles(is_explained).into_iter()
}
