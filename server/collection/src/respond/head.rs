//! What every page of a response needs: what it is, where it stands and what the actor may do with it.

use crate::{Actor, Error, OrganisationKind, ResponseKey, Store, rounds::RoundState, text::without_nul};
use database::entities::responses;
use database::rows::places;
use database::stored::{day, moment};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, FromQueryResult, Statement};
use survey::stockholm::today;
use survey::{
    evaluation::EvaluationContext,
    status::{Status, Step},
};
use time::{Date, OffsetDateTime};

/// What a response is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHead {
    /// Which response.
    pub key: ResponseKey,
    /// "E-hälsa och välfärdsteknik i kommunerna 2026".
    pub round_title: String,
    /// "Sundsvalls kommun".
    pub organisation_name: String,
    /// Kommun or region.
    pub kind: OrganisationKind,
    /// Where it stands.
    pub status: Status,
    /// The response's own due date, or the round's.
    pub due: Date,
    /// Days until the due date; negative when it has passed.
    pub days_left: i64,
    /// The due date has passed.
    pub overdue: bool,
    /// The first day of the round.
    pub opens: Date,
    /// The state of the round.
    pub round: RoundState,
    /// Why the organisation does not belong to the population, where it does not.
    pub ineligible_reason: Option<String>,
    /// When an answer was last saved.
    pub last_saved_at: Option<OffsetDateTime>,
    /// Why it was sent back, while it is.
    pub returned_reason: Option<String>,
    /// Why it was declined, while it is.
    pub declined_reason: Option<String>,
    /// The number of the frozen copies.
    pub copies: i64,
    /// Counts every change. Hand it to [`submit`](super::submit()) to be sure that what was read is what is sent.
    pub change_number: i64,
    /// The id of the questionnaire.
    pub questionnaire_id: String,
}

impl ResponseHead {
    /// Returns whether the organisation may change its answers now.
    pub fn takes_answers(&self) -> bool {
        self.round.takes_answers(self.status)
    }
}

/// What the actor may do with the response now. Decided here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct May {
    /// Read the draft.
    pub read: bool,
    /// Save answers and mark sections.
    pub edit: bool,
    /// Hand sections out to colleagues.
    pub assign: bool,
    /// Ask a signatory to sign it.
    pub ask_for_sign_off: bool,
    /// Send it back to the coordinator without a signature.
    pub send_back_unsigned: bool,
    /// Send it in.
    pub submit: bool,
    /// Say that the organisation does not answer this round.
    pub decline: bool,
    /// Take a declined response up again.
    pub resume: bool,
    /// Take a submitted response as reviewed.
    pub approve: bool,
    /// Send a submitted or approved response back.
    pub return_response: bool,
    /// Ask to correct a submitted or approved response.
    pub ask_to_correct: bool,
    /// Take back that this was asked.
    pub take_back_correction: bool,
    /// See how long the answers have taken.
    pub see_burden: bool,
}

/// A response with its round, survey and organisation, as one query gives them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct HeadRow {
    pub id: i64,
    pub survey: String,
    pub year: i64,
    pub organisation: String,
    pub ineligible_reason: Option<String>,
    pub own_due: Option<String>,
    pub status: String,
    pub change_number: i64,
    pub answered: i64,
    pub asked: i64,
    pub copies: i64,
    pub reason: Option<String>,
    pub started_at: Option<i64>,
    pub last_activity_at: Option<i64>,
    pub first_submitted_at: Option<i64>,
    pub submitted_at: Option<i64>,
    pub kind: String,
    pub full_name: String,
    pub population: Option<i64>,
    pub title: String,
    pub receipt_code: String,
    pub questionnaire: String,
    pub opens: String,
    pub due: String,
    pub closed_at: Option<i64>,
    pub sign_off: bool,
    /// Changes whenever one of the organisation's earlier responses does, and with it last year's answers.
    pub earlier: i64,
}

