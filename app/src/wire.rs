//! What a section's page and the server say to each other while somebody types.

use serde::{Deserialize, Serialize};
use survey::{
    definition::FieldType,
    evaluation::{EvaluationContext, MessageTone, ReferenceRange},
    format,
    name::FieldName,
    value::{AnswerPart, Entry, Value, too_long},
};

/// What the page knows when it is sent. It stands in the page as JSON, beside the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionPageState {
    /// The address of the questionnaire as JSON. It never changes.
    pub questionnaire: String,
    /// Where answers are saved.
    pub save: String,
    /// Where it is told what colleagues do, and from which revision of the response on the page has to be told.
    pub events: String,
    /// That revision.
    #[serde(rename = "revision")]
    pub change_number: i64,
    /// The name under which unsent answers are kept in this browser: one for each person and response, or the next
    /// person at this computer would send them.
    #[serde(rename = "keep_as")]
    pub storage_key: String,
    /// When the round opened, in seconds since 1970: what was kept before that is for another.
    pub opened: i64,
    /// The fields of this section.
    pub section: Vec<FieldName>,
    /// The questions of this section that are only text, by name: some are shown on a condition.
    pub texts: Vec<String>,
    /// Every answer of the response, since conditions reach across sections.
    pub answers: Vec<(FieldName, AnswerState)>,
    /// Last year's values, as `previous()` sees them.
    pub previous: Vec<(FieldName, Value)>,
    /// What others usually answer to the questions about numbers of this section.
    #[serde(rename = "usual")]
    pub reference_ranges: Vec<(FieldName, ReferenceRange)>,
    /// The server's day, and whose the response is.
    #[serde(rename = "circumstances")]
    pub context: EvaluationContext,
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

impl ChangeRequest {
    /// This change, and what was changed later.
    pub fn then(self, later: Self) -> Self {
        Self {
            entry: later.entry.or(self.entry),
            comment: later.comment.or(self.comment),
            explanation: later.explanation.or(self.explanation),
            ..later
        }
    }

    /// The first text that is longer than the server takes, with how many characters it has too many.
    pub fn too_long(&self) -> Option<(AnswerPart, usize)> {
        too_long(self.entry.as_ref(), self.comment.as_deref(), self.explanation.as_deref())
    }

    /// What can be sent, and what is too long to be.
    pub fn split(mut self) -> (Option<Self>, Option<Self>) {
        let mut blocked = Self { entry: None, comment: None, explanation: None, ..self.clone() };
        while let Some((part, _)) = self.too_long() {
            match part {
                AnswerPart::Entry => blocked.entry = self.entry.take(),
                AnswerPart::Comment => blocked.comment = self.comment.take(),
                AnswerPart::Explanation => blocked.explanation = self.explanation.take(),
            }
        }
        (self.some(), blocked.some())
    }

    fn some(self) -> Option<Self> {
        (self.entry.is_some() || self.comment.is_some() || self.explanation.is_some()).then_some(self)
    }
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
    /// It says what is stored already, or what was stored when the person began: nothing was written.
    Unchanged {
        /// The field.
        field: FieldName,
    },
    /// Somebody else changed it in the meantime; nothing is overwritten.
    Conflict(Theirs),
    /// A text of it is too long: nothing of it was written.
    TooLong {
        /// The field.
        field: FieldName,
    },
}

/// An answer of somebody else: all that a field holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theirs {
    /// The field.
    pub field: FieldName,
    /// Its version.
    pub version: i64,
    /// What is answered.
    pub entry: Entry,
    /// The comment; empty where there is none.
    pub comment: String,
    /// The explanation; empty where there is none.
    pub explanation: String,
    /// Who stored it.
    pub by: String,
    /// When, as it is shown: `10.41`.
    pub at: String,
}

/// What the server says to a section's page for as long as it is open: a save of somebody, or what else has changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FeedMessage {
    /// The revision of the response up to which everything has been said.
    #[serde(rename = "revision")]
    pub change_number: i64,
    /// The id of a save: the page knows its own by it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub save_id: String,
    /// What was saved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Theirs>,
    /// The names of the others who have the section open, where it was others before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<Vec<String>>,
    /// Who marked the section as done and when, in words; empty where nobody has any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// For how many seconds one stays signed in without doing anything; 0 when one is not signed in any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in_for: Option<i64>,
    /// When that ends, as it is shown: `10.41`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signed_in_until: String,
    /// Whether it ends then whatever one does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed_in_at_most: bool,
}

impl FieldReply {
    /// The field that it is about.
    pub fn field(&self) -> &FieldName {
        match self {
            Self::Saved { field, .. }
            | Self::Unchanged { field }
            | Self::TooLong { field }
            | Self::Conflict(Theirs { field, .. }) => field,
        }
    }
}

/// One of two answers that stand against each other.
#[derive(Debug, Clone, Copy)]
pub struct ConflictSide<'a> {
    /// The answer itself.
    pub entry: &'a Entry,
    /// The comment; empty where there is none.
    pub comment: &'a str,
    /// The explanation; empty where there is none.
    pub explanation: &'a str,
}

