//! What can be handed out: a section, or one question of it.

use serde::{Deserialize, Serialize};
use survey::{definition::QuestionKind, form::Form};

/// A section, or one question of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AssignmentTarget {
    /// The name of the section.
    pub section: String,
    /// The name of the question; none for the whole section.
    pub question: Option<String>,
}

/// A portion with the words to show it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentTargetView {
    /// Which.
    pub target: AssignmentTarget,
    /// The letter of the section.
    pub letter: String,
    /// The title of the section.
    pub title: String,
    /// The number and the words of the question.
    pub question: Option<(String, String)>,
}

impl AssignmentTarget {
    /// Whether the question belongs to it.
    pub(crate) fn covers(&self, section: &str, question: &str) -> bool {
        self.section == section && self.question.as_deref().is_none_or(|own| own == question)
    }

    /// The words to show it by, if the form has it.
    pub(crate) fn view(&self, form: &Form) -> Option<AssignmentTargetView> {
        let section = form.section(&self.section)?;
        let question = match &self.question {
            None => None,
            Some(name) => {
                let question = section.questions.iter().find(|question| question.name.as_str() == name)?;
                if matches!(question.kind, QuestionKind::Info) {
                    return None;
                }
                let number = form.fields_of_question(name).next()?.number.clone();
                Some((number, question.label.clone()))
            }
        };
        Some(AssignmentTargetView {
            target: self.clone(),
            letter: section.letter.clone(),
            title: section.title.clone(),
            question,
        })
    }
}
