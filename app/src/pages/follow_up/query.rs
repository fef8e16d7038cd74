//! Asking about one answer that has been sent in, and the threads about it.

use super::{crumbs, response_path};
use crate::{
    components::{Breadcrumbs, ErrorSummary, Link, LongTextField, Message, StatusRow, Terms, Thread},
    pages::{page, parameter, part, queries::messages, response_key},
    visit::{Rejected, Visit},
};
use collection::{
    ResponseKey,
    queries::{Query, Turn},
    review::{SentAnswer, sent_answer},
    rounds::round,
};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{format, name::FieldName};

/// The address where an answer is asked about.
pub fn ask_path(key: &ResponseKey, field: &FieldName) -> String {
    format!("{}/fraga/{field}", response_path(key))
}

/// Whose turn it is, for the reviewer.
pub fn turn_in_words(query: &Query) -> &'static str {
    match query.turn {
        Some(Turn::Organisation) => "Väntar på organisationen",
        Some(Turn::Reviewer) => "Besvarad, din tur",
        None => "Avslutad",
    }
}

/// One answer, with what has been asked about it.
#[component]
pub fn QueryPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let field = part("field");
    let (done, mail) = (parameter("klart").is_some(), parameter("brev"));
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let answer = sent_answer(&visit.store, &visit.actor, &key, &field, visit.now).await.map_err(problem)?;
        let round = round(&visit.store, &visit.actor, &key.round(), visit.now).await.map_err(problem)?;
        let rejected = visit.rejected.clone().unwrap_or_default();
        let mut links = crumbs(&round);
        links.push(Link::new(response_path(&key), answer.head.organisation_name.clone()));
        let number = answer.form.field(answer.field.as_str()).map(|field| field.number.clone()).unwrap_or_default();
        let title = format!("{number} i svaret från {}", answer.head.organisation_name);
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        Ok(view! {
            <Title text=format!("{prefix}{title}, {}", answer.head.round_title)/>
            <Breadcrumbs links/>
            <div class="page-heading">
                <p class="kicker">{answer.head.round_title.clone()}</p>
                <h1>{title}</h1>
                <p class="lead">{label(&answer)}</p>
            </div>
            <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
            {done.then(|| asked(mail.as_deref()))}
            {facts(&answer)}
            {threads(&answer)}
            {ask(&answer, &rejected)}
        })
    })
}

/// What was just done, and what became of the letter about it.
fn asked(mail: Option<&str>) -> impl IntoView + use<> {
    let text = match mail {
        None => "Frågan är skickad till organisationens samordnare.",
        Some("ingen") => {
            "Frågan står hos organisationen. Men den har ingen samordnare att skriva till: hör av dig på annat sätt."
        }
        Some(_) => {
            "Frågan står hos organisationen. Men brevet till samordnaren gick inte att skicka: hör av dig på annat sätt."
        }
    };
    view! { <StatusRow text warning=mail.is_some()/> }
}

fn label(answer: &SentAnswer) -> String {
    answer.form.field(answer.field.as_str()).map(|field| field.label.clone()).unwrap_or_default()
}

fn facts(answer: &SentAnswer) -> impl IntoView + use<> {
    let field = answer.form.field(answer.field.as_str());
    let words = field.map(|field| format::answer(&field.field_type, &answer.entry)).unwrap_or_default();
    let or_none = |words: String| if words.is_empty() { "Inget svar".to_owned() } else { words };
    let mut terms = vec![("Inskickat svar".to_owned(), or_none(words))];
    terms.extend(
        answer
            .previous
            .as_ref()
            .filter(|previous| !previous.words.is_empty())
            .map(|previous| (format!("Svar {}", previous.year), previous.words.clone())),
    );
    terms.extend(answer.note.explanation.clone().map(|text| ("Förklaring".to_owned(), text)));
    view! { <div class="block"><Terms terms/></div> }
}

fn threads(answer: &SentAnswer) -> Vec<AnyView> {
    let path = response_path(&answer.head.key);
    answer
        .queries
        .iter()
        .map(|query| {
            let id = format!("fraga-{}", query.id);
            let close = query.turn.is_some().then(|| {
                let action = format!("{path}/stang/{}", query.id);
                view! {
                    <form method="post" action=action>
                        <input type="hidden" name="falt" value=answer.field.to_string()/>
                        <input type="hidden" name="version" value=answer.version/>
                        <p class="actions"><button class="button button-second" type="submit">"Avsluta frågan"</button></p>
                    </form>
                }
            });
            view! {
                <section class="block" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{turn_in_words(query)}</h2>
                    <Thread messages=messages(query, &answer.form)/>
                    {close}
                </section>
            }
            .into_any()
        })
        .collect()
}

fn ask(answer: &SentAnswer, rejected: &Rejected) -> AnyView {
    if !answer.may_ask {
        let words = format!(
            "Svaret är nu: {}. Frågor ställs om svar som är inskickade eller godkända.",
            answer.head.status.label().to_lowercase()
        );
        return view! { <Message heading="Det går inte att fråga nu"><p>{words}</p></Message> }.into_any();
    }
    let is_open = answer.queries.iter().any(|query| query.turn.is_some());
    let (heading, button) = if is_open {
        ("Skriv igen", "Skicka till organisationen")
    } else {
        ("Fråga om det här svaret", "Skicka frågan")
    };
    view! {
        <form class="block stack" method="post" aria-labelledby="fraga">
            <h2 id="fraga">{heading}</h2>
            <LongTextField name="text" label="Vad undrar du?" help="Organisationen kan ändra det här svaret och det som följer av det. Resten ligger fast." value=rejected.value("text") fault=rejected.fault("text")/>
            <input type="hidden" name="version" value=answer.version/>
            <p class="actions"><button class="button" type="submit">{button}</button></p>
        </form>
    }
    .into_any()
}
