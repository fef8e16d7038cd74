//! What a response is prepared on: the questionnaire on paper.

use super::hub_path;
use crate::components::{ActionList, Link};
use collection::ResponseKey;
use leptos::prelude::*;

/// The ways to prepare, for the hub.
#[component]
pub fn Prepare(
    /// The response.
    key: ResponseKey,
) -> impl IntoView {
    let path = hub_path(&key);
    let links = vec![
        Link::new(format!("{path}/formular.pdf"), "Formuläret som PDF"),
        Link::new(format!("{path}/formular.html"), "Formuläret att skriva ut"),
    ];
    view! {
        <h2>"Förbered"</h2>
        <ActionList links/>
    }
}
