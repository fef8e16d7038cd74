//! One value broken down by län, kommungrupp or size, chosen by an ordinary form.

use super::{figures::ValueFormat, indicator::IndicatorQuery};
use crate::{
    components::{CellKind, RateDrawing, RateRow, RatesTable, SelectField, SelectOption},
    words::{PROTECTED, grouped_by},
};
use collection::{OrganisationKind, results::IndicatorView};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use statistics::{
    groups::{Grouping, is_told_in_percent},
    observation::{Observation, ObservationStatus},
    series::{SeriesRow, SeriesTable},
};
use std::cmp::Reverse;
use survey::format;

/// The grouping that a word in the address names.
pub fn grouping(word: &str) -> Option<Grouping> {
    Grouping::ALL.into_iter().find(|grouping| grouping.dimension() == word)
}

/// The word of a grouping.
pub fn label(grouping: Grouping) -> &'static str {
    match grouping {
        Grouping::Lan => "Län",
        Grouping::Kommungrupp => "Kommungrupp",
        Grouping::Size => "Folkmängd",
    }
}

/// The part of the page. A survey of regioner has none: a län is one region.
pub(super) fn block(view: &IndicatorView, asked: &IndicatorQuery) -> Option<AnyView> {
    let by = asked.by;
    let is_of_kommuner = view.rounds.first().is_some_and(|round| round.kind == OrganisationKind::Municipality);
    let rows: Vec<(&SeriesTable, &SeriesRow)> = view
        .tables
        .iter()
        .filter(|table| !ValueFormat::of(table).is_change())
        .flat_map(|table| table.rows.iter().map(move |row| (table, row)))
        .filter(|(_, row)| newest(row).is_some())
        .collect();
    let headline = view.headline().map(|headline| headline.row.key());
    let chosen = |key: Option<&str>| rows.iter().find(|(_, row)| Some(row.key().as_str()) == key).copied();
    let (table, row) =
        chosen(asked.measure.as_deref()).or_else(|| chosen(headline.as_deref())).or(rows.first().copied())?;
    if !is_of_kommuner {
        return None;
    }
    let is_unique = |label: &str| rows.iter().filter(|(_, row)| row.label == label).count() == 1;
    let option = |(table, row): &(&SeriesTable, &SeriesRow)| {
        let label =
            if is_unique(&row.label) { row.label.clone() } else { format!("{}: {}", short(&table.title), row.label) };
        SelectOption { value: row.key(), label }
    };
    let measures: Vec<SelectOption> = rows.iter().map(option).collect();
    let groupings =
        [SelectOption { value: String::new(), label: "Välj".to_owned() }]
            .into_iter()
            .chain(Grouping::ALL.map(|grouping| SelectOption {
                value: grouping.dimension().to_owned(),
                label: label(grouping).to_owned(),
            }))
            .collect();
    let by_value = by.map(Grouping::dimension).unwrap_or_default();
    let measure = (measures.len() > 1)
        .then(|| view! { <SelectField name="matt" label="Mått" options=measures value=row.key()/> });
    let year = asked.year.map(|year| view! { <input type="hidden" name="ar" value=year/> });
    let shown = match by {
        Some(by) => groups(view, table, row, by),
        None => view! { <p class="note">"Välj hur kommunerna ska grupperas."</p> }.into_any(),
    };
    let round = newest(row).and_then(|total| view.rounds.iter().find(|round| round.key.year == total.round));
    let grouped = round.and_then(|round| grouped_by(round, by)).map(|words| view! { <p class="note">{words}</p> });
    Some(
        view! {
            <section class="block" aria-labelledby="grupper">
                <h2 id="grupper">"Fördelat på grupper av kommuner"</h2>
                <form class="filters group-form" method="get" action="#grupper">
                    {measure}
                    {year}
                    <SelectField name="nedbrytning" label="Grupperade efter" options=groupings value=by_value/>
                    <button class="button button-second" type="submit">"Visa"</button>
                </form>
                {shown}
                {grouped}
            </section>
        }
        .into_any(),
    )
}

/// The newest value that is computed from answers: only such can be broken down.
fn newest(row: &SeriesRow) -> Option<&Observation> {
    row.known().next_back().map(|(_, one)| one).filter(|one| one.status != ObservationStatus::Published)
}

fn short(title: &str) -> String {
    const MOST: usize = 60;
    if title.chars().count() <= MOST { title.to_owned() } else { title.chars().take(MOST).chain(['…']).collect() }
}

fn groups(view: &IndicatorView, table: &SeriesTable, row: &SeriesRow, by: Grouping) -> AnyView {
    let Some(total) = newest(row) else { return ().into_any() };
    let figures = ValueFormat::of(table);
    let is_of_row = |observation: &&Observation| {
        observation.round == total.round
            && row.breakdown.parts().iter().all(|(name, code)| observation.breakdown.code(name) == Some(code.as_str()))
    };
    let mut found: Vec<(&str, &Observation)> = view
        .measures
        .iter()
        .filter(|measure| measure.measure.measure == total.measure)
        .flat_map(|measure| &measure.by_group)
        .filter(is_of_row)
        .filter_map(|observation| Some((observation.breakdown.code(by.dimension())?, observation)))
        .collect();
    if !found.is_empty() && found.iter().all(|(_, one)| one.status == ObservationStatus::Suppressed) {
        return view! { <p class="note">{format!("Uppdelningen {PROTECTED}.")}</p> }.into_any();
    }
    found.sort_by_key(|(code, _)| *code);
    let named = found.into_iter().map(|(code, observation)| (view.labels.label(by, code).to_owned(), observation));
    let is_invented = view.is_invented;
    match figures.is_counting() {
        true => shares(named, total, by, row, is_invented),
        false => numbers(named, total, by, figures, row, is_invented),
    }
}

