//! The start page: what is collected now, and one measure of each goal.

use crate::{
    components::{CellKind, CellLayout, Cells},
    pages::{page, results::goals, sign_in::SignInForm},
    visit::Visit,
    words::answer_by,
};
use collection::{
    Actor, OrganisationKind,
    results::goal_measures,
    rounds::{RoundState, RoundSummary, rounds},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use survey::format;

/// The start page. Public.
#[component]
pub fn StartPage() -> impl IntoView {
    let visit = Visit::current();
    page(async move {
        let rounds = rounds(&visit.store, &visit.actor, visit.now).await.map_err(|error| visit.problem(error))?;
        let measures = goal_measures(&visit.store, visit.now).await.map_err(|error| visit.problem(error))?;
        let open: Vec<RoundSummary> = rounds.into_iter().filter(|round| round.state == RoundState::Open).collect();
        let signed_in = matches!(visit.actor, Actor::Person(_));
        let demo = visit.demo;
        let now = format::moment(visit.now);
        Ok(view! {
            <Title text=""/>
            <Meta name="description" content="Så långt har Sveriges kommuner och regioner kommit med e-hälsa, välfärdsteknik och it: resultat år för år ur deras egna svar."/>
            <div class="hero">
                <div class="stack">
                    <h1>"En lägesbild av "<span class="nowrap">"e-hälsan"</span>" i 290\u{a0}kommuner och 21\u{a0}regioner"</h1>
                    <p class="lead">"En gång om året svarar kommuner och regioner på hur långt de har kommit med e-hälsa, välfärdsteknik och it. Här lämnas svaren, och här kan alla följa resultaten år för år."</p>
                    <p class="actions"><a class="button" href="/resultat">"Se resultaten"</a>" "<a class="button button-second" href="#pagar">"Vad som samlas in nu"</a></p>
                </div>
                {(!signed_in).then(|| view! {
                    <div class="sign-in stack" id="logga-in">
                        <h2>"Logga in för att svara"</h2>
                        <SignInForm/>
                        {demo.then(|| view! { <p><a href="/demo">"Demo: välj en person"</a></p> })}
                    </div>
                })}
            </div>
            <section class="block" id="pagar" aria-labelledby="pagar-rubrik">
                <div class="block-head">
                    <h2 id="pagar-rubrik">"Samlas in nu"</h2>
                    <p class="note">{format!("Uppdaterat {now}. En ruta är en kommun eller en region.")}</p>
                </div>
                {if open.is_empty() {
                    view! { <p>"Ingen omgång är öppen just nu."</p> }.into_any()
                } else {
                    view! { <div class="rounds">{open.into_iter().map(open_round).collect_view()}</div> }.into_any()
                }}
            </section>
            {goals(&measures, demo)}
            <section class="block" aria-labelledby="sa-rubrik">
                <h2 id="sa-rubrik">"Så går det till"</h2>
                <div class="compare">
                    <div class="stack"><h3>"Svara"</h3><p>"Förra årets svar står bredvid frågan. Det ni skriver sparas medan ni arbetar, och flera kan hjälpas åt med ett svar."</p></div>
                    <div class="stack"><h3>"Följa upp"</h3><p>"Den som äger undersökningen ser vilka som saknas, granskar det som avviker och laddar ned svaren."</p></div>
                    <div class="stack"><h3>"Förstå"</h3><p>"Varje indikator visas med alla år, sina brott i tidsserien, sin formel och filen att ladda ned."</p></div>
                </div>
            </section>
        })
    })
}

/// Until when an open round wants answers. It takes late ones until it is closed.
fn until_when(round: &RoundSummary) -> String {
    let is_over = round.days_left.is_some_and(|days| days < 0);
    let late = if is_over { " Sena svar tas fortfarande emot." } else { "" };
    format!("{}{late}", answer_by(round.due, is_over))
}

fn open_round(round: RoundSummary) -> impl IntoView {
    let (noun, size, rows) = match round.kind {
        OrganisationKind::Municipality => ("kommuner", 20, 10),
        OrganisationKind::Region => ("regioner", 20, 7),
    };
    let label = format!("{} av {} {noun} har svarat", round.responded, round.eligible);
    let left = round.eligible.saturating_sub(round.responded);
    view! {
        <article class="stack">
            <h3>{format!("{} {}", round.title, round.key.year)}</h3>
            <div>
                <p class="figure">{round.responded}</p>
                <p class="figure-of">{format!("av {}\u{a0}{noun} har svarat", round.eligible)}</p>
            </div>
            <Cells counts=vec![(CellKind::Full, round.responded), (CellKind::Open, left)] size gap=5 layout=CellLayout::Rows(rows) label=Some(label)/>
            <p class="note">{until_when(&round)}</p>
        </article>
    }
}
