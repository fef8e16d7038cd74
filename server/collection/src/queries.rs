//! Komplettering: what a reviewer asks about one answer of a response that has been sent in, and the thread that follows.
//!
//! A query opens its field while it is the organisation's turn. There is at most one open query on a field.

use crate::{Actor, Error, OrganisationRole, ResponseKey, respond::HeadRow};
use database::entities::{queries, query_messages};
use database::stored::moment;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Statement,
};
use std::collections::{BTreeMap, BTreeSet};
use survey::{form::Form, name::FieldName, value::Entry};
use time::OffsetDateTime;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The organisation is to answer.
    Organisation,
    /// The reviewer is to read the answer.
    Reviewer,
}

impl Turn {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Reviewer => "reviewer",
        }
    }

    fn from_code(code: &str) -> Result<Self, Error> {
        let found = [Self::Organisation, Self::Reviewer].into_iter().find(|turn| turn.code() == code);
        found.ok_or_else(|| Error::stored(format!("turn `{code}`")))
    }
}

/// A query with its thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Its number in addresses.
    pub id: i64,
    /// What it is about.
    pub field: FieldName,
    /// "C1".
    pub number: String,
    /// The words of the question, or of the row.
    pub label: String,
    /// When it was opened.
    pub opened_at: OffsetDateTime,
    /// Whose turn it is; nobody's when it is closed.
    pub turn: Option<Turn>,
    /// What has been written, oldest first.
    pub messages: Vec<QueryMessage>,
}

/// A query that is not closed, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenQuery {
    /// Its number in addresses.
    pub id: i64,
    /// Whose turn it is.
    pub turn: Turn,
}

/// A message of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryMessage {
    /// Who wrote it; empty for the command line.
    pub by: String,
    /// Whether it is the reviewer's, and not the organisation's.
    pub by_reviewer: bool,
    /// When.
    pub at: OffsetDateTime,
    /// What.
    pub text: String,
    /// The answer as it was frozen then.
    pub entry: Entry,
}

/// What a mail about a query says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryNotice {
    /// The response.
    pub key: ResponseKey,
    /// "Sundsvalls kommun".
    pub organisation_name: String,
    /// "E-hälsa och välfärdsteknik i kommunerna 2026".
    pub round_title: String,
    /// The query.
    pub query: i64,
    /// What it is about.
    pub field: FieldName,
    /// "C1".
    pub number: String,
    /// The words of the question, or of the row.
    pub label: String,
    /// Who wrote.
    pub by: String,
    /// The address of whoever wrote.
    pub by_email: String,
    /// What was written.
    pub text: String,
    /// Name and address of those who are told.
    pub to: Vec<(String, String)>,
}

#[derive(FromQueryResult)]
struct QueryThreadRow {
    id: i64,
    field: String,
    opened_at: i64,
    turn: String,
    closed_at: Option<i64>,
    name: Option<String>,
    by_reviewer: bool,
    written_at: i64,
    text: String,
    entry: String,
}

/// The queries of a response, oldest first.
pub(crate) async fn of_response(
    connection: &impl ConnectionTrait,
    form: &Form,
    response: i64,
) -> Result<Vec<Query>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT q.id, q.field, q.opened_at, q.turn, q.closed_at, p.name, m.by_reviewer, m.written_at, m.text, m.entry \
         FROM queries q JOIN query_messages m ON m.query_id = q.id LEFT JOIN persons p ON p.id = m.person_id \
         WHERE q.response_id = $1 ORDER BY q.id, m.id",
        [response.into()],
    );
    let mut found: Vec<Query> = Vec::new();
    for row in QueryThreadRow::find_by_statement(statement).all(connection).await? {
        if found.last().is_none_or(|last| last.id != row.id) {
            let field = form.field(&row.field).ok_or_else(|| Error::stored(format!("query on `{}`", row.field)))?;
            found.push(Query {
                id: row.id,
                field: field.name.clone(),
                number: field.number.clone(),
                label: field.short_label.clone(),
                opened_at: moment(row.opened_at),
                turn: if row.closed_at.is_some() { None } else { Some(Turn::from_code(&row.turn)?) },
                messages: Vec::new(),
            });
        }
        if let Some(query) = found.last_mut() {
            query.messages.push(QueryMessage {
                by: row.name.unwrap_or_default(),
                by_reviewer: row.by_reviewer,
                at: moment(row.written_at),
                text: row.text,
                entry: serde_json::from_str(&row.entry)?,
            });
        }
    }
    Ok(found)
}

