//! Who may change what: the one place where that is decided.

use super::{Handed, Portion};
use crate::Actor;
use std::collections::BTreeSet;
use survey::form::{Field, Form};

/// What of a response a person may change, as far as handing out decides it.
///
/// Coordinators may change everything. So may contributors to whom nothing of it was ever handed, unless they were invited
/// to something single once: that gives nothing of other responses. The others may change only what is handed to them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Whole,
    /// What is handed to them now; it may be nothing.
    Portions(BTreeSet<Portion>),
}

impl Reach {
    /// What an actor may change of a response in which this has been handed out.
    pub(crate) fn of(actor: &Actor, organisation: &str, handed: &[Handed]) -> Self {
        let person = actor.person_id();
        let ever_had_something = handed.iter().any(|handed| Some(handed.person) == person);
        if actor.may_coordinate(organisation) || !ever_had_something && !actor.is_invited(organisation) {
            return Self::Whole;
        }
        Self::Portions(Handed::current_of(handed, person).map(|handed| handed.portion.clone()).collect())
    }

    /// Whether a question may be changed.
    pub fn covers(&self, section: &str, question: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Portions(portions) => portions.iter().any(|portion| portion.covers(section, question)),
        }
    }

    /// Whether a field may be changed.
    pub fn covers_field(&self, form: &Form, field: &Field) -> bool {
        let section = form.questionnaire().sections.get(field.section);
        section.is_some_and(|section| self.covers(section.name.as_str(), field.name.question()))
    }

    /// Whether the whole section may be changed, and so be marked as done.
    pub fn covers_section(&self, section: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Portions(portions) => {
                portions.iter().any(|portion| portion.section == section && portion.question.is_none())
            }
        }
    }

    /// Whether anything in the section may be changed.
    pub fn reaches(&self, section: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Portions(portions) => portions.iter().any(|portion| portion.section == section),
        }
    }

    /// Whether nothing may be changed.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Portions(portions) if portions.is_empty())
    }
}
