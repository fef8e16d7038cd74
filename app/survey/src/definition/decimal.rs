//! Bounds in files: plain numbers, read and written without loss, and days.

use crate::{iso_date, value::plain_number};
use rust_decimal::Decimal;
use serde::{
    Deserializer, Serializer,
    de::{self, Visitor},
};
use std::fmt;
use time::Date;

/// A bound as it stands in a file; the type of its question decides which of them it must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Of a number.
    Number(Decimal),
    /// Of a day.
    Day(Date),
}

/// What an editor may take a bound for.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)] // Only its shape is used.
pub(super) enum WrittenBound {
    Number(f64),
    /// A day, 2026-04-30, or a number that is written in quotes.
    Text(String),
}

/// Writes an exact number as a number where the file's numbers can hold every digit of it, and as text otherwise.
#[allow(clippy::ref_option)] // The signature is serde's.
pub(crate) fn serialize<S: Serializer>(bound: &Option<Bound>, serializer: S) -> Result<S::Ok, S::Error> {
    let value = match bound {
        None => return serializer.serialize_none(),
        Some(Bound::Day(day)) => return serializer.serialize_str(&iso_date::written(*day)),
        Some(Bound::Number(number)) => number,
    };
    let digits = value.normalize().to_string();
    if let Ok(whole) = digits.parse::<i64>() {
        return serializer.serialize_i64(whole);
    }
    match digits.parse::<f64>() {
        // Smaller ones are written with an exponent by some, and then not read again.
        Ok(number) if is_exact(&digits) && number.abs() >= 1e-6 && number.to_string() == digits => {
            serializer.serialize_f64(number)
        }
        _ => serializer.serialize_str(&digits),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Bound>, D::Error> {
    deserializer.deserialize_any(BoundVisitor).map(Some)
}

struct BoundVisitor;

/// Whether the file's numbers hold so many digits: up to 15 survive whoever reads and writes them.
fn is_exact(digits: &str) -> bool {
    digits.bytes().filter(u8::is_ascii_digit).count() <= 15
}

impl Visitor<'_> for BoundVisitor {
    type Value = Bound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a day")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Bound, E> {
        Ok(Bound::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Bound, E> {
        Ok(Bound::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Bound, E> {
        let digits = value.to_string();
        if !is_exact(&digits) {
            return Err(E::custom("the number has too many digits; write it in quotes"));
        }
        self.visit_str(&digits)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Bound, E> {
        let number = plain_number(text).map(|number| Bound::Number(number.normalize()));
        number.or_else(|| iso_date::read(text).map(Bound::Day)).ok_or_else(|| {
            E::custom(format!(
                "`{text}` is neither a number nor a day; write digits only, with a decimal point, or 2026-04-30"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct WithBound {
        #[serde(with = "super", default)]
        bound: Option<Bound>,
    }

    proptest! {
        #[test]
        fn every_number_survives_json(mantissa in any::<i64>(), scale in 0u32..20) {
            let question = WithBound { bound: Some(Bound::Number(Decimal::new(mantissa, scale))) };
            let json = serde_json::to_string(&question).unwrap();
            prop_assert_eq!(serde_json::from_str::<WithBound>(&json).unwrap(), question);
        }
    }

    #[test]
    fn ordinary_numbers_are_plain() {
        let bound = |text: &str| Some(Bound::Number(text.parse().unwrap()));
        let json = |text: &str| serde_json::to_string(&WithBound { bound: bound(text) }).unwrap();
        assert_eq!(json("0"), r#"{"bound":0}"#);
        assert_eq!(json("-12.50"), r#"{"bound":-12.5}"#);
        assert_eq!(json("0.1"), r#"{"bound":0.1}"#);
        assert_eq!(json("0.0000001"), r#"{"bound":"0.0000001"}"#);
        assert_eq!(json("0.1234567890123456789"), r#"{"bound":"0.1234567890123456789"}"#);
    }

    #[test]
    fn a_bound_may_be_a_day() {
        let question = WithBound { bound: Some(Bound::Day(time::macros::date!(2015 - 01 - 01))) };
        let json = r#"{"bound":"2015-01-01"}"#;
        assert_eq!(serde_json::to_string(&question).unwrap(), json);
        assert_eq!(serde_json::from_str::<WithBound>(json).unwrap(), question);
        let error = serde_json::from_str::<WithBound>(r#"{"bound":"2015-02-30"}"#).unwrap_err();
        assert!(error.to_string().contains("neither a number nor a day"), "{error}");
    }
}
