//! What a checked expression consists of: every name resolved, every type known.

use super::syntax::{Arithmetic, Connective};
use regex_lite::Regex;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use time::Date;

/// A part of a checked expression.
#[derive(Debug, Clone)]
pub(super) enum Operation {
    Empty,
    Boolean(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    Value(usize, ValueShape),
    Previous(usize, ValueShape),
    Today,
    Population,
    Answered(usize),
    MissingReason(usize),
    Not(Box<Operation>),
    Connect(Connective, Vec<Operation>),
    /// Equal or, with true, not equal.
    Equal(Box<(Operation, Operation)>, bool),
    Order(OrderTest, Box<(Operation, Operation)>),
    Calculate(Arithmetic, Box<(Operation, Operation)>),
    Negate(Box<Operation>),
    If(Box<(Operation, Operation, Operation)>),
    Coalesce(Vec<Operation>),
    Sum(Vec<Operation>),
    /// The number that stands in this order to all the others.
    Extreme(Ordering, Vec<Operation>),
    CountNonEmpty(Vec<Operation>),
    AnyYes(Vec<Operation>),
    Selected(Box<Operation>, String),
    CountSelected(Box<Operation>),
    Round(Box<Operation>, i32),
    ToNumber(Box<Operation>),
    Int(Box<Operation>),
    Abs(Box<Operation>),
    StringLength(Box<Operation>),
    Matches(Box<Operation>, Regex),
}

/// `<`, `<=`, `>`, `>=`: the order that is asked for, and whether equality will do.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderTest {
    pub order: Ordering,
    pub or_equal: bool,
}

/// What a field's values look like. A value of any other shape, which only last year's could have, is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueShape {
    Number,
    Text,
    Date,
    Code,
    Codes,
}
