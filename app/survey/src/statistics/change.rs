//! The change of a measure from the round before.

use super::{
    figures::percent,
    footnotes,
    measure::{CompiledMeasure, Part},
    numbers,
    observation::{Observation, ObservationStatus, add_note},
    observe::{Marks, Tables, blank},
    outcome::{Answer, Outcome, outcomes},
    suppression::{Mask, Tally, suppress},
};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// How a measure has changed since the round before.
pub(super) fn of(
    change: &CompiledMeasure,
    compared: &CompiledMeasure,
    now: &Tables<'_>,
    before: Option<&Tables<'_>>,
) -> Vec<Observation> {
    let year = now.round.year;
    let nothing = |part: &Part, status, note: String| vec![blank(change, year, &part.breakdown, status, note)];
    compared
        .parts
        .iter()
        .flat_map(|part| {
            let Some(before) = before.filter(|before| compared.is_in(before.round.year)) else {
                let note = "Det finns ingen omgång före att jämföra med.".to_owned();
                return nothing(part, ObservationStatus::NotAvailable, note);
            };
            let unasked = [year, before.round.year].into_iter().find(|year| !part.rules.contains_key(year));
            if let Some(unasked) = unasked {
                return nothing(part, ObservationStatus::NotAsked, footnotes::not_asked(unasked));
            }
            if change.measure.relative {
                relative(change, part, now, before)
            } else {
                absolute(change, compared, part, now, before)
            }
        })
        .collect()
}

/// Value minus value.
fn absolute(
    change: &CompiledMeasure,
    compared: &CompiledMeasure,
    part: &Part,
    now: &Tables<'_>,
    before: &Tables<'_>,
) -> Vec<Observation> {
    let earlier: HashMap<String, Observation> = before
        .observe(compared, part)
        .into_iter()
        .map(|observation| (observation.breakdown.to_string(), observation))
        .collect();
    let with = |observation: Observation| {
        let earlier = earlier.get(&observation.breakdown.to_string());
        let is_suppressed = |observation: &Observation| observation.status == ObservationStatus::Suppressed;
        let value = earlier
            .and_then(|earlier| earlier.value)
            .zip(observation.value)
            .and_then(|(then, now)| now.checked_sub(then));
        let status = if is_suppressed(&observation) || earlier.is_some_and(is_suppressed) {
            ObservationStatus::Suppressed
        } else if value.is_some() {
            ObservationStatus::Computed
        } else {
            ObservationStatus::NotAvailable
        };
        let mut note = format!("Jämfört med {}.", before.round.year);
        add_note(&mut note, &observation.note);
        Observation {
            value,
            n_asked: observation.n_asked,
            n_answered: observation.n_answered,
            series_break: observation.series_break,
            ..blank(change, now.round.year, &observation.breakdown, status, note)
        }
    };
    now.observe(compared, part).into_iter().map(with).collect()
}

/// What one organisation gave in the two rounds.
struct Pair {
    organisation: usize,
    now: Decimal,
    then: Decimal,
}

