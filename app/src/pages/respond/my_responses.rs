//! The rounds that a person's organisations answer.

use super::{
    hub_path,
    query::{WITH_REVIEWER, query_path},
    section_path,
};
use crate::{
    components::{ActionList, Link, PageHeading, StatusMark},
    pages::{invitation::waiting, page},
    visit::Visit,
    words::{counted, days_left, weekday},
};
use collection::{
    ResponseKey,
    respond::{MyResponse, MySection, my_responses},
};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::status::Status;

/// Every response of the person's organisations, the newest round first.
#[component]
pub fn MyResponsesPage() -> impl IntoView {
    let visit = Visit::current();
    page(async move {
        let responses =
            my_responses(&visit.store, &visit.actor, visit.now).await.map_err(|error| visit.problem(error))?;
        let is_to_answer = |response: &MyResponse| response.head.round_open || response.asked().next().is_some();
        let (open, closed): (Vec<_>, Vec<_>) = responses.into_iter().partition(is_to_answer);
        let nothing = open.is_empty().then(|| view! { <p>"Ingen omgång är öppen för er just nu."</p> });
        Ok(view! {
            <Title text="Svara"/>
            <PageHeading title="Svara" lead="Välj vilket svar du vill arbeta med."/>
            {waiting(&visit)}
            <section class="block" aria-labelledby="nu">
                <h2 id="nu">"Att svara på nu"</h2>
                {nothing}
                <ul class="row-cards" role="list">{open.into_iter().map(open_response).collect_view()}</ul>
            </section>
            {(!closed.is_empty()).then(|| view! {
                <section class="block" aria-labelledby="tidigare">
                    <h2 id="tidigare">"Tidigare omgångar"</h2>
                    <table class="row-list">
                        <caption class="visually-hidden">"Era svar i tidigare omgångar"</caption>
                        <thead><tr><th scope="col">"Omgång"</th><th scope="col">"Organisation"</th><th scope="col">"Läge"</th></tr></thead>
                        <tbody>{closed.into_iter().map(closed_response).collect_view()}</tbody>
                    </table>
                </section>
            })}
        })
    })
}

fn open_response(response: MyResponse) -> impl IntoView {
    let turn = turn(&response);
    let MyResponse { key, head, answered, asked, yours, waits_for_signature, .. } = response;
    let (left, kept) = days_left(head.days_left);
    let due = head
        .round_open
        .then(|| view! { <p class="note">{format!("{left} {kept}. Svara senast {}.", weekday(head.due))}</p> });
    view! {
        <li class="section-item">
            <h3><a href=hub_path(&key)>{head.round_title}</a></h3>
            <p>{head.organisation_name}". "{format!("{answered} av {asked} frågor besvarade.")}</p>
            <StatusMark status=head.status/>
            {turn}
            {yours.map(|yours| own_sections(&key, &yours))}
            {waits_for_signature.then(|| view! { <p><a href=format!("{}/underskrift", hub_path(&key))>"Väntar på din underskrift"</a></p> })}
            {due}
        </li>
    }
}

/// Whose turn it is, where a reviewer has asked: the way to what waits for the organisation, or who reads its answer.
fn turn(response: &MyResponse) -> Option<AnyView> {
    let hub = hub_path(&response.key);
    let asked: Vec<_> = response.asked().collect();
    let href = match asked.as_slice() {
        [] if response.queries.is_empty() => return None,
        [] => return Some(view! { <p class="note">{WITH_REVIEWER}"."</p> }.into_any()),
        [only] => query_path(&hub, only.id),
        _ => hub,
    };
    let words = format!("Granskaren har frågat om {}. Det är er tur.", counted(asked.len(), "svar", "svar"));
    Some(view! { <p><a href=href>{words}</a></p> }.into_any())
}

/// What the person has in hand, where the rest is others'.
fn own_sections(key: &ResponseKey, yours: &[MySection]) -> impl IntoView + use<> {
    let link = |section: &MySection| {
        let done = if section.done { " (klart)" } else { "" };
        Link::new(section_path(key, &section.name), format!("{}. {}{done}", section.letter, section.title))
    };
    let links: Vec<Link> = yours.iter().map(link).collect();
    (!links.is_empty()).then(|| view! { <div><p>"Att svara på för dig:"</p><ActionList links/></div> })
}

fn closed_response(response: MyResponse) -> impl IntoView {
    let turn = turn(&response);
    let MyResponse { key, head, .. } = response;
    // What never was sent in is not to be gone on with.
    let state = match head.status {
        Status::NotStarted | Status::InProgress | Status::Ready => {
            view! { <p class="note">"Svarade inte"</p> }.into_any()
        }
        status => view! { <StatusMark status/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=hub_path(&key)>{head.round_title}</a></th>
            <td>{head.organisation_name}</td>
            <td>{state}{turn}</td>
        </tr>
    }
}
