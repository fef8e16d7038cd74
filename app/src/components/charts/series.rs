//! An indicator over the years: known values as solid markers, nothing published between as dots, a break as an upright line.
//!
//! A few series share one picture. More than that cannot be told apart by their markers, so each has a small one of its own
//! under its name, all with the same axis.

use super::{
    axis::{Axis, Steps},
    labels::{LabelPlacement, places},
    share_of_width,
};
use leptos::prelude::*;

/// More series than this have a picture each.
const MOST_TOGETHER: usize = 3;

/// Where things stand in a picture: pixels down, shares of the width across.
struct Frame {
    height: f64,
    top: f64,
    bottom: f64,
    /// Where the first and the last year stand.
    first: f64,
    last: f64,
}

const WHOLE: Frame = Frame { height: 380.0, top: 20.0, bottom: 346.0, first: 0.12, last: 0.84 };
/// One of several small pictures, narrow: to the right of its last point there is room for three digits, also on paper.
const PANEL: Frame = Frame { height: 190.0, top: 20.0, bottom: 160.0, first: 0.17, last: 0.78 };
/// How far from the break a broken line ends.
const CUT: f64 = 0.025;
/// How far past the line the upright of a break reaches, and how much room its words need under it.
const PAST: f64 = 36.0;
const WORDS: f64 = 22.0;

/// More letters than this have no room beside the last point on a telephone: they stand above or below it.
const BESIDE: usize = 4;
/// The distance from an edge, as a share of the width, within which a centred label of so many letters is cut off.
const EDGE: f64 = 0.3;

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
    /// The series that is broken, by place.
    pub series: usize,
}

/// What a chart of series shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesChartData {
    /// What the ids of the figure begin with.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What to know at once, under the heading.
    pub note: Option<String>,
    /// Whether what is counted has no halves.
    pub is_whole: bool,
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
    let (legend, drawing) = if data.series.len() > MOST_TOGETHER {
        let panels = panels(&data);
        let panels = view! { <div class="panels" role="img" aria-labelledby=title_id.clone() aria-describedby=text_id.clone()>{panels}</div> };
        (legend(&data, false), panels.into_any())
    } else {
        let drawing = SeriesDrawing::new(&data, &WHOLE).view();
        let drawing = view! { <svg class="chart" height=WHOLE.height role="img" aria-labelledby=title_id.clone() aria-describedby=text_id.clone()>{drawing}</svg> };
        (legend(&data, true), drawing.into_any())
    };
    view! {
        <figure class="stack">
            <figcaption class="stack">
                <h2 id=title_id>{data.title}</h2>
                {data.note.map(|note| view! { <p class="note">{note}</p> })}
                <p class="visually-hidden" id=text_id>{data.description}</p>
                {legend}
            </figcaption>
            {drawing}
        </figure>
    }
}

/// A small picture for each series. The description of the figure says all of them.
fn panels(data: &SeriesChartData) -> Vec<AnyView> {
    let axis = axis(data, &PANEL);
    let panel = |(place, series): (usize, &Series)| {
        let breaks = data.breaks.iter().filter(|line| line.series == place);
        let own = SeriesChartData {
            series: vec![series.clone()],
            breaks: breaks.map(|line| SeriesBreak { series: 0, ..line.clone() }).collect(),
            ..data.clone()
        };
        let drawing = SeriesDrawing { axis, ..SeriesDrawing::new(&own, &PANEL) }.view();
        view! {
            <div class="panel">
                <p class="panel-name">{series.label.clone()}</p>
                <svg class="chart" height=PANEL.height aria-hidden="true" focusable="false">{drawing}</svg>
            </div>
        }
        .into_any()
    };
    data.series.iter().enumerate().map(panel).collect()
}

/// The axis that holds every series.
fn axis(data: &SeriesChartData, frame: &Frame) -> Axis {
    let heights = data.series.iter().flat_map(|series| series.values.iter().flatten()).map(|value| value.height);
    let step = if data.is_whole { Steps::Whole } else { Steps::Any };
    Axis::up_to(heights.fold(0.0, f64::max), step, frame.top, frame.bottom)
}

fn legend(data: &SeriesChartData, names_series: bool) -> AnyView {
    let named = if names_series { data.series.as_slice() } else { &[] };
    let names = named
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
    let unit = (!names_series && !data.unit.is_empty())
        .then(|| view! { <li>{format!("Skalan är densamma i alla: {}", data.unit)}</li> });
    view! { <ul class="legend" role="list">{names}{unit}{gap}</ul> }.into_any()
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

struct SeriesDrawing<'a> {
    data: &'a SeriesChartData,
    frame: &'a Frame,
    axis: Axis,
}

impl<'a> SeriesDrawing<'a> {
    fn new(data: &'a SeriesChartData, frame: &'a Frame) -> Self {
        Self { data, frame, axis: axis(data, frame) }
    }

