//! The tree that a source is parsed into.

use super::function::Function;
use rust_decimal::Decimal;

/// How deep operators and functions may stand in each other. Recursion over a tree goes no deeper.
pub(super) const MAX_DEPTH: usize = 64;

/// A part of an expression, and where it stands: an operator at its sign, anything else at its beginning.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SyntaxNode {
    pub at: usize,
    /// One more than the deepest of its parts.
    pub depth: usize,
    pub syntax: Syntax,
}

/// What the part is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Syntax {
    Field(String),
    Current,
    Number(Decimal),
    Text(String),
    Negate(Box<SyntaxNode>),
    /// `and`, `or` with all that they connect: a long chain is not a deep tree.
    Connect(Connective, Vec<SyntaxNode>),
    Compare(ComparisonOperator, Box<(SyntaxNode, SyntaxNode)>),
    Calculate(Arithmetic, Box<(SyntaxNode, SyntaxNode)>),
    Call(Function, Vec<SyntaxNode>),
}

/// What connects conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Connective {
    And,
    Or,
}

/// What compares two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ComparisonOperator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What calculates with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Connective(Connective),
    Comparison(ComparisonOperator),
    Arithmetic(Arithmetic),
}

impl Operator {
    /// By its sign.
    pub fn of(sign: &str) -> Option<Self> {
        Some(match sign {
            "or" => Self::Connective(Connective::Or),
            "and" => Self::Connective(Connective::And),
            "=" => Self::Comparison(ComparisonOperator::Equal),
            "!=" => Self::Comparison(ComparisonOperator::NotEqual),
            "<" => Self::Comparison(ComparisonOperator::Less),
            "<=" => Self::Comparison(ComparisonOperator::LessOrEqual),
            ">" => Self::Comparison(ComparisonOperator::Greater),
            ">=" => Self::Comparison(ComparisonOperator::GreaterOrEqual),
            "+" => Self::Arithmetic(Arithmetic::Add),
            "-" => Self::Arithmetic(Arithmetic::Subtract),
            "*" => Self::Arithmetic(Arithmetic::Multiply),
            "div" => Self::Arithmetic(Arithmetic::Divide),
            "mod" => Self::Arithmetic(Arithmetic::Remainder),
            _ => return None,
        })
    }

    /// How strongly it binds, from 1; as in XPath.
    pub fn binding(self) -> u8 {
        match self {
            Self::Connective(Connective::Or) => 1,
            Self::Connective(Connective::And) => 2,
            Self::Comparison(ComparisonOperator::Equal | ComparisonOperator::NotEqual) => 3,
            Self::Comparison(_) => 4,
            Self::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => 5,
            Self::Arithmetic(_) => 6,
        }
    }
}

impl SyntaxNode {
    pub fn new(at: usize, syntax: Syntax) -> Self {
        let deepest = match &syntax {
            Syntax::Field(_) | Syntax::Current | Syntax::Number(_) | Syntax::Text(_) => 0,
            Syntax::Negate(inner) => inner.depth,
            Syntax::Connect(_, parts) | Syntax::Call(_, parts) => {
                parts.iter().map(|part| part.depth).max().unwrap_or(0)
            }
            Syntax::Compare(_, pair) | Syntax::Calculate(_, pair) => pair.0.depth.max(pair.1.depth),
        };
        Self { at, depth: deepest + 1, syntax }
    }

    /// `left operator right`.
    pub fn between(at: usize, operator: Operator, left: Self, right: Self) -> Self {
        let syntax = match operator {
            Operator::Connective(connective) => {
                let mut parts = match left {
                    Self { syntax: Syntax::Connect(same, parts), .. } if same == connective => parts,
                    left => vec![left],
                };
                parts.push(right);
                Syntax::Connect(connective, parts)
            }
            Operator::Comparison(comparison) => Syntax::Compare(comparison, Box::new((left, right))),
            Operator::Arithmetic(arithmetic) => Syntax::Calculate(arithmetic, Box::new((left, right))),
        };
        Self::new(at, syntax)
    }

    /// How it is named in a message: a field as it is written, anything else by a gap.
    pub fn shown(&self) -> String {
        match &self.syntax {
            Syntax::Field(name) => format!("${{{name}}}"),
            Syntax::Current => ".".to_owned(),
            _ => "…".to_owned(),
        }
    }

    /// The whole number that is written here, with or without a minus sign.
    pub fn whole_number(&self) -> Option<i32> {
        match &self.syntax {
            Syntax::Number(number) if number.is_integer() => i32::try_from(*number).ok(),
            Syntax::Negate(inner) => match inner.syntax {
                Syntax::Number(_) => inner.whole_number().map(|number| -number),
                _ => None,
            },
            _ => None,
        }
    }
}
