//! Who answers when.

use super::{
    chance::{chance, ranked, weighted},
    panel::Panel,
    round::RecipientStanding,
};
use survey::status::Status;
use time::{Date, Duration, Weekday};

/// The calendar of a round.
pub struct Calendar {
    /// The first day, where it is known.
    pub opens: Option<Date>,
    /// From the first day to the due date.
    pub length: i64,
    /// The last day, counted from the first, on which somebody has submitted.
    pub last: i64,
}

impl Calendar {
    /// A moment on a working day, counted from the opening or by the calendar.
    pub fn moment(&self, day: i64, words: &[&str]) -> String {
        let second = (chance(&[words, &["klockslag"]].concat()) * 32_000.0) as i64;
        // From six in the morning to three in the afternoon in UTC: office hours in Sweden.
        let (hour, minute, second) = (6 + second / 3600, second / 60 % 60, second % 60);
        let time = format!("T{hour:02}:{minute:02}:{second:02}Z");
        match self.opens {
            None => format!("@{day}{time}"),
            Some(opens) => {
                let date = opens + Duration::days(day);
                let back = match date.weekday() {
                    Weekday::Saturday => 1,
                    Weekday::Sunday => 2,
                    _ => 0,
                };
                format!("{}{time}", date - Duration::days(back))
            }
        }
    }

    /// The day on which an organisation submits: some at once, most towards the due date, some late.
    pub fn day(&self, code: &str, round: &str) -> i64 {
        let words = [code, round, "dag"];
        let (length, last) = (self.length.min(self.last), self.last);
        // Last year they were asked more often, and fewer waited for the due date.
        let (weights, turn) =
            if round == "last-year" { ([12.0, 66.0, 16.0, 6.0], 80) } else { ([8.0, 32.0, 47.0, 13.0], 70) };
        let [early, during, towards, late] = weights;
        let part = weighted(&[("tidigt", early), ("under", during), ("mot slutet", towards), ("sent", late)], &words);
        let (from, to) = match part {
            "tidigt" => (2, length / 5),
            "under" => (length / 5, length * turn / 100),
            "mot slutet" => (length * turn / 100, length),
            _ if last > length => (length + 1, last),
            _ => (length / 2, length),
        };
        from + (chance(&[code, round, "vilken dag"]) * (to - from + 1) as f64) as i64
    }
}

/// The `count` most willing to answer: the large ones, and those who tend to.
pub fn willing(panel: &Panel, round: &str, count: usize, never: &[&str], always: impl Fn(usize) -> bool) -> Vec<usize> {
    let order = ranked(panel.all(), |at| {
        let code = panel.code(at);
        let bonus = if never.contains(&code) {
            -10.0
        } else if always(at) {
            10.0
        } else {
            0.0
        };
        bonus
            + 0.35 * panel.organisations[at].size
            + 0.7 * chance(&[code, "svarar"])
            + 0.6 * chance(&[code, "svarar", round])
    });
    let mut chosen: Vec<usize> = order.into_iter().take(count).collect();
    chosen.sort_unstable();
    chosen
}

/// The standings of a round: those who are counted approved or submitted, the others as they are dealt out.
pub fn standings(
    panel: &Panel,
    round: &str,
    calendar: &Calendar,
    counted: &[usize],
    submitted: usize,
    others: &[(Status, usize)],
) -> Vec<RecipientStanding> {
    let mut standings = vec![RecipientStanding::of(Status::NotStarted); panel.organisations.len()];
    let day = |at: &usize| calendar.day(panel.code(*at), round);
    // The last to come are those that have not been reviewed yet.
    let latest = ranked(counted.iter().copied(), |at| day(&at) as f64);
    for (number, at) in latest.into_iter().enumerate() {
        let status = if number < submitted { Status::Submitted } else { Status::Approved };
        let submitted_at = calendar.moment(day(&at), &[panel.code(at), round]);
        standings[at] = RecipientStanding { status, submitted_at };
    }
    let rest = panel.all().filter(|at| !counted.contains(at));
    let mut rest = ranked(rest, |at| chance(&[panel.code(at), round, "övriga"])).into_iter();
    for (status, count) in others {
        for at in rest.by_ref().take(*count) {
            standings[at].status = *status;
        }
    }
    standings
}
