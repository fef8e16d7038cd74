//! Shares per group, as squares or as bars.

use super::{
    cells::{CellKind, CellLayout, Cells},
    charts::share_of_width,
};
use leptos::prelude::*;

/// A share as a bar, to be compared between groups of different size. The words stand beside.
#[component]
pub fn RateBar(
    /// The share, 0 to 1.
    share: f64,
    /// The whole country's share, drawn as a line.
    #[prop(optional_no_strip)]
    mean: Option<f64>,
) -> impl IntoView {
    let mean = mean.map(|mean| {
        let x = share_of_width(mean);
        view! {
            <line class="rate-halo" x1=x.clone() x2=x.clone() y1="0" y2="20"/>
            <line class="rate-mean" x1=x.clone() x2=x y1="0" y2="20"/>
        }
    });
    view! {
        <svg class="rate-bar" height="20" aria-hidden="true" focusable="false">
            <rect class="rate-back" width="100%" height="12" y="4"></rect>
            <rect class="rate-fill" width=share_of_width(share) height="12" y="4"></rect>
            {mean}
        </svg>
    }
}

/// How a group's share is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum RateDrawing {
    /// A square for each.
    Cells(Vec<(CellKind, u32)>),
    /// A bar, with the whole country's share.
    Bar {
        /// The share, 0 to 1.
        share: f64,
        /// The whole country's.
        mean: Option<f64>,
    },
}

/// A group of a table of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct RateRow {
    /// The group.
    pub label: String,
    /// Its picture.
    pub drawing: RateDrawing,
    /// How many: "26 av 35".
    pub count: String,
    /// The share in words: "74,3 %".
    pub rate: String,
}

/// Shares per group.
#[component]
pub fn RatesTable(
    /// What the table shows, and what its squares or line are.
    #[prop(into)]
    caption: String,
    /// What the groups are: "Län".
    #[prop(into)]
    group: String,
    /// What is counted: "Svar".
    #[prop(default = "Svar".to_owned(), into)]
    counted: String,
    /// The groups.
    rows: Vec<RateRow>,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let has_no_drawing = matches!(&row.drawing, RateDrawing::Cells(counts) if counts.is_empty());
            let count = if has_no_drawing { "number rate-words" } else { "number" };
            let drawing = match row.drawing {
                RateDrawing::Cells(counts) => view! { <Cells counts size=8 gap=2 layout=CellLayout::Columns(17)/> }.into_any(),
                RateDrawing::Bar { share, mean } => view! { <RateBar share mean/> }.into_any(),
            };
            view! {
                <tr><th scope="row">{row.label}</th><td class="cells-cell">{drawing}</td><td class=count>{row.count}</td><td class="number">{row.rate}</td></tr>
            }
        })
        .collect_view();
    view! {
        <table class="rates">
            <caption class="table-caption">{caption}</caption>
            <thead><tr><th scope="col">{group}</th><th scope="col"><span class="visually-hidden">"Bild"</span></th><th scope="col" class="number">{counted}</th><th scope="col" class="number">"Andel"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let html = view! { <RateBar share=0.7428571 mean=Some(0.862069)/> }.to_html();
        assert!(html.contains("width=\"74.29%\""), "{html}");
        assert!(html.contains("x1=\"86.21%\""), "{html}");
        assert!(!html.contains("style"), "{html}");
    }

    #[test]
    fn texts_are_escaped_and_numbers_stand_in_words() {
        let evil = "<script>alert(1)</script>";
        let row = RateRow {
            label: evil.into(),
            drawing: RateDrawing::Cells(vec![(CellKind::Full, 2)]),
            count: evil.into(),
            rate: evil.into(),
        };
        let html = view! { <RatesTable caption=evil group=evil rows=vec![row]/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("<th scope=\"row\">"), "{html}");
    }
}
