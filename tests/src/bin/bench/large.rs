//! A database whose open round of the kommuner asks 252 fields: the demo with its questionnaire exchanged, every response
//! in progress and empty, and last year's copies answered in full, so that there is something to compare with.

use super::questionnaire::{answer, form, text};
use rusqlite::{Connection, params};
use std::{collections::BTreeMap, path::Path};
use survey::{form::Form, name::FieldName, value::Entry};

/// The survey that the large round belongs to.
pub const SURVEY: &str = "kommun-ehalsa";

/// The round that is measured.
pub struct LargeRound {
    /// Its form.
    pub form: Form,
    /// Its year.
    pub year: i32,
    /// The organisations that are asked, by code.
    pub organisations: Vec<String>,
}

impl LargeRound {
    /// Makes the database of the demo into the large one.
    pub fn make(database: &Path) -> Self {
        Self::with(database, &text())
    }

    /// Makes the open round ask this questionnaire, and last year's round too.
    pub fn with(database: &Path, text: &str) -> Self {
        let (questionnaire, form) = form(text);
        let json = serde_json::to_string(&questionnaire).expect("JSON");
        let mut connection = open(database);
        let change = connection.transaction().expect("a transaction");
        let year: i32 = change
            .query_row("SELECT MAX(year) FROM rounds WHERE survey = ?1", [SURVEY], |row| row.get(0))
            .expect("the demo has an open round");
        change
            .execute(
                "INSERT INTO questionnaires (id, survey, yaml, json) VALUES ('bench', ?1, ?2, ?3)",
                [SURVEY, text, &json],
            )
            .expect("a questionnaire");
        for (sql, year) in [
            ("UPDATE rounds SET questionnaire = 'bench' WHERE survey = ?1 AND year IN (?2, ?2 - 1)", year),
            (
                "DELETE FROM answers WHERE response_id IN (SELECT id FROM responses WHERE survey = ?1 AND year = ?2)",
                year,
            ),
            ("DELETE FROM saves WHERE response_id IN (SELECT id FROM responses WHERE survey = ?1 AND year = ?2)", year),
            (
                "DELETE FROM section_marks WHERE response_id IN (SELECT id FROM responses WHERE survey = ?1 AND year = ?2)",
                year,
            ),
            ("UPDATE responses SET status = 'in_progress' WHERE survey = ?1 AND year = ?2", year),
            ("UPDATE responses SET eligible = TRUE, ineligible_reason = NULL WHERE survey = ?1 AND year = ?2", year),
        ] {
            change.execute(sql, params![SURVEY, year]).unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        let last: BTreeMap<&FieldName, Entry> =
            form.fields().iter().map(|field| (&field.name, answer(&field.field_type, 1))).collect();
        let last = serde_json::to_string(&last).expect("JSON");
        change
            .execute(
                "UPDATE copies SET entries = ?3 WHERE response_id IN \
                 (SELECT id FROM responses WHERE survey = ?1 AND year = ?2 - 1)",
                params![SURVEY, year, last],
            )
            .expect("last year's answers");
        change.commit().expect("the database is made");
        let organisations = organisations(&connection, year);
        Self { form, year, organisations }
    }

    /// The address of an organisation's response.
    pub fn path(&self, organisation: &str) -> String {
        format!("/svara/{SURVEY}/{}/{organisation}", self.year)
    }
}

fn organisations(connection: &Connection, year: i32) -> Vec<String> {
    let sql = "SELECT organisation FROM responses WHERE survey = ?1 AND year = ?2 ORDER BY organisation";
    let mut statement = connection.prepare(sql).expect("a query");
    let rows = statement.query_map(params![SURVEY, year], |row| row.get(0)).expect("rows");
    rows.map(|code| code.expect("a code")).collect()
}

/// Opens a database that the program does not have open, as the program does.
pub fn open(database: &Path) -> Connection {
    let connection = Connection::open(database).expect("the database opens");
    for (name, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("cache_size", "-16000"), ("foreign_keys", "ON")]
    {
        connection.pragma_update(None, name, value).expect("a pragma");
    }
    connection
}
