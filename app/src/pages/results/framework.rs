//! The framework tree with every indicator and its newest value.

use super::{
    figures::{ValueFormat, among, noun},
    indicator_path, invented_mark, label_in_sentence, part_title,
};
use crate::{
    components::{Download, DownloadList, PageHeading, TextField},
    pages::{error::Problem, page, parameter},
    visit::Visit,
};
use collection::results::{IndicatorSeries, indicator_series};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use statistics::indicator::{Framework, FrameworkPart, PartKind};

/// The tree. Public.
#[component]
pub fn FrameworkPage() -> impl IntoView {
    let visit = Visit::current();
    let search = parameter("sok").unwrap_or_default();
    let version = parameter("ramverk");
    page(async move {
        let (frameworks, series) =
            indicator_series(&visit.store, visit.now).await.map_err(|error| visit.problem(error))?;
        let asked = frameworks.iter().find(|framework| Some(&framework.version) == version.as_ref());
        let framework = asked.or(frameworks.last()).cloned().ok_or(Problem::NotFound)?;
        let found: Vec<IndicatorSeries> = series.into_iter().filter(|one| one.is_found_by(&search)).collect();
        let is_newest = frameworks.last() == Some(&framework);
        Ok(whole(&frameworks, &framework, is_newest, &found, &search, visit.demo))
    })
}

fn whole(
    frameworks: &[Framework],
    framework: &Framework,
    is_newest: bool,
    found: &[IndicatorSeries],
    search: &str,
    is_invented: bool,
) -> AnyView {
    let version = if is_newest { String::new() } else { format!(", ramverk {}", framework.version) };
    let searched = if search.is_empty() { String::new() } else { format!("Sök ”{search}”: ") };
    let title = format!("{searched}Resultat{version}");
    let parts = ordered(framework);
    let of_part = |part: &FrameworkPart| found.iter().filter(|one| one.indicator.part == part.key).count();
    let shown: Vec<&FrameworkPart> = parts.into_iter().filter(|part| search.is_empty() || of_part(part) > 0).collect();
    let count = match (found.len(), search.is_empty()) {
        (_, true) => None,
        (0, _) => Some(format!("Ingen indikator motsvarar ”{search}”. Pröva färre eller andra ord.")),
        (1, _) => Some(format!("En indikator motsvarar ”{search}”.")),
        (many, _) => Some(format!("{many} indikatorer motsvarar ”{search}”.")),
    };
    let links = shown
        .iter()
        .map(|part| view! { <li><a href=format!("#{}", part.key)>{part_title(part)}</a></li> })
        .collect_view();
    let contents = (shown.len() > 1)
        .then(|| view! { <nav aria-label="Delar"><ul class="action-list" role="list">{links}</ul></nav> });
    let versions = versions(frameworks, framework, search);
    // A search stays in the version that is shown.
    let version = (!is_newest).then(|| view! { <input type="hidden" name="ramverk" value=framework.version.clone()/> });
    let everything = address(if is_newest { "" } else { &framework.version }, "");
    let count = count.map(|count| view! { <p role="status">{count}" "<a href=everything>"Visa alla"</a></p> });
    let parts = shown.into_iter().map(|part| part_view(part, found, search, is_invented)).collect_view();
    view! {
        <Title text=title/>
        <Meta name="description" content="Uppföljningen av Vision e-hälsa 2025: alla indikatorer med sina senaste värden, ur kommunernas och regionernas svar och ur andra källor."/>
        <PageHeading title="Resultat" lead="Uppföljningen av Vision e-hälsa 2025: fyra inriktningsmål med indikatorer ur kommunernas och regionernas svar och ur andra källor."/>
        <div class="with-aside block">
            <div class="stack">
                <form class="filters" method="get" action="/resultat" role="search">
                    {version}
                    <TextField name="sok" label="Sök indikator" kind="search" value=search.to_owned()/>
                    <button class="button button-second" type="submit">"Sök"</button>
                </form>
                {count}
                {contents}
            </div>
            <aside class="aside stack" aria-labelledby="ramverk">{versions}</aside>
        </div>
        {parts}
        {downloads()}
    }
    .into_any()
}

/// The goals first, then what they rest on and the background.
fn ordered(framework: &Framework) -> Vec<&FrameworkPart> {
    let of = |kind: PartKind| framework.parts.iter().filter(move |part| part.kind == kind);
    of(PartKind::Goal).chain(of(PartKind::Background)).chain(of(PartKind::Foundation)).collect()
}

/// The address of a version of the framework, searched through.
fn address(version: &str, search: &str) -> String {
    let pairs = [("ramverk", version), ("sok", search)].into_iter().filter(|(_, value)| !value.is_empty());
    let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
    if query.is_empty() { "/resultat".to_owned() } else { format!("/resultat?{query}") }
}

/// Which version of the framework is shown, and the way to the others.
fn versions(frameworks: &[Framework], shown: &Framework, search: &str) -> AnyView {
    let links = frameworks
        .iter()
        .rev()
        .map(|framework| {
            let current = (framework.version == shown.version).then_some("true");
            view! { <li><a href=address(&framework.version, search) aria-current=current>{framework.version.clone()}</a></li> }
        })
        .collect_view();
    view! {
        <h2 id="ramverk" class="aside-heading">"Ramverkets version"</h2>
        <nav class="choices-links" aria-label="Ramverkets version"><ul role="list">{links}</ul></nav>
        <p><strong>{shown.title.clone()}</strong></p>
        {shown.description.clone().map(|text| view! { <p class="note">{text}</p> })}
    }
    .into_any()
}

