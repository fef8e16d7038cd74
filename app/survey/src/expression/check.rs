//! Checking a tree against the fields it names: afterwards nothing can go wrong.

use super::{
    ExpressionError, Resolved, Scope, Type,
    kind::ExpressionKind,
    operation::{Operation, OrderTest, ValueShape},
    suggestion::nearest,
    syntax::{ComparisonOperator, Syntax, SyntaxNode},
    token::shortened,
};
use std::{cmp::Ordering, collections::BTreeSet};

/// A checked part, and what it gives.
pub(super) type Checked = Result<(Operation, ExpressionKind), ExpressionError>;

/// Where names are looked up, and what was found to matter.
pub(super) struct TypeChecker<'s> {
    pub scope: &'s dyn Scope,
    pub fields: BTreeSet<usize>,
    /// The fields whose value in the round before matters.
    pub previous: BTreeSet<usize>,
    /// True if the expression asks for the population of the organisation.
    pub asks_population: bool,
}

impl<'s> TypeChecker<'s> {
    pub fn new(scope: &'s dyn Scope) -> Self {
        Self { scope, fields: BTreeSet::new(), previous: BTreeSet::new(), asks_population: false }
    }
}

impl TypeChecker<'_> {
    /// A part that gives one value.
    pub fn node(&mut self, node: &SyntaxNode) -> Checked {
        match &node.syntax {
            Syntax::Field(_) | Syntax::Current => {
                let (field, type_) = self.field(node)?;
                Ok((self.value(field, &type_), ExpressionKind::Known(type_)))
            }
            Syntax::Number(number) => Ok((Operation::Number(*number), ExpressionKind::NUMBER)),
            Syntax::Text(text) if text.is_empty() => Ok((Operation::Empty, ExpressionKind::Known(Type::Empty))),
            Syntax::Text(text) => Ok((Operation::Text(text.clone()), ExpressionKind::Words(vec![text.clone()]))),
            Syntax::Negate(inner) => Ok((Operation::Negate(Box::new(self.number(inner)?)), ExpressionKind::NUMBER)),
            Syntax::Connect(connective, parts) => {
                let parts = parts.iter().map(|part| self.condition(part)).collect::<Result<_, _>>()?;
                Ok((Operation::Connect(*connective, parts), ExpressionKind::BOOLEAN))
            }
            Syntax::Compare(comparison, pair) => self.comparison(node.at, *comparison, pair),
            Syntax::Calculate(arithmetic, pair) => {
                let pair = (self.number(&pair.0)?, self.number(&pair.1)?);
                Ok((Operation::Calculate(*arithmetic, Box::new(pair)), ExpressionKind::NUMBER))
            }
            Syntax::Call(function, arguments) => self.call(node.at, *function, arguments),
        }
    }

    /// A part that must be true or false.
    pub fn condition(&mut self, node: &SyntaxNode) -> Result<Operation, ExpressionError> {
        let (operation, kind) = self.node(node)?;
        if kind == ExpressionKind::BOOLEAN {
            return Ok(operation);
        }
        Err(ExpressionError::new(node.at, || {
            let advice = kind.as_condition(&node.shown());
            format!("a condition is needed here, and this is {}; write {advice}", kind.described())
        }))
    }

    /// A part that must be a number.
    pub fn number(&mut self, node: &SyntaxNode) -> Result<Operation, ExpressionError> {
        let (operation, kind) = self.node(node)?;
        require_number(node, &kind)?;
        Ok(operation)
    }

    fn comparison(&mut self, at: usize, comparison: ComparisonOperator, pair: &(SyntaxNode, SyntaxNode)) -> Checked {
        let (left, left_kind) = self.node(&pair.0)?;
        let (right, right_kind) = self.node(&pair.1)?;
        let test = |order, or_equal| Some(OrderTest { order, or_equal });
        let test = match comparison {
            ComparisonOperator::Equal | ComparisonOperator::NotEqual => None,
            ComparisonOperator::Less => test(Ordering::Less, false),
            ComparisonOperator::LessOrEqual => test(Ordering::Less, true),
            ComparisonOperator::Greater => test(Ordering::Greater, false),
            ComparisonOperator::GreaterOrEqual => test(Ordering::Greater, true),
        };
        let pair = Box::new((left, right));
        let (meant, operation) = match test {
            None => {
                (left_kind.can_equal(&right_kind), Operation::Equal(pair, comparison == ComparisonOperator::NotEqual))
            }
            Some(test) => (left_kind.can_order(&right_kind), Operation::Order(test, pair)),
        };
        meant.map_err(|message| ExpressionError::new(at, || message))?;
        Ok((operation, ExpressionKind::BOOLEAN))
    }

    /// The values that an argument of a function of many stands for: all rows where it names a matrix.
    pub fn values(&mut self, node: &SyntaxNode) -> Result<(Vec<Operation>, ExpressionKind), ExpressionError> {
        if let Some((rows, type_)) = self.rows(node) {
            let values = rows.iter().map(|row| self.value(*row, &type_)).collect();
            return Ok((values, ExpressionKind::Known(type_)));
        }
        if let Syntax::Call(super::function::Function::Previous, arguments) = &node.syntax
            && let Some((rows, type_)) = arguments.first().and_then(|argument| self.rows(argument))
        {
            let values = rows.iter().map(|row| self.previous(node.at, *row, &type_)).collect::<Result<_, _>>()?;
            return Ok((values, ExpressionKind::Known(type_)));
        }
        let (operation, kind) = self.node(node)?;
        Ok((vec![operation], kind))
    }

    fn rows(&self, node: &SyntaxNode) -> Option<(Vec<usize>, Type)> {
        match &node.syntax {
            Syntax::Field(name) => match self.scope.resolve(name)? {
                Resolved::Rows(rows, type_) => Some((rows, type_)),
                Resolved::Field(..) => None,
            },
            _ => None,
        }
    }

    /// The one field that is named.
    pub fn field(&self, node: &SyntaxNode) -> Result<(usize, Type), ExpressionError> {
        let name = match &node.syntax {
            Syntax::Field(name) => name,
            Syntax::Current => {
                return self.scope.current().ok_or_else(|| {
                    ExpressionError::new(node.at, || "`.` stands for no field here; write the field's name, `${name}`")
                });
            }
            _ => return Err(ExpressionError::new(node.at, || "the name of a field is needed here; write `${name}`")),
        };
        match self.scope.resolve(name) {
            Some(Resolved::Field(field, type_)) => Ok((field, type_)),
            Some(Resolved::Rows(..)) => Err(ExpressionError::new(node.at, || {
                let names = self.scope.names();
                let row = names.iter().find(|row| row.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')));
                format!(
                    "`{name}` is a matrix and stands for all its rows; name one row, `${{{}}}`, or put it in a function of \
                     many values: any-yes(…), sum(…), min(…), max(…), coalesce(…), count-non-empty(…)",
                    row.map_or("question.row", String::as_str)
                )
            })),
            None => Err(ExpressionError::new(node.at, || {
                let names = self.scope.names();
                let written = shortened(name);
                match nearest(name, names.iter().map(String::as_str)) {
                    Some(meant) => format!("unknown field `{written}`; did you mean `{meant}`?"),
                    None => format!("unknown field `{written}`; write the name of a field of this questionnaire"),
                }
            })),
        }
    }

    /// The value of a field, on which the expression then depends.
    fn value(&mut self, field: usize, type_: &Type) -> Operation {
        self.fields.insert(field);
        shape(type_).map_or(Operation::Empty, |shape| Operation::Value(field, shape))
    }

    /// The value of a field in the round before.
    pub fn previous(&mut self, at: usize, field: usize, type_: &Type) -> Result<Operation, ExpressionError> {
        if !self.scope.is_of_response() {
            let message = "the round before is not known here; measure each round, and the change with `kind: change`";
            return Err(ExpressionError::new(at, || message));
        }
        self.previous.insert(field);
        Ok(shape(type_).map_or(Operation::Empty, |shape| Operation::Previous(field, shape)))
    }
}

/// Refuses what is not a number.
pub(super) fn require_number(node: &SyntaxNode, kind: &ExpressionKind) -> Result<(), ExpressionError> {
    if *kind == ExpressionKind::NUMBER {
        return Ok(());
    }
    Err(refused(node, "a number", kind, || kind.as_number(&node.shown())))
}

/// What stands where something else is needed.
pub(super) fn refused<A: Into<String>>(
    node: &SyntaxNode,
    needed: &str,
    kind: &ExpressionKind,
    advice: impl FnOnce() -> A,
) -> ExpressionError {
    ExpressionError::new(node.at, || {
        format!("{needed} is needed here, and this is {}; {}", kind.described(), advice().into())
    })
}

/// No field is a condition, or always empty; if a scope says so, its values are empty.
fn shape(type_: &Type) -> Option<ValueShape> {
    match type_ {
        Type::Number => Some(ValueShape::Number),
        Type::Text => Some(ValueShape::Text),
        Type::Date => Some(ValueShape::Date),
        Type::Code(_) => Some(ValueShape::Code),
        Type::Codes(_) => Some(ValueShape::Codes),
        Type::Boolean | Type::Empty => None,
    }
}
