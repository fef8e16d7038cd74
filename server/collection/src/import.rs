//! Reading responses from a file.

/// A cell or a row of a file that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, from 1; the header is 1.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong; what to do.
    pub message: String,
}
