//! Följa upp: what those who own and review a survey see.

mod aggregate;
mod approve;
mod charts;
mod copy;
mod filters;
mod list;
mod query;
mod response;
mod reviewed;
mod round;
mod rounds;
mod signature;

pub use aggregate::AggregatePage;
pub use approve::ApprovePage;
pub use copy::CopyPage;
pub use query::QueryPage;
pub use response::ResponsePage;
pub use round::RoundPage;
pub use rounds::RoundsPage;
pub use signature::SignaturePage;

use crate::components::Link;
use collection::{ResponseKey, RoundKey, rounds::RoundSummary};
use rust_decimal::Decimal;
use survey::format;

/// The address of a round.
fn round_path(key: &RoundKey) -> String {
    format!("/undersokningar/{}/{}", key.survey, key.year)
}

/// The address of a response in its round.
fn response_path(key: &ResponseKey) -> String {
    format!("{}/svar/{}", round_path(&key.round()), key.organisation)
}

/// The way up from a page of a round.
fn crumbs(round: &RoundSummary) -> Vec<Link> {
    vec![
        Link::new("/undersokningar", "Undersökningar"),
        Link::new(round_path(&round.key), format!("{} {}", round.title, round.key.year)),
    ]
}

/// A fraction as it is shown of response rates: `86,2 %`.
fn percent(fraction: Option<Decimal>) -> String {
    fraction.map_or_else(|| "..".to_owned(), |fraction| format::percent(fraction * Decimal::ONE_HUNDRED, 1))
}