/// Percent change of a sum, over the organisations that answered in both rounds.
fn relative(change: &CompiledMeasure, part: &Part, now: &Tables<'_>, before: &Tables<'_>) -> Vec<Observation> {
    let (Some(rule), Some(earlier_rule)) = (part.rules.get(&now.round.year), part.rules.get(&before.round.year)) else {
        return Vec::new();
    };
    // It is a sum that changes: the checks of the file see to that.
    let kind = super::indicator::Kind::Sum;
    let outcomes_now = outcomes(rule, kind, now.round.dataset);
    let outcomes_then = outcomes(earlier_rule, kind, before.round.dataset);
    let organisations = before.round.dataset.organisations();
    let mut left: HashMap<&str, (usize, Decimal)> = organisations
        .iter()
        .zip(&outcomes_then)
        .enumerate()
        .filter_map(|(row, (organisation, outcome))| Some((organisation.as_str(), (row, number(outcome)?))))
        .collect();
    let (mut pairs, mut unpaired_now) = (Vec::new(), Vec::new());
    for (row, (organisation, outcome)) in now.round.dataset.organisations().iter().zip(&outcomes_now).enumerate() {
        let Some(number) = number(outcome) else { continue };
        match left.remove(organisation.as_str()) {
            Some((_, then)) => pairs.push(Pair { organisation: row, now: number, then }),
            None => unpaired_now.push((row, number)),
        }
    }
    let unpaired_then: Vec<(usize, Decimal)> = left.into_values().collect();
    let is_guarded = now.is_guarded(rule) || before.is_guarded(earlier_rule);

    let mut observations = Vec::new();
    for ((groups, secrecy), (groups_then, secrecy_then)) in now.groupings.iter().zip(&before.groupings) {
        let hidden = now.hidden(rule, &outcomes_now, groups, secrecy);
        let hidden_then = before.hidden(earlier_rule, &outcomes_then, groups_then, secrecy_then);
        let mut values = hidden.values;
        if is_guarded {
            let then = |code: &String| groups_then.codes().binary_search(code).ok();
            values.total |= hidden_then.values.total;
            for (code, hides) in groups.codes().iter().zip(&mut values.groups) {
                *hides |= then(code).and_then(|at| hidden_then.values.groups.get(at)).is_some_and(|hidden| *hidden);
            }
            // The sum of all who answered less that of those in both rounds is the sum of the others.
            values.also(&unsafe_rest(groups.of_row(), groups.len_with_rest(), &unpaired_now));
            let rest_then = unsafe_rest(groups_then.of_row(), groups_then.len_with_rest(), &unpaired_then);
            values.total |= rest_then.total;
            for (code, hides) in groups.codes().iter().zip(&mut values.groups) {
                *hides |= then(code).and_then(|at| rest_then.groups.get(at)).is_some_and(|hidden| *hidden);
            }
            values = suppress(&tallies_of(&pairs, groups.of_row(), groups.len_with_rest()), &values);
        }
        let observation = |breakdown, of_group: Option<usize>, hides_values: bool, hides_numbers: bool| {
            let is_in = |row: usize| of_group.is_none_or(|group| groups.of_row().get(row) == Some(&group));
            let matched: Vec<&Pair> = pairs.iter().filter(|pair| is_in(pair.organisation)).collect();
            let asked = outcomes_now.iter().enumerate().filter(|(row, outcome)| outcome.asked && is_in(*row)).count();
            let sum_now = numbers::sum(&matched.iter().map(|pair| pair.now).collect::<Vec<_>>());
            let sum_then = numbers::sum(&matched.iter().map(|pair| pair.then).collect::<Vec<_>>());
            let difference = sum_now.zip(sum_then).and_then(|(now, then)| now.checked_sub(then));
            let value = percent(difference, sum_then);
            let mut note = format!("Jämfört med {}, för dem som svarade i båda omgångarna.", before.round.year);
            add_note(&mut note, &rule.note);
            let status = if value.is_some() { ObservationStatus::Computed } else { ObservationStatus::NotAvailable };
            let observation = Observation {
                value,
                numerator: sum_now,
                denominator: sum_then,
                n_asked: (!hides_numbers).then_some(asked),
                n_answered: (!hides_numbers).then_some(matched.len()),
                series_break: rule.series_break,
                ..blank(change, now.round.year, &breakdown, status, note)
            };
            if hides_values { observation.without_figures(ObservationStatus::Suppressed) } else { observation }
        };
        let Some(grouping) = groups.grouping() else {
            observations.push(observation(part.breakdown.clone(), None, values.total, hidden.numbers.total));
            continue;
        };
        let masks = values.groups.iter().zip(&hidden.numbers.groups);
        for ((at, code), (values, numbers)) in groups.codes().iter().enumerate().zip(masks) {
            let breakdown = part.breakdown.and(grouping.dimension(), code);
            observations.push(observation(breakdown, Some(at), *values, *numbers));
        }
    }
    observations
}

fn number(outcome: &Outcome) -> Option<Decimal> {
    match outcome.answer? {
        Answer::Number(number) => Some(number),
        Answer::No | Answer::Yes | Answer::Pair(..) => None,
    }
}

/// Where those who answered in one round only are too few, or all alike, for their sum to be known.
fn unsafe_rest(of_row: &[usize], groups: usize, rest: &[(usize, Decimal)]) -> Mask {
    let mut tallies = vec![Tally::default(); groups];
    let mut total = Tally::default();
    let mut marks = Marks::default();
    for (row, number) in rest {
        let mark = marks.of(Answer::Number(*number));
        total.add(1, &[mark]);
        if let Some(tally) = of_row.get(*row).and_then(|group| tallies.get_mut(*group)) {
            tally.add(1, &[mark]);
        }
    }
    let is_unsafe = |tally: &Tally| tally.answers() > 0 && !tally.is_safe();
    Mask { total: is_unsafe(&total), groups: tallies.iter().map(is_unsafe).collect() }
}

fn tallies_of(pairs: &[Pair], of_row: &[usize], groups: usize) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); groups];
    let mut marks = Marks::default();
    for pair in pairs {
        if let Some(tally) = of_row.get(pair.organisation).and_then(|group| tallies.get_mut(*group)) {
            tally.add(1, &[marks.of(Answer::Pair(pair.now, pair.then))]);
        }
    }
    tallies
}
