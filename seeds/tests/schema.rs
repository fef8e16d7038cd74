//! The JSON Schema beside the questionnaires is the one that the engine's types give.

use std::path::Path;

#[test]
fn the_schema_beside_the_questionnaires_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/questionnaire.schema.json");
    let mut schema = serde_json::to_string_pretty(&survey::definition::schema::json_schema()).unwrap();
    schema.push('\n');
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, schema, "run this test with UPDATE_EXPECTED=1");
}
