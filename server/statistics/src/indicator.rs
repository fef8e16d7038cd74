//! The file of frameworks and indicators (`seeds/indicators.yaml`), as it stands.
//!
//! A framework is a version of the tree that indicators hang in; an indicator is a named figure; a measure is what is
//! computed. What is wrong with the file as a whole is found by [`check`](super::check).

use serde::{Deserialize, Serialize};
use std::fmt;
use survey::name::Name;

/// Frameworks and indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorFile {
    /// The versions of the framework.
    pub frameworks: Vec<Framework>,
    /// The indicators.
    pub indicators: Vec<Indicator>,
}

/// A version of the framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// The year it is known by: `"2020"`.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Where it stands, and what sets it apart from the version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Background factors, foundations and goals, in order.
    pub parts: Vec<FrameworkPart>,
}

/// A part of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FrameworkPart {
    /// The key it is known by, the same in every version: `mal-1`.
    pub key: String,
    /// What sort of part it is.
    pub kind: PartKind,
    /// The number of a goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its title.
    pub title: String,
    /// What it means, in our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its target areas, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
}

/// What sort of part of a framework it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Inriktningsmål.
    Goal,
    /// Grundförutsättning.
    Foundation,
    /// Bakgrundsfaktor.
    Background,
}

/// A target area of a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The key it is known by.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// An indicator: a named figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The key it is known by: `F06`, `X-RISK`.
    pub indicator: String,
    /// The numbers it bears in the framework's own list. Several indicators may bear one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub framework_ids: Vec<String>,
    /// The figure or table in the yearly report: `Figur 6`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Its title.
    pub title: String,
    /// The key of the part of the framework that it belongs to.
    pub part: String,
    /// The key of the target area, where the part has areas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The unit in the words of the report.
    pub unit: String,
    /// Who has gathered it.
    pub source: String,
    /// The survey that feeds it; absent where it comes from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<String>,
    /// It comes from elsewhere: nothing is computed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub external: bool,
    /// The questions behind it, as numbered in the material: `S1-D1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<String>,
    /// What stands for its part of the framework, where this indicator does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for_part: Option<StandsFor>,
    /// What must be known when it is read: cautions, footnotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What is computed, in the order it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
}

/// The value that shows how far a part of the framework has come. It is also what its indicator is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandsFor {
    /// The measure.
    pub measure: String,
    /// Its breakdown as files have it; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub breakdown: String,
    /// What the value says, after it: `av kommunerna har nattillsyn.`
    pub says: String,
}

impl Indicator {
    /// The row that is its headline, where one has been chosen.
    pub fn chosen(&self) -> Option<ChosenHeadline<'_>> {
        self.stands_for_part.as_ref().map(|one| ChosenHeadline { measure: &one.measure, breakdown: &one.breakdown })
    }

    /// The dimensions of a measure; of a change, those of what it compares.
    pub fn dimensions_of<'a>(&'a self, measure: &'a Measure) -> &'a [Dimension] {
        let compared = measure.of.as_ref().and_then(|of| self.measures.iter().find(|other| other.measure == *of));
        &compared.unwrap_or(measure).dimensions
    }
}

/// A measure: what is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The name it is known by within its indicator.
    pub measure: String,
    /// Its title.
    pub title: String,
    /// What is done with the answers.
    pub kind: MeasureKind,
    /// The unit of the value.
    pub unit: Unit,
    /// One observation for each combination of the codes; `{dimension}` in an expression stands for the code. The last
    /// dimension of a distribution is what is distributed.
    #[serde(default, rename = "for", skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
    /// What is counted (share, count, distribution: a condition) or summed (the others: a number). Not of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// Of a share or a distribution: the condition of those it is a share of; absent, those that have given a valid value
    /// in every field that the numerator names. Of a ratio: the number that is summed below the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The denominator in words. Needed with a denominator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator_words: Option<String>,
    /// The condition of who is counted at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// Of a change: the measure of the same indicator that is compared with the round before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Of a change of a sum: in percent, over the organisations that answered in both rounds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub relative: bool,
    /// The rounds it is computed in; absent, every round of the survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Vec<i32>>,
    /// Years to add to the round's year to get the year that the value refers to: -1 for last year's economy.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub refers_to: i32,
}

