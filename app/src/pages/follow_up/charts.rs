//! What the round's charts show, put in words beside.

use crate::{
    components::{
        CellKind, RateDrawing, RateRow,
        charts::{CurveData, CurveRow},
        tile_map::{Tile, TileState},
    },
    words::counted,
};
use collection::{
    follow_up::{CurveDay, FollowUp},
    rounds::RoundState,
};
use rust_decimal::prelude::ToPrimitive;
use statistics::{Grouping, response_rate::ResponseRate};
use survey::{format, status::Status};

/// The curve of the collection days, with the round before.
pub fn curve(view: &FollowUp) -> CurveData {
    let round = &view.round;
    let counts = |days: &[CurveDay]| days.iter().map(|day| day.count).collect::<Vec<_>>();
    let before = view.curve.before.as_ref();
    CurveData {
        id: "kurva".to_owned(),
        title: "Inskickade svar dag för dag".to_owned(),
        description: description(view),
        whole: round.eligible,
        unit: round.kind.plural().to_owned(),
        last_day: view.curve.length.max(view.curve.days.last().map_or(0, |day| day.day)),
        now: counts(&view.curve.days),
        now_label: round.key.year.to_string(),
        before: before.map(|before| counts(&before.days)).unwrap_or_default(),
        before_label: before.map(|before| before.year.to_string()).unwrap_or_default(),
        days: named_days(view),
        reminders: Vec::new(),
        table: weeks(view),
    }
}

fn description(view: &FollowUp) -> String {
    let Some(today) = view.curve.days.last() else { return "Omgången har inte öppnat än.".to_owned() };
    let now = format!("{} den {}", counted(size(today.count), "svar", "svar"), format::day(today.date));
    match &view.curve.before {
        None => format!("{now}."),
        Some(before) => {
            let then = before.count_on(today.day);
            let compared = match i64::from(today.count) - i64::from(then) {
                0 => "lika många som".to_owned(),
                more @ 1.. => format!("{more} fler än"),
                fewer => format!("{} färre än", -fewer),
            };
            format!("{now}, {compared} lika många dagar in i omgången {}.", before.year)
        }
    }
}

/// The first day, the due date and today are named under the axis. Today has to stand apart from the others.
fn named_days(view: &FollowUp) -> Vec<(u32, String)> {
    let mut days = vec![(0, format::day(view.round.opens))];
    if let Some(today) = view.curve.days.last().filter(|_| view.round.state == RoundState::Open)
        && today.day > view.curve.length / 4
        && today.day + view.curve.length / 4 < view.curve.length
    {
        days.push((today.day, format::day(today.date)));
    }
    days.push((view.curve.length, format::day(view.round.due)));
    days
}

/// Week by week, and the last day.
fn weeks(view: &FollowUp) -> Vec<CurveRow> {
    let days = &view.curve.days;
    let last = days.len().saturating_sub(1);
    days.iter()
        .enumerate()
        .filter(|(place, _)| place % 7 == 6 || *place == last)
        .map(|(_, day)| CurveRow {
            until: format::day(day.date),
            now: Some(day.count),
            before: view.curve.before.as_ref().map(|before| before.count_on(day.day)),
        })
        .collect()
}

/// The map's squares and the states of its legend.
pub fn map(view: &FollowUp) -> (Vec<TileState>, Vec<Tile>) {
    let order = [
        Status::Approved,
        Status::Submitted,
        Status::Returned,
        Status::Ready,
        Status::InProgress,
        Status::NotStarted,
        Status::Declined,
    ];
    let states = order.into_iter().map(TileState::of_status).collect();
    let place = |status: Status| order.iter().position(|other| *other == status).unwrap_or_default();
    let coordinate = |number: u32| i32::try_from(number).unwrap_or_default();
    let tiles = view
        .tiles
        .iter()
        .filter(|tile| tile.eligible)
        .map(|tile| Tile {
            name: tile.name.clone(),
            lan: tile.lan.clone(),
            column: coordinate(tile.column),
            row: coordinate(tile.row),
            state: place(tile.status),
        })
        .collect();
    (states, tiles)
}

/// The rates of a grouping, the lowest first. Län are counted square by square, the others compared as bars.
pub fn rates(grouping: Grouping, rates: &[ResponseRate], mean: Option<f64>) -> Vec<RateRow> {
    let mut rates: Vec<&ResponseRate> = rates.iter().collect();
    if grouping != Grouping::Size {
        rates.sort_by_key(|rate| rate.rate());
    }
    rates
        .into_iter()
        .map(|rate| RateRow {
            label: rate.label.clone(),
            drawing: match grouping {
                Grouping::Lan => RateDrawing::Cells(squares(rate)),
                Grouping::Kommungrupp | Grouping::Size => RateDrawing::Bar { share: share(rate), mean },
            },
            count: format!("{} av {}", rate.responded, rate.eligible),
            rate: super::percent(rate.rate()),
        })
        .collect()
}

fn squares(rate: &ResponseRate) -> Vec<(CellKind, u32)> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    vec![
        (CellKind::Full, number(rate.responded)),
        (CellKind::Open, number(rate.eligible.saturating_sub(rate.responded))),
    ]
}

/// A rate as the part of a bar's length that is filled.
pub fn share(rate: &ResponseRate) -> f64 {
    rate.rate().and_then(|rate| rate.to_f64()).unwrap_or_default()
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
