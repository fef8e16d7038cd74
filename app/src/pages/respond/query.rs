//! A query: what the reviewer asks, the answer that it opens, and the organisation's reply.

use super::{
    crumbs, hub_path, obstacle_in_words,
    section::{field_props, is_unsaved, target},
    section_path,
    unsaved::unsaved,
    unsent::not_sent,
    waking::{Announcements, state, woken},
};
use crate::{
    components::{
        Breadcrumbs, CheckAnswersList, CheckedAnswer, ErrorLink, ErrorSummary, FieldProps, Link, LongTextField,
        Message, MessageWeight, QuestionProps, Questions, StatusRow, Thread, control_id,
    },
    pages::{error::Problem, page, parameter, part, queries::messages, response_key},
    visit::{Rejected, Visit},
};
use collection::{
    queries::{Query, Turn},
    respond::{Hub, QueryView, query},
};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{evaluation::Obstacle, format, name::FieldName, text};

/// The address of a query.
pub fn query_path(hub: &str, query: i64) -> String {
    format!("{hub}/komplettering/{query}")
}

/// That it is the reviewer's turn.
pub const WITH_REVIEWER: &str = "Granskaren läser ert svar på en fråga";

/// The page of a query.
#[component]
pub fn QueryPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let id = part("query");
    let (done, no_mail) = (parameter("klart"), parameter("brev").is_some());
    page(async move {
        let (key, id) = (key?, id.parse().map_err(|_| Problem::NotFound)?);
        let view =
            query(&visit.store, &visit.actor, &key, id, visit.now).await.map_err(|error| visit.problem(error))?;
        let rejected = visit.rejected.clone();
        let errors = rejected.as_deref().map(|rejected| errors(&view, rejected)).unwrap_or_default();
        let head = view.section.head.clone();
        let title = format!("Fråga från granskaren om {}", view.query.number);
        let prefix = if errors.is_empty() { "" } else { "Fel: " };
        let form = view.section.evaluation.form();
        let thread = messages(&view.query, form);
        // While it can be answered, the page says what is sent when.
        let unsent = if view.may_answer { None } else { not_sent(&view.section.unsent) };
        let reply = view.may_answer.then(|| awake(&visit, &view, rejected.as_deref()));
        let too_late = rejected.as_deref().filter(|_| !view.may_answer).and_then(|rejected| too_late(&view, rejected));
        Ok(view! {
            <Title text=format!("{prefix}{title}, {}, {}", head.organisation_name, head.round_title)/>
            <Breadcrumbs links=crumbs(&head)/>
            <div class="page-heading">
                <p class="kicker">{format!("{}, {}", head.organisation_name, head.round_title)}</p>
                <h1>{title}</h1>
                <p class="lead">{view.query.label.clone()}</p>
            </div>
            <ErrorSummary errors note="Inget är skickat till granskaren."/>
            {done.map(|what| view! { <Done what no_mail/> })}
            {too_late}
            <Standing view=view.clone()/>
            {unsent}
            <section class="block" aria-labelledby="trad">
                <h2 id="trad">"Vad som har skrivits"</h2>
                <Thread messages=thread/>
            </section>
            {reply}
        })
    })
}

#[component]
fn Done(what: String, no_mail: bool) -> impl IntoView {
    let words = match what.as_str() {
        "sparat" => "Det ni har ändrat är sparat. Granskaren ser det när ni skickar svaret.",
        "skickat" | "nytt-kvitto" if no_mail => {
            "Svaret står hos granskaren. Men ett brev om det gick inte att skicka: hör av er till granskaren om ni inte får besked."
        }
        "skickat" => "Svaret är skickat till granskaren.",
        "nytt-kvitto" => {
            "Svaret är skickat till granskaren. Det ändrade svaret har fått ett nytt kvitto, och det förra finns kvar."
        }
        _ => return None,
    };
    Some(view! { <StatusRow text=words warning=no_mail/> })
}

/// Whose turn it is.
#[component]
fn Standing(view: QueryView) -> impl IntoView {
    let status = view.section.head.status;
    match view.query.turn {
        Some(Turn::Organisation) if view.may_answer => ().into_any(),
        Some(Turn::Organisation) => view! {
            <Message heading="Det är er tur att svara"><p>"Samordnare och bidragsgivare kan svara på frågan. Du kan läsa den."</p></Message>
        }
        .into_any(),
        Some(Turn::Reviewer) => view! {
            <Message heading="Granskaren läser ert svar"><p>"Ni behöver inte göra något. Ni får ett brev om granskaren undrar något mer."</p></Message>
        }
        .into_any(),
        None => view! {
            <Message heading="Frågan är avslutad"><p>{format!("Granskaren har inget mer att fråga om det här svaret. Svaret är: {}.", status.label().to_lowercase())}</p></Message>
        }
        .into_any(),
    }
}