const SELECT: &str = "SELECT r.id, r.survey, r.year, r.organisation, r.ineligible_reason, r.own_due, \
    r.status, r.revision AS change_number, r.answered, r.asked, r.copies, r.reason, r.started_at, r.last_activity_at, \
    r.first_submitted_at, r.submitted_at, o.kind, o.full_name, o.population, s.title, s.receipt_code, d.questionnaire, d.opens, \
    d.due, d.closed_at, d.sign_off, (SELECT CAST(COALESCE(SUM(e.revision), 0) AS BIGINT) FROM responses e \
    WHERE e.organisation = r.organisation AND e.survey = r.survey AND e.year < r.year) AS earlier \
    FROM responses r JOIN organisations o ON o.code = r.organisation JOIN surveys s ON s.code = r.survey \
    JOIN rounds d ON d.survey = r.survey AND d.year = r.year";

/// Locks the responses that are read. On SQLite the transaction is the only writer as it is.
fn for_update(connection: &impl ConnectionTrait) -> &'static str {
    if connection.get_database_backend() == DbBackend::Postgres { " FOR UPDATE OF r" } else { "" }
}

impl HeadRow {
    /// The response, if there is one, for reading.
    pub(crate) async fn read(store: &Store, key: &ResponseKey) -> Result<Self, Error> {
        let rows = |keys: Vec<ResponseKey>| async move {
            let rows = Self::all(store.read(), &keys.iter().collect::<Vec<_>>(), "").await?;
            Ok::<_, Error>(rows.into_iter().map(|row| (row.key(), row)).collect())
        };
        store.cache().heads.find(key.clone(), rows).await?.ok_or(Error::NotFound)
    }

    /// The response, locked until the transaction ends.
    pub(crate) async fn lock(connection: &impl ConnectionTrait, key: &ResponseKey) -> Result<Self, Error> {
        Self::lock_all(connection, &[key]).await?.pop().ok_or(Error::NotFound)
    }

    /// Those of these responses that there are, locked in the order of their ids, so that two transactions never wait for
    /// each other.
    pub(crate) async fn lock_all(connection: &impl ConnectionTrait, keys: &[&ResponseKey]) -> Result<Vec<Self>, Error> {
        Self::all(connection, keys, for_update(connection)).await
    }

    async fn all(connection: &impl ConnectionTrait, keys: &[&ResponseKey], lock: &str) -> Result<Vec<Self>, Error> {
        let keys: Vec<(&str, i64, &str)> = keys
            .iter()
            .filter_map(|key| {
                let (survey, organisation) = (without_nul(&key.survey).ok()?, without_nul(&key.organisation).ok()?);
                Some((survey, i64::from(key.year), organisation))
            })
            .collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let backend = connection.get_database_backend();
        let sql = format!(
            "WITH k (survey, year, organisation) AS (VALUES {}) {SELECT} \
             JOIN k ON k.survey = r.survey AND k.year = r.year AND k.organisation = r.organisation ORDER BY r.id{lock}",
            places(backend, keys.len(), 3)
        );
        let values =
            keys.into_iter().flat_map(|(survey, year, organisation)| [survey.into(), year.into(), organisation.into()]);
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(Self::find_by_statement(statement).all(connection).await?)
    }

    /// Every response of these organisations, newest round first.
    pub(crate) async fn of_organisations(
        connection: &impl ConnectionTrait,
        organisations: &[String],
    ) -> Result<Vec<Self>, Error> {
        let places: Vec<String> = (1..=organisations.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "{SELECT} WHERE r.organisation IN ({}) ORDER BY r.year DESC, r.survey, o.full_name",
            places.join(", ")
        );
        let values = organisations.iter().map(|code| code.as_str().into());
        let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
        Ok(Self::find_by_statement(statement).all(connection).await?)
    }

    pub(crate) fn status(&self) -> Result<Status, Error> {
        self.status.parse().map_err(Error::stored)
    }

    pub(crate) fn key(&self) -> ResponseKey {
        ResponseKey { survey: self.survey.clone(), year: self.year(), organisation: self.organisation.clone() }
    }

    pub(crate) fn year(&self) -> i32 {
        // Years are written from an i32 and so always fit.
        i32::try_from(self.year).unwrap_or(i32::MAX)
    }

    pub(crate) fn kind(&self) -> Result<OrganisationKind, Error> {
        OrganisationKind::from_code(&self.kind).ok_or_else(|| Error::stored(format!("kind `{}`", self.kind)))
    }

    pub(crate) fn round_state(&self, now: OffsetDateTime) -> Result<RoundState, Error> {
        Ok(RoundState::of(day(&self.opens)?, self.closed_at, now))
    }

