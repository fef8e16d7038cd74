//! What a person typed or a form posted, read leniently and in Swedish, and written back as it is shown in the input.

use crate::{
    definition::FieldType,
    format, iso_date,
    name::Name,
    text,
    value::{Entry, Value},
};
use rust_decimal::Decimal;
use time::{Date, Month};

/// Reads what was posted for a field: one text, or for a multiple choice one per chosen option.
///
/// Nothing typed is lost: what cannot be read is kept as it stands. Missing reasons are not typed and are not read here.
pub fn read(field_type: &FieldType, posted: &[&str]) -> Entry {
    if let FieldType::Multiple(_) = field_type {
        return read_codes(field_type, posted);
    }
    let Some(text) = posted.iter().rev().map(|typed| clean(field_type, typed)).find(|text| !text.is_empty()) else {
        return Entry::Empty;
    };
    let value = match field_type {
        FieldType::Text(_) | FieldType::LongText => return Entry::Value(Value::Text(text)),
        FieldType::YesNo | FieldType::Choice(_) | FieldType::Scale(_) => read_code(field_type, &text).map(Value::Code),
        FieldType::Multiple(_) => None,
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
            read_number(without_unit(field_type, &text::with_plain_dashes(&text))).map(Value::Number)
        }
        FieldType::Date(_) => read_date(&text::with_plain_dashes(&text)).map(Value::Date),
    };
    value.map_or(Entry::Unreadable(text), Entry::Value)
}

/// An entry as it is shown in the input; [`read`] gives it back. A missing reason is shown beside the input, not in it.
pub fn written(field_type: &FieldType, entry: &Entry) -> String {
    match entry {
        Entry::Empty | Entry::Missing(_) => String::new(),
        Entry::Unreadable(text) => text.clone(),
        Entry::Value(Value::Codes(codes)) => {
            let codes: Vec<&str> = codes.iter().map(Name::as_str).collect();
            codes.join(" ")
        }
        Entry::Value(Value::Code(code)) => code.to_string(),
        Entry::Value(Value::Date(day)) => iso_date::written(*day),
        Entry::Value(value) => match value {
            Value::Number(number) => format::number(*number),
            other => format::value_in_words(field_type, other),
        },
    }
}

/// An entry as a door takes it, whatever its sender has cleaned: what could not be read there is read anew.
pub fn cleaned(field_type: &FieldType, entry: Entry) -> Entry {
    let is_text = matches!(field_type, FieldType::Text(_) | FieldType::LongText);
    match entry {
        Entry::Value(Value::Text(text)) if is_text => read(field_type, &[&text]),
        // Of text only the fault of a formula is unreadable, and it is no answer.
        Entry::Unreadable(text) if !is_text => read(field_type, &[&text]),
        entry => entry,
    }
}

/// What is typed for a field, cleaned.
pub(crate) fn clean(field_type: &FieldType, text: &str) -> String {
    match field_type {
        FieldType::LongText => text::lines(text),
        FieldType::Text(_) => text::line_or_telephone(text),
        _ => text::line(text),
    }
}

/// The option that a code stands for.
pub(crate) fn read_code(field_type: &FieldType, code: &str) -> Option<Name> {
    if field_type.codes().any(|known| known == code) { code.parse().ok() } else { None }
}

fn read_codes(field_type: &FieldType, posted: &[&str]) -> Entry {
    let posted: Vec<String> = posted.iter().map(|text| clean(field_type, text)).collect();
    let chosen: Vec<&str> =
        posted.iter().flat_map(|text| text.split([',', ' '])).filter(|code| !code.is_empty()).collect();
    if chosen.iter().any(|code| read_code(field_type, code).is_none()) {
        return Entry::Unreadable(chosen.join(" "));
    }
    let in_order = field_type.choices().iter().filter(|choice| chosen.contains(&choice.name.as_str()));
    let codes: Vec<Name> = in_order.map(|choice| choice.name.clone()).collect();
    if codes.is_empty() { Entry::Empty } else { Entry::Value(Value::Codes(codes)) }
}

/// The text without the unit that stands beside the input anyway; an abbreviated one may end in a full stop.
fn without_unit<'a>(field_type: &'a FieldType, text: &'a str) -> &'a str {
    let common_units: &[&str] = match field_type {
        FieldType::Percent(_) => &["%", "procent"],
        FieldType::Money(_) => &["kronor", "kr", "SEK", ":-"],
        _ => &[],
    };
    let units = common_units.iter().copied().chain(format::unit(field_type));
    let without_stop = text.strip_suffix('.').unwrap_or(text);
    units.filter(|unit| !unit.is_empty()).find_map(|unit| without_suffix(without_stop, unit)).unwrap_or(text).trim()
}

