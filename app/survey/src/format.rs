//! How numbers, days and answers are shown in Swedish, and how Swedish names are sorted.

use crate::{
    definition::FieldType,
    stockholm,
    value::{Entry, Value},
};
use rust_decimal::{Decimal, RoundingStrategy};
use time::{Date, Month, OffsetDateTime};

/// The hard space between thousands, and before a unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// A number as it is shown: `1 240,5`. Every decimal it has is kept.
pub fn number(value: Decimal) -> String {
    let digits = value.abs().normalize().to_string();
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut shown = String::with_capacity(digits.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        shown.push(MINUS);
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            shown.push(NO_BREAK_SPACE);
        }
        shown.push(digit);
    }
    if !decimals.is_empty() {
        shown.push(',');
        shown.push_str(decimals);
    }
    shown
}

/// A number rounded half up to `decimals` decimals, all of them shown: `86,0`.
pub fn rounded(value: Decimal, decimals: u32) -> String {
    let round = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let mut shown = number(round);
    if decimals > 0 {
        let present = shown.split_once(',').map_or(0, |(_, digits)| digits.len());
        if present == 0 {
            shown.push(',');
        }
        shown.extend(std::iter::repeat_n('0', (decimals as usize).saturating_sub(present)));
    }
    shown
}

/// A percentage (0–100) rounded half up: `86,2 %`.
pub fn percent(value: Decimal, decimals: u32) -> String {
    format!("{}{NO_BREAK_SPACE}%", rounded(value, decimals))
}

/// A change in percent, with its sign: `+12 %`. What has not gone altogether is never said to have gone altogether:
/// −99,9 is `−99,9 %`.
pub fn change_in_percent(value: Decimal) -> String {
    let size = value.abs();
    let sign = if value.is_sign_negative() && !value.is_zero() { "−" } else { "+" };
    let is_nearly_all = sign == "−" && size < Decimal::ONE_HUNDRED && rounded(size, 0) == "100";
    if is_nearly_all {
        let shown = size.round_dp_with_strategy(1, RoundingStrategy::ToZero);
        return format!("{sign}{}", percent(shown, 1));
    }
    format!("{sign}{}", percent(size, 0))
}

/// The Swedish name of a month.
pub fn month(month: Month) -> &'static str {
    match month {
        Month::January => "januari",
        Month::February => "februari",
        Month::March => "mars",
        Month::April => "april",
        Month::May => "maj",
        Month::June => "juni",
        Month::July => "juli",
        Month::August => "augusti",
        Month::September => "september",
        Month::October => "oktober",
        Month::November => "november",
        Month::December => "december",
    }
}

/// A day: `30 april 2026`.
pub fn date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

/// A day of a year that the reader knows: `30 april`.
pub fn day(day: Date) -> String {
    format!("{} {}", day.day(), month(day.month()))
}

/// Words that belong to a label, after it: `E-tjänster: Familjerätt`; after a whole sentence `Har ni nattillsyn? Äldreomsorg`.
pub fn followed(label: &str, words: &str) -> String {
    // A question that leads to its rows may end in a colon of its own.
    let label = label.trim_end().trim_end_matches(':');
    let between = if label.ends_with(['?', '.', '!']) { " " } else { ": " };
    format!("{label}{between}{words}")
}

/// The time of day in Stockholm: `10.41`.
pub fn time(moment: OffsetDateTime) -> String {
    let local = stockholm::local(moment);
    format!("{}.{:02}", local.hour(), local.minute())
}

/// A day and a time in Stockholm: `30 april 2026 kl. 10.41`.
pub fn moment(moment: OffsetDateTime) -> String {
    format!("{} kl. {}", date(stockholm::local(moment).date()), time(moment))
}

/// An answer for reading: `Ja`, `Tidsbokning, Chatt`, `12 dispensrar`, `Vet ej`; empty where nothing is answered.
pub fn answer(field_type: &FieldType, entry: &Entry) -> String {
    match entry {
        Entry::Empty => String::new(),
        Entry::Missing(reason) => reason.label().to_owned(),
        Entry::Unreadable(text) => text.clone(),
        Entry::Value(value) => value_in_words(field_type, value),
    }
}

