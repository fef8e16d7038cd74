//! Bounds in files: plain numbers, read and written without loss.

use crate::value::plain_number;
use rust_decimal::Decimal;
use serde::{
    Deserializer, Serializer,
    de::{self, Visitor},
};
use std::fmt;

/// Writes an exact number as a number where the file's numbers can hold every digit of it, and as text otherwise.
#[allow(clippy::ref_option)] // The signature is serde's.
pub(super) fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    let Some(value) = value else { return serializer.serialize_none() };
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

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    deserializer.deserialize_any(NumberVisitor).map(Some)
}

struct NumberVisitor;

/// Whether the file's numbers hold so many digits: up to 15 survive whoever reads and writes them.
fn is_exact(digits: &str) -> bool {
    digits.bytes().filter(u8::is_ascii_digit).count() <= 15
}

impl Visitor<'_> for NumberVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
        let digits = value.to_string();
        if !is_exact(&digits) {
            return Err(E::custom("the number has too many digits; write it in quotes"));
        }
        self.visit_str(&digits)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        plain_number(text)
            .map(|number| number.normalize())
            .ok_or_else(|| E::custom(format!("`{text}` is not a number; write digits only, with a decimal point")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Bound {
        #[serde(with = "super", default)]
        bound: Option<Decimal>,
    }

    proptest! {
        #[test]
        fn every_number_survives_json(mantissa in any::<i64>(), scale in 0u32..20) {
            let bound = Bound { bound: Some(Decimal::new(mantissa, scale)) };
            let json = serde_json::to_string(&bound).unwrap();
            prop_assert_eq!(serde_json::from_str::<Bound>(&json).unwrap(), bound);
        }
    }

    #[test]
    fn usual_numbers_are_plain() {
        let json = |text: &str| serde_json::to_string(&Bound { bound: text.parse().ok() }).unwrap();
        assert_eq!(json("0"), r#"{"bound":0}"#);
        assert_eq!(json("-12.50"), r#"{"bound":-12.5}"#);
        assert_eq!(json("0.1"), r#"{"bound":0.1}"#);
        assert_eq!(json("0.0000001"), r#"{"bound":"0.0000001"}"#);
        assert_eq!(json("0.1234567890123456789"), r#"{"bound":"0.1234567890123456789"}"#);
    }
}
