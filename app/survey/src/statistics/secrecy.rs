//! What is suppressed in the tables of a whole round, by group.
//!
//! The mask of a field is the same wherever it is shown: in its aggregate, and in every indicator that names it. Two tables
//! of one question that hid different groups would give each other away.
//!
//! Whether a question was asked can depend on the answer to another: then how many were asked says how many gave that
//! answer, and where the answers to the first are hidden, so is everything about the second.

use super::{
    dataset::{Cell, Column, Dataset, GroupIndex},
    suppression::{Mask, Tally, suppress},
};
use crate::{
    definition::{FieldType, Publication},
    expression::Expects,
    form::{Field, Form},
    value::Value,
};

/// What is suppressed of every field.
#[derive(Debug, Clone)]
pub struct Secrecy {
    fields: Vec<Option<Hidden>>,
    open: Mask,
}

/// What is suppressed of one field.
#[derive(Debug, Clone, Default)]
struct Hidden {
    /// Its answers.
    answers: Mask,
    /// How many were asked and have answered, and so its answers, too.
    numbers: Mask,
}

impl Secrecy {
    /// What is suppressed in tables of this dataset by these groups.
    pub fn of(dataset: &Dataset, groups: &GroupIndex) -> Self {
        let fields = dataset.form().fields();
        let open = Mask::nothing(groups.len_with_rest());
        let mut secrecy = Self { fields: vec![None; fields.len()], open };
        if !dataset.is_empty() && fields.iter().any(|field| field.publication != Publication::Open) {
            for at in 0..fields.len() {
                secrecy.resolve(dataset, groups, at);
            }
        }
        secrecy
    }

    /// Where the answers to a field are suppressed.
    pub fn answers(&self, field: usize) -> &Mask {
        self.hidden(field).map_or(&self.open, |hidden| &hidden.answers)
    }

    /// Where even how many were asked and have answered is suppressed.
    pub fn numbers(&self, field: usize) -> &Mask {
        self.hidden(field).map_or(&self.open, |hidden| &hidden.numbers)
    }

    /// No suppression, of as many groups.
    pub fn nothing(&self) -> Mask {
        self.open.clone()
    }

    fn hidden(&self, field: usize) -> Option<&Hidden> {
        self.fields.get(field)?.as_ref()
    }

    /// Works out a field after those that its relevance depends on. A checked form has no circles.
    fn resolve(&mut self, dataset: &Dataset, groups: &GroupIndex, at: usize) {
        let form = dataset.form();
        let (Some(field), Some(column)) = (form.fields().get(at), dataset.column(at)) else { return };
        if self.hidden(at).is_some() {
            return;
        }
        let mut numbers = self.nothing();
        for before in relevance_of(form, field) {
            if before != at {
                self.resolve(dataset, groups, before);
            }
            numbers.also(self.answers(before));
            numbers.also(self.numbers(before));
        }
        let answers = match field.publication {
            Publication::Open => numbers.clone(),
            Publication::Aggregated | Publication::Internal => {
                suppress(&tallies(&field.field_type, column, groups), &numbers)
            }
        };
        if let Some(hidden) = self.fields.get_mut(at) {
            *hidden = Some(Hidden { answers, numbers });
        }
    }
}

/// The fields that decide whether a field is asked.
fn relevance_of(form: &Form, field: &Field) -> Vec<usize> {
    let conditions = field.relevance.iter().filter_map(|source| form.compile(source, Expects::Boolean).ok());
    conditions.flat_map(|condition| condition.fields().to_vec()).collect()
}

/// The answers to a field, by group.
fn tallies(field_type: &FieldType, column: &Column, groups: &GroupIndex) -> Vec<Tally> {
    let marks: Vec<Option<Vec<u32>>> =
        column.different().iter().enumerate().map(|(place, cell)| marks(field_type, place, cell)).collect();
    let mut tallies = vec![Tally::default(); groups.len_with_rest()];
    for (place, group) in column.places().zip(groups.of_row()) {
        if let (Some(Some(marks)), Some(tally)) = (marks.get(place), tallies.get_mut(*group)) {
            tally.add(1, marks);
        }
    }
    tallies
}

/// What an answer shares with those that are like it: each chosen option of a multiple choice, or the value itself.
fn marks(field_type: &FieldType, place: usize, cell: &Cell) -> Option<Vec<u32>> {
    let choices = field_type.choices();
    Some(match cell.value()? {
        Value::Codes(codes) => {
            (0_u32..).zip(choices).filter(|(_, choice)| codes.contains(&choice.name)).map(|(mark, _)| mark).collect()
        }
        Value::Code(_) | Value::Number(_) | Value::Date(_) | Value::Text(_) => vec![place as u32],
    })
}
