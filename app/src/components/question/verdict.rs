//! What is said about an answer: what is wrong, what must be explained, whether it is saved, whether two stand against
//! each other. The island writes the same places; what stands in them comes from [`crate::field_messages`] on both sides.

use super::{explanation::explanation, field::FieldProps, parts::mark_at};
use crate::field_messages::{ConflictChoice, FieldMessage};
use maud::{Markup, html};
use survey::evaluation::MessageTone;

/// The messages of a field, and the explanation that a warning demands.
pub(super) fn messages(field: &FieldProps<'_>, reasons: &[String]) -> Markup {
    let unanswered = field.unanswered.then(|| {
        FieldMessage::of(MessageTone::Error, "Svara på frågan, eller välj under Kan inte svara varför ett svar saknas.")
    });
    let told = field.shown_messages().map(|(tone, violation)| FieldMessage::of(tone, &violation.message));
    let conflict = field
        .conflict
        .as_ref()
        .map(|conflict| FieldMessage::conflict(&conflict.mine, &conflict.theirs, &conflict.by, &conflict.at));
    html! {
        div.messages id=(field.messages_id()) data-messages=(field.name()) {
            @for told in unanswered.into_iter().chain(told).chain(conflict) { (message(field.name(), &told)) }
        }
        @if field.is_explained_here() { (explanation(field, reasons)) }
    }
}

/// A message about a field's answer. Its buttons post the form.
fn message(field: &str, told: &FieldMessage) -> Markup {
    html! {
        div class=(told.class) {
            p.message-heading {
                @if !told.heard.is_empty() { span.visually-hidden { (told.heard) } }
                (told.heading)
            }
            @if !told.words.is_empty() {
                p { @for (stands_out, words) in &told.words { @if *stands_out { strong { (words) } } @else { (words) } } }
            }
            @if !told.buttons.is_empty() {
                p.actions {
                    @for (keep, words) in &told.buttons {
                        button.button.button-second name={ (field) "/behall" } value=(posted(*keep)) { (words) } " "
                    }
                }
            }
        }
    }
}

/// What the button that keeps an answer posts.
fn posted(keep: ConflictChoice) -> &'static str {
    match keep {
        ConflictChoice::Theirs => "deras",
        ConflictChoice::Mine => "mitt",
    }
}

/// The row, where a label would otherwise be the same for every row.
pub(super) fn row_in_label(field: &FieldProps<'_>) -> Markup {
    html! { @if field.field.row.is_some() { span.visually-hidden { ": " (field.field.short_label) } } }
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
    let state = field.save_state.as_ref().map(|state| (state.look(), state.words()));
    let class = state.as_ref().map_or("save-state", |((class, _), _)| *class);
    html! {
        p class=(class) role="status" data-save=(field.name()) {
            @if let Some(((_, mark), words)) = &state { (mark_at(mark)) (words) }
        }
    }
}
