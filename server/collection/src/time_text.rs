//! Moments and days as the database holds them: seconds since 1970 in UTC, and ISO text.

use crate::Error;
use time::{Date, OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const ISO_DAY: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

/// The moment that the database holds. A number no clock can show is taken as 1970.
pub(crate) fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A moment as the database holds it.
pub(crate) fn seconds(moment: OffsetDateTime) -> i64 {
    moment.unix_timestamp()
}

/// The day that the database holds.
pub(crate) fn day(text: &str) -> Result<Date, Error> {
    Date::parse(text, ISO_DAY).map_err(|error| Error::stored(format!("`{text}` is not a day: {error}")))
}

/// A day as the database holds it.
pub(crate) fn day_text(day: Date) -> String {
    survey::iso_date::written(day)
}

/// The day it is in Stockholm.
pub(crate) fn today(now: OffsetDateTime) -> Date {
    survey::stockholm::local(now).date()
}
