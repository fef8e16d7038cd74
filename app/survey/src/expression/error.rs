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
    pub(super) fn new<W: Into<String>>(at: usize, say: impl FnOnce() -> W) -> Self {
        Self { at, message: words_for_authors(say) }
    }
}

/// Words for whoever writes a questionnaire. The browser gets what has been checked, and need not download them.
pub(crate) fn words_for_authors<W: Into<String>>(say: impl FnOnce() -> W) -> String {
    if cfg!(target_family = "wasm") { String::new() } else { say().into() }
}
