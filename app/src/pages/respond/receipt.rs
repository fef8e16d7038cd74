//! The receipt of a submitted response.

use super::{correction, crumbs, hub_path};
use crate::{
    components::{Breadcrumbs, Download, DownloadList, StatusRow},
    pages::{
        copy::{frozen_answer, frozen_sections, receipt_facts},
        page, parameter, part, response_key,
    },
    visit::Visit,
};
use collection::respond::receipt;
use leptos::prelude::*;
use leptos_meta::Title;

/// The receipt, with everything that was sent in.
#[component]
pub fn ReceiptPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let number = part("number");
    let (just_sent, unsent) = (parameter("inskickat").is_some(), parameter("brev").is_some());
    page(async move {
        let copy = receipt(&visit.store, &visit.actor, &key?, &number, visit.now)
            .await
            .map_err(|error| visit.problem(error))?;
        let is_latest = copy.head.copies == copy.receipt.sequence;
        Ok(view! {
            <Title text=format!("Kvitto {}", copy.receipt.number)/>
            <Breadcrumbs links=crumbs(&copy.head)/>
            <div class="stack">
                <h1>"Kvitto"</h1>
                {just_sent.then(|| view! { <Sent unsent/> })}
                {copy.may_ask_to_correct.then(|| correction::button(&copy.head.key))}
                {(!is_latest).then(|| view! { <p class="note">"Ett senare svar har skickats in efter det här. Det här kvittot och dess svar finns kvar som de var."</p> })}
                {receipt_facts(&copy)}
                <DownloadList files=vec![Download {
                    href: format!("{}/kvitto/{}/kvitto.pdf", hub_path(&copy.head.key), copy.receipt.number),
                    text: "Spara kvittot som PDF".to_owned(),
                    note: Some("med alla frågor och svar".to_owned()),
                }]/>
                <p><a href=format!("{}/aterkoppling", hub_path(&copy.head.key))>"Era svar bredvid andras"</a></p>
                <p class="note">"Svaren nedan är de som skickades in, och de ändras aldrig. Kvittot går att skriva ut. Kommentarer mellan kollegor följer inte med."</p>
            </div>
            {frozen_sections(&copy, |field| frozen_answer(&copy, field))}
            <p class="way-out"><a href=hub_path(&copy.head.key)>"Tillbaka till alla avsnitt"</a></p>
        })
    })
}

/// What was just done. A letter that could not be sent changes nothing of it.
#[component]
fn Sent(unsent: bool) -> impl IntoView {
    let text = if unsent {
        "Svaret är inskickat. Men kvittot gick inte att skicka med e-post: spara det här, och säg till samordnaren att svaret är inskickat."
    } else {
        "Svaret är inskickat. Tack för att ni har svarat. Samordnaren och du har fått kvittot med e-post."
    };
    view! { <StatusRow text warning=unsent/> }
}