impl ConflictSide<'_> {
    /// This side in words, with the notes in which it differs from the other.
    pub fn beside(self, other: Self, field_type: &FieldType) -> String {
        let answer = match format::answer(field_type, self.entry) {
            answer if answer.is_empty() => "Inget svar".to_owned(),
            answer if matches!(self.entry, Entry::Value(Value::Text(_))) => format!("”{answer}”"),
            answer => answer,
        };
        let comment = if self.comment == other.comment { "" } else { self.comment };
        let explanation = if self.explanation == other.explanation { "" } else { self.explanation };
        match (comment, explanation) {
            ("", "") => answer,
            (note, "") | ("", note) => format!("{answer} (”{note}”)"),
            (comment, explanation) => format!("{answer} (”{comment}”, ”{explanation}”)"),
        }
    }
}

/// What a button that keeps an answer calls it: by its own words, where they are few.
pub fn choice_label<'a>(words: &'a str, otherwise: &'a str) -> &'a str {
    const MOST_CHARACTERS: usize = 60;
    if words.chars().nth(MOST_CHARACTERS).is_some() { otherwise } else { words }
}

/// What is said of a field that is not saved since a part of it has so many characters too many.
pub fn not_saved_as_too_long(part: AnswerPart, excess: usize) -> String {
    let (what, long, it) = match part {
        AnswerPart::Entry => ("svaret", "långt", "det"),
        AnswerPart::Comment => ("kommentaren", "lång", "den"),
        AnswerPart::Explanation => ("förklaringen", "lång", "den"),
    };
    format!("Inte sparat: {what} är {excess} tecken för {long}. Korta {it}, så sparas {it}.")
}

/// The class of the message box of what is told.
pub fn message_class(tone: MessageTone) -> &'static str {
    match tone {
        MessageTone::Error => "message message-error",
        MessageTone::Warning => "message message-warn",
        MessageTone::Explained => "message message-explained",
        MessageTone::Info => "message",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use survey::value::LONGEST_TEXT;

    fn change(comment: Option<&str>, explanation: Option<&str>) -> ChangeRequest {
        ChangeRequest {
            field: "fraga".parse().unwrap(),
            base_version: 2,
            entry: None,
            comment: comment.map(str::to_owned),
            explanation: explanation.map(str::to_owned),
        }
    }

    #[test]
    fn what_is_too_long_does_not_hold_up_the_rest() {
        let long = "å".repeat(LONGEST_TEXT + 3);
        let entry = Some(Entry::Value(Value::Text(long.clone())));
        let all = ChangeRequest { entry: entry.clone(), ..change(Some("kort"), Some(&long)) };
        assert_eq!(all.too_long(), Some((AnswerPart::Entry, 3)));
        let blocked = ChangeRequest { entry, ..change(None, Some(&long)) };
        assert_eq!(blocked.clone().split(), (None, Some(blocked.clone())));
        assert_eq!(all.split(), (Some(change(Some("kort"), None)), Some(blocked)));

        let fits = change(Some(&"å".repeat(LONGEST_TEXT)), None);
        assert_eq!(fits.too_long(), None);
        assert_eq!(fits.clone().split(), (Some(fits), None));
    }

    #[test]
    fn what_is_changed_later_stands() {
        let later = ChangeRequest { base_version: 3, ..change(Some("ny"), None) };
        let both = change(Some("gammal"), Some("förklaring")).then(later);
        assert_eq!(both, ChangeRequest { base_version: 3, ..change(Some("ny"), Some("förklaring")) });
    }

    #[test]
    fn both_sides_are_told_with_the_notes_that_part_them() {
        let ja = Entry::Value(Value::Code("ja".parse().unwrap()));
        let mine = ConflictSide { entry: &ja, comment: "Fråga Ann.", explanation: "" };
        let theirs = ConflictSide { entry: &Entry::Empty, comment: "Fråga Ann.", explanation: "Nytt." };
        let alone = ConflictSide { comment: "", ..theirs };
        let words = |one: ConflictSide<'_>, other| one.beside(other, &FieldType::YesNo);
        assert_eq!((words(mine, theirs), words(theirs, mine)), ("Ja".to_owned(), "Inget svar (”Nytt.”)".to_owned()));
        assert_eq!(words(mine, alone), "Ja (”Fråga Ann.”)");
        assert_eq!(
            words(theirs, ConflictSide { entry: &ja, comment: "", explanation: "" }),
            "Inget svar (”Fråga Ann.”, ”Nytt.”)"
        );
        let long = Entry::Value(Value::Text("Täckning saknas.".to_owned()));
        let long = ConflictSide { entry: &long, comment: "", explanation: "" };
        assert_eq!(long.beside(long, &FieldType::LongText), "”Täckning saknas.”");
    }

    #[test]
    fn a_button_does_not_hold_a_long_text() {
        let words = "å".repeat(60);
        assert_eq!(choice_label(&words, "mitt svar"), words);
        assert_eq!(choice_label(&format!("{words}."), "mitt svar"), "mitt svar");
    }
}
