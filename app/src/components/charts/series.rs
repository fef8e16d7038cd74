//! An indicator over the years: known values as solid markers, nothing published between as dots, a break as an upright line.

use super::{
    axis::Axis,
    labels::{Place, places},
    share_of_width,
};
use leptos::prelude::*;

const HEIGHT: f64 = 380.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 346.0;
/// The shares of the width where the first and the last year stand.
const FIRST: f64 = 0.12;
const LAST: f64 = 0.84;
/// How far from the break a broken line ends.
const CUT: f64 = 0.025;

/// A year of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesYear {
    /// The year.
    pub year: i32,
    /// What is written under the axis: "2018 ²".
    pub label: String,
}

/// A known value.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesValue {
    /// Where it stands.
    pub height: f64,
    /// What is written beside it: "66".
    pub text: String,
}

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub label: String,
    /// A value per year of the axis, or nothing.
    pub values: Vec<Option<SeriesValue>>,
}

/// A break between a year and the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesBreak {
    /// The first year after the break, by place in the axis.
    pub before: usize,
    /// What is written beside it: "Brott: frågan delad ¹".
    pub label: String,
    /// The series that are broken, by place.
    pub series: Vec<usize>,
}

/// What a chart of series shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesChartData {
    /// What the ids of the figure begin with.
    pub id: String,
    /// The heading.
    pub title: String,
    /// The whole picture in words, for those who do not see it.
    pub description: String,
    /// What the axis counts: "procent", "kommuner", "kronor per invånare".
    pub unit: String,
    /// The years in order.
    pub years: Vec<SeriesYear>,
    /// The series.
    pub series: Vec<Series>,
    /// The breaks.
    pub breaks: Vec<SeriesBreak>,
}

/// The chart with its heading and legend.
#[component]
pub fn SeriesChart(
    /// The data.
    data: SeriesChartData,
) -> impl IntoView {
    let (title_id, text_id) = (format!("{}-rubrik", data.id), format!("{}-text", data.id));
    let picture = Picture::new(&data).view();
    let legend = legend(&data);
    view! {
        <figure class="stack">
            <figcaption class="stack">
                <h2 id=title_id.clone()>{data.title}</h2>
                <p class="visually-hidden" id=text_id.clone()>{data.description}</p>
                {legend}
            </figcaption>
            <svg class="chart" height=HEIGHT role="img" aria-labelledby=title_id aria-describedby=text_id>{picture}</svg>
        </figure>
    }
}

fn legend(data: &SeriesChartData) -> AnyView {
    let names = data
        .series
        .iter()
        .enumerate()
        .map(|(place, series)| {
            view! { <li><svg class="mark" viewBox="-9 -9 18 18" aria-hidden="true">{point(place)}</svg>{series.label.clone()}</li> }
        })
        .collect_view();
    let has_gap = data.series.iter().any(|series| segments(series).any(|segment| segment.is_gap));
    let gap = has_gap.then(|| {
        view! {
            <li><svg width="28" height="16" viewBox="0 0 28 16" aria-hidden="true"><line class="chart-line chart-line-unknown series-2" x1="0" x2="28" y1="8" y2="8"></line></svg>"Inget värde publicerat däremellan"</li>
        }
    });
    view! { <ul class="legend" role="list">{names}{gap}</ul> }.into_any()
}

/// The marker of a series: its shape tells it apart where its colour cannot.
fn point(series: usize) -> AnyView {
    let class = format!("{} series-{}", if series < 3 { "point-full" } else { "point" }, series % 3 + 1);
    match series % 3 {
        0 => view! { <rect class=class x="-7" y="-7" width="14" height="14"></rect> }.into_any(),
        1 => view! { <path class=class d="M0-9 9 0 0 9-9 0z"></path> }.into_any(),
        _ => view! { <circle class=class r="7"></circle> }.into_any(),
    }
}

/// A line from one known value to the next.
struct Segment<'a> {
    from: (usize, &'a SeriesValue),
    to: (usize, &'a SeriesValue),
    is_gap: bool,
}

fn segments(series: &Series) -> impl Iterator<Item = Segment<'_>> {
    let known: Vec<(usize, &SeriesValue)> = series
        .values
        .iter()
        .enumerate()
        .filter_map(|(year, value)| value.as_ref().map(|value| (year, value)))
        .collect();
    let next: Vec<_> = known.iter().copied().skip(1).collect();
    known.into_iter().zip(next).map(|(from, to)| Segment { from, to, is_gap: to.0 > from.0 + 1 })
}

