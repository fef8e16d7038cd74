//! The time in Stockholm, by the rule of the European Union: summer time from the last Sunday of March to the last
//! Sunday of October, both at 01:00 UTC.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i32, month: Month) -> Option<Date> {
    let last = Date::from_calendar_date(year, month, 31).ok()?;
    last.checked_sub(Duration::days(i64::from(last.weekday().number_days_from_sunday())))
}

fn is_summer(moment: OffsetDateTime) -> bool {
    let utc = moment.to_offset(UtcOffset::UTC);
    let change = |month| Some(last_sunday(utc.year(), month)?.with_hms(1, 0, 0).ok()?.assume_utc());
    match (change(Month::March), change(Month::October)) {
        (Some(start), Some(end)) => start <= utc && utc < end,
        _ => false,
    }
}

/// The moment with Stockholm's offset from UTC.
pub fn local(moment: OffsetDateTime) -> OffsetDateTime {
    let hours = if is_summer(moment) { 2 } else { 1 };
    UtcOffset::from_hms(hours, 0, 0).ok().and_then(|offset| moment.checked_to_offset(offset)).unwrap_or(moment)
}

/// The day in Stockholm at a moment.
pub fn today(now: OffsetDateTime) -> Date {
    local(now).date()
}

/// The moment at which the day is over in Stockholm: when a due date ends.
pub fn end_of(day: Date) -> OffsetDateTime {
    let midnight = day.next_day().unwrap_or(day).midnight().assume_utc();
    // Summer time never changes around midnight, so the offset an hour before is the offset at midnight.
    midnight - Duration::hours(if is_summer(midnight - Duration::hours(1)) { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn summer_time_begins_and_ends_on_the_last_sundays() {
        let hour = |moment| local(moment).hour();
        assert_eq!(hour(datetime!(2026-03-29 00:59 UTC)), 1);
        assert_eq!(hour(datetime!(2026-03-29 01:00 UTC)), 3);
        assert_eq!(hour(datetime!(2026-10-25 00:59 UTC)), 2);
        assert_eq!(hour(datetime!(2026-10-25 01:00 UTC)), 2);
        assert_eq!(local(datetime!(2026-06-30 23:30 UTC)).date(), date!(2026 - 07 - 01));
    }

    #[test]
    fn a_day_ends_at_midnight_in_stockholm() {
        assert_eq!(end_of(date!(2026 - 01 - 31)), datetime!(2026-01-31 23:00 UTC));
        assert_eq!(end_of(date!(2026 - 06 - 30)), datetime!(2026-06-30 22:00 UTC));
        // The days on which the clocks change.
        assert_eq!(end_of(date!(2026 - 03 - 28)), datetime!(2026-03-28 23:00 UTC));
        assert_eq!(end_of(date!(2026 - 03 - 29)), datetime!(2026-03-29 22:00 UTC));
        assert_eq!(end_of(date!(2026 - 10 - 25)), datetime!(2026-10-25 23:00 UTC));
    }
}
