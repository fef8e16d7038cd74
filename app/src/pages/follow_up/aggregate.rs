//! Every question of a round, counted: shares, sums and their spread, by group.

use super::{crumbs, round_path};
use crate::{
    components::{Breadcrumbs, Download, DownloadList, SelectField, SelectOption},
    pages::{page, parameter, round_key},
    visit::Visit,
    words::{grouped_by, why_hidden},
};
use collection::follow_up::{AggregateView, aggregate};
use leptos::prelude::*;
use leptos_meta::Title;
use rust_decimal::Decimal;
use statistics::{
    Grouping,
    aggregate::{Aggregate, Point},
    groups::TOTAL,
};
use survey::{
    definition::{FieldType, Section},
    form::Field,
    format,
};

/// The aggregates of a round.
#[component]
pub fn AggregatePage() -> impl IntoView {
    let visit = Visit::current();
    let key = round_key();
    let by = parameter("nedbrytning").unwrap_or_default();
    let grouping = by.parse::<Grouping>().ok();
    page(async move {
        let key = key?;
        let view = aggregate(&visit.store, &visit.actor, &key, grouping, visit.now)
            .await
            .map_err(|error| visit.problem(error))?;
        let path = round_path(&key);
        let by_group = grouping.map(|grouping| format!("by={grouping}"));
        let file = |name: &str, wishes: &[&str], text: &str, note: &str| {
            let query = wishes.iter().copied().chain(by_group.as_deref()).collect::<Vec<_>>().join("&");
            let mark = if query.is_empty() { "" } else { "?" };
            let href = format!("{path}/filer/sammanstallning.{name}{mark}{query}");
            Download { href, text: text.to_owned(), note: Some(note.to_owned()) }
        };
        let files = vec![
            file("xlsx", &["etiketter=ja"], "Excel", "koder och ord"),
            file("csv", &["etiketter=ja", "excel=ja"], "CSV för Excel", "koder och ord"),
            file("csv", &[], "CSV", "koder, för program"),
        ];
        let counted = view.round.responded;
        let has_groups = !view.groupings.is_empty();
        let split = grouping.map(|grouping| format!(" efter {}", word(grouping).to_lowercase())).unwrap_or_default();
        Ok(view! {
            <Title text=format!("Varje fråga{split}, {} {}", view.round.title, view.round.key.year)/>
            <Breadcrumbs links=crumbs(&view.round)/>
            <div class="stack">
                <div class="page-heading">
                    <p class="kicker">{format!("{} {}", view.round.title, view.round.key.year)}</p>
                    <h1>"Varje fråga sammanställd"</h1>
                    <p class="status-line"><strong>"För egen granskning."</strong>" Allt visas här. Det som är märkt med U visas inte offentligt."</p>
                    <p class="lead">{format!("Bland de {counted} som har svarat hittills. En summa över dem är inte ett värde för hela landet.")}</p>
                </div>
                {has_groups.then(|| view! {
                    <form class="filters" method="get">
                        <SelectField name="nedbrytning" label="Dela upp efter" options=groupings(&view) value=by/>
                        <button class="button button-second" type="submit">"Visa"</button>
                    </form>
                })}
                <DownloadList files/>
                <p class="note">"U står vid det som inte visas offentligt, för att skydda enskilda svar, och säger varför. Två punkter står där det inte finns något värde."</p>
                {grouping.and_then(|by| grouped_by(&view.round, Some(by))).map(|words| view! { <p class="note">{words}</p> })}
            </div>
            {jump(&view)}
            {sections(&view)}
        })
    })
}

fn word(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Lan => "Län",
        Grouping::Kommungrupp => "Kommungrupp",
        Grouping::Size => "Storlek",
    }
}

fn groupings(view: &AggregateView) -> Vec<SelectOption> {
    let option = |value: &str, label: &str| SelectOption { value: value.to_owned(), label: label.to_owned() };
    let groupings = view.groupings.iter().map(|grouping| option(grouping.code(), word(*grouping)));
    std::iter::once(option("", "Ingenting")).chain(groupings).collect()
}

/// The way to each section: the page is long.
fn jump(view: &AggregateView) -> impl IntoView + use<> {
    let link = |section: &Section| {
        let words = format!("{}. {}", section.letter, section.title);
        view! { <li><a href=format!("#{}", section_id(section))>{words}</a></li> }
    };
    let links = view.form.questionnaire().sections.iter().map(link).collect_view();
    view! { <nav class="block" id="till-avsnitt" aria-label="Avsnitt"><ul class="action-list" role="list">{links}</ul></nav> }
}

fn section_id(section: &Section) -> String {
    format!("avsnitt-{}", section.name)
}

fn sections(view: &AggregateView) -> impl IntoView + use<> {
    view.form
        .questionnaire()
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let tables = view.form.fields_of_section(place).map(|field| field_table(view, field)).collect_view();
            let id = section_id(section);
            view! {
                <section class="block stack" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{format!("{}. {}", section.letter, section.title)}</h2>
                    {tables}
                    <p class="to-the-sections"><a href="#till-avsnitt">"Till alla avsnitt"</a></p>
                </section>
            }
        })
        .collect_view()
}

/// A field: of all together, or with a row for each group.
fn field_table(view: &AggregateView, field: &Field) -> AnyView {
    let rows: Vec<&Aggregate> = view.rows.iter().filter(|row| row.field == field.name).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let shown = ShownFigures {
        numbers: matches!(
            field.field_type,
            FieldType::Integer(..)
                | FieldType::Decimal(..)
                | FieldType::Percent(_)
                | FieldType::Money(_)
                | FieldType::Date(_)
        ),
        options: rows.iter().any(|row| row.option.is_some()),
        shares: view.round.kind.is_told_in_percent(),
    };
    if view.by.is_some() { by_group(field, &rows, shown) } else { totals(field, &rows, shown) }
}

