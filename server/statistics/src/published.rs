//! Values that have been published, as printed, and when a computed value agrees with one.
//!
//! The printed form and its precision word are part of the value: "drygt 86" is not 86. Normative: INTERFACES,
//! "verify-published".

use super::rounding::half_up;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A value that a report states: a row of `seeds/published_values.csv`, whose columns have Swedish names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedValue {
    /// Its number: `V043`.
    #[serde(rename = "rad_id")]
    pub id: String,
    /// The key of the indicator.
    #[serde(rename = "indikator_nyckel")]
    pub indicator: String,
    /// The numbers of the framework that stand beside it.
    #[serde(rename = "id_i_rapporten")]
    pub framework_ids: String,
    /// The figure or table, or that it stands in the text only.
    #[serde(rename = "figur_tabell")]
    pub figure: String,
    /// What is stated, in words.
    #[serde(rename = "matt")]
    pub measure: String,
    /// Of whom or what, in words.
    #[serde(rename = "nedbrytning")]
    pub breakdown: String,
    /// When, in words.
    #[serde(rename = "period")]
    pub period: String,
    /// The value in its unit, with a decimal point. Not always a number.
    #[serde(rename = "varde")]
    pub value: String,
    /// The value as printed.
    #[serde(rename = "varde_tryckt")]
    pub printed: String,
    /// How exactly it is meant.
    #[serde(rename = "precision")]
    pub precision: Precision,
    /// The unit, in words.
    #[serde(rename = "enhet")]
    pub unit: String,
    /// How many answered, in words.
    #[serde(rename = "n_svarande")]
    pub n: String,
    /// The lines of the report.
    #[serde(rename = "rader_i_rapporten")]
    pub lines: String,
    /// The words of the report.
    #[serde(rename = "citat")]
    pub quotation: String,
    /// Whether it has been checked against the report.
    #[serde(rename = "kontroll")]
    pub control: String,
    /// The conflict that it is part of: `K05`.
    #[serde(rename = "konflikt_id")]
    pub conflict: String,
    /// What more is known of it.
    #[serde(rename = "anmarkning")]
    pub note: String,
}

impl PublishedValue {
    /// The value, where it is a number.
    pub fn number(&self) -> Option<Decimal> {
        self.value.parse().ok()
    }

    /// The value as printed, with its precision word.
    pub fn in_words(&self) -> String {
        let printed = self.printed.to_lowercase();
        let is_said = printed.contains(self.precision.code()) || printed.starts_with("ca ");
        match self.precision {
            Precision::Cirka | Precision::Omkring | Precision::Drygt | Precision::Knappt if !is_said => {
                format!("{} {}", self.precision, self.printed)
            }
            _ => self.printed.clone(),
        }
    }

    /// Whether a computed value is the published one, to the precision that it is stated with. Nothing where that
    /// cannot be told: a class, a range, a turn of phrase.
    pub fn is_equal_to(&self, computed: Decimal) -> Option<bool> {
        let value = self.number()?;
        self.precision.allows(value, printed_unit(&self.printed, value), computed)
    }

    /// Whether a number of answers is the published one; so it is where none is published. Where the report states
    /// several, any of them will do.
    pub fn n_is(&self, answered: usize) -> bool {
        let printed = printed_counts(&self.n);
        printed.is_empty() || printed.contains(&answered)
    }
}

/// How exactly a published value is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The value itself, rounded.
    Exakt,
    /// Derived from the words: "samtliga" is 21.
    #[serde(rename = "härledd")]
    Harledd,
    /// About.
    Cirka,
    /// About.
    Omkring,
    /// Somewhat more than.
    Drygt,
    /// Almost.
    Knappt,
    /// More than.
    #[serde(rename = "över")]
    Over,
    /// Less than.
    Under,
    /// A class of a map, not a value.
    Klass,
    /// A turn of phrase: "fördubblades".
    #[serde(rename = "ungefärlig")]
    Ungefarlig,
    /// One end of a range.
    Intervall,
}

impl Precision {
    /// The word in the file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exakt => "exakt",
            Self::Harledd => "härledd",
            Self::Cirka => "cirka",
            Self::Omkring => "omkring",
            Self::Drygt => "drygt",
            Self::Knappt => "knappt",
            Self::Over => "över",
            Self::Under => "under",
            Self::Klass => "klass",
            Self::Ungefarlig => "ungefärlig",
            Self::Intervall => "intervall",
        }
    }

    /// Whether `computed` is what is meant by `value`, printed in steps of `unit`.
    fn allows(self, value: Decimal, unit: Decimal, computed: Decimal) -> Option<bool> {
        Some(match self {
            Self::Exakt | Self::Harledd => {
                half_up(computed.checked_div(unit)?, 0) == half_up(value.checked_div(unit)?, 0)
            }
            Self::Cirka | Self::Omkring => computed.checked_sub(value)?.abs() <= unit,
            Self::Drygt => value <= computed && computed <= value.checked_add(unit)?,
            Self::Knappt => value.checked_sub(unit)? <= computed && computed <= value,
            Self::Over => computed > value,
            Self::Under => computed < value,
            Self::Klass | Self::Ungefarlig | Self::Intervall => return None,
        })
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The worth of the last printed digit: 1 of "66", 0.1 of "2,8", 100 000 000 of "12,4" where the value is 12.4 milliards.
///
/// Of several printed numbers, as in "2 (1)", the one that is the value counts. Where the value is printed in words, the
/// last digit of the value.
fn printed_unit(printed: &str, value: Decimal) -> Decimal {
    let numbers = printed_numbers(printed);
    for thousands in 0..=4 {
        let scale = Decimal::from(1000_u64.pow(thousands));
        let is_value = |number: &&Decimal| number.checked_mul(scale) == Some(value);
        if let Some(number) = numbers.iter().find(is_value) {
            return scale * Decimal::new(1, number.scale());
        }
    }
    Decimal::new(1, value.normalize().scale())
}

/// The numbers in a printed text, with a decimal comma and spaces between thousands. Printed decimals are kept: "15,0".
fn printed_numbers(printed: &str) -> Vec<Decimal> {
    let characters: Vec<char> = printed.chars().collect();
    let mut numbers = Vec::new();
    let mut rest = characters.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if !first.is_ascii_digit() {
            rest = after;
            continue;
        }
        let mut text = String::new();
        rest = take_digits(rest, &mut text);
        while let Some((' ' | '\u{a0}' | '\u{202f}', group)) = rest.split_first()
            && group.iter().take_while(|c| c.is_ascii_digit()).count() == 3
        {
            rest = take_digits(group, &mut text);
        }
        if let Some((',', decimals)) = rest.split_first()
            && decimals.first().is_some_and(char::is_ascii_digit)
        {
            text.push('.');
            rest = take_digits(decimals, &mut text);
        }
        numbers.extend(text.parse::<Decimal>());
    }
    numbers
}

