//! What was typed where no answers are taken any more, to be copied before it is gone.

use super::section::{posted_entry, posted_explanation};
use crate::{
    components::{CheckAnswersList, CheckedAnswer, Message, MessageWeight},
    visit::Rejected,
};
use collection::respond::SectionView;
use leptos::prelude::*;
use survey::{
    form::Field,
    format,
    text::{lines, says_same},
};

/// What was posted for these fields and is not what is stored, with what was written beside them, and why; nothing where
/// nothing is lost.
pub fn unsaved<'a>(
    view: &SectionView,
    fields: impl Iterator<Item = &'a Field>,
    beside: Option<CheckedAnswer>,
    rejected: &Rejected,
    why: String,
) -> Option<AnyView> {
    let answers = fields.filter_map(|field| typed(view, field, rejected));
    let answers: Vec<CheckedAnswer> = answers.chain(beside).collect();
    (!answers.is_empty()).then(|| {
        view! {
            <div class="stack">
                <Message heading="Det du skrev är inte sparat" weight=MessageWeight::Error>
                    <p>{why}</p>
                    <p>"Kopiera det du vill ha kvar innan du lämnar sidan, för det finns bara här."</p>
                </Message>
                <CheckAnswersList answers/>
            </div>
        }
        .into_any()
    })
}

fn typed(view: &SectionView, field: &Field, rejected: &Rejected) -> Option<CheckedAnswer> {
    let name = field.name.as_str();
    let entry = posted_entry(view, field, rejected)?;
    let stored = view.stored.get(&field.name);
    let is_stored = |text: &str, stored: Option<&String>| says_same(text, stored.map_or("", String::as_str));
    let comment = lines(&rejected.value(&format!("{name}/kommentar")));
    let explanation = posted_explanation(view, name, rejected);
    let new_comment = !is_stored(&comment, stored.and_then(|answer| answer.comment.as_ref()));
    let new_explanation = !is_stored(&explanation, stored.and_then(|answer| answer.explanation.as_ref()));
    if entry.says_same(view.evaluation.entry(name)) && !new_comment && !new_explanation {
        return None;
    }
    let note = |what: &str, text: String, new: bool| new.then(|| format!("{what}: {text}"));
    Some(CheckedAnswer {
        number: field.number.clone(),
        label: field.short_label.clone(),
        answer: format::answer(&field.field_type, &entry),
        notes: [note("Kommentar", comment, new_comment), note("Förklaring", explanation, new_explanation)]
            .into_iter()
            .flatten()
            .collect(),
        ..CheckedAnswer::default()
    })
}
