//! The expressions of a form, compiled, and what depends on what.

use super::{
    Fault, Field, Info, Path,
    condition::{Condition, Dependents},
    field,
    names::FieldNames,
    order,
};
use crate::{
    definition::{CheckKind, Question, Questionnaire, Severity},
    expression::{AnswerSource, CompiledExpression, Expects, Expression},
};
use std::sync::Arc;

/// A check of one field.
#[derive(Debug)]
pub(crate) struct FieldCheck {
    pub(crate) severity: Severity,
    pub(crate) kind: CheckKind,
    pub(crate) message: Arc<str>,
    condition: CompiledExpression,
}

impl FieldCheck {
    pub(crate) fn is_met(&self, answers: &dyn AnswerSource) -> bool {
        self.condition.is_true(answers)
    }
}

/// For so many faults in expressions it is said which name may be meant: looking through all the names for each of many
/// would take longer than the questionnaire is long.
const MOST_PROPOSALS: usize = 100;

/// The compiled rules of a form, by the places of its fields.
#[derive(Debug)]
pub struct Rules {
    relevance: Vec<Vec<Condition>>,
    info: Vec<Option<Condition>>,
    checks: Vec<Vec<FieldCheck>>,
    order: Vec<usize>,
    rank: Vec<usize>,
    dependents: Vec<Dependents>,
}

impl Rules {
    pub(super) fn compile(
        questionnaire: &Questionnaire,
        fields: &[Field],
        infos: &[Info],
        names: &FieldNames,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let mut compiler = RuleCompiler { fields, names, faults };
        let (mut relevance, mut checks) = (Vec::with_capacity(fields.len()), Vec::with_capacity(fields.len()));
        let mut of_question: Option<((usize, usize), Option<Condition>)> = None;
        for (at, field) in fields.iter().enumerate() {
            let place = (field.section, field.question);
            let Some(question) = field::question_at(questionnaire, place) else { continue };
            let path = Path::question(place.0, place.1);
            let shared = match &of_question {
                Some((known, condition)) if *known == place => condition.clone(),
                _ => compiler.condition(question.relevance.as_deref(), path.key("relevance")),
            };
            of_question = Some((place, shared.clone()));
            let own = field.row.and_then(|row| {
                let source = question.row(row)?.relevance.as_deref();
                compiler.condition(source, path.item("rows", row).key("relevance"))
            });
            relevance.push(shared.into_iter().chain(own).collect());
            checks.push(compiler.checks(question, at, &path));
        }
        let info = infos
            .iter()
            .map(|info| {
                let path = Path::question(info.section, info.question).key("relevance");
                compiler.condition(info.relevance.as_deref(), path)
            })
            .collect();
        let dependents = dependents(&relevance, &checks);
        let order = order::by_relevance(fields, &relevance, &dependents, faults);
        let mut rank = vec![0; fields.len()];
        for (place, field) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*field) {
                *rank = place;
            }
        }
        Self { relevance, info, checks, order, rank, dependents }
    }

    /// The fields in an order in which each comes after those that its relevance depends on.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The place of a field in [`order`](Self::order).
    pub(crate) fn rank(&self, field: usize) -> usize {
        self.rank.get(field).copied().unwrap_or_default()
    }

    /// Whether a field is asked, given whether those before it in the order are.
    pub(crate) fn is_relevant(&self, field: usize, answers: &dyn AnswerSource) -> bool {
        self.conditions(field).iter().all(|condition| condition.compiled.is_true(answers))
    }

    /// Whether a text is shown.
    pub(crate) fn is_shown(&self, info: usize, answers: &dyn AnswerSource) -> bool {
        self.info.get(info).and_then(Option::as_ref).is_none_or(|condition| condition.compiled.is_true(answers))
    }

    /// The checks of a field.
    pub(crate) fn checks(&self, field: usize) -> &[FieldCheck] {
        self.checks.get(field).map_or(&[], Vec::as_slice)
    }

    /// The fields whose relevance names the field.
    pub(crate) fn relevance_dependents(&self, field: usize) -> &[usize] {
        self.dependents.get(field).map_or(&[], |dependents| &dependents.relevance)
    }

    /// The fields whose checks name the field.
    pub(crate) fn check_dependents(&self, field: usize) -> &[usize] {
        self.dependents.get(field).map_or(&[], |dependents| &dependents.checks)
    }

    /// The fields that decide whether a field is asked.
    pub fn relevance_of(&self, field: usize) -> impl Iterator<Item = usize> {
        self.conditions(field).iter().flat_map(|condition| condition.compiled.fields()).copied()
    }

    /// The fields whose answer in the round before decides whether a field is asked.
    pub fn relevance_by_previous(&self, field: usize) -> impl Iterator<Item = usize> {
        self.conditions(field).iter().flat_map(|condition| condition.compiled.previous()).copied()
    }

    /// Returns whether something else than answers of this round decides whether a field is asked.
    pub fn relevance_asks_of_organisation(&self, field: usize) -> bool {
        self.conditions(field).iter().any(|condition| condition.compiled.asks_of_organisation())
    }

    /// The fields that the checks of a field name.
    pub(crate) fn named_in_checks(&self, field: usize) -> impl Iterator<Item = usize> {
        self.checks(field).iter().flat_map(|check| check.condition.fields()).copied()
    }

    /// The fields that the checks of a field name which no submitted response violates.
    pub fn named_in_errors(&self, field: usize) -> impl Iterator<Item = usize> {
        self.errors(field).flat_map(|check| check.condition.fields()).copied()
    }

    /// Returns whether what no submitted response violates depends on something else than answers of this round.
    pub fn errors_ask_of_organisation(&self, field: usize) -> bool {
        self.errors(field).any(|check| check.condition.asks_of_organisation())
    }

    fn errors(&self, field: usize) -> impl Iterator<Item = &FieldCheck> {
        self.checks(field).iter().filter(|check| check.severity == Severity::Error)
    }

    /// What the relevance of a field consists of.
    pub(super) fn conditions(&self, field: usize) -> &[Condition] {
        self.relevance.get(field).map_or(&[], Vec::as_slice)
    }

    /// The condition of a text.
    pub(super) fn info_condition(&self, info: usize) -> Option<&Condition> {
        self.info.get(info)?.as_ref()
    }
}