/// The text before a suffix that may be written in capitals.
fn without_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (before, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(before)
}

/// A Swedish number: `1 240`, `12,4`, `−3`. A point parts decimals too, and thousands where it cannot be decimals:
/// `1.240.000`. `1.240` could be either and is not guessed at.
fn read_number(text: &str) -> Option<Decimal> {
    let (negative, digits) = digits_of(text)?;
    let number = Decimal::from_str_exact(&digits).ok()?.normalize();
    Some(if negative && !number.is_zero() { -number } else { number })
}

/// Returns whether a text that cannot be read is a number all the same, with more digits than can be held.
pub(crate) fn is_beyond_numbers(field_type: &FieldType, text: &str) -> bool {
    let is_number = matches!(
        field_type,
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)
    );
    is_number && digits_of(without_unit(field_type, &text::with_plain_dashes(text))).is_some()
}

/// The digits of a number, with a decimal point, and whether it is below zero.
fn digits_of(text: &str) -> Option<(bool, String)> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = match text.split_once(',') {
        Some((whole, decimals)) => (without_separators(whole)?, decimals),
        None => match text.split_once('.') {
            Some((_, rest)) if rest.contains('.') => (without_separators(text)?, ""),
            Some((whole, decimals)) if decimals.len() == 3 && is_first_group(whole) => return None,
            Some((whole, decimals)) => (without_separators(whole)?, decimals),
            None => (without_separators(text)?, ""),
        },
    };
    if whole.is_empty() && decimals.is_empty() || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digits = if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") };
    Some((negative, if digits.starts_with('.') { format!("0{digits}") } else { digits }))
}

/// Whether the digits before a point could be the first group of thousands.
fn is_first_group(whole: &str) -> bool {
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && whole.bytes().all(|digit| digit.is_ascii_digit())
}

/// Digits without what parts their thousands: one kind of separator, between groups of three.
fn without_separators(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split(['.', '\'', ' ']).collect();
    let is_digits = |group: &&str| group.bytes().all(|digit| digit.is_ascii_digit());
    if !groups.iter().all(is_digits) {
        return None;
    }
    if let [first, rest @ ..] = groups.as_slice()
        && !rest.is_empty()
        && (!(1..=3).contains(&first.len()) || rest.iter().any(|group| group.len() != 3))
    {
        return None;
    }
    Some(groups.concat())
}

/// A day: `2026-04-30`, `20260430`, `30/4 2026`, `30 april 2026`. Where the day is not known it is the first of the month:
/// `2026-04`, `april 2026`.
fn read_date(text: &str) -> Option<Date> {
    let parts: Vec<String> =
        text.split(['-', '/', '.', ',', ' ']).filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect();
    match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [whole] if whole.len() == 8 => day_of(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        [day, month, year] if year.len() == 4 => day_of(year, month, day),
        [one, other] => day_of_month(one, other).or_else(|| day_of_month(other, one)),
        _ => None,
    }
}

/// The first day of a month.
fn day_of_month(year: &str, month: &str) -> Option<Date> {
    if year.len() == 4 { day_of(year, month, "1") } else { None }
}

