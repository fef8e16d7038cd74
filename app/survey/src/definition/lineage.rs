//! The relation of fields to those of the questionnaire before.

use crate::name::FieldName;
use serde::{Deserialize, Serialize};

/// How a field relates to the questionnaire before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same question.
    Same,
    /// The same thing asked in other words.
    Reworded,
    /// One question became several; this is one of them.
    Split,
    /// Several questions became this one.
    Merged,
    /// First asked in this questionnaire.
    New,
}

/// The lineage of a field: which fields of the questionnaire before it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lineage {
    /// How.
    pub relation: Relation,
    /// The fields of the questionnaire before; empty for a new field. Where it is left out for `same` and `reworded`,
    /// the field of the same name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<FieldName>,
    /// The two years cannot be compared: the series is drawn with a break.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub series_break: bool,
    /// What must be known before two years are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A field of the questionnaire before that is no longer asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// Its name there.
    pub field: FieldName,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
