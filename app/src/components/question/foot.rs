//! Under the answer: a comment to colleagues, an explanation to the reviewer, why an answer is missing, whether it is saved.

use super::{
    explanation::explanation,
    field::FieldProps,
    parts::{TextArea, text_area},
    verdict::{row_in_label, save_state},
};
use maud::{Markup, html};

/// The foot of a question with the number `number`.
pub(super) fn foot(fields: &[FieldProps<'_>], number: &str, suggested: &[String]) -> Markup {
    html! {
        div.question-foot {
            (notes(fields, suggested))
            (reasons(fields, number))
            // The rows of a matrix tell of their saving where they stand.
            @if let [field] = fields && field.field.row.is_none() { (save_state(field)) }
        }
    }
}

/// What is written beside the answer: to colleagues, and to the reviewer where no warning demands it above.
fn notes(fields: &[FieldProps<'_>], suggested: &[String]) -> Markup {
    let is_open = fields.iter().any(|field| !field.comment.is_empty() || !field.explanation.is_empty());
    html! {
        details.notes open[is_open] {
            summary { @if is_open { "Kommentar och förklaring" } @else { "Kommentera eller förklara" } }
            p.note { "Kommentaren stannar hos er. Förklaringen skickas in med svaret." }
            @for field in fields { (notes_of(field, suggested)) }
        }
    }
}

fn notes_of(field: &FieldProps<'_>, suggested: &[String]) -> Markup {
    let id = format!("{}-kommentar", field.id());
    let name = format!("{}/kommentar", field.name());
    let is_row = field.field.row.is_some();
    html! {
        @if is_row { p.notes-of { (field.field.short_label) } }
        div.notes-pair {
            div.field {
                label.field-label for=(id) { "Kommentar till kollegor" (row_in_label(field)) }
                (text_area(TextArea { id: &id, name: &name, value: &field.comment, small: is_row, ..TextArea::default() }))
            }
            div data-explain-home=(field.name()) {
                @if !field.is_explained_here() { (explanation(field, suggested)) }
            }
        }
    }
}

fn reasons(fields: &[FieldProps<'_>], number: &str) -> Markup {
    let asked: Vec<&FieldProps<'_>> = fields.iter().filter(|field| !field.field.missing_reasons.is_empty()).collect();
    if asked.is_empty() {
        return Markup::default();
    }
    let is_open = asked.iter().any(|field| field.reason().is_some());
    let class = asked.iter().any(|field| field.field.row.is_some()).then_some("reasons");
    html! {
        details open[is_open] {
            summary { @if is_open { "Saknas-skäl" } @else { "Kan inte svara" } }
            div class=[class] { @for field in asked { (reason_group(field, number)) } }
        }
    }
}

fn reason_group(field: &FieldProps<'_>, number: &str) -> Markup {
    let name = format!("{}/saknas", field.name());
    let chosen = field.reason();
    html! {
        fieldset {
            legend.field-label {
                @if field.field.row.is_some() {
                    span.visually-hidden { "Varför saknas ett svar för " } (field.field.short_label)
                } @else {
                    "Varför saknas ett svar på " (number) "?"
                }
            }
            div.reason-choices {
                @for reason in &field.field.missing_reasons {
                    label.choice {
                        input type="radio" name=(name) value=(reason.code()) checked[chosen == Some(*reason)];
                        span { (reason.label()) }
                    }
                }
                label.choice.choice-clear {
                    input type="radio" name=(name) value="";
                    span { "Inget av skälen" (row_in_label(field)) }
                }
            }
        }
    }
}
