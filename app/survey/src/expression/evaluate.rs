//! Evaluating a checked expression. Nothing here fails, and only numbers are made; all else is borrowed.

use super::{
    AnswerSource, Operand,
    operation::{Operation, OrderTest, ValueShape},
    syntax::{Arithmetic, Connective},
    types::{NO, YES},
};
use crate::value::{MissingReason, Value, plain_number};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

impl Operation {
    /// What it gives with these answers.
    pub fn evaluate<'a>(&'a self, answers: &'a dyn AnswerSource) -> Operand<'a> {
        match self {
            Self::Empty => Operand::Empty,
            Self::Boolean(truth) => Operand::Boolean(*truth),
            Self::Number(number) => Operand::Number(*number),
            Self::Text(text) => Operand::Text(text),
            Self::Date(date) => Operand::Date(*date),
            Self::Value(field, shape) => operand(answers.value(*field), *shape),
            Self::Previous(field, shape) => operand(answers.previous(*field), *shape),
            Self::Today => answers.today().map_or(Operand::Empty, Operand::Date),
            Self::Population => answers.population().map_or(Operand::Empty, Operand::Number),
            Self::Answered(field) => Operand::Boolean(answers.value(*field).is_some()),
            Self::MissingReason(field) => answers
                .missing_reason(*field)
                .map_or(Operand::Empty, |reason| Operand::Code(MissingReason::code(reason))),
            Self::Not(inner) => Operand::Boolean(!inner.is_true(answers)),
            Self::Connect(Connective::And, parts) => Operand::Boolean(parts.iter().all(|part| part.is_true(answers))),
            Self::Connect(Connective::Or, parts) => Operand::Boolean(parts.iter().any(|part| part.is_true(answers))),
            Self::Equal(pair, negated) => {
                Operand::Boolean(equal(pair.0.evaluate(answers), pair.1.evaluate(answers)) != *negated)
            }
            Self::Order(test, pair) => {
                Operand::Boolean(ordered(*test, pair.0.evaluate(answers), pair.1.evaluate(answers)))
            }
            Self::Calculate(arithmetic, pair) => match (pair.0.number(answers), pair.1.number(answers)) {
                (Some(left), Some(right)) => from_number(calculate(*arithmetic, left, right)),
                _ => Operand::Empty,
            },
            Self::Negate(inner) => from_number(inner.number(answers).map(|number| -number)),
            Self::If(parts) => {
                let (condition, then, otherwise) = parts.as_ref();
                if condition.is_true(answers) { then.evaluate(answers) } else { otherwise.evaluate(answers) }
            }
            Self::Coalesce(all) => {
                all.iter().map(|one| one.evaluate(answers)).find(|one| !one.is_empty()).unwrap_or(Operand::Empty)
            }
            Self::Sum(all) => {
                let mut numbers = all.iter().filter_map(|one| one.number(answers));
                from_number(numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number)))
            }
            Self::Extreme(order, all) => {
                let numbers = all.iter().filter_map(|one| one.number(answers));
                from_number(numbers.reduce(|kept, number| if number.cmp(&kept) == *order { number } else { kept }))
            }
            Self::CountNonEmpty(all) => count(all.iter().filter(|one| !one.evaluate(answers).is_empty()).count()),
            Self::AnyYes(all) => any_yes(all, answers),
            Self::Selected(from, option) => Operand::Boolean(match from.evaluate(answers) {
                Operand::Code(code) | Operand::Text(code) => code == option,
                Operand::Codes(codes) => codes.iter().any(|code| code.as_str() == option),
                _ => false,
            }),
            Self::CountSelected(from) => match from.evaluate(answers) {
                Operand::Codes(codes) => count(codes.len()),
                _ => count(0),
            },
            Self::Round(number, decimals) => {
                from_number(number.number(answers).and_then(|number| round(number, *decimals)))
            }
            Self::ToNumber(of) => match of.evaluate(answers) {
                Operand::Boolean(truth) => Operand::Number(Decimal::from(u8::from(truth))),
                Operand::Text(text) | Operand::Code(text) => from_number(plain_number(text.trim())),
                other => other,
            },
            Self::Int(number) => from_number(number.number(answers).map(|number| number.trunc())),
            Self::Abs(number) => from_number(number.number(answers).map(|number| number.abs())),
            Self::StringLength(text) => count(text.evaluate(answers).text().unwrap_or_default().chars().count()),
            Self::Matches(text, pattern) => {
                Operand::Boolean(pattern.is_match(text.evaluate(answers).text().unwrap_or_default()))
            }
        }
    }

    /// Whether it gives true. Empty is not true.
    pub fn is_true(&self, answers: &dyn AnswerSource) -> bool {
        self.evaluate(answers) == Operand::Boolean(true)
    }

    fn number(&self, answers: &dyn AnswerSource) -> Option<Decimal> {
        self.evaluate(answers).number()
    }
}

