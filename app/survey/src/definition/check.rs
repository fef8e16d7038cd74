//! The checks that an answer is tested against.

use serde::{Deserialize, Serialize};

/// How serious it is that a check is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Stops submitting.
    Error,
    /// Must be explained.
    Warning,
    /// Is shown.
    Info,
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The value itself: its form and range.
    Format,
    /// The value beside other values of the same response.
    Consistency,
    /// The value beside last year's.
    Deviation,
}

/// A check: what an answer is tested against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// How serious it is.
    pub severity: Severity,
    /// What it looks at.
    pub kind: CheckKind,
    /// An expression that is true of a right answer; `.` is the field. Tested where the field has a value.
    pub condition: String,
    /// What collides, then what to do.
    pub message: String,
}
