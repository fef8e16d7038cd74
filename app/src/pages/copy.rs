//! A frozen copy for reading: the same for the organisation and for those who follow up.

use crate::{
    components::{CheckAnswersList, CheckedAnswer, Terms},
    words,
};
use collection::respond::CopyView;
use leptos::prelude::*;
use survey::{form::Field, format};

/// The receipt's facts.
pub fn receipt_facts(copy: &CopyView) -> impl IntoView + use<> {
    view! { <Terms terms=words::receipt_facts(copy)/> }
}

/// Every answer of the copy, by section; with the address below which one can ask about them, where one can.
pub fn frozen_sections(copy: &CopyView, ask: Option<&str>) -> impl IntoView + use<> {
    copy.form
        .questionnaire()
        .sections
        .iter()
        .enumerate()
        .filter_map(|(place, section)| {
            let answers: Vec<CheckedAnswer> =
                copy.form.fields_of_section(place).filter_map(|field| frozen_answer(copy, field, ask)).collect();
            if answers.is_empty() {
                return None;
            }
            let id = format!("avsnitt-{}", section.name);
            Some(view! {
                <section class="block" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{format!("{}. {}", section.letter, section.title)}</h2>
                    <CheckAnswersList answers/>
                </section>
            })
        })
        .collect_view()
}

fn frozen_answer(copy: &CopyView, field: &Field, ask: Option<&str>) -> Option<CheckedAnswer> {
    let entry = copy.entries.get(&field.name)?;
    let notes = copy.notes.get(&field.name).cloned().unwrap_or_default();
    let explanation = notes.explanation.map(|text| format!("Förklaring: {text}"));
    Some(CheckedAnswer {
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, entry),
        ask: ask.map(|path| format!("{path}/{}", field.name)),
        notes: explanation.into_iter().collect(),
        ..CheckedAnswer::default()
    })
}
