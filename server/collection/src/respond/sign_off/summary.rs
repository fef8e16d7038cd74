//! What a signatory looks at: what is new since last time, what was explained, and what is missing and why.

use crate::respond::Snapshot;
use survey::{
    changes::{Difference, changes},
    form::Field,
    format,
    value::{Entry, MissingReason},
};

/// A section in short.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionSummary {
    /// Its name.
    pub name: String,
    /// Its letter.
    pub letter: String,
    /// Its title.
    pub title: String,
    /// The answers that differ from the ones before.
    pub changed: Vec<ChangedAnswer>,
    /// The answers that were explained.
    pub explained: Vec<Explained>,
    /// The fields without a value.
    pub missing: Vec<Unanswered>,
}

/// An answer that differs from the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedAnswer {
    /// "C1".
    pub number: String,
    /// The words of the question.
    pub label: String,
    /// How it differs.
    pub difference: Difference,
    /// The year of the answer before.
    pub year: i32,
    /// The answer before; empty for a new question.
    pub before: String,
    /// The answer now.
    pub after: String,
}

/// An answer that was explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// "C1".
    pub number: String,
    /// The words of the question.
    pub label: String,
    /// The answer.
    pub answer: String,
    /// The explanation.
    pub explanation: String,
}

/// A field without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// "C1".
    pub number: String,
    /// The words of the question.
    pub label: String,
    /// Why; none where it may be left out.
    pub reason: Option<MissingReason>,
    /// What was explained or commented beside it.
    pub note: Option<String>,
}

/// Every section in short.
pub(super) fn summary(snapshot: &Snapshot) -> Vec<SectionSummary> {
    let form = snapshot.evaluation.form();
    let changed = changes(&snapshot.evaluation, &snapshot.previous);
    let sections = form.questionnaire().sections.iter().enumerate();
    sections
        .map(|(place, section)| {
            let relevant = || {
                let fields = form.fields_of_section(place);
                fields.filter(|field| snapshot.evaluation.is_relevant(field.name.as_str()))
            };
            SectionSummary {
                name: section.name.to_string(),
                letter: section.letter.clone(),
                title: section.title.clone(),
                changed: changed
                    .iter()
                    .filter(|changed| changed.field.section == place)
                    // What is missing now is told once, with why.
                    .filter(|changed| missing(snapshot, changed.field).is_none())
                    .map(|changed| ChangedAnswer {
                        number: changed.field.number.clone(),
                        label: changed.field.label.clone(),
                        difference: changed.difference,
                        year: changed.year,
                        before: changed.before.clone(),
                        after: changed.after.clone(),
                    })
                    .collect(),
                explained: relevant().filter_map(|field| explained(snapshot, field)).collect(),
                missing: relevant().filter_map(|field| missing(snapshot, field)).collect(),
            }
        })
        .collect()
}

fn explained(snapshot: &Snapshot, field: &Field) -> Option<Explained> {
    let explanation = snapshot.stored.get(&field.name)?.explanation.clone()?;
    let entry = snapshot.evaluation.entry(field.name.as_str());
    Some(Explained {
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, entry),
        explanation,
    })
}

fn missing(snapshot: &Snapshot, field: &Field) -> Option<Unanswered> {
    let reason = match snapshot.evaluation.entry(field.name.as_str()) {
        Entry::Missing(reason) => Some(*reason),
        Entry::Empty => None,
        Entry::Value(_) | Entry::Unreadable(_) => return None,
    };
    let stored = snapshot.stored.get(&field.name);
    let note = stored.and_then(|stored| stored.explanation.clone().or_else(|| stored.comment.clone()));
    Some(Unanswered { number: field.number.clone(), label: field.label.clone(), reason, note })
}
