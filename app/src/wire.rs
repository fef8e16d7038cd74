//! What a section's page and the server say to each other while somebody types.

use serde::{Deserialize, Serialize};
use survey::{
    definition::Severity,
    name::FieldName,
    value::{Entry, Value},
};

/// What the page knows when it is sent. It stands in the page as JSON, beside the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionState {
    /// The address of the questionnaire as JSON. It never changes.
    pub questionnaire: String,
    /// Where answers are saved.
    pub save: String,
    /// The name under which unsent answers are kept in this browser: one for each person and response, or the next
    /// person at this computer would send them.
    pub keep_as: String,
    /// The fields of this section.
    pub section: Vec<FieldName>,
    /// The questions of this section that are only text, by name: some are shown on a condition.
    pub texts: Vec<String>,
    /// Every answer of the response, since conditions reach across sections.
    pub answers: Vec<(FieldName, AnswerState)>,
    /// Last year's values, as `previous()` sees them.
    pub previous: Vec<(FieldName, Value)>,
}

/// One field as it is stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AnswerState {
    /// What it holds.
    pub entry: Entry,
    /// Its version; 0 before the first save.
    pub version: i64,
}

/// Answers to be saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaveRequest {
    /// Told apart from every other save, so that a retry is harmless.
    pub save_id: String,
    /// What changed.
    pub changes: Vec<ChangeRequest>,
}

/// One field's change. What is absent is left as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeRequest {
    /// The field.
    pub field: FieldName,
    /// The version that the person saw.
    pub base_version: i64,
    /// What it shall hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// The comment; empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The explanation of what deviates; empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SaveReply {
    /// When, as it is shown: `10.41`.
    pub saved_at: String,
    /// Each field of the request.
    pub fields: Vec<FieldReply>,
}

/// What became of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldReply {
    /// It is stored.
    Saved {
        /// The field.
        field: FieldName,
        /// Its new version.
        version: i64,
    },
    /// Somebody else changed it in the meantime; nothing is overwritten.
    Conflict {
        /// The field.
        field: FieldName,
        /// The stored version.
        version: i64,
        /// What is stored.
        theirs: Entry,
        /// Who stored it.
        by: String,
        /// When, as it is shown: `10.41`.
        at: String,
    },
}

impl FieldReply {
    /// The field that it is about.
    pub fn field(&self) -> &FieldName {
        match self {
            Self::Saved { field, .. } | Self::Conflict { field, .. } => field,
        }
    }
}

/// The class of the message box of a severity.
pub fn message_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "message message-error",
        Severity::Warning => "message message-warn",
        Severity::Info => "message",
    }
}
