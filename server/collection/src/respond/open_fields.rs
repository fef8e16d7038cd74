//! What of a response takes answers now. Before it is sent in, all of it; after that, what a reviewer asks about.

use super::{
    assignments::AccessScope,
    head::HeadRow,
    receipt::{Frozen, FrozenNote, latest_frozen},
    save::Change,
    snapshot::Snapshot,
    submit::note,
};
use crate::{Actor, Error, queries::queried_fields, rounds::RoundState};
use sea_orm::ConnectionTrait;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    evaluation::{Evaluation, Obstacle},
    form::{Field, Form},
    lineage::comparable_values,
    name::FieldName,
    status::{Status, Step},
    value::say_same,
};
use time::OffsetDateTime;

/// What of a response takes answers from an actor now.
pub(super) struct OpenFields {
    form: Arc<Form>,
    /// What the actor may change while all of it is open.
    edit_scope: AccessScope,
    /// After it is sent in: the fields that are open, and the refusal of any other.
    sent_in: Option<(BTreeSet<FieldName>, ClosedState)>,
}

/// That a response takes no answers: the state of its round, and its own.
type ClosedState = (RoundState, Status);

/// Why a field takes no answers from an actor.
pub(super) enum NotOpenReason {
    /// Somebody else has it in hand.
    NotYours,
    /// The response is sent in, and nobody has asked about this.
    SentIn(ClosedState),
}

impl From<NotOpenReason> for Error {
    fn from(shut: NotOpenReason) -> Self {
        match shut {
            NotOpenReason::NotYours => Self::Forbidden,
            NotOpenReason::SentIn((round, status)) => Self::Closed { round, status },
        }
    }
}

impl OpenFields {
    /// What takes answers from the actor, or why nothing does.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        head: &HeadRow,
        snapshot: &Snapshot,
        actor: &Actor,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let (form, edit_scope) = (Arc::clone(snapshot.evaluation.form()), snapshot.edit_scope(head, actor));
        let (round, status) = match head.check_edit(actor, now) {
            Ok(_) => return Ok(Self { form, edit_scope, sent_in: None }),
            Err(Error::Closed { round, status }) if status.is_counted() => (round, status),
            Err(error) => return Err(error),
        };
        let queried = queried_fields(connection, head.id).await?;
        if queried.is_empty() {
            return Err(Error::Closed { round, status });
        }
        let own =
            |name: &FieldName| form.field(name.as_str()).is_some_and(|field| edit_scope.covers_field(&form, field));
        let queried: BTreeSet<FieldName> = queried.into_iter().filter(own).collect();
        let frozen = latest_frozen(connection, head).await?;
        let fields = ReopenedCopy::new(snapshot, &frozen, queried).fields;
        Ok(Self { form, edit_scope, sent_in: Some((fields, (round, status))) })
    }

    /// Whether a field takes answers. Whoever may answer what is asked about may answer what that brings with it too,
    /// whoever has it in hand.
    pub(super) fn check_field(&self, field: &Field) -> Result<(), NotOpenReason> {
        let is_covered = self.edit_scope.covers_field(&self.form, field);
        match &self.sent_in {
            Some((open, _)) if open.contains(&field.name) => Ok(()),
            _ if !is_covered => Err(NotOpenReason::NotYours),
            Some((_, closed)) => Err(NotOpenReason::SentIn(*closed)),
            None => Ok(()),
        }
    }

    /// Refuses changes of what does not take answers.
    pub(super) fn check(&self, changes: &[Change]) -> Result<(), Error> {
        changes.iter().filter_map(|change| self.form.field(change.field.as_str())).try_for_each(|field| {
            self.check_field(field)?;
            Ok(())
        })
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
pub(super) struct ReopenedCopy {
    /// The fields that are open: those that are asked about, those that have become relevant by their answers, and those
    /// that these answers stand against. So what an answer brings with it can be answered too.
    pub fields: BTreeSet<FieldName>,
    /// The copy with these fields as they are now.
    pub evaluation: Evaluation,
    /// What is written beside its answers.
    pub notes: BTreeMap<FieldName, FrozenNote>,
    /// What stands in the way of freezing it, in order. What stood in the copy already does not.
    pub obstacles: Vec<Obstacle>,
    /// Whether it says anything else than the copy does.
    pub is_changed: bool,
}

impl ReopenedCopy {
    /// Opens the fields that are asked about, and what follows from them.
    pub(super) fn new(snapshot: &Snapshot, (entries, notes): &Frozen, queried: BTreeSet<FieldName>) -> Self {
        let form = Arc::clone(snapshot.evaluation.form());
        let mut evaluation = Evaluation::with_reference_ranges(
            form,
            entries.clone(),
            comparable_values(&snapshot.previous),
            (*snapshot.reference_ranges).clone(),
            snapshot.context,
        );
        let mut reopened = notes.clone();
        let stood_already: BTreeSet<FieldName> =
            obstacles(&evaluation, notes).map(|found| found.field().clone()).collect();
        let (mut fields, mut found) = (BTreeSet::new(), queried);
        while !found.is_empty() {
            for field in &found {
                evaluation.set(field, snapshot.evaluation.entry(field.as_str()).clone());
                match snapshot.stored.get(field).and_then(|stored| note(stored)) {
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
            is_changed: !say_same(&frozen, entries) || reopened != *notes,
            notes: reopened,
            fields,
            evaluation,
        }
    }
}

fn obstacles(evaluation: &Evaluation, notes: &BTreeMap<FieldName, FrozenNote>) -> impl Iterator<Item = Obstacle> {
    let is_explained = |field: &FieldName| notes.get(field).is_some_and(|note| note.explanation.is_some());
    evaluation.obstacles(is_explained).into_iter()
}
