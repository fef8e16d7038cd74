//! The island of a section's page: conditions and checks while typing, and each answer saved by itself.
//!
//! The form is written by the server and works without this. The island renders nothing: it listens to the form and
//! changes what the page shows, so that nothing typed before it woke is lost and the page is never drawn twice.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod arrows;
#[cfg(feature = "hydrate")]
mod found;
#[cfg(feature = "hydrate")]
mod json;
#[cfg(feature = "hydrate")]
mod leaving;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
mod page;
#[cfg(feature = "hydrate")]
mod reply;
#[cfg(feature = "hydrate")]
mod saving;
#[cfg(feature = "hydrate")]
mod session;
#[cfg(feature = "hydrate")]
mod work;

/// Wraps a section's form, and wakes it in the browser.
#[island]
pub fn SectionForm(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    wasm_bindgen_futures::spawn_local(work::start());
    children()
}
