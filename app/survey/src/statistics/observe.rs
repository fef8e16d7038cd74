//! From the answers of a round to its observations.

use super::{
    change,
    dataset::{Dataset, GroupIndex},
    figures::{Figures, Quotient},
    footnotes,
    groups::Grouping,
    indicator::Measure,
    measure::{Catalogue, CompiledMeasure, Part, Rule},
    observation::{Breakdown, Observation, ObservationStatus, sort},
    outcome::{Answer, Outcome, outcomes},
    secrecy::Secrecy,
    suppression::{Mask, Tally, suppress},
};
use crate::definition::Publication;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// A round to observe.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// Its year.
    pub year: i32,
    /// Its counted answers. The form must be the one that the catalogue has been given for that year.
    pub dataset: &'a Dataset,
}

impl Catalogue {
    /// Every observation of one round of a survey, of all together and by each of these groupings, sorted as in the file.
    /// The round before is what changes are measured from.
    pub fn observations(
        &self,
        survey: &str,
        round: Round<'_>,
        before: Option<Round<'_>>,
        groupings: &[Grouping],
    ) -> Vec<Observation> {
        let of_survey = || self.measures().iter().filter(|measure| measure.survey == survey);
        let now = Tables::new(round, groupings);
        let before = before.map(|before| Tables::new(before, groupings));
        let mut observations = Vec::new();
        for compiled in of_survey().filter(|measure| measure.is_in(round.year)) {
            let compared = compiled.measure.of.as_ref().and_then(|of| {
                of_survey().find(|other| other.indicator == compiled.indicator && other.measure.measure == *of)
            });
            match compared {
                Some(compared) => observations.extend(change::of(compiled, compared, &now, before.as_ref())),
                None => observations.extend(compiled.parts.iter().flat_map(|part| now.observe(compiled, part))),
            }
        }
        sort(&mut observations);
        observations
    }
}

/// A round with its groups and what is suppressed in each grouping. The first has no groups, only the total.
pub(super) struct Tables<'a> {
    pub round: Round<'a>,
    pub groupings: Vec<(GroupIndex, Secrecy)>,
}

/// What is suppressed of a measure in one grouping.
pub(super) struct Hidden {
    /// Where its values are.
    pub values: Mask,
    /// Where even how many were asked and have answered is.
    pub numbers: Mask,
}

impl<'a> Tables<'a> {
    fn new(round: Round<'a>, groupings: &[Grouping]) -> Self {
        let all = std::iter::once(None).chain(groupings.iter().copied().map(Some));
        let with_secrecy = |grouping| {
            let groups = round.dataset.grouped(grouping);
            let secrecy = Secrecy::of(round.dataset, &groups);
            (groups, secrecy)
        };
        Self { round, groupings: all.map(with_secrecy).collect() }
    }

    /// A measure for one combination of codes: of all together, then by every grouping.
    pub fn observe(&self, compiled: &CompiledMeasure, part: &Part) -> Vec<Observation> {
        let measure = &compiled.measure;
        let Some(rule) = part.rules.get(&self.round.year) else {
            let note = footnotes::not_asked(self.round.year);
            return vec![blank(compiled, self.round.year, &part.breakdown, ObservationStatus::NotAsked, note)];
        };
        let outcomes = outcomes(rule, measure.kind, self.round.dataset);
        let mut observations = Vec::new();
        for (groups, secrecy) in &self.groupings {
            let hidden = self.hidden(rule, &outcomes, groups, secrecy);
            let observation = |breakdown: Breakdown, figures: Figures, hides_values: bool, hides_numbers: bool| {
                let blank =
                    blank(compiled, self.round.year, &breakdown, ObservationStatus::Computed, rule.note.clone());
                let blank = Observation { series_break: rule.series_break, ..blank };
                fill(blank, measure, figures, hides_values, hides_numbers)
            };
            let Some(grouping) = groups.grouping() else {
                let mut all = Figures::default();
                outcomes.iter().for_each(|outcome| all.add(outcome));
                observations.push(observation(part.breakdown.clone(), all, hidden.values.total, hidden.numbers.total));
                continue;
            };
            let mut figures = vec![Figures::default(); groups.len_with_rest()];
            for (outcome, group) in outcomes.iter().zip(groups.of_row()) {
                if let Some(figures) = figures.get_mut(*group) {
                    figures.add(outcome);
                }
            }
            let masks = hidden.values.groups.iter().zip(&hidden.numbers.groups);
            for ((code, figures), (values, numbers)) in groups.codes().iter().zip(figures).zip(masks) {
                let breakdown = part.breakdown.and(grouping.dimension(), code);
                observations.push(observation(breakdown, figures, *values, *numbers));
            }
        }
        observations
    }

