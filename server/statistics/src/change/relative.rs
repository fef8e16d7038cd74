//! The percent change of a sum, over the organisations that answered in both rounds. Of what is published only together it
//! is not shown: beside the sums of each round it would tell the sum of those who answered in one of them only.

use crate::{
    contribution::{Contribution, ContributionAnswer, contributions},
    dataset::GroupIndex,
    indicator::MeasureKind,
    measure::{CompiledMeasure, MeasurePart, Rule},
    numbers,
    observation::{Breakdown, Observation, ObservationStatus, add_note},
    tables::{Tables, blank},
    totals::percent,
};
use rust_decimal::Decimal;
use std::collections::HashMap;

pub(super) fn of(
    change: &CompiledMeasure,
    part: &MeasurePart,
    now: &Tables<'_>,
    before: &Tables<'_>,
) -> Vec<Observation> {
    let side = |tables| RoundSide::new(part, tables);
    let (Some(now), Some(before)) = (side(now), side(before)) else { return Vec::new() };
    let matched = Matched::new(now, before);
    matched.now.tables.groupings.iter().flat_map(|groups| matched.observe(change, part, groups)).collect()
}

/// One of the two rounds.
struct RoundSide<'a> {
    tables: &'a Tables<'a>,
    rule: &'a Rule,
    contributions: Vec<Contribution>,
}

impl<'a> RoundSide<'a> {
    fn new(part: &'a MeasurePart, tables: &'a Tables<'a>) -> Option<Self> {
        let rule = part.rules.get(&tables.round.year)?;
        // It is a sum that changes: the checks of the file see to that.
        let contributions = contributions(rule, MeasureKind::Sum, tables.round.dataset);
        Some(Self { tables, rule, contributions })
    }

    /// Every organisation that gave a number, with its row.
    fn numbers(&self) -> impl Iterator<Item = (&'a str, usize, Decimal)> {
        let organisations = self.tables.round.dataset.organisations();
        organisations.iter().zip(&self.contributions).enumerate().filter_map(|(row, (organisation, outcome))| {
            match outcome.answer? {
                ContributionAnswer::Number(number) => Some((organisation.as_str(), row, number)),
                ContributionAnswer::No | ContributionAnswer::Yes | ContributionAnswer::Pair(..) => None,
            }
        })
    }
}

/// Those who answered in both rounds.
struct Matched<'a> {
    now: RoundSide<'a>,
    before: RoundSide<'a>,
    /// By the row in this round: the number of this round and of the one before.
    pairs: Vec<(usize, Decimal, Decimal)>,
}

impl<'a> Matched<'a> {
    fn new(now: RoundSide<'a>, before: RoundSide<'a>) -> Self {
        let mut left: HashMap<&str, Decimal> =
            before.numbers().map(|(organisation, _, number)| (organisation, number)).collect();
        let both = |(organisation, row, number)| Some((row, number, left.remove(organisation)?));
        let pairs = now.numbers().filter_map(both).collect();
        Self { now, before, pairs }
    }

    fn observe(&self, change: &CompiledMeasure, part: &MeasurePart, groups: &GroupIndex) -> Vec<Observation> {
        let hides = !self.now.tables.is_open(self.now.rule) || !self.before.tables.is_open(self.before.rule);
        let Some(grouping) = groups.grouping() else {
            return vec![suppressed_if(hides, self.observation(change, &part.breakdown, |_| true))];
        };
        let with_group = |(at, code): (usize, &String)| {
            let is_in = |row: usize| groups.of_row().get(row) == Some(&at);
            let breakdown = part.breakdown.within(grouping, code);
            suppressed_if(hides, self.observation(change, &breakdown, is_in))
        };
        groups.codes().iter().enumerate().map(with_group).collect()
    }

    fn observation(
        &self,
        change: &CompiledMeasure,
        breakdown: &Breakdown,
        is_in: impl Fn(usize) -> bool,
    ) -> Observation {
        let (now, then): (Vec<Decimal>, Vec<Decimal>) =
            self.pairs.iter().filter(|(row, ..)| is_in(*row)).map(|(_, now, then)| (*now, *then)).unzip();
        let asked =
            self.now.contributions.iter().enumerate().filter(|(row, outcome)| outcome.asked && is_in(*row)).count();
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
            n_asked: Some(asked),
            n_answered: Some(now.len()),
            series_break: self.now.rule.series_break,
            ..blank(change, self.now.tables.round.year, breakdown, status, note)
        }
    }
}

fn suppressed_if(hides: bool, observation: Observation) -> Observation {
    if hides { observation.without_figures(ObservationStatus::Suppressed) } else { observation }
}
