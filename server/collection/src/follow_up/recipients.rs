//! The recipients of a round with everything that lists and figures need of them, as one query gives them.

use crate::{Error, RoundKey, Store};
use database::stored::{day, moment};
use sea_orm::{FromQueryResult, Statement};
use statistics::{
    groups::{GroupLabels, Grouping, OrganisationGroups},
    response_rate::Recipient,
};
use survey::{status::Status, stockholm};
use time::{Date, OffsetDateTime};

/// A response in the list of a round's responses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseRow {
    /// The organisation's code.
    pub organisation: String,
    /// "Sundsvall".
    pub name: String,
    /// "Sundsvalls kommun".
    pub full_name: String,
    /// The code of its län in this round.
    pub lan: String,
    /// The words of its län.
    pub lan_label: String,
    /// The code of its kommungrupp in this round; empty for a region.
    pub kommungrupp: String,
    /// The words of its kommungrupp.
    pub kommungrupp_label: String,
    /// The code of its size in this round; empty for a region.
    pub size: String,
    /// The words of its size.
    pub size_label: String,
    /// Where it stands.
    pub status: Status,
    /// Fields that are answered.
    pub answered: u32,
    /// Fields that are asked.
    pub asked: u32,
    /// When an answer was last saved.
    pub last_activity: Option<OffsetDateTime>,
    /// When it was first sent in.
    pub first_submitted_at: Option<OffsetDateTime>,
    /// When it was last sent in.
    pub submitted_at: Option<OffsetDateTime>,
    /// Its own due date, or the round's.
    pub due: Date,
    /// Whether it belongs to the population.
    pub eligible: bool,
    /// Why it does not.
    pub ineligible_reason: Option<String>,
    /// How many frozen copies there are.
    pub copies: u32,
    /// Whether the latest was sent in by a signatory whom nobody but a coordinator has named.
    pub unconfirmed: bool,
}

impl ResponseRow {
    /// Its groups in this round.
    pub(super) fn groups(&self) -> OrganisationGroups {
        OrganisationGroups { lan: self.lan.clone(), kommungrupp: self.kommungrupp.clone(), size: self.size.clone() }
    }

    /// Whether it was first sent in before its own due date was over in Stockholm.
    fn is_on_time(&self) -> bool {
        self.first_submitted_at.is_some_and(|submitted| submitted < stockholm::end_of(self.due))
    }
}

/// A recipient, and where its square stands on the map.
#[derive(Debug, Clone)]
pub(crate) struct RecipientRow {
    pub response: ResponseRow,
    /// The square's column and row; a region has none.
    pub tile: Option<(u32, u32)>,
}

#[derive(FromQueryResult)]
struct RecipientQueryRow {
    organisation: String,
    name: String,
    full_name: String,
    tile_column: Option<i64>,
    tile_row: Option<i64>,
    lan: String,
    lan_label: Option<String>,
    kommungrupp: String,
    kommungrupp_label: Option<String>,
    size: String,
    size_label: Option<String>,
    eligible: bool,
    ineligible_reason: Option<String>,
    own_due: Option<String>,
    due: String,
    status: String,
    answered: i64,
    asked: i64,
    copies: i64,
    last_activity_at: Option<i64>,
    first_submitted_at: Option<i64>,
    submitted_at: Option<i64>,
    unconfirmed: Option<bool>,
}

const SELECT: &str = "SELECT r.organisation, o.name, o.full_name, o.tile_column, o.tile_row, r.lan, \
    l.label AS lan_label, r.kommungrupp, k.label AS kommungrupp_label, r.size, z.label AS size_label, r.eligible, \
    r.ineligible_reason, r.own_due, d.due, r.status, r.answered, r.asked, r.copies, r.last_activity_at, \
    r.first_submitted_at, r.submitted_at, c.unconfirmed \
    FROM responses r JOIN organisations o ON o.code = r.organisation \
    JOIN rounds d ON d.survey = r.survey AND d.year = r.year \
    LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
    LEFT JOIN groups l ON l.grouping = 'lan' AND l.code = r.lan \
    LEFT JOIN groups k ON k.grouping = 'kommungrupp' AND k.code = r.kommungrupp \
    LEFT JOIN groups z ON z.grouping = 'size' AND z.code = r.size \
    WHERE r.survey = $1 AND r.year = $2";

/// Every recipient of a round, or the one with this code, by code.
pub(crate) async fn recipients(
    store: &Store,
    key: &RoundKey,
    organisation: Option<&str>,
) -> Result<Vec<RecipientRow>, Error> {
    let only = if organisation.is_some() { " AND r.organisation = $3" } else { "" };
    let sql = format!("{SELECT}{only} ORDER BY r.organisation");
    let round = [key.survey.as_str().into(), i64::from(key.year).into()];
    let values = round.into_iter().chain(organisation.map(Into::into));
    let statement = Statement::from_sql_and_values(store.read().get_database_backend(), sql, values);
    RecipientQueryRow::find_by_statement(statement)
        .all(store.read())
        .await?
        .into_iter()
        .map(RecipientQueryRow::recipient)
        .collect()
}

