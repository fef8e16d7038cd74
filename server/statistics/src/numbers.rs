//! Sum, mean, median, minimum and maximum of numbers, exact.

use rust_decimal::Decimal;

/// What can be said of a set of numbers. A figure that does not fit in a decimal is nothing; none is rounded or guessed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberSummary {
    /// How many there are.
    pub count: usize,
    /// Their sum; nothing where there are none.
    pub sum: Option<Decimal>,
    /// Their arithmetic mean.
    pub mean: Option<Decimal>,
    /// The one in the middle; of an even number of them the mean of the two in the middle.
    pub median: Option<Decimal>,
    /// The smallest.
    pub minimum: Option<Decimal>,
    /// The largest.
    pub maximum: Option<Decimal>,
}

impl NumberSummary {
    /// What can be said of these numbers.
    pub fn of(mut numbers: Vec<Decimal>) -> Self {
        numbers.sort_unstable();
        let count = numbers.len();
        let sum = sum(&numbers);
        Self {
            count,
            sum,
            mean: sum.and_then(|sum| sum.checked_div(Decimal::from(count))),
            median: median(&numbers),
            minimum: numbers.first().copied(),
            maximum: numbers.last().copied(),
        }
    }
}

/// The sum of these numbers; nothing where there are none, or where it does not fit.
pub fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    let (first, rest) = numbers.split_first()?;
    rest.iter().try_fold(*first, |sum, number| sum.checked_add(*number))
}

fn median(sorted: &[Decimal]) -> Option<Decimal> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(middle.checked_sub(1)?)?;
    lower.checked_add(upper)?.checked_div(Decimal::TWO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimals(numbers: &[i64]) -> Vec<Decimal> {
        numbers.iter().map(|number| Decimal::new(*number, 1)).collect()
    }

    #[test]
    fn of_an_odd_number_the_median_is_the_one_in_the_middle() {
        let numbers = NumberSummary::of(decimals(&[30, 10, 20]));
        assert_eq!(numbers.median, Some(Decimal::new(2, 0)));
    }

    #[test]
    fn of_an_even_number_the_median_lies_between_the_two_in_the_middle() {
        let numbers = NumberSummary::of(decimals(&[40, 10, 30, 21]));
        assert_eq!(numbers.median, Some("2.55".parse().unwrap()));
        assert_eq!(numbers.sum, Some("10.1".parse().unwrap()));
        assert_eq!(numbers.mean, Some("2.525".parse().unwrap()));
    }

    #[test]
    fn of_no_numbers_nothing_is_said() {
        assert_eq!(NumberSummary::of(Vec::new()), NumberSummary::default());
    }

    #[test]
    fn a_sum_that_does_not_fit_is_nothing() {
        let numbers = NumberSummary::of(vec![Decimal::MAX, Decimal::MAX]);
        assert_eq!((numbers.sum, numbers.mean, numbers.median), (None, None, None));
        assert_eq!((numbers.minimum, numbers.maximum), (Some(Decimal::MAX), Some(Decimal::MAX)));
    }

    proptest! {
        #[test]
        fn as_many_numbers_lie_below_the_median_as_above(numbers in prop::collection::vec(-1000i64..1000, 1..40)) {
            let numbers = decimals(&numbers);
            let median = NumberSummary::of(numbers.clone()).median.unwrap();
            let below = numbers.iter().filter(|number| **number < median).count();
            let above = numbers.iter().filter(|number| **number > median).count();
            prop_assert!(below <= numbers.len() / 2 && above <= numbers.len() / 2);
        }

        #[test]
        fn mean_and_median_lie_between_the_smallest_and_the_largest(numbers in prop::collection::vec(-1000i64..1000, 1..40)) {
            let all = NumberSummary::of(decimals(&numbers));
            for figure in [all.mean, all.median] {
                prop_assert!(all.minimum <= figure && figure <= all.maximum);
            }
        }

        #[test]
        fn the_order_does_not_matter(mut numbers in prop::collection::vec(-1000i64..1000, 0..40)) {
            let before = NumberSummary::of(decimals(&numbers));
            numbers.reverse();
            prop_assert_eq!(before, NumberSummary::of(decimals(&numbers)));
        }
    }
}
