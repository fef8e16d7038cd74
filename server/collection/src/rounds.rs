//! The rounds: their dates, and how many have responded. Public: counts only.

use crate::{Actor, Error, OrganisationKind, RoundKey, Store, text::without_nul};
use database::entities::rounds;
use database::stored::day;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use std::collections::BTreeMap;
use survey::status::Status;
use survey::stockholm::today;
use time::{Date, OffsetDateTime};

/// Whether a round takes answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundState {
    /// It has not opened yet.
    Planned,
    /// It takes answers, also after the due date.
    Open,
    /// Its owner has closed it.
    Closed,
}

impl RoundState {
    /// The state of a round that opens on a day and has been closed at a moment, or not.
    pub(crate) fn of(opens: Date, closed_at: Option<i64>, now: OffsetDateTime) -> Self {
        if closed_at.is_some_and(|closed| closed <= now.unix_timestamp()) {
            Self::Closed
        } else if today(now) < opens {
            Self::Planned
        } else {
            Self::Open
        }
    }

    /// Whether an organisation may change its answers: its round is open, or its response was sent back and so is open
    /// whatever the round is.
    pub fn takes_answers(self, status: Status) -> bool {
        status == Status::Returned || self == Self::Open && status.is_open()
    }
}

impl RoundSummary {
    /// How many have a status in which it can still be sent in.
    pub fn unsent(&self) -> u32 {
        let count = |status| self.by_status.get(&status).copied().unwrap_or_default();
        [Status::NotStarted, Status::InProgress, Status::Ready, Status::Returned].into_iter().map(count).sum()
    }
}

/// A round in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundSummary {
    /// Which round.
    pub key: RoundKey,
    /// "E-hälsa och välfärdsteknik i kommunerna", without the year.
    pub title: String,
    /// Who answers.
    pub kind: OrganisationKind,
    /// The first day.
    pub opens: Date,
    /// The last day.
    pub due: Date,
    /// Whether it takes answers.
    pub state: RoundState,
    /// Days until the due date while it is open; negative when it has passed.
    pub days_left: Option<i64>,
    /// How many belong to the population.
    pub eligible: u32,
    /// How many of them are submitted or approved.
    pub responded: u32,
    /// How many of them have each status.
    pub by_status: BTreeMap<Status, u32>,
    /// The id of its questionnaire.
    pub questionnaire_id: String,
    /// Whether a signatory submits, and not the coordinator.
    pub sign_off: bool,
    /// The year of SKR's classification that its kommuner were grouped by when it began.
    pub kommungrupp_year: i32,
    /// The year of the population that their size classes follow.
    pub population_year: i32,
}

#[derive(Debug, Clone, FromQueryResult)]
struct RoundRow {
    survey: String,
    year: i64,
    title: String,
    kind: String,
    opens: String,
    due: String,
    closed_at: Option<i64>,
    questionnaire: String,
    sign_off: bool,
    kommungrupp_year: i64,
    population_year: i64,
    status: Option<String>,
    number: i64,
}

/// Every round, newest first. Anyone may see the counts.
pub async fn rounds(store: &Store, _actor: &Actor, now: OffsetDateTime) -> Result<Vec<RoundSummary>, Error> {
    read(store.read(), None, now).await
}

/// The rounds of the surveys that the actor follows up, newest first. Forbidden to those who follow none.
pub async fn rounds_to_follow(store: &Store, actor: &Actor, now: OffsetDateTime) -> Result<Vec<RoundSummary>, Error> {
    let mut rounds = read(store.read(), None, now).await?;
    rounds.retain(|round| actor.may_follow_up(&round.key.survey));
    if rounds.is_empty() { Err(Error::Forbidden) } else { Ok(rounds) }
}

/// One round. Anyone may see the counts.
pub async fn round(store: &Store, _actor: &Actor, key: &RoundKey, now: OffsetDateTime) -> Result<RoundSummary, Error> {
    one(store.read(), key, now).await
}

/// One round, for its survey's owner to decide about.
pub async fn round_to_decide(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    now: OffsetDateTime,
) -> Result<RoundSummary, Error> {
    if !actor.owns(&key.survey) {
        return Err(Error::Forbidden);
    }
    one(store.read(), key, now).await
}

