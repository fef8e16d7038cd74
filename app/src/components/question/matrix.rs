//! A matrix: a table whose rows are fields. On a narrow screen every row becomes a question of its own.
//!
//! A fieldset cannot stand around a row of a table, so every control is named by its row and its column.

use super::{
    choices::{OptionView, id_of, options},
    control::control,
    field::FieldProps,
    verdict::{messages, save_state, versions},
};
use maud::{Markup, html};
use survey::{
    definition::{FieldType, Question},
    lineage::relation_in_words,
    value::Entry,
};

/// More columns than this and every row stands for itself on wide screens too.
const MOST_COLUMNS: usize = 7;

/// The table of a matrix.
pub(super) fn matrix(question: &Question, of: &FieldType, fields: &[FieldProps<'_>], reasons: &[String]) -> Markup {
    let columns = options(of);
    let can_clear = !columns.is_empty() && !matches!(of, FieldType::Multiple(_));
    let class = match columns.len() {
        0 => "matrix matrix-table matrix-written",
        few if few <= MOST_COLUMNS => "matrix matrix-table",
        _ => "matrix matrix-rows",
    };
    let width = columns.len().max(1) + 1 + usize::from(can_clear);
    html! {
        @if !columns.is_empty() { (legend(fields)) }
        @if matches!(of, FieldType::Multiple(_)) {
            // The island makes it so, and then says it.
            p.note data-arrows hidden { "Flytta mellan rutorna på en rad med piltangenterna." }
        }
        table class=(class) {
            caption.visually-hidden { (question.label) }
            thead { (heads(&columns, can_clear)) }
            tbody {
                @for field in fields {
                    (row(field, &columns, can_clear))
                    tr.matrix-message { td colspan=(width) { (messages(field, reasons)) } }
                }
            }
        }
    }
}

fn heads(columns: &[OptionView<'_>], can_clear: bool) -> Markup {
    html! {
        tr {
            th scope="col" { span.visually-hidden { "Rad" } }
            @for column in columns { th scope="col" class=[exclusive(column)] { (column.label) } }
            @if columns.is_empty() { th scope="col" { "Svar" } }
            @if can_clear { th.matrix-clear scope="col" { span.visually-hidden { "Ta bort svaret" } } }
        }
    }
}

fn row(field: &FieldProps<'_>, columns: &[OptionView<'_>], can_clear: bool) -> Markup {
    let label = field.field.short_label.as_str();
    html! {
        tr data-field=(field.name()) data-relevant=(if field.relevant { "true" } else { "false" }) {
            th scope="row" {
                @if columns.is_empty() { label for=(field.id()) { (label) } } @else { (label) }
                @if !field.field.relevance.is_empty() {
                    span.not-asked { " Gäller inte med de svar ni har gett." }
                }
                (earlier_in_words(field))
                (save_state(field))
                (versions(field))
            }
            @if columns.is_empty() { td { (written(field)) } }
            @for (place, column) in columns.iter().enumerate() { (cell(field, column, place)) }
            @if can_clear {
                td.matrix-clear {
                    label.matrix-choice.choice-clear {
                        (row_before(field))
                        input type="radio" id={ (field.id()) "-inget" } name=(field.name()) value="";
                        span { "Ta bort svaret" }
                    }
                }
            }
        }
    }
}

fn cell(field: &FieldProps<'_>, column: &OptionView<'_>, place: usize) -> Markup {
    let kind = if matches!(field.field.field_type, FieldType::Multiple(_)) { "checkbox" } else { "radio" };
    html! {
        td class=[exclusive(column)] {
            label.matrix-choice {
                (row_before(field))
                input type=(kind) id=(id_of(field, column.code, place)) name=(field.name()) value=(column.code) checked[field.is_chosen(column.code)] aria-invalid=[field.aria_invalid()] aria-describedby=(field.messages_id());
                span.matrix-choice-label { (column.label) }
                // A small square by the box: so it was answered then.
                @if let Some(previous) = field.previous.as_ref().filter(|_| field.was_chosen(column.code)) {
                    span.matrix-last { (square()) span.visually-hidden { "svar " (previous.year) } }
                }
            }
        }
    }
}

fn exclusive(column: &OptionView<'_>) -> Option<&'static str> {
    column.exclusive.then_some("exclusive")
}

/// The row in the name of a control.
fn row_before(field: &FieldProps<'_>) -> Markup {
    html! { span.visually-hidden { (field.field.short_label) ": " } }
}

fn square() -> Markup {
    html! { svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" { path d="M0 0h16v16H0z" fill="currentColor" {} } }
}

fn written(field: &FieldProps<'_>) -> Markup {
    html! {
        (control(field, None))
        @if let Some(previous) = field.previous.as_ref().filter(|previous| !previous.words.is_empty()) {
            p.note { (previous.year) ": " (previous.words) }
        }
    }
}

/// What no square can show: that a reason was given, or how this row relates to the earlier question.
fn earlier_in_words(field: &FieldProps<'_>) -> Markup {
    let Some(previous) = &field.previous else { return Markup::default() };
    let reason = match previous.entry {
        Entry::Missing(reason) => Some(format!("{}: {}.", previous.year, reason.label())),
        _ => None,
    };
    let words: Vec<String> =
        reason.into_iter().chain([relation_in_words(previous)]).filter(|words| !words.is_empty()).collect();
    html! { @if !words.is_empty() { p.note { (words.join(" ")) } } }
}

/// What the small squares mean.
fn legend(fields: &[FieldProps<'_>]) -> Markup {
    let known = fields.iter().filter_map(|field| field.previous.as_ref());
    html! {
        @if let Some(previous) = known.into_iter().find(|previous| previous.entry.value().is_some()) {
            p.matrix-legend { span { (square()) " intill en ruta: så svarade ni " (previous.year) } }
        }
    }
}