    /// The last day that can be given to somebody for answering: the due date, and after that the day on which the round
    /// ends, if that is known.
    pub(crate) fn last_day(&self, now: OffsetDateTime) -> Result<Option<Date>, Error> {
        let due = day(self.own_due.as_deref().unwrap_or(&self.due))?;
        let end = self.closed_at.map(moment).filter(|end| *end > now).map(today);
        Ok(if due < today(now) { end } else { Some(due) })
    }

    /// Refuses an actor who may not change the answers, and a response that takes none.
    pub(crate) fn check_edit(&self, actor: &Actor, now: OffsetDateTime) -> Result<Status, Error> {
        if !actor.may_edit(&self.organisation) {
            return Err(Error::Forbidden);
        }
        let (round, status) = (self.round_state(now)?, self.status()?);
        if round.takes_answers(status) { Ok(status) } else { Err(Error::Closed { round, status }) }
    }

    /// The status after a step, or why the step is not allowed. Steps of the organisation need an open round.
    pub(crate) fn step(&self, step: Step, now: OffsetDateTime) -> Result<Status, Error> {
        let (status, round) = (self.status()?, self.round_state(now)?);
        let is_the_organisations = !matches!(step, Step::Save | Step::Approve | Step::Return);
        if is_the_organisations && round != RoundState::Open && status != Status::Returned {
            return Err(Error::Closed { round, status });
        }
        status.after(step).ok_or(Error::NotAllowed { status, step })
    }

    /// What the answers are judged by beside each other at a moment.
    pub(crate) fn context(&self, at: OffsetDateTime) -> EvaluationContext {
        EvaluationContext {
            today: today(at),
            population: self.population.and_then(|number| u32::try_from(number).ok()),
        }
    }

    /// The row to write where something other than an answer changes: it counts the change.
    pub(crate) fn changed(&self) -> responses::ActiveModel {
        responses::ActiveModel { id: Set(self.id), change_number: Set(self.change_number + 1), ..Default::default() }
    }

    /// What the actor may do now.
    pub(crate) fn may(&self, actor: &Actor, now: OffsetDateTime) -> May {
        let is_possible = |step| self.step(step, now).is_ok();
        let follows_up = actor.may_follow_up(&self.survey);
        let declines = actor.may_decline(&self.survey, &self.organisation);
        May {
            read: actor.belongs_to(&self.organisation),
            edit: self.check_edit(actor, now).is_ok(),
            assign: actor.may_coordinate(&self.organisation) && self.check_edit(actor, now).is_ok(),
            ask_for_sign_off: actor.may_coordinate(&self.organisation) && is_possible(Step::AskForSignOff),
            send_back_unsigned: actor.may_sign(&self.organisation) && is_possible(Step::SendBackUnsigned),
            submit: actor.may_submit(&self.organisation, self.sign_off) && is_possible(Step::Submit),
            decline: declines && is_possible(Step::Decline),
            resume: declines && is_possible(Step::Resume),
            approve: follows_up && is_possible(Step::Approve),
            return_response: follows_up && is_possible(Step::Return),
            ask_to_correct: actor.may_ask_to_correct(&self.organisation) && is_possible(Step::Return),
            // Whether something was asked is not known from the response alone: the hub says so.
            take_back_correction: false,
            see_burden: actor.may_coordinate(&self.organisation),
        }
    }

    /// What pages show of it.
    pub(crate) fn head(&self, now: OffsetDateTime) -> Result<ResponseHead, Error> {
        let status = self.status()?;
        let due = day(self.own_due.as_deref().unwrap_or(&self.due))?;
        let days_left = (due - today(now)).whole_days();
        let reason_while = |when: Status| self.reason.clone().filter(|_| status == when);
        Ok(ResponseHead {
            key: self.key(),
            round_title: format!("{} {}", self.title, self.year),
            organisation_name: self.full_name.clone(),
            kind: self.kind()?,
            status,
            due,
            days_left,
            overdue: days_left < 0,
            opens: day(&self.opens)?,
            round: self.round_state(now)?,
            ineligible_reason: self.ineligible_reason.clone(),
            last_saved_at: self.last_activity_at.map(moment),
            returned_reason: reason_while(Status::Returned),
            declined_reason: reason_while(Status::Declined),
            copies: self.copies,
            change_number: self.change_number,
            questionnaire_id: self.questionnaire.clone(),
        })
    }
}