impl RecipientQueryRow {
    fn recipient(self) -> Result<RecipientRow, Error> {
        let tile = match (self.tile_column, self.tile_row) {
            (Some(column), Some(row)) => Some((to_u32(column), to_u32(row))),
            _ => None,
        };
        let response = ResponseRow {
            organisation: self.organisation,
            name: self.name,
            full_name: self.full_name,
            lan_label: self.lan_label.unwrap_or_else(|| self.lan.clone()),
            lan: self.lan,
            kommungrupp_label: self.kommungrupp_label.unwrap_or_else(|| self.kommungrupp.clone()),
            kommungrupp: self.kommungrupp,
            size_label: self.size_label.unwrap_or_else(|| self.size.clone()),
            size: self.size,
            status: self.status.parse().map_err(Error::stored)?,
            answered: to_u32(self.answered),
            asked: to_u32(self.asked),
            last_activity: self.last_activity_at.map(moment),
            first_submitted_at: self.first_submitted_at.or(self.submitted_at).map(moment),
            submitted_at: self.submitted_at.map(moment),
            due: day(self.own_due.as_deref().unwrap_or(&self.due))?,
            eligible: self.eligible,
            ineligible_reason: self.ineligible_reason,
            copies: to_u32(self.copies),
            unconfirmed: self.unconfirmed == Some(true),
        };
        Ok(RecipientRow { response, tile })
    }
}

/// The recipients as the response rate counts them.
pub(crate) fn rate_recipients(rows: &[RecipientRow]) -> Vec<Recipient> {
    let recipient = |row: &RecipientRow| Recipient {
        groups: row.response.groups(),
        eligible: row.response.eligible,
        status: row.response.status,
        on_time: row.response.is_on_time(),
    };
    rows.iter().map(recipient).collect()
}

/// What those of the recipients who belong to the population are grouped by.
pub(crate) fn groupings(recipients: &[Recipient]) -> Vec<Grouping> {
    Grouping::that_group_several(
        recipients.iter().filter(|recipient| recipient.eligible).map(|recipient| &recipient.groups),
    )
}

/// The words of the groups that the recipients are in.
pub(crate) fn group_labels(rows: &[RecipientRow]) -> GroupLabels {
    let of_row = |row: &RecipientRow| {
        let row = &row.response;
        [
            (Grouping::Lan, row.lan.clone(), row.lan_label.clone()),
            (Grouping::Kommungrupp, row.kommungrupp.clone(), row.kommungrupp_label.clone()),
            (Grouping::Size, row.size.clone(), row.size_label.clone()),
        ]
    };
    rows.iter().flat_map(of_row).collect()
}

fn to_u32(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use time::macros::{date, datetime};

    pub(crate) fn row(organisation: &str, name: &str) -> ResponseRow {
        ResponseRow {
            organisation: organisation.into(),
            name: name.into(),
            full_name: format!("{name} kommun"),
            lan: "22".into(),
            lan_label: "Västernorrlands län".into(),
            kommungrupp: "B3".into(),
            kommungrupp_label: "Större stad".into(),
            size: "s4".into(),
            size_label: "50 000–99 999".into(),
            status: Status::NotStarted,
            answered: 0,
            asked: 10,
            last_activity: None,
            first_submitted_at: None,
            submitted_at: None,
            due: date!(2026 - 04 - 30),
            eligible: true,
            ineligible_reason: None,
            copies: 0,
            unconfirmed: false,
        }
    }

    #[test]
    fn the_due_date_ends_at_midnight_in_stockholm() {
        let submitted = |at| ResponseRow { first_submitted_at: Some(at), ..row("2281", "Sundsvall") };
        assert!(submitted(datetime!(2026-04-30 21:59:59 UTC)).is_on_time());
        assert!(!submitted(datetime!(2026-04-30 22:00 UTC)).is_on_time());
        assert!(!row("2281", "Sundsvall").is_on_time());
    }

    #[test]
    fn what_was_returned_was_on_time_all_the_same() {
        let returned = ResponseRow {
            status: Status::Returned,
            first_submitted_at: Some(datetime!(2026-04-01 08:00 UTC)),
            submitted_at: Some(datetime!(2026-05-20 08:00 UTC)),
            ..row("2281", "Sundsvall")
        };
        let recipients = rate_recipients(&[RecipientRow { response: returned, tile: None }]);
        assert!(recipients[0].on_time && !recipients[0].status.is_counted());
    }

    #[test]
    fn labels_are_found_by_grouping_and_code() {
        let labels = group_labels(&[RecipientRow { response: row("2281", "Sundsvall"), tile: None }]);
        assert_eq!(labels.label(Grouping::Lan, "22"), "Västernorrlands län");
        assert_eq!(labels.label(Grouping::Size, "s4"), "50 000–99 999");
    }
}
