//! One organisation's response, as those who follow up see it: how far it has come, and what has been sent in.

use super::{
    crumbs,
    query::{ask_path, turn_in_words},
    response_path,
};
use crate::{
    components::{
        Breadcrumbs, ErrorSummary, LongTextField, SectionItem, SectionList, SectionMarkState, StatusMark, StatusRow,
        Terms,
    },
    pages::{page, parameter, response_key, signatories::to_confirm},
    visit::{Rejected, Visit},
    words::{unconfirmed, weekday},
};
use collection::{
    correction_requests::{CorrectionRequest, CorrectionState},
    follow_up::{ResponseDetail, response},
    queries::Query,
    respond::{self, EventKind},
    rounds::round,
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::sync::Arc;
use survey::{format, name::FieldName, status::Status};

/// The response of an organisation.
#[component]
pub fn ResponsePage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let (done, unsent) = (parameter("klart").unwrap_or_default(), parameter("brev").is_some());
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let detail = response(&visit.store, &visit.actor, &key, visit.now).await.map_err(problem)?;
        let round = round(&visit.store, &visit.actor, &key.round(), visit.now).await.map_err(problem)?;
        let rejected = visit.rejected.clone().unwrap_or_default();
        let name = detail.head.organisation_name.clone();
        let title = if rejected.faults.is_empty() { name.clone() } else { format!("Fel: {name}") };
        Ok(view! {
            <Title text=format!("{title}, uppföljning av {}", detail.head.round_title)/>
            <Breadcrumbs links=crumbs(&round)/>
            <div class="stack">
                <p class="kicker">{detail.head.round_title.clone()}</p>
                <h1>{name}</h1>
                {just_done(&done, &detail, unsent).map(|text| view! { <StatusRow text warning=unsent/> })}
                <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
            </div>
            {correction(&detail, &rejected)}
            <Facts detail=detail.clone()/>
            <Copies detail=detail.clone()/>
            {to_confirm(&detail.proposed_signatories, &format!("{}/bekrafta", response_path(&key)))}
            <Queries detail=detail.clone()/>
            <Actions detail=detail.clone() rejected/>
            <Progress detail=detail.clone()/>
            <History detail/>
        })
    })
}

/// What was done on the page before this one, while it still holds.
fn just_done(done: &str, detail: &ResponseDetail, unsent: bool) -> Option<&'static str> {
    let is_refused = |request: &CorrectionRequest| matches!(request.state, CorrectionState::Refused { .. });
    match (done, detail.head.status) {
        ("bekraftad", _) => Some("Undertecknaren är bekräftad. Det gäller också det som redan är underskrivet."),
        ("tillbaka" | "rattas", Status::Returned) if unsent => Some(
            "Svaret är öppet för organisationen igen. Men brevet till samordnaren gick inte att skicka: hör av dig på annat sätt.",
        ),
        ("rattas", Status::Returned) => Some("Svaret är öppet igen, och samordnaren har fått ett brev om det."),
        ("rattas-inte", _) if detail.correction.as_ref().is_some_and(is_refused) => Some(if unsent {
            "Begäran är avslagen. Men brevet till samordnaren gick inte att skicka: hör av dig på annat sätt."
        } else {
            "Begäran är avslagen, och samordnaren har fått ett brev med det du skrev."
        }),
        ("godkant", Status::Approved) => {
            Some("Svaret är godkänt. Du kan fortfarande fråga om ett svar, eller skicka tillbaka hela svaret.")
        }
        ("tillbaka", Status::Returned) => {
            Some("Svaret är skickat tillbaka. Samordnaren har fått ett brev med det du skrev.")
        }
        ("avboj", Status::Declined) => {
            Some("Det är antecknat att organisationen avböjer. Du kan ta upp svaret igen längre ned på sidan.")
        }
        ("upptaget", status) if status.is_open() => {
            Some("Svaret är upptaget igen, och organisationen kan svara. Allt som var skrivet finns kvar.")
        }
        _ => None,
    }
}

