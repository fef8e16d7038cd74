//! A form: a questionnaire that has been checked as a whole, with its expressions compiled.

mod condition;
mod content;
mod fault;
mod field;
mod names;
mod order;
mod rules;
mod unreachable;

pub use fault::{Fault, Path, PathStep};
pub use field::Field;
pub(crate) use field::Info;
pub use rules::Rules;

use crate::{
    definition::{Question, Questionnaire, Section},
    expression::{CompiledExpression, Expects, Expression, ExpressionError},
    variable::{self, Variable},
};
use names::FieldNames;
use std::{collections::BTreeSet, sync::OnceLock};

/// A questionnaire that has been checked as a whole. Used as `Arc<Form>`.
#[derive(Debug)]
pub struct Form {
    questionnaire: Questionnaire,
    fields: Vec<Field>,
    infos: Vec<Info>,
    /// Made when they are first asked for, which the browser never does.
    variables: OnceLock<Vec<Variable>>,
    names: FieldNames,
    rules: Rules,
}

impl Form {
    /// Checks the questionnaire: names, types of expressions, circles, questions that nobody can be asked, lineage.
    /// Every fault is reported, in the order of the document.
    pub fn new(questionnaire: Questionnaire) -> Result<Self, Vec<Fault>> {
        let mut faults = content::faults(&questionnaire);
        let form = Self::compiled(questionnaire, &mut faults);
        if faults.is_empty() {
            unreachable::faults(&form.rules, &form.fields, &form.infos, &mut faults);
        }
        if !faults.is_empty() {
            faults.sort_by(|a, b| (&a.path, a.at).cmp(&(&b.path, b.at)));
            faults.dedup();
            return Err(faults);
        }
        Ok(form)
    }

    /// A questionnaire that has been a form before, on the server, and need not be checked as a whole again. None
    /// where its expressions cannot be used all the same.
    pub fn of_checked(questionnaire: Questionnaire) -> Option<Self> {
        let mut faults = Vec::new();
        let form = Self::compiled(questionnaire, &mut faults);
        faults.is_empty().then_some(form)
    }

    fn compiled(questionnaire: Questionnaire, faults: &mut Vec<Fault>) -> Self {
        let (fields, infos) = field::all(&questionnaire);
        let names = FieldNames::new(&questionnaire, &fields);
        let rules = Rules::compile(&questionnaire, &fields, &infos, &names, faults);
        Self { questionnaire, fields, infos, variables: OnceLock::new(), names, rules }
    }

    /// The questionnaire as it was written.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// The fields in the order of the questionnaire.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(self.position(name)?)
    }

    /// The place of the field in [`fields`](Self::fields).
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.field(name)
    }

    /// The section of that name.
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.questionnaire.sections.iter().find(|section| section.name.as_str() == name)
    }

    /// The question that a field belongs to.
    pub fn question_of(&self, field: &Field) -> Option<&Question> {
        field::question_at(&self.questionnaire, (field.section, field.question))
    }

    /// The fields of a section, by its place.
    pub fn fields_of_section(&self, section: usize) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.section == section)
    }

    /// The fields of a question, by its name: one, one per row, or none where it is only text.
    pub fn fields_of_question<'a>(&'a self, question: &'a str) -> impl Iterator<Item = &'a Field> {
        let fields = self.names.places(question).iter().filter_map(|at| self.fields.get(*at));
        // The name of a row is no question's.
        fields.filter(move |field| field.name.question() == question)
    }

    /// The places of some fields, and of all whose answers decide whether these are asked and whether their checks are met.
    pub fn with_dependencies(&self, fields: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let own: Vec<usize> = fields.into_iter().collect();
        let named = own.iter().flat_map(|field| self.rules.named_in_checks(*field));
        let mut waiting: Vec<usize> = named.chain(own.iter().copied()).collect();
        let mut found = BTreeSet::new();
        while let Some(field) = waiting.pop() {
            // What is not asked counts as not answered: what decides that is part of it.
            if found.insert(field) {
                waiting.extend(self.rules.relevance_of(field));
            }
        }
        found
    }

    /// The columns of data files, in order.
    pub fn variables(&self) -> &[Variable] {
        self.variables.get_or_init(|| {
            self.fields.iter().enumerate().flat_map(|(at, field)| variable::of_field(at, field)).collect()
        })
    }

    /// Checks an expression against this form, for measures and filters: of one round, so without `previous(…)`.
    pub fn compile(&self, source: &str, expects: Expects) -> Result<CompiledExpression, ExpressionError> {
        Expression::parse(source)?.compile(&self.names.scope_of_round(&self.fields), expects)
    }

    pub(crate) fn infos(&self) -> &[Info] {
        &self.infos
    }

    /// The rules of the form: what decides about a field, by the places of the fields.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }
}