/// The queries of these responses that are not closed, oldest first, by the response.
pub(crate) async fn open_of_responses(
    connection: &impl ConnectionTrait,
    responses: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<OpenQuery>>, Error> {
    let open = queries::Entity::find()
        .filter(queries::Column::ResponseId.is_in(responses))
        .filter(queries::Column::ClosedAt.is_null())
        .order_by_asc(queries::Column::Id);
    let mut found: BTreeMap<i64, Vec<OpenQuery>> = BTreeMap::new();
    for query in open.all(connection).await? {
        let turn = Turn::from_code(&query.turn)?;
        found.entry(query.response_id).or_default().push(OpenQuery { id: query.id, turn });
    }
    Ok(found)
}

/// The fields that are open because a reviewer waits for an answer about them.
pub(crate) async fn queried_fields(
    connection: &impl ConnectionTrait,
    response: i64,
) -> Result<BTreeSet<FieldName>, Error> {
    let open = queries::Entity::find()
        .filter(queries::Column::ResponseId.eq(response))
        .filter(queries::Column::ClosedAt.is_null())
        .filter(queries::Column::Turn.eq(Turn::Organisation.code()))
        .all(connection)
        .await?;
    open.into_iter().map(|query| query.field.parse().map_err(Error::stored)).collect()
}

/// The open query on a field.
pub(crate) async fn open_query(
    connection: &impl ConnectionTrait,
    response: i64,
    field: &FieldName,
) -> Result<Option<queries::Model>, Error> {
    let open = queries::Entity::find()
        .filter(queries::Column::ResponseId.eq(response))
        .filter(queries::Column::Field.eq(field.as_str()))
        .filter(queries::Column::ClosedAt.is_null());
    Ok(open.one(connection).await?)
}

/// A query of a response.
pub(crate) async fn query(connection: &impl ConnectionTrait, response: i64, id: i64) -> Result<queries::Model, Error> {
    let found = queries::Entity::find_by_id(id).one(connection).await?;
    found.filter(|query| query.response_id == response).ok_or(Error::NotFound)
}

/// Opens a query.
pub(crate) async fn open(
    connection: &impl ConnectionTrait,
    response: i64,
    field: &FieldName,
    by: Option<i64>,
    now: OffsetDateTime,
) -> Result<i64, Error> {
    let row = queries::ActiveModel {
        response_id: Set(response),
        field: Set(field.to_string()),
        opened_by: Set(by),
        opened_at: Set(now.unix_timestamp()),
        turn: Set(Turn::Organisation.code().to_owned()),
        closed_at: Set(None),
        ..Default::default()
    };
    Ok(row.insert(connection).await?.id)
}

/// Closes a query.
pub(crate) async fn close(connection: &impl ConnectionTrait, query: i64, now: OffsetDateTime) -> Result<(), Error> {
    let closed_at = Set(Some(now.unix_timestamp()));
    let row = queries::ActiveModel { id: Set(query), closed_at, ..Default::default() };
    row.update_without_returning(connection).await?;
    Ok(())
}

/// A message to be added.
pub(crate) struct NewMessage<'a> {
    pub query: i64,
    pub by: Option<i64>,
    pub by_reviewer: bool,
    pub text: &'a str,
    pub entry: &'a Entry,
    pub at: OffsetDateTime,
}

/// Adds a message and hands the turn to the other side.
pub(crate) async fn write(connection: &impl ConnectionTrait, written: NewMessage<'_>) -> Result<(), Error> {
    let turn = if written.by_reviewer { Turn::Organisation } else { Turn::Reviewer };
    let query =
        queries::ActiveModel { id: Set(written.query), turn: Set(turn.code().to_owned()), ..Default::default() };
    query.update_without_returning(connection).await?;
    let message = query_messages::ActiveModel {
        query_id: Set(written.query),
        person_id: Set(written.by),
        by_reviewer: Set(written.by_reviewer),
        written_at: Set(written.at.unix_timestamp()),
        text: Set(written.text.to_owned()),
        entry: Set(serde_json::to_string(written.entry)?),
        ..Default::default()
    };
    query_messages::Entity::insert(message).exec_without_returning(connection).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ReceiverRow {
    name: String,
    email: String,
}

async fn receivers(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<Vec<(String, String)>, Error> {
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = ReceiverRow::find_by_statement(statement).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}

/// Those who are told of a query in an organisation: who has this part there.
pub(crate) async fn people_of(
    connection: &impl ConnectionTrait,
    organisation: &str,
    role: OrganisationRole,
) -> Result<Vec<(String, String)>, Error> {
    let sql = "SELECT p.name, p.email FROM memberships m JOIN persons p ON p.id = m.person_id \
               WHERE m.organisation = $1 AND m.role = $2 AND m.invited_until IS NULL ORDER BY p.email";
    receivers(connection, sql, [organisation.into(), role.code().into()]).await
}

/// Those who are told that it is answered: who asked last, of those who still follow the survey up; or its owners.
pub(crate) async fn asker(connection: &impl ConnectionTrait, query: i64) -> Result<Vec<(String, String)>, Error> {
    let asked = "SELECT p.name, p.email FROM query_messages m JOIN persons p ON p.id = m.person_id \
                 JOIN queries q ON q.id = m.query_id JOIN responses r ON r.id = q.response_id \
                 WHERE m.query_id = $1 AND m.by_reviewer AND (p.administrator OR EXISTS (SELECT 1 FROM commissions c \
                 WHERE c.person_id = p.id AND c.survey = r.survey)) ORDER BY m.id DESC LIMIT 1";
    let asked = receivers(connection, asked, [query.into()]).await?;
    if !asked.is_empty() {
        return Ok(asked);
    }
    let owners = "SELECT p.name, p.email FROM queries q JOIN responses r ON r.id = q.response_id \
                  JOIN commissions c ON c.survey = r.survey AND c.role = 'owner' JOIN persons p ON p.id = c.person_id \
                  WHERE q.id = $1 ORDER BY p.email";
    receivers(connection, owners, [query.into()]).await
}

impl QueryNotice {
    /// What a mail says of a message that was just written.
    pub(crate) fn new(
        head: &HeadRow,
        form: &Form,
        field: &FieldName,
        written: &NewMessage<'_>,
        actor: &Actor,
        to: Vec<(String, String)>,
    ) -> Result<Self, Error> {
        let of = form.field(field.as_str()).ok_or_else(|| Error::UnknownField(field.to_string()))?;
        Ok(Self {
            key: head.key(),
            organisation_name: head.full_name.clone(),
            round_title: format!("{} {}", head.title, head.year),
            query: written.query,
            field: field.clone(),
            number: of.number.clone(),
            label: of.short_label.clone(),
            by: actor.name(),
            by_email: actor.email(),
            text: written.text.to_owned(),
            to,
        })
    }
}