fn take_digits<'a>(mut rest: &'a [char], text: &mut String) -> &'a [char] {
    while let Some((digit, after)) = rest.split_first()
        && digit.is_ascii_digit()
    {
        text.push(*digit);
        rest = after;
    }
    rest
}

/// The numbers of answers in a printed text, each with its source behind it: "251 (fotnot) / 250 (bildtext)".
fn printed_counts(printed: &str) -> Vec<usize> {
    let leading = |alternative: &str| {
        let digits: String = alternative.trim().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    printed.split('/').filter_map(leading).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn allows(precision: Precision, value: &str, printed: &str, computed: &str) -> bool {
        let value = decimal(value);
        precision.allows(value, printed_unit(printed, value), decimal(computed)).unwrap()
    }

    #[test]
    fn the_unit_is_the_worth_of_the_last_printed_digit() {
        for (printed, value, unit) in [
            ("66", "66", "1"),
            ("2,8", "2.8", "0.1"),
            ("15,0", "15.0", "0.1"),
            ("15,0", "15", "0.1"),
            ("12,4", "12400000000", "100000000"),
            ("omkring 8", "8000000", "1000000"),
            ("cirka 100 000", "100000", "1"),
            ("1 533 537", "1533537", "1"),
            ("2 (1)", "2", "1"),
            ("2 (1)", "1", "1"),
            ("1 (0)", "0", "1"),
            ("knappt 0,9", "900000", "100000"),
            ("130 000–160 000", "160000", "1"),
            ("Elva", "11", "1"),
            ("drygt hälften", "50", "1"),
            ("alla regioner", "21", "1"),
            (">98", "98", "1"),
        ] {
            assert_eq!(printed_unit(printed, decimal(value)), decimal(unit), "{printed} of {value}");
        }
    }

    #[test]
    fn a_precision_word_says_how_far_off_is_right() {
        use Precision::*;
        for (precision, value, printed, right, wrong) in [
            (Exakt, "66", "66", vec!["65.5", "66", "66.4999"], vec!["65.4999", "66.5"]),
            (Exakt, "2.8", "2,8", vec!["2.75", "2.8499"], vec!["2.7499", "2.85"]),
            (Harledd, "9", "samma som året innan", vec!["9"], vec!["8", "10"]),
            (Cirka, "73", "cirka 73", vec!["72", "73.5", "74"], vec!["71.99", "74.01"]),
            (Omkring, "8000000", "omkring 8", vec!["7000000", "9000000"], vec!["6999999", "9000001"]),
            (Drygt, "86", "drygt 86", vec!["86", "87"], vec!["85.99", "87.01"]),
            (Knappt, "3", "knappt 3", vec!["2", "3"], vec!["1.99", "3.01"]),
            (Over, "25", ">25", vec!["25.01"], vec!["25", "24"]),
            (Under, "5", "<5", vec!["4.99"], vec!["5", "6"]),
        ] {
            for computed in right {
                assert!(allows(precision, value, printed, computed), "{computed} is {precision} {printed}");
            }
            for computed in wrong {
                assert!(!allows(precision, value, printed, computed), "{computed} is not {precision} {printed}");
            }
        }
    }

    #[test]
    fn a_class_a_range_and_a_turn_of_phrase_agree_with_nothing() {
        for precision in [Precision::Klass, Precision::Ungefarlig, Precision::Intervall] {
            assert_eq!(precision.allows(Decimal::ONE, Decimal::ONE, Decimal::ONE), None);
        }
    }

    #[test]
    fn any_printed_number_of_answers_will_do() {
        for (printed, counts) in [
            ("", vec![]),
            ("19", vec![19]),
            ("251 (fotnot) / 250 (bildtext)", vec![251, 250]),
            ("19 (fotnot 97)", vec![19]),
            ("1533537 besök", vec![1_533_537]),
            ("18 (de med policy)", vec![18]),
            ("anges inte", vec![]),
        ] {
            assert_eq!(printed_counts(printed), counts, "{printed}");
        }
    }

    #[test]
    fn the_words_are_those_of_the_file() {
        use Precision::*;
        for precision in [Exakt, Harledd, Cirka, Omkring, Drygt, Knappt, Over, Under, Klass, Ungefarlig, Intervall] {
            assert_eq!(serde_json::to_value(precision).unwrap(), precision.code());
        }
    }
}
