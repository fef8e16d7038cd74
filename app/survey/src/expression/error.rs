//! What is wrong with an expression.

/// Why an expression cannot be used: where, what, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// The byte of the source where it is wrong.
    pub at: usize,
    /// What is wrong; what to do.
    pub message: String,
}

impl ExpressionError {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}
