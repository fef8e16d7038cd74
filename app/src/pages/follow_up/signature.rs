//! Whether every response of a round wants a signature: what it means, for the owner to decide.

use super::{crumbs, round_path};
use crate::{
    components::{Breadcrumbs, ErrorSummary, StatusRow},
    pages::{page, round_key},
    visit::Visit,
};
use collection::rounds::{RoundSummary, round_to_decide};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::status::Status;

/// What stands on the round's page: how it is, the way to change it, and that it was just changed.
#[component]
pub fn Signature(round: RoundSummary, just_changed: bool) -> impl IntoView {
    let (now, link) = if round.sign_off {
        ("En undertecknare måste godkänna varje svar innan det skickas in.", "Ta bort kravet på underskrift")
    } else {
        ("Samordnaren skickar in svaret. En undertecknare behöver inte godkänna det.", "Kräv underskrift")
    };
    let done = just_changed.then(|| {
        let text = match round.sign_off {
            true => format!("Underskrift krävs nu. {}", concerns(&round)),
            false => format!("Underskrift krävs inte längre. {}", concerns(&round)),
        };
        view! { <StatusRow text/> }
    });
    view! {
        <section class="block stack" aria-labelledby="underskrift">
            <h2 id="underskrift">"Underskrift"</h2>
            {done}
            <p>{now}</p>
            <p class="actions"><a class="button button-second" href=format!("{}/underskrift", round_path(&round.key))>{link}</a></p>
        </section>
    }
}

/// What the change means and for how many, before it is made.
#[component]
pub fn SignaturePage() -> impl IntoView {
    let visit = Visit::current();
    let key = round_key();
    page(async move {
        let key = key?;
        let round =
            round_to_decide(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let (heading, value, button) = match round.sign_off {
            false => ("Kräv underskrift på varje svar", "ja", "Kräv underskrift"),
            true => ("Ta bort kravet på underskrift", "nej", "Ta bort kravet"),
        };
        let consequences = consequences(&round).into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        let path = round_path(&key);
        let rejected = visit.rejected.clone().unwrap_or_default();
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        Ok(view! {
            <Title text=format!("{prefix}{heading}, {} {}", round.title, key.year)/>
            <Breadcrumbs links=crumbs(&round)/>
            <div class="page-heading">
                <p class="kicker">{format!("{} {}", round.title, key.year)}</p>
                <h1>{heading}</h1>
                <p class="lead">{concerns(&round)}</p>
            </div>
            <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
            <form class="block stack" method="post" aria-labelledby="betyder">
                <h2 id="betyder">"Det här betyder det"</h2>
                <ul class="stack">{consequences}</ul>
                <input type="hidden" name="kravs" value=value/>
                <p class="actions">
                    <button class="button" type="submit">{button}</button>
                    <a class="button button-second" href=format!("{path}#underskrift")>"Tillbaka utan att ändra"</a>
                </p>
            </form>
        })
    })
}

/// For how many it matters.
fn concerns(round: &RoundSummary) -> String {
    match round.unsent() {
        0 => "Det gäller inget svar just nu: alla är inskickade eller avböjda.".to_owned(),
        1 => "Det gäller 1\u{a0}svar som inte är inskickat.".to_owned(),
        many => format!("Det gäller {many}\u{a0}svar som inte är inskickade."),
    }
}

fn consequences(round: &RoundSummary) -> Vec<String> {
    let waiting = round.by_status.get(&Status::Ready).copied().unwrap_or_default();
    let waits = |then: &str| (waiting > 0).then(|| format!("{waiting}\u{a0}svar väntar redan på underskrift. {then}"));
    let sentences = if round.sign_off {
        [
            Some("Samordnaren kan skicka in svaret själv. Den som vill kan fortfarande be en undertecknare godkänna först.".to_owned()),
            waits("Undertecknaren kan godkänna som förut, men samordnaren kan också skicka in utan."),
        ]
    } else {
        [
            Some("En undertecknare hos organisationen måste godkänna svaret innan det skickas in. Samordnaren kan inte längre skicka in på egen hand.".to_owned()),
            waits("De berörs inte."),
        ]
    };
    let always = [
        "Svar som redan är inskickade ligger fast. Ändras ett av dem för en kompletterings skull gäller samma regel som för de andra.".to_owned(),
        "Inget brev skickas. Organisationerna ser det nästa gång de öppnar sitt svar.".to_owned(),
        "Det går att ändra tillbaka på samma sätt.".to_owned(),
    ];
    sentences.into_iter().flatten().chain(always).collect()
}
