//! What is said about an answer: what is wrong, what must be explained, whether it is saved, whether two stand against
//! each other. The island writes the same places in the same way.

use super::{
    explanation::explanation,
    field::{Conflict, FieldProps, SaveState},
};
use crate::{
    components::marks::{Mark, mark},
    wire::message_class,
};
use leptos::prelude::*;
use survey::definition::Severity;

/// The messages of a field, and the explanation that a warning demands.
pub(super) fn messages(field: &FieldProps<'_>, reasons: &[String]) -> AnyView {
    let unanswered = field.unanswered.then(|| {
        message(Severity::Error, "Svara på frågan, eller välj under Kan inte svara varför ett svar saknas.".to_owned())
    });
    let violations =
        field.violations.iter().map(|violation| message(violation.severity, violation.message.clone())).collect_view();
    let conflict = field.conflict.clone().map(|conflict| conflict_message(field.name(), conflict));
    view! {
        <div class="messages" id=field.messages_id() data-messages=field.name().to_owned()>{unanswered}{violations}{conflict}</div>
        {field.has_warnings().then(|| explanation(field, reasons))}
    }
    .into_any()
}

fn message(severity: Severity, text: String) -> AnyView {
    let kind = match severity {
        Severity::Error => Some("Fel: "),
        Severity::Warning | Severity::Info => None,
    };
    view! {
        <div class=message_class(severity)><p class="message-heading">{kind.map(|kind| view! { <span class="visually-hidden">{kind}</span> })}{text}</p></div>
    }
    .into_any()
}

/// The row, where a label would otherwise be the same for every row.
pub(super) fn row_in_label(field: &FieldProps<'_>) -> Option<AnyView> {
    field.field.row.is_some().then(|| {
        let row = format!(": {}", field.field.short_label);
        view! { <span class="visually-hidden">{row}</span> }.into_any()
    })
}

fn conflict_message(field: &str, conflict: Conflict) -> AnyView {
    let Conflict { by, at, theirs, mine } = conflict;
    let name = format!("{field}/behall");
    view! {
        <div class="message message-warn">
            <p class="message-heading">"Ni har svarat olika. Vilket svar ska gälla?"</p>
            <p>{by}" svarade "<strong>{theirs.clone()}</strong>" "{at}", medan du svarade "<strong>{mine.clone()}</strong>". Båda svaren är kvar."</p>
            <p class="actions">
                <button class="button button-second" name=name.clone() value="deras">{format!("Behåll {theirs}")}</button>
                " "
                <button class="button button-second" name=name value="mitt">{format!("Behåll {mine}")}</button>
            </p>
        </div>
    }
    .into_any()
}

/// What the next post is based on.
pub(super) fn versions(field: &FieldProps<'_>) -> AnyView {
    let input = |what: &str, version: i64| {
        view! { <input type="hidden" name=format!("{}/{what}", field.name()) value=version/> }
    };
    view! { {input("version", field.version)}{field.builds_on.map(|version| input("grund", version))} }.into_any()
}

/// The place where saving is told of. The island writes in it; it is empty until there is something to say.
pub(super) fn save_state(field: &FieldProps<'_>) -> AnyView {
    let (class, content) = match &field.save_state {
        None => ("save-state", None),
        Some(SaveState::Saved(at)) => ("save-state", Some((Mark::Saved, format!("Sparat {at}")))),
        Some(SaveState::Wrong(at)) => {
            ("save-state save-state-wrong", Some((Mark::Wrong, format!("Sparat {at}, stämmer inte"))))
        }
        Some(SaveState::Changed { by, at }) => {
            ("save-state save-state-changed", Some((Mark::Changed, format!("Ändrat av {by} {at}"))))
        }
    };
    let content = content.map(|(symbol, words)| view! { {mark(symbol)}{words} });
    view! { <p class=class role="status" data-save=field.name().to_owned()>{content}</p> }.into_any()
}
