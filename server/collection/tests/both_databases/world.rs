//! The people, the moment and the responses that scenarios play with.

use collection::{
    Actor, Error, ResponseKey, RoundKey, SeenVersion, Store,
    backup::backup,
    people::{answer_invitation, demo_people, request_login_link, use_login_link},
    respond::{Change, FieldSaved, QueryRead, Save, Saved, check_answers, hub, query, save, submit},
    review::sent_answer,
};
use sea_orm::{ConnectionTrait, Database, DatabaseTransaction, TransactionTrait};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    definition::FieldType,
    evaluation::{Evaluation, Obstacle},
    name::FieldName,
    value::{Entry, Value},
};
use time::{
    Date, Duration, OffsetDateTime,
    macros::{date, datetime},
};

/// The day of seeding, in the middle of the open round.
pub const TODAY: Date = date!(2026 - 04 - 22);
/// A moment of that day.
pub const NOW: OffsetDateTime = datetime!(2026-04-22 08:40 UTC);

/// Minutes after [`NOW`].
pub fn later(minutes: i64) -> OffsetDateTime {
    NOW + Duration::minutes(minutes)
}

pub fn open_round() -> RoundKey {
    RoundKey::new("kommun-ehalsa", 2026)
}

/// A kommun that has not begun to answer the open round.
pub const UNTOUCHED: &str = "2281";

pub fn response() -> ResponseKey {
    open_round().response(UNTOUCHED)
}

/// A demo person, signed in by a link.
pub async fn signed_in(store: &Store, local_part: &str) -> Actor {
    let email = format!("{local_part}@lagesbild.example");
    let link = request_login_link(store, &Actor::Anonymous, &email, None, NOW).await.unwrap().expect("a demo person");
    Actor::Person(Arc::new(use_login_link(store, &Actor::Anonymous, &link.token, NOW).await.unwrap()))
}

pub async fn coordinator(store: &Store) -> Actor {
    signed_in(store, &format!("samordnare.{UNTOUCHED}")).await
}

pub async fn contributor(store: &Store) -> Actor {
    signed_in(store, &format!("bidragsgivare.{UNTOUCHED}")).await
}

pub fn field(name: &str) -> FieldName {
    name.parse().unwrap()
}

pub fn code(code: &str) -> Entry {
    Entry::Value(Value::Code(code.parse().unwrap()))
}

pub fn change(name: &str, entry: Entry, base_version: i64) -> Change {
    Change { field: field(name), entry: Some(entry), comment: None, explanation: None, base_version }
}

/// Saves with an id of its own.
pub async fn save_as(store: &Store, actor: &Actor, id: &str, changes: Vec<Change>) -> Result<Saved, Error> {
    save(store, actor, Save { key: response(), save_id: id.into(), changes }, NOW).await
}

pub fn version_of(saved: &FieldSaved) -> i64 {
    match saved {
        FieldSaved::Version { version, .. }
        | FieldSaved::Unchanged { version, .. }
        | FieldSaved::Conflict { version, .. }
        | FieldSaved::TooLong { version, .. } => *version,
    }
}

/// Two yes/no fields that are always asked, in the order of the questionnaire.
pub fn two_yes_no_fields(evaluation: &Evaluation) -> [String; 2] {
    let fields = evaluation.form().fields();
    let mut names = fields
        .iter()
        .filter(|field| field.field_type == FieldType::YesNo && field.relevance.is_empty() && field.row.is_none())
        .map(|field| field.name.to_string());
    [names.next().unwrap(), names.next().unwrap()]
}

/// Answers whatever stops submitting, with a missing reason where one is allowed, until nothing does.
pub async fn fill_in(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) {
    for round in 0..20 {
        let view = check_answers(store, actor, key, now).await.unwrap();
        if view.obstacles.is_empty() {
            return;
        }
        let mut changes: BTreeMap<FieldName, Change> = BTreeMap::new();
        for obstacle in &view.obstacles {
            let name = &obstacle.field;
            let base_version = view.stored.get(name).map_or(0, |stored| stored.version);
            let mut change = changes.remove(name).unwrap_or_else(|| Change {
                field: name.clone(),
                entry: None,
                comment: None,
                explanation: None,
                base_version,
            });
            match &obstacle.obstacle {
                Obstacle::Unexplained(_) => change.explanation = Some(Some("Det stämmer.".into())),
                Obstacle::Unanswered(_) | Obstacle::Error(_) => {
                    change.entry = Some(plain_answer(&view.evaluation, name))
                }
            }
            changes.insert(name.clone(), change);
        }
        let save_id = format!("fill {key} {now} {round}");
        let changes = changes.into_values().collect();
        save(store, actor, Save { key: key.clone(), save_id, changes }, now).await.unwrap();
    }
    let left = check_answers(store, actor, key, now).await.unwrap().obstacles;
    panic!("cannot be filled in: {left:?}");
}

