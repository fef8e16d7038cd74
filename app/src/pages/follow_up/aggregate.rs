//! Every question of a round, counted: shares, sums and their spread, by group.

use super::{crumbs, round_path};
use crate::{
    components::{Breadcrumbs, Download, DownloadList, SelectField, SelectOption},
    pages::{page, parameter, round_key},
    visit::Visit,
};
use collection::{
    OrganisationKind,
    follow_up::{AggregateView, aggregate},
};
use leptos::prelude::*;
use leptos_meta::Title;
use rust_decimal::Decimal;
use survey::{
    definition::FieldType,
    form::Field,
    format,
    statistics::{
        Grouping,
        aggregate::{Aggregate, Point},
        groups::TOTAL,
    },
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
        let query = grouping.map(|grouping| format!("?by={grouping}")).unwrap_or_default();
        let files = vec![
            Download {
                href: format!("{path}/filer/sammanstallning.xlsx{query}"),
                text: "Excel".to_owned(),
                note: None,
            },
            Download { href: format!("{path}/filer/sammanstallning.csv{query}"), text: "CSV".to_owned(), note: None },
        ];
        let counted = view.round.responded;
        let has_groups = view.round.kind == OrganisationKind::Municipality;
        Ok(view! {
            <Title text=format!("Varje fråga, {} {}", view.round.title, view.round.key.year)/>
            <Breadcrumbs links=crumbs(&view.round)/>
            <p class="kicker">{format!("{} {}", view.round.title, view.round.key.year)}</p>
            <h1>"Varje fråga sammanställd"</h1>
            <p class="lead">{format!("Bland de {counted} som har svarat hittills. En summa över dem är inte ett värde för hela landet.")}</p>
            {has_groups.then(|| view! {
                <form class="filters" method="get">
                    <SelectField name="nedbrytning" label="Dela upp efter" options=groupings() value=by/>
                    <button class="button button-second" type="submit">"Visa"</button>
                </form>
            })}
            <DownloadList files/>
            <p class="note">"U står där uppgiften inte visas, för att för få har svarat eller för att den skulle gå att räkna ut. Två punkter står där det inte finns något värde."</p>
            {sections(&view)}
        })
    })
}

fn groupings() -> Vec<SelectOption> {
    let option = |value: &str, label: &str| SelectOption { value: value.to_owned(), label: label.to_owned() };
    vec![option("", "Ingenting"), option("lan", "Län"), option("kommungrupp", "Kommungrupp"), option("size", "Storlek")]
}

fn sections(view: &AggregateView) -> impl IntoView + use<> {
    view.form
        .questionnaire()
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| {
            let tables = view.form.fields_of_section(place).map(|field| field_table(view, field)).collect_view();
            let id = format!("avsnitt-{}", section.name);
            view! {
                <section class="block stack" aria-labelledby=id.clone()>
                    <h2 id=id.clone()>{format!("{}. {}", section.letter, section.title)}</h2>
                    {tables}
                </section>
            }
        })
        .collect_view()
}

/// A field: options as rows where it has them; each group as a row of its own.
fn field_table(view: &AggregateView, field: &Field) -> impl IntoView + use<> {
    let rows: Vec<&Aggregate> = view.rows.iter().filter(|row| row.field == field.name).collect();
    let is_number = matches!(
        field.field_type,
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) | FieldType::Date
    );
    let has_options = rows.iter().any(|row| row.option.is_some());
    let head = if is_number {
        view! { <th scope="col" class="number">"Summa"</th><th scope="col" class="number">"Medel"</th><th scope="col" class="number">"Median"</th><th scope="col" class="number">"Minst"</th><th scope="col" class="number">"Störst"</th> }.into_any()
    } else if has_options {
        view! { <th scope="col">"Svar"</th><th scope="col" class="number">"Antal"</th><th scope="col" class="number">"Andel"</th> }.into_any()
    } else {
        ().into_any()
    };
    let body = rows.into_iter().map(|row| table_row(field, row, is_number, has_options)).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=format!("{}, tabell som kan rullas i sidled", field.number)>
            <table class="aggregate">
                <caption class="table-caption">{format!("{} {}", field.number, field.label)}</caption>
                <thead><tr><th scope="col">"Grupp"</th><th scope="col" class="number">"Tillfrågade"</th><th scope="col" class="number">"Svarade"</th>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}

fn table_row(field: &Field, row: &Aggregate, is_number: bool, has_options: bool) -> impl IntoView + use<> {
    let label = if row.group == TOTAL { "Samtliga".to_owned() } else { row.label.clone() };
    let count = |count: Option<usize>| count.map_or_else(|| nothing(row.suppressed), |count| count.to_string());
    let number = |number: Option<Decimal>, decimals: Option<u32>| match (number, decimals) {
        (Some(number), Some(decimals)) => format::rounded(number, decimals),
        (Some(number), None) => format::number(number),
        (None, _) => nothing(row.suppressed),
    };
    let point = |point: Option<Point>| match point {
        Some(Point::Number(number)) => format::number(number),
        Some(Point::Day(day)) => format::iso_date(day),
        None => nothing(row.suppressed),
    };
    let cells = if is_number {
        view! {
            <td class="number">{number(row.sum, None)}</td>
            <td class="number">{number(row.mean, Some(1))}</td>
            <td class="number">{number(row.median, Some(1))}</td>
            <td class="number">{point(row.minimum)}</td>
            <td class="number">{point(row.maximum)}</td>
        }
        .into_any()
    } else if has_options {
        let option = row.option.as_ref().map(|option| field.field_type.label_of(option.as_str()).to_owned());
        let share =
            row.share.map_or_else(|| nothing(row.suppressed), |share| format::percent(share * Decimal::ONE_HUNDRED, 1));
        view! { <td>{option}</td><td class="number">{count(row.count)}</td><td class="number">{share}</td> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <tr><th scope="row">{label}</th><td class="number">{count(row.n_asked)}</td><td class="number">{count(row.n_answered)}</td>{cells}</tr>
    }
}

/// What stands where there is no figure: `U` for a suppressed one, `..` for one that there is not.
fn nothing(suppressed: bool) -> String {
    if suppressed { "U".to_owned() } else { "..".to_owned() }
}