/// What the organisation asks to correct, and the two answers; nothing where nobody waits for one.
fn correction(detail: &ResponseDetail, rejected: &Rejected) -> Option<AnyView> {
    let request = detail.correction.as_ref().filter(|request| request.state == CorrectionState::Asked)?;
    let path = format!("{}/ratta", response_path(&detail.head.key));
    let by = if request.by.is_empty() { "Organisationen" } else { &request.by };
    let asked = format!("{by} bad om det {}.", format::moment(request.at));
    let answers = detail.may.return_response.then(|| {
        let (value, fault) = (rejected.value("avslag"), rejected.fault("avslag"));
        view! {
            <form method="post" action=format!("{path}/bifall")>
                <input type="hidden" name="begaran" value=request.version/>
                <p>"Säger du ja öppnas hela svaret. Det som är inskickat räknas inte förrän organisationen skickar in igen."</p>
                <p class="actions"><button class="button" type="submit">"Låt organisationen rätta"</button></p>
            </form>
            <form class="stack" method="post" novalidate action=format!("{path}/avsla")>
                <LongTextField name="avslag" label="Varför öppnas svaret inte?" help="Samordnaren får det du skriver i ett brev." value fault/>
                <input type="hidden" name="begaran" value=request.version/>
                <p class="actions"><button class="button button-second" type="submit">"Avslå"</button></p>
            </form>
        }
    });
    Some(
        view! {
            <section class="block stack" aria-labelledby="ratta">
                <h2 id="ratta">"Organisationen ber om att få rätta"</h2>
                <p class="said">{request.reason.clone()}</p>
                <p class="note">{asked}</p>
                {answers}
            </section>
        }
        .into_any(),
    )
}

#[component]
fn Facts(detail: ResponseDetail) -> impl IntoView {
    let ResponseDetail { head, row, .. } = detail;
    let or_none = |at: Option<time::OffsetDateTime>, none: &str| at.map_or_else(|| none.to_owned(), format::moment);
    let mut terms = vec![
        ("Svara senast".to_owned(), weekday(row.due)),
        ("Besvarat".to_owned(), format!("{} av {}", row.answered, row.asked)),
        ("Senast aktiv".to_owned(), or_none(row.last_activity, "Har inte börjat")),
        ("Först inskickat".to_owned(), or_none(row.first_submitted_at, "Inte inskickat")),
        ("Senast inskickat".to_owned(), or_none(row.submitted_at, "Inte inskickat")),
        ("Län".to_owned(), row.lan_label.clone()),
    ];
    let groups = [("Kommungrupp", &row.kommungrupp_label), ("Storlek", &row.size_label)];
    terms.extend(
        groups.into_iter().filter(|(_, label)| !label.is_empty()).map(|(term, label)| (term.to_owned(), label.clone())),
    );
    let reasons = [
        ("Varför den inte ingår", head.ineligible_reason.clone()),
        ("Varför det skickades tillbaka", head.returned_reason.clone()),
        ("Varför den avböjde", head.declined_reason.clone()),
    ];
    terms.extend(reasons.into_iter().filter_map(|(term, reason)| Some((term.to_owned(), reason?))));
    view! {
        <div class="block stack">
            <p><StatusMark status=head.status/></p>
            <Terms terms/>
        </div>
    }
}

