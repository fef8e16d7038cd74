//! Moments and days as the database holds them: seconds since 1970 in UTC, and ISO text.

use crate::Error;
use time::{Date, OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const ISO_DAY: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// The moment that the database holds. A number no clock can show is taken as 1970.
pub fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A moment as the database holds it.
pub fn seconds(moment: OffsetDateTime) -> i64 {
    moment.unix_timestamp()
}

/// The day that the database holds.
pub fn day(text: &str) -> Result<Date, Error> {
    Date::parse(text, ISO_DAY).map_err(|error| Error::stored(format!("`{text}` is not a day: {error}")))
}

/// A day as the database holds it.
pub fn day_text(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}
