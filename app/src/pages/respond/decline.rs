//! Saying that the organisation does not answer this round.

use super::reason::{Words, reason_page};
use crate::{
    components::Message,
    pages::{page, response_key},
    visit::Visit,
};
use collection::respond::{Hub, hub_to_decline};
use leptos::prelude::*;

/// Asks for the reason.
#[component]
pub fn DeclinePage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let hub = hub_to_decline(&visit.store, &visit.actor, &key?, visit.now).await;
        let hub = hub.map_err(|error| visit.problem(error))?;
        let words = Words {
            heading: "Meddela att ni inte kan svara i år",
            lead: format!(
                "{} räknas då som att inte ha svarat. Allt ni har skrivit finns kvar, och samordnaren kan ta upp svaret igen.",
                hub.head.organisation_name
            ),
            label: "Varför kan ni inte svara?",
            help: "Undersökningens ägare läser det ni skriver.",
            button: "Meddela att vi inte svarar",
            undone: "Inget har ändrats.",
        };
        let instead = (!hub.may.decline).then(|| not_now(&hub));
        Ok(reason_page(&hub, &visit.rejected.clone().unwrap_or_default(), words, instead))
    })
}

fn not_now(hub: &Hub) -> AnyView {
    let words = format!("Svaret är nu: {}.", hub.head.status.label().to_lowercase());
    view! { <Message heading="Det går inte att meddela det nu"><p>{words}</p></Message> }.into_any()
}