fn shares<'a>(
    groups: impl Iterator<Item = (String, &'a Observation)>,
    total: &Observation,
    by: Grouping,
    row: &SeriesRow,
    is_invented: bool,
) -> AnyView {
    let share = |observation: &Observation| observation.value?.checked_div(Decimal::ONE_HUNDRED)?.to_f64();
    let mean = share(total);
    let line = |(label, observation): (String, &Observation)| {
        let counted = observation.numerator.zip(observation.denominator);
        match (share(observation), counted) {
            (Some(share), Some((part, whole))) => RateRow {
                label,
                drawing: squares(part, whole).unwrap_or(RateDrawing::Bar { share, mean }),
                count: format!("{} av {}", format::number(part), format::number(whole)),
                rate: observation
                    .value
                    .filter(|_| is_told_in_percent(whole))
                    .map(|value| format::percent(value, 0))
                    .unwrap_or_default(),
            },
            _ => RateRow {
                label,
                drawing: RateDrawing::Cells(Vec::new()),
                count: words(observation).to_owned(),
                rate: String::new(),
            },
        }
    };
    let mut groups: Vec<(String, &Observation)> = groups.collect();
    groups.sort_by_key(|(_, one)| order(one));
    let few = groups.iter().any(|(_, one)| order(one).0 == Rank::Few).then(|| {
        view! { <p class="note">"Där färre än tio kommuner räknas står bara antalet. En ruta är då en kommun. De står sist och ingår inte i ordningen."</p> }
    });
    let all = (ALL.to_owned(), total);
    let rows: Vec<RateRow> = groups.into_iter().chain([all]).map(line).collect();
    let value = total.value.map(|value| format::percent(value, 0)).unwrap_or_default();
    let caption = format!("{} {}. Högst först. Strecket är alla som svarade, {value}", row.label, total.refers_to);
    let caption = captioned(caption, is_invented);
    view! { <RatesTable caption group=label(by) counted="Antal" rows/>{few} }.into_any()
}

/// What the row of all together is called.
const ALL: &str = "Alla som svarade";

/// In which order groups stand: by falling value; then those that are too few to compare; then those without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Compared,
    Few,
    Unknown,
}

/// Where a group stands, for what is counted.
fn order(observation: &Observation) -> (Rank, Reverse<Option<Decimal>>) {
    let rank = match (observation.value, observation.denominator) {
        (None, _) => Rank::Unknown,
        (_, Some(whole)) if !is_told_in_percent(whole) => Rank::Few,
        _ => Rank::Compared,
    };
    // Those that stand outside the order keep the order of their codes.
    (rank, Reverse(observation.value.filter(|_| rank == Rank::Compared)))
}

fn captioned(caption: String, is_invented: bool) -> String {
    if is_invented { format!("{caption}. Påhittade värden") } else { caption }
}

/// Kommuner that are too few for percent, each as a square.
fn squares(part: Decimal, whole: Decimal) -> Option<RateDrawing> {
    let (full, all) = (part.to_u32()?, whole.to_u32()?);
    let counts = vec![(CellKind::Full, full), (CellKind::Open, all.checked_sub(full)?)];
    (!is_told_in_percent(whole)).then_some(RateDrawing::Cells(counts))
}

fn numbers<'a>(
    groups: impl Iterator<Item = (String, &'a Observation)>,
    total: &Observation,
    by: Grouping,
    figures: ValueFormat,
    row: &SeriesRow,
    is_invented: bool,
) -> AnyView {
    let mut groups: Vec<(String, &Observation)> = groups.collect();
    groups.sort_by_key(|(_, one)| Reverse(one.value));
    let caption = captioned(format!("{} {}. Högst först", row.label, total.refers_to), is_invented);
    let rows = groups
        .into_iter()
        .chain([(ALL.to_owned(), total)])
        .map(|(label, observation)| {
            let value = figures.in_table(observation).unwrap_or_else(|| words(observation).to_owned());
            let n = observation.n_answered.map(|n| format::number(n.into()));
            view! { <tr><th scope="row">{label}</th><td class="number">{value}</td><td class="number">{n}</td></tr> }
        })
        .collect_view();
    view! {
        <table>
            <caption class="table-caption">{caption}</caption>
            <thead><tr><th scope="col">{label(by)}</th><th scope="col" class="number">"Värde"</th><th scope="col" class="number">"n"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Why there is no value.
fn words(observation: &Observation) -> &'static str {
    match observation.status {
        ObservationStatus::Suppressed => PROTECTED,
        _ => "inga svar",
    }
}