fn dependents(relevance: &[Vec<Condition>], checks: &[Vec<FieldCheck>]) -> Vec<Dependents> {
    let mut dependents: Vec<Dependents> = relevance.iter().map(|_| Dependents::default()).collect();
    for (at, (conditions, checks)) in relevance.iter().zip(checks).enumerate() {
        for named in conditions.iter().flat_map(|condition| condition.compiled.fields()) {
            if let Some(of) = dependents.get_mut(*named)
                && of.relevance.last() != Some(&at)
            {
                of.relevance.push(at);
            }
        }
        for named in checks.iter().flat_map(|check| check.condition.fields()) {
            if let Some(of) = dependents.get_mut(*named)
                && of.checks.last() != Some(&at)
            {
                of.checks.push(at);
            }
        }
    }
    dependents
}

struct RuleCompiler<'a> {
    fields: &'a [Field],
    names: &'a FieldNames,
    faults: &'a mut Vec<Fault>,
}

impl RuleCompiler<'_> {
    fn expression(&mut self, source: &str, current: Option<usize>, path: &Path) -> Option<CompiledExpression> {
        let scope = self.names.scope(self.fields, current, self.faults.len() < MOST_PROPOSALS);
        let compiled = Expression::parse(source).and_then(|parsed| parsed.compile(&scope, Expects::Boolean));
        compiled.map_err(|error| self.faults.push(Fault::new(path, error.message).at(error.at))).ok()
    }

    fn condition(&mut self, source: Option<&str>, path: Path) -> Option<Condition> {
        let compiled = Arc::new(self.expression(source?, None, &path)?);
        Some(Condition { compiled, path })
    }

    fn checks(&mut self, question: &Question, field: usize, path: &Path) -> Vec<FieldCheck> {
        let compile = |(at, check): (usize, &crate::definition::Check)| {
            let path = path.item("checks", at).key("condition");
            Some(FieldCheck {
                severity: check.severity,
                kind: check.kind,
                message: check.message.as_str().into(),
                condition: self.expression(&check.condition, Some(field), &path)?,
            })
        };
        question.checks.iter().enumerate().filter_map(compile).collect()
    }
}
