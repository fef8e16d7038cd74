//! A check that an answer does not meet, as data.

use crate::{
    definition::{CheckKind, Severity},
    name::FieldName,
};
use serde::{Deserialize, Serialize};

/// A check that an answer does not meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The field that was tested.
    pub field: FieldName,
    /// How serious it is.
    pub severity: Severity,
    /// What the check looks at.
    pub kind: CheckKind,
    /// What collides, then what to do.
    pub message: String,
}
