//! The percent change of a sum, over the organisations that answered in both rounds.

use crate::statistics::{
    dataset::GroupIndex,
    figures::percent,
    indicator::Kind,
    measure::{CompiledMeasure, Part, Rule},
    numbers,
    observation::{Breakdown, Observation, ObservationStatus, add_note},
    observe::{Marks, Tables, blank},
    outcome::{Answer, Outcome, outcomes},
    secrecy::Secrecy,
    suppression::{Mask, Tally, suppress},
};
use rust_decimal::Decimal;
use std::collections::HashMap;

pub(super) fn of(change: &CompiledMeasure, part: &Part, now: &Tables<'_>, before: &Tables<'_>) -> Vec<Observation> {
    let side = |tables| Side::new(part, tables);
    let (Some(now), Some(before)) = (side(now), side(before)) else { return Vec::new() };
    let matched = Matched::new(now, before);
    let groupings = now_and_before(&matched);
    groupings.flat_map(|(groups, groups_before)| matched.observe(change, part, groups, groups_before)).collect()
}

type Grouped = (GroupIndex, Secrecy);

fn now_and_before<'a>(matched: &Matched<'a>) -> impl Iterator<Item = (&'a Grouped, &'a Grouped)> + use<'a> {
    matched.now.tables.groupings.iter().zip(&matched.before.tables.groupings)
}

/// One of the two rounds.
struct Side<'a> {
    tables: &'a Tables<'a>,
    rule: &'a Rule,
    outcomes: Vec<Outcome>,
}

impl<'a> Side<'a> {
    fn new(part: &'a Part, tables: &'a Tables<'a>) -> Option<Self> {
        let rule = part.rules.get(&tables.round.year)?;
        // It is a sum that changes: the checks of the file see to that.
        let outcomes = outcomes(rule, Kind::Sum, tables.round.dataset);
        Some(Self { tables, rule, outcomes })
    }

    /// Every organisation that gave a number, with its row.
    fn numbers(&self) -> impl Iterator<Item = (&'a str, usize, Decimal)> {
        let organisations = self.tables.round.dataset.organisations();
        organisations.iter().zip(&self.outcomes).enumerate().filter_map(|(row, (organisation, outcome))| match outcome
            .answer?
        {
            Answer::Number(number) => Some((organisation.as_str(), row, number)),
            Answer::No | Answer::Yes | Answer::Pair(..) => None,
        })
    }

    /// Where the sum is suppressed, or that of those who answered in this round only would be known and must not be: all
    /// who answered less those in both rounds.
    fn hidden(&self, (groups, secrecy): &Grouped, rest: &[(usize, Answer)]) -> Mask {
        let mut hidden = self.tables.hidden(self.rule, &self.outcomes, groups, secrecy).values;
        let is_unsafe = |tally: &Tally| tally.answers() > 0 && !tally.is_safe();
        let mut all = Tally::default();
        let mut marks = Marks::default();
        rest.iter().for_each(|(_, answer)| all.add(1, &[marks.of(*answer)]));
        hidden.also(&Mask { total: is_unsafe(&all), groups: tallies(groups, rest).iter().map(is_unsafe).collect() });
        hidden
    }
}

/// Those who answered in both rounds, and those who answered in one.
struct Matched<'a> {
    now: Side<'a>,
    before: Side<'a>,
    /// By the row in this round: the number of this round and of the one before.
    pairs: Vec<(usize, Decimal, Decimal)>,
    only_now: Vec<(usize, Answer)>,
    only_before: Vec<(usize, Answer)>,
}

impl<'a> Matched<'a> {
    fn new(now: Side<'a>, before: Side<'a>) -> Self {
        let mut left: HashMap<&str, (usize, Decimal)> =
            before.numbers().map(|(organisation, row, number)| (organisation, (row, number))).collect();
        let (mut pairs, mut only_now) = (Vec::new(), Vec::new());
        for (organisation, row, number) in now.numbers() {
            match left.remove(organisation) {
                Some((_, then)) => pairs.push((row, number, then)),
                None => only_now.push((row, Answer::Number(number))),
            }
        }
        let only_before = left.into_values().map(|(row, number)| (row, Answer::Number(number))).collect();
        Self { now, before, pairs, only_now, only_before }
    }