/// A value for reading. See [`answer`].
pub fn value_in_words(field_type: &FieldType, value: &Value) -> String {
    match value {
        Value::Code(code) => field_type.label_of(code.as_str()).to_owned(),
        Value::Codes(codes) => {
            let labels: Vec<&str> = codes.iter().map(|code| field_type.label_of(code.as_str())).collect();
            labels.join(", ")
        }
        Value::Number(value) => with_unit(field_type, *value),
        Value::Date(day) => date(*day),
        Value::Text(text) => text.clone(),
    }
}

/// A number with the unit of its question: `12 dispensrar`, `86 %`, `1 240 kr`.
pub fn with_unit(field_type: &FieldType, value: Decimal) -> String {
    match unit(field_type) {
        Some(unit) => format!("{}{NO_BREAK_SPACE}{unit}", number(value)),
        None => number(value),
    }
}

/// What was read of a number or a day, to be told beside what was typed: `= 2,4 miljoner kr`, `= 1 november 2026`. None
/// where it would say nothing new.
pub fn echo(field_type: &FieldType, entry: &Entry) -> Option<String> {
    match entry.value()? {
        Value::Date(day) => Some(format!("= {}", date(*day))),
        Value::Number(number) if number.abs() >= Decimal::ONE_THOUSAND => {
            let (sign, size) = in_large_words(*number);
            let unit = unit(field_type).map(|unit| format!("{NO_BREAK_SPACE}{unit}")).unwrap_or_default();
            Some(format!("{sign} {size}{unit}"))
        }
        _ => None,
    }
}

/// A number in words from a million on, with one decimal, and the sign that says whether that is all of it.
fn in_large_words(value: Decimal) -> (&'static str, String) {
    let sizes = [(1_000_000_000, "miljard", "miljarder"), (1_000_000, "miljon", "miljoner")];
    let sizes = sizes.map(|(size, one, many)| (Decimal::from(size), one, many));
    let Some((size, one, many)) = sizes.into_iter().find(|(size, ..)| value.abs() >= *size) else {
        return ("=", number(value));
    };
    let exact = value / size;
    let shown = exact.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    let word = if shown == Decimal::ONE { one } else { many };
    (if shown == exact { "=" } else { "≈" }, format!("{}{NO_BREAK_SPACE}{word}", number(shown)))
}

/// What a number of this type counts.
pub fn unit(field_type: &FieldType) -> Option<&str> {
    match field_type {
        FieldType::Percent(_) => Some("%"),
        FieldType::Money(_) => Some("kr"),
        FieldType::Integer(_, unit) | FieldType::Decimal(_, unit) => unit.as_deref(),
        _ => None,
    }
}