struct Picture<'a> {
    data: &'a SeriesChartData,
    axis: Axis,
}

impl<'a> Picture<'a> {
    fn new(data: &'a SeriesChartData) -> Self {
        let heights = data.series.iter().flat_map(|series| series.values.iter().flatten()).map(|value| value.height);
        let largest = heights.fold(0.0, f64::max);
        Self { data, axis: Axis::holding(largest, TOP, BOTTOM) }
    }

    fn view(&self) -> AnyView {
        let breaks = self.data.breaks.iter().map(|line| self.break_line(line)).collect_view();
        let lines =
            self.data.series.iter().enumerate().flat_map(|(place, series)| self.lines(place, series)).collect_view();
        let count = self.data.years.len();
        let years = self.data.years.iter().enumerate().map(|(place, year)| {
            let x = share_of_width(self.x(place));
            // On a narrow screen every other year is named, the last always.
            let is_between = count > 5 && (count - 1 - place) % 2 == 1;
            let class = if is_between { "middle chart-between" } else { "middle" };
            view! { <svg x=x y="370" overflow="visible"><text class=class>{year.label.clone()}</text></svg> }
        });
        let points = (0..self.data.years.len()).flat_map(|year| self.points(year)).collect_view();
        view! { {self.axis.view(&self.data.unit)}{breaks}{lines}{points}{years.collect_view()} }.into_any()
    }

    /// The share of the width where a year stands, by its distance in time.
    fn x(&self, place: usize) -> f64 {
        let year = |at: usize| self.data.years.get(at).map_or(0.0, |year| f64::from(year.year));
        let (first, last) = (year(0), year(self.data.years.len().saturating_sub(1)));
        if last > first {
            FIRST + (LAST - FIRST) * (year(place) - first) / (last - first)
        } else {
            (FIRST + LAST) / 2.0
        }
    }

    fn break_at(&self, line: &SeriesBreak) -> f64 {
        (self.x(line.before) + self.x(line.before.saturating_sub(1))) / 2.0
    }

    fn break_line(&self, line: &SeriesBreak) -> AnyView {
        let at = self.break_at(line);
        let x = share_of_width(at);
        let (class, dx) = if at < 0.5 { ("chart-label", "8") } else { ("chart-label end", "-8") };
        view! {
            <line class="chart-break" x1=x.clone() x2=x.clone() y1=TOP y2=BOTTOM></line>
            <svg x=x y=BOTTOM - 8.0 overflow="visible"><text class=class x=dx>{line.label.clone()}</text></svg>
        }
        .into_any()
    }

    fn lines(&self, place: usize, series: &Series) -> Vec<AnyView> {
        let class = |is_gap: bool| {
            let unknown = if is_gap { " chart-line-unknown" } else { "" };
            format!("chart-line{unknown} series-{}", place % 3 + 1)
        };
        let mut lines = Vec::new();
        for segment in segments(series) {
            let start = (self.x(segment.from.0), self.axis.height(segment.from.1.height));
            let end = (self.x(segment.to.0), self.axis.height(segment.to.1.height));
            let breaks = self.data.breaks.iter().filter(|line| {
                line.series.contains(&place) && segment.from.0 < line.before && line.before <= segment.to.0
            });
            let mut from = start;
            for line in breaks {
                let at = self.break_at(line);
                lines.push(stretch(class(segment.is_gap), from, on_line(start, end, at - CUT)));
                from = on_line(start, end, at + CUT);
            }
            lines.push(stretch(class(segment.is_gap), from, end));
        }
        lines
    }

    /// Where there are too many points to name them all, only the last year's are named; the table says the rest.
    fn is_dense(&self) -> bool {
        let known = self.data.series.iter().flat_map(|series| series.values.iter().flatten()).count();
        known > 12
    }