/// Says whether a round wants a signature on every response. For its survey's owner.
pub async fn set_sign_off(store: &Store, actor: &Actor, key: &RoundKey, wanted: bool) -> Result<(), Error> {
    if !actor.owns(&key.survey) {
        return Err(Error::Forbidden);
    }
    let key = key.clone();
    store
        .write(move |transaction| {
            Box::pin(async move {
                let round = exists(transaction, &key).await?;
                let row = rounds::ActiveModel { sign_off: Set(wanted), ..round.into() };
                row.update_without_returning(transaction).await?;
                Ok(())
            })
        })
        .await
}

pub(crate) async fn one(
    connection: &impl ConnectionTrait,
    key: &RoundKey,
    now: OffsetDateTime,
) -> Result<RoundSummary, Error> {
    read(connection, Some(key), now).await?.into_iter().next().ok_or(Error::NotFound)
}

/// Refuses a round that there is not.
pub(crate) async fn exists(connection: &impl ConnectionTrait, key: &RoundKey) -> Result<rounds::Model, Error> {
    let round =
        rounds::Entity::find_by_id((without_nul(&key.survey)?.to_owned(), key.year.into())).one(connection).await?;
    round.ok_or(Error::NotFound)
}

async fn read(
    connection: &impl ConnectionTrait,
    key: Option<&RoundKey>,
    now: OffsetDateTime,
) -> Result<Vec<RoundSummary>, Error> {
    let (condition, values) = match key {
        Some(key) => ("WHERE d.survey = $1 AND d.year = $2", vec![without_nul(&key.survey)?.into(), key.year.into()]),
        None => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT d.survey, d.year, s.title, s.kind, d.opens, d.due, d.closed_at, d.questionnaire, d.sign_off, \
         d.kommungrupp_year, d.population_year, r.status, COUNT(r.id) AS number FROM rounds d JOIN surveys s ON s.code = d.survey \
         LEFT JOIN responses r ON r.survey = d.survey AND r.year = d.year AND r.eligible {condition} \
         GROUP BY d.survey, d.year, s.title, s.kind, d.opens, d.due, d.closed_at, d.questionnaire, d.sign_off, \
         d.kommungrupp_year, d.population_year, r.status \
         ORDER BY d.year DESC, d.survey"
    );
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let mut rounds: Vec<RoundSummary> = Vec::new();
    for row in RoundRow::find_by_statement(statement).all(connection).await? {
        let is_another =
            rounds.last().is_none_or(|last| last.key.survey != row.survey || i64::from(last.key.year) != row.year);
        if is_another {
            rounds.push(summary(&row, now)?);
        }
        if let (Some(status), Some(round)) = (&row.status, rounds.last_mut()) {
            let status: Status = status.parse().map_err(Error::stored)?;
            let number = u32::try_from(row.number).unwrap_or(u32::MAX);
            round.by_status.insert(status, number);
            round.eligible += number;
            round.responded += if status.is_counted() { number } else { 0 };
        }
    }
    Ok(rounds)
}

fn summary(row: &RoundRow, now: OffsetDateTime) -> Result<RoundSummary, Error> {
    let (opens, due) = (day(&row.opens)?, day(&row.due)?);
    let state = RoundState::of(opens, row.closed_at, now);
    Ok(RoundSummary {
        key: RoundKey::new(row.survey.clone(), year(row.year)),
        title: row.title.clone(),
        kind: OrganisationKind::from_code(&row.kind).ok_or_else(|| Error::stored(&row.kind))?,
        opens,
        due,
        state,
        days_left: (state == RoundState::Open).then(|| (due - today(now)).whole_days()),
        eligible: 0,
        responded: 0,
        by_status: BTreeMap::new(),
        questionnaire_id: row.questionnaire.clone(),
        sign_off: row.sign_off,
        kommungrupp_year: year(row.kommungrupp_year),
        population_year: year(row.population_year),
    })
}

fn year(stored: i64) -> i32 {
    i32::try_from(stored).unwrap_or(i32::MAX)
}
