//! The hub: every section of a response, what is left and what has happened.

use super::{
    burden::burden_heading,
    correction::{correction, owners},
    hub_path, marked,
    prepare::Prepare,
    query::in_the_hub,
    remains, remark_links, section_path,
    sign_off::standing,
    to_the_list,
    waking::unsaved_here,
};
use crate::{
    components::{
        ActionList, Breadcrumbs, CellKind, CellLayout, Cells, ErrorSummary, Link, Message, MessageWeight, SectionItem,
        SectionList, SectionMarkState, StatusMark,
    },
    pages::{page, parameter, response_key},
    visit::Visit,
    words::{answer_by, assigned, capitalised, closed_now, counted, days_left, listed, recent},
};
use collection::respond::{
    self, AccessScope, AssignmentDetail, Event, EventKind, Hub, HubSection, May, Remark, ResponseHead, SectionAssignee,
    hub,
};
use collection::{queries::Turn, rounds::RoundState};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeSet;
use survey::{
    evaluation::Obstacle, format, guide::usually_known_by, name::FieldName, status::Status, stockholm::local,
};
use time::{Date, OffsetDateTime};

/// The overview of an organisation's response.
#[component]
pub fn HubPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let (done, unsent) = (parameter("klart"), parameter("brev").is_some());
    page(async move {
        let key = key?;
        let hub = hub(&visit.store, &visit.actor, &key, visit.now).await.map_err(|error| visit.problem(error))?;
        let head = hub.head.clone();
        let now = visit.now;
        let rejected = visit.rejected.clone().unwrap_or_default();
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        Ok(view! {
            <Title text=format!("{prefix}{}, {}", head.organisation_name, head.round_title)/>
            <Breadcrumbs links=vec![to_the_list()]/>
            <p class="kicker">{head.round_title.clone()}</p>
            <h1>{head.organisation_name.clone()}</h1>
            <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
            {done.map(|what| view! { <Done what hub=hub.clone() unsent/> })}
            <Facts hub=hub.clone()/>
            <div class="hub-standing stack">
                {is_new(&hub).then(|| about(&hub))}
                {unsaved_here(&visit, &hub.head.key, to_open(&hub))}
                {in_the_hub(&hub)}
                <Standing head=head.clone() hub=hub.clone()/>
                {correction(&hub, now)}
                {standing(hub.sign_off.as_ref(), hub.may, now)}
                {yours_are_gone(&hub)}
            </div>
            <div class="with-aside hub-parts block">
                <Remaining hub=hub.clone()/>
                <div class="hub-sections stack">
                    <div class="block-head">
                        <h2 id="avsnitt">{if has_own(&hub) || !reads_all(&hub) { "Dina avsnitt" } else { "Avsnitt" }}</h2>
                        <NextStep hub=hub.clone()/>
                    </div>
                    {lists(&hub, now)}
                </div>
                <aside class="aside stack" aria-labelledby="mer">
                    <h2 id="mer">"Mer"</h2>
                    {reads_all(&hub).then(|| view! {
                        <ActionList links=more(&hub)/>
                        <Prepare key=hub.head.key.clone() may_edit=hub.may.edit/>
                    })}
                    {(!is_new(&hub)).then(|| about(&hub))}
                    {owners(&hub.owners)}
                    <History hub=hub.clone() now/>
                </aside>
            </div>
        })
    })
}

/// What was just done, when the address says so. A letter that could not be sent changes nothing of it.
#[component]
fn Done(what: String, hub: Hub, unsent: bool) -> impl IntoView {
    let words = match what.as_str() {
        "avbojt" => "Ni har meddelat att ni inte svarar i år.",
        "ratta" if unsent => {
            "Ni har bett om att få rätta. Men brevet till undersökningens ägare gick inte att skicka: hör av er på annat sätt."
        }
        "ratta" => "Ni har bett om att få rätta. Undersökningens ägare har fått ett brev.",
        "ratta-tillbaka" => "Begäran om att få rätta är tillbakatagen. Det som är inskickat gäller.",
        "inlast" => "Filen är inläst. Svaren är sparade.",
        "tillbaka" if unsent => {
            "Svaret är tillbakaskickat. Men brevet gick inte att skicka: säg till samordnaren att svaret behöver ändras."
        }
        "tillbaka" => "Svaret är tillbakaskickat till samordnaren.",
        "upptaget" => "Svaret är upptaget igen. Allt som var skrivet finns kvar.",
        section => {
            let section = hub.sections.iter().find(|known| known.name == section)?;
            let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
            &marked(&section.letter, number(section.errors), number(section.unanswered))
        }
    };
    let text = words.to_owned();
    Some(view! { <crate::components::StatusRow text warning=unsent/> })
}

