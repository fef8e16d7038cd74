//! Saving as fast as the program takes it, beside a bare loop of the same durable writes to the same kind of database.

use super::{
    large::{SURVEY, open},
    questionnaire::{FIELDS, SECTIONS},
    report::{Measurement, rate},
    respondent::Respondent,
};
use rusqlite::params;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// How long each is measured.
const LASTING: Duration = Duration::from_secs(8);
/// Section pages of 21 answers a second.
const SECTIONS_LIMIT: f64 = 3_000.0;

/// Section pages of 21 answers, every organisation at once.
pub async fn sections(people: Vec<Respondent>) -> (Vec<Measurement>, Vec<Respondent>) {
    let (a_second, people) = saturate(people, |turn| {
        let section = turn % SECTIONS;
        section * FIELDS..(section + 1) * FIELDS
    })
    .await;
    let what = "section pages of 21 answers saved, saturated";
    (vec![Measurement::at_least(what, a_second, SECTIONS_LIMIT)], people)
}

/// Saves of one answer, every organisation at once, beside the bare loop.
pub async fn one_by_one(people: Vec<Respondent>, spare: &Path) -> (Vec<Measurement>, Vec<Respondent>) {
    let bare = bare_loop(spare);
    let (a_second, people) = saturate(people, |turn| {
        let field = turn % (SECTIONS * FIELDS);
        field..field + 1
    })
    .await;
    let figures = vec![
        Measurement::at_least("durable saves of one answer, saturated", a_second, bare / 2.0),
        Measurement::shown("– a bare loop of the same durable writes, in SQLite itself", rate(bare)),
    ];
    (figures, people)
}

/// Everybody saves again as soon as the last save is acknowledged; how many saves that is a second.
async fn saturate(
    people: Vec<Respondent>,
    fields: impl Fn(usize) -> std::ops::Range<usize> + Copy + Send + 'static,
) -> (f64, Vec<Respondent>) {
    let began = Instant::now();
    let end = began + LASTING;
    let mut saving = JoinSet::new();
    for mut person in people {
        saving.spawn(async move {
            let mut saves = 0;
            while Instant::now() < end {
                person.save(fields(saves)).await;
                saves += 1;
            }
            (person, saves)
        });
    }
    let done = saving.join_all().await;
    let took = began.elapsed();
    let saves: usize = done.iter().map(|(_, saves)| saves).sum();
    let mut people = Vec::new();
    for (mut person, _) in done {
        assert!(person.read_back().await > 0, "something was saved");
        people.push(person);
    }
    (saves as f64 / took.as_secs_f64(), people)
}

/// What one save of one answer writes, by one writer, one transaction each, as often as it can.
fn bare_loop(database: &Path) -> f64 {
    let connection = open(database);
    let responses: Vec<i64> = {
        let sql = "SELECT id FROM responses WHERE survey = ?1 AND year = (SELECT MAX(year) FROM rounds) ORDER BY id";
        let mut statement = connection.prepare(sql).expect("a query");
        let rows = statement.query_map([SURVEY], |row| row.get(0)).expect("rows");
        rows.map(|id| id.expect("an id")).collect()
    };
    let entry = r#"{"value":{"number":"1234"}}"#;
    let changes = format!(r#"[{{"field":"a_0_personer","version":1,"entry":{entry}}}]"#);
    let outcome = r#"[{"outcome":"version","field":"a_0_personer","version":1}]"#;
    let hash = "0123456789abcdef".repeat(4);
    let began = Instant::now();
    let mut saves = 0;
    while began.elapsed() < LASTING {
        let response = responses[saves % responses.len()];
        let change_number = i64::try_from(1_000 + saves).expect("a revision");
        let step = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
            let mut statement = connection.prepare_cached(sql).expect("a statement");
            statement.execute(values).unwrap_or_else(|error| panic!("{sql}: {error}"));
        };
        step("BEGIN IMMEDIATE", params![]);
        step(
            "INSERT INTO saves (response_id, revision, save_id, hash, person_id, saved_at, changes, outcome) \
             VALUES (?1, ?2, ?3, ?4, NULL, 1790000000, ?5, ?6)",
            params![response, change_number, change_number.to_string(), hash, changes, outcome],
        );
        step(
            "INSERT INTO answers (response_id, field, version, entry, comment, explanation, person_id, saved_at) \
             VALUES (?1, ?2, 1, ?3, NULL, NULL, NULL, 1790000000) ON CONFLICT (response_id, field) DO UPDATE SET \
             version = excluded.version, entry = excluded.entry, saved_at = excluded.saved_at",
            params![response, format!("field_{}", saves / responses.len() % 252), entry],
        );
        step(
            "UPDATE responses SET status = 'in_progress', revision = ?2, answered = 1, asked = 252, \
             last_activity_at = 1790000000 WHERE id = ?1",
            params![response, change_number],
        );
        step("COMMIT", params![]);
        saves += 1;
    }
    saves as f64 / began.elapsed().as_secs_f64()
}
