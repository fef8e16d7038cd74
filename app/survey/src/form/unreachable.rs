//! Questions that nobody can ever be asked, because no answers make their relevance true.
//!
//! Every combination of answers to the questions that a relevance depends on is tried, where these are choices and
//! neither they nor the combinations are too many. Numbers, days, texts, missing reasons, last year's answers and what is no
//! answer are not tried: what depends on them is taken to be possible.

use super::{Fault, Field, Info, condition::Condition, rules::Rules};
use crate::{
    definition::FieldType,
    expression::AnswerSource,
    name::Name,
    value::{MissingReason, Value},
};
use rust_decimal::Decimal;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};
use time::Date;

/// More combinations than these are not tried.
const MOST_COMBINATIONS: usize = 4096;
/// What depends on more fields than these, also through others, is not tried.
const MOST_FIELDS: usize = 64;
/// A multiple choice of more options has too many combinations of its own.
const MOST_OPTIONS: usize = 8;

pub(super) fn faults(rules: &Rules, fields: &[Field], infos: &[Info], faults: &mut Vec<Fault>) {
    for (at, field) in fields.iter().enumerate() {
        let conditions = rules.conditions(at);
        // What the question as a whole cannot reach is said once, not for every row.
        let shortest = (1..=conditions.len()).filter_map(|count| conditions.get(..count));
        if let Some([.., last]) = shortest.into_iter().find(|conditions| !can_be_true(conditions, rules, fields)) {
            faults.push(Fault::new(&last.path, message(subject(field, last))));
        }
    }
    for (at, info) in infos.iter().enumerate() {
        if let Some(condition) = rules.info_condition(at)
            && !can_be_true(std::slice::from_ref(condition), rules, fields)
        {
            faults.push(Fault::new(&condition.path, message(info.name.question())));
        }
    }
}

/// The question, or the row where it is the row's own condition that cannot be true.
fn subject<'a>(field: &'a Field, condition: &Condition) -> &'a str {
    if condition.path.leads_into_row() { field.name.as_str() } else { field.name.question() }
}

fn message(subject: &str) -> String {
    format!(
        "`{subject}` can never be asked: no answers make this true; correct the relevance, or take the question away"
    )
}

fn can_be_true(conditions: &[Condition], rules: &Rules, fields: &[Field]) -> bool {
    let Some(named) = ancestors(conditions, rules) else { return true };
    let Some(domains) = domains(&named, fields) else { return true };
    let mut trial = Trial { answers: BTreeMap::new(), is_unknown: Cell::new(false) };
    let combinations: usize = domains.iter().map(|(_, values)| values.len()).product();
    (0..combinations).any(|combination| {
        trial.answers.clear();
        let mut rest = combination;
        for (field, values) in &domains {
            let answer = values.get(rest % values.len());
            rest /= values.len();
            // Fields come in the order of relevance: what decides whether this one is asked is known by now.
            if rules.is_relevant(*field, &trial) {
                trial.answers.insert(*field, answer.unwrap_or(&TrialAnswer::Unknown));
            }
        }
        conditions.iter().all(|condition| condition.compiled.is_true(&trial)) || trial.is_unknown.get()
    })
}

/// The fields that conditions depend on, also through the relevance of others, in the order of relevance; nothing where
/// they are too many.
fn ancestors(conditions: &[Condition], rules: &Rules) -> Option<Vec<usize>> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<usize> =
        conditions.iter().flat_map(|condition| condition.compiled.fields()).copied().collect();
    while let Some(field) = waiting.pop() {
        if found.insert((rules.rank(field), field)) {
            if found.len() > MOST_FIELDS {
                return None;
            }
            waiting.extend(rules.relevance_of(field));
        }
    }
    Some(found.into_iter().map(|(_, field)| field).collect())
}

/// What a field can be answered with, for trying.
enum TrialAnswer {
    Nothing,
    Known(Value),
    Unknown,
}

/// The answers of each field; nothing where they are too many together.
fn domains(named: &[usize], fields: &[Field]) -> Option<Vec<(usize, Vec<TrialAnswer>)>> {
    let mut combinations: usize = 1;
    let mut domains = Vec::new();
    for at in named {
        let values = domain(&fields.get(*at)?.field_type);
        combinations = combinations.saturating_mul(values.len());
        domains.push((*at, values));
    }
    (combinations <= MOST_COMBINATIONS).then_some(domains)
}

fn domain(field_type: &FieldType) -> Vec<TrialAnswer> {
    match field_type {
        FieldType::YesNo | FieldType::Choice(_) | FieldType::Scale(_) => {
            let codes = field_type.codes().filter_map(|code| code.parse().ok());
            codes.map(|code| TrialAnswer::Known(Value::Code(code))).chain([TrialAnswer::Nothing]).collect()
        }
        FieldType::Multiple(choices) if choices.len() <= MOST_OPTIONS => (0..1_usize << choices.len())
            .map(|chosen| {
                let is_chosen = |at: &usize| chosen >> at & 1 == 1;
                let names = choices.iter().enumerate().filter(|(at, _)| is_chosen(at));
                let names: Vec<Name> = names.map(|(_, choice)| choice.name.clone()).collect();
                if names.is_empty() { TrialAnswer::Nothing } else { TrialAnswer::Known(Value::Codes(names)) }
            })
            .collect(),
        _ => vec![TrialAnswer::Unknown],
    }
}

/// One combination of answers, and whether anything was asked for that it cannot tell.
struct Trial<'a> {
    answers: BTreeMap<usize, &'a TrialAnswer>,
    is_unknown: Cell<bool>,
}

impl AnswerSource for Trial<'_> {
    fn value(&self, field: usize) -> Option<&Value> {
        match self.answers.get(&field)? {
            TrialAnswer::Nothing => None,
            TrialAnswer::Known(value) => Some(value),
            TrialAnswer::Unknown => {
                self.is_unknown.set(true);
                None
            }
        }
    }

    fn missing_reason(&self, _: usize) -> Option<MissingReason> {
        self.is_unknown.set(true);
        None
    }

    fn previous(&self, _: usize) -> Option<&Value> {
        self.is_unknown.set(true);
        None
    }

    fn today(&self) -> Option<Date> {
        self.is_unknown.set(true);
        None
    }

    fn population(&self) -> Option<Decimal> {
        self.is_unknown.set(true);
        None
    }
}