/// The day of a year, a month (its number, its name or the first letters of it) and a day in digits.
pub(crate) fn day_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str| if text.bytes().all(|b| b.is_ascii_digit()) { text.parse::<u16>().ok() } else { None };
    let month = match digits(month) {
        Some(number) => Month::try_from(u8::try_from(number).ok()?).ok()?,
        None => (1..=12).filter_map(|number| Month::try_from(number).ok()).find(|known| {
            let name = format::month(*known);
            name == month || month.len() >= 3 && name.starts_with(month)
        })?,
    };
    let year = digits(year).filter(|year| *year > 0)?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(digits(day)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{Choice, Range};
    use proptest::prelude::*;
    use time::macros::date;

    fn choices(names: &[&str]) -> Vec<Choice> {
        let choice = |name: &&str| Choice { name: name.parse().unwrap(), label: name.to_string(), exclusive: false };
        names.iter().map(choice).collect()
    }

    fn number(text: &str) -> Entry {
        Entry::Value(Value::Number(text.parse().unwrap()))
    }

    fn unreadable(text: &str) -> Entry {
        Entry::Unreadable(text.into())
    }

    #[test]
    fn numbers_are_read_as_swedes_write_them() {
        let decimal = FieldType::Decimal(Range::default(), Some("dispensrar".into()));
        for (typed, expected) in [
            ("12", "12"),
            (" 1 240 ", "1240"),
            ("1\u{a0}240", "1240"),
            ("1\u{202f}240\u{202f}000,50", "1240000.5"),
            ("12,4", "12.4"),
            ("12.4", "12.4"),
            ("0.125", "0.125"),
            (",5", "0.5"),
            ("12,", "12"),
            ("1.240.000", "1240000"),
            ("1.240,5", "1240.5"),
            ("1.2345", "1.2345"),
            ("-3", "-3"),
            ("\u{2212}3", "-3"),
            ("\u{2013} 3", "-3"),
            ("+3", "3"),
            ("-0", "0"),
            ("12 dispensrar", "12"),
            ("12 Dispensrar.", "12"),
            ("007", "7"),
            ("\u{feff}1\u{200b}2\u{2060}40\u{ad}\u{200e}", "1240"),
            ("\u{ff0d}3", "-3"),
            ("\u{2011}3", "-3"),
            ("\u{3000}1\u{2009}240\t", "1240"),
        ] {
            assert_eq!(read(&decimal, &[typed]), number(expected), "{typed:?}");
        }
        for typed in
            ["tolv", "1.240", "1 24", "12 5", "1,2,3", "1,240.5", "12 st", "--3", "-", ",", ".", "1e5", "NaN", "٣", "½"]
        {
            assert_eq!(read(&decimal, &[typed]), unreadable(typed), "{typed:?}");
        }
        assert_eq!(read(&decimal, &[&"9".repeat(40)]), unreadable(&"9".repeat(40)));
    }

    #[test]
    fn the_unit_may_be_typed_too() {
        assert_eq!(read(&FieldType::Percent(Range::default()), &["86 %"]), number("86"));
        assert_eq!(read(&FieldType::Money(Range::default()), &["1 200 kr"]), number("1200"));
        for typed in ["1 200:-", "1 200:\u{2013}", "1 200 kr.", "1 200 Kr", "1 200 SEK", "1 200 KRONOR"] {
            assert_eq!(read(&FieldType::Money(Range::default()), &[typed]), number("1200"), "{typed:?}");
        }
        let decomposed = FieldType::Integer(Range::default(), Some("\u{e5}r".into()));
        assert_eq!(read(&decomposed, &["3 a\u{30a}r"]), number("3"));
        assert_eq!(read(&FieldType::Money(Range::default()), &["86 %"]), unreadable("86 %"));
    }

    #[test]
    fn days_are_read_in_the_usual_ways() {
        let expected = Entry::Value(Value::Date(date!(2026 - 04 - 30)));
        for typed in ["2026-04-30", "20260430", "2026-4-30", "30/4 2026", "30.4.2026", "30 april 2026", "30 apr. 2026"]
        {
            assert_eq!(read(&FieldType::Date(Range::default()), &[typed]), expected, "{typed:?}");
        }
        for typed in ["2026\u{2013}04\u{2013}30", "2026\u{2011}04\u{2212}30", "\u{200e}30/4\u{a0}2026\u{200e}"] {
            assert_eq!(read(&FieldType::Date(Range::default()), &[typed]), expected, "{typed:?}");
        }
        let first = Entry::Value(Value::Date(date!(2026 - 11 - 01)));
        for typed in ["2026-11", "november 2026", "nov. 2026", "11/2026", "2026 november", "November, 2026"] {
            assert_eq!(read(&FieldType::Date(Range::default()), &[typed]), first, "{typed:?}");
        }
        for typed in [
            "2026-02-30",
            "2026-13",
            "2026-2027",
            "november 26",
            "2026",
            "november",
            "30/4",
            "i går",
            "2026-13-01",
            "26-04-30",
            "30 a 2026",
            "0000-01-01",
            "１０/4 2026",
        ] {
            assert_eq!(read(&FieldType::Date(Range::default()), &[typed]), unreadable(typed), "{typed:?}");
        }
    }

    #[test]
    fn codes_are_put_in_order_and_taken_once() {
        let multiple = FieldType::Multiple(choices(&["chatt", "tidsbokning", "inga"]));
        let codes = |names: &[&str]| Entry::Value(Value::Codes(names.iter().map(|n| n.parse().unwrap()).collect()));
        assert_eq!(read(&multiple, &["inga", "", "chatt", "inga"]), codes(&["chatt", "inga"]));
        assert_eq!(read(&multiple, &["inga, tidsbokning"]), codes(&["tidsbokning", "inga"]));
        assert_eq!(read(&multiple, &["", " "]), Entry::Empty);
        assert_eq!(read(&multiple, &["chatt", "fax"]), unreadable("chatt fax"));
        assert_eq!(read(&multiple, &["fax", "\u{0}\r!"]), unreadable("fax !"));
        assert_eq!(read(&multiple, &["\u{a0}chatt\u{0}\u{200b}"]), codes(&["chatt"]));
        assert_eq!(read(&FieldType::YesNo, &["ja"]), Entry::Value(Value::Code("ja".parse().unwrap())));
        assert_eq!(read(&FieldType::YesNo, &["kanske"]), unreadable("kanske"));
        assert_eq!(read(&FieldType::YesNo, &["", "nej", ""]), Entry::Value(Value::Code("nej".parse().unwrap())));
    }

    #[test]
    fn text_keeps_its_lines_only_where_it_has_lines() {
        let text = |text: &str| Entry::Value(Value::Text(text.into()));
        assert_eq!(read(&FieldType::LongText, &[" En rad\r\nen till\u{0} \n"]), text("En rad\nen till"));
        assert_eq!(read(&FieldType::Text(None), &["En rad\r\nen till"]), text("En rad en till"));
        for nothing in [" \u{0} ", "\u{200b}", "\u{3164}", "\u{2800}\u{feff}", "\u{ad}"] {
            assert_eq!(read(&FieldType::Text(None), &[nothing]), Entry::Empty, "{nothing:?}");
        }
        assert_eq!(read(&FieldType::Text(None), &["08\u{2013}123 45 67"]), text("08-123 45 67"));
        assert_eq!(read(&FieldType::LongText, &["o\u{308}ver\u{2028}allt"]), text("över\nallt"));
    }

    #[test]
    fn what_another_program_sends_is_read_as_if_it_were_typed() {
        let integer = FieldType::Integer(Range::default(), None);
        let text = |text: &str| Entry::Value(Value::Text(text.into()));
        assert_eq!(cleaned(&integer, unreadable("1\u{200b}2")), number("12"));
        assert_eq!(cleaned(&FieldType::Text(None), text("\u{200b}")), Entry::Empty);
        assert_eq!(cleaned(&FieldType::Text(None), text(" a\u{30a}\u{ad} ")), text("å"));
        assert_eq!(cleaned(&FieldType::Text(None), unreadable("#REF!")), unreadable("#REF!"));
        assert_eq!(cleaned(&integer, number("12")), number("12"));
    }

    fn field_types() -> impl Strategy<Value = FieldType> {
        prop_oneof![
            Just(FieldType::YesNo),
            Just(FieldType::Choice(choices(&["a", "b"]))),
            Just(FieldType::Scale(choices(&["1", "2", "3"]))),
            Just(FieldType::Multiple(choices(&["a", "b", "c"]))),
            Just(FieldType::Integer(Range::default(), Some("st".into()))),
            Just(FieldType::Decimal(Range::default(), None)),
            Just(FieldType::Percent(Range::default())),
            Just(FieldType::Money(Range::default())),
            Just(FieldType::Date(Range::default())),
            Just(FieldType::Text(None)),
            Just(FieldType::LongText),
        ]
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_from_what_is_shown(
            field_type in field_types(),
            posted in prop::collection::vec(prop_oneof![".*", "[-0-9 ,.\u{a0}%kr]{0,12}", "[a-d1-4 ,\u{a0}\u{0}]{0,6}", "(?s).{0,9}"], 0..4),
        ) {
            let texts: Vec<&str> = posted.iter().map(String::as_str).collect();
            let entry = read(&field_type, &texts);
            let shown = written(&field_type, &entry);
            prop_assert_eq!(read(&field_type, &[&shown]), entry);
        }

        #[test]
        fn every_number_is_read_from_what_is_shown(mantissa in any::<i64>(), scale in 0u32..15) {
            let field_type = FieldType::Decimal(Range::default(), None);
            let entry = Entry::Value(Value::Number(Decimal::new(mantissa, scale)));
            prop_assert_eq!(read(&field_type, &[&written(&field_type, &entry)]), entry);
        }

        #[test]
        fn every_day_is_read_from_what_is_shown(ordinal in 1u16..=365, year in 1i32..=9999) {
            let entry = Entry::Value(Value::Date(Date::from_ordinal_date(year, ordinal).unwrap()));
            prop_assert_eq!(read(&FieldType::Date(Range::default()), &[&written(&FieldType::Date(Range::default()), &entry)]), entry);
        }
    }
}
