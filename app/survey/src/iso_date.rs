//! A day as files, JSON, the database and date inputs have it: `2026-04-30`.

use serde::{Deserialize, Deserializer, Serializer, de};
use time::{Date, Month};

/// Writes a day: `2026-04-30`.
pub fn written(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// Reads a day that is written so, and only so.
pub(crate) fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !is_digits(year, 4) || !is_digits(month, 2) || !is_digits(day, 2) {
        return None;
    }
    let year: i32 = year.parse().ok().filter(|year| *year > 0)?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, day.parse().ok()?).ok()
}

pub(crate) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(*day))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a day")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_day_is_written_and_read_in_one_form_only() {
        assert_eq!(written(date!(0987 - 04 - 03)), "0987-04-03");
        assert_eq!(read("0987-04-03"), Some(date!(0987 - 04 - 03)));
        for other in ["2026-4-30", "2026-04-31", "0000-01-01", "2026-04-30-", "+026-04-30", "2026-04-30 ", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
