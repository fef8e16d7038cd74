//! Papers: PDF files that everybody can read. A paper is written from top to bottom in headings, paragraphs, lists and
//! tables; it is tagged by what they are, and checked against PDF/UA-1 (accessible) and PDF/A-2a (to be archived).
//!
//! `typeface` knows how wide letters are, `layout` places them on pages, `tagged` makes the file.

mod layout;
mod page;
mod tagged;
mod typeface;

pub use layout::{Paper, Style};

/// A paper that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A face that is part of the program cannot be read.
    #[error("the typeface cannot be read")]
    Typeface,
    /// The file does not meet the standards that it claims to meet.
    #[error("the paper could not be written: {0}")]
    Refused(String),
}
