//! The boxes of a table's row are one stop of the Tab key, and the arrow keys move among them: a table of seven rows and
//! seven columns would be forty-nine stops.

use super::{page::FormPage, work::on};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The boxes of a table.
const BOXES: &str = ".matrix input[type=checkbox]";

/// Makes every row of boxes one stop, and listens to the arrow keys.
pub fn listen(page: &FormPage) {
    for row in page.all(".matrix tr") {
        stop_at(&row, None);
    }
    for hint in page.all("[data-arrows]") {
        let _ = hint.remove_attribute("hidden");
    }
    on(&page.form, "focusin", |event| {
        if let Some((chosen, row)) = event.target().and_then(|target| box_and_row(target.dyn_ref()?)) {
            stop_at(&row, Some(&chosen));
        }
    });
    on(&page.form, "keydown", |event| {
        let pressed = event.dyn_ref::<KeyboardEvent>();
        let Some(key) = pressed.filter(|key| !key.ctrl_key() && !key.alt_key()).map(KeyboardEvent::key) else { return };
        let Some((chosen, row)) = event.target().and_then(|target| box_and_row(target.dyn_ref()?)) else { return };
        if let Some(next) = next(&chosen, &row, &key) {
            event.prevent_default();
            let _ = next.focus();
        }
    });
}

/// Lets the Tab key stop at one box of a row: at this one, or else at the first.
fn stop_at(row: &Element, chosen: Option<&HtmlElement>) {
    for (place, found) in boxes(row).enumerate() {
        let is_stop = chosen.map_or(place == 0, |chosen| found.is_same_node(Some(chosen)));
        found.set_tab_index(if is_stop { 0 } else { -1 });
    }
}

/// The box that a key leads to.
fn next(chosen: &HtmlElement, row: &Element, key: &str) -> Option<HtmlElement> {
    let place = boxes(row).position(|found| found.is_same_node(Some(chosen)))?;
    match key {
        "ArrowRight" => boxes(row).nth(place + 1),
        "ArrowLeft" => boxes(row).nth(place.checked_sub(1)?),
        "Home" => boxes(row).next(),
        "End" => boxes(row).last(),
        "ArrowDown" => boxes(&beside(row, Element::next_element_sibling)?).nth(place),
        "ArrowUp" => boxes(&beside(row, Element::previous_element_sibling)?).nth(place),
        _ => None,
    }
}

/// The next row that has boxes and is shown, in a direction.
fn beside(row: &Element, direction: impl Fn(&Element) -> Option<Element>) -> Option<Element> {
    std::iter::successors(direction(row), direction)
        .find(|row| !row.has_attribute("hidden") && boxes(row).next().is_some())
}

fn boxes(row: &Element) -> impl Iterator<Item = HtmlElement> + use<> {
    FormPage::all_in(row, "input[type=checkbox]").filter_map(|found| found.dyn_into().ok())
}

fn box_and_row(target: &Element) -> Option<(HtmlElement, Element)> {
    let chosen = target.matches(BOXES).ok()?.then(|| target.clone().dyn_into().ok())??;
    Some((chosen, target.closest("tr").ok()??))
}
