//! Answers that can only be read: sent in, or somebody else's to change.

use super::field::FieldProps;
use maud::{Markup, html};
use survey::{definition::Severity, format, value::Entry};

/// The answers of a question in words.
pub(super) fn answers(fields: &[FieldProps<'_>]) -> Markup {
    match fields {
        [field] if field.field.row.is_none() => html! { (answer(field)) (notes(field)) },
        fields => html! {
            table.answers {
                tbody {
                    @for field in fields {
                        tr { th scope="row" { (field.field.short_label) } td { (answer(field)) (notes(field)) } }
                    }
                }
            }
        },
    }
}

fn answer(field: &FieldProps<'_>) -> Markup {
    let words = |entry| format::answer(&field.field.field_type, entry);
    let (is_answered, words) = match &field.entry {
        _ if !field.relevant => (false, "Inte aktuell".to_owned()),
        Entry::Empty => (false, "Inte besvarad".to_owned()),
        entry @ Entry::Missing(_) => (false, words(entry)),
        entry => (true, words(entry)),
    };
    html! { p.answer.answer-none[!is_answered] { (words) } }
}

fn notes(field: &FieldProps<'_>) -> Markup {
    html! {
        @for violation in &field.violations {
            p class=(if violation.severity == Severity::Error { "error-text" } else { "note" }) { (violation.message) }
        }
        @if !field.explanation.is_empty() { p.note { strong { "Förklaring: " } (field.explanation) } }
        @if !field.comment.is_empty() { p.note { strong { "Kommentar till kollegor: " } (field.comment) } }
    }
}