    fn view(&self) -> AnyView {
        let breaks = self.data.breaks.iter().filter_map(|line| self.break_line(line)).collect_view();
        let lines =
            self.data.series.iter().enumerate().flat_map(|(place, series)| self.lines(place, series)).collect_view();
        let count = self.data.years.len();
        let years = self.data.years.iter().enumerate().map(|(place, year)| {
            let x = share_of_width(self.x(place));
            // On a narrow screen every other year is named, the last always.
            let is_between = !self.is_panel() && count > 5 && (count - 1 - place) % 2 == 1;
            let class = if is_between { "middle chart-between" } else { "middle" };
            let is_named = !self.is_panel() || place == 0 || place + 1 == count;
            let label = is_named.then(|| if self.is_panel() { year.year.to_string() } else { year.label.clone() });
            let y = self.frame.bottom + 24.0;
            label.map(|label| view! { <svg x=x y=y overflow="visible"><text class=class>{label}</text></svg> })
        });
        let points = (0..self.data.years.len()).flat_map(|year| self.points(year)).collect_view();
        // Small pictures have no room for it: the legend says it for all of them.
        let unit = if self.is_panel() { "" } else { self.data.unit.as_str() };
        // The upright of a break is under every text, whose edge keeps it clear.
        view! { {breaks}{self.axis.view(unit)}{lines}{points}{years.collect_view()} }.into_any()
    }

    /// In a small picture only the ends are named; the table says the rest.
    fn is_panel(&self) -> bool {
        self.frame.height < WHOLE.height
    }

    /// The share of the width where a year stands, by its distance in time.
    fn x(&self, place: usize) -> f64 {
        let year = |at: usize| self.data.years.get(at).map_or(0.0, |year| f64::from(year.year));
        let (first, last) = (year(0), year(self.data.years.len().saturating_sub(1)));
        if last > first {
            self.frame.first + (self.frame.last - self.frame.first) * (year(place) - first) / (last - first)
        } else {
            (self.frame.first + self.frame.last) / 2.0
        }
    }

    fn break_at(&self, line: &SeriesBreak) -> f64 {
        (self.x(line.before) + self.x(line.before.saturating_sub(1))) / 2.0
    }

    /// The upright of a break, only past the line that it breaks, with its words at the end that has room.
    fn break_line(&self, line: &SeriesBreak) -> Option<AnyView> {
        let at = self.break_at(line);
        let x = share_of_width(at);
        let series = self.data.series.get(line.series)?;
        let broken = segments(series).find(|one| one.from.0 < line.before && line.before <= one.to.0)?;
        let point = |(year, value): (usize, &SeriesValue)| (self.x(year), self.axis.height(value.height));
        let (_, middle) = on_line(point(broken.from), point(broken.to), at);
        let (top, bottom) = ((middle - PAST).max(self.frame.top), (middle + PAST).min(self.frame.bottom));
        let words = if bottom + WORDS > self.frame.bottom { top - 6.0 } else { bottom + 16.0 };
        let class = if at < 0.5 { "chart-label" } else { "chart-label end" };
        Some(
            view! {
                <line class="chart-break" x1=x.clone() x2=x.clone() y1=top y2=bottom></line>
                <svg x=x y=super::rounded(words) overflow="visible"><text class=class>{line.label.clone()}</text></svg>
            }
            .into_any(),
        )
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
            let breaks = self
                .data
                .breaks
                .iter()
                .filter(|line| line.series == place && segment.from.0 < line.before && line.before <= segment.to.0);
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
        known > 12 && !self.is_panel()
    }

    fn first_known(&self) -> Option<usize> {
        let known = self.data.series.iter().filter_map(|series| series.values.iter().position(Option::is_some));
        known.min()
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
        let at_x = self.x(year);
        let x = share_of_width(at_x);
        let is_last = year + 1 == self.data.years.len();
        let is_end = is_last || self.first_known() == Some(year);
        let is_beside = is_last && !known.iter().any(|(_, value)| is_long(value));
        let at = match is_last {
            false if self.is_dense() || self.is_panel() && !is_end => vec![LabelPlacement::Nowhere; heights.len()],
            _ => places(&heights, is_beside),
        };
        known
            .into_iter()
            .zip(heights)
            .zip(at)
            .map(|(((series, value), y), place)| {
                let anchor = match at_x {
                    x if is_long(value) && x < EDGE => "start",
                    x if is_long(value) && x > 1.0 - EDGE => "end",
                    _ => "middle",
                };
                let (text, class) = (value.text.clone(), format!("chart-value {anchor}"));
                let text = match place {
                    LabelPlacement::Above => view! { <text class=class y="-15">{text}</text> }.into_any(),
                    LabelPlacement::Below => view! { <text class=class y="26">{text}</text> }.into_any(),
                    LabelPlacement::Right(down) if down > 0.0 => {
                        // What was pushed away from its point is led back to it.
                        view! { <line class="chart-leader" x1="10" y1="0" x2="22" y2=down></line><text class="chart-value" x="26" y=down + 6.0>{text}</text> }.into_any()
                    }
                    LabelPlacement::Right(_) => view! { <text class="chart-value" x="16" y="6">{text}</text> }.into_any(),
                    LabelPlacement::Nowhere => ().into_any(),
                };
                view! { <svg x=x.clone() y=y overflow="visible">{point(series)}{text}</svg> }.into_any()
            })
            .collect()
    }
}

