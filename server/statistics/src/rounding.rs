//! Rounding. An exact value is stored; rounding is for what is written.

use rust_decimal::{Decimal, RoundingStrategy};

/// The decimals that files have at most.
pub const DECIMALS: u32 = 6;

/// Rounded half up to a number of decimals: 2.5 to 3, and −2.5 to −3, as a difference reads the same in both directions.
pub fn half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// As a file has it: at most six decimals, half up, no zeros at the end, a decimal point.
pub fn written(value: Decimal) -> String {
    half_up(value, DECIMALS).normalize().to_string()
}

/// As a file has it, and nothing where there is no value.
pub fn written_or_empty(value: Option<Decimal>) -> String {
    value.map(written).unwrap_or_default()
}

/// A count over a count; nothing where the one below is zero.
pub fn fraction(part: usize, whole: usize) -> Option<Decimal> {
    Decimal::from(part).checked_div(Decimal::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_value_is_written_with_at_most_six_decimals_and_no_zeros_at_the_end() {
        for (value, text) in [
            ("66", "66"),
            ("66.000", "66"),
            ("2.50", "2.5"),
            ("0.1234564999", "0.123456"),
            ("0.1234565", "0.123457"),
            ("-0.1234565", "-0.123457"),
            ("-0.0000001", "0"),
            ("100", "100"),
            ("12400000000", "12400000000"),
        ] {
            assert_eq!(written(decimal(value)), text, "{value}");
        }
        assert_eq!(written_or_empty(None), "");
    }

    #[test]
    fn half_is_rounded_up() {
        for (value, decimals, rounded) in
            [("2.5", 0, "3"), ("3.5", 0, "4"), ("2.4999", 0, "2"), ("2.85", 1, "2.9"), ("-2.5", 0, "-3")]
        {
            assert_eq!(half_up(decimal(value), decimals), decimal(rounded));
        }
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(fraction(0, 0), None);
        assert_eq!(fraction(250, 290).map(written).as_deref(), Some("0.862069"));
    }
}
