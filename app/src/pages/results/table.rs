//! A table of years: a row for each series, a column for each year, and how many stand behind the newest values.

use super::{
    figures::ValueFormat,
    marks::{absent, raised, signs},
};
use collection::results::IndicatorView;
use leptos::prelude::*;
use statistics::{
    observation::{Observation, ObservationStatus},
    series::{SeriesRow, SeriesTable, TableNotes},
};
use std::collections::BTreeSet;
use survey::format;

/// A column: a year, or several of which nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct YearColumn {
    first: i32,
    last: i32,
}

impl YearColumn {
    fn label(self) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{}–{}", self.first, self.last) }
    }
}

/// The columns of a table. Several years on end without anything are one.
fn columns(table: &SeriesTable) -> Vec<YearColumn> {
    let gaps = table.gaps();
    let mut columns: Vec<YearColumn> = Vec::new();
    for year in &table.years {
        match columns.last_mut() {
            Some(column) if gaps.contains(year) && gaps.contains(&column.last) => column.last = *year,
            _ => columns.push(YearColumn { first: *year, last: *year }),
        }
    }
    columns
}

/// The table of one part of an indicator.
pub fn values(view: &IndicatorView, table: &SeriesTable, noted: &TableNotes, head: &str) -> AnyView {
    if table.years.is_empty() {
        return nothing();
    }
    let figures = ValueFormat::of(table);
    let columns = columns(table);
    let newest = table.known_years().last().copied();
    let broken: BTreeSet<i32> = table.rows.iter().flat_map(|row| row.breaks.iter().copied()).collect();
    let is_known = |row: &SeriesRow| newest.and_then(|year| whole_of(row.observations.get(&year)?)).is_some();
    let shows_n = !figures.is_count_of_whole() && table.rows.iter().any(is_known);
    let shows_part = shows_n && figures.is_counting();
    let year_head = |column: &YearColumn| {
        let class = if broken.contains(&column.first) { "number cell-break" } else { "number" };
        view! { <th scope="col" class=class>{column.label()}{raised(noted.of_year(column.first))}</th> }
    };
    let newest_label = newest.map(|year| year.to_string()).unwrap_or_default();
    let (part_words, n_words) = (format!("Antal {newest_label}"), format!("n {newest_label}"));
    let part_head = shows_part.then(|| view! { <th scope="col" class="number">{part_words.clone()}</th> });
    let n_head = shows_n.then(|| view! { <th scope="col" class="number">{n_words.clone()}</th> });
    let rows = table.rows.iter().enumerate().map(|(place, row)| {
        let cells = columns.iter().map(|column| {
            let class = if broken.contains(&column.first) { "number cell-break" } else { "number" };
            let value = cell(view, row, column.first, figures, newest == Some(column.last));
            view! { <td class=class data-label=column.label()>{value}{raised(noted.of_cell(place, column.first))}</td> }
        });
        let latest = newest.and_then(|year| row.observations.get(&year));
        let part = shows_part
            .then(|| view! { <td class="number" data-label=part_words.clone()>{latest.and_then(part_of)}</td> });
        let n =
            shows_n.then(|| view! { <td class="number" data-label=n_words.clone()>{latest.and_then(whole_of)}</td> });
        view! { <tr><th scope="row">{row.label.clone()}</th>{cells.collect_view()}{part}{n}</tr> }
    });
    let cells = || table.rows.iter().flat_map(|row| table.years.iter().map(|year| row.observations.get(year)));
    let counts = match (shows_n, shows_part) {
        (false, _) => None,
        (true, true) => Some(format!(
            "Antal och n gäller {newest_label}: n är de svar som räknas, Antal de av dem som måttet gäller."
        )),
        (true, false) => Some(format!("n är hur många som har svarat {newest_label}.")),
    };
    let break_words = (!broken.is_empty()).then(|| "Det streckade lodräta strecket är ett tidsseriebrott.".to_owned());
    let words = [counts, signs(cells()), break_words].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let label = format!("{}. Tabellen kan rullas i sidled.", table.title);
    let invented = super::invented(view.is_invented, &table.years_from_answers());
    let caption = [Some(figures.caption(table)), invented].into_iter().flatten().collect::<Vec<_>>().join(". ");
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="row-flow">
                <caption class="table-caption">{caption}</caption>
                <thead><tr><th scope="col">{head.to_owned()}</th>{columns.iter().map(year_head).collect_view()}{part_head}{n_head}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="note">{words}</p>
    }
    .into_any()
}

