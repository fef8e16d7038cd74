//! The figures of a measure, from what the responses contribute.

use super::{
    contribution::{Contribution, ContributionAnswer},
    indicator::{MeasureKind, Unit},
    numbers::{self, NumberSummary},
};
use rust_decimal::Decimal;

/// What has been contributed so far, by all or by one group.
#[derive(Debug, Clone, Default)]
pub(super) struct MeasureTotals {
    pub asked: usize,
    pub answered: usize,
    yes: usize,
    numbers: Vec<Decimal>,
    below: Vec<Decimal>,
}

/// A value and what stands above and below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Quotient {
    pub value: Option<Decimal>,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
}

impl MeasureTotals {
    pub fn add(&mut self, outcome: &Contribution) {
        self.asked += usize::from(outcome.asked);
        let Some(answer) = outcome.answer else { return };
        self.answered += 1;
        match answer {
            ContributionAnswer::No => {}
            ContributionAnswer::Yes => self.yes += 1,
            ContributionAnswer::Number(number) => self.numbers.push(number),
            ContributionAnswer::Pair(above, below) => {
                self.numbers.push(above);
                self.below.push(below);
            }
        }
    }

    /// The numbers that are added up.
    pub fn numbers(&self) -> &[Decimal] {
        &self.numbers
    }

    /// The value of a measure. Nothing where nobody has answered, below zero of anything, or where it does not fit.
    pub fn quotient(self, kind: MeasureKind, unit: Unit) -> Quotient {
        if self.answered == 0 {
            return Quotient::default();
        }
        let answered = Some(Decimal::from(self.answered));
        match kind {
            MeasureKind::Share | MeasureKind::Distribution | MeasureKind::Count => {
                let numerator = Some(Decimal::from(self.yes));
                let value = match unit {
                    Unit::Percent => percent(numerator, answered),
                    _ => numerator,
                };
                Quotient { value, numerator, denominator: answered }
            }
            MeasureKind::Ratio => {
                let (numerator, denominator) = (numbers::sum(&self.numbers), numbers::sum(&self.below));
                let value = match unit {
                    Unit::Percent => percent(numerator, denominator),
                    _ => numerator.zip(denominator).and_then(|(above, below)| above.checked_div(below)),
                };
                Quotient { value, numerator, denominator }
            }
            MeasureKind::Sum => {
                let sum = numbers::sum(&self.numbers);
                Quotient { value: sum, numerator: sum, denominator: None }
            }
            MeasureKind::Mean => {
                let numbers = NumberSummary::of(self.numbers);
                Quotient { value: numbers.mean, numerator: numbers.sum, denominator: answered }
            }
            MeasureKind::Median => single(NumberSummary::of(self.numbers).median),
            MeasureKind::Minimum => single(self.numbers.into_iter().min()),
            MeasureKind::Maximum => single(self.numbers.into_iter().max()),
            // A change has no figures of its own.
            MeasureKind::Change => Quotient::default(),
        }
    }
}

fn single(value: Option<Decimal>) -> Quotient {
    Quotient { value, ..Quotient::default() }
}

/// A part in percent of a whole.
pub(super) fn percent(part: Option<Decimal>, whole: Option<Decimal>) -> Option<Decimal> {
    part?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(answers: &[ContributionAnswer]) -> MeasureTotals {
        let mut figures = MeasureTotals::default();
        for answer in answers {
            figures.add(&Contribution { asked: true, answer: Some(*answer) });
        }
        figures
    }

    #[test]
    fn nobody_answered_is_no_value() {
        let mut nobody = MeasureTotals::default();
        nobody.add(&Contribution { asked: true, answer: None });
        assert_eq!((nobody.asked, nobody.answered), (1, 0));
        for kind in [
            MeasureKind::Share,
            MeasureKind::Count,
            MeasureKind::Sum,
            MeasureKind::Mean,
            MeasureKind::Median,
            MeasureKind::Minimum,
            MeasureKind::Ratio,
        ] {
            assert_eq!(nobody.clone().quotient(kind, Unit::Number), Quotient::default(), "{kind}");
        }
    }

    #[test]
    fn what_does_not_fit_is_no_value() {
        let huge = figures(&[ContributionAnswer::Number(Decimal::MAX), ContributionAnswer::Number(Decimal::MAX)]);
        for kind in [MeasureKind::Sum, MeasureKind::Mean, MeasureKind::Median] {
            assert_eq!(huge.clone().quotient(kind, Unit::Kronor).value, None, "{kind}");
        }
        assert_eq!(huge.quotient(MeasureKind::Maximum, Unit::Kronor).value, Some(Decimal::MAX));
        let huge = figures(&[ContributionAnswer::Pair(Decimal::MAX, Decimal::ONE)]);
        assert_eq!(huge.quotient(MeasureKind::Ratio, Unit::Percent).value, None);
    }

    #[test]
    fn a_ratio_over_zero_is_no_value() {
        let zero = figures(&[ContributionAnswer::Pair(Decimal::ONE, Decimal::ZERO)]);
        let quotient = zero.quotient(MeasureKind::Ratio, Unit::Number);
        assert_eq!(quotient, Quotient { value: None, numerator: Some(Decimal::ONE), denominator: Some(Decimal::ZERO) });
    }
}
