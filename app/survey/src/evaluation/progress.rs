//! How far a response has come, and what stops it from being submitted.

use super::{Evaluation, Violation};
use crate::{definition::Severity, name::FieldName, value::Entry};
use serde::{Deserialize, Serialize};

/// Fields counted, in a section or in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// Relevant fields.
    pub asked: usize,
    /// Those with a value or a missing reason.
    pub answered: usize,
    /// Required fields with neither: questions left to answer.
    pub unanswered: usize,
    /// Other fields with neither: they may be left out.
    pub optional: usize,
    /// Errors to correct.
    pub errors: usize,
    /// Warnings, explained or not.
    pub warnings: usize,
}

/// How far a response has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Every section, in order.
    pub sections: Vec<Count>,
    /// All of them together.
    pub total: Count,
}

/// What stops submitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// An error to correct.
    Error(Violation),
    /// A required field without a value and a reason.
    Unanswered(FieldName),
    /// A warning to explain.
    Unexplained(Violation),
}

impl Obstacle {
    /// The field that it is about.
    pub fn field(&self) -> &FieldName {
        match self {
            Self::Error(violation) | Self::Unexplained(violation) => &violation.field,
            Self::Unanswered(field) => field,
        }
    }
}

impl Count {
    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.answered += other.answered;
        self.unanswered += other.unanswered;
        self.optional += other.optional;
        self.errors += other.errors;
        self.warnings += other.warnings;
    }
}

impl Evaluation {
    /// How far the response has come, per section and in all.
    pub fn progress(&self) -> Progress {
        let mut sections = vec![Count::default(); self.form.questionnaire().sections.len()];
        for (at, field) in self.form.fields().iter().enumerate() {
            if let Some(section) = sections.get_mut(field.section) {
                section.add(self.count(at));
            }
        }
        let mut total = Count::default();
        for section in &sections {
            total.add(*section);
        }
        Progress { sections, total }
    }

    fn count(&self, at: usize) -> Count {
        if !self.state.is_relevant(at) {
            return Count::default();
        }
        let violations = self.violations.get(at).map_or(&[][..], Vec::as_slice);
        let of = |severity| violations.iter().filter(|violation| violation.severity == severity).count();
        Count {
            asked: 1,
            answered: usize::from(matches!(self.state.entry(at), Entry::Value(_) | Entry::Missing(_))),
            unanswered: usize::from(self.is_unanswered(at)),
            optional: usize::from(self.state.entry(at).is_empty() && !self.is_unanswered(at)),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
        }
    }

    /// Whether the field is required, asked, and nothing is said.
    fn is_unanswered(&self, at: usize) -> bool {
        let is_required = self.form.fields().get(at).is_some_and(|field| field.required);
        is_required && self.state.is_relevant(at) && self.state.entry(at).is_empty()
    }

    /// What stops submitting, in the order of the questionnaire. A field's explanation explains all its warnings.
    pub fn obstacles(&self, is_explained: impl Fn(&FieldName) -> bool) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        for (at, field) in self.form.fields().iter().enumerate() {
            if self.is_unanswered(at) {
                obstacles.push(Obstacle::Unanswered(field.name.clone()));
            }
            for violation in self.violations.get(at).into_iter().flatten() {
                match violation.severity {
                    Severity::Error => obstacles.push(Obstacle::Error(violation.clone())),
                    Severity::Warning if !is_explained(&field.name) => {
                        obstacles.push(Obstacle::Unexplained(violation.clone()));
                    }
                    Severity::Warning | Severity::Info => {}
                }
            }
        }
        obstacles
    }
}
