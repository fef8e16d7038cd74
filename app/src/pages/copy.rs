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

/// The answers of the copy by section, as `show` wants them; without the sections of which it shows none.
pub fn frozen_sections(copy: &CopyView, show: impl Fn(&Field) -> Option<CheckedAnswer>) -> Vec<AnyView> {
    let sections = copy.form.questionnaire().sections.iter().enumerate();
    sections
        .filter_map(|(place, section)| {
            let answers: Vec<CheckedAnswer> = copy.form.fields_of_section(place).filter_map(&show).collect();
            if answers.is_empty() {
                return None;
            }
            let id = format!("avsnitt-{}", section.name);
            Some(
                view! {
                    <section class="block" aria-labelledby=id.clone()>
                        <h2 id=id.clone()>{format!("{}. {}", section.letter, section.title)}</h2>
                        <CheckAnswersList answers/>
                    </section>
                }
                .into_any(),
            )
        })
        .collect()
}

/// An answer of the copy; none where the question was not relevant.
pub fn frozen_answer(copy: &CopyView, field: &Field) -> Option<CheckedAnswer> {
    let entry = copy.entries.get(&field.name)?;
    let explanation = copy.notes.get(&field.name).and_then(|note| note.explanation.clone());
    Some(CheckedAnswer {
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, entry),
        notes: explanation.map(|text| format!("Förklaring: {text}")).into_iter().collect(),
        ..CheckedAnswer::default()
    })
}
