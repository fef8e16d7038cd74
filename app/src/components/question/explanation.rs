//! The explanation for the reviewer. Under a warning, which demands it, or else among the notes in the foot. There is one
//! of it for each field, and the island moves it, so that nothing written in it is lost.

use super::{
    field::FieldProps,
    parts::{TextArea, text_area},
    verdict::row_in_label,
};
use maud::{Markup, html};
use survey::explanation::reason_of;

/// The explanation of a field, with the reasons to pick from.
pub(super) fn explanation(field: &FieldProps<'_>, reasons: &[String]) -> Markup {
    let id = format!("{}-forklaring", field.id());
    let name = format!("{}/forklaring", field.name());
    let small = field.field.row.is_some();
    html! {
        div.explain data-explain=(field.name()) {
            p.explain-demand { "Rätta svaret, eller berätta vad som har hänt. Förklaringen behövs innan ni kan skicka in." }
            @if field.can_deviate { (picks(field, reasons)) }
            div.field {
                label.field-label for=(id) { "Förklaring till granskaren" (row_in_label(field)) }
                (text_area(TextArea { id: &id, name: &name, value: &field.explanation, small, ..TextArea::default() }))
            }
        }
    }
}

fn picks(field: &FieldProps<'_>, reasons: &[String]) -> Markup {
    let name = format!("{}/skal", field.name());
    let picked = reason_of(reasons, &field.explanation);
    html! {
        fieldset.explain-reasons {
            legend.field-label { "Vad har hänt?" (row_in_label(field)) }
            div.reason-choices {
                @for reason in reasons {
                    label.choice {
                        input type="radio" name=(name) value=(reason) checked[picked == Some(reason.as_str())];
                        span { (reason) }
                    }
                }
                label.choice.choice-clear { input type="radio" name=(name) value=""; span { "Inget av förslagen" } }
            }
        }
    }
}
