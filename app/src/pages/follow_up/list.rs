//! The list of a round's responses.

use super::{
    filters::{Filters, groups, states},
    response_path,
};
use crate::{
    components::{Pagination, SelectField, SortDirection, SortLink, StatusMark, TextField},
    words::counted,
};
use collection::{
    RoundKey,
    follow_up::{FollowUp, Page, ResponseRow},
    rounds::RoundState,
};
use leptos::prelude::*;
use statistics::Grouping;
use survey::{format, status::Status};

/// The list with its filters.
#[component]
pub fn List(view: FollowUp, filters: Filters, page: Page<ResponseRow>) -> impl IntoView {
    let key = view.round.key.clone();
    let nobody = page.rows.is_empty();
    let noun = view.round.kind.plural();
    let found = match noun {
        "regioner" => counted(page.total, "region", "regioner"),
        _ => counted(page.total, "kommun", "kommuner"),
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (shown, pages) = (number(page.page), number(page.pages));
    let address = filters.clone();
    let whole = (page.pages > 1).then(|| {
        view! { <p class="actions"><a href=filters.on_one_page()>{format!("Visa alla {} på en sida, att skriva ut", page.total)}</a></p> }
    });
    view! {
        <section class="block" aria-labelledby="lista">
            <h2 id="lista">{format!("Alla {noun}")}</h2>
            <FilterForm view=view.clone() filters=filters.clone()/>
            <p class="note" role="status">{if filters.narrows() { format!("{found} stämmer med urvalet.") } else { format!("{found}.") }}</p>
            {if nobody {
                view! { <p>"Ingen stämmer med urvalet. "<a href="?#lista">"Visa alla"</a></p> }.into_any()
            } else {
                view! { <Table filters rows=page.rows key state=view.round.state/> }.into_any()
            }}
            <Pagination page=shown pages href=move |page| address.on_page(page)/>
            {whole}
        </section>
    }
}

#[component]
fn FilterForm(view: FollowUp, filters: Filters) -> impl IntoView {
    let select = |grouping, name: &'static str, label: &'static str, all: &'static str, value: &str| {
        let options = groups(&view, grouping, all);
        let value = value.to_owned();
        (options.len() > 1).then(|| view! { <SelectField name label options value/> })
    };
    view! {
        <form class="filters" method="get" action="#lista">
            {filters.sorted_in().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <TextField name="sok" label="Namn eller kod" kind="search" value=filters.search.clone()/>
            {select(Grouping::Lan, "lan", "Län", "Alla län", &filters.lan)}
            {select(Grouping::Kommungrupp, "grupp", "Kommungrupp", "Alla grupper", &filters.group)}
            {select(Grouping::Size, "storlek", "Storlek", "Alla storlekar", &filters.size)}
            <SelectField name="lage" label="Läge" options=states() value=filters.state.clone()/>
            <button class="button button-second" type="submit">"Visa"</button>
        </form>
    }
}

#[component]
fn Table(filters: Filters, rows: Vec<ResponseRow>, key: RoundKey, state: RoundState) -> impl IntoView {
    let head = |column: &'static str, text: &'static str, number: bool| {
        let sorted = filters
            .sorted(column)
            .map(|descending| if descending { SortDirection::Descending } else { SortDirection::Ascending });
        view! { <SortLink href=filters.sorted_by(column) text sorted number/> }
    };
    view! {
        <table class="row-list row-list-plain">
            <caption class="visually-hidden">"Organisationerna i omgången. Rubrikerna är länkar som ordnar tabellen."</caption>
            <thead>
                <tr>
                    {head("kod", "Kod", false)}
                    {head("namn", "Organisation", false)}
                    {head("lage", "Läge", false)}
                    {head("besvarat", "Besvarat", true)}
                    {head("aktiv", "Senast aktiv", false)}
                    {head("inskickat", "Inskickat", false)}
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| table_row(&key, state, row)).collect_view()}</tbody>
        </table>
    }
}

fn table_row(key: &RoundKey, state: RoundState, row: ResponseRow) -> impl IntoView + use<> {
    let href = response_path(&key.response(row.organisation.clone()));
    let moment =
        |at: Option<time::OffsetDateTime>, never: &'static str| at.map_or_else(|| never.to_owned(), format::moment);
    let whose = match row.status {
        _ if !row.eligible => "Ingår inte",
        Status::Submitted => "Er tur att granska",
        // Before the round opens, and after it, it is nobody's.
        status if !state.takes_answers(status) => "",
        Status::NotStarted | Status::InProgress | Status::Returned => "Samordnarens tur",
        Status::Ready => "Undertecknarens tur",
        Status::Approved | Status::Declined => "",
    };
    view! {
        <tr>
            <td>{row.organisation}</td>
            <th scope="row"><a href=href>{row.name}</a></th>
            <td><StatusMark status=row.status/>" "<span class="note">{whose}</span>{row.unconfirmed.then(|| view! { <p class="note">"Undertecknaren är inte bekräftad"</p> })}</td>
            <td class="number" data-label="Besvarat">{format!("{} av {}", row.answered, row.asked)}</td>
            <td data-label="Senast aktiv">{moment(row.last_activity, "Har inte börjat")}</td>
            <td data-label="Inskickat">{moment(row.submitted_at, "–")}</td>
        </tr>
    }
}
