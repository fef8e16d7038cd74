//! The response rate: how many of those who belong to the population have responded.

use super::{
    groups::{GroupLabels, Grouping, OrganisationGroups, TOTAL, TOTAL_LABEL},
    rounding::{fraction, written_or_empty},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use survey::status::Status;

/// The columns of the response rate file.
pub const COLUMNS: [&str; 13] = [
    "group",
    "label",
    "eligible",
    "not_started",
    "in_progress",
    "ready",
    "submitted",
    "returned",
    "approved",
    "declined",
    "responded",
    "on_time",
    "response_rate",
];

/// An organisation that a round was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Its groups in that round.
    pub groups: OrganisationGroups,
    /// Whether it belongs to the population.
    pub eligible: bool,
    /// The status of its response.
    pub status: Status,
    /// Whether its response was first submitted by its own due date.
    pub on_time: bool,
}

/// The response rate of all, or of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseRate {
    /// The code of the group, or `total`.
    pub group: String,
    /// Its words.
    pub label: String,
    /// How many belong to the population.
    pub eligible: usize,
    /// How many of them have each status, in the order of [`Status::ALL`].
    pub by_status: [usize; Status::ALL.len()],
    /// How many have responded: submitted or approved.
    pub responded: usize,
    /// How many of those who have responded first submitted by their own due date.
    pub on_time: usize,
}

impl ResponseRate {
    fn new(group: &str, label: &str) -> Self {
        Self {
            group: group.to_owned(),
            label: label.to_owned(),
            eligible: 0,
            by_status: [0; Status::ALL.len()],
            responded: 0,
            on_time: 0,
        }
    }

    fn add(&mut self, recipient: &Recipient) {
        self.eligible += 1;
        for (count, status) in self.by_status.iter_mut().zip(Status::ALL) {
            *count += usize::from(status == recipient.status);
        }
        self.responded += usize::from(recipient.status.is_counted());
        self.on_time += usize::from(recipient.status.is_counted() && recipient.on_time);
    }

    /// Responded over eligible, as a fraction, exact. Nothing where nobody belongs to the population.
    pub fn rate(&self) -> Option<Decimal> {
        fraction(self.responded, self.eligible)
    }

    /// The row in the file.
    pub fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.group.clone(), self.label.clone(), self.eligible.to_string()];
        cells.extend(self.by_status.iter().map(usize::to_string));
        cells.extend([self.responded.to_string(), self.on_time.to_string(), written_or_empty(self.rate())]);
        cells
    }
}

/// The response rate of all, then of each group by code. Recipients that are not eligible are in no figure, and a group
/// without eligible recipients has no row.
pub fn response_rates(recipients: &[Recipient], by: Option<Grouping>, labels: &GroupLabels) -> Vec<ResponseRate> {
    let mut total = ResponseRate::new(TOTAL, TOTAL_LABEL);
    let mut groups: BTreeMap<&str, ResponseRate> = BTreeMap::new();
    for recipient in recipients.iter().filter(|recipient| recipient.eligible) {
        total.add(recipient);
        let group = by.and_then(|grouping| Some((grouping, grouping.of(&recipient.groups)?)));
        if let Some((grouping, code)) = group {
            groups.entry(code).or_insert_with(|| ResponseRate::new(code, labels.label(grouping, code))).add(recipient);
        }
    }
    std::iter::once(total).chain(groups.into_values()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipient(lan: &str, status: Status) -> Recipient {
        Recipient {
            groups: OrganisationGroups { lan: lan.into(), ..OrganisationGroups::default() },
            eligible: true,
            status,
            on_time: false,
        }
    }

    #[test]
    fn nobody_eligible_has_no_rate() {
        let outside = Recipient { eligible: false, ..recipient("01", Status::Approved) };
        let rows = response_rates(&[outside], Some(Grouping::Lan), &GroupLabels::default());
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].cells(), ["total", "Samtliga", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", ""]);
    }

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        let rows = response_rates(&[recipient("01", Status::Ready)], None, &GroupLabels::default());
        assert_eq!(rows[0].cells().len(), COLUMNS.len());
    }
}
