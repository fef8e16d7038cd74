//! A response for the tests of letters.

use collection::{OrganisationKind, RoundKey, respond::ResponseHead, rounds::RoundState};
use survey::status::Status;
use time::macros::date;

/// A response of Sundsvall.
pub fn head() -> ResponseHead {
    ResponseHead {
        key: RoundKey::new("kommun-ehalsa", 2026).response("2281"),
        round_title: "E-hälsa 2026".into(),
        organisation_name: "Sundsvalls kommun".into(),
        kind: OrganisationKind::Municipality,
        status: Status::Submitted,
        due: date!(2026 - 04 - 30),
        days_left: 8,
        overdue: false,
        opens: date!(2026 - 03 - 01),
        round: RoundState::Open,
        ineligible_reason: None,
        last_saved_at: None,
        returned_reason: None,
        declined_reason: None,
        copies: 1,
        change_number: 7,
        questionnaire_id: "q".into(),
    }
}
