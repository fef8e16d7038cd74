//! Two values of one measure on a line from 0 to 100: then, and now.

use super::share_of_width;
use leptos::prelude::*;

/// A value with the time it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct DotPairPoint {
    /// The share, 0 to 1.
    pub share: f64,
    /// When: "2017".
    pub when: String,
}

/// Then and now. The words beside say the same.
#[component]
pub fn DotPair(
    /// The earlier value.
    #[prop(optional_no_strip)]
    before: Option<DotPairPoint>,
    /// The latest value.
    now: DotPairPoint,
    /// Whether the series is broken between the two, so that no line may join them.
    #[prop(optional)]
    is_broken: bool,
) -> impl IntoView {
    // Two names that would run into each other become one.
    let is_close = before.as_ref().is_some_and(|before| (before.share - now.share).abs() < 0.14);
    let now_text = match &before {
        Some(before) if is_close && before.share <= now.share => format!("{}–{}", before.when, now.when),
        Some(before) if is_close => format!("{}, {}", now.when, before.when),
        _ => now.when.clone(),
    };
    let x_now = share_of_width(now.share);
    let then = before.map(|before| {
        let x = share_of_width(before.share);
        let text = if is_close { String::new() } else { before.when };
        let cut = is_broken.then(|| {
            let middle = share_of_width((before.share + now.share) / 2.0);
            view! {
                <svg x=middle y="12" overflow="visible"><rect class="chart-blank" x="-6" y="-4" width="12" height="8"></rect><line class="chart-cut" x1="-6" x2="-6" y1="-9" y2="9"></line><line class="chart-cut" x1="6" x2="6" y1="-9" y2="9"></line></svg>
            }
        });
        view! {
            <line class="chart-line series-1" x1=x.clone() x2=x_now.clone() y1="12" y2="12"></line>
            {cut}
            <svg x=x y="12" overflow="visible"><rect class="point series-1" x="-5" y="-5" width="10" height="10"></rect><text class="middle" y="28">{text}</text></svg>
        }
    });
    let class = if now.share > 0.85 {
        "end"
    } else if now.share < 0.12 {
        "start"
    } else {
        "middle"
    };
    view! {
        <svg class="chart" height="44" aria-hidden="true" focusable="false">
            <line class="chart-grid" x1="0" x2="100%" y1="12" y2="12"></line>
            {then}
            <svg x=x_now.clone() y="12" overflow="visible"><rect class="point-full series-1" x="-7" y="-7" width="14" height="14"></rect><text class=class y="28">{now_text}</text></svg>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(share: f64, when: &str) -> DotPairPoint {
        DotPairPoint { share, when: when.into() }
    }

    #[test]
    fn two_times_far_apart_are_named_each() {
        let html = view! { <DotPair before=Some(point(0.37, "2017")) now=point(0.66, "2020")/> }.to_html();
        assert!(html.contains(">2017<") && html.contains(">2020<"), "{html}");
        assert!(html.contains("x=\"66%\""), "{html}");
    }

    #[test]
    fn a_broken_series_is_cut_between_its_times() {
        let pair = |is_broken| {
            view! { <DotPair before=Some(point(0.37, "2017")) now=point(0.66, "2020") is_broken/> }.to_html()
        };
        assert!(pair(true).contains("<svg x=\"51.5%\" y=\"12\" overflow=\"visible\"><rect"), "{}", pair(true));
        assert_eq!((pair(true).matches("chart-cut").count(), pair(false).matches("chart-cut").count()), (2, 0));
    }

    #[test]
    fn two_times_close_together_share_a_name() {
        let html = view! { <DotPair before=Some(point(0.16, "2019")) now=point(0.18, "<2020>")/> }.to_html();
        assert!(html.contains("2019–&lt;2020&gt;"), "{html}");
    }
}
