//! What a field can hold: a value, a missing reason, or nothing.

use crate::{
    name::{FieldName, Name},
    text,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};
use time::Date;

/// The value of one answered field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// The code of the chosen option; `ja` or `nej` for yes/no.
    Code(Name),
    /// The codes of the chosen options of a multiple choice, in the order of the questionnaire. Never empty.
    Codes(Vec<Name>),
    /// A number, exact. Percent is 0–100; money is in kronor.
    Number(#[serde(with = "digits")] Decimal),
    /// A day.
    Date(#[serde(with = "crate::iso_date")] Date),
    /// Text, trimmed and not empty.
    Text(String),
}

/// An exact number in JSON and in the database: `"12.4"`.
mod digits {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(number: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::plain_number(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a number")))
    }
}

/// A number as files have it: digits with at most one decimal point, and a minus sign where it is needed. Anything else
/// that decimals can be read from is not ours.
pub(crate) fn plain_number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && !digits.ends_with('.');
    if plain { Decimal::from_str_exact(text).ok() } else { None }
}

/// Why a field has no value. A missing reason satisfies "required".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// Nobody in the organisation knows.
    VetEj,
    /// The question does not apply to the organisation. The only reason that takes it out of n_asked.
    EjTillampligt,
    /// The figure does not exist.
    UppgiftSaknas,
    /// The organisation does not want to answer.
    VillEjSvara,
}

impl MissingReason {
    /// Every reason, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::VetEj, Self::EjTillampligt, Self::UppgiftSaknas, Self::VillEjSvara];

    /// The code in files and databases.
    pub fn code(self) -> &'static str {
        match self {
            Self::VetEj => "vet_ej",
            Self::EjTillampligt => "ej_tillampligt",
            Self::UppgiftSaknas => "uppgift_saknas",
            Self::VillEjSvara => "vill_ej_svara",
        }
    }

    /// The words in the interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::VetEj => "Vet ej",
            Self::EjTillampligt => "Ej tillämpligt",
            Self::UppgiftSaknas => "Uppgift saknas",
            Self::VillEjSvara => "Vill ej svara",
        }
    }
}

impl fmt::Display for MissingReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is not the code of a missing reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a missing reason")]
pub struct UnknownMissingReason(pub String);

impl FromStr for MissingReason {
    type Err = UnknownMissingReason;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|reason| reason.code() == code).ok_or_else(|| UnknownMissingReason(code.to_owned()))
    }
}

/// The state of one field of one response.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Not answered.
    #[default]
    Empty,
    /// Answered.
    Value(Value),
    /// Not answered, and the reason is stated.
    Missing(MissingReason),
    /// What was typed cannot be read as the field's type. Kept, so that nothing typed is lost; never submitted.
    Unreadable(String),
}

impl Value {
    /// Returns whether two values say the same. Texts are cleaned first: one may have been stored before texts were.
    pub fn says_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => text::says_same(one, other),
            _ => self == other,
        }
    }
}

/// The longest text that is taken from a person, in characters.
pub const LONGEST_TEXT: usize = 10_000;

/// How many characters a text has too many.
pub fn excess(text: &str) -> Option<usize> {
    text.chars().count().checked_sub(LONGEST_TEXT).filter(|excess| *excess > 0)
}

/// A part of a field's answer that is written in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerPart {
    /// The answer itself.
    Entry,
    /// The comment.
    Comment,
    /// The explanation.
    Explanation,
}

/// The first part of a field's answer that is longer than is taken, with how many characters it has too many.
pub fn too_long(
    entry: Option<&Entry>,
    comment: Option<&str>,
    explanation: Option<&str>,
) -> Option<(AnswerPart, usize)> {
    let parts = [
        (AnswerPart::Entry, entry.and_then(Entry::text)),
        (AnswerPart::Comment, comment),
        (AnswerPart::Explanation, explanation),
    ];
    parts.into_iter().find_map(|(part, text)| Some((part, excess(text?)?)))
}

impl Entry {
    /// What is written in words, read or not.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Value(Value::Text(text)) | Self::Unreadable(text) => Some(text),
            Self::Value(_) | Self::Missing(_) | Self::Empty => None,
        }
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::Empty | Self::Missing(_) | Self::Unreadable(_) => None,
        }
    }

    /// Whether nothing has been said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Returns whether two entries say the same. Texts are cleaned first: one may have been stored before texts were.
    pub fn says_same(&self, other: &Self) -> bool {
        self == other || self.cleaned() == other.cleaned()
    }

    fn cleaned(&self) -> Cow<'_, Self> {
        let Some(text) = self.text().map(text::lines) else { return Cow::Borrowed(self) };
        Cow::Owned(match self {
            _ if text.is_empty() => Self::Empty,
            Self::Unreadable(_) => Self::Unreadable(text),
            _ => Self::Value(Value::Text(text)),
        })
    }
}

/// Returns whether two frozen copies say the same.
pub fn say_same(one: &BTreeMap<FieldName, Entry>, other: &BTreeMap<FieldName, Entry>) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|((field, one), (other_field, other))| field == other_field && one.says_same(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_are_exact_or_refused() {
        assert_eq!(plain_number("0.1"), Some(Decimal::new(1, 1)));
        assert_eq!(plain_number("-12"), Some(Decimal::from(-12)));
        for wrong in ["", "-", ".", "1.", "1.2.3", "1_000", "1e5", "+1", "99999999999999999999999999999999"] {
            assert_eq!(plain_number(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn what_was_stored_uncleaned_says_what_it_says_cleaned() {
        let text = |text: &str| Entry::Value(Value::Text(text.into()));
        for (stored, read) in [
            (text("A\u{30a}re\u{200b}"), text("Åre")),
            (text("ett\u{a0}ord\ttill"), text("ett ord till")),
            (text("\u{200b}"), Entry::Empty),
            (Entry::Unreadable("to\u{ad}lv".into()), Entry::Unreadable("tolv".into())),
        ] {
            assert!(stored.says_same(&read) && read.says_same(&stored), "{stored:?}");
            let copy = |entry: &Entry| BTreeMap::from([("a".parse().unwrap(), entry.clone())]);
            assert!(say_same(&copy(&stored), &copy(&read)), "{stored:?}");
        }
        assert!(!text("Åre").says_same(&text("Are")));
        assert!(!text("tolv").says_same(&Entry::Unreadable("tolv".into())));
        assert!(!text("a").says_same(&Entry::Empty));
    }

    #[test]
    fn entries_are_plain_in_json() {
        let day = Value::Date(time::macros::date!(2026 - 04 - 30));
        for (entry, json) in [
            (Entry::Empty, r#""empty""#),
            (Entry::Missing(MissingReason::VetEj), r#"{"missing":"vet_ej"}"#),
            (Entry::Value(day), r#"{"value":{"date":"2026-04-30"}}"#),
            (Entry::Value(Value::Number("0.1".parse().unwrap())), r#"{"value":{"number":"0.1"}}"#),
        ] {
            assert_eq!(serde_json::to_string(&entry).unwrap(), json);
            assert_eq!(serde_json::from_str::<Entry>(json).unwrap(), entry);
        }
    }
}
