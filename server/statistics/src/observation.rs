//! An observation: one value of a measure, with what it rests on.

use super::{
    groups::Grouping,
    rounding::{written, written_or_empty},
};
use rust_decimal::Decimal;
use std::{fmt, str::FromStr};
use time::Date;

/// The columns of the indicator file.
pub const COLUMNS: [&str; 14] = [
    "indicator",
    "measure",
    "round",
    "refers_to",
    "published",
    "breakdown",
    "unit",
    "value",
    "numerator",
    "denominator",
    "n_asked",
    "n_answered",
    "status",
    "note",
];

/// One value: indicator × measure × period × breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The indicator.
    pub indicator: String,
    /// The measure within it.
    pub measure: String,
    /// The year of the round in which it was collected.
    pub round: i32,
    /// The year that it says something of.
    pub refers_to: i32,
    /// When it was published.
    pub published: Option<Date>,
    /// Whom or what it is for; nothing where it is for all together.
    pub breakdown: Breakdown,
    /// The unit of the value.
    pub unit: String,
    /// The value, exact.
    pub value: Option<Decimal>,
    /// What is above the line.
    pub numerator: Option<Decimal>,
    /// What is below the line.
    pub denominator: Option<Decimal>,
    /// How many were asked.
    pub n_asked: Option<usize>,
    /// How many gave a valid answer.
    pub n_answered: Option<usize>,
    /// How it came to be, or why there is no value.
    pub status: ObservationStatus,
    /// What must be known when it is read.
    pub note: String,
    /// The series is broken between the round before and this one.
    pub series_break: bool,
}

impl Observation {
    /// The row in the file.
    pub fn cells(&self) -> Vec<String> {
        let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
        vec![
            self.indicator.clone(),
            self.measure.clone(),
            self.round.to_string(),
            self.refers_to.to_string(),
            self.published.map(|date| date.to_string()).unwrap_or_default(),
            self.breakdown.to_string(),
            self.unit.clone(),
            written_or_empty(self.value),
            written_or_empty(self.numerator),
            written_or_empty(self.denominator),
            count(self.n_asked),
            count(self.n_answered),
            self.status.code().to_owned(),
            self.note.clone(),
        ]
    }

    /// Returns whether its value is computed from answers, and not taken from what has been published.
    pub fn is_from_answers(&self) -> bool {
        let is_computed = matches!(
            self.status,
            ObservationStatus::Computed | ObservationStatus::Revised | ObservationStatus::Preliminary
        );
        is_computed && self.value.is_some()
    }

    /// Adds a sentence to what must be known when it is read.
    pub fn add_note(&mut self, sentence: &str) {
        add_note(&mut self.note, sentence);
    }

    /// Takes away every figure, as what cannot be shown is not carried along either.
    pub(super) fn without_figures(self, status: ObservationStatus) -> Self {
        Self { value: None, numerator: None, denominator: None, n_asked: None, n_answered: None, status, ..self }
    }

    /// Whether this is the same figure at another time of reading.
    pub(super) fn is_same_figure(&self, other: &Self) -> bool {
        self.indicator == other.indicator
            && self.measure == other.measure
            && self.round == other.round
            && self.breakdown == other.breakdown
    }
}

/// Sorts as the file is sorted: by its first six columns.
pub fn sort(observations: &mut [Observation]) {
    observations.sort_by_cached_key(|observation| {
        (
            observation.indicator.clone(),
            observation.measure.clone(),
            observation.round,
            observation.refers_to,
            observation.published,
            observation.breakdown.to_string(),
        )
    });
}

/// Marks what has been published: an observation that stands in the release gets its date, and one whose value has
/// changed since is revised.
pub fn mark_published(observations: &mut [Observation], release: &[Observation], date: Date) {
    for observation in observations.iter_mut() {
        let Some(earlier) = release.iter().find(|earlier| earlier.is_same_figure(observation)) else { continue };
        observation.published = Some(date);
        let (Some(then), Some(now)) = (earlier.value, observation.value) else { continue };
        let (then, now) = (written(then), written(now));
        if then != now && observation.status == ObservationStatus::Computed {
            observation.status = ObservationStatus::Revised;
            add_note(
                &mut observation.note,
                &format!("Reviderat värde, publicerat {date} som {}.", then.replace('.', ",")),
            );
        }
    }
}

/// Adds a sentence to a note.
pub(super) fn add_note(note: &mut String, sentence: &str) {
    if !note.is_empty() && !sentence.is_empty() {
        note.push(' ');
    }
    note.push_str(sentence);
}

/// Whom or what an observation is for, as `dimension=code;dimension=code`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Breakdown(Vec<(String, String)>);

impl Breakdown {
    /// This, and one dimension more.
    pub fn and(&self, dimension: &str, code: &str) -> Self {
        let mut parts = self.0.clone();
        parts.push((dimension.to_owned(), code.to_owned()));
        Self(parts)
    }

    /// This with another code of a dimension.
    pub fn with(&self, dimension: &str, code: &str) -> Self {
        let other = |part: &(String, String)| {
            if part.0 == dimension { (part.0.clone(), code.to_owned()) } else { part.clone() }
        };
        Self(self.0.iter().map(other).collect())
    }

    /// This, of one group of organisations. The group stands first, so that a file lists group by group.
    pub fn within(&self, grouping: Grouping, group: &str) -> Self {
        let group = (grouping.dimension().to_owned(), group.to_owned());
        Self(std::iter::once(group).chain(self.0.iter().cloned()).collect())
    }

