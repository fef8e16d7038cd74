//! What every response contributes to a measure.

use super::{
    dataset::{Dataset, DatasetCell, DatasetColumn, DatasetRow},
    indicator::MeasureKind,
    measure::Rule,
};
use rust_decimal::Decimal;

/// What one response contributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Contribution {
    /// Whether the organisation was asked.
    pub asked: bool,
    /// Its valid answer.
    pub answer: Option<ContributionAnswer>,
}

/// The answer of one organisation to a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContributionAnswer {
    /// The condition does not hold.
    No,
    /// The condition holds.
    Yes,
    /// A number.
    Number(Decimal),
    /// A number above the line and one below it.
    Pair(Decimal, Decimal),
}

impl Contribution {
    const OUTSIDE: Self = Self { asked: false, answer: None };
}

/// What every response of a dataset contributes, by row.
pub(super) fn contributions(rule: &Rule, kind: MeasureKind, dataset: &Dataset) -> Vec<Contribution> {
    let columns: Vec<&DatasetColumn> = rule.fields.iter().filter_map(|field| dataset.column(*field)).collect();
    let mut known = ContributionCache::new(&columns);
    (0..dataset.len())
        .map(|row| {
            let place = known.place(&columns, row);
            known.get(place).unwrap_or_else(|| {
                let outcome = outcome(rule, kind, dataset.row(row));
                known.set(place, outcome);
                outcome
            })
        })
        .collect()
}

fn outcome(rule: &Rule, kind: MeasureKind, row: DatasetRow<'_>) -> Contribution {
    if rule.filter.as_ref().is_some_and(|filter| !filter.is_true(&row)) {
        return Contribution::OUTSIDE;
    }
    let below = rule.denominator.as_ref().filter(|_| kind == MeasureKind::Ratio);
    let fields = || rule.numerator.fields().iter().chain(below.iter().flat_map(|below| below.fields()));
    let all = |is: fn(&DatasetCell) -> bool| fields().all(|field| row.cell(*field).is_some_and(is));
    let all_valid = || all(|cell| cell.value().is_some());
    let answer = if kind.is_counting() {
        let is_answered = rule.denominator.as_ref().map_or_else(all_valid, |denominator| denominator.is_true(&row));
        is_answered.then(|| if rule.numerator.is_true(&row) { ContributionAnswer::Yes } else { ContributionAnswer::No })
    } else if all_valid() {
        let number = rule.numerator.number(&row);
        match below {
            None => number.map(ContributionAnswer::Number),
            Some(below) => number.zip(below.number(&row)).map(|(above, below)| ContributionAnswer::Pair(above, below)),
        }
    } else {
        None
    };
    Contribution { asked: answer.is_some() || all(DatasetCell::is_asked), answer }
}

/// Outcomes that are known already: where few different answers stand in the fields of a measure, each combination is
/// worked out once.
struct ContributionCache(Vec<Option<Contribution>>);

impl ContributionCache {
    const LARGEST: usize = 4096;

    fn new(columns: &[&DatasetColumn]) -> Self {
        let combinations =
            columns.iter().try_fold(1_usize, |product, column| product.checked_mul(column.different().len()));
        Self(match combinations {
            Some(combinations) if combinations <= Self::LARGEST => vec![None; combinations],
            _ => Vec::new(),
        })
    }

    fn place(&self, columns: &[&DatasetColumn], row: usize) -> usize {
        if self.0.is_empty() {
            return 0;
        }
        columns.iter().fold(0, |place, column| place * column.different().len() + column.place(row).unwrap_or_default())
    }

    fn get(&self, place: usize) -> Option<Contribution> {
        self.0.get(place).copied().flatten()
    }

    fn set(&mut self, place: usize, outcome: Contribution) {
        if let Some(known) = self.0.get_mut(place) {
            *known = Some(outcome);
        }
    }
}
