//! Who can be asked, and the groups they are counted in.

use serde::{Deserialize, de::DeserializeOwned};
use statistics::Grouping;

const MUNICIPALITIES: &str = include_str!("../registers/municipalities.csv");
const REGIONS: &str = include_str!("../registers/regions.csv");
const GROUPS: &str = include_str!("../registers/groups.csv");

/// A kommun.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// SCB's code: `0180`.
    pub code: String,
    /// Its name without "kommun": `Stockholm`.
    pub name: String,
    /// The code of its län.
    pub lan: String,
    /// SKR's classification of 2023.
    pub kommungrupp: String,
    /// SKR's classification of 2017, which held until then.
    pub kommungrupp_2017: String,
    /// Inhabitants on 31 December 2024.
    pub population: u32,
    /// The code of its size class, by population.
    pub size: String,
    /// Its place in the tile map, from the left.
    pub tile_column: u8,
    /// Its place in the tile map, from the top.
    pub tile_row: u8,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Two digits: `01`.
    pub code: String,
    /// Its full name: `Region Stockholm`.
    pub name: String,
    /// The code of its län.
    pub lan: String,
    /// Inhabitants on 31 December 2024, the sum of its kommuner.
    pub population: u32,
}

/// One group: a län, a kommungrupp or a size class. Codes sort in the order the groups are shown.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterGroup {
    /// What it is a group of.
    pub grouping: Grouping,
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
}

/// A register that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the register {register} cannot be read: {source}")]
pub struct RegisterError {
    /// Which.
    pub register: &'static str,
    /// Why.
    pub source: csv::Error,
}

fn read<T: DeserializeOwned>(register: &'static str, text: &str) -> Result<Vec<T>, RegisterError> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| RegisterError { register, source })
}

/// The 290 kommuner by code.
pub fn municipalities() -> Result<Vec<Municipality>, RegisterError> {
    read("municipalities", MUNICIPALITIES)
}

/// The 21 regioner by code.
pub fn regions() -> Result<Vec<Region>, RegisterError> {
    read("regions", REGIONS)
}

/// Every group, by grouping and then by code.
pub fn groups() -> Result<Vec<RegisterGroup>, RegisterError> {
    read("groups", GROUPS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Kommuner per län, as SCB counts them.
    const MUNICIPALITIES_OF_LAN: [(&str, usize); 21] = [
        ("01", 26),
        ("03", 8),
        ("04", 9),
        ("05", 13),
        ("06", 13),
        ("07", 8),
        ("08", 12),
        ("09", 1),
        ("10", 5),
        ("12", 33),
        ("13", 6),
        ("14", 49),
        ("17", 16),
        ("18", 12),
        ("19", 10),
        ("20", 15),
        ("21", 10),
        ("22", 7),
        ("23", 8),
        ("24", 15),
        ("25", 14),
    ];

    fn is_sorted_and_unique<T: Ord>(keys: impl Iterator<Item = T>) -> bool {
        keys.collect::<Vec<_>>().is_sorted_by(|a, b| a < b)
    }

    #[test]
    fn every_lan_has_its_municipalities() {
        let municipalities = municipalities().unwrap();
        assert!(is_sorted_and_unique(municipalities.iter().map(|m| &m.code)));
        let mut counts = BTreeMap::new();
        for municipality in &municipalities {
            assert_eq!(municipality.code.len(), 4, "{municipality:?}");
            assert!(municipality.code.starts_with(&municipality.lan), "{municipality:?}");
            *counts.entry(municipality.lan.as_str()).or_insert(0) += 1;
        }
        assert_eq!(counts, BTreeMap::from(MUNICIPALITIES_OF_LAN));
    }

    #[test]
    fn a_region_is_its_lan() {
        let (regions, municipalities) = (regions().unwrap(), municipalities().unwrap());
        assert_eq!(
            regions.iter().map(|r| r.lan.as_str()).collect::<Vec<_>>(),
            MUNICIPALITIES_OF_LAN.map(|(lan, _)| lan)
        );
        for region in regions {
            let population = municipalities.iter().filter(|m| m.lan == region.lan).map(|m| m.population).sum::<u32>();
            assert_eq!((region.code, region.population), (region.lan, population), "{}", region.name);
        }
    }

    #[test]
    fn every_group_that_is_used_is_named_and_the_other_way_round() {
        let (groups, municipalities) = (groups().unwrap(), municipalities().unwrap());
        let named =
            |grouping| groups.iter().filter(|g| g.grouping == grouping).map(|g| g.code.as_str()).collect::<Vec<_>>();
        let used = |code: fn(&Municipality) -> &str| municipalities.iter().map(code).collect::<BTreeSet<_>>();
        assert_eq!(named(Grouping::Lan), Vec::from_iter(used(|m| &m.lan)));
        assert_eq!(named(Grouping::Kommungrupp), Vec::from_iter(used(|m| &m.kommungrupp)));
        assert_eq!(named(Grouping::Size), Vec::from_iter(used(|m| &m.size)));
        assert_eq!((groups.len(), named(Grouping::Kommungrupp).len(), named(Grouping::Size).len()), (21 + 9 + 5, 9, 5));
    }

    #[test]
    fn the_classification_of_2017_is_of_its_time() {
        let municipalities = municipalities().unwrap();
        let changed: Vec<_> = municipalities.iter().filter(|one| one.kommungrupp != one.kommungrupp_2017).collect();
        assert_eq!(changed.len(), 33);
        let of = |code: &str| municipalities.iter().find(|one| one.code == code).unwrap();
        assert_eq!((of("0381").kommungrupp_2017.as_str(), of("0381").kommungrupp.as_str()), ("B5", "B4"));
        let then: BTreeSet<&str> = municipalities.iter().map(|one| one.kommungrupp_2017.as_str()).collect();
        let now: BTreeSet<&str> = municipalities.iter().map(|one| one.kommungrupp.as_str()).collect();
        assert_eq!(then, now, "the groups are the same nine");
    }

    #[test]
    fn the_size_class_follows_from_the_population() {
        for municipality in municipalities().unwrap() {
            let expected = match municipality.population {
                0..10_000 => "1-under-10000",
                10_000..20_000 => "2-10000-19999",
                20_000..50_000 => "3-20000-49999",
                50_000..100_000 => "4-50000-99999",
                _ => "5-from-100000",
            };
            assert_eq!(municipality.size, expected, "{}", municipality.name);
        }
    }

    #[test]
    fn no_two_municipalities_share_a_tile() {
        let municipalities = municipalities().unwrap();
        let tiles = municipalities.iter().map(|m| (m.tile_column, m.tile_row)).collect::<BTreeSet<_>>();
        assert_eq!(tiles.len(), municipalities.len());
    }

    #[test]
    fn a_register_that_cannot_be_read_says_which_and_why() {
        let error = read::<Region>("regions", "code,name,lan,population\n01,Region Stockholm,01,många\n").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("regions") && text.contains("line: 2"), "{text}");
    }
}