/// What stands where nothing is known of any year.
pub fn nothing() -> AnyView {
    view! { <p>"Inget värde publicerat."</p> }.into_any()
}

/// One value, or what stands in its place. A value that is only published is as it was printed.
fn cell(view: &IndicatorView, row: &SeriesRow, year: i32, figures: ValueFormat, is_newest: bool) -> AnyView {
    let observation = row.observations.get(&year);
    let Some(text) = observation.and_then(|observation| text(view, observation, figures)) else {
        return absent(observation);
    };
    if is_newest { view! { <strong>{text}</strong> }.into_any() } else { text.into_any() }
}

/// A value as it stands in a table.
pub fn text(view: &IndicatorView, observation: &Observation, figures: ValueFormat) -> Option<String> {
    let text = figures.in_table(observation)?;
    if observation.status != ObservationStatus::Published {
        return Some(text);
    }
    let printed = view.printed(observation).map(|value| value.in_words()).filter(|words| words.ends_with(&text));
    Some(printed.map_or(text, |words| super::lower(&words)))
}

fn part_of(observation: &Observation) -> Option<String> {
    observation.numerator.map(format::number)
}

fn whole_of(observation: &Observation) -> Option<String> {
    let n = observation.n_answered.map(|n| format::number(n.into()));
    n.or_else(|| observation.denominator.map(format::number))
}

/// How many stand behind every value, for those who ask.
pub fn answers_behind(table: &SeriesTable, head: &str) -> Option<AnyView> {
    let figures = ValueFormat::of(table);
    let columns = columns(table);
    let behind = |observation: &Observation| {
        let n = whole_of(observation)?;
        let asked =
            observation.n_asked.map(|asked| format!("n\u{a0}{n} av {} tillfrågade", format::number(asked.into())));
        let asked = asked.unwrap_or_else(|| format!("n\u{a0}{n}"));
        Some(match (part_of(observation), figures.is_counting()) {
            (Some(part), true) => (format!("{part} av {n}"), asked),
            _ => (String::new(), asked),
        })
    };
    let columns: Vec<&YearColumn> = columns
        .iter()
        .filter(|column| table.rows.iter().any(|row| row.observations.get(&column.first).and_then(behind).is_some()))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let heads =
        columns.iter().map(|column| view! { <th scope="col" class="number">{column.label()}</th> }).collect_view();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells = columns.iter().map(|column| {
                let observation = row.observations.get(&column.first);
                let cell = match observation.and_then(behind) {
                    Some((part, asked)) if part.is_empty() => asked.into_any(),
                    Some((part, asked)) => view! { {part}<span class="cell-n">{asked}</span> }.into_any(),
                    None => absent(observation.filter(|observation| observation.value.is_none())),
                };
                view! { <td class="number" data-label=column.label()>{cell}</td> }
            });
            view! { <tr><th scope="row">{row.label.clone()}</th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let label = format!("Antal svar bakom {}. Tabellen kan rullas i sidled.", super::lower(&table.title));
    Some(
        view! {
            <details>
                <summary>"Antal svar bakom varje värde"</summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                    <table class="row-flow">
                        <caption class="visually-hidden">{format!("Antal svar, {}", super::lower(&table.title))}</caption>
                        <thead><tr><th scope="col">{head.to_owned()}</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="note">"n är de som har gett ett giltigt svar. Den som har svarat vet ej eller hoppat över frågan är tillfrågad men räknas inte."</p>
            </details>
        }
        .into_any(),
    )
}
