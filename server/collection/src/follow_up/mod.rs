//! Följa upp: what those who own or review a survey see of a round. What an organisation has not sent in is counted here
//! and never shown.

mod aggregate;
mod curve;
mod detail;
mod item_response;
mod list;
mod overview;
mod recipients;

pub use aggregate::{AggregateView, aggregate};
pub use curve::{Curve, CurveDay, EarlierCurve};
pub use detail::{ResponseDetail, SectionProgress, response};
pub use list::{ListQuery, PAGE_SIZE, Page, SortBy, responses};
pub use overview::{FollowUp, MapTile, follow_up};
pub use recipients::ResponseRow;

pub(crate) use aggregate::aggregate_rows;
pub(crate) use recipients::{group_labels, rate_recipients, recipients};

use crate::{Actor, Error};

/// Refuses everyone but the survey's owner and reviewers, administrators and the command line.
pub(crate) fn check(actor: &Actor, survey: &str) -> Result<(), Error> {
    if actor.may_follow_up(survey) { Ok(()) } else { Err(Error::Forbidden) }
}