/// A value as an operand. Text without letters and choices without options are what they are in ODK: empty.
fn operand(value: Option<&Value>, shape: ValueShape) -> Operand<'_> {
    match (shape, value) {
        (ValueShape::Number, Some(Value::Number(number))) => Operand::Number(*number),
        (ValueShape::Text, Some(Value::Text(text))) if !text.is_empty() => Operand::Text(text),
        (ValueShape::Date, Some(Value::Date(date))) => Operand::Date(*date),
        (ValueShape::Code, Some(Value::Code(code))) => Operand::Code(code.as_str()),
        (ValueShape::Codes, Some(Value::Codes(codes))) if !codes.is_empty() => Operand::Codes(codes),
        _ => Operand::Empty,
    }
}

fn equal(left: Operand<'_>, right: Operand<'_>) -> bool {
    match (left, right) {
        (Operand::Codes(one), Operand::Codes(two)) => {
            one.len() == two.len() && one.iter().all(|code| two.contains(code))
        }
        (Operand::Text(one) | Operand::Code(one), Operand::Text(two) | Operand::Code(two)) => one == two,
        // Beside a condition XPath takes nothing for false.
        (Operand::Boolean(truth), Operand::Empty) | (Operand::Empty, Operand::Boolean(truth)) => !truth,
        (one, two) => one == two,
    }
}

fn ordered(test: OrderTest, left: Operand<'_>, right: Operand<'_>) -> bool {
    let order = match (left, right) {
        (Operand::Number(one), Operand::Number(two)) => one.cmp(&two),
        (Operand::Date(one), Operand::Date(two)) => one.cmp(&two),
        _ => return false,
    };
    order == test.order || (test.or_equal && order == Ordering::Equal)
}

/// None where there is no such number, or it is too large to be exact.
fn calculate(arithmetic: Arithmetic, left: Decimal, right: Decimal) -> Option<Decimal> {
    match arithmetic {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Remainder => left.checked_rem(right),
    }
}

/// Half up, towards the greater number below zero as well, as in XPath. Fewer than no decimals are tens, hundreds, ….
fn round(number: Decimal, decimals: i32) -> Option<Decimal> {
    let half = if number.is_sign_negative() {
        RoundingStrategy::MidpointTowardZero
    } else {
        RoundingStrategy::MidpointAwayFromZero
    };
    let places = decimals.unsigned_abs();
    if decimals >= 0 {
        return Some(number.round_dp_with_strategy(places, half));
    }
    let unit = Decimal::try_from_i128_with_scale(10_i128.checked_pow(places)?, 0).ok()?;
    number.checked_div(unit)?.round_dp_with_strategy(0, half).checked_mul(unit)
}

/// Yes if any is yes, no only if all are no, otherwise empty.
fn any_yes(all: &[Operation], answers: &dyn AnswerSource) -> Operand<'static> {
    let mut are_all_no = true;
    for one in all {
        match one.evaluate(answers).text() {
            Some(YES) => return Operand::Code(YES),
            Some(NO) => {}
            _ => are_all_no = false,
        }
    }
    if are_all_no { Operand::Code(NO) } else { Operand::Empty }
}

fn count(number: usize) -> Operand<'static> {
    Operand::Number(Decimal::from(number))
}

/// Zero has no sign.
fn from_number(number: Option<Decimal>) -> Operand<'static> {
    match number {
        Some(number) if number.is_zero() => Operand::Number(Decimal::ZERO),
        Some(number) => Operand::Number(number),
        None => Operand::Empty,
    }
}
