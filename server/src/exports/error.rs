//! Why an export was not written.

use super::pdf::PaperError;

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
    Paper(#[from] PaperError),
    /// A time has no written form.
    #[error(transparent)]
    Time(#[from] time::error::Format),
}
