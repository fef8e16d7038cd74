//! Answers that are written: numbers with their unit, days, a line of text, text of any length.
//!
//! A day is a text input and not `type="date"`: that one throws away what it cannot read, so a half-typed day would be
//! lost without JavaScript, and it is filled in differently in every browser. What is written is read leniently instead.

use super::{
    field::FieldProps,
    parts::{TextArea, text_area},
};
use maud::{Markup, html};
use survey::{
    definition::{FieldType, TextFormat},
    format,
};

/// The control of a field that is written. `help` is the id of its help.
pub(super) fn control(field: &FieldProps<'_>, help: Option<&str>) -> Markup {
    let (id, name, value, invalid) = (field.id(), field.name(), field.text(), field.aria_invalid());
    let (unit_id, messages_id) = (format!("{id}-enhet"), field.messages_id());
    let echo_id = echo_id(field);
    let described = |more: &[&str]| {
        help.into_iter().chain(more.iter().copied()).chain([messages_id.as_str()]).collect::<Vec<_>>().join(" ")
    };
    match &field.field.field_type {
        FieldType::LongText => {
            let described = described(&[]);
            let described_by = Some(described.as_str());
            text_area(TextArea { id: &id, name, value: &value, described_by, invalid, ..TextArea::default() })
        }
        FieldType::Date(_) => html! {
            div.with-unit {
                input.input.input-date id=(id) name=(name) value=(value) autocomplete="off" aria-describedby=(described(&[unit_id.as_str(), echo_id.as_str()])) aria-invalid=[invalid];
                span.note id=(unit_id) { "år, månad och dag, till exempel 2026-04-30" }
                (echo(field))
            }
        },
        number @ (FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)) => {
            let keyboard = if matches!(number, FieldType::Integer(..)) { "numeric" } else { "decimal" };
            let class = if matches!(number, FieldType::Money(_)) { "input input-wide" } else { "input" };
            let unit = unit_in_words(number);
            let beside = unit.iter().map(|_| unit_id.as_str()).chain([echo_id.as_str()]).collect::<Vec<_>>();
            html! {
                div.with-unit {
                    input class=(class) id=(id) name=(name) value=(value) inputmode=(keyboard) autocomplete="off" aria-describedby=(described(&beside)) aria-invalid=[invalid];
                    @if let Some(unit) = &unit { span id=(unit_id) { (unit) } }
                    (echo(field))
                }
            }
        }
        text => {
            let kind = kind_of(text);
            html! {
                input.input.input-text id=(id) name=(name) value=(value) type=[kind] inputmode=[kind] autocomplete=(kind.unwrap_or("off")) aria-describedby=(described(&[])) aria-invalid=[invalid];
            }
        }
    }
}

/// The one word that HTML has for the kind of a line of text, for its keyboard, and for what the browser fills in.
fn kind_of(text: &FieldType) -> Option<&'static str> {
    match text {
        FieldType::Text(Some(TextFormat::Email)) => Some("email"),
        FieldType::Text(Some(TextFormat::Phone)) => Some("tel"),
        _ => None,
    }
}

/// What was read of what is typed. The island writes in it too.
fn echo(field: &FieldProps<'_>) -> Markup {
    let words = format::echo(&field.field.field_type, &field.entry);
    html! { span.note id=(echo_id(field)) data-echo=(field.name()) { (words.unwrap_or_default()) } }
}

fn echo_id(field: &FieldProps<'_>) -> String {
    format!("{}-last", field.id())
}

fn unit_in_words(field_type: &FieldType) -> Option<String> {
    match field_type {
        FieldType::Percent(_) => Some("procent".to_owned()),
        FieldType::Money(_) => Some("kronor".to_owned()),
        other => format::unit(other).map(str::to_owned),
    }
}
