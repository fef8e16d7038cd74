//! Words that are sent with the form and are no answer: kept in the browser until then, so that whoever leaves finds them.

use super::{page::report, saving::storage, work::on};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlTextAreaElement};

/// Puts back the words that were left in the form's reply, if it has one, and keeps those that are written now.
pub fn keep(form: &HtmlFormElement) {
    let Ok(Some(place)) = form.query_selector("[data-keep-as]") else { return };
    let Some(key) = place.get_attribute("data-keep-as") else { return };
    let area = place.query_selector("textarea").ok().flatten();
    let Some(area) = area.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    if let Some(stored_text) = storage().and_then(|storage| storage.get_item(&key).ok().flatten())
        && area.value().is_empty()
    {
        area.set_value(&stored_text);
    }
    let written = area.clone();
    on(&area, "input", move |_| {
        let Some(storage) = storage() else { return };
        let words = written.value();
        let done = if words.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, &words) };
        if let Err(error) = done {
            report(&error);
        }
    });
}
