//! The page of an indicator: its series, its tables, what to know and how it is counted.

use super::{
    aside::{aside, lead},
    chart::{bars, chart, printed_charts},
    crumbs, facts, groups,
    matrix::{dimension_word, matrix},
    published, table,
};
use crate::{
    components::{Breadcrumbs, Footnotes, SeriesChart, unbroken},
    pages::{error::Problem, page, parameter, part},
    visit::Visit,
};
use collection::{
    results::{IndicatorView, indicator},
    rounds::RoundState,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use statistics::{
    groups::Grouping,
    series::{SeriesTable, YearNote, printed_series},
};

/// An indicator. Public.
#[component]
pub fn IndicatorPage() -> impl IntoView {
    let visit = Visit::current();
    let key = part("indicator");
    let asked = IndicatorQuery {
        by: parameter("nedbrytning").and_then(|word| groups::grouping(&word)),
        measure: parameter("matt"),
        year: parameter("ar").and_then(|year| year.parse().ok()),
    };
    page(async move {
        let view = indicator(&visit.store, &visit.actor, &key, asked.by, visit.now)
            .await
            .map_err(|error| visit.problem(error))?;
        Ok::<_, Problem>(whole(&view, &asked).into_any())
    })
}

/// What the address asks of the page beside the indicator itself.
#[derive(Debug, Clone, Default)]
pub(super) struct IndicatorQuery {
    /// How kommuner are grouped.
    pub by: Option<Grouping>,
    /// Which value is grouped.
    pub measure: Option<String>,
    /// Which year the tables of several dimensions show.
    pub year: Option<i32>,
}

impl IndicatorQuery {
    /// The address of the same page with another year.
    pub fn in_year(&self, year: i32, part: &str) -> String {
        let year = year.to_string();
        let by = self.by.map(Grouping::dimension);
        let pairs = [("nedbrytning", by), ("matt", self.measure.as_deref()), ("ar", Some(year.as_str()))];
        let pairs: Vec<(&str, &str)> = pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        format!("?{}#{part}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}

fn whole(view: &IndicatorView, asked: &IndicatorQuery) -> AnyView {
    let indicator = &view.indicator;
    let lead = view.headline().and_then(|headline| lead(view, &headline));
    let description = lead.clone().unwrap_or_else(|| format!("{}. Källa: {}.", indicator.title, indicator.source));
    let by = asked.by.map(|by| format!(", efter {}", super::lower(groups::label(by)))).unwrap_or_default();
    let year = asked.year.map(|year| format!(", {year}")).unwrap_or_default();
    let title = format!("{}{by}{year}", indicator.title);
    view! {
        <Title text=title/>
        <Meta name="description" content=description/>
        <Breadcrumbs links=crumbs(&view.framework, indicator)/>
        <div class="page-heading indicator-heading">
            <h1>{unbroken(&indicator.title)}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        </div>
        {parts(view, asked)}
        {groups::block(view, asked)}
        {published::block(view)}
        {facts::notes(view)}
        {facts::counted(view)}
        {facts::downloads(view, asked.by)}
    }
    .into_any()
}

/// The tables, the one that the page is known by first.
pub(super) fn parts(view: &IndicatorView, asked: &IndicatorQuery) -> AnyView {
    let leading = view.headline().and_then(|headline| view.tables.iter().position(|table| table == headline.table));
    if leading.is_none() {
        return without_series(view);
    }
    let order = leading.into_iter().chain((0..view.tables.len()).filter(|place| Some(*place) != leading));
    let notes = preliminary(view);
    order
        .filter_map(|place| Some((place, view.tables.get(place)?)))
        .map(|(place, table)| part_view(view, table, &notes, asked, place, Some(place) == leading))
        .collect_view()
        .into_any()
}

/// The open round, of which those who follow it up see values before it is closed.
fn preliminary(view: &IndicatorView) -> Vec<YearNote> {
    let open = view.rounds.iter().filter(|round| round.state == RoundState::Open);
    let lags = view.tables.iter().map(SeriesTable::lag);
    let lag = lags.max().unwrap_or(0);
    open.map(|round| YearNote {
        year: round.key.year.saturating_sub(lag),
        text: "Insamlingen pågår. Värdena är preliminära och visas bara för dem som följer upp undersökningen."
            .to_owned(),
    })
    .collect()
}

fn part_view(
    view: &IndicatorView,
    table: &SeriesTable,
    notes: &[YearNote],
    asked: &IndicatorQuery,
    place: usize,
    is_leading: bool,
) -> AnyView {
    let noted = table.noted(&table.years, notes);
    let id = format!("del-{}", place + 1);
    let is_matrix = table.dimensions.len() > 1;
    let chart = chart(table, &noted, &id, view.is_invented).map(|data| view! { <SeriesChart data/> });
    let has_chart = chart.is_some();
    let heading = if has_chart { format!("{id}-rubrik") } else { id.clone() };
    let head = head(table);
    let values = || match is_matrix {
        true => matrix(view, table, asked, notes, &heading).unwrap_or_else(table::nothing),
        false => table::values(view, table, &noted, &head),
    };
    let behind = || (!is_matrix).then(|| table::answers_behind(table, &head));
    // The notes of a matrix are of the year that it shows, and stand with it.
    let footnotes = || (has_chart || !is_matrix).then(|| view! { <Footnotes notes=noted.texts.clone()/> });
    let plain_heading = (!has_chart).then(|| view! { <h2 id=id.clone()>{table.title.clone()}</h2> });
    let drawing = if has_chart || is_matrix { None } else { bars(table, &head, view.is_invented) };
    if is_leading && !is_matrix {
        view! {
            <div class="with-aside block">
                {aside(view)}
                <div class="stack">{plain_heading}{chart}{drawing}{footnotes()}</div>
            </div>
            <section class="block" aria-labelledby=format!("{id}-varden")>
                <h2 id=format!("{id}-varden")>"Värdena"</h2>
                {values()}
                {behind()}
            </section>
        }
        .into_any()
    } else {
        let beside = is_leading.then(|| aside(view));
        let class = if is_leading { "with-aside block" } else { "block" };
        view! {
            <section class=class aria-labelledby=heading.clone()>
                {beside}
                <div class="stack">
                    {plain_heading}
                    {if has_chart {
                        view! { {chart}{footnotes()}{values()} }.into_any()
                    } else {
                        view! { {drawing}{values()}{footnotes()} }.into_any()
                    }}
                    {behind()}
                </div>
            </section>
        }
        .into_any()
    }
}

/// What the rows of a table are.
fn head(table: &SeriesTable) -> String {
    match table.dimensions.as_slice() {
        [] => "Mått".to_owned(),
        [only] => dimension_word(only.dimension.as_str()),
        _ => String::new(),
    }
}

/// An indicator of which nothing is computed or nothing is known yet.
fn without_series(view: &IndicatorView) -> AnyView {
    let printed = printed_series(&view.published);
    let charts = printed_charts(&printed)
        .into_iter()
        .map(|data| view! { <div class="block"><SeriesChart data/></div> })
        .collect_view();
    let nothing = view.published.is_empty().then(|| view! { <p class="block">"Inget värde publicerat."</p> });
    view! { {charts}{nothing} }.into_any()
}
