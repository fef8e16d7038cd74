//! How many responses have come in, day by day, beside the round before.

use crate::{Error, RoundKey, Store, rounds::RoundSummary};
use database::stored::{day, moment};
use rust_decimal::Decimal;
use sea_orm::{FromQueryResult, Statement};
use statistics::rounding::fraction;
use survey::status::Status;
use survey::stockholm::today;
use time::{Date, Duration, OffsetDateTime};

/// The counted responses of a round by the day on which they were first sent in, cumulated. The last day's count is how
/// many are counted now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// From the first day to today; of a closed round to its due date, or to the last response after it. Empty before
    /// the round has opened.
    pub days: Vec<CurveDay>,
    /// The round before, whole; none where there is none or nobody responded to it.
    pub before: Option<EarlierCurve>,
    /// The number of the due date, counted as [`CurveDay::day`].
    pub length: u32,
}

/// A day of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurveDay {
    /// Days after the opening; the first is 0.
    pub day: u32,
    /// The day.
    pub date: Date,
    /// How many of the counted responses had come in when it was over.
    pub count: u32,
}

/// The curve of the round before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierCurve {
    /// Its year.
    pub year: i32,
    /// Every day of it.
    pub days: Vec<CurveDay>,
    /// How many belonged to the population.
    pub eligible: u32,
}

impl EarlierCurve {
    /// How many had come in as many days after the opening. After the end nothing changes.
    pub fn count_on(&self, day: u32) -> u32 {
        let last = self.days.iter().rev().find(|other| other.day <= day);
        last.map_or(0, |day| day.count)
    }

    /// The response rate as many days after the opening, as a fraction.
    pub fn rate_on(&self, day: u32) -> Option<Decimal> {
        fraction(self.count_on(day) as usize, self.eligible as usize)
    }
}

impl Curve {
    pub(super) fn new(
        round: &RoundSummary,
        submitted: &[OffsetDateTime],
        before: Option<EarlierCurve>,
        now: OffsetDateTime,
    ) -> Self {
        let today = today(now);
        let days = match round.days_left {
            Some(_) => days(round.opens, today, submitted, today),
            None => whole(round.opens, round.due, submitted, today),
        };
        Self { days, before, length: number(round.opens, round.due) }
    }

    /// The response rate of the round before, as many days after its opening as are behind this one.
    pub(super) fn same_day_before(&self) -> Option<Decimal> {
        self.before.as_ref()?.rate_on(self.days.last()?.day)
    }
}

/// A round from its first day to its due date, or to the last response after it.
fn whole(opens: Date, due: Date, submitted: &[OffsetDateTime], today_is: Date) -> Vec<CurveDay> {
    let last = submitted.iter().map(|moment| today(*moment)).max().unwrap_or(due);
    days(opens, due.max(last), submitted, today_is)
}

/// The days up to `last`, and never beyond today. What came in before the opening stands on the first day.
fn days(opens: Date, last: Date, submitted: &[OffsetDateTime], today_is: Date) -> Vec<CurveDay> {
    let last = last.min(today_is);
    if last < opens {
        return Vec::new();
    }
    let mut came_in: Vec<u32> = submitted.iter().map(|moment| number(opens, today(*moment).min(last))).collect();
    came_in.sort_unstable();
    let until = |day: u32| came_in.partition_point(|other| *other <= day);
    (0..=number(opens, last))
        .map(|day| CurveDay {
            day,
            date: opens + Duration::days(day.into()),
            count: u32::try_from(until(day)).unwrap_or(u32::MAX),
        })
        .collect()
}

fn number(opens: Date, day: Date) -> u32 {
    u32::try_from((day - opens).whole_days()).unwrap_or_default()
}

#[derive(FromQueryResult)]
struct EarlierRow {
    year: i64,
    opens: String,
    due: String,
    status: String,
    submitted_at: Option<i64>,
}

