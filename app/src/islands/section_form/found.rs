//! What is found in answers: shown when a field is left, and said with its question to who does not see it appear.

use super::work::Work;
use crate::field_messages::SaveState;
use survey::{
    evaluation::{MessageTone, Violation, shown_messages},
    name::FieldName,
};

impl Work {
    /// What is told of a field's answer.
    pub fn shown_messages(&self, field: &FieldName) -> Vec<(MessageTone, &Violation)> {
        let violations = self.evaluation.violations(field.as_str());
        let is_explained = !violations.is_empty() && !self.page.note(field, "forklaring").trim().is_empty();
        shown_messages(violations, is_explained).collect()
    }

    /// Tells what waited until a field was left.
    pub fn leave(&mut self, field: &FieldName) {
        self.show(field);
        let is_unsent = self.saving.unsent().any(|change| change.field == *field);
        if let Some(at) = self.stored(field).and_then(|stored| stored.saved_at.clone()).filter(|_| !is_unsent)
            && self.is_wrong(field)
        {
            self.page.show_save_state(field, &SaveState::Wrong(at));
        }
        self.announce_found();
    }

    /// Returns whether it is told that a field's answer is wrong.
    pub fn is_wrong(&self, field: &FieldName) -> bool {
        !self.page.is_typed_in(field) && self.shown_messages(field).iter().any(|(tone, _)| *tone == MessageTone::Error)
    }

    /// Says what is newly found in answers, each with its question, to who does not see it appear.
    pub fn announce_found(&mut self) {
        let found = std::mem::take(&mut self.found);
        let sentences: Vec<String> = found.iter().filter_map(|field| self.found_in_words(field)).collect();
        if !sentences.is_empty() {
            self.page.announce_changes(&sentences.join(" "));
        }
    }

    fn found_in_words(&self, field: &FieldName) -> Option<String> {
        let (tone, violation) = self.shown_messages(field).into_iter().next()?;
        let before = match tone {
            MessageTone::Error => "Fel i ",
            MessageTone::Warning => "",
            MessageTone::Explained | MessageTone::Info => return None,
        };
        let field = self.field(field).filter(|field| self.section.contains(&field.name))?;
        let row = field.row.map(|_| format!(", {}", field.short_label)).unwrap_or_default();
        Some(format!("{before}{}{row}: {}", field.number, violation.message))
    }
}
