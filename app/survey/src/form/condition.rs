//! The compiled conditions of a form, and what depends on a field by them.

use super::Path;
use crate::expression::CompiledExpression;
use std::sync::Arc;

/// A condition of relevance and where it stands. Rows of a matrix share the one of their question.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) compiled: Arc<CompiledExpression>,
    pub(super) path: Path,
}

/// What an answer to a field has consequences for.
#[derive(Debug, Default)]
pub(super) struct Dependents {
    pub(super) relevance: Vec<usize>,
    pub(super) checks: Vec<usize>,
}
