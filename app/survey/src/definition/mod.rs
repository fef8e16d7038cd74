//! The questionnaire as it stands in a file. What is wrong with it as a whole is found when it becomes a form.

use crate::{
    name::{FieldName, Name},
    value::MissingReason,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub(crate) mod decimal;
#[cfg(feature = "yaml")]
mod position;
mod question;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use decimal::Bound;
pub use question::{FieldType, Question, QuestionKind, Row};

/// A questionnaire: the immutable definition that a round uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// The survey it belongs to: `kommun-ehalsa`.
    pub survey: String,
    /// The survey's title, without a year.
    pub title: String,
    /// What the respondent reads first: purpose, legal basis, how long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduction: Option<String>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// Fields of the questionnaire before this one that are no longer asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// What to pick from when an answer that deviates is explained.
    #[serde(default = "usual_reasons", skip_serializing_if = "is_usual_reasons")]
    pub reasons: Vec<String>,
}

impl Questionnaire {
    /// What answers are judged by, without the words that are only read: these stand in the page already, and the
    /// browser waits for every byte.
    pub fn for_judging(&self) -> Self {
        let mut judging = self.clone();
        (judging.title, judging.introduction, judging.dropped) = (String::new(), None, Vec::new());
        for section in &mut judging.sections {
            (section.title, section.introduction) = (String::new(), None);
            section.questions.iter_mut().for_each(Question::take_words);
        }
        judging
    }
}

/// A section: the part that can be handed to a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The letter it is known by: `C`. Questions are numbered from it.
    pub letter: String,
    /// Its name in addresses.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// What the respondent reads first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduction: Option<String>,
    /// The questions in order.
    pub questions: Vec<Question>,
}

impl Section {
    /// The roles that usually know its answers; those that know most questions first.
    pub fn roles(&self) -> Vec<String> {
        let mut counted: Vec<(String, usize)> = Vec::new();
        for role in self.questions.iter().flat_map(|question| &question.roles) {
            match counted.iter_mut().find(|(known, _)| known == role) {
                Some((_, count)) => *count += 1,
                None => counted.push((role.clone(), 1)),
            }
        }
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted.into_iter().map(|(role, _)| role).collect()
    }
}

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

/// Where a field's answers may be published, from the least strict to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Publication {
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

/// The reasons that an answer may deviate for, unless the questionnaire says otherwise.
pub fn usual_reasons() -> Vec<String> {
    [
        "Verksamheten har förändrats",
        "Vi räknar på ett annat sätt i år",
        "Förra årets svar var fel",
        "Frågan tolkades annorlunda",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn is_usual_reasons(reasons: &[String]) -> bool {
    reasons == usual_reasons()
}

/// The missing reasons that a question allows unless it says otherwise.
pub fn usual_missing_reasons() -> Vec<MissingReason> {
    vec![MissingReason::VetEj, MissingReason::EjTillampligt, MissingReason::UppgiftSaknas]
}
