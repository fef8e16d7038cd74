//! Where one is signed in, with a way to end each of it; for administrators where others are.

use crate::{
    components::{Block, Message, PageHeading, StatusRow, TextField},
    pages::{error::Problem, page, parameter},
    visit::Visit,
    words::{capitalised, recent},
};
use collection::{
    Error,
    sessions::{ListedSession, SessionList, sessions_of},
};
use leptos::prelude::*;
use leptos_meta::Title;
use time::OffsetDateTime;

/// Where one is signed in; with `?person=ADDRESS` where that person is.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let visit = Visit::current();
    let (email, done) = (parameter("person"), parameter("klart"));
    page(async move {
        let this = visit.session.as_ref().map(|session| session.key.as_str());
        let found = sessions_of(&visit.store, &visit.actor, email.as_deref(), this, visit.now).await;
        let list = match (found, &email) {
            (Err(Error::NotFound), Some(_)) => None,
            (found, _) => Some(found.map_err(|error| visit.problem(error))?),
        };
        let is_own = list.as_ref().is_some_and(|list| list.is_own);
        let heading = match &list {
            Some(list) if !list.is_own => format!("Inloggningar: {}", list.name),
            _ => "Dina inloggningar".to_owned(),
        };
        let heading = if list.is_none() { "Ingen har den adressen".to_owned() } else { heading };
        let administers = visit.actor.person().is_some_and(|person| person.administrator);
        Ok::<_, Problem>(view! {
            <Title text=heading.clone()/>
            <PageHeading title=heading/>
            {is_own.then(|| view! { <p class="lead">"Känner du inte igen en rad, logga ut överallt och hör av dig till oss."</p> })}
            {done.map(|_| view! { <StatusRow text="Inloggningen är avslutad."/> })}
            {list.map(|list| sessions(&list, visit.now))}
            {administers.then(|| view! { <SomebodyElse email=email.unwrap_or_default()/> })}
        })
    })
}

fn sessions(list: &SessionList, now: OffsetDateTime) -> AnyView {
    if list.sessions.is_empty() {
        return view! { <Message heading="Personen är inte inloggad någonstans"><p>"Det finns inget att avsluta."</p></Message> }.into_any();
    }
    let email = list.email.clone();
    let rows = list.sessions.iter().map(|session| row(session, list, now)).collect_view();
    let (heading, everywhere) = if list.is_own {
        ("Här är du inloggad", "Logga ut överallt")
    } else {
        ("Här är personen inloggad", "Logga ut personen överallt")
    };
    view! {
        <Block id="inloggad" heading>
            <table class="row-list">
                <caption class="visually-hidden">"Inloggningar, den senast använda först"</caption>
                <thead><tr><th scope="col">"Med"</th><th scope="col">"Loggade in"</th><th scope="col">"Senast använd"</th><th scope="col"><span class="visually-hidden">"Avsluta"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <form method="post" action="/inloggningar/avsluta-alla">
                <input type="hidden" name="person" value=email/>
                <p class="actions"><button class="button" type="submit">{everywhere}</button></p>
            </form>
        </Block>
    }
    .into_any()
}

fn row(session: &ListedSession, list: &SessionList, now: OffsetDateTime) -> impl IntoView + use<> {
    let device = if session.is_this { format!("{}, den här", session.device) } else { session.device.clone() };
    let begun = capitalised(&recent(session.signed_in_at, now));
    let which = format!(" {} från {begun}", session.device);
    view! {
        <tr>
            <th scope="row">{device}</th>
            <td data-label="Loggade in">{begun}</td>
            <td data-label="Senast använd">{capitalised(&recent(session.seen_at, now))}</td>
            <td>
                <form method="post" action="/inloggningar/avsluta">
                    <input type="hidden" name="inloggning" value=session.key.clone()/>
                    {(!list.is_own).then(|| view! { <input type="hidden" name="person" value=list.email.clone()/> })}
                    <button class="button button-text" type="submit">"Logga ut"<span class="visually-hidden">{which}</span></button>
                </form>
            </td>
        </tr>
    }
}

/// For administrators: whose sessions to see instead.
#[component]
fn SomebodyElse(email: String) -> impl IntoView {
    view! {
        <Block id="nagon-annan" heading="Någon annans inloggningar">
            <form class="filters" method="get" action="/inloggningar">
                <TextField name="person" label="Personens e-postadress" kind="email" value=email/>
                <button class="button button-second" type="submit">"Visa"</button>
            </form>
        </Block>
    }
}
