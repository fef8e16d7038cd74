//! Answers that can only be read: sent in, or somebody else's to change.

use super::field::FieldProps;
use leptos::prelude::*;
use survey::{definition::Severity, evaluation::Violation, format, value::Entry};

/// The answers of a question in words.
pub(super) fn answers(fields: &[FieldProps<'_>]) -> AnyView {
    match fields {
        [field] if field.field.row.is_none() => view! { {answer(field)}{notes(field)} }.into_any(),
        fields => {
            let rows = fields
                .iter()
                .map(|field| view! { <tr><th scope="row">{field.field.short_label.clone()}</th><td>{answer(field)}{notes(field)}</td></tr> })
                .collect_view();
            view! { <table class="answers"><tbody>{rows}</tbody></table> }.into_any()
        }
    }
}

fn answer(field: &FieldProps<'_>) -> AnyView {
    let none = |words: &'static str| view! { <p class="answer answer-none">{words}</p> }.into_any();
    match &field.entry {
        _ if !field.relevant => none("Inte aktuell"),
        Entry::Empty => none("Inte besvarad"),
        entry @ Entry::Missing(_) => {
            view! { <p class="answer answer-none">{format::answer(&field.field.field_type, entry)}</p> }.into_any()
        }
        entry => view! { <p class="answer">{format::answer(&field.field.field_type, entry)}</p> }.into_any(),
    }
}

fn notes(field: &FieldProps<'_>) -> AnyView {
    let note = |what: &'static str, text: &str| {
        (!text.is_empty()).then(|| view! { <p class="note"><strong>{what}</strong>{text.to_owned()}</p> }.into_any())
    };
    let verdict = |violation: &Violation| {
        let class = if violation.severity == Severity::Error { "error-text" } else { "note" };
        view! { <p class=class>{violation.message.clone()}</p> }
    };
    let wrong = field.violations.iter().map(verdict).collect_view();
    view! { {wrong}{note("Förklaring: ", &field.explanation)}{note("Kommentar till kollegor: ", &field.comment)} }
        .into_any()
}