fn part_view(part: &FrameworkPart, found: &[IndicatorSeries], search: &str, is_invented: bool) -> AnyView {
    let own: Vec<&IndicatorSeries> = found.iter().filter(|one| one.indicator.part == part.key).collect();
    let areas = part.areas.iter().filter_map(|area| {
        let series: Vec<&IndicatorSeries> =
            own.iter().copied().filter(|one| one.indicator.area.as_ref() == Some(&area.key)).collect();
        let empty = series.is_empty().then(|| view! { <p class="note">"Målområdet har ingen indikator."</p> });
        (search.is_empty() || !series.is_empty()).then(|| {
            view! {
                <div class="target-area">
                    <h3 id=area.key.clone()>{area.title.clone()}</h3>
                    {empty}
                    {list(&series, is_invented)}
                </div>
            }
        })
    });
    let without: Vec<&IndicatorSeries> = own.iter().copied().filter(|one| one.indicator.area.is_none()).collect();
    let areas = areas.collect_view();
    view! {
        <section class="block" aria-labelledby=part.key.clone()>
            <h2 id=part.key.clone()>{part_title(part)}</h2>
            {part.description.clone().map(|text| view! { <p>{text}</p> })}
            {areas}
            {list(&without, is_invented)}
        </section>
    }
    .into_any()
}

fn list(series: &[&IndicatorSeries], is_invented: bool) -> Option<AnyView> {
    (!series.is_empty()).then(|| {
        let items = series.iter().map(|one| item(one, is_invented)).collect_view();
        view! { <ul class="indicator-list" role="list">{items}</ul> }.into_any()
    })
}

/// An indicator with the value that it is known by.
fn item(series: &IndicatorSeries, is_invented: bool) -> AnyView {
    let indicator = &series.indicator;
    let ids = indicator.framework_ids.join(", ");
    let ids = (!ids.is_empty()).then(|| format!("id {ids}"));
    let ids: Vec<String> = indicator.figure.iter().cloned().chain(ids).collect();
    let note = [ids.join(", "), short_source(series)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(". ");
    let value = value(series, is_invented);
    view! {
        <li>
            <div>
                <a href=indicator_path(&indicator.indicator)>{indicator.title.clone()}</a>
                <p class="note">{note}</p>
            </div>
            {value}
        </li>
    }
    .into_any()
}

/// Where it comes from, in a few words.
fn short_source(series: &IndicatorSeries) -> String {
    match series.indicator.survey.as_deref() {
        Some("kommun-ehalsa") => "Ur kommunernas svar".to_owned(),
        Some("region-ehalsa-it") => "Ur regionernas svar".to_owned(),
        _ => series.indicator.source.clone(),
    }
}

fn value(series: &IndicatorSeries, is_invented: bool) -> AnyView {
    let known = series.headline();
    let headline = known.as_ref().and_then(|headline| {
        let figures = ValueFormat::of(headline.table);
        let mut text = figures.large(headline.now)?.in_line();
        if figures.is_count_of_whole() {
            text.push_str(&format!(" {}", noun(headline.table.unit())));
        }
        let what = if headline.table.rows.len() > 1 {
            format!("{}, ", label_in_sentence(headline.row))
        } else {
            String::new()
        };
        let among = figures.is_sum().then(|| among(headline.now)).flatten().map(|words| format!("{words} "));
        let words = format!("{what}{}{}", among.unwrap_or_default(), headline.now.refers_to);
        Some((text, invented_mark(is_invented, headline.now), words))
    });
    match headline {
        Some((text, mark, what)) => {
            view! { <div class="indicator-value"><p class="indicator-figure">{text}{mark}</p><p class="note">{what}</p></div> }.into_any()
        }
        None => {
            let words = match series.published {
                0 => "Inget värde publicerat".to_owned(),
                1 => "Ett publicerat värde".to_owned(),
                many => format!("{many} publicerade värden"),
            };
            view! { <div class="indicator-value"><p class="note">{words}</p></div> }.into_any()
        }
    }
}

fn downloads() -> AnyView {
    let file =
        |href: &str, text: &str, note: &str| Download { href: href.into(), text: text.into(), note: Some(note.into()) };
    let files = vec![
        file("/resultat/indikatorer.csv", "Alla värden, CSV", "öppna data"),
        file("/resultat/indikatorer.json", "Alla värden, JSON", "öppna data"),
        file("/resultat/indikatorer.csv?by=lan", "Alla värden, också efter län, CSV", "öppna data"),
        file("/resultat/indikatorer.csv?by=kommungrupp", "Alla värden, också efter kommungrupp, CSV", "öppna data"),
        file("/resultat/indikatorer.csv?by=size", "Alla värden, också efter folkmängd, CSV", "öppna data"),
        file("/resultat/lista.csv", "Alla indikatorer, CSV", "definitioner"),
        file("/resultat/lista.json", "Alla indikatorer, JSON", "definitioner"),
    ];
    view! {
        <section class="block" aria-labelledby="hamta">
            <h2 id="hamta">"Ladda ned"</h2>
            <DownloadList files/>
        </section>
    }
    .into_any()
}
