//! An expression that has been checked against a questionnaire, ready to be evaluated.

use super::{Answers, Operand, Type};
use rust_decimal::Decimal;

/// An expression whose names are fields and whose types agree. Evaluating it cannot fail.
#[derive(Debug, Clone)]
pub struct Compiled {
    fields: Vec<usize>,
    type_: Type,
}

impl Compiled {
    pub(super) fn new(fields: Vec<usize>, type_: Type) -> Self {
        Self { fields, type_ }
    }

    /// The fields whose value or missing reason it depends on, in ascending order, each once. A field that
    /// is only asked for its `previous` value is not among them: that value does not change.
    pub fn fields(&self) -> &[usize] {
        &self.fields
    }

    /// What it gives where it is not empty.
    pub fn type_(&self) -> &Type {
        &self.type_
    }

    /// What it gives with these answers.
    pub fn evaluate<'a>(&'a self, _answers: &'a dyn Answers) -> Operand<'a> {
        Operand::Empty
    }

    /// Whether it gives true. Empty is not true.
    pub fn is_true(&self, answers: &dyn Answers) -> bool {
        self.evaluate(answers) == Operand::Boolean(true)
    }

    /// The number that it gives.
    pub fn number(&self, answers: &dyn Answers) -> Option<Decimal> {
        match self.evaluate(answers) {
            Operand::Number(number) => Some(number),
            _ => None,
        }
    }
}
