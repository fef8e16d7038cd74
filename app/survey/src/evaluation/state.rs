//! The answers of an evaluation as expressions see them.

use super::{EvaluationContext, ReferenceRange, builtin};
use crate::{
    expression::AnswerSource,
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
struct ComparisonValues {
    previous: Option<Value>,
    reference_range: Option<ReferenceRange>,
}

/// The entries of all fields and whether they are relevant, by place.
#[derive(Debug, Clone)]
pub(super) struct EvaluationState {
    fields: Vec<FieldState>,
    /// Stays as it is while entries change, so that what is evaluated again shares it.
    comparisons: Arc<Vec<ComparisonValues>>,
    context: Option<EvaluationContext>,
}

impl EvaluationState {
    pub(super) fn new(fields: usize, context: Option<EvaluationContext>) -> Self {
        let comparisons = Arc::new(vec![ComparisonValues::default(); fields]);
        Self { fields: vec![FieldState::default(); fields], comparisons, context }
    }

    pub(super) fn set_entry(&mut self, at: usize, field: &Field, entry: Entry) {
        if let Some(state) = self.fields.get_mut(at) {
            state.fits = entry.value().is_some_and(|value| builtin::fits(&field.field_type, value));
            state.entry = entry;
        }
    }

    /// A value of another type, from a year when the question was another, is left out.
    pub(super) fn set_previous(&mut self, at: usize, field: &Field, previous: Value) {
        if let Some(comparisons) = Arc::make_mut(&mut self.comparisons).get_mut(at) {
            comparisons.previous = Some(previous).filter(|value| builtin::fits(&field.field_type, value));
        }
    }

    pub(super) fn set_reference_range(&mut self, at: usize, reference_range: ReferenceRange) {
        if let Some(comparisons) = Arc::make_mut(&mut self.comparisons).get_mut(at) {
            comparisons.reference_range = Some(reference_range);
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
        self.comparisons.get(at)?.previous.as_ref()
    }

    pub(super) fn reference_range_of(&self, at: usize) -> Option<&ReferenceRange> {
        self.comparisons.get(at)?.reference_range.as_ref()
    }

    /// The value that counts: of a relevant field, and of its type.
    pub(super) fn value_of(&self, at: usize) -> Option<&Value> {
        let state = self.fields.get(at).filter(|state| state.is_relevant && state.fits)?;
        state.entry.value()
    }
}

impl AnswerSource for EvaluationState {
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
        self.context.map(|context| context.today)
    }

    fn population(&self) -> Option<Decimal> {
        self.context?.population.map(Decimal::from)
    }
}
