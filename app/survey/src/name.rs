//! Names of questions, fields, options and variables. They are stable over the years and stand in files that other programs read.

use serde::{Deserialize, Serialize, Serializer};
use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a name: use a to z, digits and _, beginning with a letter or digit")]
pub struct InvalidName(pub String);

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('_')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $pattern:literal, $valid:expr) => {
        $(#[$doc])*
        ///
        /// Cheap to clone: the same few names stand in every answer of every response.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[serde(try_from = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String", extend("pattern" = $pattern)))]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;
            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.into())) } else { Err(InvalidName(text.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;
            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0.as_ref().to_owned()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_type!(
    /// The name of a question, a row of a matrix, an option or a section: `nattillsyn`, `barn_och_unga`.
    Name,
    "^[a-z0-9][a-z0-9_]*$",
    is_plain
);

name_type!(
    /// The name of a field, which is what is answered, saved and versioned: `question`, or `question.row`.
    FieldName,
    "^[a-z0-9][a-z0-9_]*([.][a-z0-9][a-z0-9_]*)?$",
    |text| match text.split_once('.') {
        Some((question, row)) => is_plain(question) && is_plain(row),
        None => is_plain(text),
    }
);

impl FieldName {
    /// The field of a question that is one field.
    pub fn of_question(question: &Name) -> Self {
        Self(Arc::clone(&question.0))
    }

    /// The field of a matrix row.
    pub fn of_row(question: &Name, row: &Name) -> Self {
        Self(format!("{question}.{row}").into())
    }

    /// The question that the field belongs to.
    pub fn question(&self) -> &str {
        self.0.split_once('.').map_or(self.as_str(), |(question, _)| question)
    }

    /// The row of a matrix that the field is.
    pub fn row(&self) -> Option<&str> {
        self.0.split_once('.').map(|(_, row)| row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_question_or_a_row_of_one() {
        assert_eq!("nattillsyn.aldreomsorg".parse::<FieldName>().unwrap().question(), "nattillsyn");
        assert_eq!("medicindispensrar".parse::<FieldName>().unwrap().question(), "medicindispensrar");
        for wrong in ["", ".", "a.", "a.b.c", "Å", "A", "a b", "_a", "a/b"] {
            assert!(wrong.parse::<FieldName>().is_err(), "{wrong:?} was taken for a field");
        }
    }
}
