//! What an expression may name, and what it is expected to give.

use super::Type;

/// The fields that an expression can name, by their place in the questionnaire.
pub trait Scope {
    /// What `${name}` is.
    fn resolve(&self, name: &str) -> Option<Resolved>;
    /// The field that `.` is; none where an expression belongs to no field.
    fn current(&self) -> Option<(usize, Type)>;
    /// Whether it is about one organisation's response, which has a round before, a day and inhabitants: for `previous(…)`,
    /// `today()` and `population()`. A measure says something of many, on any day.
    fn is_of_response(&self) -> bool;
    /// The names that can be resolved, to propose the one that was meant; none where nothing is proposed.
    fn names(&self) -> Vec<String>;
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// One field.
    Field(usize, Type),
    /// All rows of a matrix: its question was named.
    Rows(Vec<usize>, Type),
}

/// What a whole expression must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// True or false: relevance, checks, conditions of measures.
    Boolean,
    /// A number.
    Number,
    /// Anything.
    Any,
}
