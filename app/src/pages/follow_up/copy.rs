//! A frozen copy, as those who follow up see it.

use super::{crumbs, response_path, reviewed::reviewed_answer};
use crate::{
    components::{Breadcrumbs, Link},
    pages::{
        copy::{frozen_sections, receipt_facts},
        page, parameter, part, response_key,
    },
    visit::Visit,
    words::counted,
};
use collection::{
    respond::{CopyView, receipt},
    rounds::round,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// In the address: only what a reviewer looks at first.
const FIRST: &str = "avviker";

/// A copy by its receipt number.
#[component]
pub fn CopyPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let number = part("number");
    let only_first = parameter("visa").as_deref() == Some(FIRST);
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let copy = receipt(&visit.store, &visit.actor, &key, &number, visit.now).await.map_err(problem)?;
        let round = round(&visit.store, &visit.actor, &key.round(), visit.now).await.map_err(problem)?;
        let mut links = crumbs(&round);
        links.push(Link::new(response_path(&key), copy.head.organisation_name.clone()));
        let is_latest = copy.head.copies == copy.receipt.sequence;
        let ask = copy.may_ask.then(|| format!("{}/fraga", response_path(&key)));
        let sections = frozen_sections(&copy, |field| {
            (!only_first || copy.is_looked_at_first(&field.name))
                .then(|| reviewed_answer(&copy, field, ask.as_deref()))?
        });
        Ok(view! {
            <Title text=format!("{}, kvitto {}", copy.head.organisation_name, copy.receipt.number)/>
            <Breadcrumbs links/>
            <div class="stack">
                <h1>{copy.head.organisation_name.clone()}</h1>
                {(!is_latest).then(|| view! { <p class="note">"Ett senare svar har skickats in efter det här."</p> })}
                {receipt_facts(&copy)}
                {choice(&copy, only_first)}
            </div>
            {sections}
        })
    })
}

/// Everything, or what to look at first, by plain links.
fn choice(copy: &CopyView, only_first: bool) -> AnyView {
    let count = copy.looked_at_first();
    if count == 0 {
        return view! { <p>"Inget svar avviker och inget är förklarat."</p> }.into_any();
    }
    let current = |is_current: bool| is_current.then_some("true");
    let first = format!("{} som avviker eller är förklarade", counted(count, "svar", "svar"));
    view! {
        <nav class="choices-links" aria-label="Vilka svar som visas">
            <ul role="list">
                <li><a href="?" aria-current=current(!only_first)>"Alla svar"</a></li>
                <li><a href=format!("?visa={FIRST}") aria-current=current(only_first)>{first}</a></li>
            </ul>
        </nav>
    }
    .into_any()
}
