//! The explanation for the reviewer. Under a warning, which demands it, or else among the notes in the foot. There is one
//! of it for each field, and the island moves it, so that nothing written in it is lost.

use super::{field::FieldProps, verdict::row_in_label};
use crate::components::text_area::TextArea;
use leptos::prelude::*;
use survey::explanation::reason_of;

/// The explanation of a field, with the reasons to pick from.
pub(super) fn explanation(field: &FieldProps<'_>, reasons: &[String]) -> AnyView {
    let id = format!("{}-forklaring", field.id());
    view! {
        <div class="explain" data-explain=field.name().to_owned()>
            <p class="explain-demand">"Rätta svaret, eller berätta vad som har hänt. Förklaringen behövs innan ni kan skicka in."</p>
            {field.can_deviate.then(|| picks(field, reasons))}
            <div class="field">
                <label class="field-label" for=id.clone()>"Förklaring till granskaren"{row_in_label(field)}</label>
                <TextArea id=id name=format!("{}/forklaring", field.name()) value=field.explanation.clone() small=field.field.row.is_some()/>
            </div>
        </div>
    }
    .into_any()
}

fn picks(field: &FieldProps<'_>, reasons: &[String]) -> AnyView {
    let name = format!("{}/skal", field.name());
    let picked = reason_of(reasons, &field.explanation);
    let radio = |reason: &String| {
        let checked = picked == Some(reason.as_str());
        view! { <label class="choice"><input type="radio" name=name.clone() value=reason.clone() checked=checked/><span>{reason.clone()}</span></label> }
    };
    let radios = reasons.iter().map(radio).collect_view();
    view! {
        <fieldset class="explain-reasons">
            <legend class="field-label">"Vad har hänt?"{row_in_label(field)}</legend>
            <div class="reason-choices">{radios}<label class="choice choice-clear"><input type="radio" name=name.clone() value=""/><span>"Inget av förslagen"</span></label></div>
        </fieldset>
    }
    .into_any()
}
