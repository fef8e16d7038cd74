//! A signature that was asked for, and where that stands.

use crate::{
    Actor, Error,
    respond::{
        Member, ResponseHead, RoleChange,
        colleagues::{members, name_known_in},
        head::HeadRow,
    },
};
use database::entities::sign_offs;
use database::stored::moment;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    Statement,
};
use survey::status::Status;
use time::OffsetDateTime;

/// Somebody was asked to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffRequest {
    /// Who was asked.
    pub to: String,
    /// Who asked; empty for the command line.
    pub by: String,
    /// When.
    pub at: OffsetDateTime,
    /// What was said with it.
    pub message: Option<String>,
}

/// Where the latest request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignOffState {
    /// The signature is waited for.
    Waits(SignOffRequest),
    /// The signatory has sent it back.
    Unsigned {
        /// Who.
        by: String,
        /// When.
        at: OffsetDateTime,
        /// Why.
        message: String,
    },
    /// It was changed meanwhile: the request holds no longer.
    Changed(SignOffRequest),
}

/// What a letter about a signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffNotice {
    /// Who gets it.
    pub to: Member,
    /// Who did it.
    pub by: String,
    /// The address of whoever did it.
    pub by_email: String,
    /// The response.
    pub head: ResponseHead,
    /// What was said with it.
    pub message: Option<String>,
    /// What became of their part in the organisation by it.
    pub role_change: Option<RoleChange>,
}

pub(super) const UNSIGNED: &str = "sent_back";
const SIGNED: &str = "signed";
/// Nobody signed: the response was declined, or sent in by somebody who is no signatory, where none is needed.
const WITHDRAWN: &str = "withdrawn";

#[derive(FromQueryResult)]
struct SignOffRequestRow {
    asked_of: String,
    asked_by: Option<String>,
    asked_at: i64,
    message: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    decision: Option<String>,
    reply: Option<String>,
}

/// Where the latest request stands, while it is worth knowing: not when the response is sent in or declined.
pub(crate) async fn state(connection: &impl ConnectionTrait, row: &HeadRow) -> Result<Option<SignOffState>, Error> {
    let status = row.status()?;
    if !status.is_open() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {} AS asked_of, b.name AS asked_by, s.asked_at, s.message, d.name AS decided_by, s.decided_at, \
         s.decision, s.reply FROM sign_offs s JOIN persons p ON p.id = s.person_id \
         LEFT JOIN persons b ON b.id = s.asked_by LEFT JOIN persons d ON d.id = s.decided_by \
         WHERE s.response_id = $1 ORDER BY s.id DESC LIMIT 1",
        name_known_in("$2")
    );
    let values = [row.id.into(), row.organisation.as_str().into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let Some(row) = SignOffRequestRow::find_by_statement(statement).one(connection).await? else { return Ok(None) };
    let request = SignOffRequest {
        to: row.asked_of,
        by: row.asked_by.unwrap_or_default(),
        at: moment(row.asked_at),
        message: row.message,
    };
    Ok(match (row.decision.as_deref(), status) {
        (Some(UNSIGNED), _) => Some(SignOffState::Unsigned {
            by: row.decided_by.unwrap_or_default(),
            at: moment(row.decided_at.unwrap_or_default()),
            message: row.reply.unwrap_or_default(),
        }),
        (Some(_), _) => None,
        (None, Status::Ready) => Some(SignOffState::Waits(request)),
        (None, _) => Some(SignOffState::Changed(request)),
    })
}

/// Notes that a response is sent in: by a signatory it is signed, whether it still waited for that or not.
pub(crate) async fn note_sent_in(
    connection: &impl ConnectionTrait,
    row: &HeadRow,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let decision = if actor.may_sign(&row.organisation) { SIGNED } else { WITHDRAWN };
    decide(connection, row, actor, decision, None, now).await?;
    Ok(())
}

/// Takes back what was asked for.
pub(crate) async fn withdraw(
    connection: &impl ConnectionTrait,
    row: &HeadRow,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<(), Error> {
    decide(connection, row, actor, WITHDRAWN, None, now).await?;
    Ok(())
}

/// Writes what came of the requests that nobody has answered, if there are any. Answers what whoever asked last is told,
/// unless they have left the organisation.
pub(super) async fn decide(
    connection: &impl ConnectionTrait,
    row: &HeadRow,
    actor: &Actor,
    decision: &str,
    reply: Option<String>,
    now: OffsetDateTime,
) -> Result<Option<SignOffNotice>, Error> {
    let is_waiting = || {
        let waiting = Condition::all().add(sign_offs::Column::ResponseId.eq(row.id));
        waiting.add(sign_offs::Column::Decision.is_null())
    };
    let requests = sign_offs::Entity::find().filter(is_waiting()).order_by_desc(sign_offs::Column::Id);
    let Some(request) = requests.one(connection).await? else { return Ok(None) };
    let decided = sign_offs::ActiveModel {
        decided_by: Set(actor.person_id()),
        decided_at: Set(Some(now.unix_timestamp())),
        decision: Set(Some(decision.to_owned())),
        reply: Set(reply.clone()),
        ..Default::default()
    };
    sign_offs::Entity::update_many().set(decided).filter(is_waiting()).exec(connection).await?;
    let people = members(connection, &row.organisation).await?;
    let to = people.into_iter().find(|member| Some(member.id) == request.asked_by);
    let head = row.head(now)?;
    Ok(to.map(|to| SignOffNotice {
        to,
        by: actor.name(),
        by_email: actor.email(),
        head,
        message: reply,
        role_change: None,
    }))
}