    fn points(&self, year: usize) -> Vec<AnyView> {
        let known: Vec<(usize, &SeriesValue)> = self
            .data
            .series
            .iter()
            .enumerate()
            .filter_map(|(place, series)| series.values.get(year).and_then(Option::as_ref).map(|value| (place, value)))
            .collect();
        let heights: Vec<f64> = known.iter().map(|(_, value)| self.axis.height(value.height)).collect();
        let x = share_of_width(self.x(year));
        let at = match year + 1 == self.data.years.len() {
            false if self.is_dense() => vec![Place::Nowhere; heights.len()],
            is_last => places(&heights, is_last),
        };
        known
            .into_iter()
            .zip(heights)
            .zip(at)
            .map(|(((series, value), y), place)| {
                let text = value.text.clone();
                let text = match place {
                    Place::Above => view! { <text class="chart-value middle" y="-15">{text}</text> }.into_any(),
                    Place::Below => view! { <text class="chart-value middle" y="26">{text}</text> }.into_any(),
                    Place::Right(down) => {
                        view! { <text class="chart-value" x="16" y=down + 6.0>{text}</text> }.into_any()
                    }
                    Place::Nowhere => ().into_any(),
                };
                view! { <svg x=x.clone() y=y overflow="visible">{point(series)}{text}</svg> }.into_any()
            })
            .collect()
    }
}

/// The point of a line at a share of the width.
fn on_line(start: (f64, f64), end: (f64, f64), x: f64) -> (f64, f64) {
    let share = if end.0 > start.0 { (x - start.0) / (end.0 - start.0) } else { 0.0 };
    (x, super::rounded(start.1 + (end.1 - start.1) * share.clamp(0.0, 1.0)))
}

fn stretch(class: String, from: (f64, f64), to: (f64, f64)) -> AnyView {
    view! { <line class=class x1=share_of_width(from.0) x2=share_of_width(to.0) y1=from.1 y2=to.1></line> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(height: f64) -> Option<SeriesValue> {
        Some(SeriesValue { height, text: height.to_string() })
    }

    fn data(values: Vec<Option<SeriesValue>>, breaks: Vec<SeriesBreak>) -> SeriesChartData {
        let years =
            (2017..2017 + values.len() as i32).map(|year| SeriesYear { year, label: year.to_string() }).collect();
        SeriesChartData {
            id: "diagram".into(),
            title: "<i>Nattillsyn</i>".into(),
            description: "<i>ökar</i>".into(),
            unit: "<i>procent</i>".into(),
            years,
            series: vec![Series { label: "<i>Ordinärt boende</i>".into(), values }],
            breaks,
        }
    }

    fn html(values: Vec<Option<SeriesValue>>, breaks: Vec<SeriesBreak>) -> String {
        view! { <SeriesChart data=data(values, breaks)/> }.to_html()
    }

    #[test]
    fn years_between_without_a_value_are_dotted() {
        let html = html(vec![value(37.0), None, None, value(66.0)], vec![]);
        assert!(
            html.contains(
                "x1=\"12%\" x2=\"84%\" y1=\"195.23\" y2=\"77.05\" class=\"chart-line chart-line-unknown series-1\""
            ),
            "{html}"
        );
        assert!(html.contains("Inget värde publicerat däremellan"), "{html}");
        assert!(!html.contains("<i>") && !html.contains("style="), "{html}");
    }

    #[test]
    fn known_values_beside_each_other_are_a_solid_line() {
        let html = html(vec![value(37.0), value(66.0)], vec![]);
        assert!(!html.contains("chart-line-unknown"), "{html}");
        assert_eq!(html.matches("class=\"chart-line series-1\"").count(), 1);
    }

    #[test]
    fn a_broken_series_is_cut_at_the_break() {
        let cut = SeriesBreak { before: 3, label: "<i>Brott</i>".into(), series: vec![0] };
        let html = html(vec![value(37.0), None, None, value(66.0)], vec![cut]);
        assert!(html.contains("x1=\"12%\" x2=\"69.5%\"") && html.contains("x1=\"74.5%\" x2=\"84%\""), "{html}");
        assert!(html.contains("x1=\"72%\" x2=\"72%\" y1=\"20\" y2=\"346\" class=\"chart-break\""), "{html}");
    }

    #[test]
    fn one_year_is_one_point_and_no_year_is_none() {
        assert!(html(vec![value(37.0)], vec![]).contains("x=\"48%\""));
        assert!(!html(vec![], vec![]).contains("chart-value"));
    }
}