/// What has been sent in, the latest first.
#[component]
fn Copies(detail: ResponseDetail) -> impl IntoView {
    let path = response_path(&detail.head.key);
    let nothing = detail.copies.is_empty();
    let copies = detail.copies.iter().map(|copy| {
        let by = if copy.by.is_empty() { "inläst från fil".to_owned() } else { copy.by.clone() };
        let by = format!("{by}{}", unconfirmed(copy));
        view! {
            <li><a href=format!("{path}/{}", copy.number)>{format!("Kvitto {}", copy.number)}</a>" "<span class="note">{format!("{}, {by}", format::moment(copy.submitted_at))}</span></li>
        }
    });
    view! {
        <section class="block" aria-labelledby="inskickat">
            <h2 id="inskickat">"Inskickade svar"</h2>
            {nothing.then(|| view! { <p>"Inget är inskickat än. Utkastet är organisationens eget och visas inte här."</p> })}
            <ul class="action-list" role="list">{copies.collect_view()}</ul>
        </section>
    }
}

/// What has been asked about single answers.
#[component]
fn Queries(detail: ResponseDetail) -> impl IntoView {
    let key = detail.head.key.clone();
    let nothing = detail.queries.is_empty();
    let queries = detail.queries.iter().map(|query| {
        let words = format!("{} {}", query.number, query.label);
        view! { <li><a href=ask_path(&key, &query.field)>{words}</a>" "<span class="note">{turn_in_words(query)}</span></li> }
    });
    (!detail.copies.is_empty()).then(|| {
        view! {
            <section class="block" aria-labelledby="kompletteringar">
                <h2 id="kompletteringar">"Kompletteringar"</h2>
                {nothing.then(|| view! { <p>"Inga frågor är ställda. Öppna det senaste kvittot och välj Fråga vid ett svar."</p> })}
                <ul class="action-list" role="list">{queries.collect_view()}</ul>
            </section>
        }
    })
}

/// The number of a question that has been asked about.
fn number(queries: &[Query], field: &FieldName) -> String {
    queries.iter().find(|query| query.field == *field).map(|query| query.number.clone()).unwrap_or_default()
}

/// What the follower may do with the response.
#[component]
fn Actions(detail: ResponseDetail, rejected: Arc<Rejected>) -> impl IntoView {
    let may = detail.may;
    let path = response_path(&detail.head.key);
    if !(may.approve || may.return_response || may.decline || may.resume) {
        return ().into_any();
    }
    let (copies, change_number) = (detail.head.copies, detail.head.change_number);
    // Each says what it was read by: what was sent in, or all that has become of the response.
    let return_response = may.return_response.then(|| {
        let (value, fault) = (rejected.value("tillbaka"), rejected.fault("tillbaka"));
        view! {
            <form class="stack" method="post" action=format!("{path}/skicka-tillbaka")>
                <LongTextField name="tillbaka" label="Vad behöver organisationen göra?" value fault/>
                <input type="hidden" name="kvitton" value=copies/>
                <p class="actions"><button class="button button-second" type="submit">"Skicka tillbaka hela svaret"</button></p>
            </form>
        }
    });
    let decline = may.decline.then(|| {
        let (value, fault) = (rejected.value("avboj"), rejected.fault("avboj"));
        view! {
            <form class="stack" method="post" action=format!("{path}/avboj")>
                <LongTextField name="avboj" label="Varför svarar organisationen inte?" value fault/>
                <input type="hidden" name="revision" value=change_number/>
                <p class="actions"><button class="button button-second" type="submit">"Anteckna att organisationen avböjer"</button></p>
            </form>
        }
    });
    let approve = may.approve.then(|| {
        view! {
            <p>"Läs först det som avviker. Sedan godkänner du, eller skickar tillbaka."</p>
            <p class="actions"><a class="button" href=format!("{path}/godkann")>"Granska och godkänn"</a></p>
        }
    });
    let resume = may.resume.then(|| {
        view! {
            <p>"Då kan organisationen svara ändå. Allt som var skrivet finns kvar."</p>
            <form method="post" action=format!("{path}/ta-upp")>
                <input type="hidden" name="revision" value=change_number/>
                <p class="actions"><button class="button button-second" type="submit">"Ta upp svaret igen"</button></p>
            </form>
        }
    });
    let heading = match (may.approve || may.return_response, may.resume) {
        (true, _) => "Granska",
        (_, true) => "Svarar organisationen ändå?",
        _ => "Svarar organisationen inte?",
    };
    view! {
        <section class="block stack" aria-labelledby="granska">
            <h2 id="granska">{heading}</h2>
            {approve}
            {return_response}
            {resume}
            {decline}
        </section>
    }
    .into_any()
}

