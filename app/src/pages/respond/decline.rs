//! Saying that the organisation does not answer this round.

use super::{crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, ErrorSummary, LongTextField},
    pages::{error::Problem, page, response_key},
    visit::Visit,
};
use collection::respond::hub;
use leptos::prelude::*;
use leptos_meta::Title;

/// Asks for the reason.
#[component]
pub fn DeclinePage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let hub = hub(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        if !hub.may.decline {
            return Err(Problem::Forbidden { signed_in: true });
        }
        let rejected = visit.rejected.clone().unwrap_or_default();
        let title = if rejected.faults.is_empty() {
            "Meddela att ni inte kan svara i år"
        } else {
            "Fel: Meddela att ni inte kan svara i år"
        };
        Ok(view! {
            <Title text=format!("{title}, {}, {}", hub.head.organisation_name, hub.head.round_title)/>
            <Breadcrumbs links=crumbs(&hub.head)/>
            <form class="stack" method="post">
                <h1>"Meddela att ni inte kan svara i år"</h1>
                <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
                <p class="lead">{format!("{} räknas då som att inte ha svarat. Allt ni har skrivit finns kvar, och samordnaren kan ta upp svaret igen.", hub.head.organisation_name)}</p>
                <LongTextField
                    name="skal"
                    label="Varför kan ni inte svara?"
                    help="Undersökningens ägare läser det ni skriver."
                    value=rejected.value("skal")
                    fault=rejected.fault("skal")
                />
                <p class="actions">
                    <button class="button" type="submit">"Meddela att vi inte svarar"</button>
                    " "
                    <a class="button button-second" href=hub_path(&key)>"Tillbaka"</a>
                </p>
            </form>
        })
    })
}