fn is_long(value: &SeriesValue) -> bool {
    value.text.chars().count() > BESIDE
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
            note: None,
            is_whole: false,
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
        let cut = SeriesBreak { before: 3, label: "<i>Brott</i>".into(), series: 0 };
        let html = html(vec![value(37.0), None, None, value(66.0)], vec![cut]);
        assert!(html.contains("x1=\"12%\" x2=\"69.5%\"") && html.contains("x1=\"74.5%\" x2=\"84%\""), "{html}");
        // Only past its own line, which stands at 96.75 there, and before every number.
        assert!(html.contains("x1=\"72%\" x2=\"72%\" y1=\"60.75\" y2=\"132.75\" class=\"chart-break\""), "{html}");
        assert!(html.find("chart-break").unwrap() < html.find("<text").unwrap(), "{html}");
    }

    #[test]
    fn many_series_have_a_chart_each_under_their_name_with_one_axis() {
        let series = |label: &str, last: f64| Series {
            label: label.into(),
            values: vec![value(10.0), value(20.0), value(last)],
        };
        let cut = |series, label: &str| SeriesBreak { before: 2, label: label.into(), series };
        let many = SeriesChartData {
            series: vec![series("A", 98.0), series("B", 97.0), series("C", 90.0), series("<i>D</i>", 30.0)],
            ..data(vec![value(1.0), None, None], vec![cut(1, "Brott ¹"), cut(2, "Brott ²")])
        };
        let html = view! { <SeriesChart data=many/> }.to_html();
        assert_eq!((html.matches("panel-name").count(), html.matches("class=\"chart\"").count()), (4, 4), "{html}");
        assert_eq!(html.matches("role=\"img\"").count(), 1, "{html}");
        // The axis of the largest, in each; each break in its own picture; the ends are named and nothing between.
        assert_eq!((html.matches(">100<").count(), html.matches("chart-break").count()), (4, 2), "{html}");
        let panels: Vec<&str> = html.split("panel-name").skip(1).collect();
        let has = |panel: usize, note: &str| panels[panel].contains(note);
        assert!(has(1, "Brott ¹") && !has(1, "Brott ²") && has(2, "Brott ²") && !has(3, "Brott"), "{html}");
        assert!(html.contains(">98<") && html.contains(">30<") && !html.contains(">20<"), "{html}");
        assert!(!html.contains("<i>") && !html.contains("series-2"), "{html}");
    }

    #[test]
    fn a_small_chart_names_its_first_and_last_year_on_narrow_screens_too() {
        let years: Vec<Option<SeriesValue>> = (0..6).map(|year| value(f64::from(year))).collect();
        let of = |count: usize| {
            let series = Series { label: "A".into(), values: years.clone() };
            let data = SeriesChartData { series: vec![series; count], ..data(years.clone(), vec![]) };
            view! { <SeriesChart data/> }.to_html()
        };
        assert!(of(1).contains("chart-between"), "of many years some are left out");
        let html = of(4);
        assert!(!html.contains("chart-between"), "{html}");
        assert_eq!((html.matches(">2017<").count(), html.matches(">2022<").count()), (4, 4), "{html}");
    }

    #[test]
    fn a_number_that_was_pushed_away_is_led_back() {
        let close = SeriesChartData {
            series: vec![
                Series { label: "A".into(), values: vec![value(10.0), value(98.0)] },
                Series { label: "B".into(), values: vec![value(20.0), value(97.0)] },
            ],
            ..data(vec![value(1.0), None], vec![])
        };
        let html = view! { <SeriesChart data=close/> }.to_html();
        assert_eq!(html.matches("chart-leader").count(), 1, "{html}");
    }

    #[test]
    fn long_numbers_stay_within_the_chart() {
        let long = |height: f64, text: &str| Some(SeriesValue { height, text: text.into() });
        let html = html(vec![long(51.0, "51 000 000"), long(70.0, "70 000 000"), long(96.0, "96 000 000")], vec![]);
        for expected in
            ["class=\"chart-value start\">51", "class=\"chart-value middle\">70", "class=\"chart-value end\">96"]
        {
            assert!(html.contains(expected), "no {expected} in {html}");
        }
        assert!(!html.contains("x=\"16\""), "none stands to the right of the last point: {html}");
    }

    #[test]
    fn one_year_is_one_point_and_no_year_is_none() {
        assert!(html(vec![value(37.0)], vec![]).contains("x=\"48%\""));
        assert!(!html(vec![], vec![]).contains("chart-value"));
    }
}
