//! Responses day by day: this year's round beside the one before.

use super::{axis::Axis, rounded, share_of_width};
use leptos::prelude::*;

const HEIGHT: f64 = 300.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 272.0;
/// The share of the width that the days take; the rest is for the label of the end.
const WIDTH: f64 = 0.84;

/// A row of the table that says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveRow {
    /// "8 mars".
    pub until: String,
    /// This year's; absent where the day has not come.
    pub now: Option<u32>,
    /// The year before's.
    pub before: Option<u32>,
}

/// The curve of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurveData {
    /// What the ids of the figure begin with.
    pub id: String,
    /// "Inskickade svar dag för dag".
    pub title: String,
    /// What the curve shows, in a sentence or two.
    pub description: String,
    /// How many can answer.
    pub whole: u32,
    /// What they are: "kommuner".
    pub unit: String,
    /// The last day of the round, counted from 0.
    pub last_day: u32,
    /// How many had answered at the end of each day, from day 0 to today.
    pub now: Vec<u32>,
    /// "2026".
    pub now_label: String,
    /// The same for the round before, day by day from its start. Empty where there was none.
    pub before: Vec<u32>,
    /// "2025".
    pub before_label: String,
    /// Days that are named under the axis, in order.
    pub days: Vec<(u32, String)>,
    /// The days of reminders, as strokes on the axis.
    pub reminders: Vec<u32>,
    /// The table that says the same.
    pub table: Vec<CurveRow>,
}

/// The curve with its description and table.
#[component]
pub fn Curve(
    /// The data.
    data: CurveData,
) -> impl IntoView {
    let axis = Axis::of_whole(f64::from(data.whole), TOP, BOTTOM);
    let (title_id, text_id) = (format!("{}-rubrik", data.id), format!("{}-text", data.id));
    let table = table(&data);
    let drawing = drawing(&data, axis);
    view! {
        <figure class="stack">
            <figcaption><h3 id=title_id.clone()>{data.title}</h3><p class="note" id=text_id.clone()>{data.description}</p></figcaption>
            <svg class="chart" height=HEIGHT role="img" aria-labelledby=title_id aria-describedby=text_id>{drawing}</svg>
            <details><summary>"Samma uppgifter som tabell"</summary>{table}</details>
        </figure>
    }
}

fn drawing(data: &CurveData, axis: Axis) -> AnyView {
    let days = f64::from(data.last_day.max(1));
    let x_of = |day: u32| share_of_width(WIDTH * f64::from(day) / days);
    let path = |counts: &[u32]| {
        // The year before may have gone on for longer than this one's axis.
        let points: Vec<String> = counts
            .iter()
            .enumerate()
            .take_while(|(day, _)| *day as f64 <= days)
            .map(|(day, count)| format!("{} {}", rounded(100.0 * day as f64 / days), axis.height(f64::from(*count))))
            .collect();
        format!("M{}", points.join("L"))
    };
    let lines = view! {
        <svg width=share_of_width(WIDTH) height=HEIGHT viewBox=format!("0 0 100 {HEIGHT}") preserveAspectRatio="none" overflow="visible">
            {(!data.before.is_empty()).then(|| view! { <path class="chart-line-before" d=path(&data.before)></path> })}
            {(!data.now.is_empty()).then(|| view! { <path class="chart-line" d=path(&data.now)></path> })}
        </svg>
    };
    let reminders = data
        .reminders
        .iter()
        .map(|day| view! { <line class="chart-tick" x1=x_of(*day) x2=x_of(*day) y1=BOTTOM y2=BOTTOM - 14.0></line> })
        .collect_view();
    let names = data
        .days
        .iter()
        .map(|(day, name)| {
            let class = if *day == 0 { "start" } else { "middle" };
            view! { <svg x=x_of(*day) y="294" overflow="visible"><text class=class>{name.clone()}</text></svg> }
        })
        .collect_view();
    view! { {axis.view(&data.unit)}{lines}{reminders}{ends(data, axis, x_of)}{names} }.into_any()
}

/// The ends of the two lines with their names: this year's above its line, the year before's below.
fn ends(data: &CurveData, axis: Axis, x_of: impl Fn(u32) -> String) -> AnyView {
    let end = |counts: &[u32]| {
        counts.last().map(|count| (u32::try_from(counts.len() - 1).unwrap_or(data.last_day).min(data.last_day), *count))
    };
    let now = end(&data.now).map(|(day, count)| {
        let text = format!("{}: {count}", data.now_label);
        let is_early = f64::from(day) < f64::from(data.last_day) * 0.3;
        let (class, x) = if is_early { ("chart-label-accent", "12") } else { ("chart-label-accent end", "-12") };
        view! {
            <svg x=x_of(day) y=axis.height(f64::from(count)) overflow="visible"><rect class="point-full series-1" x="-6" y="-6" width="12" height="12"></rect><text class=class x=x y="-6">{text}</text></svg>
        }
    });
    let before = end(&data.before).map(|(day, count)| {
        let text = format!("{}: {count}", data.before_label);
        view! { <svg x=x_of(day) y=axis.height(f64::from(count)) overflow="visible"><text class="chart-label middle" y="32">{text}</text></svg> }
    });
    view! { {before}{now} }.into_any()
}

fn table(data: &CurveData) -> AnyView {
    let cell = |count: Option<u32>| match count {
        Some(count) => count.into_any(),
        None => view! { <span aria-hidden="true">"–"</span><span class="visually-hidden">"uppgift saknas"</span> }
            .into_any(),
    };
    let has_before = !data.before.is_empty();
    let rows = data
        .table
        .iter()
        .map(|row| {
            let before = has_before.then(|| view! { <td class="number">{cell(row.before)}</td> });
            view! { <tr><th scope="row">{row.until.clone()}</th><td class="number">{cell(row.now)}</td>{before}</tr> }
        })
        .collect_view();
    let before = has_before.then(|| view! { <th scope="col" class="number">{data.before_label.clone()}</th> });
    view! {
        <table>
            <caption class="visually-hidden">{data.title.clone()}</caption>
            <thead><tr><th scope="col">"Till och med"</th><th scope="col" class="number">{data.now_label.clone()}</th>{before}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> CurveData {
        CurveData {
            id: "kurva".into(),
            title: "<i>Svar</i>".into(),
            description: "<i>250</i>".into(),
            whole: 290,
            unit: "<i>kommuner</i>".into(),
            last_day: 4,
            now: vec![0, 10, 29],
            now_label: "2026".into(),
            before: vec![0, 5, 10, 20, 290],
            before_label: "2025".into(),
            days: vec![(0, "<i>2 mars</i>".into()), (4, "30".into())],
            reminders: vec![2],
            table: vec![CurveRow { until: "<i>8 mars</i>".into(), now: None, before: Some(5) }],
        }
    }

    #[test]
    fn the_curve_ends_today_and_the_one_before_at_the_end() {
        let html = view! { <Curve data=data()/> }.to_html();
        assert!(html.contains("d=\"M0 272L25 263.45L50 247.2\""), "{html}");
        assert!(html.contains("x=\"42%\" y=\"247.2\""), "{html}");
        assert!(html.contains("2026: 29") && html.contains("2025: 290"), "{html}");
        assert!(!html.contains("<i>") && !html.contains("style"), "{html}");
    }

    #[test]
    fn a_first_round_has_one_line_and_one_column() {
        let html = view! { <Curve data=CurveData { before: Vec::new(), ..data() }/> }.to_html();
        assert!(!html.contains("chart-line-before") && !html.contains("2025"), "{html}");
    }
}