/// What was typed in reply after the turn had changed: nobody takes it any more.
fn too_late(view: &QueryView, rejected: &Rejected) -> Option<AnyView> {
    let why = match view.query.turn {
        Some(Turn::Reviewer) => "En kollega har redan svarat granskaren.",
        None => "Granskaren har avslutat frågan.",
        Some(Turn::Organisation) => "Du kan inte svara på frågan längre.",
    };
    let text = text::lines(&rejected.value("svar"));
    let label = "Ert svar till granskaren".to_owned();
    let reply = (!text.is_empty()).then(|| CheckedAnswer { label, answer: text, ..CheckedAnswer::default() });
    let form = view.section.evaluation.form();
    unsaved(&view.section, form.fields().iter(), reply, rejected, why.to_owned())
}

/// The form, which saves by itself as a section does, and where it says how that goes.
fn awake(visit: &Visit, view: &QueryView, rejected: Option<&Rejected>) -> impl IntoView + use<> {
    let form = view.section.evaluation.form();
    let fields = view.fields.iter().filter_map(|name| form.field(name.as_str()));
    let state = state(visit, &view.section, fields);
    let here = query_path(&hub_path(&view.section.head.key), view.query.id);
    // A reply is sent once, so what is kept of it is told apart from the next one by how much has been said before.
    let storage_key = format!("{}/komplettering/{}/{}", state.storage_key, view.query.id, view.query.messages.len());
    let form = woken(visit, &state, reply(view, rejected, storage_key));
    view! {
        <Announcements here outdated="Svaret påverkar fler frågor. De som också ska besvaras visas när sidan läses in på nytt."/>
        {form}
    }
}

/// The answer that is open, and the reply to the reviewer.
fn reply(view: &QueryView, rejected: Option<&Rejected>, storage_key: String) -> impl IntoView + use<> {
    let questions = questions(view, rejected);
    let is_open = !view.fields.is_empty();
    let back = hub_path(&view.section.head.key);
    let value = rejected.map(|rejected| rejected.value("svar")).unwrap_or_default();
    let fault = rejected.and_then(|rejected| rejected.fault("svar"));
    let whole = (!view.section.head.status.is_counted()).then(|| {
        let href = section_path(&view.section.head.key, &view.section.section);
        view! {
            <p>"Hela svaret är öppet. "<a href=href>{format!("Ändra svaret på {} i avsnittet", view.query.number)}</a>" om det behövs, och skicka sedan in igen."</p>
        }
    });
    let signature = view.needs_signature.then(|| {
        view! { <p>"Ett ändrat svar skickas av en undertecknare. Ändra, skriv till granskaren och skicka: då får undertecknaren ett brev med det du har skrivit. Behöver inget ändras kan du svara granskaren själv."</p> }
    });
    let shown = (!view.shown.is_empty()).then(|| {
        view! {
            <h2 id="skickas">"Det här skickas"</h2>
            <p class="note">"Så är frågan besvarad nu. Samordnare och bidragsgivare kan ändra."</p>
            <CheckAnswersList answers=shown(view)/>
            {versions(view)}
        }
    });
    let opened = is_open.then(|| {
        view! {
            <h2 id="andra">"Ändra svaret om det behövs"</h2>
            <p class="note">"Bara det som granskaren frågar om är öppet. Det som är inskickat gäller tills ni skickar ert svar. Då får det ändrade svaret ett nytt kvitto, och det gamla finns kvar."</p>
            {signature}
            {questions}
        }
    });
    let save = is_open.then(|| {
        view! { " "<button class="button button-second" type="submit" name="spara" value="ja">"Spara utan att skicka"</button> }
    });
    view! {
        <form class="block stack" id="avsnitt" method="post" novalidate autocomplete="off" aria-labelledby="svara">
            // What the enter key presses.
            <button class="visually-hidden" type="submit" name="spara" value="ja" tabindex="-1" aria-hidden="true">"Spara"</button>
            {opened}
            {shown}
            <h2 id="svara">"Svara granskaren"</h2>
            {whole}
            <div data-keep-as=storage_key><LongTextField name="svar" label="Ert svar till granskaren" value fault/></div>
            <input type="hidden" name="skrivet" value=view.query.messages.len()/>
            <p class="actions"><button class="button" type="submit">"Skicka svaret"</button>{save}</p>
            <p class="actions"><a href=back>"Tillbaka till alla avsnitt"</a></p>
        </form>
    }
}