/// Days, sections and questions, as three numbers.
#[component]
fn Facts(hub: Hub) -> impl IntoView {
    let (left, words_left) = days_left(hub.head.days_left);
    let total = u32::try_from(hub.sections.len()).unwrap_or(u32::MAX);
    let time = hub.head.takes_answers().then(|| {
        view! {
            <div class="fact">
                <p class="fact-value">{left}</p>
                <p class="fact-label">{words_left}"."<br/>{answer_by(hub.head.due, hub.head.overdue)}</p>
            </div>
        }
    });
    view! {
        <div class="facts">
            {time}
            <div class="fact">
                <p class="fact-value">{format!("{} av {total}", hub.sections_done)}</p>
                <p class="fact-label">"avsnitt är klara"</p>
                <Cells counts=vec![(CellKind::Full, hub.sections_done), (CellKind::Open, total.saturating_sub(hub.sections_done))] size=13 gap=4/>
            </div>
            <div class="fact">
                <p class="fact-value">{format!("{} av {}", hub.answered, hub.asked)}</p>
                <p class="fact-label">"frågor är besvarade"</p>
                <Cells counts=vec![(CellKind::Full, hub.answered), (CellKind::Open, hub.asked.saturating_sub(hub.answered))] layout=CellLayout::Rows(4)/>
            </div>
        </div>
    }
}

/// Whether nothing is answered yet that could be.
fn is_new(hub: &Hub) -> bool {
    hub.head.takes_answers() && hub.head.status == Status::NotStarted
}

/// What the survey is, how long it takes and what becomes of the answers: first for whoever has not begun, then folded.
fn about(hub: &Hub) -> Option<AnyView> {
    let words = hub.form.questionnaire().introduction.as_ref()?;
    let paragraphs = words.split("\n\n").map(|words| view! { <p>{words.to_owned()}</p> }).collect_view();
    let open = is_new(hub);
    Some(view! { <details open=open><summary>"Om undersökningen"</summary><div class="stack">{paragraphs}</div></details> }.into_any())
}

/// Where the response stands, when there is something to know about that.
#[component]
fn Standing(head: ResponseHead, hub: Hub) -> impl IntoView {
    let receipt = hub.copies.iter().max_by_key(|copy| copy.sequence).map(|copy| {
        let href = format!("{}/kvitto/{}", hub_path(&head.key), copy.number);
        view! { <p><a href=href>{format!("Kvitto {}, inskickat {}", copy.number, format::moment(copy.submitted_at))}</a></p> }
    });
    let sent = if hub.queries.iter().any(|query| query.turn == Some(Turn::Organisation)) {
        "Tack. Bara det som granskaren frågar om går att ändra. Resten ligger fast.".to_owned()
    } else {
        format!("Tack. {}", closed_now(&head))
    };
    if let Some(reason) = head.ineligible_reason.clone() {
        return view! { <Message heading="Ni ingår inte i den här omgången"><p>{reason}</p></Message> }.into_any();
    }
    match head.status {
        Status::Submitted | Status::Approved => view! {
            <Message heading="Svaret är inskickat" weight=MessageWeight::Done>
                <p>{sent}</p>
                {receipt}
            </Message>
        }
        .into_any(),
        // What the organisation asked for itself is told beside its request.
        Status::Returned if hub.correction.is_some() => view! { {receipt} }.into_any(),
        Status::Returned => view! {
            <Message heading="Granskaren har skickat tillbaka svaret" weight=MessageWeight::Warning>
                <p>{head.returned_reason.clone().unwrap_or_default()}</p>
                <p>"Hela svaret är öppet. Rätta det som behövs och skicka in igen."</p>
                {receipt}
            </Message>
        }
        .into_any(),
        Status::Declined => view! {
            <Message heading="Ni har meddelat att ni inte svarar i år">
                <p>{head.declined_reason.clone().unwrap_or_default()}</p>
                {hub.may.resume.then(|| view! {
                    <form method="post" action=format!("{}/ta-upp", hub_path(&head.key))>
                        <input type="hidden" name="revision" value=head.change_number/>
                        <p class="actions"><button class="button button-second" type="submit">"Ta upp svaret igen"</button></p>
                    </form>
                })}
            </Message>
        }
        .into_any(),
        Status::NotStarted | Status::InProgress | Status::Ready => {
            let heading = match head.round {
                RoundState::Open => return ().into_any(),
                RoundState::Planned => "Omgången har inte öppnat",
                RoundState::Closed => "Omgången är stängd",
            };
            view! { <Message heading><p>{closed_now(&head)}</p></Message> }.into_any()
        }
    }
}

