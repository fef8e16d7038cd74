//! Under the answer: a comment to colleagues, an explanation to the reviewer, why an answer is missing, whether it is saved.

use super::{
    explanation::explanation,
    field::FieldProps,
    verdict::{row_in_label, save_state},
};
use crate::components::text_area::TextArea;
use leptos::prelude::*;

/// The foot of a question with the number `number`.
pub(super) fn foot(fields: &[FieldProps<'_>], number: &str, suggested: &[String]) -> AnyView {
    // The rows of a matrix tell of their saving where they stand.
    let single = match fields {
        [field] if field.field.row.is_none() => Some(save_state(field)),
        _ => None,
    };
    view! { <div class="question-foot">{notes(fields, suggested)}{reasons(fields, number)}{single}</div> }.into_any()
}

/// What is written beside the answer: to colleagues, and to the reviewer where no warning demands it above.
fn notes(fields: &[FieldProps<'_>], suggested: &[String]) -> AnyView {
    let is_written = |field: &FieldProps<'_>| !field.comment.is_empty() || !field.explanation.is_empty();
    let is_open = fields.iter().any(is_written);
    let rows = fields.iter().map(|field| notes_of(field, suggested)).collect_view();
    let summary = if is_open { "Kommentar och förklaring" } else { "Kommentera eller förklara" };
    view! {
        <details class="notes" open=is_open>
            <summary>{summary}</summary>
            <p class="note">"Kommentaren stannar hos er. Förklaringen skickas in med svaret."</p>
            {rows}
        </details>
    }
    .into_any()
}

fn notes_of(field: &FieldProps<'_>, suggested: &[String]) -> AnyView {
    let id = format!("{}-kommentar", field.id());
    let name = format!("{}/kommentar", field.name());
    let row = field.field.row.map(|_| view! { <p class="notes-of">{field.field.short_label.clone()}</p> });
    view! {
        {row}
        <div class="notes-pair">
            <div class="field"><label class="field-label" for=id.clone()>"Kommentar till kollegor"{row_in_label(field)}</label><TextArea id name value=field.comment.clone() small=field.field.row.is_some()/></div>
            <div data-explain-home=field.name().to_owned()>{(!field.has_warnings()).then(|| explanation(field, suggested))}</div>
        </div>
    }
    .into_any()
}

fn reasons(fields: &[FieldProps<'_>], number: &str) -> Option<AnyView> {
    let asked: Vec<&FieldProps<'_>> = fields.iter().filter(|field| !field.field.missing_reasons.is_empty()).collect();
    if asked.is_empty() {
        return None;
    }
    let is_open = asked.iter().any(|field| field.reason().is_some());
    let summary = if is_open { "Saknas-skäl" } else { "Kan inte svara" };
    let is_matrix = asked.iter().any(|field| field.field.row.is_some());
    let groups = asked.into_iter().map(|field| reason_group(field, number)).collect_view();
    let class = is_matrix.then_some("reasons");
    Some(
        view! { <details open=is_open><summary>{summary}</summary><div class=class>{groups}</div></details> }
            .into_any(),
    )
}

fn reason_group(field: &FieldProps<'_>, number: &str) -> AnyView {
    let name = format!("{}/saknas", field.name());
    let chosen = field.reason();
    let legend = match field.field.row {
        Some(_) => view! { <span class="visually-hidden">"Varför saknas ett svar för "</span>{field.field.short_label.clone()} }.into_any(),
        None => format!("Varför saknas ett svar på {number}?").into_any(),
    };
    let radios = field
        .field
        .missing_reasons
        .iter()
        .map(|reason| {
            let checked = chosen == Some(*reason);
            view! { <label class="choice"><input type="radio" name=name.clone() value=reason.code() checked=checked/><span>{reason.label()}</span></label> }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class="field-label">{legend}</legend>
            <div class="reason-choices">{radios}<label class="choice choice-clear"><input type="radio" name=name.clone() value=""/><span>"Inget av skälen"{row_in_label(field)}</span></label></div>
        </fieldset>
    }
    .into_any()
}
