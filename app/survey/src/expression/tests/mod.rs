//! What the language means, from the outside: text and answers in, values out.

mod answers;
mod empty_values;
mod meaning;
mod messages;
mod properties;

use super::{AnswerSource, CompiledExpression, Expects, Expression, ExpressionError, Operand, Resolved, Scope, Type};
use crate::{
    name::Name,
    value::{MissingReason, Value},
};
use answers::{TestAnswers, codes, text};
use rust_decimal::Decimal;

fn compile(answers: &TestAnswers, source: &str) -> Result<CompiledExpression, ExpressionError> {
    Expression::parse(source)?.compile(answers, Expects::Any)
}

/// What an expression gives, as it is written in the tables.
fn given(answers: &TestAnswers, source: &str) -> String {
    let compiled = compile(answers, source).unwrap_or_else(|error| panic!("{source}: {error}"));
    written(compiled.evaluate(answers))
}

fn written(operand: Operand<'_>) -> String {
    match operand {
        Operand::Empty => "empty".to_owned(),
        Operand::Boolean(truth) => truth.to_string(),
        Operand::Number(number) => number.normalize().to_string(),
        Operand::Text(text) | Operand::Code(text) => format!("'{text}'"),
        Operand::Date(date) => date.to_string(),
        Operand::Codes(codes) => codes.iter().map(Name::as_str).collect::<Vec<_>>().join(" "),
    }
}
