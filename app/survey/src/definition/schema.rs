//! The JSON Schema of questionnaire files, for editors that complete and check them.

use super::Questionnaire;

/// The schema of a questionnaire file.
pub fn json_schema() -> impl serde::Serialize {
    schemars::schema_for!(Questionnaire)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_learns_the_keys_and_the_shape_of_names() {
        let schema = serde_json::to_value(json_schema()).unwrap();
        let question = &schema["$defs"]["Question"];
        assert_eq!(question["additionalProperties"], false);
        assert_eq!(question["required"], serde_json::json!(["name", "label", "type"]));
        let bound = schema["$defs"]["WrittenBound"]["anyOf"].to_string();
        assert!(bound.contains("number") && bound.contains("string"), "{bound}");
        assert_eq!(schema["$defs"]["Name"]["pattern"], "^[a-z0-9][a-z0-9_]*$");
        let types = schema["$defs"]["TypeCode"].to_string();
        assert!(types.contains("yes_no") && types.contains("matrix"), "{types}");
    }
}
