//! The JSON Schema of questionnaire files, for editors that complete and check them.

use super::Questionnaire;

/// The schema of a questionnaire file.
pub fn json_schema() -> impl serde::Serialize {
    schemars::schema_for!(Questionnaire)
}
