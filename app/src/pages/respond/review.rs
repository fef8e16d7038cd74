//! Every answer on one page, to read through before submitting.

use super::{crumbs, hub_path, obstacle_in_words, section_path, to_explain, unsent::not_sent};
use crate::{
    components::{
        ActionList, Breadcrumbs, CheckAnswersList, CheckedAnswer, ErrorLink, ErrorSummary, Link, Message, Weight,
    },
    pages::{page, response_key},
    visit::Visit,
    words::counted,
};
use collection::respond::{CheckAnswers, ObstacleView, check_answers};
use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{evaluation::Obstacle, form::Field, format};

/// Check answers, and submit.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let view =
            check_answers(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let rejected = visit.rejected.clone();
        let failed = rejected.is_some();
        let refusal = rejected.as_ref().and_then(|rejected| rejected.fault(""));
        // What is left is said once, with links.
        let is_incomplete =
            rejected.as_ref().is_some_and(|rejected| rejected.status == StatusCode::UNPROCESSABLE_ENTITY);
        let refusal = refusal.filter(|_| !is_incomplete || view.obstacles.is_empty());
        let heading = "Läs igenom alla svar";
        let title = if failed { format!("Fel: {heading}") } else { heading.to_owned() };
        let errors: Vec<ErrorLink> = if failed { links(&view) } else { Vec::new() };
        let (unsent, sections) = (not_sent(&view.unsent), sections(&view));
        Ok(view! {
            <Title text=format!("{title}, {}, {}", view.head.organisation_name, view.head.round_title)/>
            <Breadcrumbs links=crumbs(&view.head)/>
            <p class="kicker">{format!("{}, {}", view.head.organisation_name, view.head.round_title)}</p>
            <h1>{heading}</h1>
            {refusal.map(|words| view! { <Message heading="Svaret är inte inskickat" weight=Weight::Error><p>{words}</p></Message> })}
            {(!failed).then(|| left(&view))}
            <ErrorSummary errors heading=Some(in_the_way(&view)) note="Allt ni har skrivit är sparat. Inget är inskickat."/>
            {unsent}
            {sections}
            <Submit view=view.clone()/>
            <p class="way-out"><a href=hub_path(&key)>"Tillbaka till alla avsnitt"</a></p>
        })
    })
}

fn in_the_way(view: &CheckAnswers) -> String {
    format!("{} återstår innan ni kan skicka in", counted(view.obstacles.len(), "sak", "saker"))
}

/// What is left before submitting, each with the way to its question; nothing where nothing is, or for those who only read.
fn left(view: &CheckAnswers) -> Option<AnyView> {
    let own = view.obstacles.iter().filter(|obstacle| view.reach.covers(&obstacle.section, obstacle.field.question()));
    let links: Vec<Link> =
        own.map(|obstacle| Link::new(question_path(view, obstacle), obstacle_in_words(obstacle))).collect();
    let is_shown = view.may.edit && !links.is_empty();
    is_shown.then(|| {
        let heading = format!("{} återstår", counted(links.len(), "sak", "saker"));
        view! { <details class="remaining"><summary>{heading}</summary><ActionList links/></details> }.into_any()
    })
}

fn links(view: &CheckAnswers) -> Vec<ErrorLink> {
    let link = |obstacle| ErrorLink { target: question_path(view, obstacle), text: obstacle_in_words(obstacle) };
    view.obstacles.iter().map(link).collect()
}

/// Where what is in the way can be changed.
fn question_path(view: &CheckAnswers, obstacle: &ObstacleView) -> String {
    format!("{}#f-{}", section_path(&view.head.key, &obstacle.section), obstacle.field)
}

fn sections(view: &CheckAnswers) -> impl IntoView + use<> {
    let form = view.evaluation.form();
    form.questionnaire()
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let relevant: Vec<CheckedAnswer> = form
                .fields_of_section(place)
                .filter(|field| view.evaluation.is_relevant(field.name.as_str()))
                .map(|field| checked(view, field, section.name.as_str()))
                .collect();
            let heading = format!("{}. {}", section.letter, section.title);
            let id = format!("avsnitt-{}", section.name);
            view! {
                <section class="block" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{heading}</h2>
                    <CheckAnswersList answers=relevant/>
                </section>
            }
        })
        .collect_view()
}

fn checked(view: &CheckAnswers, field: &Field, section: &str) -> CheckedAnswer {
    let name = field.name.as_str();
    let stored = view.stored.get(&field.name);
    let mut notes = Vec::new();
    if let Some(previous) = view.previous.get(&field.name)
        && !previous.entry.is_empty()
    {
        notes.push(format!("{}: {}", previous.year, previous.words));
    }
    if let Some(stored) = stored {
        notes.extend(stored.explanation.as_ref().map(|text| format!("Förklaring: {text}")));
        notes.extend(stored.comment.as_ref().map(|text| format!("Kommentar till kollegor: {text}")));
    }
    let faults = view
        .obstacles
        .iter()
        .filter(|obstacle| obstacle.field == field.name)
        .filter_map(|obstacle| match &obstacle.obstacle {
            Obstacle::Error(violation) => Some(violation.message.clone()),
            Obstacle::Unexplained(violation) => Some(to_explain(violation)),
            Obstacle::Unanswered(_) => None,
        })
        .collect();
    CheckedAnswer {
        id: Some(format!("svar-{name}")),
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, view.evaluation.entry(name)),
        awaited: view.obstacles.iter().any(|obstacle| obstacle.obstacle == Obstacle::Unanswered(field.name.clone())),
        notes,
        deviates: Vec::new(),
        faults,
        change: (view.may.edit && view.reach.covers_field(view.evaluation.form(), field))
            .then(|| format!("{}#f-{name}", section_path(&view.head.key, section))),
        ask: None,
    }
}

/// The button, for the one who may press it; for the others, who that is.
#[component]
fn Submit(view: CheckAnswers) -> impl IntoView {
    let path = hub_path(&view.head.key);
    if !view.may.submit {
        let sign_off = view.may.ask_for_sign_off.then(|| {
            view! {
                <div class="section-end stack">
                    <h2>"Skicka för underskrift"</h2>
                    <p>"En undertecknare godkänner svaret och skickar in det."</p>
                    <p class="actions"><a class="button" href=format!("{path}/underskrift")>"Skicka för underskrift"</a></p>
                </div>
            }
        });
        let wait = (view.may.edit && !view.may.ask_for_sign_off)
            .then(|| view! { <p class="note">{if view.may.hand_out { "Ni kan skicka in när ni har börjat svara." } else { "Samordnaren skickar in svaret." }}</p> });
        return view! { {sign_off}{wait} }.into_any();
    }
    let left = (!view.obstacles.is_empty()).then(|| {
        view! { <p class="help">{format!("{}. De står överst på sidan.", in_the_way(&view))}</p> }
    });
    view! {
        <form class="section-end stack" method="post" action=format!("{path}/skicka-in")>
            <h2>"Skicka in"</h2>
            <p>"När ni skickar in fryses svaren och blir en allmän handling. Ni får ett kvitto. Ni kan inte ändra efteråt utan att granskaren skickar tillbaka svaret."</p>
            <input type="hidden" name="revision" value=view.head.revision.to_string()/>
            {left}
            <p class="actions"><button class="button" type="submit">"Skicka in"</button></p>
        </form>
    }
    .into_any()
}