fn plain_answer(evaluation: &Evaluation, name: &FieldName) -> Entry {
    let field = evaluation.form().field(name.as_str()).unwrap();
    if let Some(reason) = field.missing_reasons.first() {
        return Entry::Missing(*reason);
    }
    Entry::Value(match &field.field_type {
        FieldType::YesNo => Value::Code("nej".parse().unwrap()),
        FieldType::Choice(choices) | FieldType::Scale(choices) => Value::Code(choices[0].name.clone()),
        FieldType::Multiple(choices) => Value::Codes(vec![choices[0].name.clone()]),
        FieldType::Integer(range, _)
        | FieldType::Decimal(range, _)
        | FieldType::Percent(range)
        | FieldType::Money(range) => Value::Number(range.minimum.unwrap_or(1.into())),
        FieldType::Date(_) => Value::Date(TODAY),
        FieldType::Text(_) | FieldType::LongText if name.as_str().contains("epost") => {
            Value::Text("prov@kommun.se".into())
        }
        FieldType::Text(_) | FieldType::LongText => Value::Text("Prov".into()),
    })
}

/// The revision of a response as it is now, as whoever reads it sees it.
pub async fn as_read(store: &Store, key: &ResponseKey) -> SeenVersion {
    check_answers(store, &Actor::System, key, NOW).await.unwrap().head.change_number.into()
}

/// The request to correct a response as it is now.
pub async fn request_read(store: &Store, key: &ResponseKey) -> SeenVersion {
    let request = hub(store, &Actor::System, key, NOW).await.unwrap().correction;
    request.map_or(0, |request| request.version).into()
}

/// An answer that has been sent in, with what has been asked about it, as its reviewer sees it now.
pub async fn answer_read(store: &Store, key: &ResponseKey, field: &str) -> SeenVersion {
    sent_answer(store, &Actor::System, key, field, NOW).await.map_or(0, |answer| answer.version).into()
}

/// A query as whoever answers it sees it now.
pub async fn query_read(store: &Store, key: &ResponseKey, id: i64) -> QueryRead {
    let view = query(store, &Actor::System, key, id, NOW).await.unwrap();
    let version = |name: &FieldName| view.section.stored.get(name).map_or(0, |stored| stored.version);
    let answer = |name: &FieldName| Change {
        field: name.clone(),
        entry: None,
        comment: None,
        explanation: None,
        base_version: version(name),
    };
    let messages = i64::try_from(view.query.messages.len()).unwrap();
    QueryRead { messages: messages.into(), answers: view.fields.iter().map(answer).collect() }
}

/// Answers the invitation that an actor has read.
pub async fn answer_invited(
    store: &Store,
    actor: &Actor,
    organisation: &str,
    accepts: bool,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let offered = actor.person().unwrap().invitations.iter().filter(|offered| offered.organisation == organisation);
    let until = offered.map(|offered| offered.until.unix_timestamp()).max().unwrap_or_default();
    answer_invitation(store, actor, organisation, accepts, until.into(), now).await
}

/// Fills a response in and sends it in.
pub async fn fill_in_and_submit(store: &Store, actor: &Actor, key: &ResponseKey, now: OffsetDateTime) -> String {
    fill_in(store, actor, key, now).await;
    submit(store, actor, key, as_read(store, key).await, now).await.unwrap().receipt.number
}

pub async fn demo_person_exists(store: &Store, text: &str) -> bool {
    !demo_people(store, &Actor::Anonymous, text).await.unwrap().is_empty()
}

/// Carries out SQL beside the use cases, for what no use case does yet.
pub async fn carry_out(url: &str, sql: &str) {
    let connection = Database::connect(url).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

/// As [`carry_out`], in a transaction that is left open: it holds what it has changed until it is committed.
pub async fn begin(url: &str, sql: &str) -> DatabaseTransaction {
    let transaction = Database::connect(url).await.unwrap().begin().await.unwrap();
    transaction.execute_unprepared(sql).await.unwrap();
    transaction
}

/// The whole database as text, to see whether anything changed.
pub async fn everything(store: &Store) -> String {
    let mut file = Vec::new();
    backup(store, &Actor::System, &mut file).await.unwrap();
    String::from_utf8(file).unwrap()
}
