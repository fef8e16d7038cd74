//! A measure with several dimensions, one year at a time: the last dimension across, the others down.

use super::{
    figures::ValueFormat,
    indicator::IndicatorQuery,
    invented,
    marks::{absent, raised, signs},
    table::text,
};
use crate::components::Footnotes;
use collection::results::IndicatorView;
use leptos::prelude::*;
use statistics::series::{SeriesRow, SeriesTable, TableNotes, YearNote};
use survey::format;

/// The table of one year, with the year before it in parentheses, and the way to the other years.
pub(super) fn matrix(
    view: &IndicatorView,
    table: &SeriesTable,
    asked: &IndicatorQuery,
    notes: &[YearNote],
    id: &str,
) -> Option<AnyView> {
    let years = table.known_years();
    let newest = *years.last()?;
    let year = asked.year.filter(|year| years.contains(year)).unwrap_or(newest);
    let before = table.known_before(year);
    let figures = ValueFormat::of(table);
    let across = table.dimensions.last()?;
    let noted = table.noted(&[year], notes);
    let lines = lines(table);
    // Where the value itself says of how many it is, nothing more is said.
    let shows_n = !figures.is_count_of_whole() && table.rows.iter().any(|row| n(row, year).is_some());
    let heads = across
        .codes
        .iter()
        .map(|code| view! { <th scope="col" class="number">{code.label.clone()}</th> })
        .collect_view();
    let rows = lines
        .iter()
        .map(|(label, cells)| {
            let cells = cells.iter().map(|(place, row)| {
                let value = cell(view, figures, row, *place, year, before, &noted);
                let n = shows_n.then(|| behind(row, year, before)).flatten();
                let n = n.map(|n| view! { <span class="cell-n">{n}</span> });
                view! { <td class="number" data-label=row.codes.last().cloned()>{value}{n}</td> }
            });
            view! { <tr><th scope="row">{label.clone()}</th>{cells.collect_view()}</tr> }
        })
        .collect_view();
    let shown = || table.rows.iter().map(|row| row.observations.get(&year));
    let mut caption = match before {
        Some(before) => format!("{} {year}. {before} står inom parentes", figures.caption(table)),
        None => format!("{} {year}", figures.caption(table)),
    };
    let mut computed = table.years_from_answers();
    computed.retain(|known| *known == year || Some(*known) == before);
    if let Some(words) = invented(view.is_invented, &computed) {
        caption.push_str(&format!(". {words}"));
    }
    let n_words = shows_n.then(|| "n är de svar som räknas i värdet.".to_owned());
    let words = n_words.into_iter().chain(signs(shown())).collect::<Vec<_>>().join(" ");
    let down = table.dimensions.split_last().map(|(_, down)| down).unwrap_or_default();
    let head: Vec<String> = down.iter().map(|one| dimension_word(one.dimension.as_str())).collect();
    let head = super::upper(&super::in_sentence(&head));
    let label = format!("{} {year}. Tabellen kan rullas i sidled.", table.title);
    Some(
        view! {
            {year_links(&years.iter().copied().collect::<Vec<_>>(), year, asked, id, &table.title)}
            <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                <table class="value-matrix row-flow">
                    <caption class="table-caption">{caption}{raised(noted.of_year(year))}</caption>
                    <thead><tr><th scope="col">{head}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{words}</p>
            <Footnotes notes=noted.texts.clone()/>
        }
        .into_any(),
    )
}

type MatrixLine<'a> = (String, Vec<(usize, &'a SeriesRow)>);

/// The rows of the table: what shares all codes but the last.
fn lines(table: &SeriesTable) -> Vec<MatrixLine<'_>> {
    let mut lines: Vec<MatrixLine<'_>> = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        let label = row.codes.split_last().map(|(_, down)| down.join(", ")).unwrap_or_default();
        match lines.last_mut() {
            Some((last, cells)) if *last == label => cells.push((place, row)),
            _ => lines.push((label, vec![(place, row)])),
        }
    }
    lines
}

fn cell(
    view: &IndicatorView,
    figures: ValueFormat,
    row: &SeriesRow,
    place: usize,
    year: i32,
    before: Option<i32>,
    noted: &TableNotes,
) -> AnyView {
    let observation = row.observations.get(&year);
    let earlier = before.and_then(|before| row.observations.get(&before)).filter(|earlier| earlier.value.is_some());
    let now = match observation.and_then(|observation| text(view, observation, figures)) {
        Some(text) => text.into_any(),
        None => absent(observation),
    };
    let then = earlier.and_then(|earlier| text(view, earlier, figures)).map(|text| format!(" ({text})"));
    view! { {now}{then}{raised(noted.of_cell(place, year))} }.into_any()
}

/// How many answers are counted in a value.
fn n(row: &SeriesRow, year: i32) -> Option<String> {
    let observation = row.observations.get(&year).filter(|observation| observation.value.is_some())?;
    let answered = || observation.n_answered.map(|n| format::number(n.into()));
    observation.denominator.map(format::number).or_else(answered)
}

/// The n of a value, and of the one before it in parentheses.
fn behind(row: &SeriesRow, year: i32, before: Option<i32>) -> Option<String> {
    let then = before.and_then(|before| n(row, before)).map(|n| format!(" ({n})")).unwrap_or_default();
    Some(format!("n\u{a0}{}{then}", n(row, year)?))
}

/// The years that can be shown.
fn year_links(years: &[i32], shown: i32, asked: &IndicatorQuery, id: &str, of: &str) -> Option<AnyView> {
    (years.len() > 1).then(|| {
        let label = format!("År, {}", super::lower(of));
        let links = years.iter().rev().map(|year| {
            let current = (*year == shown).then_some("true");
            view! { <li><a href=asked.in_year(*year, id) aria-current=current>{*year}</a></li> }
        });
        view! { <nav class="choices-links" aria-label=label><ul role="list">{links.collect_view()}</ul></nav> }
            .into_any()
    })
}

/// What a dimension is called in a table. Its name in files has plain letters only.
pub fn dimension_word(name: &str) -> String {
    match name {
        "omrade" => "Område".to_owned(),
        "status" => "Läge".to_owned(),
        other => super::upper(other),
    }
}
