//! A round as tables of outcomes by group, and the observations of one measure from them.

use super::{
    contribution::contributions,
    dataset::{Dataset, GroupIndex},
    footnotes,
    groups::Grouping,
    indicator::{Measure, MeasureKind},
    measure::{CompiledMeasure, MeasurePart, Rule},
    observation::{Breakdown, Observation, ObservationStatus},
    protection::{self, GroupKey},
    totals::{MeasureTotals, Quotient},
};

/// A round to observe.
#[derive(Debug, Clone, Copy)]
pub struct ObservedRound<'a> {
    /// Its year.
    pub year: i32,
    /// Its counted answers. The form must be the one that the catalogue has been given for that year.
    pub dataset: &'a Dataset,
}

/// A round with its groups. The first grouping has no groups, only the total.
pub(super) struct Tables<'a> {
    pub round: ObservedRound<'a>,
    pub groupings: Vec<GroupIndex>,
}

impl<'a> Tables<'a> {
    pub fn new(round: ObservedRound<'a>, groupings: &[Grouping]) -> Self {
        let all = std::iter::once(None).chain(groupings.iter().copied().map(Some));
        Self { round, groupings: all.map(|grouping| round.dataset.grouped(grouping)).collect() }
    }

    /// A measure for one combination of codes: of all together, then by every grouping.
    pub fn observe(&self, compiled: &CompiledMeasure, part: &MeasurePart) -> Vec<Observation> {
        let measure = &compiled.measure;
        let Some(rule) = part.rules.get(&self.round.year) else {
            let note = footnotes::not_asked(self.round.year);
            return vec![blank(compiled, self.round.year, &part.breakdown, ObservationStatus::NotAsked, note)];
        };
        let contributions = contributions(rule, measure.kind, self.round.dataset);
        let mut observations = Vec::new();
        for groups in &self.groupings {
            let observation = |breakdown: Breakdown, group: GroupKey<'_>, figures: MeasureTotals| {
                let blank =
                    blank(compiled, self.round.year, &breakdown, ObservationStatus::Computed, rule.note.clone());
                let blank = Observation { series_break: rule.series_break, ..blank };
                if self.hides(rule, measure, group, &figures) {
                    blank.without_figures(ObservationStatus::Suppressed)
                } else {
                    fill(blank, measure, figures)
                }
            };
            let Some(grouping) = groups.grouping() else {
                let mut all = MeasureTotals::default();
                contributions.iter().for_each(|outcome| all.add(outcome));
                observations.push(observation(part.breakdown.clone(), None, all));
                continue;
            };
            let mut figures = vec![MeasureTotals::default(); groups.len_with_rest()];
            for (outcome, group) in contributions.iter().zip(groups.of_row()) {
                if let Some(figures) = figures.get_mut(*group) {
                    figures.add(outcome);
                }
            }
            for (code, figures) in groups.codes().iter().zip(figures) {
                let breakdown = part.breakdown.within(grouping, code);
                observations.push(observation(breakdown, Some((grouping, code)), figures));
            }
        }
        observations
    }

    /// Returns whether the figures of a measure are hidden from the public in a group.
    fn hides(&self, rule: &Rule, measure: &Measure, group: GroupKey<'_>, figures: &MeasureTotals) -> bool {
        if self.is_open(rule) {
            return false;
        }
        let protection = self.round.dataset.protection();
        let kind = measure.kind;
        let is_hidden_sum = match kind {
            MeasureKind::Share | MeasureKind::Distribution | MeasureKind::Count => false,
            // Sums of parts and of combinations can be subtracted from each other: only that of all the field's numbers is shown.
            MeasureKind::Sum | MeasureKind::Mean => {
                !self.is_bare(rule, measure) || protection::hidden_sum(figures.numbers()).is_some()
            }
            // One organisation's own answer, or a quotient that hides whose numbers are above and below.
            MeasureKind::Median
            | MeasureKind::Minimum
            | MeasureKind::Maximum
            | MeasureKind::Ratio
            | MeasureKind::Change => true,
        };
        is_hidden_sum || protection.hidden_measure(&rule.fields, kind.is_counting(), group, figures.answered).is_some()
    }

    /// Returns whether a measure is of one field's answers as they are, of all who gave one.
    fn is_bare(&self, rule: &Rule, measure: &Measure) -> bool {
        let [field] = rule.fields.as_slice() else { return false };
        let name = self.round.dataset.form().fields().get(*field).map(|field| format!("${{{}}}", field.name));
        rule.filter.is_none()
            && rule.denominator.is_none()
            && measure.numerator.as_deref().map(str::trim) == name.as_deref()
    }

    /// Returns whether everything that a measure names is published by organisation.
    pub fn is_open(&self, rule: &Rule) -> bool {
        rule.fields.iter().all(|field| self.round.dataset.protection().is_open(*field))
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

fn fill(blank: Observation, measure: &Measure, figures: MeasureTotals) -> Observation {
    let (n_asked, n_answered) = (Some(figures.asked), Some(figures.answered));
    let Quotient { value, numerator, denominator } = figures.quotient(measure.kind, measure.unit);
    let status = if value.is_some() { ObservationStatus::Computed } else { ObservationStatus::NotAvailable };
    Observation { value, numerator, denominator, n_asked, n_answered, status, ..blank }
}
