//! What a question holds beside its kind and its checks: options, terms, the format of a text, publication level, evidence,
//! missing reasons.

use crate::{name::Name, value::MissingReason};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An option of a choice, a scale or a multiple choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its code, stable over the years.
    pub name: Name,
    /// Its words.
    pub label: String,
    /// In a multiple choice: it cannot stand with any other option.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exclusive: bool,
}

/// A word that the question uses in a special sense.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means here.
    pub definition: String,
}

/// Where a field's answers may be published, from the least strict to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PublicationLevel {
    /// Per organisation.
    #[default]
    Open,
    /// Only in aggregates, with suppression.
    Aggregated,
    /// Not at all.
    Internal,
}

/// How well a question is known from the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The concept, options and breakdown are stated in the yearly report.
    Documented,
    /// Stated in another public source.
    DocumentedElsewhere,
    /// Inferred from a published figure; the wording is ours.
    #[default]
    Inferred,
    /// Not in any source; added by the platform.
    New,
}

/// The kind of thing that a line of text is. The browser helps with filling it in; what is taken is said by checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// The smallest and the largest number that is taken without a check of its own, or the first and the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range<T = Decimal> {
    /// At least this.
    pub minimum: Option<T>,
    /// At most this.
    pub maximum: Option<T>,
}

impl<T> Default for Range<T> {
    fn default() -> Self {
        Self { minimum: None, maximum: None }
    }
}

/// The missing reasons that a question allows unless it says otherwise.
pub fn default_missing_reasons() -> Vec<MissingReason> {
    vec![MissingReason::VetEj, MissingReason::EjTillampligt, MissingReason::UppgiftSaknas]
}
