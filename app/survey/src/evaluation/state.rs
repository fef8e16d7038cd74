//! The answers of an evaluation as expressions see them.

use super::{Circumstances, Usual, builtin};
use crate::{
    expression::Answers,
    form::Field,
    value::{Entry, MissingReason, Value},
};
use rust_decimal::Decimal;
use std::sync::Arc;
use time::Date;

#[derive(Debug, Clone, Default)]
struct FieldState {
    entry: Entry,
    /// Whether the entry is a value that the field can hold.
    fits: bool,
    is_relevant: bool,
}

/// What an entry is held against.
#[derive(Debug, Clone, Default)]
struct Beside {
    previous: Option<Value>,
    usual: Option<Usual>,
}

/// The entries of all fields and whether they are relevant, by place.
#[derive(Debug, Clone)]
pub(super) struct State {
    fields: Vec<FieldState>,
    /// Stays as it is while entries change, so that what is evaluated again shares it.
    beside: Arc<Vec<Beside>>,
    circumstances: Option<Circumstances>,
}

impl State {
    pub(super) fn new(fields: usize, circumstances: Option<Circumstances>) -> Self {
        let beside = Arc::new(vec![Beside::default(); fields]);
        Self { fields: vec![FieldState::default(); fields], beside, circumstances }
    }

    pub(super) fn set_entry(&mut self, at: usize, field: &Field, entry: Entry) {
        if let Some(state) = self.fields.get_mut(at) {
            state.fits = entry.value().is_some_and(|value| builtin::fits(&field.field_type, value));
            state.entry = entry;
        }
    }

    /// A value of another type, from a year when the question was another, is left out.
    pub(super) fn set_previous(&mut self, at: usize, field: &Field, previous: Value) {
        if let Some(beside) = Arc::make_mut(&mut self.beside).get_mut(at) {
            beside.previous = Some(previous).filter(|value| builtin::fits(&field.field_type, value));
        }
    }

    pub(super) fn set_usual(&mut self, at: usize, usual: Usual) {
        if let Some(beside) = Arc::make_mut(&mut self.beside).get_mut(at) {
            beside.usual = Some(usual);
        }
    }

    pub(super) fn set_relevant(&mut self, at: usize, is_relevant: bool) {
        if let Some(state) = self.fields.get_mut(at) {
            state.is_relevant = is_relevant;
        }
    }

    pub(super) fn entry(&self, at: usize) -> &Entry {
        self.fields.get(at).map_or(&Entry::Empty, |state| &state.entry)
    }

    pub(super) fn is_relevant(&self, at: usize) -> bool {
        self.fields.get(at).is_some_and(|state| state.is_relevant)
    }

    pub(super) fn previous_of(&self, at: usize) -> Option<&Value> {
        self.beside.get(at)?.previous.as_ref()
    }

    pub(super) fn usual_of(&self, at: usize) -> Option<&Usual> {
        self.beside.get(at)?.usual.as_ref()
    }

    /// The value that counts: of a relevant field, and of its type.
    pub(super) fn value_of(&self, at: usize) -> Option<&Value> {
        let state = self.fields.get(at).filter(|state| state.is_relevant && state.fits)?;
        state.entry.value()
    }
}

impl Answers for State {
    fn value(&self, field: usize) -> Option<&Value> {
        self.value_of(field)
    }

    fn missing_reason(&self, field: usize) -> Option<MissingReason> {
        match self.fields.get(field).filter(|state| state.is_relevant)?.entry {
            Entry::Missing(reason) => Some(reason),
            Entry::Empty | Entry::Value(_) | Entry::Unreadable(_) => None,
        }
    }

    fn previous(&self, field: usize) -> Option<&Value> {
        self.previous_of(field)
    }

    fn today(&self) -> Option<Date> {
        self.circumstances.map(|circumstances| circumstances.today)
    }

    fn population(&self) -> Option<Decimal> {
        self.circumstances?.population.map(Decimal::from)
    }
}
