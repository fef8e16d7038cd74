//! A table of years as a picture: lines over the years, or bars where there is one year only.

use super::{figures::Figures, lower, marks::raised_text};
use crate::components::{
    RatePicture, RateRow, RatesTable, Series, SeriesBreak, SeriesChartData, SeriesValue, SeriesYear,
};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use survey::statistics::{
    indicator::Kind,
    series::{Noted, PrintedSeries, SeriesRow, SeriesTable},
};

/// More lines than this cannot be told apart.
const MOST_LINES: usize = 6;
/// More bars than this are a table.
const MOST_BARS: usize = 14;
/// The fullest step of a distribution, which is drawn where there are too many steps to draw.
const ALL: &str = "alla";

struct Line<'a> {
    place: usize,
    row: &'a SeriesRow,
    label: String,
}

/// The lines of a table, and what they show.
fn lines(table: &SeriesTable) -> (String, Vec<Line<'_>>) {
    let is_known = |(_, row): &(usize, &SeriesRow)| row.known().next().is_some();
    let rows = table.rows.iter().enumerate().filter(is_known);
    if table.dimensions.len() < 2 {
        let line = |(place, row): (usize, &'_ SeriesRow)| (place, row.label.clone());
        let lines = rows.map(|(place, row)| (row, line((place, row))));
        return (table.title.clone(), lines.map(|(row, (place, label))| Line { place, row, label }).collect());
    }
    if table.kind() != Kind::Distribution {
        return (String::new(), Vec::new());
    }
    let mut step = String::new();
    let fullest = rows.filter(|(_, row)| row.breakdown.parts().last().is_some_and(|(_, code)| code == ALL));
    let lines = fullest.filter_map(|(place, row)| {
        let (last, others) = row.codes.split_last()?;
        step.clone_from(last);
        Some(Line { place, row, label: others.join(", ") })
    });
    let lines = lines.collect();
    (format!("{}: {}", table.title, lower(&step)), lines)
}

/// The chart of a table, where it has values of several years and not too many lines.
pub fn chart(table: &SeriesTable, noted: &Noted, id: &str) -> Option<SeriesChartData> {
    let figures = Figures::of(table);
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
    let breaks = years.iter().enumerate().skip(1).filter_map(|(before, year)| {
        let broken = table.broken_at(*year);
        let series: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| broken.contains(&line.place)).map(|(at, _)| at).collect();
        let notes = raised_text(&table.break_notes(noted, *year));
        (!series.is_empty()).then(|| SeriesBreak { before, label: format!("Brott{notes}"), series })
    });
    Some(SeriesChartData {
        id: id.to_owned(),
        title: format!("{title}, {first}–{last}"),
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
fn description(lines: &[Line<'_>], figures: Figures) -> String {
    let sentences = lines.iter().map(|line| {
        let values: Vec<String> = line
            .row
            .known()
            .filter_map(|(year, observation)| Some(format!("{} år {year}", figures.in_sentence(observation)?)))
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
pub fn bars(table: &SeriesTable) -> Option<AnyView> {
    let figures = Figures::of(table);
    let year = *table.known_years().last()?;
    let rows: Vec<RateRow> = table.rows.iter().filter_map(|row| bar(row, year, figures)).collect();
    (figures.is_counting() && table.dimensions.len() < 3 && (1..=MOST_BARS).contains(&rows.len())).then(|| {
        let caption = format!("{} {year}", figures.caption(table));
        view! { <RatesTable caption group="Mått" counted="Antal" rows/> }.into_any()
    })
}

fn bar(row: &SeriesRow, year: i32, figures: Figures) -> Option<RateRow> {
    let observation = row.observations.get(&year)?;
    let value = observation.value?;
    let whole = observation.denominator;
    let share = match (observation.numerator, whole) {
        (Some(part), Some(whole)) => part.checked_div(whole)?,
        _ if figures.is_count_of_whole() => return None,
        _ => value.checked_div(Decimal::ONE_HUNDRED)?,
    };
    let count = match (observation.numerator, whole) {
        (Some(part), Some(whole)) => format!("{} av {}", part.normalize(), whole.normalize()),
        _ => String::new(),
    };
    // A share of regions is a count and never percent.
    let rate = if figures.is_count_of_whole() { String::new() } else { format!("{}\u{a0}%", figures.number(value)) };
    Some(RateRow {
        label: row.label.clone(),
        picture: RatePicture::Bar { share: share.to_f64()?, mean: None },
        count,
        rate,
    })
}

/// The chart of values that are only known as printed.
pub fn printed_chart(series: &[PrintedSeries], title: &str) -> Option<SeriesChartData> {
    let unit = &series.first()?.unit;
    let series: Vec<&PrintedSeries> = series.iter().filter(|one| one.unit == *unit).take(MOST_LINES).collect();
    let years = || series.iter().flat_map(|one| one.values.keys().copied());
    let (first, last) = (years().min()?, years().max()?);
    let sentences = series.iter().map(|one| {
        let values: Vec<String> = one
            .values
            .iter()
            .map(|(year, value)| format!("{} {unit} år {year}", survey::format::number(*value)))
            .collect();
        format!("{}: {}.", one.label, values.join(", "))
    });
    Some(SeriesChartData {
        id: "diagram".to_owned(),
        title: format!("{title}, {first}–{last}"),
        description: sentences.collect::<Vec<_>>().join(" "),
        unit: unit.clone(),
        years: (first..=last).map(|year| SeriesYear { year, label: year.to_string() }).collect(),
        breaks: Vec::new(),
        series: series
            .iter()
            .map(|one| Series {
                label: one.label.clone(),
                values: (first..=last)
                    .map(|year| {
                        let value = one.values.get(&year)?;
                        Some(SeriesValue { height: value.to_f64()?, text: survey::format::number(*value) })
                    })
                    .collect(),
            })
            .collect(),
    })
}
