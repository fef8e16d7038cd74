//! A table of years as a picture: lines over the years, or bars where there is one year only.

use super::{
    figures::{ValueFormat, among},
    lower,
    marks::raised_text,
    upper,
};
use crate::components::{RateBar, Series, SeriesBreak, SeriesChartData, SeriesValue, SeriesYear};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use statistics::{
    indicator::MeasureKind,
    series::{PrintedSeries, SeriesRow, SeriesTable, TableNotes},
};
use survey::format;

/// More lines than this cannot be told apart.
const MOST_LINES: usize = 6;
/// More bars than this are a table.
const MOST_BARS: usize = 14;
/// The fullest step of a distribution, which is drawn where there are too many steps to draw.
const ALL: &str = "alla";

struct ChartLine<'a> {
    row: &'a SeriesRow,
    label: String,
}

/// The lines of a table, and what they show.
fn lines(table: &SeriesTable) -> (String, Vec<ChartLine<'_>>) {
    let rows = table.rows.iter().filter(|row| row.known().next().is_some());
    if table.dimensions.len() < 2 {
        return (table.title.clone(), rows.map(|row| ChartLine { row, label: row.label.clone() }).collect());
    }
    if table.kind() != MeasureKind::Distribution {
        return (String::new(), Vec::new());
    }
    let mut step = String::new();
    let fullest = rows.filter(|row| row.breakdown.parts().last().is_some_and(|(_, code)| code == ALL));
    let lines = fullest.filter_map(|row| {
        let (last, others) = row.codes.split_last()?;
        step.clone_from(last);
        Some(ChartLine { row, label: others.join(", ") })
    });
    let lines = lines.collect();
    (format!("{}: {}", table.title, lower(&step)), lines)
}

/// The chart of a table, where it has values of several years and not too many lines.
pub fn chart(table: &SeriesTable, noted: &TableNotes, id: &str, is_invented: bool) -> Option<SeriesChartData> {
    let figures = ValueFormat::of(table);
    let (title, lines) = lines(table);
    if figures.is_change() || lines.is_empty() || lines.len() > MOST_LINES {
        return None;
    }
    let known = || lines.iter().flat_map(|line| line.row.known());
    let (first, last) = (known().map(|(year, _)| year).min()?, known().map(|(year, _)| year).max()?);
    if first == last {
        return None;
    }
    let years: Vec<i32> = (first..=last).collect();
    let largest = known().filter_map(|(_, observation)| observation.value).max()?;
    let scale = figures.axis(largest);
    let value = |row: &SeriesRow, year: &i32| {
        let value = row.observations.get(year)?.value?;
        Some(SeriesValue { height: scale.height(value), text: scale.in_chart(figures, value) })
    };
    let breaks = lines.iter().enumerate().flat_map(|(series, line)| {
        let broken = years.iter().enumerate().skip(1).filter(|(_, year)| line.row.breaks.contains(year));
        broken.map(move |(before, year)| {
            let note: Vec<usize> = line.row.break_note(noted, *year).into_iter().collect();
            SeriesBreak { before, label: format!("Brott{}", raised_text(&note)), series }
        })
    });
    Some(SeriesChartData {
        id: id.to_owned(),
        title: format!("{title}, {first}–{last}"),
        note: super::invented(is_invented, &table.years_from_answers()),
        is_whole: figures.is_whole(),
        description: description(&lines, figures),
        unit: scale.unit.to_owned(),
        breaks: breaks.collect(),
        series: lines
            .iter()
            .map(|line| Series {
                label: line.label.clone(),
                values: years.iter().map(|year| value(line.row, year)).collect(),
            })
            .collect(),
        years: years
            .iter()
            .map(|year| SeriesYear { year: *year, label: format!("{year}{}", raised_text(noted.of_year(*year))) })
            .collect(),
    })
}

