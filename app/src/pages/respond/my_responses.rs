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
    words::{answer_by, counted, days_left, weekday},
};
use collection::{
    ResponseKey,
    respond::{MyResponse, MySection, ResponseListGroup, my_responses},
    rounds::RoundState,
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
        let at = |list_group: ResponseListGroup| {
            responses.iter().filter(|response| response.list_group() == list_group).cloned().collect()
        };
        let to_answer: Vec<MyResponse> = at(ResponseListGroup::ToAnswer);
        let nothing = to_answer.is_empty().then(|| view! { <p>"Ni har inget att svara på just nu."</p> });
        Ok(view! {
            <Title text="Svara"/>
            <PageHeading title="Svara" lead="Välj vilket svar du vill arbeta med."/>
            {waiting(&visit)}
            <section class="block" aria-labelledby="nu">
                <h2 id="nu">"Att svara på nu"</h2>
                {nothing}
                <ul class="row-cards" role="list">{to_answer.into_iter().map(open_response).collect_view()}</ul>
            </section>
            {others("klart", "Inget mer att göra", at(ResponseListGroup::Done))}
            {others("oppnar", "Öppnar senare", at(ResponseListGroup::Planned))}
            {others("tidigare", "Tidigare omgångar", at(ResponseListGroup::Earlier))}
        })
    })
}

/// The responses that wait for nothing of the organisation now.
fn others(id: &'static str, heading: &'static str, responses: Vec<MyResponse>) -> Option<AnyView> {
    (!responses.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <table class="row-list">
                    <caption class="visually-hidden">{heading}</caption>
                    <thead><tr><th scope="col">"Omgång"</th><th scope="col">"Organisation"</th><th scope="col">"Läge"</th></tr></thead>
                    <tbody>{responses.into_iter().map(other_response).collect_view()}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn open_response(response: MyResponse) -> impl IntoView {
    let turn = turn(&response);
    let MyResponse { key, head, answered, asked, assigned_sections, waits_for_signature, .. } = response;
    let (left, words_left) = days_left(head.days_left);
    let due = head
        .takes_answers()
        .then(|| view! { <p class="note">{format!("{left} {words_left}. {}", answer_by(head.due, head.overdue))}</p> });
    view! {
        <li class="section-item">
            <h3><a href=hub_path(&key)>{head.round_title}</a></h3>
            <p>{head.organisation_name}". "{format!("{answered} av {asked} frågor besvarade.")}</p>
            <StatusMark status=head.status/>
            {turn}
            {assigned_sections.map(|assigned_sections| own_sections(&key, &assigned_sections))}
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
fn own_sections(key: &ResponseKey, assigned_sections: &[MySection]) -> impl IntoView + use<> {
    let link = |section: &MySection| {
        let done = if section.done { " (klart)" } else { "" };
        Link::new(section_path(key, &section.name), format!("{}. {}{done}", section.letter, section.title))
    };
    let links: Vec<Link> = assigned_sections.iter().map(link).collect();
    (!links.is_empty()).then(|| view! { <div><p>"Att svara på för dig:"</p><ActionList links/></div> })
}

fn other_response(response: MyResponse) -> impl IntoView {
    let turn = turn(&response);
    let MyResponse { key, head, .. } = response;
    let state = match (head.round, head.status) {
        (RoundState::Planned, Status::NotStarted | Status::InProgress | Status::Ready) => {
            view! { <p class="note">{format!("Öppnar {}", weekday(head.opens))}</p> }.into_any()
        }
        // What never was sent in is not to be gone on with.
        (_, Status::NotStarted | Status::InProgress | Status::Ready) => {
            view! { <p class="note">"Svarade inte"</p> }.into_any()
        }
        (_, status) => view! { <StatusMark status/> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=hub_path(&key)>{head.round_title}</a></th>
            <td>{head.organisation_name}</td>
            <td>{state}{turn}</td>
        </tr>
    }
}
