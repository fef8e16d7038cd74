//! A questionnaire that is being answered.

use std::{collections::BTreeMap, fs, sync::Arc};
use survey::{
    definition::yaml,
    evaluation::{Count, Evaluation, Obstacle},
    form::Form,
    input,
    name::FieldName,
    value::{Entry, MissingReason, Value},
};

pub fn form(definition: &str) -> Arc<Form> {
    let path = format!("{}/../../tests/definitions/{definition}.yaml", env!("CARGO_MANIFEST_DIR"));
    let form = yaml::read_form(&fs::read_to_string(path).unwrap());
    Arc::new(form.unwrap_or_else(|faults| panic!("{definition}: {faults:?}")))
}

pub fn name(field: &str) -> FieldName {
    field.parse().unwrap()
}

pub struct AnsweredForm(pub Evaluation);

impl AnsweredForm {
    pub fn of(definition: &str) -> Self {
        Self::after(definition, BTreeMap::new())
    }

    pub fn after(definition: &str, previous: BTreeMap<FieldName, Value>) -> Self {
        Self(Evaluation::new(form(definition), BTreeMap::new(), previous))
    }

    /// Types an answer. Several options are separated by spaces.
    pub fn answer(&mut self, field: &str, typed: &str) -> Vec<String> {
        let entry = input::read(&self.0.form().field(field).expect(field).field_type, &[typed]);
        self.set(field, entry)
    }

    pub fn skip(&mut self, field: &str, reason: MissingReason) -> Vec<String> {
        self.set(field, Entry::Missing(reason))
    }

    pub fn set(&mut self, field: &str, entry: Entry) -> Vec<String> {
        self.0.set(&name(field), entry).iter().map(FieldName::to_string).collect()
    }

    pub fn messages(&self, field: &str) -> Vec<&str> {
        self.0.violations(field).iter().map(|violation| violation.message.as_str()).collect()
    }

    pub fn total(&self) -> Count {
        self.0.progress().total
    }

    /// What stops submitting: `error b`, `unanswered a`.
    pub fn obstacles(&self, explained: &[&str]) -> Vec<String> {
        let obstacles = self.0.obstacles(|field| explained.contains(&field.as_str()));
        let in_short = |obstacle: &Obstacle| {
            let what = match obstacle {
                Obstacle::Error(_) => "error",
                Obstacle::Unanswered(_) => "unanswered",
                Obstacle::Unexplained(_) => "unexplained",
            };
            format!("{what} {}", obstacle.field())
        };
        obstacles.iter().map(in_short).collect()
    }

    pub fn frozen(&self) -> Vec<String> {
        self.0.frozen().keys().map(FieldName::to_string).collect()
    }
}
