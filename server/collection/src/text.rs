//! Texts from outside that PostgreSQL cannot hold: it has no place for the character NUL, which SQLite takes.

use crate::Error;

/// A text as it is kept: without NUL and without space around it.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "").trim().to_owned()
}

/// A text of one line, as it is kept: without control characters and without space around it.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_control() || letter.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A name by which something is sought. Nothing has a name with a NUL in it.
pub(crate) fn storable(name: &str) -> Result<&str, Error> {
    if name.contains('\0') { Err(Error::NotFound) } else { Ok(name) }
}
