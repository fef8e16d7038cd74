//! Data files, the same from the command line and from the pages. One file per export.

pub mod aggregate;
pub mod codebook;
mod error;
pub mod feedback;
pub mod indicators;
pub mod own_answers;
pub mod pdf;
pub mod questionnaire;
pub mod questionnaire_pdf;
pub mod receipt_pdf;
pub mod response_rate;
pub mod responses;
pub mod responses_xlsx;
pub mod table;
pub mod xlsx;

pub use error::ExportError;

use collection::RoundKey;
use std::fmt;
use table::Dialect;

/// The name of a file, which tells it from every other. Normative: INTERFACES, "Common".
#[derive(Debug, Clone, Copy)]
pub struct FileName<'a> {
    /// Whether the answers are invented.
    pub demo: bool,
    /// The round; none of a file about all of them.
    pub round: Option<&'a RoundKey>,
    /// The word for its content: `svar`, `sammanstallning-granskning-lan`.
    pub what: &'a str,
    /// Whether words stand in it, or stand in the place of codes.
    pub labels: bool,
    /// How a CSV file is written.
    pub dialect: Dialect,
    /// What kind of file it is, as the end of its name.
    pub extension: &'static str,
}

impl fmt::Display for FileName<'_> {
    /// `demo-kommun-ehalsa-2026-svar-labels-excel.csv`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.demo {
            f.write_str("demo-")?;
        }
        if let Some(round) = self.round {
            write!(f, "{}-{}-", round.survey, round.year)?;
        }
        f.write_str(self.what)?;
        if self.labels {
            f.write_str("-labels")?;
        }
        if self.dialect == Dialect::Excel && self.extension == "csv" {
            f.write_str("-excel")?;
        }
        write!(f, ".{}", self.extension)
    }
}

/// The name of a file of a round that there is one kind of: `demo-kommun-ehalsa-2026-formular.pdf`.
pub fn plain_name(demo: bool, round: &RoundKey, what: &str, extension: &'static str) -> String {
    FileName { demo, round: Some(round), what, labels: false, dialect: Dialect::Standard, extension }.to_string()
}
