//! A frozen copy for reading: the same for the organisation and for those who follow up.

use crate::components::{CheckAnswersList, CheckedAnswer, Terms};
use collection::respond::CopyView;
use leptos::prelude::*;
use survey::{form::Field, format};

/// The receipt's facts.
pub fn receipt_facts(copy: &CopyView) -> impl IntoView + use<> {
    let receipt = &copy.receipt;
    let by = if receipt.by.is_empty() { "inläst från fil".to_owned() } else { receipt.by.clone() };
    view! {
        <Terms terms=vec![
            ("Kvittonummer".to_owned(), receipt.number.clone()),
            ("Inskickat".to_owned(), format::moment(receipt.submitted_at)),
            ("Av".to_owned(), by),
            ("Organisation".to_owned(), copy.head.organisation_name.clone()),
            ("Undersökning".to_owned(), copy.head.round_title.clone()),
            ("Kontrollsumma (SHA-256)".to_owned(), receipt.checksum.clone()),
        ]/>
    }
}

/// Every answer of the copy, by section.
pub fn frozen_sections(copy: &CopyView) -> impl IntoView + use<> {
    copy.form
        .questionnaire()
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let answers: Vec<CheckedAnswer> =
                copy.form.fields_of_section(place).filter_map(|field| frozen_answer(copy, field)).collect();
            let id = format!("avsnitt-{}", section.name);
            view! {
                <section class="block" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{format!("{}. {}", section.letter, section.title)}</h2>
                    <CheckAnswersList answers/>
                </section>
            }
        })
        .collect_view()
}

fn frozen_answer(copy: &CopyView, field: &Field) -> Option<CheckedAnswer> {
    let entry = copy.entries.get(&field.name)?;
    let notes = copy.notes.get(&field.name).cloned().unwrap_or_default();
    let explanation = notes.explanation.map(|text| format!("Förklaring: {text}"));
    let comment = notes.comment.map(|text| format!("Kommentar: {text}"));
    Some(CheckedAnswer {
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, entry),
        notes: explanation.into_iter().chain(comment).collect(),
        ..CheckedAnswer::default()
    })
}
