//! Be om att få rätta: what an organisation asks after it has sent in, and what the survey's side answers.
//!
//! A response has one request at most: asked, then granted, refused with a reason, or taken back. Asked anew after that, it
//! begins again; the journal keeps what was before.

use crate::{
    Error, SeenVersion,
    respond::{EventCode, HeadRow},
};
use database::entities::{correction_requests as rows, events};
use database::stored::moment;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    Statement, sea_query::OnConflict,
};
use survey::status::Status;
use time::OffsetDateTime;

/// A request to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRequest {
    /// Who asked; empty for the command line.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What is to be corrected, and why.
    pub reason: String,
    /// Where it stands.
    pub state: CorrectionState,
    /// The number of times that the organisation has asked: a request that is asked anew is another.
    pub version: i64,
}

/// Where a request to correct stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorrectionState {
    /// The survey's side is to answer.
    Asked,
    /// The whole response is open.
    Granted,
    /// The response stays as it is.
    Refused {
        /// Who refused; empty for the command line.
        by: String,
        /// When.
        at: OffsetDateTime,
        /// Why.
        reason: String,
    },
}

pub(crate) const ASKED: &str = "asked";
pub(crate) const GRANTED: &str = "granted";
pub(crate) const REFUSED: &str = "refused";
pub(crate) const TAKEN_BACK: &str = "taken_back";

#[derive(FromQueryResult)]
struct RequestRow {
    name: Option<String>,
    asked_at: i64,
    reason: String,
    state: String,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    reply: Option<String>,
}

/// The request of a response, while it is worth knowing: not when it was taken back, and not when the response was sent in
/// again after the answer.
pub(crate) async fn current(
    connection: &impl ConnectionTrait,
    head: &HeadRow,
) -> Result<Option<CorrectionRequest>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT a.name, c.asked_at, c.reason, c.state, d.name AS decided_by, c.decided_at, c.reply \
         FROM correction_requests c LEFT JOIN persons a ON a.id = c.asked_by LEFT JOIN persons d ON d.id = c.decided_by \
         WHERE c.response_id = $1",
        [head.id.into()],
    );
    let Some(row) = RequestRow::find_by_statement(statement).one(connection).await? else { return Ok(None) };
    let status = head.status()?;
    let decided_at = row.decided_at.unwrap_or_default();
    let is_of_this_copy = head.submitted_at.is_none_or(|submitted| submitted <= decided_at);
    let state = match row.state.as_str() {
        ASKED => CorrectionState::Asked,
        GRANTED if status == Status::Returned && is_of_this_copy => CorrectionState::Granted,
        REFUSED if status.is_counted() && is_of_this_copy => CorrectionState::Refused {
            by: row.decided_by.unwrap_or_default(),
            at: moment(decided_at),
            reason: row.reply.unwrap_or_default(),
        },
        GRANTED | REFUSED | TAKEN_BACK => return Ok(None),
        unknown => return Err(Error::stored(format!("request to correct `{unknown}`"))),
    };
    Ok(Some(CorrectionRequest {
        by: row.name.unwrap_or_default(),
        at: moment(row.asked_at),
        reason: row.reason,
        state,
        version: version(connection, head.id).await?,
    }))
}

/// The number of requests that have been made about a response, by the journal.
async fn version(connection: &impl ConnectionTrait, response: i64) -> Result<i64, Error> {
    let asked = events::Entity::find()
        .filter(events::Column::ResponseId.eq(response))
        .filter(events::Column::Kind.eq(EventCode::CorrectionAsked.code()));
    i64::try_from(asked.count(connection).await?).map_err(Error::stored)
}

/// The request of a response that waits for an answer.
pub(crate) async fn waiting(connection: &impl ConnectionTrait, response: i64) -> Result<Option<rows::Model>, Error> {
    let found = rows::Entity::find_by_id(response).one(connection).await?;
    Ok(found.filter(|request| request.state == ASKED))
}

/// The request of a response that waits for an answer, where it is the one that was read.
///
/// # Errors
/// [`Error::CorrectionDecided`] where the one that was read is answered or taken back, whether another waits or not.
pub(crate) async fn as_read(
    connection: &impl ConnectionTrait,
    response: i64,
    seen: SeenVersion,
) -> Result<rows::Model, Error> {
    let asked = waiting(connection, response).await?.ok_or(Error::CorrectionDecided)?;
    seen.check(version(connection, response).await?, Error::CorrectionDecided)?;
    Ok(asked)
}

/// Writes a request, in place of one that has been answered or taken back.
pub(crate) async fn ask(
    connection: &impl ConnectionTrait,
    response: i64,
    by: Option<i64>,
    reason: String,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let request = rows::ActiveModel {
        response_id: Set(response),
        asked_by: Set(by),
        asked_at: Set(now.unix_timestamp()),
        reason: Set(reason),
        state: Set(ASKED.to_owned()),
        decided_by: Set(None),
        decided_at: Set(None),
        reply: Set(None),
    };
    let columns = [
        rows::Column::AskedBy,
        rows::Column::AskedAt,
        rows::Column::Reason,
        rows::Column::State,
        rows::Column::DecidedBy,
        rows::Column::DecidedAt,
        rows::Column::Reply,
    ];
    let again = OnConflict::column(rows::Column::ResponseId).update_columns(columns).to_owned();
    rows::Entity::insert(request).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Writes what came of a request that waits.
pub(crate) async fn decide(
    connection: &impl ConnectionTrait,
    request: rows::Model,
    state: &str,
    by: Option<i64>,
    reply: Option<String>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let decided = rows::ActiveModel {
        state: Set(state.to_owned()),
        decided_by: Set(by),
        decided_at: Set(Some(now.unix_timestamp())),
        reply: Set(reply),
        ..request.into()
    };
    rows::Entity::update(decided).exec(connection).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct AskerRow {
    organisation: String,
    full_name: String,
}

/// The organisations of a round whose request waits for an answer, by code: code and full name.
pub(crate) async fn waiting_of_round(
    connection: &impl ConnectionTrait,
    survey: &str,
    year: i32,
) -> Result<Vec<(String, String)>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.organisation, o.full_name FROM correction_requests c JOIN responses r ON r.id = c.response_id \
         JOIN organisations o ON o.code = r.organisation WHERE r.survey = $1 AND r.year = $2 AND c.state = $3 \
         ORDER BY r.organisation",
        [survey.into(), i64::from(year).into(), ASKED.into()],
    );
    let rows = AskerRow::find_by_statement(statement).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.organisation, row.full_name)).collect())
}