/// The versions of these. They keep the names of the questions' own inputs free, for those change answers.
fn versions(view: &QueryView) -> Vec<impl IntoView + use<>> {
    let version = |name: &FieldName| {
        let version = view.section.stored.get(name).map_or(0, |stored| stored.version);
        view! { <input type="hidden" name=format!("visat:{name}") value=version/> }
    };
    view.shown.iter().map(version).collect()
}

/// What an answer would send, for those who only read it.
fn shown(view: &QueryView) -> Vec<CheckedAnswer> {
    let (evaluation, form) = (&view.section.evaluation, view.section.evaluation.form());
    let fields = view.shown.iter().filter_map(|name| form.field(name.as_str()));
    fields
        .map(|field| CheckedAnswer {
            number: field.number.clone(),
            label: field.short_label.clone(),
            answer: format::answer(&field.field_type, evaluation.entry(field.name.as_str())),
            ..CheckedAnswer::default()
        })
        .collect()
}

/// The questions with the fields that are open, and no other.
fn questions(view: &QueryView, rejected: Option<&Rejected>) -> impl IntoView + use<> {
    let form = view.section.evaluation.form();
    let questions = form
        .questionnaire()
        .sections
        .iter()
        .flat_map(|section| &section.questions)
        .filter_map(|question| {
            let fields: Vec<FieldProps<'_>> = form
                .fields_of_question(question.name.as_str())
                .filter(|field| view.fields.contains(&field.name))
                .map(|field| props(view, field, rejected))
                .collect();
            let number = fields.first()?.field.number.clone();
            let reasons = &form.questionnaire().reasons;
            Some(QuestionProps { reasons, ..QuestionProps::new(question, number, fields) })
        })
        .collect();
    view! { <Questions questions/> }
}

fn props<'a>(view: &'a QueryView, field: &'a survey::form::Field, rejected: Option<&Rejected>) -> FieldProps<'a> {
    let is_unanswered =
        view.obstacles.iter().any(|view| matches!(&view.obstacle, Obstacle::Unanswered(name) if *name == field.name));
    let props = field_props(&view.section, field, rejected);
    FieldProps { unanswered: rejected.is_some() && is_unanswered, ..props }
}

/// What stands in the way of sending the reply.
fn errors(view: &QueryView, rejected: &Rejected) -> Vec<ErrorLink> {
    let target = |name: &str| match name {
        "" => "innehall".to_owned(),
        "svar" => name.to_owned(),
        input => target(input),
    };
    let faults = rejected.faults.iter().map(|(name, words)| ErrorLink { target: target(name), text: words.clone() });
    let obstacles = view
        .obstacles
        .iter()
        .filter(|obstacle| !is_unsaved(rejected, &obstacle.field))
        .map(|view| ErrorLink { target: control_id(view.field.as_str()), text: obstacle_in_words(view) });
    obstacles.chain(faults).collect()
}

/// What reviewers have asked, in the hub: first what waits for the organisation.
pub fn in_the_hub(hub: &Hub) -> impl IntoView + use<> {
    let path = hub_path(&hub.head.key);
    let of = |turn: Option<Turn>| {
        let queries = hub.queries.iter().filter(move |query| query.turn == turn);
        queries
            .map(|query| Link::new(query_path(&path, query.id), format!("{} {}", query.number, query.label)))
            .collect::<Vec<Link>>()
    };
    let (theirs, closed) = (of(Some(Turn::Reviewer)), of(None));
    let links = |links: Vec<Link>| view! { <crate::components::ActionList links/> };
    let waiting = hub
        .queries
        .iter()
        .filter(|query| query.turn == Some(Turn::Organisation))
        .map(|query| asked(query, &path))
        .collect_view();
    let with_reviewer = (!theirs.is_empty()).then(|| {
        view! { <Message heading=WITH_REVIEWER>{links(theirs)}</Message> }
    });
    let done = (!closed.is_empty()).then(|| {
        let summary = format!("Avslutade frågor från granskaren ({})", closed.len());
        view! { <details><summary>{summary}</summary>{links(closed)}</details> }
    });
    view! { {waiting}{with_reviewer}{done} }
}

/// What the reviewer asks, and the way to answer it.
fn asked(query: &Query, hub: &str) -> AnyView {
    let said = query.messages.iter().rev().find(|message| message.by_reviewer);
    let said = said.map(|message| view! { <p class="said">{message.text.clone()}</p> });
    let heading = format!("Granskaren frågar om {}. Det är er tur.", query.number);
    let label = query.label.clone();
    let (href, on) = (query_path(hub, query.id), format!(" på frågan om {}", query.number));
    view! {
        <Message heading weight=MessageWeight::Warning>
            <p class="note">{label}</p>
            {said}
            <p class="actions"><a class="button" href=href>"Svara granskaren"<span class="visually-hidden">{on}</span></a></p>
        </Message>
    }
    .into_any()
}
