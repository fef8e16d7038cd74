//! Cells: a counted whole, one square for each. More than some three hundred is a bar instead.

use leptos::prelude::*;

/// What one square says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Answered, or yes.
    Full,
    /// Begun.
    Part,
    /// Back for completion.
    Back,
    /// Nothing yet, or no.
    Open,
}

/// How the squares are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellLayout {
    /// Column by column, so many rows high.
    Rows(u32),
    /// Row by row, so many columns wide.
    Columns(u32),
}

/// A counted whole as squares, drawn in the order given.
#[component]
pub fn Cells(
    /// How many of each kind, in order.
    counts: Vec<(CellKind, u32)>,
    /// The side of a square in pixels.
    #[prop(default = 9)]
    size: u32,
    /// The distance between squares in pixels.
    #[prop(default = 3)]
    gap: u32,
    /// The layout.
    #[prop(default = CellLayout::Rows(1))]
    layout: CellLayout,
    /// The square that is "you", counted from 0.
    #[prop(optional_no_strip)]
    ringed: Option<u32>,
    /// What the picture says, where no words beside it say so.
    #[prop(optional_no_strip)]
    label: Option<String>,
) -> impl IntoView {
    let kinds: Vec<CellKind> =
        counts.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count as usize)).collect();
    let grid = Grid { size, gap, layout };
    let (columns, rows) = grid.extent(kinds.len());
    let (width, height) = (grid.length(columns), grid.length(rows));
    let margin = if ringed.is_some() { 4 } else { 0 };
    let (outer_width, outer_height) = (width + 2 * margin, height + 2 * margin);
    let view_box = format!("-{margin} -{margin} {outer_width} {outer_height}").replace("-0 ", "0 ");
    let ring = ringed.map(|place| {
        let (x, y) = grid.corner(place);
        let side = size + 6;
        view! { <rect class="cell-you" x=i64::from(x) - 3 y=i64::from(y) - 3 width=side height=side/> }
    });
    let drawings = Paths::draw(&kinds, grid).into_views();
    match label {
        Some(label) => view! {
            <svg class="cells" width=outer_width height=outer_height viewBox=view_box role="img" aria-label=label>{drawings}{ring}</svg>
        }
        .into_any(),
        None => view! {
            <svg class="cells" width=outer_width height=outer_height viewBox=view_box aria-hidden="true" focusable="false">{drawings}{ring}</svg>
        }
        .into_any(),
    }
}

#[derive(Clone, Copy)]
struct Grid {
    size: u32,
    gap: u32,
    layout: CellLayout,
}

impl Grid {
    fn corner(self, place: u32) -> (u32, u32) {
        let step = self.size + self.gap;
        match self.layout {
            CellLayout::Rows(rows) => (place / rows.max(1) * step, place % rows.max(1) * step),
            CellLayout::Columns(columns) => (place % columns.max(1) * step, place / columns.max(1) * step),
        }
    }

    fn extent(self, count: usize) -> (u32, u32) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match self.layout {
            CellLayout::Rows(rows) => (count.div_ceil(rows.max(1)), count.min(rows.max(1))),
            CellLayout::Columns(columns) => (count.min(columns.max(1)), count.div_ceil(columns.max(1))),
        }
    }

    fn length(self, squares: u32) -> u32 {
        (squares * (self.size + self.gap)).saturating_sub(self.gap)
    }
}

/// One path per kind keeps hundreds of squares small.
#[derive(Default)]
struct Paths {
    full: String,
    edge: String,
    back: String,
    open: String,
}

impl Paths {
    fn draw(kinds: &[CellKind], grid: Grid) -> Self {
        let mut paths = Self::default();
        let side = grid.size;
        for (place, kind) in (0..).zip(kinds) {
            let (x, y) = grid.corner(place);
            let square = format!("M{x} {y}h{side}v{side}h-{side}z");
            // A line is drawn around its coordinate: half its width inwards keeps the square as large as a filled one.
            let (left, top, inner) = (f64::from(x) + 0.75, f64::from(y) + 0.75, f64::from(side) - 1.5);
            let outline = format!("M{left} {top}h{inner}v{inner}h-{inner}z");
            match kind {
                CellKind::Full => paths.full.push_str(&square),
                CellKind::Back => paths.back.push_str(&square),
                CellKind::Open => paths.open.push_str(&outline),
                CellKind::Part => {
                    let half = side / 2;
                    paths.edge.push_str(&outline);
                    paths.full.push_str(&format!("M{x} {}h{side}v{half}h-{side}z", y + side - half));
                }
            }
        }
        paths
    }

    fn into_views(self) -> Vec<AnyView> {
        let mut views = Vec::new();
        for (class, path) in
            [("cell-full", self.full), ("cell-back", self.back), ("cell-edge", self.edge), ("cell-open", self.open)]
        {
            if !path.is_empty() {
                views.push(view! { <path class=class stroke-width="1.5" d=path/> }.into_any());
            }
        }
        views
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_is_a_square() {
        let html = view! { <Cells counts=vec![(CellKind::Full, 250), (CellKind::Open, 40)] size=20 gap=5 layout=CellLayout::Rows(10) label=Some("250 av 290".to_owned())/> }.to_html();
        assert_eq!(html.matches("v20").count(), 250);
        assert_eq!(html.matches("v18.5").count(), 40);
        assert!(html.contains("width=\"720\" height=\"245\""), "{}", &html[..200]);
        assert!(html.contains("role=\"img\" aria-label=\"250 av 290\""), "{}", &html[..200]);
    }

    #[test]
    fn rows_fill_before_columns_or_after() {
        let grid = |layout| Grid { size: 8, gap: 2, layout };
        assert_eq!(grid(CellLayout::Rows(2)).corner(1), (0, 10));
        assert_eq!(grid(CellLayout::Columns(17)).corner(17), (0, 10));
        assert_eq!(grid(CellLayout::Columns(17)).extent(33), (17, 2));
    }

    #[test]
    fn you_are_ringed() {
        let html = view! { <Cells counts=vec![(CellKind::Full, 1)] size=22 gap=8 ringed=Some(0)/> }.to_html();
        assert!(html.contains("viewBox=\"-4 -4 30 30\""), "{html}");
        assert!(html.contains("class=\"cell-you\""), "{html}");
    }
}
