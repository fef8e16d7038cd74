//! JSON by the browser's own reader and writer, which need not be downloaded.
//!
//! Reading is our own: what comes from our server fits its type, so that nobody needs words about what does not, and
//! those words with all that puts them together would be a tenth of what is downloaded.

use serde::{
    Serialize,
    de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Visitor, value::StringDeserializer},
    forward_to_deserialize_any,
};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// Reads what is written as JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsValue> {
    T::deserialize(JsonReader(js_sys::JSON::parse(text)?))
        .map_err(|JsonMismatch| JsValue::from_str("JSON that does not fit"))
}

/// Writes a value as JSON.
pub fn write(value: &impl Serialize) -> Result<String, JsValue> {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    js_sys::JSON::stringify(&value)?.as_string().ok_or(JsValue::NULL)
}

/// What was read does not fit its type.
#[derive(Debug)]
struct JsonMismatch;

impl fmt::Display for JsonMismatch {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for JsonMismatch {}

impl de::Error for JsonMismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A value that the browser has read.
struct JsonReader(JsValue);

impl<'de> Deserializer<'de> for JsonReader {
    type Error = JsonMismatch;

    /// Text or a number: what is anything else says so by its type.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        let Self(value) = self;
        if let Some(text) = value.as_string() {
            return visitor.visit_string(text);
        }
        let number = value.as_f64().ok_or(JsonMismatch)?;
        if js_sys::Number::is_safe_integer(&value) {
            return visitor.visit_i64(number as i64);
        }
        // Decimals are read from their digits, and the browser knows how to write them.
        visitor.visit_string(js_sys::JSON::stringify(&value).map_err(|_| JsonMismatch)?.into())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(JsonMismatch)?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        visitor.visit_seq(Items { array: self.0.dyn_into().map_err(|_| JsonMismatch)?, at: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonMismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        visitor.visit_map(Members::of(&self.0)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonMismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonMismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonMismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonMismatch> {
        match self.0.as_string() {
            Some(name) => visitor.visit_enum(Variant { name, content: JsValue::NULL }),
            None => visitor.visit_enum(Members::of(&self.0)?.first().ok_or(JsonMismatch)?),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple_struct
        identifier
    }
}

/// The items of an array that are not read yet.
struct Items {
    array: js_sys::Array,
    at: u32,
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = JsonMismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, JsonMismatch> {
        if self.at >= self.array.length() {
            return Ok(None);
        }
        let item = self.array.get(self.at);
        self.at += 1;
        seed.deserialize(JsonReader(item)).map(Some)
    }
}

/// The members of an object that are not read yet: `[name, content]` each.
struct Members {
    entries: js_sys::Array,
    at: u32,
    content: JsValue,
}

impl Members {
    fn of(value: &JsValue) -> Result<Self, JsonMismatch> {
        let object: &js_sys::Object = value.dyn_ref().ok_or(JsonMismatch)?;
        Ok(Self { entries: js_sys::Object::entries(object), at: 0, content: JsValue::NULL })
    }

    /// The next member's name; its content is at hand then.
    fn name(&mut self) -> Option<String> {
        let entry: js_sys::Array = self.entries.get(self.at).dyn_into().ok()?;
        self.at += 1;
        self.content = entry.get(1);
        entry.get(0).as_string()
    }

    /// The only member of an object that is an enum's variant.
    fn first(mut self) -> Option<Variant> {
        Some(Variant { name: self.name()?, content: self.content })
    }
}

impl<'de> de::MapAccess<'de> for Members {
    type Error = JsonMismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, JsonMismatch> {
        self.name().map(|name| seed.deserialize(StringDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, JsonMismatch> {
        seed.deserialize(JsonReader(std::mem::replace(&mut self.content, JsValue::NULL)))
    }
}

/// A variant of an enum.
struct Variant {
    name: String,
    content: JsValue,
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = JsonMismatch;
    type Variant = JsonReader;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, JsonReader), JsonMismatch> {
        let variant = seed.deserialize(StringDeserializer::new(self.name))?;
        Ok((variant, JsonReader(self.content)))
    }
}

impl<'de> de::VariantAccess<'de> for JsonReader {
    type Error = JsonMismatch;

    fn unit_variant(self) -> Result<(), JsonMismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, JsonMismatch> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonMismatch> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, JsonMismatch> {
        self.deserialize_map(visitor)
    }
}
