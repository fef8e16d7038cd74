//! Data files, the same from the command line and from the pages. One file per export.

pub mod aggregate;
pub mod circulated;
pub mod codebook;
pub mod feedback;
pub mod indicators;
pub mod pdf;
pub mod questionnaire;
pub mod questionnaire_pdf;
pub mod receipt_pdf;
pub mod response_rate;
pub mod responses;
pub mod responses_workbook;
pub mod table;
pub mod workbook;
pub mod workbook_to_fill_in;

use collection::RoundKey;

/// The name of a file of a round: `demo-kommun-ehalsa-2026-svar.csv`.
pub fn file_name(demo: bool, round: &RoundKey, what: &str, extension: &str) -> String {
    let demo = if demo { "demo-" } else { "" };
    format!("{demo}{}-{}-{what}.{extension}", round.survey, round.year)
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The use case refused.
    #[error(transparent)]
    Collection(#[from] collection::Error),
    /// It could not be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A row could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A value could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The workbook could not be written.
    #[error(transparent)]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A paper could not be made.
    #[error(transparent)]
    Paper(#[from] pdf::PaperError),
    /// A time has no written form.
    #[error(transparent)]
    Time(#[from] time::error::Format),
}
