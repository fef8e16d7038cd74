//! Answers that are chosen: yes and no, one of several, a step of a scale, any of several.

use super::field::FieldProps;
use crate::components::marks::{Mark, mark};
use leptos::prelude::*;
use survey::definition::FieldType;

/// An option as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    pub code: String,
    pub label: String,
    pub exclusive: bool,
}

/// The options of a type, with Ja and Nej; none for what is written.
pub(super) fn options(field_type: &FieldType) -> Vec<Choice> {
    let choice =
        |code: &str, label: &str, exclusive| Choice { code: code.to_owned(), label: label.to_owned(), exclusive };
    match field_type {
        FieldType::YesNo => vec![choice("ja", "Ja", false), choice("nej", "Nej", false)],
        _ => field_type
            .choices()
            .iter()
            .map(|known| choice(known.name.as_str(), &known.label, known.exclusive))
            .collect(),
    }
}

/// The controls of a field that is chosen, for the inside of its fieldset.
pub(super) fn choices(field: &FieldProps<'_>) -> AnyView {
    let options = options(&field.field.field_type);
    match &field.field.field_type {
        FieldType::Multiple(_) => view! { <div class="choices">{boxes(field, options)}</div> }.into_any(),
        FieldType::Scale(_) => {
            let steps = options.len();
            let radios = options
                .into_iter()
                .enumerate()
                .map(|(step, choice)| radio(field, choice, step, Some(Mark::of_step(step, steps))))
                .collect_view();
            view! { <div class="scale">{radios}</div>{nothing_chosen(field)} }.into_any()
        }
        _ => {
            let is_short = options.len() <= 3 && options.iter().all(|choice| choice.label.chars().count() <= 24);
            let class = if is_short { "choices-wide" } else { "choices" };
            let radios =
                options.into_iter().enumerate().map(|(place, choice)| radio(field, choice, place, None)).collect_view();
            view! { <div class=class>{radios}{nothing_chosen(field)}</div> }.into_any()
        }
    }
}

fn radio(field: &FieldProps<'_>, choice: Choice, place: usize, symbol: Option<Mark>) -> AnyView {
    let checked = field.is_chosen(&choice.code);
    view! {
        <label class="choice">
            <input type="radio" id=id_of(field, &choice.code, place) name=field.name().to_owned() value=choice.code checked=checked aria-invalid=field.aria_invalid()/>
            <span>{choice.label}</span>
            {symbol.map(mark)}
        </label>
    }
    .into_any()
}

fn boxes(field: &FieldProps<'_>, options: Vec<Choice>) -> Vec<AnyView> {
    let boxes = options.into_iter().enumerate().map(|(place, choice)| {
        let checked = field.is_chosen(&choice.code);
        let class = choice.exclusive.then_some("choices-exclusive");
        view! {
            <div class=class>
                <label class="choice">
                    <input type="checkbox" id=id_of(field, &choice.code, place) name=field.name().to_owned() value=choice.code checked=checked aria-invalid=field.aria_invalid()/>
                    <span>{choice.label}</span>
                </label>
            </div>
        }
        .into_any()
    });
    boxes.collect()
}

/// The first control carries the field's own id, so that a link to the field lands in it.
pub(super) fn id_of(field: &FieldProps<'_>, code: &str, place: usize) -> String {
    if place == 0 { field.id() } else { format!("{}-{code}", field.id()) }
}

/// A radio cannot be let go of by itself: one that means nothing takes the answer back, without JavaScript too.
/// The style sheet shows it where something is chosen.
fn nothing_chosen(field: &FieldProps<'_>) -> AnyView {
    let id = format!("{}-inget", field.id());
    view! { <label class="choice choice-clear"><input type="radio" id=id name=field.name().to_owned() value=""/><span>"Inget svar"</span></label> }
        .into_any()
}
