//! A page on which an organisation says why: it asks to correct, or does not answer this round.

use super::{crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, ErrorSummary, LongTextField},
    visit::Rejected,
};
use collection::respond::Hub;
use leptos::prelude::*;
use leptos_meta::Title;

/// The words of such a page.
pub(super) struct Words {
    /// The heading, which says what is done.
    pub heading: &'static str,
    /// The lead, which says what it means.
    pub lead: String,
    /// The question.
    pub label: &'static str,
    /// The help, which says who reads the answer.
    pub help: &'static str,
    /// The button.
    pub button: &'static str,
    /// The note beside a fault.
    pub undone: &'static str,
}

/// The page, with the form that asks; or with `instead`, where it cannot be done now.
pub(super) fn reason_page(hub: &Hub, rejected: &Rejected, words: Words, instead: Option<AnyView>) -> AnyView {
    let Words { heading, lead, label, help, button, undone } = words;
    let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
    let (organisation, round) = (&hub.head.organisation_name, &hub.head.round_title);
    let form = instead.unwrap_or_else(|| {
        let (value, fault, back) = (rejected.value("skal"), rejected.fault("skal"), hub_path(&hub.head.key));
        view! {
            <form class="stack" method="post" novalidate>
                <p class="lead">{lead}</p>
                <LongTextField name="skal" label help value fault/>
                <input type="hidden" name="revision" value=hub.head.change_number/>
                <p class="actions">
                    <button class="button" type="submit">{button}</button>
                    " "
                    <a class="button button-second" href=back>"Tillbaka"</a>
                </p>
            </form>
        }
        .into_any()
    });
    view! {
        <Title text=format!("{prefix}{heading}, {organisation}, {round}")/>
        <Breadcrumbs links=crumbs(&hub.head)/>
        <div class="stack">
            <p class="kicker">{format!("{organisation}, {round}")}</p>
            <h1>{heading}</h1>
            <ErrorSummary errors=rejected.links() note=undone/>
            {form}
        </div>
    }
    .into_any()
}
