//! What expressions of a form can name.

use super::Field;
use crate::{
    definition::{QuestionKind, Questionnaire},
    expression::{Resolved, Scope, Type},
};
use std::{collections::BTreeMap, slice};

/// The names of a form: its fields, and its matrices, which stand for their rows.
#[derive(Debug)]
pub(super) struct FieldNames(BTreeMap<String, Named>);

#[derive(Debug)]
enum Named {
    Field(usize),
    Rows(Vec<usize>),
}

impl FieldNames {
    /// Where a name is used twice, the first keeps it; that it is used twice is reported elsewhere.
    pub(super) fn new(questionnaire: &Questionnaire, fields: &[Field]) -> Self {
        let mut names = BTreeMap::new();
        for (at, field) in fields.iter().enumerate() {
            names.entry(field.name.to_string()).or_insert(Named::Field(at));
        }
        for question in questionnaire.sections.iter().flat_map(|section| &section.questions) {
            if let QuestionKind::Matrix { .. } = question.kind {
                let is_row = |field: &Field| field.row.is_some() && field.name.question() == question.name.as_str();
                let rows = fields.iter().enumerate().filter(|(_, field)| is_row(field)).map(|(at, _)| at).collect();
                names.entry(question.name.to_string()).or_insert(Named::Rows(rows));
            }
        }
        Self(names)
    }

    /// The place of the field of that name.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        match self.0.get(name)? {
            Named::Field(at) => Some(*at),
            Named::Rows(_) => None,
        }
    }

    /// The places of the fields that a name stands for: one, or one for each row.
    pub(super) fn places(&self, name: &str) -> &[usize] {
        match self.0.get(name) {
            Some(Named::Field(at)) => slice::from_ref(at),
            Some(Named::Rows(rows)) => rows,
            None => &[],
        }
    }

    /// The scope of an expression; of a check, with the field that it tests. It says whether a name that is not known is
    /// looked for among those that are.
    pub(super) fn scope<'a>(&'a self, fields: &'a [Field], current: Option<usize>, proposes: bool) -> impl Scope + 'a {
        FormScope { names: self, fields, current, is_of_response: true, proposes }
    }

    /// The scope of a measure.
    pub(super) fn scope_of_round<'a>(&'a self, fields: &'a [Field]) -> impl Scope + 'a {
        FormScope { names: self, fields, current: None, is_of_response: false, proposes: true }
    }
}

struct FormScope<'a> {
    names: &'a FieldNames,
    fields: &'a [Field],
    current: Option<usize>,
    is_of_response: bool,
    proposes: bool,
}

impl FormScope<'_> {
    fn type_of(&self, field: usize) -> Option<Type> {
        self.fields.get(field).map(|field| Type::of(&field.field_type))
    }
}

impl Scope for FormScope<'_> {
    fn resolve(&self, name: &str) -> Option<Resolved> {
        match self.names.0.get(name)? {
            Named::Field(at) => Some(Resolved::Field(*at, self.type_of(*at)?)),
            Named::Rows(rows) => Some(Resolved::Rows(rows.clone(), self.type_of(*rows.first()?)?)),
        }
    }

    fn current(&self) -> Option<(usize, Type)> {
        let current = self.current?;
        Some((current, self.type_of(current)?))
    }

    fn is_of_response(&self) -> bool {
        self.is_of_response
    }

    fn names(&self) -> Vec<String> {
        if self.proposes { self.names.0.keys().cloned().collect() } else { Vec::new() }
    }
}