    fn observe(
        &self,
        change: &CompiledMeasure,
        part: &Part,
        grouped: &Grouped,
        grouped_before: &Grouped,
    ) -> Vec<Observation> {
        let (groups, secrecy) = grouped;
        let values = self.hidden(grouped, grouped_before);
        let numbers = self.now.tables.hidden(self.now.rule, &self.now.outcomes, groups, secrecy).numbers;
        let Some(grouping) = groups.grouping() else {
            let all = self.observation(change, &part.breakdown, |_| true, numbers.total);
            return vec![suppressed_if(values.total, all)];
        };
        let masks = values.groups.iter().zip(&numbers.groups);
        let with_group = |((at, code), (values, numbers)): ((usize, &String), (&bool, &bool))| {
            let is_in = |row: usize| groups.of_row().get(row) == Some(&at);
            let breakdown = part.breakdown.and(grouping.dimension(), code);
            suppressed_if(*values, self.observation(change, &breakdown, is_in, *numbers))
        };
        groups.codes().iter().enumerate().zip(masks).map(with_group).collect()
    }

    /// Where the change is suppressed: wherever the sum of either round is, and where the change would be too small or all
    /// alike itself.
    fn hidden(&self, grouped: &Grouped, grouped_before: &Grouped) -> Mask {
        let is_guarded = self.now.tables.is_guarded(self.now.rule) || self.before.tables.is_guarded(self.before.rule);
        // Of what is open, the sum of those who answered in one round only may be known.
        let (only_now, only_before): (&[_], &[_]) =
            if is_guarded { (&self.only_now, &self.only_before) } else { (&[], &[]) };
        let mut hidden = self.now.hidden(grouped, only_now);
        let before = self.before.hidden(grouped_before, only_before);
        hidden.total |= before.total;
        for (code, hides) in grouped.0.codes().iter().zip(&mut hidden.groups) {
            let at = grouped_before.0.codes().binary_search(code).ok();
            *hides |= at.and_then(|at| before.groups.get(at)).is_some_and(|before| *before);
        }
        if !is_guarded {
            return hidden;
        }
        let pairs: Vec<(usize, Answer)> =
            self.pairs.iter().map(|(row, now, then)| (*row, Answer::Pair(*now, *then))).collect();
        suppress(&tallies(&grouped.0, &pairs), &hidden)
    }

    fn observation(
        &self,
        change: &CompiledMeasure,
        breakdown: &Breakdown,
        is_in: impl Fn(usize) -> bool,
        hides_numbers: bool,
    ) -> Observation {
        let (now, then): (Vec<Decimal>, Vec<Decimal>) =
            self.pairs.iter().filter(|(row, ..)| is_in(*row)).map(|(_, now, then)| (*now, *then)).unzip();
        let asked = self.now.outcomes.iter().enumerate().filter(|(row, outcome)| outcome.asked && is_in(*row)).count();
        let (numerator, denominator) = (numbers::sum(&now), numbers::sum(&then));
        let difference = numerator.zip(denominator).and_then(|(now, then)| now.checked_sub(then));
        let value = percent(difference, denominator);
        let status = if value.is_some() { ObservationStatus::Computed } else { ObservationStatus::NotAvailable };
        let before = self.before.tables.round.year;
        let mut note = format!("Jämfört med {before}, för dem som svarade i båda omgångarna.");
        add_note(&mut note, &self.now.rule.note);
        Observation {
            value,
            numerator,
            denominator,
            n_asked: (!hides_numbers).then_some(asked),
            n_answered: (!hides_numbers).then_some(now.len()),
            series_break: self.now.rule.series_break,
            ..blank(change, self.now.tables.round.year, breakdown, status, note)
        }
    }
}

fn suppressed_if(hides: bool, observation: Observation) -> Observation {
    if hides { observation.without_figures(ObservationStatus::Suppressed) } else { observation }
}

/// What must be known of these answers, by group.
fn tallies(groups: &GroupIndex, answers: &[(usize, Answer)]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); groups.len_with_rest()];
    let mut marks = Marks::default();
    for (row, answer) in answers {
        if let Some(tally) = groups.of_row().get(*row).and_then(|group| tallies.get_mut(*group)) {
            tally.add(1, &[marks.of(*answer)]);
        }
    }
    tallies
}
