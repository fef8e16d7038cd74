//! Texts from outside as they are kept, cleaned by the engine's one rule. PostgreSQL has no place for the character NUL,
//! which SQLite takes.

use crate::Error;
use survey::text;

/// A text as it is kept.
pub(crate) fn clean(text: &str) -> String {
    text::lines(text)
}

/// A name as it is kept: one line, and one space between its words.
pub(crate) fn one_line(text: &str) -> String {
    text::line(text).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An e-mail address as people are found by it.
pub(crate) fn email_address(text: &str) -> String {
    text::line(text).to_lowercase()
}

/// What is searched for, and what it is searched in, so that one can hold the other.
pub(crate) fn search_text(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// A name by which something is sought. Nothing has a name with a NUL in it.
pub(crate) fn without_nul(name: &str) -> Result<&str, Error> {
    if name.contains('\0') { Err(Error::NotFound) } else { Ok(name) }
}
