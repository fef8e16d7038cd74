//! An expression that has been checked against a questionnaire, ready to be evaluated.

use super::{AnswerSource, Operand, Type, check::TypeChecker, operation::Operation};
use rust_decimal::Decimal;

/// An expression whose names are fields and whose types agree. Evaluating it cannot fail.
#[derive(Debug, Clone)]
pub struct CompiledExpression {
    operation: Operation,
    fields: Vec<usize>,
    previous: Vec<usize>,
    asks_population: bool,
    type_: Type,
}

impl CompiledExpression {
    pub(super) fn new(operation: Operation, check: TypeChecker<'_>, type_: Type) -> Self {
        let (fields, previous) = (check.fields.into_iter().collect(), check.previous.into_iter().collect());
        Self { operation, fields, previous, asks_population: check.asks_population, type_ }
    }

    /// The fields whose value or missing reason it depends on, in ascending order, each once. A field that
    /// is only asked for its `previous` value is not among them: that value does not change.
    pub fn fields(&self) -> &[usize] {
        &self.fields
    }

    /// The fields whose value in the round before it depends on.
    pub fn previous(&self) -> &[usize] {
        &self.previous
    }

    /// Returns whether it depends on what is no answer of this round: an answer of the round before, or how many live where.
    pub fn asks_of_organisation(&self) -> bool {
        self.asks_population || !self.previous.is_empty()
    }

    /// What it gives where it is not empty.
    pub fn type_(&self) -> &Type {
        &self.type_
    }

    /// What it gives with these answers.
    pub fn evaluate<'a>(&'a self, answers: &'a dyn AnswerSource) -> Operand<'a> {
        match self.operation.evaluate(answers) {
            // A literal that stands for one of a field's options: `coalesce(${field}, 'nej')`.
            Operand::Text(code) if matches!(self.type_, Type::Code(_)) => Operand::Code(code),
            operand => operand,
        }
    }

    /// Whether it gives true. Empty is not true.
    pub fn is_true(&self, answers: &dyn AnswerSource) -> bool {
        self.operation.is_true(answers)
    }

    /// The number that it gives.
    pub fn number(&self, answers: &dyn AnswerSource) -> Option<Decimal> {
        self.evaluate(answers).number()
    }
}