/// The section that answers are sent from next, for whoever may change some.
fn to_open(hub: &Hub) -> Option<&str> {
    let first = hub.sections.iter().find(|section| hub.edit_scope.includes_part_of(&section.name));
    let next = hub.next_section.as_deref().or(first.map(|section| section.name.as_str()));
    next.filter(|_| hub.may.edit)
}

/// The one thing expected next.
#[component]
fn NextStep(hub: Hub) -> impl IntoView {
    let key = hub.head.key.clone();
    if let Some((page, words)) = way_in(&hub) {
        return view! { <p class="actions"><a class="button" href=format!("{}/{page}", hub_path(&key))>{words}</a></p> }
            .into_any();
    }
    let next = hub.next_section.as_ref().and_then(|name| hub.sections.iter().find(|section| section.name == *name));
    match next {
        Some(section) if hub.may.edit => {
            let begun = hub.answered > 0;
            let words = if begun { "Fortsätt där du slutade: avsnitt" } else { "Börja med avsnitt" };
            view! {
                <p class="actions">
                    <a class="button" href=section_path(&key, &section.name)>{format!("{words}\u{a0}{}", section.letter)}</a>
                </p>
            }
            .into_any()
        }
        _ => view! { <StatusMark status=hub.head.status/> }.into_any(),
    }
}

/// Whether only a part of the response is the reader's to answer.
fn has_own(hub: &Hub) -> bool {
    hub.may.edit && hub.edit_scope != AccessScope::Whole
}

/// Returns whether the reader may read the whole response.
fn reads_all(hub: &Hub) -> bool {
    hub.read_scope == AccessScope::Whole
}

/// The sections; the reader's own before the others.
fn lists(hub: &Hub, now: OffsetDateTime) -> AnyView {
    let all = hub.sections.iter();
    if reads_all(hub) && !has_own(hub) {
        return view! { <SectionList labelled_by="avsnitt" sections=sections(hub, all, now)/> }.into_any();
    }
    let (own, others): (Vec<&HubSection>, Vec<&HubSection>) = all.partition(|section| {
        if reads_all(hub) {
            hub.edit_scope.includes_part_of(&section.name)
        } else {
            hub.read_scope.includes_part_of(&section.name)
        }
    });
    let theirs =
        if reads_all(hub) { "De här svarar andra på. Du kan läsa dem." } else { "De här svarar andra på." };
    view! {
        <SectionList labelled_by="avsnitt" sections=sections(hub, own, now)/>
        <h2 id="andras">"Övriga avsnitt"</h2>
        <p class="note">{theirs}</p>
        <SectionList labelled_by="andras" sections=sections(hub, others, now)/>
    }
    .into_any()
}

/// Whoever answers only what is handed to them, and has nothing now, is told so.
fn yours_are_gone(hub: &Hub) -> Option<AnyView> {
    hub.edit_scope.is_empty().then(|| {
        view! {
            <Message heading="Du har inget att svara på just nu">
                <p>"Ingenting är lämnat till dig här. Du kan läsa svaren. Fråga samordnaren om något är oklart."</p>
            </Message>
        }
        .into_any()
    })
}

/// Where the response is sent on, when nothing stops it.
fn way_in(hub: &Hub) -> Option<(&'static str, &'static str)> {
    let is_ready = hub.head.status == Status::Ready;
    match hub.may {
        _ if !hub.obstacles.is_empty() => None,
        May { send_back_unsigned: true, .. } => Some(("underskrift", "Granska och skriv under")),
        // Whoever has asked for the signature asks again, before sending in without it.
        May { ask_for_sign_off: true, .. } if hub.sign_off.is_some() => {
            Some(("underskrift", "Skicka för underskrift igen"))
        }
        May { submit: true, .. } if !is_ready => Some(("granska", "Läs igenom och skicka in")),
        May { ask_for_sign_off: true, .. } => Some(("underskrift", "Skicka för underskrift")),
        _ => None,
    }
}

