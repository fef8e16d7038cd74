//! A round at a glance: the response rate, the curve, the map, the groups.

use super::{
    check,
    curve::{self, Curve},
    item_response::item_response,
    recipients::{RecipientRow, group_labels, groupings, rate_recipients, recipients},
};
use crate::{
    Actor, Error, RoundKey, Store,
    correction_requests::waiting_of_round,
    results,
    rounds::{self, RoundSummary},
};
use rust_decimal::Decimal;
use statistics::{
    groups::{GroupLabels, Grouping, TOTAL},
    response_rate::{Recipient, ResponseRate, response_rates},
};
use survey::status::Status;
use time::OffsetDateTime;

/// A round at a glance.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// The round.
    pub round: RoundSummary,
    /// All who belong to the population.
    pub total: ResponseRate,
    /// The rate of the round before, as many days after its opening, as a fraction.
    pub same_day_before: Option<Decimal>,
    /// The rate by group, by code and without the total. A grouping in which everybody is alone, as regioner are in
    /// their län, is left out.
    pub by: Vec<(Grouping, Vec<ResponseRate>)>,
    /// The responses day by day.
    pub curve: Curve,
    /// The map of kommuner; empty for regioner.
    pub tiles: Vec<MapTile>,
    /// How large a part of the required questions that the counted were asked has a valid value, as a fraction.
    pub item_response: Option<Decimal>,
    /// The organisations that wait for an answer to a request to correct, by code: code and full name.
    pub correction_requests: Vec<(String, String)>,
    /// The words of the groups.
    pub labels: GroupLabels,
    /// Whether the actor decides about the round.
    pub owns: bool,
}

/// A square of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapTile {
    /// The kommun's code.
    pub code: String,
    /// "Sundsvall".
    pub name: String,
    /// The code of its län, whose border is drawn.
    pub lan: String,
    /// From the left.
    pub column: u32,
    /// From the top.
    pub row: u32,
    /// Where its response stands.
    pub status: Status,
    /// Whether it belongs to the population.
    pub eligible: bool,
}

/// A round at a glance, for those who follow it up.
pub async fn follow_up(store: &Store, actor: &Actor, key: &RoundKey, now: OffsetDateTime) -> Result<FollowUp, Error> {
    check(actor, &key.survey)?;
    let round = rounds::one(store.read(), key, now).await?;
    let rows = recipients(store, key, None).await?;
    let curve = Curve::new(&round, &submissions(&rows), curve::before(store, key, now).await?, now);
    let labels = group_labels(&rows);
    let counted = rate_recipients(&rows);
    let total = response_rates(&counted, None, &labels).into_iter().next().ok_or(Error::NotFound)?;
    Ok(FollowUp {
        correction_requests: waiting_of_round(store.read(), &key.survey, key.year).await?,
        owns: actor.owns(&key.survey),
        total,
        same_day_before: curve.same_day_before(),
        by: rates_by_group(&counted, &labels),
        curve,
        tiles: rows.iter().filter_map(tile).collect(),
        item_response: item_response(&*results::dataset(store, key).await?),
        round,
        labels,
    })
}

/// When the counted responses were first sent in.
fn submissions(rows: &[RecipientRow]) -> Vec<OffsetDateTime> {
    let counted = rows.iter().map(|row| &row.response).filter(|row| row.eligible && row.status.is_counted());
    counted.filter_map(|row| row.first_submitted_at).collect()
}

/// The rate by every grouping that puts some together.
fn rates_by_group(recipients: &[Recipient], labels: &GroupLabels) -> Vec<(Grouping, Vec<ResponseRate>)> {
    let rates = |grouping| {
        let mut rates = response_rates(recipients, Some(grouping), labels);
        rates.retain(|rate| rate.group != TOTAL);
        (grouping, rates)
    };
    groupings(recipients).into_iter().map(rates).collect()
}

fn tile(recipient: &RecipientRow) -> Option<MapTile> {
    let (column, row) = recipient.tile?;
    let response = &recipient.response;
    Some(MapTile {
        code: response.organisation.clone(),
        name: response.name.clone(),
        lan: response.lan.clone(),
        column,
        row,
        status: response.status,
        eligible: response.eligible,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use statistics::groups::OrganisationGroups;

    fn recipient(lan: &str, kommungrupp: &str) -> Recipient {
        let groups = OrganisationGroups { lan: lan.into(), kommungrupp: kommungrupp.into(), size: String::new() };
        Recipient { groups, eligible: true, status: Status::Approved, on_time: true }
    }

    #[test]
    fn a_grouping_in_which_everybody_is_alone_is_left_out() {
        let regions = [recipient("01", ""), recipient("03", "")];
        assert_eq!(rates_by_group(&regions, &GroupLabels::default()), []);
        let municipalities = [recipient("01", "A1"), recipient("01", "B3"), recipient("03", "C6")];
        let by = rates_by_group(&municipalities, &GroupLabels::default());
        let groups: Vec<_> = by.iter().flat_map(|(by, rates)| rates.iter().map(|r| (*by, r.group.as_str()))).collect();
        assert_eq!(groups, [(Grouping::Lan, "01"), (Grouping::Lan, "03")]);
    }
}
