//! One's own answer beside others': a line with a mark for each group. The words stand beside it in the table.

use super::charts::share_of_width;
use leptos::prelude::*;

/// The most groups that have a mark of their own: all together and two groupings.
const SHAPES: [&str; 3] = ["beside-all", "beside-first", "beside-second"];

/// Values on a line from 0 to the largest that it holds.
#[component]
pub fn BesideChart(
    /// The value of every group, 0 to 1, where it has one. The first is of all together.
    groups: Vec<Option<f64>>,
    /// One's own, where it is a value and not an option.
    #[prop(optional_no_strip)]
    own: Option<f64>,
) -> impl IntoView {
    let marks = groups
        .into_iter()
        .zip(SHAPES)
        .filter_map(|(value, shape)| {
            Some(view! { <svg x=share_of_width(value?) y="12" overflow="visible">{drawn(shape)}</svg> })
        })
        .collect_view();
    let own =
        own.map(|value| view! { <svg x=share_of_width(value) y="12" overflow="visible">{drawn("beside-own")}</svg> });
    view! {
        <svg class="beside-chart" height="24" aria-hidden="true" focusable="false">
            <line class="beside-line" x1="0" x2="100%" y1="12" y2="12"></line>
            {marks}
            {own}
        </svg>
    }
}

/// What the marks mean.
#[component]
pub fn BesideLegend(
    /// The words of the groups, in the order of the marks.
    groups: Vec<String>,
    /// The words of one's own.
    #[prop(into)]
    own: String,
) -> impl IntoView {
    let item = |shape: &'static str, words: String| {
        view! {
            <li><svg class="beside-key" width="24" height="24" aria-hidden="true" focusable="false"><svg x="12" y="12" overflow="visible">{drawn(shape)}</svg></svg>{words}</li>
        }
    };
    let items = groups.into_iter().zip(SHAPES).map(|(words, shape)| item(shape, words)).collect_view();
    view! { <ul class="legend" role="list">{items}{item("beside-own", own)}</ul> }
}

/// A mark: its shape tells it from the others, whatever the colours.
fn drawn(shape: &'static str) -> AnyView {
    match shape {
        "beside-all" => view! { <line class=shape x1="0" x2="0" y1="-11" y2="11"></line> }.into_any(),
        "beside-first" => view! { <rect class=shape x="-5" y="-5" width="10" height="10"></rect> }.into_any(),
        "beside-second" => view! { <path class=shape d="M0-7 7 0 0 7-7 0z"></path> }.into_any(),
        _ => view! { <rect class=shape x="-7" y="-7" width="14" height="14"></rect> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_without_a_value_has_no_mark_and_the_others_keep_theirs() {
        let html = view! { <BesideChart groups=vec![Some(0.5), None, Some(0.25)] own=Some(1.0)/> }.to_html();
        assert!(html.contains("x=\"50%\"") && html.contains("x=\"25%\"") && html.contains("x=\"100%\""), "{html}");
        assert!(!html.contains("beside-first") && html.contains("beside-second"), "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn the_legend_escapes_its_words() {
        let html = view! { <BesideLegend groups=vec!["<b>".into()] own="Ni"/> }.to_html();
        assert!(!html.contains("<b>"), "{html}");
    }
}
