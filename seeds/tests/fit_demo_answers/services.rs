//! The e-services of 2019 and 2020: table 1 of the report, cell by cell, with what it says of the rows together.

use super::{
    chance::{chance, ranked},
    drawn_answers::DrawnAnswers,
};
use std::collections::{BTreeMap, BTreeSet};

pub const ROWS: [&str; 7] = [
    "barn_och_unga",
    "ekonomiskt_bistand",
    "familjeratt",
    "familjeradgivning",
    "vuxna_missbruk",
    "funktionshinder",
    "aldreomsorg",
];
pub const TYPES: [&str; 6] =
    ["tidsbokning", "digital_ansokan", "chatt", "saker_kommunikation", "intresseanmalan", "annan"];

/// A row: how many have none, and how many have each type.
type ServiceCounts = (usize, [usize; 6]);

/// Of the 244 that answered in 2020.
pub const OF_2020: [ServiceCounts; 7] = [
    (117, [5, 5, 15, 22, 93, 3]),
    (117, [5, 98, 8, 30, 8, 3]),
    (181, [15, 8, 5, 15, 10, 10]),
    (181, [20, 3, 5, 10, 5, 20]),
    (173, [3, 8, 8, 17, 20, 15]),
    (129, [3, 61, 5, 10, 52, 3]),
    (132, [3, 76, 5, 10, 22, 3]),
];

/// Of the 202 that answered in 2019.
pub const OF_2019: [ServiceCounts; 7] = [
    (119, [3, 9, 13, 9, 67, 0]),
    (127, [3, 59, 7, 13, 9, 0]),
    (165, [11, 7, 7, 7, 11, 0]),
    (173, [13, 7, 5, 7, 5, 0]),
    (170, [3, 5, 7, 7, 11, 0]),
    (117, [1, 47, 5, 9, 29, 0]),
    (130, [7, 59, 5, 7, 17, 0]),
];

pub fn field(row: &str) -> String {
    format!("etjanster.{row}")
}

/// Who has some service in each row.
type Holders = [BTreeSet<usize>; 7];

/// Answers `etjanster` in 2020: 66 have nothing in any row, 33 something in every one.
pub fn fit_2020(drawn_answers: &mut DrawnAnswers<'_>) {
    let answering = drawn_answers.left(&field(ROWS[0]));
    let order = ranked(answering.iter().copied(), |at| drawn_answers.score(at, "etjanster"));
    let (full, rest) = order.split_at(33);
    let (some, _none) = rest.split_at(answering.len() - 33 - 66);
    let quota: Vec<usize> = OF_2020.iter().map(|(none, _)| answering.len() - none - full.len()).collect();
    let mut holders = dealt(drawn_answers, some, &quota);
    for row in &mut holders {
        row.extend(full);
    }
    write(drawn_answers, &answering, &holders, &OF_2020);
}

/// Deals rows out so that everyone of `some` gets one to six, and every row its number.
fn dealt(drawn_answers: &DrawnAnswers<'_>, some: &[usize], quota: &[usize]) -> Holders {
    // Those who have come further get more.
    let total: usize = quota.iter().sum();
    let mut owed: BTreeMap<usize, usize> = BTreeMap::new();
    for (rank, at) in some.iter().enumerate() {
        owed.insert(*at, (6 - rank * 6 / some.len()).clamp(1, 6));
    }
    let mut difference = total as i64 - owed.values().sum::<usize>() as i64;
    for at in some.iter().cycle() {
        let number = owed.get_mut(at).unwrap();
        match difference {
            0 => break,
            1.. if *number < 6 => (*number += 1, difference -= 1),
            ..0 if *number > 1 => (*number -= 1, difference += 1),
            _ => continue,
        };
    }
    // The largest rows first, each to those who are owed most: this comes out even whenever it can.
    let mut holders = Holders::default();
    for row in ranked(0..ROWS.len(), |row| quota[row] as f64) {
        let order = ranked(some.iter().copied(), |at| {
            owed[&at] as f64 + chance(&[drawn_answers.code(at), ROWS[row], "rad"]) / 2.0
        });
        for at in order.into_iter().take(quota[row]) {
            *owed.get_mut(&at).unwrap() -= 1;
            holders[row].insert(at);
        }
    }
    assert!(owed.values().all(|owed| *owed == 0));
    shaken(drawn_answers, some, &mut holders);
    holders
}

/// Exchanges rows between two at a time, so that each gets those it is nearest to. No count changes.
fn shaken(drawn_answers: &DrawnAnswers<'_>, some: &[usize], holders: &mut Holders) {
    let near = |at: usize, row: usize| chance(&[drawn_answers.code(at), ROWS[row], "nära"]);
    for (number, one) in some.iter().enumerate() {
        for other in &some[number + 1..] {
            for a in 0..ROWS.len() {
                for b in 0..ROWS.len() {
                    let has = |row: usize, at: &usize| holders[row].contains(at);
                    let can = has(a, one) && !has(a, other) && has(b, other) && !has(b, one);
                    if can && near(*one, b) + near(*other, a) > near(*one, a) + near(*other, b) {
                        holders[a].remove(one);
                        holders[a].insert(*other);
                        holders[b].remove(other);
                        holders[b].insert(*one);
                    }
                }
            }
        }
    }
}