/// What the picture shows, in words.
fn description(lines: &[ChartLine<'_>], figures: ValueFormat) -> String {
    let sentences = lines.iter().map(|line| {
        let values: Vec<String> = line
            .row
            .known()
            .filter_map(|(year, observation)| {
                let among = among(observation).filter(|_| figures.is_sum());
                let among = among.map(|words| format!(" {words}")).unwrap_or_default();
                Some(format!("{} år {year}{among}", figures.in_sentence(observation)?))
            })
            .collect();
        let breaks: Vec<String> = line.row.breaks.iter().map(i32::to_string).collect();
        let broken = if breaks.is_empty() {
            String::new()
        } else {
            format!(" Serien är bruten före {}.", breaks.join(" och "))
        };
        format!("{}: {}.{broken}", line.label, values.join(", "))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// The newest year of a table as bars, where what is counted is a part of a whole.
pub fn bars(table: &SeriesTable, head: &str, is_invented: bool) -> Option<AnyView> {
    let figures = ValueFormat::of(table);
    let year = *table.known_years().last()?;
    let bars: Vec<Bar> = table.rows.iter().filter_map(|row| Bar::of(row, year)).collect();
    if !figures.is_counting() || table.dimensions.len() > 1 || !(1..=MOST_BARS).contains(&bars.len()) {
        return None;
    }
    // Regions are few: a share of them is a count and never percent.
    let with_rate = !figures.is_count_of_whole();
    let rows = bars
        .into_iter()
        .map(|bar| {
            let rate = with_rate.then(|| view! { <td class="number">{format::percent(bar.rate, 0)}</td> });
            view! { <tr><th scope="row">{bar.label}</th><td class="cells-cell"><RateBar share=bar.share/></td><td class="number">{bar.count}</td>{rate}</tr> }
        })
        .collect_view();
    let rate = with_rate.then(|| view! { <th scope="col" class="number">"Andel"</th> });
    let is_computed = table.years_from_answers().contains(&year);
    let invented = if is_invented && is_computed { ". Påhittade värden" } else { "" };
    Some(
        view! {
            <table class="rates">
                <caption class="table-caption">{format!("{} {year}{invented}", figures.caption(table))}</caption>
                <thead><tr><th scope="col">{head.to_owned()}</th><th scope="col"><span class="visually-hidden">"Bild"</span></th><th scope="col" class="number">"Antal"</th>{rate}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    )
}

struct Bar {
    label: String,
    share: f64,
    rate: Decimal,
    count: String,
}

impl Bar {
    fn of(row: &SeriesRow, year: i32) -> Option<Self> {
        let observation = row.observations.get(&year)?;
        observation.value?;
        let (part, whole) = (observation.numerator?, observation.denominator?);
        let share = part.checked_div(whole)?;
        Some(Self {
            label: row.label.clone(),
            share: share.to_f64()?,
            rate: share * Decimal::ONE_HUNDRED,
            count: format!("{} av {}", format::number(part), format::number(whole)),
        })
    }
}

/// The charts of values that are only known as printed: one for each thing that is stated in one unit.
pub fn printed_charts(series: &[PrintedSeries]) -> Vec<SeriesChartData> {
    let mut groups: Vec<Vec<&PrintedSeries>> = Vec::new();
    for one in series {
        let is_same = |group: &&mut Vec<&PrintedSeries>| {
            group.first().is_some_and(|first| first.measure == one.measure && first.unit == one.unit)
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let charts = groups.iter().enumerate().filter(|(_, group)| group.len() <= MOST_LINES);
    charts.filter_map(|(place, group)| printed_chart(group, place)).collect()
}

fn printed_chart(series: &[&PrintedSeries], place: usize) -> Option<SeriesChartData> {
    let PrintedSeries { measure, unit, .. } = series.first()?;
    let years = || series.iter().flat_map(|one| one.values.keys().copied());
    let (first, last) = (years().min()?, years().max()?);
    let label = |one: &PrintedSeries| upper(if one.of.is_empty() { measure } else { &one.of });
    let sentences = series.iter().map(|one| {
        let value = |(year, value): (&i32, &Decimal)| format!("{} {unit} år {year}", format::number(*value));
        format!("{}: {}.", label(one), one.values.iter().map(value).collect::<Vec<_>>().join(", "))
    });
    let line = |one: &&PrintedSeries| {
        let value = |year| {
            let value = one.values.get(&year)?;
            Some(SeriesValue { height: value.to_f64()?, text: format::number(*value) })
        };
        Series { label: label(one), values: (first..=last).map(value).collect() }
    };
    Some(SeriesChartData {
        id: format!("publicerat-{}", place + 1),
        title: format!("{}, {first}–{last}", upper(measure)),
        note: None,
        is_whole: series.iter().all(|one| one.is_count()),
        description: sentences.collect::<Vec<_>>().join(" "),
        unit: unit.clone(),
        years: (first..=last).map(|year| SeriesYear { year, label: year.to_string() }).collect(),
        series: series.iter().map(line).collect(),
        breaks: Vec::new(),
    })
}
