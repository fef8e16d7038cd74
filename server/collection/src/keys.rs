//! The keys that everything is found by. They stand in addresses and files.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A round: one survey in one year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoundKey {
    /// `kommun-ehalsa`.
    pub survey: String,
    /// 2026.
    pub year: i32,
}

impl RoundKey {
    /// The round of a survey in a year.
    pub fn new(survey: impl Into<String>, year: i32) -> Self {
        Self { survey: survey.into(), year }
    }

    /// The response of an organisation to this round.
    pub fn response(&self, organisation: impl Into<String>) -> ResponseKey {
        ResponseKey { survey: self.survey.clone(), year: self.year, organisation: organisation.into() }
    }
}

impl fmt::Display for RoundKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.survey, self.year)
    }
}

/// A response: one organisation's answer to a round.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ResponseKey {
    /// `kommun-ehalsa`.
    pub survey: String,
    /// 2026.
    pub year: i32,
    /// `0180`.
    pub organisation: String,
}

impl ResponseKey {
    /// The round that it answers.
    pub fn round(&self) -> RoundKey {
        RoundKey { survey: self.survey.clone(), year: self.year }
    }
}

impl fmt::Display for ResponseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.survey, self.year, self.organisation)
    }
}

/// The version of something that an actor has read before deciding about it. What decides only about the version that was
/// read refuses a version that is absent or cannot be read, as it refuses an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenVersion(Option<i64>);

impl SeenVersion {
    /// The version as a form or an address writes it.
    pub fn written(text: &str) -> Self {
        Self(text.parse().ok())
    }

    /// The version, where there is one.
    ///
    /// # Errors
    /// [`Error::Unseen`] where there is none.
    pub(crate) fn known(self) -> Result<i64, Error> {
        self.0.ok_or(Error::Unseen)
    }

    /// Refuses every version but the one that there is now.
    ///
    /// # Errors
    /// [`Error::Unseen`] where there is none, `changed` where it is another.
    pub(crate) fn check(self, current: i64, changed: Error) -> Result<(), Error> {
        if self.known()? == current { Ok(()) } else { Err(changed) }
    }
}

impl From<i64> for SeenVersion {
    fn from(version: i64) -> Self {
        Self(Some(version))
    }
}

/// What kind of organisation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A kommun.
    Municipality,
    /// A region.
    Region,
}

impl OrganisationKind {
    /// The code in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Region => "region",
        }
    }

    /// The word for several of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Municipality => "kommuner",
            Self::Region => "regioner",
        }
    }

    /// Whether shares of them are told in percent. Regioner are so few that they are counted.
    pub fn is_told_in_percent(self) -> bool {
        self == Self::Municipality
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Municipality, Self::Region].into_iter().find(|kind| kind.code() == code)
    }
}
