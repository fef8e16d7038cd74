//! The files, embedded.

use super::DemoRound;
use crate::Edition;

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
