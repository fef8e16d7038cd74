//! Every answer on one page, to read through before submitting.

use super::{
    crumbs, hub_path, obstacle_in_words, remark_links, section_path, to_explain, unsent::not_sent, waking::unsaved_here,
};
use crate::{
    components::{
        ActionList, Breadcrumbs, CheckAnswersList, CheckedAnswer, ErrorLink, ErrorSummary, Link, Message, MessageWeight,
    },
    pages::{page, parameter, response_key},
    visit::Visit,
    words::counted,
};
use collection::respond::{AnswerFilter, CheckAnswers, ObstacleView, check_answers};
use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use survey::{evaluation::Obstacle, form::Field, format};

/// Check answers, and submit.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let filter = filter(parameter("visa").as_deref());
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
        // What could not be sent in is looked for among all answers.
        let filter = if failed { AnswerFilter::All } else { filter };
        let (unsent, sections) = (not_sent(&view.unsent), sections(&view, filter));
        let first = view
            .evaluation
            .form()
            .questionnaire()
            .sections
            .iter()
            .find(|section| view.may.edit && view.edit_scope.includes_part_of(section.name.as_str()));
        let unsaved = unsaved_here(&visit, &key, first.map(|section| section.name.as_str()));
        Ok(view! {
            <Title text=format!("{title}, {}, {}", view.head.organisation_name, view.head.round_title)/>
            <Breadcrumbs links=crumbs(&view.head)/>
            <p class="kicker">{format!("{}, {}", view.head.organisation_name, view.head.round_title)}</p>
            <h1>{heading}</h1>
            {refusal.map(|words| view! { <Message heading="Svaret är inte inskickat" weight=MessageWeight::Error><p>{words}</p></Message> })}
            {unsaved}
            {(!failed).then(|| left(&view))}
            <ErrorSummary errors heading=Some(in_the_way(&view)) note="Inget är inskickat."/>
            {unsent}
            {to_check(&view)}
            {choice(&view, filter)}
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
    let own =
        view.obstacles.iter().filter(|obstacle| view.edit_scope.covers(&obstacle.section, obstacle.field.question()));
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

/// The filters by their names in the address, with their words.
const FILTERS: [(&str, AnswerFilter, &str); 4] = [
    ("", AnswerFilter::All, "Alla svar"),
    ("andrat", AnswerFilter::Changed, "Nytt eller ändrat sedan förra året"),
    ("saknas", AnswerFilter::Missing, "Saknas"),
    ("kontrollera", AnswerFilter::ToCheck, "Att kontrollera"),
];

fn filter(asked: Option<&str>) -> AnswerFilter {
    let found = FILTERS.into_iter().find(|(name, ..)| Some(*name) == asked);
    found.map_or(AnswerFilter::All, |(_, filter, _)| filter)
}

/// Which answers to read through, by plain links.
fn choice(view: &CheckAnswers, chosen: AnswerFilter) -> impl IntoView + use<> {
    let links = FILTERS.map(|(name, filter, words)| {
        let count = view.fields(filter).len();
        let current = (filter == chosen).then_some("true");
        let href = if name.is_empty() { "?".to_owned() } else { format!("?visa={name}") };
        view! { <li><a href=href aria-current=current>{format!("{words} ({count})")}</a></li> }
    });
    view! { <nav class="choices-links" aria-label="Vilka svar som visas"><ul role="list">{links.into_iter().collect_view()}</ul></nav> }
}

/// What to know before sending in, wherever it was raised.
fn to_check(view: &CheckAnswers) -> Option<AnyView> {
    let links = remark_links(&view.head.key, &view.remarks);
    (!links.is_empty()).then(|| {
        let heading = format!("{} att kontrollera", counted(links.len(), "sak", "saker"));
        view! {
            <Message heading>
                <ActionList links/>
                <p class="note">"Det här hindrar inte att ni skickar in. Stämmer svaren behöver ni inte göra något."</p>
            </Message>
        }
        .into_any()
    })
}

fn sections(view: &CheckAnswers, filter: AnswerFilter) -> impl IntoView + use<> {
    let fields = view.fields(filter);
    let nothing = fields.is_empty().then(|| view! { <p class="block">"Inget svar hör hit."</p> });
    let sections = view.evaluation.form().questionnaire().sections.iter().enumerate();
    let sections = sections
        .filter_map(|(place, section)| {
            let shown = fields.iter().filter(|field| field.section == place);
            let answers: Vec<CheckedAnswer> = shown.map(|field| checked(view, field, section.name.as_str())).collect();
            if answers.is_empty() && filter != AnswerFilter::All {
                return None;
            }
            let heading = format!("{}. {}", section.letter, section.title);
            let id = format!("avsnitt-{}", section.name);
            Some(view! {
                <section class="block" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{heading}</h2>
                    <CheckAnswersList answers/>
                </section>
            })
        })
        .collect_view();
    view! { {nothing}{sections} }
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
    // What stops looks like an error; what may be explained, or only looked at, does not.
    let (mut faults, mut deviates) = (Vec::new(), Vec::new());
    for obstacle in view.obstacles.iter().filter(|obstacle| obstacle.field == field.name) {
        match &obstacle.obstacle {
            Obstacle::Error(violation) => faults.push(violation.message.clone()),
            Obstacle::Unexplained(violation) => deviates.push(to_explain(violation)),
            Obstacle::Unanswered(_) => {}
        }
    }
    let remarks = view.remarks.iter().filter(|remark| remark.field == field.name);
    deviates.extend(remarks.map(|remark| remark.message.clone()));
    CheckedAnswer {
        id: Some(format!("svar-{name}")),
        number: field.number.clone(),
        label: field.label.clone(),
        answer: format::answer(&field.field_type, view.evaluation.entry(name)),
        awaited: view.obstacles.iter().any(|obstacle| obstacle.obstacle == Obstacle::Unanswered(field.name.clone())),
        notes,
        deviates,
        faults,
        change: (view.may.edit && view.edit_scope.covers_field(view.evaluation.form(), field))
            .then(|| format!("{}#f-{name}", section_path(&view.head.key, section))),
        ask: None,
    }
}

/// The button, for the one who may press it; for the others, who that is.
#[component]
fn Submit(view: CheckAnswers) -> impl IntoView {
    let path = hub_path(&view.head.key);
    // Whoever has asked for the signature asks again, before sending in without it.
    let asks_again = view.may.ask_for_sign_off && view.sign_off.is_some();
    let words = if asks_again { "Skicka för underskrift igen" } else { "Skicka för underskrift" };
    let sign_off = (asks_again || view.may.ask_for_sign_off && !view.may.submit).then(|| {
        view! {
            <div class="section-end stack">
                <h2>{words}</h2>
                <p>"En undertecknare godkänner svaret och skickar in det."</p>
                <p class="actions"><a class="button" href=format!("{path}/underskrift")>{words}</a></p>
            </div>
        }
    });
    if !view.may.submit {
        let wait = (view.may.edit && !view.may.ask_for_sign_off)
            .then(|| view! { <p class="note">{if view.may.assign { "Ni kan skicka in när ni har börjat svara." } else { "Samordnaren skickar in svaret." }}</p> });
        return view! { {sign_off}{wait} }.into_any();
    }
    let left = (!view.obstacles.is_empty()).then(|| {
        view! { <p class="help">{format!("{}. De står överst på sidan.", in_the_way(&view))}</p> }
    });
    let (heading, class) =
        if asks_again { ("Skicka in utan underskrift", "button button-second") } else { ("Skicka in", "button") };
    view! {
        {sign_off}
        <form class="section-end stack" method="post" action=format!("{path}/skicka-in")>
            <h2>{heading}</h2>
            <p>"När ni skickar in fryses svaren och blir en allmän handling. Ni får ett kvitto. Behöver något rättas efteråt ber ni undersökningens ägare att öppna svaret."</p>
            <input type="hidden" name="revision" value=view.head.change_number.to_string()/>
            {left}
            <p class="actions"><button class=class type="submit">{heading}</button></p>
        </form>
    }
    .into_any()
}
