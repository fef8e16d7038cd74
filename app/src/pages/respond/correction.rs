//! Asking to correct what has been sent in, and where that stands.

use super::{crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, ErrorSummary, LongTextField, Message, Weight},
    pages::{page, response_key},
    visit::Visit,
    words::recent,
};
use collection::{
    ResponseKey,
    correction_requests::{CorrectionRequest, CorrectionState},
    respond::{Hub, SurveyOwner, hub_to_correct},
};
use leptos::prelude::*;
use leptos_meta::Title;
use time::OffsetDateTime;

/// The address where one asks to correct.
fn correction_path(key: &ResponseKey) -> String {
    format!("{}/ratta", hub_path(key))
}

/// Asks what is to be corrected, and why.
#[component]
pub fn CorrectionPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let hub = hub_to_correct(&visit.store, &visit.actor, &key, visit.now).await;
        let hub = hub.map_err(|error| visit.problem(error))?;
        let rejected = visit.rejected.clone().unwrap_or_default();
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        let form = match hub.may.ask_to_correct {
            true => view! {
                <form class="stack" method="post" novalidate>
                    <p class="lead">"Undersökningens ägare läser det ni skriver. Säger ägaren ja öppnas hela svaret, och ni rättar och skickar in igen. Det som är inskickat gäller till dess."</p>
                    <LongTextField
                        name="skal"
                        label="Vad behöver rättas, och varför?"
                        help="Ni får svaret i ett brev."
                        value=rejected.value("skal")
                        fault=rejected.fault("skal")
                    />
                    <p class="actions">
                        <button class="button" type="submit">"Be om att få rätta"</button>
                        " "
                        <a class="button button-second" href=hub_path(&key)>"Tillbaka"</a>
                    </p>
                </form>
            }
            .into_any(),
            false => not_now(&hub, visit.now),
        };
        Ok(view! {
            <Title text=format!("{prefix}Be om att få rätta, {}", hub.head.organisation_name)/>
            <Breadcrumbs links=crumbs(&hub.head)/>
            <div class="stack">
                <p class="kicker">{format!("{}, {}", hub.head.organisation_name, hub.head.round_title)}</p>
                <h1>"Be om att få rätta"</h1>
                <ErrorSummary errors=rejected.links() note="Inget är skickat."/>
                {form}
            </div>
        })
    })
}

/// Why nothing can be asked here.
fn not_now(hub: &Hub, now: OffsetDateTime) -> AnyView {
    match &hub.correction {
        Some(request) => told(&hub.head.key, request, hub.may.take_back_correction, now),
        None => view! {
            <Message heading="Det finns inget att be om nu">
                <p>"Bara ett svar som är inskickat kan behöva öppnas igen."</p>
            </Message>
        }
        .into_any(),
    }
}

/// Where the request stands, and the way to ask; for the top of the hub.
pub(super) fn correction(hub: &Hub, now: OffsetDateTime) -> AnyView {
    let key = &hub.head.key;
    let request = hub.correction.as_ref().map(|request| told(key, request, hub.may.take_back_correction, now));
    view! { {request}{hub.may.ask_to_correct.then(|| button(key))} }.into_any()
}

/// The way to ask.
pub(super) fn button(key: &ResponseKey) -> AnyView {
    view! { <p class="actions"><a class="button button-second" href=correction_path(key)>"Be om att få rätta"</a></p> }
        .into_any()
}

fn told(key: &ResponseKey, request: &CorrectionRequest, may_take_back: bool, now: OffsetDateTime) -> AnyView {
    let by = if request.by.is_empty() { "Samordnaren" } else { &request.by };
    let asked = format!("{by} bad om det {}.", recent(request.at, now));
    let said = match &request.state {
        CorrectionState::Asked | CorrectionState::Granted => request.reason.clone(),
        CorrectionState::Refused { reason, .. } => reason.clone(),
    };
    let said = view! { <p class="said">{said}</p> };
    match &request.state {
        CorrectionState::Asked => {
            let take_back = may_take_back.then(|| {
                view! {
                    <form method="post" action=format!("{}/ta-tillbaka", correction_path(key))>
                        <p class="actions"><button class="button button-second" type="submit">"Ta tillbaka begäran"</button></p>
                    </form>
                }
            });
            view! {
                <Message heading="Ni har bett om att få rätta">
                    {said}
                    <p class="note">{asked}" Undersökningens ägare svarar med ett brev. Till dess gäller det som är inskickat."</p>
                    {take_back}
                </Message>
            }
            .into_any()
        }
        CorrectionState::Granted => view! {
            <Message heading="Ni får rätta svaret" weight=Weight::Warning>
                {said}
                <p>"Hela svaret är öppet. Rätta det som behövs och skicka in igen."</p>
            </Message>
        }
        .into_any(),
        CorrectionState::Refused { by, at, .. } => {
            let by = if by.is_empty() { "Undersökningens ägare" } else { by };
            let refused = format!("{by} svarade {}. {asked}", recent(*at, now));
            view! {
                <Message heading="Svaret öppnas inte för rättelse" weight=Weight::Warning>
                    {said}
                    <p class="note">{refused}</p>
                </Message>
            }
            .into_any()
        }
    }
}

/// Whom to turn to with questions about the survey; nothing where it has no owner.
pub(super) fn owners(owners: &[SurveyOwner]) -> Option<AnyView> {
    let owner = |owner: &SurveyOwner| {
        view! { <li>{owner.name.clone()}<br/><a href=format!("mailto:{}", owner.email)>{owner.email.clone()}</a></li> }
    };
    (!owners.is_empty()).then(|| {
        view! {
            <h2>"Frågor om undersökningen"</h2>
            <ul role="list" class="stack note">{owners.iter().map(owner).collect_view()}</ul>
        }
        .into_any()
    })
}
