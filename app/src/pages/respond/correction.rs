//! Asking to correct what has been sent in, and where that stands.

use super::{
    hub_path,
    reason::{Words, reason_page},
};
use crate::{
    components::{Message, MessageWeight},
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
        let hub = hub_to_correct(&visit.store, &visit.actor, &key?, visit.now).await;
        let hub = hub.map_err(|error| visit.problem(error))?;
        let words = Words {
            heading: "Be om att få rätta",
            lead: "Undersökningens ägare läser det ni skriver. Säger ägaren ja öppnas hela svaret, och ni rättar och skickar in igen. Det som är inskickat gäller till dess.".to_owned(),
            label: "Vad behöver rättas, och varför?",
            help: "Ni får svaret i ett brev.",
            button: "Be om att få rätta",
            undone: "Inget är skickat.",
        };
        let instead = (!hub.may.ask_to_correct).then(|| not_now(&hub, visit.now));
        Ok(reason_page(&hub, &visit.rejected.clone().unwrap_or_default(), words, instead))
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
                        <input type="hidden" name="begaran" value=request.version/>
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
            <Message heading="Ni får rätta svaret" weight=MessageWeight::Warning>
                {said}
                <p>"Hela svaret är öppet. Rätta det som behövs och skicka in igen."</p>
            </Message>
        }
        .into_any(),
        CorrectionState::Refused { by, at, .. } => {
            let by = if by.is_empty() { "Undersökningens ägare" } else { by };
            let refused = format!("{by} svarade {}. {asked}", recent(*at, now));
            view! {
                <Message heading="Svaret öppnas inte för rättelse" weight=MessageWeight::Warning>
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