fn sections<'a>(
    hub: &Hub,
    sections: impl IntoIterator<Item = &'a HubSection>,
    now: OffsetDateTime,
) -> Vec<SectionItem> {
    sections
        .into_iter()
        .map(|section| SectionItem {
            letter: section.letter.clone(),
            title: section.title.clone(),
            href: hub.read_scope.includes_part_of(&section.name).then(|| section_path(&hub.head.key, &section.name)),
            state: match section.state {
                respond::SectionState::NotStarted => SectionMarkState::NotStarted,
                respond::SectionState::InProgress => SectionMarkState::InProgress,
                respond::SectionState::Done => SectionMarkState::Done,
            },
            answered: section.answered,
            asked: section.asked,
            known_by: (section.state != respond::SectionState::Done)
                .then(|| usually_known_by(&section.roles))
                .flatten(),
            remains: section_remains(section),
            who: section_who(section),
            assigned: section.marked_by.is_none() && !section.assignees.is_empty(),
            when: section_when(section, now),
        })
        .collect()
}

fn section_remains(section: &HubSection) -> Option<String> {
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    remains(number(section.errors), number(section.unexplained), number(section.unanswered), number(section.optional))
}

/// Who said that it is done; while nobody has, who has it in hand, or who saved in it last.
fn section_who(section: &HubSection) -> Option<String> {
    // One date stands below the names; where there are several each stands by its name.
    let dates = dues(section).len();
    let assignee = |assignee: &SectionAssignee| {
        let day = (dates > 1).then(|| format!("senast {}", format::day(assignee.due)));
        let known: Vec<String> =
            (!assignee.questions.is_empty()).then(|| listed(&assignee.questions)).into_iter().chain(day).collect();
        if known.is_empty() { assignee.name.clone() } else { format!("{} ({})", assignee.name, known.join(", ")) }
    };
    match (&section.marked_by, section.assignees.as_slice(), &section.last_saved) {
        (Some((name, _)), _, _) | (None, [], Some((name, _))) => Some(name.clone()),
        (None, [], None) => None,
        (None, assignees, _) => Some(listed(&assignees.iter().map(assignee).collect::<Vec<_>>())),
    }
}

/// When what is handed out of a section is due.
fn dues(section: &HubSection) -> BTreeSet<Date> {
    section.assignees.iter().map(|assignee| assignee.due).collect()
}

fn section_when(section: &HubSection, now: OffsetDateTime) -> Option<String> {
    let dues = dues(section);
    match (&section.marked_by, dues.first(), &section.last_saved) {
        (Some((_, at)), _, _) => Some(format!("Klart {}", recent(*at, now))),
        (None, Some(due), _) => (dues.len() == 1).then(|| format!("Klart senast {}", format::day(*due))),
        (None, None, Some((_, at))) => Some(format!("Sparat {}", recent(*at, now))),
        (None, None, None) => None,
    }
}