/// What Swedish names are sorted by: å, ä and ö come last, accents and capitals do not count.
pub fn collation_key(text: &str) -> String {
    let plain = |letter: char| match letter {
        // The three characters that follow z in ASCII keep å, ä and ö after it and in order.
        'å' => '{',
        'ä' | 'æ' => '|',
        'ö' | 'ø' => '}',
        'à' | 'á' | 'â' | 'ã' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' => 'o',
        'ù' | 'ú' | 'û' => 'u',
        'ü' | 'ý' | 'ÿ' => 'y',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{definition::Range, value::MissingReason};
    use time::macros::{date, datetime};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_have_hard_spaces_and_a_decimal_comma() {
        let shown =
            ["0", "-0", "12", "999", "1240", "1240.50", "1234567.125", "-1240", "0.05"].map(|n| number(decimal(n)));
        assert_eq!(
            shown,
            [
                "0",
                "0",
                "12",
                "999",
                "1\u{a0}240",
                "1\u{a0}240,5",
                "1\u{a0}234\u{a0}567,125",
                "\u{2212}1\u{a0}240",
                "0,05"
            ]
        );
    }

    #[test]
    fn percentages_are_rounded_half_up_and_keep_their_decimals() {
        assert_eq!(percent(decimal("86.15"), 1), "86,2\u{a0}%");
        assert_eq!(percent(decimal("86"), 1), "86,0\u{a0}%");
        assert_eq!(percent(decimal("26.5"), 0), "27\u{a0}%");
        for (value, shown) in [
            ("-99.9", "−99,9\u{a0}%"),
            ("-99.99", "−99,9\u{a0}%"),
            ("-99.4", "−99\u{a0}%"),
            ("-100", "−100\u{a0}%"),
            ("12.5", "+13\u{a0}%"),
            ("0", "+0\u{a0}%"),
        ] {
            assert_eq!(change_in_percent(decimal(value)), shown, "{value}");
        }
    }

    #[test]
    fn words_follow_a_label_after_a_colon_and_a_sentence_without() {
        assert_eq!(followed("E-tjänster", "Familjerätt"), "E-tjänster: Familjerätt");
        assert_eq!(followed("E-tjänster för: ", "Familjerätt"), "E-tjänster för: Familjerätt");
        assert_eq!(followed("Har ni nattillsyn?", "Äldreomsorg"), "Har ni nattillsyn? Äldreomsorg");
    }

    #[test]
    fn days_and_times_are_swedish() {
        assert_eq!(super::date(date!(2026 - 04 - 30)), "30 april 2026");
        assert_eq!(day(date!(2026 - 12 - 01)), "1 december");

        assert_eq!(time(datetime!(2026-04-30 08:41 UTC)), "10.41");
        assert_eq!(time(datetime!(2026-01-30 08:05 UTC)), "9.05");
        assert_eq!(moment(datetime!(2026-04-30 22:30 UTC)), "1 maj 2026 kl. 0.30");
    }

    #[test]
    fn what_was_read_is_told_beside_large_numbers_and_days() {
        let money = FieldType::Money(Range::default());
        let told = |number: &str| echo(&money, &Entry::Value(Value::Number(decimal(number)))).unwrap_or_default();
        for (number, words) in [
            ("0", ""),
            ("999.5", ""),
            ("1000", "= 1 000 kr"),
            ("240000", "= 240 000 kr"),
            ("1000000", "= 1 miljon kr"),
            ("2400000", "= 2,4 miljoner kr"),
            ("2437512", "≈ 2,4 miljoner kr"),
            ("-2400000", "= \u{2212}2,4 miljoner kr"),
            ("15600000000", "= 15,6 miljarder kr"),
            ("100000000000000000000000", "= 100 000 000 000 000 miljarder kr"),
        ] {
            assert_eq!(told(number).replace(NO_BREAK_SPACE, " "), words, "{number}");
        }
        let plain = FieldType::Decimal(Range::default(), None);
        let told = |entry| echo(&plain, &entry).map(|words| words.replace(NO_BREAK_SPACE, " "));
        assert_eq!(told(Entry::Value(Value::Number(decimal("1240.5")))).as_deref(), Some("= 1 240,5"));
        assert_eq!(told(Entry::Unreadable("1240x".into())), None);
        let day = Entry::Value(Value::Date(date!(2026 - 11 - 01)));
        assert_eq!(echo(&FieldType::Date(Range::default()), &day).as_deref(), Some("= 1 november 2026"));
    }

    #[test]
    fn answers_are_in_words() {
        let integer = FieldType::Integer(Range::default(), Some("dispensrar".into()));
        assert_eq!(answer(&integer, &Entry::Value(Value::Number(decimal("1240")))), "1\u{a0}240\u{a0}dispensrar");
        assert_eq!(answer(&FieldType::YesNo, &Entry::Value(Value::Code("ja".parse().unwrap()))), "Ja");
        assert_eq!(answer(&FieldType::YesNo, &Entry::Missing(MissingReason::VetEj)), "Vet ej");
        assert_eq!(answer(&FieldType::YesNo, &Entry::Empty), "");
    }

    #[test]
    fn names_are_sorted_as_in_a_swedish_register() {
        let mut names =
            ["Ängelholm", "Österåker", "Åre", "Älmhult", "Zinkgruvan", "Arboga", "Mölndal", "Mora", "Malung"];
        names.sort_by_key(|name| collation_key(name));
        assert_eq!(
            names,
            ["Arboga", "Malung", "Mora", "Mölndal", "Zinkgruvan", "Åre", "Älmhult", "Ängelholm", "Österåker"]
        );
    }
}