    /// What is suppressed of a measure: wherever the answers to a field that it names are, and what would be too small or
    /// all alike in the measure itself.
    pub fn hidden(&self, rule: &Rule, outcomes: &[Outcome], groups: &GroupIndex, secrecy: &Secrecy) -> Hidden {
        let (mut values, mut numbers) = (secrecy.nothing(), secrecy.nothing());
        for field in &rule.fields {
            values.also(secrecy.answers(*field));
            numbers.also(secrecy.numbers(*field));
        }
        // How many a condition holds for is an answer, too.
        for condition in [&rule.filter, &rule.denominator].into_iter().flatten() {
            condition.fields().iter().for_each(|field| numbers.also(secrecy.answers(*field)));
        }
        // A measure of one field says what the field's own table says, so it hides what that hides.
        if rule.fields.len() > 1 && self.is_guarded(rule) {
            let mut tallies = vec![Tally::default(); groups.len_with_rest()];
            let mut marks = Marks::default();
            for (outcome, group) in outcomes.iter().zip(groups.of_row()) {
                if let (Some(answer), Some(tally)) = (outcome.answer, tallies.get_mut(*group)) {
                    tally.add(1, &[marks.of(answer)]);
                }
            }
            values = suppress(&tallies, &values);
        }
        Hidden { values, numbers }
    }

    /// Whether the answers to any field of a measure are published only together.
    pub fn is_guarded(&self, rule: &Rule) -> bool {
        let fields = self.round.dataset.form().fields();
        let is_open = |field: &usize| fields.get(*field).is_none_or(|field| field.publication == Publication::Open);
        !rule.fields.iter().all(is_open)
    }
}

/// Tells different answers apart.
#[derive(Default)]
pub(super) struct Marks {
    numbers: HashMap<Option<Decimal>, u32>,
}

impl Marks {
    pub fn of(&mut self, answer: Answer) -> u32 {
        let number = match answer {
            Answer::No => return 0,
            Answer::Yes => return 1,
            Answer::Number(number) => Some(number),
            // Pairs with one quotient are alike: it is the quotient that is shown.
            Answer::Pair(above, below) => above.checked_div(below),
        };
        let next = self.numbers.len() as u32;
        *self.numbers.entry(number).or_insert(next)
    }
}

/// An observation without figures.
pub(super) fn blank(
    compiled: &CompiledMeasure,
    year: i32,
    breakdown: &Breakdown,
    status: ObservationStatus,
    note: String,
) -> Observation {
    Observation {
        indicator: compiled.indicator.clone(),
        measure: compiled.measure.measure.clone(),
        round: year,
        refers_to: year.saturating_add(compiled.measure.refers_to),
        published: None,
        breakdown: breakdown.clone(),
        unit: compiled.measure.unit.code().to_owned(),
        value: None,
        numerator: None,
        denominator: None,
        n_asked: None,
        n_answered: None,
        status,
        note,
        series_break: false,
    }
}

fn fill(
    blank: Observation,
    measure: &Measure,
    figures: Figures,
    hides_values: bool,
    hides_numbers: bool,
) -> Observation {
    let counted = Observation {
        n_asked: (!hides_numbers).then_some(figures.asked),
        n_answered: (!hides_numbers).then_some(figures.answered),
        ..blank
    };
    // Nobody answered: there is nothing to hide, unless that itself says something.
    if hides_values && (hides_numbers || figures.answered > 0) {
        return counted.without_figures(ObservationStatus::Suppressed);
    }
    let Quotient { value, numerator, denominator } = figures.quotient(measure.kind, measure.unit);
    let status = if value.is_some() { ObservationStatus::Computed } else { ObservationStatus::NotAvailable };
    Observation { value, numerator, denominator, status, ..counted }
}
