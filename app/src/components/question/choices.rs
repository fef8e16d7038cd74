//! Answers that are chosen: yes and no, one of several, a step of a scale, any of several.

use super::{field::FieldProps, parts::mark};
use crate::components::marks::Mark;
use maud::{Markup, html};
use survey::definition::FieldType;

/// An option as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OptionView<'a> {
    pub code: &'a str,
    pub label: &'a str,
    pub exclusive: bool,
}

/// The options of a type, with Ja and Nej; none for what is written.
pub(super) fn options(field_type: &FieldType) -> Vec<OptionView<'_>> {
    match field_type {
        FieldType::YesNo => {
            vec![
                OptionView { code: "ja", label: "Ja", exclusive: false },
                OptionView { code: "nej", label: "Nej", exclusive: false },
            ]
        }
        _ => field_type
            .choices()
            .iter()
            .map(|known| OptionView { code: known.name.as_str(), label: &known.label, exclusive: known.exclusive })
            .collect(),
    }
}

/// The controls of a field that is chosen, for the inside of its fieldset.
pub(super) fn choices(field: &FieldProps<'_>) -> Markup {
    let options = options(&field.field.field_type);
    match &field.field.field_type {
        FieldType::Multiple(_) => boxes(field, &options),
        FieldType::Scale(_) => {
            let marks = (0..options.len()).map(|step| Some(Mark::of_step(step, options.len())));
            radios(field, "scale", options.iter().zip(marks))
        }
        _ => {
            let is_short = options.len() <= 3 && options.iter().all(|choice| choice.label.chars().count() <= 24);
            let class = if is_short { "choices-wide" } else { "choices" };
            radios(field, class, options.iter().map(|choice| (choice, None)))
        }
    }
}

fn radios<'a>(
    field: &FieldProps<'_>,
    class: &str,
    options: impl Iterator<Item = (&'a OptionView<'a>, Option<Mark>)>,
) -> Markup {
    html! {
        div class=(class) {
            @for (place, (choice, symbol)) in options.enumerate() {
                label.choice {
                    input type="radio" id=(id_of(field, choice.code, place)) name=(field.name()) value=(choice.code) checked[field.is_chosen(choice.code)] aria-invalid=[field.aria_invalid()];
                    span { (choice.label) }
                    @if let Some(symbol) = symbol { (mark(symbol)) }
                }
            }
        }
        // A radio cannot be let go of by itself: one that means nothing takes the answer back, without JavaScript too.
        // The style sheet shows it where something is chosen.
        label.choice.choice-clear {
            input type="radio" id={ (field.id()) "-inget" } name=(field.name()) value="";
            span { "Ta bort svaret" }
        }
    }
}

fn boxes(field: &FieldProps<'_>, options: &[OptionView<'_>]) -> Markup {
    html! {
        div.choices {
            @for (place, choice) in options.iter().enumerate() {
                div class=[choice.exclusive.then_some("choices-exclusive")] {
                    label.choice {
                        input type="checkbox" id=(id_of(field, choice.code, place)) name=(field.name()) value=(choice.code) checked[field.is_chosen(choice.code)] aria-invalid=[field.aria_invalid()];
                        span { (choice.label) }
                    }
                }
            }
        }
    }
}

/// The first control carries the field's own id, so that a link to the field lands in it.
pub(super) fn id_of(field: &FieldProps<'_>, code: &str, place: usize) -> String {
    if place == 0 { field.id() } else { format!("{}-{code}", field.id()) }
}
