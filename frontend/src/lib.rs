//! The browser's entry point: starts the islands, nothing else.

// The islands are exported only when their crate is mentioned.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes ready for waking the islands; `start.js` calls it once, before the first of them.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
