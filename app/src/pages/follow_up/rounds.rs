//! Every round of every survey.

use super::round_path;
use crate::{components::PageHeading, pages::page, visit::Visit};
use collection::rounds::{RoundState, RoundSummary, rounds_to_follow};
use leptos::prelude::*;
use leptos_meta::Title;
use rust_decimal::Decimal;
use survey::format;

/// The rounds of the surveys that the person follows up, newest first.
#[component]
pub fn RoundsPage() -> impl IntoView {
    let visit = Visit::current();
    page(async move {
        let rounds =
            rounds_to_follow(&visit.store, &visit.actor, visit.now).await.map_err(|error| visit.problem(error))?;
        Ok(view! {
            <Title text="Undersökningar"/>
            <PageHeading title="Undersökningar" lead="Varje undersökning går ut en gång om året. Välj en omgång att följa upp."/>
            <div class="block">
                <table class="row-list">
                    <caption class="visually-hidden">"Omgångar"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Omgång"</th>
                            <th scope="col">"Läge"</th>
                            <th scope="col">"Öppen från"</th>
                            <th scope="col">"Svara senast"</th>
                            <th scope="col" class="number">"Svar"</th>
                            <th scope="col" class="number">"Andel"</th>
                        </tr>
                    </thead>
                    <tbody>{rounds.into_iter().map(round_row).collect_view()}</tbody>
                </table>
            </div>
        })
    })
}

fn round_row(round: RoundSummary) -> impl IntoView {
    let state = match round.state {
        RoundState::Planned => "Planerad",
        RoundState::Open => "Öppen",
        RoundState::Closed => "Stängd",
    };
    let share = Decimal::from(round.responded).checked_div(Decimal::from(round.eligible));
    let rate = round.kind.is_told_in_percent().then(|| super::percent(share));
    let label = rate.is_some().then_some("Andel");
    view! {
        <tr>
            <th scope="row"><a href=round_path(&round.key)>{format!("{} {}", round.title, round.key.year)}</a></th>
            <td data-label="Läge">{state}</td>
            <td data-label="Öppen från">{format::date(round.opens)}</td>
            <td data-label="Svara senast">{format::date(round.due)}</td>
            <td class="number" data-label="Svar">{format!("{} av {}", round.responded, round.eligible)}</td>
            <td class="number" data-label=label>{rate}</td>
        </tr>
    }
}