/// What is left before submitting, as links to the first of each kind.
#[component]
fn Remaining(hub: Hub) -> impl IntoView {
    let path = hub_path(&hub.head.key);
    let letter = |name: &str| {
        hub.sections
            .iter()
            .find(|section| section.name == name)
            .map(|section| section.letter.clone())
            .unwrap_or_default()
    };
    // What others have in hand is theirs to do.
    let own = || hub.obstacles.iter().filter(|view| hub.edit_scope.covers(&view.section, view.field.question()));
    let count = |wanted: fn(&Obstacle) -> bool| own().filter(|view| wanted(&view.obstacle)).count();
    let first = |wanted: fn(&Obstacle) -> bool| own().find(|view| wanted(&view.obstacle));
    let is_error: fn(&Obstacle) -> bool = |obstacle| matches!(obstacle, Obstacle::Error(_));
    let is_unexplained: fn(&Obstacle) -> bool = |obstacle| matches!(obstacle, Obstacle::Unexplained(_));
    let is_unanswered: fn(&Obstacle) -> bool = |obstacle| matches!(obstacle, Obstacle::Unanswered(_));
    let links: Vec<Link> = [
        (is_error, "Rätta", "fel", "fel"),
        (is_unexplained, "Förklara", "svar", "svar"),
        (is_unanswered, "Svara på", "fråga till", "frågor till"),
    ]
    .into_iter()
    .filter_map(|(wanted, verb, one, many)| {
        let view = first(wanted)?;
        let words =
            format!("{verb} {}, börja i avsnitt\u{a0}{}", counted(count(wanted), one, many), letter(&view.section));
        Some(Link::new(format!("{path}/avsnitt/{}#f-{}", view.section, view.field), words))
    })
    .collect();
    let open = hub.may.edit || hub.may.submit;
    if !open {
        return ().into_any();
    }
    let nothing = links.is_empty();
    let remarks: Vec<Remark> = hub
        .remarks
        .iter()
        .filter(|remark| hub.edit_scope.covers(&remark.section, remark.field.question()))
        .cloned()
        .collect();
    let remarks = (!remarks.is_empty()).then(|| {
        view! {
            <h3>"Att kontrollera"</h3>
            <ActionList links=remark_links(&hub.head.key, &remarks)/>
            <p class="note">"Det här hindrar inte att ni skickar in. Stämmer svaren behöver ni inte göra något."</p>
        }
    });
    let done = if hub.head.status == Status::Ready {
        "Svaret väntar på underskrift. Ändras ett svar måste underskriften begäras igen."
    } else if has_own(&hub) || !reads_all(&hub) {
        "Du har svarat på allt som du har hand om."
    } else {
        "Inget hindrar att ni skickar in. Läs igenom svaren en gång till först."
    };
    view! {
        <section class="hub-left aside stack" aria-labelledby="kvar">
            <h2 id="kvar">"Kvar att göra"</h2>
            {if nothing {
                view! { <p>{done}</p> }.into_any()
            } else {
                view! {
                    <ActionList links/>
                    <p class="note">"Ni kan skicka in när inga fel är kvar och allt som frågas är besvarat eller förklarat."</p>
                }.into_any()
            }}
            {remarks}
            {reads_all(&hub).then(|| view! { <p><a class="button button-second" href=format!("{path}/granska")>"Läs igenom alla svar"</a></p> })}
        </section>
    }
    .into_any()
}

fn more(hub: &Hub) -> Vec<Link> {
    let path = hub_path(&hub.head.key);
    let mut links = Vec::new();
    if hub.may.assign {
        links.push(Link::new(format!("{path}/kollegor"), "Lämna avsnitt till en kollega"));
    }
    if hub.may.ask_for_sign_off {
        links.push(Link::new(format!("{path}/underskrift"), "Skicka för underskrift"));
    } else if hub.head.status == Status::Ready {
        links.push(Link::new(format!("{path}/underskrift"), "Underskriften"));
    }
    links.extend([
        Link::new(format!("{path}/granska"), "Alla svar på en sida, att skriva ut"),
        Link::new(format!("{path}/svar.csv?excel=ja"), "Ladda ned era svar (CSV för Excel)"),
    ]);
    if !hub.copies.is_empty() {
        links.push(Link::new(format!("{path}/aterkoppling"), "Era svar bredvid andras"));
    }
    if hub.may.see_burden {
        links.push(Link::new(format!("{path}/nedlagd-tid"), burden_heading(&hub.head)));
    }
    if hub.may.decline {
        links.push(Link::new(format!("{path}/avboj"), "Meddela att ni inte kan svara i år"));
    }
    links
}

/// What has happened, the latest first.
#[component]
fn History(hub: Hub, now: OffsetDateTime) -> impl IntoView {
    let letter = |name: &str| {
        hub.sections
            .iter()
            .find(|section| section.name == name)
            .map_or_else(|| name.to_owned(), |section| section.letter.clone())
    };
    // What somebody answers one after the other is one thing to the reader.
    let items = hub
        .events
        .chunk_by(is_one_with)
        .filter_map(|events| {
            let line = match events {
                [one] => happened(one, &hub, letter, now),
                [latest, ..] => told(latest, &answered(events, &hub), now),
                [] => return None,
            };
            Some(view! { <li>{line}</li> })
        })
        .collect_view();
    (!hub.events.is_empty()).then(|| {
        view! {
            <h2>"Senast hänt"</h2>
            <ul role="list" class="stack note">{items}</ul>
        }
    })
}

/// Whether two things that happened are answers of one person on one day, both new or both changed.
fn is_one_with(event: &Event, before: &Event) -> bool {
    let is_alike = matches!(
        (&event.what, &before.what),
        (EventKind::Answered(_), EventKind::Answered(_)) | (EventKind::Changed(_), EventKind::Changed(_))
    );
    is_alike && event.by == before.by && local(event.at).date() == local(before.at).date()
}

