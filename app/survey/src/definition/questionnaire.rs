//! The questionnaire as a whole, and its sections.

use super::{Dropped, Question};
use crate::name::Name;
use serde::{Deserialize, Serialize};

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
    #[serde(default = "default_reasons", skip_serializing_if = "is_default_reasons")]
    pub reasons: Vec<String>,
}

impl Questionnaire {
    /// What answers are judged by, without the words that are only read: these stand in the page already, and the
    /// browser waits for every byte.
    pub fn for_evaluation(&self) -> Self {
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

/// The reasons that an answer may deviate for, unless the questionnaire says otherwise.
pub fn default_reasons() -> Vec<String> {
    [
        "Verksamheten har förändrats",
        "Vi räknar på ett annat sätt i år",
        "Förra årets svar var fel",
        "Frågan tolkades annorlunda",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn is_default_reasons(reasons: &[String]) -> bool {
    reasons == default_reasons()
}
