//! The values that expressions work with.

use crate::{
    name::Name,
    value::{MissingReason, Value},
};
use rust_decimal::Decimal;
use time::Date;

/// The answers that an expression is evaluated against. A field that is not relevant has no value and no reason.
pub trait AnswerSource {
    /// The value of a field.
    fn value(&self, field: usize) -> Option<&Value>;
    /// Why a field has no value, where that is stated.
    fn missing_reason(&self, field: usize) -> Option<MissingReason>;
    /// The value that the field had in the round before, through lineage.
    fn previous(&self, field: usize) -> Option<&Value>;
    /// The day it is, where the answers are one organisation's.
    fn today(&self) -> Option<Date>;
    /// How many live where the organisation is, where that is known.
    fn population(&self) -> Option<Decimal>;
}

/// What an expression gives. Borrowed from the answers and from the expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operand<'a> {
    /// Nothing: an unanswered field, `''`, a division by zero.
    Empty,
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(Decimal),
    /// Text, never empty.
    Text(&'a str),
    /// A day.
    Date(Date),
    /// The code of an option.
    Code(&'a str),
    /// The codes of several options, never none.
    Codes(&'a [Name]),
}

impl<'a> Operand<'a> {
    /// Whether there is nothing.
    pub fn is_empty(self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The number, where it is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The text or the code, where it is one.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Code(text) => Some(text),
            _ => None,
        }
    }
}
