//! Approving a response: what it means and what to look at first, before it is done.

use super::{
    crumbs,
    query::{ask_path, turn_in_words},
    response_path,
    reviewed::reviewed_answer,
};
use crate::{
    components::{Breadcrumbs, ErrorSummary, Link, Message, MessageWeight},
    pages::{copy::frozen_sections, error::Problem, page, response_key},
    visit::Visit,
    words::counted,
};
use collection::{
    follow_up::{ResponseDetail, response},
    queries::Query,
    respond::{CopyView, receipt},
    rounds::round,
};
use leptos::prelude::*;
use leptos_meta::Title;
use survey::format;

/// The page of the approval.
#[component]
pub fn ApprovePage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let detail = response(&visit.store, &visit.actor, &key, visit.now).await.map_err(problem)?;
        let round = round(&visit.store, &visit.actor, &key.round(), visit.now).await.map_err(problem)?;
        let copy = match detail.copies.first() {
            Some(latest) => {
                Some(receipt(&visit.store, &visit.actor, &key, &latest.number, visit.now).await.map_err(problem)?)
            }
            None => None,
        };
        let name = detail.head.organisation_name.clone();
        let mut links = crumbs(&round);
        links.push(Link::new(response_path(&key), name.clone()));
        let heading = format!("Godkänn svaret från {name}");
        let rejected = visit.rejected.clone().unwrap_or_default();
        let prefix = if rejected.faults.is_empty() { "" } else { "Fel: " };
        let (top, rest) = match copy.filter(|_| detail.may.approve) {
            Some(copy) => (
                view! { {lead(&copy, &detail)}{open_queries(&detail)}{first(&copy)} }.into_any(),
                view! { {answers(&copy)}{decision(&detail)} }.into_any(),
            ),
            None => (not_now(&detail), ().into_any()),
        };
        Ok::<_, Problem>(view! {
            <Title text=format!("{prefix}{heading}, {}", detail.head.round_title)/>
            <Breadcrumbs links/>
            <div class="stack">
                <div class="page-heading">
                    <p class="kicker">{detail.head.round_title.clone()}</p>
                    <h1>{heading}</h1>
                </div>
                <ErrorSummary errors=rejected.links() note="Inget har ändrats."/>
                {top}
            </div>
            {rest}
        })
    })
}

fn lead(copy: &CopyView, detail: &ResponseDetail) -> AnyView {
    let by =
        if copy.receipt.by.is_empty() { "inläst från fil".to_owned() } else { format!("av {}", copy.receipt.by) };
    let when = format::moment(copy.receipt.submitted_at);
    let answered = format!("{} av {} frågor är besvarade.", detail.row.answered, detail.row.asked);
    view! { <p class="lead">{format!("Inskickat {when}, {by}. {answered}")}</p> }.into_any()
}

/// What has been asked and is not closed.
fn open_queries(detail: &ResponseDetail) -> Option<AnyView> {
    let open: Vec<_> = detail.queries.iter().filter(|query| query.turn.is_some()).collect();
    (!open.is_empty()).then(|| {
        let verb = if open.len() == 1 { "är inte avslutad" } else { "är inte avslutade" };
        let heading = format!("{} {verb}", counted(open.len(), "fråga", "frågor"));
        let link = |query: &&Query| {
            let (words, href) = (format!("{} {}", query.number, query.label), ask_path(&detail.head.key, &query.field));
            view! { <li><a href=href>{words}</a>" "<span class="note">{turn_in_words(query)}</span></li> }
        };
        let links = open.iter().map(link).collect_view();
        view! {
            <Message heading weight=MessageWeight::Warning>
                <ul class="action-list" role="list">{links}</ul>
                <p>"Du kan godkänna ändå. Det som är frågat ligger kvar tills någon avslutar det."</p>
            </Message>
        }
        .into_any()
    })
}

/// How much there is to look at first, and the way to the rest.
fn first(copy: &CopyView) -> AnyView {
    let said = match copy.looked_at_first() {
        0 => "Inget svar avviker och inget är förklarat.".to_owned(),
        1 => "1\u{a0}svar avviker eller är förklarat. Det står här.".to_owned(),
        count => format!("{count}\u{a0}svar avviker eller är förklarade. De står här."),
    };
    let all = format!("{}/{}", response_path(&copy.head.key), copy.receipt.number);
    view! { <p>{said}" "<a href=all>"Läs alla svar"</a></p> }.into_any()
}

/// What a reviewer looks at first.
fn answers(copy: &CopyView) -> Vec<AnyView> {
    let ask = copy.may_ask.then(|| format!("{}/fraga", response_path(&copy.head.key)));
    frozen_sections(copy, |field| {
        copy.is_looked_at_first(&field.name).then(|| reviewed_answer(copy, field, ask.as_deref()))?
    })
}

fn decision(detail: &ResponseDetail) -> AnyView {
    view! {
        <form class="block stack" method="post" aria-labelledby="godkann">
            <h2 id="godkann">"Det här betyder det"</h2>
            <p>"Godkänt betyder att svaret är granskat. Det räknas i resultaten redan när det är inskickat, så inga tal ändras. Organisationen ser att svaret är godkänt men får inget brev."</p>
            <p>"Också efteråt kan du fråga om ett svar, eller skicka tillbaka hela svaret."</p>
            <input type="hidden" name="kvitton" value=detail.head.copies/>
            <p class="actions">
                <button class="button" type="submit">"Godkänn svaret"</button>
                <a class="button button-second" href=response_path(&detail.head.key)>"Tillbaka utan att godkänna"</a>
            </p>
        </form>
    }
    .into_any()
}

fn not_now(detail: &ResponseDetail) -> AnyView {
    let status = detail.head.status.label().to_lowercase();
    let words = format!("Svaret är nu: {status}. Bara ett inskickat svar kan godkännas.");
    let back = response_path(&detail.head.key);
    view! {
        <Message heading="Det går inte att godkänna nu">
            <p>{words}</p>
            <p><a href=back>"Tillbaka till svaret"</a></p>
        </Message>
    }
    .into_any()
}
