//! A response while changes are made to it: which become versions, which change nothing, and which are in conflict.

use super::{
    assignments::Assignment,
    save::{Change, FieldSaved},
    snapshot::{Snapshot, StoredAnswer},
    versions::Versions,
};
use crate::{Actor, Error};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};
use survey::{name::FieldName, status::Status, text, value::Entry};
use time::OffsetDateTime;

/// What a save wrote of one field: the journal's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct JournalRecord {
    pub field: FieldName,
    pub version: i64,
    #[serde(flatten)]
    pub content: FieldContent,
}

/// What a field holds: all of it is versioned together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct FieldContent {
    pub entry: Entry,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

impl FieldContent {
    fn of(stored: Option<&StoredAnswer>) -> Self {
        stored.map_or_else(Self::default, |stored| Self {
            entry: stored.entry.clone(),
            comment: stored.comment.clone(),
            explanation: stored.explanation.clone(),
        })
    }

    /// Returns whether both hold the same, whatever was stored before texts were cleaned.
    fn says_same(&self, other: &Self) -> bool {
        let texts = |one: &Option<String>, other: &Option<String>| {
            text::says_same(one.as_deref().unwrap_or_default(), other.as_deref().unwrap_or_default())
        };
        self.entry.says_same(&other.entry)
            && texts(&self.comment, &other.comment)
            && texts(&self.explanation, &other.explanation)
    }

    /// This content with a change made to it.
    fn changed(&self, change: &Change) -> Self {
        Self {
            entry: change.entry.clone().unwrap_or_else(|| self.entry.clone()),
            comment: change.comment.clone().unwrap_or_else(|| self.comment.clone()),
            explanation: change.explanation.clone().unwrap_or_else(|| self.explanation.clone()),
        }
    }
}

impl Change {
    /// Returns whether whoever made the change knows what is stored: it was made from that, or says the same.
    pub(super) fn knows(&self, stored: Option<&StoredAnswer>) -> bool {
        let (theirs, version) = (FieldContent::of(stored), stored.map_or(0, |stored| stored.version));
        self.base_version == version || self.entry.is_some() && theirs.changed(self).says_same(&theirs)
    }
}

/// A response while changes are made to it.
pub(super) struct ChangeSet<'a> {
    pub snapshot: Arc<Snapshot>,
    actor: &'a Actor,
    now: OffsetDateTime,
    /// Whether the response is sent in. What is changed for a query then takes no word back that something is done:
    /// nobody could say it again.
    is_sent_in: bool,
    pub outcomes: Vec<FieldSaved>,
    pub written: Vec<JournalRecord>,
    /// The sections that were done and are not any more.
    pub unmarked: BTreeSet<String>,
    /// Fields that were named, or whose verdict changed.
    pub touched: BTreeSet<FieldName>,
    versions: Versions,
}

impl<'a> ChangeSet<'a> {
    pub(super) fn new(snapshot: Arc<Snapshot>, status: Status, actor: &'a Actor, now: OffsetDateTime) -> Self {
        Self {
            snapshot,
            actor,
            now,
            is_sent_in: status.is_counted(),
            outcomes: Vec::new(),
            written: Vec::new(),
            unmarked: BTreeSet::new(),
            touched: BTreeSet::new(),
            versions: Versions::default(),
        }
    }

    /// Makes one change, or finds that it cannot be made.
    pub(super) async fn apply(
        &mut self,
        connection: &impl ConnectionTrait,
        response: i64,
        change: &Change,
    ) -> Result<(), Error> {
        let field = change.field.clone();
        let stored = self.snapshot.stored.get(&field).cloned();
        let version = stored.as_ref().map_or(0, |stored| stored.version);
        let theirs = FieldContent::of(stored.as_deref());
        let mine = theirs.changed(change);
        self.touched.insert(field.clone());
        if let Some((part, excess)) = change.too_long() {
            self.outcomes.push(FieldSaved::TooLong { field, version, part, excess });
        } else if mine.says_same(&theirs) {
            self.outcomes.push(FieldSaved::Unchanged { field, version });
        } else if change.base_version == version {
            self.write(field, version + 1, mine);
        } else if self.says_what_it_began_with(connection, response, change).await? {
            self.outcomes.push(FieldSaved::Unchanged { field, version });
        } else {
            let (by, at) = stored.map_or((String::new(), self.now), |stored| (stored.author.clone(), stored.saved_at));
            self.outcomes.push(FieldSaved::Conflict {
                field,
                version,
                mine: mine.entry,
                theirs: theirs.entry,
                their_comment: theirs.comment,
                their_explanation: theirs.explanation,
                by,
                at,
            });
        }
        Ok(())
    }

    /// Whether a change says only what the field held in the version it was made from: a page that is sent whole sends
    /// what its reader never touched, and that does not stand against what somebody else has written meanwhile.
    async fn says_what_it_began_with(
        &mut self,
        connection: &impl ConnectionTrait,
        response: i64,
        change: &Change,
    ) -> Result<bool, Error> {
        let base = self.versions.of(connection, response, &change.field, change.base_version).await?;
        Ok(base.is_some_and(|base| base.changed(change).says_same(&base)))
    }

    fn write(&mut self, field: FieldName, version: i64, content: FieldContent) {
        let snapshot = Arc::make_mut(&mut self.snapshot);
        if self.written.is_empty() {
            snapshot.change_number += 1;
        }
        let changed = Arc::make_mut(&mut snapshot.evaluation).set(&field, content.entry.clone());
        self.touched.extend(changed);
        let answer = StoredAnswer {
            entry: content.entry.clone(),
            version,
            comment: content.comment.clone(),
            explanation: content.explanation.clone(),
            author: self.actor.name(),
            saved_at: self.now,
        };
        Arc::make_mut(&mut snapshot.stored).insert(field.clone(), Arc::new(answer));
        // A section that changes is no longer done.
        let form = snapshot.evaluation.form();
        let section = form.field(field.as_str()).and_then(|field| form.questionnaire().sections.get(field.section));
        if let Some(section) = section.filter(|_| !self.is_sent_in) {
            let name = section.name.to_string();
            let (person, place) = (self.actor.person_id(), (name.as_str(), field.question()));
            if let Some(assignments) = Assignment::after_change(&snapshot.assignments, place, person, self.now) {
                snapshot.assignments = Arc::new(assignments);
            }
            if snapshot.marks.contains_key(&name) {
                Arc::make_mut(&mut snapshot.marks).remove(&name);
                self.unmarked.insert(name);
            }
        }
        self.outcomes.push(FieldSaved::Version { field: field.clone(), version });
        self.written.push(JournalRecord { field, version, content });
    }
}
