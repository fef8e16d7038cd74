//! The types of fields and expressions.

use crate::{definition::FieldType, name::Name, value::MissingReason};

/// The type of a field or of a whole expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false: what a comparison gives. No field has it.
    Boolean,
    /// A number.
    Number,
    /// Text.
    Text,
    /// A day.
    Date,
    /// One of these codes. Yes/no is `ja`, `nej`.
    Code(Vec<Name>),
    /// Any of these codes.
    Codes(Vec<Name>),
    /// Always empty: `''`.
    Empty,
}

impl Type {
    /// The type of what a field holds.
    pub fn of(field_type: &FieldType) -> Self {
        match field_type {
            FieldType::YesNo => Self::yes_no(),
            FieldType::Choice(choices) | FieldType::Scale(choices) => {
                Self::Code(choices.iter().map(|choice| choice.name.clone()).collect())
            }
            FieldType::Multiple(choices) => Self::Codes(choices.iter().map(|choice| choice.name.clone()).collect()),
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
                Self::Number
            }
            FieldType::Date(_) => Self::Date,
            FieldType::Text(_) | FieldType::LongText => Self::Text,
        }
    }

    pub(super) fn yes_no() -> Self {
        Self::code_of([YES, NO])
    }

    pub(super) fn missing_reason() -> Self {
        Self::code_of(MissingReason::ALL.map(MissingReason::code))
    }

    fn code_of<const N: usize>(codes: [&str; N]) -> Self {
        Self::Code(codes.iter().filter_map(|code| code.parse().ok()).collect())
    }
}

/// The code of yes.
pub(super) const YES: &str = "ja";
/// The code of no.
pub(super) const NO: &str = "nej";