/// `svarade på I1, I2 och I3`.
fn answered(events: &[Event], hub: &Hub) -> String {
    let verb = match events.first().map(|event| &event.what) {
        Some(EventKind::Changed(_)) => "ändrade svaret på",
        _ => "svarade på",
    };
    // The latest stands first.
    let fields = events.iter().rev().filter_map(|event| match &event.what {
        EventKind::Answered(field) | EventKind::Changed(field) => hub.form.field(field.as_str()),
        _ => None,
    });
    let mut numbers: Vec<String> = fields.map(|field| field.number.clone()).collect();
    // Several rows of one matrix are one question.
    numbers.dedup();
    format!("{verb} {}", listed(&numbers))
}

/// `4 november Fredrik Wallin svarade på I3`.
fn told(event: &Event, what: &str, now: OffsetDateTime) -> String {
    let by = if event.by.is_empty() { "Systemet" } else { &event.by };
    format!("{} {by} {what}", capitalised(&recent(event.at, now)))
}

/// An event in a sentence.
fn happened(event: &Event, hub: &Hub, letter: impl Fn(&str) -> String, now: OffsetDateTime) -> String {
    let number =
        |field: &FieldName| hub.form.field(field.as_str()).map_or_else(String::new, |field| field.number.clone());
    let what = match &event.what {
        EventKind::Answered(field) => format!("svarade på {}", number(field)),
        EventKind::Changed(field) => format!("ändrade svaret på {}", number(field)),
        EventKind::SectionDone(section) => format!("markerade avsnitt {} som klart", letter(section)),
        EventKind::SectionReopened(section) => format!("öppnade avsnitt {} igen", letter(section)),
        EventKind::Submitted(number) => format!("skickade in svaret, kvitto {number}"),
        EventKind::Declined(_) => "meddelade att ni inte svarar".to_owned(),
        EventKind::Resumed => "tog upp svaret igen".to_owned(),
        EventKind::Approved => "godkände svaret".to_owned(),
        EventKind::Returned(_) => "skickade tillbaka svaret".to_owned(),
        EventKind::Imported => "läste in svaret från en fil".to_owned(),
        EventKind::Assigned(assignment) => {
            format!("lämnade {} till {}", assigned_targets(assignment, hub, &letter), assignment.to)
        }
        EventKind::TakenBack(assignment) => {
            format!("tog tillbaka {} från {}", assigned_targets(assignment, hub, &letter), assignment.to)
        }
        EventKind::Reminded(assignment) => {
            format!("påminde {} om {}", assignment.to, assigned_targets(assignment, hub, &letter))
        }
        EventKind::QuestionsDone(section) => format!("är klar med sina frågor i avsnitt {}", letter(section)),
        EventKind::SignOffAsked(name) => format!("bad {name} skriva under"),
        EventKind::SentBackUnsigned(_) => "skickade tillbaka svaret utan att skriva under".to_owned(),
        EventKind::QuestionsReopened(section) => format!("öppnade sina frågor i avsnitt {} igen", letter(section)),
        EventKind::Asked(field) => format!("frågade om {}", number(field)),
        EventKind::QueryAnswered(field) => format!("svarade granskaren om {}", number(field)),
        EventKind::QueryClosed(field) => format!("avslutade frågan om {}", number(field)),
        EventKind::CorrectionAsked(_) => "bad om att få rätta".to_owned(),
        EventKind::CorrectionTakenBack => "tog tillbaka begäran om att få rätta".to_owned(),
        EventKind::CorrectionRefused(_) => "avslog begäran om att få rätta".to_owned(),
    };
    told(event, &what, now)
}

/// What was handed out, shortly: `avsnitt C`.
fn assigned_targets(assignment: &AssignmentDetail, hub: &Hub, letter: impl Fn(&str) -> String) -> String {
    let number = |question: &str| {
        hub.form.fields_of_question(question).next().map_or_else(|| question.to_owned(), |field| field.number.clone())
    };
    let whole = assignment.targets.iter().filter(|target| target.question.is_none());
    let sections: Vec<String> = whole.map(|target| letter(&target.section)).collect();
    let questions: Vec<String> =
        assignment.targets.iter().filter_map(|target| target.question.as_deref()).map(number).collect();
    assigned(&sections, &questions)
}