/// What is told of a field, by its type.
#[derive(Clone, Copy)]
struct ShownFigures {
    numbers: bool,
    options: bool,
    shares: bool,
}

fn caption(field: &Field) -> String {
    format!("{} {}", field.number, field.label)
}

/// All together: how many answered stands over the table, and what they answered is its rows.
fn totals(field: &Field, rows: &[&Aggregate], shown: ShownFigures) -> AnyView {
    let Some(first) = rows.first() else { return ().into_any() };
    let answered = view! { <span class="note aggregate-of">{count(first.n_answered)}" svarade av "{count(first.n_asked)}" tillfrågade"{hidden(first)}</span> };
    let caption = caption(field);
    if shown.numbers {
        let lines = numbers(first)
            .map(|(term, value)| view! { <tr><th scope="row">{term}</th><td class="number">{value}</td></tr> })
            .into_iter()
            .collect_view();
        return view! {
            <table class="aggregate aggregate-together">
                <caption class="table-caption">{caption}" "{answered}</caption>
                <thead><tr><th scope="col">"Mått"</th><th scope="col" class="number">"Värde"</th></tr></thead>
                <tbody>{lines}</tbody>
            </table>
        }
        .into_any();
    }
    if !shown.options {
        return view! { <p class="table-caption aggregate-together">{caption}" "{answered}</p> }.into_any();
    }
    let lines = rows
        .iter()
        .map(|row| {
            let share = shown.shares.then(|| view! { <td class="number">{share(row)}</td> });
            view! { <tr><th scope="row">{option(field, row)}</th><td class="number">{count(row.count)}</td>{share}</tr> }
        })
        .collect_view();
    let share_head = shown.shares.then(|| view! { <th scope="col" class="number">"Andel"</th> });
    view! {
        <table class="aggregate aggregate-together">
            <caption class="table-caption">{caption}" "{answered}</caption>
            <thead><tr><th scope="col">"Svar"</th><th scope="col" class="number">"Antal"</th>{share_head}</tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

/// A row for each group, and for each option in it.
fn by_group(field: &Field, rows: &[&Aggregate], shown: ShownFigures) -> AnyView {
    let mut heads = vec!["Svarade", "Tillfrågade"];
    if shown.numbers {
        heads.extend(NUMBERS);
    }
    if shown.options {
        heads.push("Antal");
        heads.extend(shown.shares.then_some("Andel"));
    }
    let option_head = shown.options.then(|| view! { <th scope="col">"Svar"</th> });
    let head = heads.iter().map(|head| view! { <th scope="col" class="number">{*head}</th> }).collect_view();
    let lines = rows
        .iter()
        .map(|row| {
            let group = if row.group == TOTAL { "Samtliga".to_owned() } else { row.label.clone() };
            let answer = shown.options.then(|| view! { <td>{option(field, row)}</td> });
            let mut values = vec![count(row.n_answered), count(row.n_asked)];
            if shown.numbers {
                values.extend(numbers(row).map(|(_, value)| value));
            }
            if shown.options {
                values.push(count(row.count));
                values.extend(shown.shares.then(|| share(row)));
            }
            let values = heads
                .iter()
                .zip(values)
                .map(|(head, value)| view! { <td class="number" data-label=*head>{value}</td> })
                .collect_view();
            view! { <tr><th scope="row">{group}{hidden(row)}</th>{answer}{values}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=format!("{}, tabell som kan rullas i sidled", caption(field))>
            <table class="aggregate row-flow">
                <caption class="table-caption">{caption(field)}</caption>
                <thead><tr><th scope="col">"Grupp"</th>{option_head}{head}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn option(field: &Field, row: &Aggregate) -> Option<String> {
    row.option.as_ref().map(|option| field.field_type.label_of(option.as_str()).to_owned())
}

fn count(count: Option<usize>) -> AnyView {
    count.map_or_else(nothing, |count| format::number(count.into()).into_any())
}

fn share(row: &Aggregate) -> AnyView {
    let words = |share| format::percent(share * Decimal::ONE_HUNDRED, 1).into_any();
    row.share.map_or_else(nothing, words)
}

/// What is told of numbers.
const NUMBERS: [&str; 5] = ["Summa", "Medel", "Median", "Minst", "Störst"];

fn numbers(row: &Aggregate) -> [(&'static str, AnyView); 5] {
    let number = |number: Option<Decimal>, decimals: Option<u32>| match (number, decimals) {
        (Some(number), Some(decimals)) => format::rounded(number, decimals).into_any(),
        (Some(number), None) => format::number(number).into_any(),
        (None, _) => nothing(),
    };
    let point = |point: Option<Point>| match point {
        Some(Point::Number(number)) => format::number(number).into_any(),
        Some(Point::Day(day)) => format::date(day).into_any(),
        None => nothing(),
    };
    let [sum, mean, median, least, most] = NUMBERS;
    [
        (sum, number(row.sum, None)),
        (mean, number(row.mean, Some(1))),
        (median, number(row.median, Some(1))),
        (least, point(row.minimum)),
        (most, point(row.maximum)),
    ]
}

/// Tells that the public does not see a figure, and why.
fn hidden(row: &Aggregate) -> Option<impl IntoView + use<>> {
    row.hidden.map(|reason| {
        view! { " "<span class="note"><abbr title="visas inte offentligt">"U"</abbr>": "{why_hidden(reason)}</span> }
    })
}

/// Two points where there is no figure.
fn nothing() -> AnyView {
    view! { <span aria-hidden="true">".."</span><span class="visually-hidden">"inget värde"</span> }.into_any()
}
