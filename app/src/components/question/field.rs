//! What is known about a field when its question is shown.

use crate::field_messages::SaveState;
use survey::{
    definition::{Question, Severity},
    evaluation::{MessageTone, Violation, shown_messages},
    form::Field,
    input,
    lineage::PreviousAnswer,
    value::{AnswerPart, Entry, MissingReason, Value},
};

/// A question with its fields.
#[derive(Debug, Clone)]
pub struct QuestionProps<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its number: `C3`. Empty for text that is only read.
    pub number: String,
    /// Its fields in order: one, one per row, or none.
    pub fields: Vec<FieldProps<'a>>,
    /// Whether the answers can only be read.
    pub read_only: bool,
    /// The reasons to pick from when an answer that deviates is explained.
    pub reasons: &'a [String],
    /// The year whose answer can be given again with a button.
    pub again: Option<i32>,
    /// What just came of that.
    pub told: Option<SameAsBeforeNotice>,
}

/// What came of giving the answer of an earlier year again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameAsBeforeNotice {
    /// It is filled in.
    Filled {
        /// By the save that made this revision.
        change_number: i64,
        /// The question has other words than when it was answered before.
        is_reworded: bool,
    },
    /// That has been taken back.
    TakenBack,
}

impl<'a> QuestionProps<'a> {
    /// A question with its fields and nothing else to say.
    pub fn new(question: &'a Question, number: String, fields: Vec<FieldProps<'a>>) -> Self {
        Self { question, number, fields, read_only: false, reasons: &[], again: None, told: None }
    }

    pub(super) fn heading_id(&self) -> String {
        format!("rubrik-{}", self.question.name)
    }

    pub(super) fn help_id(&self) -> Option<String> {
        self.question.help.is_some().then(|| format!("hjalp-{}", self.question.name))
    }

    pub(super) fn relevant(&self) -> &'static str {
        if self.fields.is_empty() || self.fields.iter().any(|field| field.relevant) { "true" } else { "false" }
    }
}

/// A field as it stands.
#[derive(Debug, Clone)]
pub struct FieldProps<'a> {
    /// The field.
    pub field: &'a Field,
    /// What is stored; or what was posted and could not be taken, to be shown again.
    pub entry: Entry,
    /// The version of what is stored; 0 before the first save.
    pub version: i64,
    /// The older version that `entry` builds on, where it was posted and stands against a newer one. The form posts it
    /// again as `FIELD/grund`, so that nobody is overwritten before the person has chosen.
    pub builds_on: Option<i64>,
    /// The comment between colleagues.
    pub comment: String,
    /// The explanation for the reviewer.
    pub explanation: String,
    /// What is wrong with the answer.
    pub violations: Vec<Violation>,
    /// Whether an attempt failed because the field is not answered.
    pub unanswered: bool,
    /// The answer of an earlier year.
    pub previous: Option<PreviousAnswer>,
    /// How it stands with saving, where that is worth saying.
    pub save_state: Option<SaveState>,
    /// Another person's answer that stands against this one.
    pub conflict: Option<AnswerConflict>,
    /// Whether the field is asked, given the other answers.
    pub relevant: bool,
    /// Whether there is something that an answer can deviate from.
    pub can_deviate: bool,
}

/// Two answers that stand against each other. The buttons post `FIELD/behall` as `deras` or `mitt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerConflict {
    /// Who gave the other answer.
    pub by: String,
    /// When, as it stands in a sentence: `kl. 10.41`, `15 oktober`.
    pub at: String,
    /// The other answer in words.
    pub theirs: String,
    /// One's own answer in words.
    pub mine: String,
}

/// The id of a field's control: its first, where it has several.
pub fn control_id(field: &str) -> String {
    format!("f-{field}")
}

impl<'a> FieldProps<'a> {
    /// A field with its stored entry and nothing else to say.
    pub fn new(field: &'a Field, entry: Entry) -> Self {
        Self {
            field,
            entry,
            version: 0,
            builds_on: None,
            comment: String::new(),
            explanation: String::new(),
            violations: Vec::new(),
            unanswered: false,
            previous: None,
            save_state: None,
            conflict: None,
            relevant: true,
            can_deviate: false,
        }
    }

    pub(super) fn name(&self) -> &'a str {
        self.field.name.as_str()
    }

    pub(super) fn id(&self) -> String {
        control_id(self.name())
    }

    /// The id of the messages; every control is described by them.
    pub(super) fn messages_id(&self) -> String {
        format!("m-{}", self.name())
    }

    /// Whether something stops submitting.
    pub(super) fn is_wrong(&self) -> bool {
        let is_too_long = matches!(self.save_state, Some(SaveState::TooLong(AnswerPart::Entry, _)));
        self.unanswered || is_too_long || self.violations.iter().any(|violation| violation.severity == Severity::Error)
    }

    /// What is told of the answer.
    pub(super) fn shown_messages(&self) -> impl Iterator<Item = (MessageTone, &Violation)> {
        shown_messages(&self.violations, !self.explanation.trim().is_empty())
    }

    /// Returns whether the explanation stands under a warning, and not among the notes.
    pub(super) fn is_explained_here(&self) -> bool {
        self.shown_messages().any(|(tone, _)| matches!(tone, MessageTone::Warning | MessageTone::Explained))
    }

    pub(super) fn aria_invalid(&self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    /// The text of the control.
    pub(super) fn text(&self) -> String {
        input::written(&self.field.field_type, &self.entry)
    }

    /// Whether an option is chosen.
    pub(super) fn is_chosen(&self, code: &str) -> bool {
        has_code(&self.entry, code)
    }

    /// Whether an option was chosen in the earlier year.
    pub(super) fn was_chosen(&self, code: &str) -> bool {
        self.previous.as_ref().is_some_and(|previous| has_code(&previous.entry, code))
    }

    pub(super) fn reason(&self) -> Option<MissingReason> {
        match self.entry {
            Entry::Missing(reason) => Some(reason),
            Entry::Empty | Entry::Value(_) | Entry::Unreadable(_) => None,
        }
    }
}

fn has_code(entry: &Entry, code: &str) -> bool {
    match entry.value() {
        Some(Value::Code(chosen)) => chosen.as_str() == code,
        Some(Value::Codes(chosen)) => chosen.iter().any(|chosen| chosen.as_str() == code),
        _ => false,
    }
}