fn is_zero(years: &i32) -> bool {
    *years == 0
}

/// A dimension that a measure is computed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its name in the breakdown.
    pub dimension: Name,
    /// Its codes, in the order they are shown.
    pub codes: Vec<Code>,
}

/// A code of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The code in the breakdown and in expressions.
    pub code: Name,
    /// Its words.
    pub label: String,
}

/// What is done with the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// The part of those who answered for whom a condition holds.
    Share,
    /// How many a condition holds for.
    Count,
    /// The sum over those who answered. Never a national total.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The middle value; of an even number of values the mean of the two in the middle.
    Median,
    /// The smallest value.
    Minimum,
    /// The largest value.
    Maximum,
    /// A share for each code of the last dimension.
    Distribution,
    /// A sum divided by a sum, over those who gave both.
    Ratio,
    /// The difference from the round before.
    Change,
}

impl MeasureKind {
    /// The code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Distribution => "distribution",
            Self::Ratio => "ratio",
            Self::Change => "change",
        }
    }

    /// Whether organisations are counted for which a condition holds.
    pub fn is_counting(self) -> bool {
        matches!(self, Self::Share | Self::Count | Self::Distribution)
    }
}

/// The unit of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Unit {
    /// 0–100.
    #[serde(rename = "procent")]
    Percent,
    /// A number of kommuner.
    #[serde(rename = "antal kommuner")]
    Municipalities,
    /// A number of regioner.
    #[serde(rename = "antal regioner")]
    Regions,
    /// A number of län, for which the region answers.
    #[serde(rename = "antal län")]
    Counties,
    /// A number of something else.
    #[serde(rename = "antal")]
    Number,
    /// Kronor.
    #[serde(rename = "kronor")]
    Kronor,
    /// The difference between two percentages.
    #[serde(rename = "procentenheter")]
    PercentagePoints,
}

impl Unit {
    /// The words in files and in the interface.
    pub fn code(self) -> &'static str {
        match self {
            Self::Percent => "procent",
            Self::Municipalities => "antal kommuner",
            Self::Regions => "antal regioner",
            Self::Counties => "antal län",
            Self::Number => "antal",
            Self::Kronor => "kronor",
            Self::PercentagePoints => "procentenheter",
        }
    }

    /// Whether it is organisations that are counted.
    pub fn counts_organisations(self) -> bool {
        matches!(self, Self::Municipalities | Self::Regions | Self::Counties)
    }
}

impl fmt::Display for MeasureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The row that the file of indicators names as the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenHeadline<'a> {
    /// The measure.
    pub measure: &'a str,
    /// The breakdown as files have it; empty for none.
    pub breakdown: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_file() {
        for kind in [
            MeasureKind::Share,
            MeasureKind::Count,
            MeasureKind::Sum,
            MeasureKind::Mean,
            MeasureKind::Median,
            MeasureKind::Minimum,
            MeasureKind::Maximum,
            MeasureKind::Distribution,
            MeasureKind::Ratio,
            MeasureKind::Change,
        ] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        for unit in [
            Unit::Percent,
            Unit::Municipalities,
            Unit::Regions,
            Unit::Counties,
            Unit::Number,
            Unit::Kronor,
            Unit::PercentagePoints,
        ] {
            assert_eq!(serde_json::to_value(unit).unwrap(), unit.code());
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let measure =
            serde_json::json!({"measure": "a", "title": "A", "kind": "share", "unit": "procent", "nämnare": "x"});
        assert!(serde_json::from_value::<Measure>(measure).unwrap_err().to_string().contains("nämnare"));
    }
}
