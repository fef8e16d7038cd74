//! What is said about an answer: what is wrong, what must be explained, whether it is saved, whether two stand against
//! each other. The island writes the same places in the same way.

use super::{
    explanation::explanation,
    field::{Conflict, FieldProps, SaveState},
    parts::mark,
};
use crate::{
    components::marks::Mark,
    wire::{kept_as, message_class, not_saved_as_too_long},
};
use maud::{Markup, html};
use survey::evaluation::Tone;

/// The messages of a field, and the explanation that a warning demands.
pub(super) fn messages(field: &FieldProps<'_>, reasons: &[String]) -> Markup {
    html! {
        div.messages id=(field.messages_id()) data-messages=(field.name()) {
            @if field.unanswered {
                (message(Tone::Error, "Svara på frågan, eller välj under Kan inte svara varför ett svar saknas."))
            }
            @for (tone, violation) in field.told() { (message(tone, &violation.message)) }
            @if let Some(conflict) = &field.conflict { (conflict_message(field.name(), conflict)) }
        }
        @if field.is_explained_here() { (explanation(field, reasons)) }
    }
}

fn message(tone: Tone, text: &str) -> Markup {
    html! {
        div class=(message_class(tone)) {
            @if tone == Tone::Explained {
                p.message-heading { "Förklarat" }
                p { (text) }
            } @else {
                p.message-heading { @if tone == Tone::Error { span.visually-hidden { "Fel: " } } (text) }
            }
        }
    }
}

/// The row, where a label would otherwise be the same for every row.
pub(super) fn row_in_label(field: &FieldProps<'_>) -> Markup {
    html! { @if field.field.row.is_some() { span.visually-hidden { ": " (field.field.short_label) } } }
}

fn conflict_message(field: &str, conflict: &Conflict) -> Markup {
    let Conflict { by, at, theirs, mine } = conflict;
    let keep = |value: &str, words: &str| {
        html! { button.button.button-second name={ (field) "/behall" } value=(value) { "Behåll " (words) } }
    };
    html! {
        div.message.message-warn {
            p.message-heading { "Ni har svarat olika. Vilket svar ska gälla?" }
            p { "Du svarade " strong { (mine) } ", medan " (by) " svarade " strong { (theirs) } " " (at) ". Båda svaren är kvar." }
            p.actions { (keep("deras", kept_as(theirs, &format!("svaret från {by}")))) " " (keep("mitt", kept_as(mine, "mitt svar"))) }
        }
    }
}

/// What the next post is based on.
pub(super) fn versions(field: &FieldProps<'_>) -> Markup {
    html! {
        input type="hidden" name={ (field.name()) "/version" } value=(field.version);
        @if let Some(version) = field.builds_on {
            input type="hidden" name={ (field.name()) "/grund" } value=(version);
        }
    }
}

/// The place where saving is told of. The island writes in it; it is empty until there is something to say.
pub(super) fn save_state(field: &FieldProps<'_>) -> Markup {
    let class = match &field.save_state {
        None | Some(SaveState::Saved(_)) => "save-state",
        Some(SaveState::Wrong(_) | SaveState::TooLong(..)) => "save-state save-state-wrong",
        Some(SaveState::Changed { .. }) => "save-state save-state-changed",
    };
    html! {
        p class=(class) role="status" data-save=(field.name()) {
            @match &field.save_state {
                None => {}
                Some(SaveState::Saved(at)) => { (mark(Mark::Saved)) "Sparat " (at) }
                Some(SaveState::Wrong(at)) => { (mark(Mark::Wrong)) "Sparat " (at) ", stämmer inte" }
                Some(SaveState::TooLong(part, excess)) => { (mark(Mark::Wrong)) (not_saved_as_too_long(*part, *excess)) }
                Some(SaveState::Changed { by, at }) => { (mark(Mark::Changed)) "Ändrat av " (by) " " (at) }
            }
        }
    }
}