/// Answers `etjanster` in 2019 with parts of what was answered in 2020: nobody loses its last service in a row.
/// 67 have nothing in any row.
pub fn fit_2019(drawn_answers: &mut DrawnAnswers<'_>, later: &DrawnAnswers<'_>) {
    let answering = drawn_answers.left(&field(ROWS[0]));
    let is_free = |at: usize| !later.answering.contains(&at) || later.answer(at, &field(ROWS[0])).starts_with('#');
    let may = |at: usize, row: usize| is_free(at) || later.answer(at, &field(ROWS[row])) != "inga";
    let rows = |at: usize| (0..ROWS.len()).filter(|row| may(at, *row)).count();
    let order = ranked(answering.iter().copied(), |at| {
        drawn_answers.score(at, "etjanster") + if rows(at) == 0 { -10.0 } else { 0.05 * rows(at) as f64 }
    });
    let some = &order[..answering.len() - 67];
    let mut holders = Holders::default();
    let mut held: BTreeMap<usize, usize> = some.iter().map(|at| (*at, 0)).collect();
    // The rows that fewest may have first; those who have nothing yet before the others.
    for row in ranked(0..ROWS.len(), |row| OF_2019[row].0 as f64) {
        let allowed = some.iter().copied().filter(|at| may(*at, row));
        let order = ranked(allowed, |at| {
            let left = (0..ROWS.len()).filter(|other| may(at, *other)).count();
            let first = if held[&at] == 0 { 1.0 / left as f64 } else { 0.0 };
            first
                + 0.5 * drawn_answers.score(at, ROWS[row])
                + 0.5 * chance(&[drawn_answers.code(at), ROWS[row], "nära"])
        });
        for at in order.into_iter().take(answering.len() - OF_2019[row].0) {
            holders[row].insert(at);
            *held.get_mut(&at).unwrap() += 1;
        }
    }
    // Whoever is left with nothing takes a row over from one that has several.
    for at in some {
        if held[at] > 0 {
            continue;
        }
        let (row, giver) = (0..ROWS.len())
            .filter(|row| may(*at, *row))
            .find_map(|row| Some((row, *holders[row].iter().rev().find(|giver| held[giver] > 1)?)))
            .unwrap();
        holders[row].remove(&giver);
        holders[row].insert(*at);
        *held.get_mut(&giver).unwrap() -= 1;
        *held.get_mut(at).unwrap() += 1;
    }
    write(drawn_answers, &answering, &holders, &OF_2019);
}

/// Deals the types of each row out to its holders, everyone at least one, and writes the answers.
fn write(drawn_answers: &mut DrawnAnswers<'_>, answering: &[usize], holders: &Holders, counts: &[ServiceCounts; 7]) {
    for (row, (none, types)) in counts.iter().enumerate() {
        let name = field(ROWS[row]);
        assert_eq!(holders[row].len(), answering.len() - none, "{name}");
        let of = types_of(drawn_answers, ROWS[row], &holders[row], types);
        for at in answering {
            let answer = match of.get(at) {
                None => "inga".to_owned(),
                Some(chosen) => {
                    TYPES.iter().filter(|name| chosen.contains(**name)).copied().collect::<Vec<_>>().join(" ")
                }
            };
            drawn_answers.put(*at, &name, answer);
        }
    }
}

fn types_of(
    drawn_answers: &DrawnAnswers<'_>,
    row: &str,
    holders: &BTreeSet<usize>,
    counts: &[usize; 6],
) -> BTreeMap<usize, BTreeSet<&'static str>> {
    let mut left = *counts;
    let mut of: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    let near = |at: usize, kind: usize| chance(&[drawn_answers.code(at), row, TYPES[kind], "typ"]);
    // First one each: the rare types to those nearest to them, as many as leave enough for the rest.
    let spare = counts.iter().sum::<usize>() - holders.len();
    let mut unserved = holders.clone();
    let by_number = ranked(0..TYPES.len(), |kind| -(counts[kind] as f64));
    for kind in by_number.iter().copied() {
        let share = if left[kind] == 0 { 0 } else { left[kind] - (spare * left[kind] / counts.iter().sum::<usize>()) };
        for at in ranked(unserved.iter().copied(), |at| near(at, kind)).into_iter().take(share) {
            of.entry(at).or_default().insert(TYPES[kind]);
            unserved.remove(&at);
            left[kind] -= 1;
        }
    }
    assert!(unserved.is_empty(), "{row}");
    // Then the rest to those who have come furthest.
    for kind in by_number {
        let without = holders.iter().copied().filter(|at| !of[at].contains(TYPES[kind]));
        let order = ranked(without, |at| drawn_answers.panel.organisations[at].maturity + 0.3 * near(at, kind));
        for at in order.into_iter().take(left[kind]) {
            of.entry(at).or_default().insert(TYPES[kind]);
        }
    }
    of
}
