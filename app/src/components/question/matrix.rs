//! A matrix: a table whose rows are fields. On a narrow screen every row becomes a question of its own.
//!
//! A fieldset cannot stand around a row of a table, so every control is named by its row and its column.

use super::{
    choices::{Choice, id_of, options},
    control::control,
    field::FieldProps,
    verdict::{messages, save_state, versions},
};
use leptos::prelude::*;
use survey::{
    definition::{FieldType, Question},
    lineage::relation_in_words,
};

/// More columns than this and every row stands for itself on wide screens too.
const MOST_COLUMNS: usize = 7;

/// The table of a matrix.
pub(super) fn matrix(question: &Question, of: &FieldType, fields: &[FieldProps<'_>], reasons: &[String]) -> AnyView {
    let columns = options(of);
    let can_clear = !columns.is_empty() && !matches!(of, FieldType::Multiple(_));
    let class = match columns.len() {
        0 => "matrix matrix-table matrix-written",
        few if few <= MOST_COLUMNS => "matrix matrix-table",
        _ => "matrix matrix-rows",
    };
    let width = columns.len().max(1) + 1 + usize::from(can_clear);
    let heads = heads(&columns, can_clear);
    let rows = fields.iter().map(|field| row(reasons, field, &columns, can_clear, width)).collect_view();
    view! {
        {legend(fields, !columns.is_empty())}
        <table class=class>
            <caption class="visually-hidden">{question.label.clone()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn heads(columns: &[Choice], can_clear: bool) -> AnyView {
    let names = columns
        .iter()
        .map(|column| {
            let class = column.exclusive.then_some("exclusive");
            view! { <th scope="col" class=class>{column.label.clone()}</th> }
        })
        .collect_view();
    let answer = columns.is_empty().then(|| view! { <th scope="col">"Svar"</th> });
    let clear = can_clear
        .then(|| view! { <th scope="col" class="matrix-clear"><span class="visually-hidden">"Inget svar"</span></th> });
    view! { <th scope="col"><span class="visually-hidden">"Rad"</span></th>{names}{answer}{clear} }.into_any()
}

fn row(reasons: &[String], field: &FieldProps<'_>, columns: &[Choice], can_clear: bool, width: usize) -> AnyView {
    let label = field.field.short_label.clone();
    let cells = if columns.is_empty() {
        view! { <td>{written(field)}</td> }.into_any()
    } else {
        let cells = columns.iter().enumerate().map(|(place, column)| cell(field, column, place)).collect_view();
        let clear = can_clear.then(|| clear(field));
        view! { {cells}{clear} }.into_any()
    };
    let relevant = if field.relevant { "true" } else { "false" };
    let head =
        if columns.is_empty() { view! { <label for=field.id()>{label}</label> }.into_any() } else { label.into_any() };
    view! {
        <tr data-field=field.name().to_owned() data-relevant=relevant>
            <th scope="row">{head}{not_asked(field)}{earlier_in_words(field)}{save_state(field)}{versions(field)}</th>
            {cells}
        </tr>
        <tr class="matrix-message"><td colspan=width>{messages(field, reasons)}</td></tr>
    }
    .into_any()
}

fn cell(field: &FieldProps<'_>, column: &Choice, place: usize) -> AnyView {
    let kind = if matches!(field.field.field_type, FieldType::Multiple(_)) { "checkbox" } else { "radio" };
    let class = column.exclusive.then_some("exclusive");
    let checked = field.is_chosen(&column.code);
    let last = field.was_chosen(&column.code).then(|| last_year(field));
    view! {
        <td class=class><label class="matrix-choice"><span class="visually-hidden">{format!("{}: ", field.field.short_label)}</span><input type=kind id=id_of(field, &column.code, place) name=field.name().to_owned() value=column.code.clone() checked=checked aria-invalid=field.aria_invalid() aria-describedby=field.messages_id()/><span class="matrix-choice-label">{column.label.clone()}</span>{last}</label></td>
    }
    .into_any()
}

/// A small square by the box: so it was answered then.
fn last_year(field: &FieldProps<'_>) -> AnyView {
    let words = field.previous.as_ref().map(|previous| format!("svar {}", previous.year));
    view! { <span class="matrix-last">{square()}<span class="visually-hidden">{words}</span></span> }.into_any()
}

fn square() -> AnyView {
    view! { <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M0 0h16v16H0z" fill="currentColor"></path></svg> }.into_any()
}

fn clear(field: &FieldProps<'_>) -> AnyView {
    let id = format!("{}-inget", field.id());
    view! {
        <td class="matrix-clear"><label class="matrix-choice choice-clear"><span class="visually-hidden">{format!("{}: ", field.field.short_label)}</span><input type="radio" id=id name=field.name().to_owned() value=""/><span>"Inget svar"</span></label></td>
    }
    .into_any()
}

fn written(field: &FieldProps<'_>) -> AnyView {
    let last = field.previous.as_ref().filter(|previous| !previous.words.is_empty()).map(|previous| {
        view! { <p class="note">{format!("{}: {}", previous.year, previous.words)}</p> }
    });
    view! { {control(field, &[])}{last} }.into_any()
}

fn not_asked(field: &FieldProps<'_>) -> Option<AnyView> {
    (!field.field.relevance.is_empty())
        .then(|| view! { <span class="not-asked">" Gäller inte med de svar ni har gett."</span> }.into_any())
}

/// What no square can show: that a reason was given, or how this row relates to the earlier question.
fn earlier_in_words(field: &FieldProps<'_>) -> Option<AnyView> {
    let previous = field.previous.as_ref()?;
    let reason = match previous.entry {
        survey::value::Entry::Missing(reason) => Some(format!("{}: {}.", previous.year, reason.label())),
        _ => None,
    };
    let words: Vec<String> =
        reason.into_iter().chain([relation_in_words(previous)]).filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| view! { <p class="note">{words.join(" ")}</p> }.into_any())
}

/// What the small squares mean.
fn legend(fields: &[FieldProps<'_>], has_boxes: bool) -> Option<AnyView> {
    let year = fields
        .iter()
        .filter_map(|field| field.previous.as_ref())
        .find(|previous| previous.entry.value().is_some())?
        .year;
    has_boxes.then(|| view! { <p class="matrix-legend"><span>{square()}{format!(" intill en ruta: så svarade ni {year}")}</span></p> }.into_any())
}
