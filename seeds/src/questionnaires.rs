//! The two surveys and the questionnaire that each of their rounds uses.

/// Who answers a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SurveyedKind {
    /// Kommuner.
    Municipality,
    /// Regioner.
    Region,
}

/// A survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Its key: `kommun-ehalsa`.
    pub code: &'static str,
    /// Its title, without a year.
    pub title: &'static str,
    /// Who answers it.
    pub kind: SurveyedKind,
}

/// The rounds that have a questionnaire. The last two move with the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edition {
    /// The round of 2019.
    Y2019,
    /// The round of 2020.
    Y2020,
    /// The round of last year.
    LastYear,
    /// The round of this year.
    ThisYear,
}

impl Edition {
    /// Every edition, oldest first.
    pub const ALL: [Self; 4] = [Self::Y2019, Self::Y2020, Self::LastYear, Self::ThisYear];

    /// The year of its round.
    pub fn year(self, this_year: i32) -> i32 {
        match self {
            Self::Y2019 => 2019,
            Self::Y2020 => 2020,
            Self::LastYear => this_year - 1,
            Self::ThisYear => this_year,
        }
    }
}

const SURVEYS: [Survey; 2] = [
    Survey {
        code: "kommun-ehalsa",
        title: "E-hälsa och välfärdsteknik i kommunerna",
        kind: SurveyedKind::Municipality,
    },
    Survey { code: "region-ehalsa-it", title: "eHälsa och IT i regionerna", kind: SurveyedKind::Region },
];

/// Every survey.
pub fn surveys() -> &'static [Survey] {
    &SURVEYS
}

/// The file of a questionnaire, as YAML.
pub fn questionnaire(survey: &str, edition: Edition) -> Option<&'static str> {
    macro_rules! file {
        ($name:literal) => {
            include_str!(concat!("../questionnaires/", $name, ".yaml"))
        };
    }
    Some(match (survey, edition) {
        ("kommun-ehalsa", Edition::Y2019) => file!("kommun-ehalsa/2019"),
        ("kommun-ehalsa", Edition::Y2020) => file!("kommun-ehalsa/2020"),
        ("kommun-ehalsa", Edition::LastYear) => file!("kommun-ehalsa/last-year"),
        ("kommun-ehalsa", Edition::ThisYear) => file!("kommun-ehalsa/this-year"),
        ("region-ehalsa-it", Edition::Y2019) => file!("region-ehalsa-it/2019"),
        ("region-ehalsa-it", Edition::Y2020) => file!("region-ehalsa-it/2020"),
        ("region-ehalsa-it", Edition::LastYear) => file!("region-ehalsa-it/last-year"),
        ("region-ehalsa-it", Edition::ThisYear) => file!("region-ehalsa-it/this-year"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