    /// The code of a dimension.
    pub fn code(&self, dimension: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == dimension).map(|(_, code)| code.as_str())
    }

    /// The dimensions and their codes, in order.
    pub fn parts(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether it is for all together.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is for the same, in whatever order the dimensions stand.
    pub fn is_like(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|part| other.0.contains(part))
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (dimension, code)) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ";" };
            write!(f, "{separator}{dimension}={code}")?;
        }
        Ok(())
    }
}

/// A text that is not a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a breakdown; write dimension=code;dimension=code")]
pub struct InvalidBreakdown(pub String);

impl FromStr for Breakdown {
    type Err = InvalidBreakdown;
    fn from_str(text: &str) -> Result<Self, InvalidBreakdown> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let part = |part: &str| {
            let (dimension, code) = part.split_once('=')?;
            (!dimension.is_empty() && !code.is_empty()).then(|| (dimension.to_owned(), code.to_owned()))
        };
        let parts: Option<Vec<_>> = text.split(';').map(part).collect();
        parts.map(Self).ok_or_else(|| InvalidBreakdown(text.to_owned()))
    }
}

/// How an observation came to be, or why it has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObservationStatus {
    /// Computed from the answers.
    Computed,
    /// Taken from what has been published; there are no answers for that year.
    Published,
    /// Computed, and not what was published before.
    Revised,
    /// Computed from the answers of a round that is still open.
    Preliminary,
    /// Not shown, as single answers would be known.
    Suppressed,
    /// The question was not asked in that round.
    NotAsked,
    /// Asked, but there is no figure: nobody answered, or it cannot be computed.
    NotAvailable,
}

impl ObservationStatus {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Computed => "computed",
            Self::Published => "published",
            Self::Revised => "revised",
            Self::Preliminary => "preliminary",
            Self::Suppressed => "suppressed",
            Self::NotAsked => "not_asked",
            Self::NotAvailable => "not_available",
        }
    }
}

impl fmt::Display for ObservationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn observation(measure: &str, round: i32, breakdown: &str, value: &str) -> Observation {
        Observation {
            indicator: "F06".into(),
            measure: measure.into(),
            round,
            refers_to: round,
            published: None,
            breakdown: breakdown.parse().unwrap(),
            unit: "procent".into(),
            value: Some(value.parse().unwrap()),
            numerator: None,
            denominator: None,
            n_asked: Some(3),
            n_answered: Some(2),
            status: ObservationStatus::Computed,
            note: String::new(),
            series_break: false,
        }
    }

    #[test]
    fn a_row_has_a_cell_for_every_column() {
        let cells = observation("a", 2020, "omrade=barn;lan=01", "66.6666666").cells();
        assert_eq!(cells.len(), COLUMNS.len());
        assert_eq!(cells.join(","), "F06,a,2020,2020,,omrade=barn;lan=01,procent,66.666667,,,3,2,computed,");
    }

    #[test]
    fn rows_are_sorted_by_their_first_six_columns() {
        let mut rows =
            [("b", 2019, ""), ("a", 2020, "lan=02"), ("a", 2020, "lan=01"), ("a", 2020, ""), ("a", 2019, "")]
                .map(|(measure, round, breakdown)| observation(measure, round, breakdown, "1"));
        sort(&mut rows);
        let order: Vec<String> =
            rows.iter().map(|row| format!("{} {} {}", row.measure, row.round, row.breakdown)).collect();
        assert_eq!(order, ["a 2019 ", "a 2020 ", "a 2020 lan=01", "a 2020 lan=02", "b 2019 "]);
    }

    #[test]
    fn a_group_stands_first_in_its_breakdown() {
        let breakdown: Breakdown = "omrade=barn".parse().unwrap();
        assert_eq!(breakdown.within(Grouping::Lan, "01").to_string(), "lan=01;omrade=barn");
        assert_eq!(Breakdown::default().within(Grouping::Size, "2").to_string(), "storlek=2");
    }

    #[test]
    fn a_breakdown_is_read_as_it_is_written() {
        for text in ["", "lan=01", "omrade=barn;lan=01"] {
            assert_eq!(text.parse::<Breakdown>().unwrap().to_string(), text);
        }
        for wrong in ["lan", "lan=", "=01", "lan=01;", "lan=01;x"] {
            assert!(wrong.parse::<Breakdown>().is_err(), "{wrong}");
        }
        let (one, other): (Breakdown, Breakdown) = ("a=1;b=2".parse().unwrap(), "b=2;a=1".parse().unwrap());
        assert!(one.is_like(&other) && !one.is_like(&"a=1".parse().unwrap()));
        assert_eq!(one.code("b"), Some("2"));
    }

    #[test]
    fn a_value_that_has_changed_since_it_was_published_is_revised() {
        let release = [observation("a", 2020, "", "66"), observation("b", 2020, "", "50")];
        let mut now = [
            observation("a", 2020, "", "67.5"),
            observation("b", 2020, "", "50.0000001"),
            observation("c", 2020, "", "1"),
        ];
        mark_published(&mut now, &release, date!(2021 - 04 - 15));
        let seen: Vec<_> =
            now.iter().map(|row| (row.status.code(), row.published.is_some(), row.note.as_str())).collect();
        assert_eq!(
            seen,
            [
                ("revised", true, "Reviderat värde, publicerat 2021-04-15 som 66."),
                ("computed", true, ""),
                ("computed", false, "")
            ]
        );
    }
}
