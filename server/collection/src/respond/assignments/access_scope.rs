//! Who may change what, and who may read what: the one place where that is decided.

use super::{Assignment, AssignmentTarget};
use crate::Actor;
use std::collections::BTreeSet;
use survey::form::{Field, Form};

/// What of a response a person may change, or read, as far as handing out decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessScope {
    /// Everything.
    Whole,
    /// These; it may be nothing.
    Targets(BTreeSet<AssignmentTarget>),
}

impl AccessScope {
    /// What an actor may change of a response in which this has been handed out.
    ///
    /// Coordinators may change everything. So may contributors to whom nothing of it was ever handed, unless they were
    /// invited to something single once: that gives nothing of other responses. The others may change only what is handed to
    /// them now.
    pub(crate) fn to_edit(actor: &Actor, organisation: &str, assignments: &[Assignment]) -> Self {
        let person = actor.person_id();
        let ever_had_something = assignments.iter().any(|assignments| Some(assignments.person) == person);
        if actor.may_coordinate(organisation) || !ever_had_something && !actor.is_invited(organisation) {
            return Self::Whole;
        }
        Self::Targets(
            Assignment::current_of(assignments, person).map(|assignments| assignments.target.clone()).collect(),
        )
    }

    /// What an actor may read of a response in which this has been handed out.
    ///
    /// The organisation's own people read everything. An invited colleague reads what is handed to them now, and beside it
    /// only [what it is judged by](Self::fields); nothing at all of a response in which nothing is theirs.
    pub(crate) fn to_read(actor: &Actor, organisation: &str, assignments: &[Assignment]) -> Self {
        if actor.may_read_whole(organisation) {
            return Self::Whole;
        }
        Self::Targets(
            Assignment::current_of(assignments, actor.person_id())
                .map(|assignments| assignments.target.clone())
                .collect(),
        )
    }

    /// The places of the fields that it covers, and of those that decide whether these are asked and what is found about
    /// them. None where that is everything.
    pub(crate) fn fields(&self, form: &Form) -> Option<BTreeSet<usize>> {
        if *self == Self::Whole {
            return None;
        }
        let own = form.fields().iter().enumerate().filter(|(_, field)| self.covers_field(form, field));
        Some(form.with_dependencies(own.map(|(place, _)| place)))
    }

    /// Returns whether a question belongs to it.
    pub fn covers(&self, section: &str, question: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Targets(targets) => targets.iter().any(|target| target.covers(section, question)),
        }
    }

    /// Returns whether a field belongs to it.
    pub fn covers_field(&self, form: &Form, field: &Field) -> bool {
        let section = form.questionnaire().sections.get(field.section);
        section.is_some_and(|section| self.covers(section.name.as_str(), field.name.question()))
    }

    /// Returns whether the whole section belongs to it; whoever may change that may mark it as done.
    pub fn covers_section(&self, section: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Targets(targets) => {
                targets.iter().any(|target| target.section == section && target.question.is_none())
            }
        }
    }

    /// Returns whether anything in the section belongs to it.
    pub fn includes_part_of(&self, section: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Targets(targets) => targets.iter().any(|target| target.section == section),
        }
    }

    /// Returns whether it is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Targets(targets) if targets.is_empty())
    }
}
