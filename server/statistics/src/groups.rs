//! The groups that organisations are shown by. They are frozen with the round: 2019 is not grouped by 2024.

use rust_decimal::Decimal;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The groups of one organisation in one round, by code. A code that is empty is no group: a region has only its län.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OrganisationGroups {
    /// Län: `01`.
    pub lan: String,
    /// SKR's kommungrupp: `B3`.
    pub kommungrupp: String,
    /// Size by population, as a code.
    pub size: String,
}

/// Who answers a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Population {
    /// Kommuner.
    Municipalities,
    /// Regioner: so few that a share of them is shown as a count.
    Regions,
}

/// Whether so many organisations are told in percent. Fewer are counted: one more or less would move a share by more than
/// ten percent units.
pub fn is_told_in_percent(whole: Decimal) -> bool {
    whole >= Decimal::TEN
}

/// What organisations are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// By län.
    Lan,
    /// By SKR's kommungrupp.
    Kommungrupp,
    /// By size.
    Size,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: [Self; 3] = [Self::Lan, Self::Kommungrupp, Self::Size];

    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lan => "lan",
            Self::Kommungrupp => "kommungrupp",
            Self::Size => "size",
        }
    }

    /// The name of the dimension in a breakdown.
    pub fn dimension(self) -> &'static str {
        match self {
            Self::Lan => "lan",
            Self::Kommungrupp => "kommungrupp",
            Self::Size => "storlek",
        }
    }

    /// The group that an organisation belongs to, where it belongs to one.
    pub fn of(self, groups: &OrganisationGroups) -> Option<&str> {
        let code = match self {
            Self::Lan => &groups.lan,
            Self::Kommungrupp => &groups.kommungrupp,
            Self::Size => &groups.size,
        };
        (!code.is_empty()).then_some(code.as_str())
    }

    /// The groupings that put some of these together. Every region is alone in its län, so regioner are grouped by nothing.
    pub fn that_group_several<'g>(members: impl IntoIterator<Item = &'g OrganisationGroups>) -> Vec<Self> {
        let members: Vec<&OrganisationGroups> = members.into_iter().collect();
        let groups_several = |grouping: &Self| {
            let mut seen = BTreeSet::new();
            members.iter().filter_map(|groups| grouping.of(groups)).any(|group| !seen.insert(group))
        };
        Self::ALL.into_iter().filter(groups_several).collect()
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is not the code of a grouping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a grouping; use lan, kommungrupp or size")]
pub struct UnknownGrouping(pub String);

impl FromStr for Grouping {
    type Err = UnknownGrouping;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|grouping| grouping.code() == code).ok_or_else(|| UnknownGrouping(code.to_owned()))
    }
}

/// The words of the groups, from the registers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupLabels(BTreeMap<(Grouping, String), String>);

impl GroupLabels {
    /// The words of a group; its code where nothing is known.
    pub fn label<'a>(&'a self, grouping: Grouping, code: &'a str) -> &'a str {
        self.0.get(&(grouping, code.to_owned())).map_or(code, String::as_str)
    }
}

impl<C: Into<String>, L: Into<String>> FromIterator<(Grouping, C, L)> for GroupLabels {
    fn from_iter<I: IntoIterator<Item = (Grouping, C, L)>>(labels: I) -> Self {
        Self(labels.into_iter().map(|(grouping, code, label)| ((grouping, code.into()), label.into())).collect())
    }
}

/// The code of the row that stands for all organisations together.
pub const TOTAL: &str = "total";
/// The words of that row. Not "riket": those who answered are not the country.
pub const TOTAL_LABEL: &str = "Samtliga";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_has_only_its_lan() {
        let region = OrganisationGroups { lan: "01".into(), ..OrganisationGroups::default() };
        assert_eq!(Grouping::Lan.of(&region), Some("01"));
        assert_eq!(Grouping::Kommungrupp.of(&region), None);
        assert_eq!(Grouping::Size.of(&region), None);
    }

    #[test]
    fn a_grouping_in_which_everybody_is_alone_is_none() {
        let member = |lan: &str, size: &str| OrganisationGroups {
            lan: lan.into(),
            size: size.into(),
            ..OrganisationGroups::default()
        };
        let regions = [member("01", ""), member("03", "")];
        assert_eq!(Grouping::that_group_several(&regions), []);
        let municipalities = [member("01", "liten"), member("01", "stor"), member("03", "liten")];
        assert_eq!(Grouping::that_group_several(&municipalities), [Grouping::Lan, Grouping::Size]);
    }

    #[test]
    fn labels_come_from_the_caller() {
        let labels: GroupLabels = [(Grouping::Lan, "01", "Stockholms län")].into_iter().collect();
        assert_eq!(labels.label(Grouping::Lan, "01"), "Stockholms län");
        assert_eq!(labels.label(Grouping::Lan, "99"), "99");
        assert_eq!(labels.label(Grouping::Size, "01"), "01");
    }

    #[test]
    fn a_grouping_is_read_by_its_code() {
        for grouping in Grouping::ALL {
            assert_eq!(grouping.code().parse(), Ok(grouping));
        }
        assert_eq!(
            "storlek".parse::<Grouping>().unwrap_err().to_string(),
            "`storlek` is not a grouping; use lan, kommungrupp or size"
        );
    }
}
