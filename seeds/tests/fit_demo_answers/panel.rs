//! The organisations, and what is hidden behind their answers.

use super::chance::{chance, ranked};
use std::collections::BTreeMap;

/// One organisation.
pub struct PanelOrganisation {
    pub code: String,
    pub lan: String,
    /// Empty for a region.
    pub kommungrupp: String,
    pub population: u32,
    /// From the smallest, 0, to the largest, 1.
    pub size: f64,
    /// How far it has come, from 0 to 1. Larger ones have come further.
    pub maturity: f64,
}

/// The organisations of a survey, by code.
pub struct Panel {
    pub organisations: Vec<PanelOrganisation>,
    /// The latest value that each has submitted, by field.
    pub latest: Vec<BTreeMap<String, String>>,
}

impl Panel {
    pub fn municipalities() -> Self {
        let rows = seeds::municipalities().unwrap();
        Self::new(rows.into_iter().map(|row| (row.code, row.lan, row.kommungrupp, row.population)).collect())
    }

    pub fn regions() -> Self {
        let rows = seeds::regions().unwrap();
        Self::new(rows.into_iter().map(|row| (row.code, row.lan, String::new(), row.population)).collect())
    }

    fn new(rows: Vec<(String, String, String, u32)>) -> Self {
        let by_size = ranked(0..rows.len(), |at| -f64::from(rows[at].3));
        let mut size = vec![0.0; rows.len()];
        for (rank, at) in by_size.into_iter().enumerate() {
            size[at] = rank as f64 / (rows.len() - 1) as f64;
        }
        let organisation =
            |(at, (code, lan, kommungrupp, population)): (usize, (String, String, String, u32))| PanelOrganisation {
                maturity: 0.55 * size[at] + 0.45 * chance(&[&code, "mognad"]),
                size: size[at],
                code,
                lan,
                kommungrupp,
                population,
            };
        let organisations: Vec<_> = rows.into_iter().enumerate().map(organisation).collect();
        Self { latest: vec![BTreeMap::new(); organisations.len()], organisations }
    }

    pub fn all(&self) -> std::ops::Range<usize> {
        0..self.organisations.len()
    }

    /// The place of the organisation with this code.
    pub fn at(&self, code: &str) -> usize {
        self.organisations.iter().position(|organisation| organisation.code == code).unwrap()
    }

    pub fn code(&self, at: usize) -> &str {
        &self.organisations[at].code
    }
}
