//! What a response is prepared on: the questionnaire on paper, and a workbook that colleagues fill in.

use super::hub_path;
use crate::components::{ActionList, Link};
use collection::ResponseKey;
use leptos::prelude::*;

/// The ways to prepare, for the hub.
#[component]
pub fn Prepare(
    /// The response.
    key: ResponseKey,
    /// Whether the reader may change answers.
    may_edit: bool,
) -> impl IntoView {
    let path = hub_path(&key);
    let mut links = vec![
        Link::new(format!("{path}/formular.pdf"), "Formuläret som PDF"),
        Link::new(format!("{path}/formular.html"), "Formuläret att skriva ut"),
    ];
    if may_edit {
        links.push(Link::new(format!("{path}/fil"), "Fyll i i Excel och läs in"));
    }
    view! {
        <h2>"Förbered"</h2>
        <ActionList links/>
    }
}
