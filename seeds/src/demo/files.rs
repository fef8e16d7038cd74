//! The files, embedded.

use crate::Edition;

/// The demo answers to one round, as files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoRound {
    /// The survey: `kommun-ehalsa`.
    pub survey: &'static str,
    /// Which of its rounds.
    pub edition: Edition,
    pub(super) responses: &'static str,
    pub(super) explanations: &'static str,
    pub(super) reasons: &'static str,
    pub(super) drafts: &'static str,
    pub(super) marks: &'static str,
    pub(super) queries: &'static str,
}

macro_rules! round {
    ($survey:literal, $edition:expr, $folder:literal) => {
        round!($survey, $edition, $folder, "")
    };
    ($survey:literal, $edition:expr, $folder:literal, $queries:expr) => {
        DemoRound {
            survey: $survey,
            edition: $edition,
            responses: file!($survey, $folder, "responses.csv"),
            explanations: file!($survey, $folder, "explanations.csv"),
            reasons: file!($survey, $folder, "reasons.csv"),
            drafts: file!($survey, $folder, "drafts.csv"),
            marks: file!($survey, $folder, "marks.csv"),
            queries: $queries,
        }
    };
}

macro_rules! file {
    ($survey:literal, $folder:literal, $name:literal) => {
        include_str!(concat!("../../demo/", $survey, "/", $folder, "/", $name))
    };
}

pub(super) const ROUNDS: [DemoRound; 8] = [
    round!("kommun-ehalsa", Edition::Y2019, "2019"),
    round!("kommun-ehalsa", Edition::Y2020, "2020"),
    round!("kommun-ehalsa", Edition::LastYear, "last-year"),
    round!("kommun-ehalsa", Edition::ThisYear, "this-year", file!("kommun-ehalsa", "this-year", "queries.csv")),
    round!("region-ehalsa-it", Edition::Y2019, "2019"),
    round!("region-ehalsa-it", Edition::Y2020, "2020"),
    round!("region-ehalsa-it", Edition::LastYear, "last-year"),
    round!("region-ehalsa-it", Edition::ThisYear, "this-year"),
];