/// How far the draft has come, in numbers only.
#[component]
fn Progress(detail: ResponseDetail) -> impl IntoView {
    if !detail.head.status.is_open() {
        return ().into_any();
    }
    let sections = detail
        .sections
        .iter()
        .map(|section| SectionItem {
            known_by: None,
            assigned: false,
            letter: section.letter.clone(),
            title: section.title.clone(),
            href: None,
            state: match section.state {
                respond::SectionState::NotStarted => SectionMarkState::NotStarted,
                respond::SectionState::InProgress => SectionMarkState::InProgress,
                respond::SectionState::Done => SectionMarkState::Done,
            },
            answered: section.answered,
            asked: section.asked,
            remains: None,
            who: None,
            when: None,
        })
        .collect::<Vec<_>>();
    view! {
        <section class="block" aria-labelledby="avsnitt">
            <h2 id="avsnitt">"Hur långt utkastet har kommit"</h2>
            <SectionList labelled_by="avsnitt" sections/>
        </section>
    }
    .into_any()
}

#[component]
fn History(detail: ResponseDetail) -> impl IntoView {
    let letter = |name: &str| {
        detail.sections.iter().find(|section| section.name == name).map_or("", |section| section.letter.as_str())
    };
    let nothing = detail.events.is_empty();
    let items = detail.events.iter().map(|event| {
        let by = if event.by.is_empty() { "Systemet" } else { &event.by };
        let what = match &event.what {
            EventKind::Answered(_) | EventKind::Changed(_) => "svarade".to_owned(),
            EventKind::SectionDone(section) => format!("markerade avsnitt {} som klart", letter(section)),
            EventKind::SectionReopened(section) => format!("öppnade avsnitt {} igen", letter(section)),
            EventKind::Submitted(number) => format!("skickade in, kvitto {number}"),
            EventKind::Declined(reason) => format!("avböjde: {reason}"),
            EventKind::Resumed => "tog upp svaret igen".to_owned(),
            EventKind::Approved => "godkände".to_owned(),
            EventKind::Returned(reason) => format!("skickade tillbaka: {reason}"),
            EventKind::Imported => "läste in från fil".to_owned(),
            // Between colleagues; those who follow up are not given these.
            EventKind::Assigned(_)
            | EventKind::TakenBack(_)
            | EventKind::Reminded(_)
            | EventKind::QuestionsDone(_)
            | EventKind::QuestionsReopened(_)
            | EventKind::SignOffAsked(_)
            | EventKind::SentBackUnsigned(_) => String::new(),
            EventKind::Asked(field) => format!("frågade om {}", number(&detail.queries, field)),
            EventKind::QueryAnswered(field) => format!("svarade om {}", number(&detail.queries, field)),
            EventKind::QueryClosed(field) => format!("avslutade frågan om {}", number(&detail.queries, field)),
            EventKind::CorrectionAsked(reason) => format!("bad om att få rätta: {reason}"),
            EventKind::CorrectionTakenBack => "tog tillbaka begäran om att få rätta".to_owned(),
            EventKind::CorrectionRefused(reason) => format!("avslog begäran om att få rätta: {reason}"),
        };
        view! { <li>{format!("{} {by} {what}", format::moment(event.at))}</li> }
    });
    view! {
        <section class="block" aria-labelledby="handelser">
            <h2 id="handelser">"Senast hänt"</h2>
            {nothing.then(|| view! { <p>"Ingenting har hänt än."</p> })}
            <ul role="list" class="stack note">{items.collect_view()}</ul>
        </section>
    }
}
