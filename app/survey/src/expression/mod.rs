//! The expression language of XLSForm (ODK XForms functions): parsed once, checked against a questionnaire, evaluated fast.
//!
//! An [`Expression`] is text that has been parsed. Compiled in a [`Scope`], it becomes [`CompiledExpression`]: its names are
//! fields, its types agree, and no answers can make it fail. What XPath would convert at run time although it cannot
//! be meant, such as comparing a number with a text, is an [`ExpressionError`] that says what to write instead.
//! Depth and length are limited, so that neither parsing nor evaluating exhausts the stack.
//!
#![doc = include_str!("language.md")]

mod call;
mod check;
mod compiled;
mod error;
mod evaluate;
mod function;
mod kind;
mod operand;
mod operation;
mod parse;
mod scope;
pub(crate) mod suggestion;
mod syntax;
mod token;
mod types;
mod words;

#[cfg(test)]
mod tests;

pub use compiled::CompiledExpression;
pub use error::ExpressionError;
pub(crate) use error::words_for_authors;
pub use operand::{AnswerSource, Operand};
pub use scope::{Expects, Resolved, Scope};
pub use types::Type;

use kind::ExpressionKind;
use syntax::SyntaxNode;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    source: String,
    names: Vec<String>,
    root: SyntaxNode,
}

impl Expression {
    /// Reads an expression. White space and line breaks mean nothing.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        let (root, names) = parse::parse(source)?;
        Ok(Self { source: source.to_owned(), names, root })
    }

    /// The expression as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every `${name}` in it, in the order they are written, a name as often as it is written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Checks it against the fields it may name.
    pub fn compile(&self, scope: &dyn Scope, expects: Expects) -> Result<CompiledExpression, ExpressionError> {
        let mut check = check::TypeChecker::new(scope);
        let (operation, kind) = match expects {
            Expects::Boolean => (check.condition(&self.root)?, ExpressionKind::BOOLEAN),
            Expects::Number => (check.number(&self.root)?, ExpressionKind::NUMBER),
            Expects::Any => check.node(&self.root)?,
        };
        Ok(CompiledExpression::new(operation, check, kind.into_type()))
    }
}
