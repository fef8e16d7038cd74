//! The map of the kommuner: 290 equal squares roughly in place. The tables beside it say the same.

use super::marks::{Mark, StatusTone, mark};
use leptos::prelude::*;
use std::collections::BTreeMap;
use survey::status::Status;

/// The distance between tiles, and the side of one.
const STEP: i32 = 20;
const SIDE: i32 = 16;

/// Names that help to find one's way, where they stand among the tiles. In the map they have room for wider letters too.
const PLACES: [(&str, i32, i32, &str); 8] = [
    ("Kiruna", 274, 14, "tile-place chart-end"),
    ("Umeå", 284, 134, "tile-place"),
    ("Östersund", 134, 154, "tile-place chart-end"),
    ("Sundsvall", 204, 194, "tile-place"),
    ("Stockholm", 224, 454, "tile-place"),
    ("Gotland", 269, 538, "tile-place chart-middle"),
    ("Göteborg", 53, 554, "tile-place chart-end"),
    ("Malmö", 54, 694, "tile-place chart-end"),
];

/// A state that tiles of a map can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileState {
    /// Its mark.
    pub mark: Mark,
    /// How much it asks.
    pub tone: StatusTone,
    /// Its word.
    pub words: String,
}

impl TileState {
    /// The state of a response's status.
    pub fn of_status(status: Status) -> Self {
        Self { mark: Mark::of_status(status), tone: StatusTone::of_status(status), words: status.label().to_owned() }
    }

    fn class(&self) -> &'static str {
        match self.tone {
            StatusTone::Done | StatusTone::Plain => "tile-on",
            StatusTone::Quiet => "tile-ghost",
            StatusTone::Attention => "tile-back",
        }
    }
}

/// A kommun on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The kommun's name.
    pub name: String,
    /// The code of its län.
    pub lan: String,
    /// Its column, from 0 in the west.
    pub column: i32,
    /// Its row, from 0 in the north.
    pub row: i32,
    /// Its state, by place in the map's states.
    pub state: usize,
}

/// The map with its legend.
#[component]
pub fn TileMap(
    /// The id of the heading that names the map.
    #[prop(into)]
    labelled_by: String,
    /// The id of the text that describes it.
    #[prop(into)]
    described_by: String,
    /// The states in the order of the legend.
    states: Vec<TileState>,
    /// The kommuner.
    tiles: Vec<Tile>,
) -> impl IntoView {
    let legend = states
        .iter()
        .enumerate()
        .map(|(place, state)| {
            let count = tiles.iter().filter(|tile| tile.state == place).count();
            view! { <li><span class=state.class()>{mark(state.mark)}</span><span>{state.words.clone()}" "<strong>{count}</strong></span></li> }
        })
        .collect_view();
    let borders = lan_borders(&tiles);
    let squares = tiles.into_iter().filter_map(|tile| square(tile, &states)).collect_view();
    let places =
        PLACES.into_iter().map(|(name, x, y, class)| view! { <text class=class x=x y=y>{name}</text> }).collect_view();
    view! {
        <ul class="legend map-legend" role="list">{legend}</ul>
        <svg class="tile-map" viewBox="-30 -1 382 720" role="img" aria-labelledby=labelled_by aria-describedby=described_by>
            <g>{squares}</g>
            <path class="tile-lan" d=borders></path>
            {places}
        </svg>
    }
}

fn square(tile: Tile, states: &[TileState]) -> Option<impl IntoView + use<>> {
    let state = states.get(tile.state)?;
    let title = format!("{}: {}", tile.name, state.words);
    let (x, y) = (tile.column * STEP, tile.row * STEP);
    Some(
        view! { <use_ class=state.class() href=state.mark.href() x=x y=y width=SIDE height=SIDE><title>{title}</title></use_> },
    )
}

/// A line between every two neighbours of different län.
fn lan_borders(tiles: &[Tile]) -> String {
    let lan_at: BTreeMap<(i32, i32), &str> =
        tiles.iter().map(|tile| ((tile.row, tile.column), tile.lan.as_str())).collect();
    let mut path = String::new();
    for (&(row, column), lan) in &lan_at {
        let (left, top) = (column * STEP - 2, row * STEP - 2);
        if lan_at.get(&(row, column + 1)).is_some_and(|right| right != lan) {
            path.push_str(&format!("M{} {top}v{STEP}", left + STEP));
        }
        if lan_at.get(&(row + 1, column)).is_some_and(|below| below != lan) {
            path.push_str(&format!("M{left} {}h{STEP}", top + STEP));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(name: &str, lan: &str, column: i32, row: i32, state: usize) -> Tile {
        Tile { name: name.into(), lan: lan.into(), column, row, state }
    }

    #[test]
    fn a_line_stands_between_lan_only() {
        let tiles =
            [tile("a", "01", 0, 0, 0), tile("b", "01", 1, 0, 0), tile("c", "03", 2, 0, 0), tile("d", "03", 0, 1, 0)];
        assert_eq!(lan_borders(&tiles), "M-2 18h20M38 -2v20");
    }

    #[test]
    fn every_tile_says_its_name_and_state() {
        let states = vec![TileState::of_status(Status::Approved), TileState::of_status(Status::Returned)];
        let tiles = vec![tile("<b>Åre</b>", "23", 3, 4, 0), tile("Ydre", "05", 8, 23, 1)];
        let html = view! { <TileMap labelled_by="k" described_by="t" states tiles/> }.to_html();
        assert!(html.contains("&lt;b&gt;Åre&lt;/b&gt;: Godkänt"), "{html}");
        assert!(html.contains("href=\"#m-back\" x=\"160\" y=\"460\""), "{html}");
        assert!(html.contains("class=\"tile-back\""), "{html}");
        assert!(html.contains("Åter för komplettering"), "{html}");
    }
}
