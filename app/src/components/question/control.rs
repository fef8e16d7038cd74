//! Answers that are written: numbers with their unit, days, a line of text, text of any length.
//!
//! A day is a text input and not `type="date"`: that one throws away what it cannot read, so a half-typed day would be
//! lost without JavaScript, and it is filled in differently in every browser. What is written is read leniently instead.

use super::field::FieldProps;
use crate::components::text_area::TextArea;
use leptos::prelude::*;
use survey::{definition::FieldType, format};

/// The control of a field that is written. `described_by` are the ids of its help.
pub(super) fn control(field: &FieldProps<'_>, described_by: &[String]) -> AnyView {
    let described = |more: Option<&str>| {
        let ids = described_by.iter().map(String::as_str).chain(more).map(str::to_owned);
        Some(ids.chain([field.messages_id()]).collect::<Vec<_>>().join(" "))
    };
    let (id, name, value) = (field.id(), field.name().to_owned(), field.text());
    let hint_id = format!("{id}-enhet");
    match &field.field.field_type {
        FieldType::LongText => {
            view! { <TextArea id name value described_by=described(None).unwrap_or_default() invalid=field.is_wrong()/> }.into_any()
        }
        FieldType::Date => view! {
            <div class="with-unit">
                <input class="input input-date" id=id name=name value=value autocomplete="off" aria-describedby=described(Some(&hint_id)) aria-invalid=field.aria_invalid()/>
                <span class="note" id=hint_id>"år, månad och dag, till exempel 2026-04-30"</span>
            </div>
        }
        .into_any(),
        number @ (FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)) => {
            let keyboard = if matches!(number, FieldType::Integer(..)) { "numeric" } else { "decimal" };
            let class = if matches!(number, FieldType::Money(_)) { "input input-wide" } else { "input" };
            let unit = unit_in_words(number);
            let has_unit = unit.is_some();
            view! {
                <div class="with-unit">
                    <input class=class id=id name=name value=value inputmode=keyboard autocomplete="off" aria-describedby=described(has_unit.then_some(hint_id.as_str())) aria-invalid=field.aria_invalid()/>
                    {unit.map(|unit| view! { <span id=hint_id.clone()>{unit}</span> })}
                </div>
            }
            .into_any()
        }
        _ => view! {
            <input class="input input-text" id=id name=name value=value autocomplete="off" aria-describedby=described(None) aria-invalid=field.aria_invalid()/>
        }
        .into_any(),
    }
}

fn unit_in_words(field_type: &FieldType) -> Option<String> {
    match field_type {
        FieldType::Percent(_) => Some("procent".to_owned()),
        FieldType::Money(_) => Some("kronor".to_owned()),
        other => format::unit(other).map(str::to_owned),
    }
}
