//! JSON by the browser's own reader and writer, which need not be downloaded.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// Reads what is written as JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(js_sys::JSON::parse(text)?)?)
}

/// Writes a value as JSON.
pub fn write(value: &impl Serialize) -> Result<String, JsValue> {
    let value = value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    js_sys::JSON::stringify(&value)?.as_string().ok_or(JsValue::NULL)
}