/// The curve of the round before.
pub(super) async fn before(store: &Store, key: &RoundKey, now: OffsetDateTime) -> Result<Option<EarlierCurve>, Error> {
    let statement = Statement::from_sql_and_values(
        store.read().get_database_backend(),
        "SELECT d.year, d.opens, d.due, r.status, COALESCE(r.first_submitted_at, r.submitted_at) AS submitted_at \
         FROM rounds d JOIN responses r ON r.survey = d.survey AND r.year = d.year \
         WHERE d.survey = $1 AND r.eligible \
         AND d.year = (SELECT MAX(e.year) FROM rounds e WHERE e.survey = $1 AND e.year < $2)",
        [key.survey.as_str().into(), i64::from(key.year).into()],
    );
    let rows = EarlierRow::find_by_statement(statement).all(store.read()).await?;
    let mut submitted = Vec::new();
    for row in &rows {
        let status: Status = row.status.parse().map_err(Error::stored)?;
        submitted.extend(row.submitted_at.filter(|_| status.is_counted()).map(moment));
    }
    let Some(first) = rows.first().filter(|_| !submitted.is_empty()) else { return Ok(None) };
    Ok(Some(EarlierCurve {
        year: i32::try_from(first.year).unwrap_or(i32::MAX),
        days: whole(day(&first.opens)?, day(&first.due)?, &submitted, today(now)),
        eligible: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OrganisationKind, rounds::RoundState};
    use std::collections::BTreeMap;
    use time::macros::{date, datetime};

    fn round(state: RoundState) -> RoundSummary {
        RoundSummary {
            key: RoundKey::new("kommun-ehalsa", 2026),
            title: String::new(),
            kind: OrganisationKind::Municipality,
            opens: date!(2026 - 03 - 01),
            due: date!(2026 - 03 - 05),
            state,
            days_left: (state == RoundState::Open).then_some(1),
            eligible: 10,
            responded: 3,
            by_status: BTreeMap::new(),
            questionnaire_id: String::new(),
            sign_off: false,
            kommungrupp_year: 2023,
            population_year: 2024,
        }
    }

    /// Before the opening, twice on the third day in Stockholm, of which one is the day before in UTC.
    const SUBMITTED: [OffsetDateTime; 3] =
        [datetime!(2026-02-20 10:00 UTC), datetime!(2026-03-02 23:30 UTC), datetime!(2026-03-03 09:00 UTC)];

    fn counts(days: &[CurveDay]) -> Vec<u32> {
        days.iter().map(|day| day.count).collect()
    }

    #[test]
    fn an_open_round_is_counted_up_to_today() {
        let curve = Curve::new(&round(RoundState::Open), &SUBMITTED, None, datetime!(2026-03-04 12:00 UTC));
        assert_eq!(counts(&curve.days), [1, 1, 3, 3]);
        assert_eq!(curve.days[3], CurveDay { day: 3, date: date!(2026 - 03 - 04), count: 3 });
        assert_eq!(curve.length, 4);
        assert_eq!(curve.same_day_before(), None);
    }

    #[test]
    fn an_open_round_goes_on_after_its_due_date() {
        let curve = Curve::new(&round(RoundState::Open), &SUBMITTED, None, datetime!(2026-03-07 12:00 UTC));
        assert_eq!(counts(&curve.days), [1, 1, 3, 3, 3, 3, 3]);
    }

    #[test]
    fn a_closed_round_ends_with_its_due_date_or_its_last_response() {
        let now = datetime!(2029-01-01 12:00 UTC);
        let curve = Curve::new(&round(RoundState::Closed), &SUBMITTED, None, now);
        assert_eq!(counts(&curve.days), [1, 1, 3, 3, 3]);
        let late = [SUBMITTED.as_slice(), &[datetime!(2026-03-07 12:00 UTC)]].concat();
        let curve = Curve::new(&round(RoundState::Closed), &late, None, now);
        assert_eq!(counts(&curve.days), [1, 1, 3, 3, 3, 3, 4]);
    }

    #[test]
    fn a_planned_round_has_no_days() {
        let curve = Curve::new(&round(RoundState::Planned), &[], None, datetime!(2026-02-01 12:00 UTC));
        assert_eq!(curve.days, []);
        assert_eq!(curve.same_day_before(), None);
    }

    #[test]
    fn the_round_before_is_compared_on_the_same_day_after_opening() {
        let submitted = [datetime!(2025-02-02 12:00 UTC), datetime!(2025-02-05 12:00 UTC)];
        let days = whole(date!(2025 - 02 - 01), date!(2025 - 02 - 04), &submitted, date!(2026 - 03 - 03));
        let before = EarlierCurve { year: 2025, days, eligible: 4 };
        assert_eq!(counts(&before.days), [0, 1, 1, 1, 2]);
        let on = |now| {
            Curve::new(&round(RoundState::Open), &SUBMITTED, Some(before.clone()), now)
                .same_day_before()
                .map(|rate| rate.to_string())
        };
        assert_eq!(on(datetime!(2026-03-01 12:00 UTC)).as_deref(), Some("0"));
        assert_eq!(on(datetime!(2026-03-03 12:00 UTC)).as_deref(), Some("0.25"));
        // Longer than the round before was: what it came to in the end.
        assert_eq!(on(datetime!(2026-03-09 12:00 UTC)).as_deref(), Some("0.50"));
    }
}
