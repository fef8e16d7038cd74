//! A frozen copy, as those who follow up see it.

use super::{crumbs, response_path};
use crate::{
    components::{Breadcrumbs, Link},
    pages::{
        copy::{frozen_sections, receipt_facts},
        page, part, response_key,
    },
    visit::Visit,
};
use collection::{respond::receipt, rounds::round};
use leptos::prelude::*;
use leptos_meta::Title;

/// A copy by its receipt number.
#[component]
pub fn CopyPage() -> impl IntoView {
    let visit = Visit::current();
    let key = response_key();
    let number = part("number");
    page(async move {
        let key = key?;
        let problem = |error| visit.problem(error);
        let copy = receipt(&visit.store, &visit.actor, &key, &number, visit.now).await.map_err(problem)?;
        let round = round(&visit.store, &visit.actor, &key.round(), visit.now).await.map_err(problem)?;
        let mut links = crumbs(&round);
        links.push(Link::new(response_path(&key), copy.head.organisation_name.clone()));
        let is_latest = copy.head.copies == copy.receipt.sequence;
        let ask = copy.may_ask.then(|| format!("{}/fraga", response_path(&key)));
        Ok(view! {
            <Title text=format!("{}, kvitto {}", copy.head.organisation_name, copy.receipt.number)/>
            <Breadcrumbs links/>
            <h1>{copy.head.organisation_name.clone()}</h1>
            {(!is_latest).then(|| view! { <p class="note">"Ett senare svar har skickats in efter det här."</p> })}
            {receipt_facts(&copy)}
            {frozen_sections(&copy, ask.as_deref())}
        })
    })
}
