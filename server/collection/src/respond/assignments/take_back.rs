//! Taking back what was handed out.

use super::{Assignment, AssignmentNotice};
use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{
        colleagues::{InvitedParts, end_membership, members},
        events::{AssignmentDetail, EventCode, record},
        open_response::OpenResponse,
    },
};
use database::entities::assignments;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, Statement};
use survey::status::Status;
use time::OffsetDateTime;

/// Takes back a section or a question that a colleague has. What the colleague has answered stays. An invited colleague who
/// has nothing left of a round that takes answers is no colleague any more. The letter goes to the colleague; there is none
/// where that person has left.
pub async fn take_back(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    assignment_id: i64,
    now: OffsetDateTime,
) -> Result<Option<AssignmentNotice>, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    OpenResponse::change(store, actor, key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, cache } = &response;
            let assignment = Assignment::of_response(transaction, row.id).await?;
            let assignment =
                assignment.into_iter().find(|assignment| assignment.id == assignment_id && !assignment.taken_back);
            let assignment = assignment.ok_or(Error::NotFound)?;
            let people = members(transaction, &row.organisation).await?;
            let to = people.into_iter().find(|member| member.id == assignment.person);
            let form = cache.forms.form(transaction, &row.questionnaire).await?;
            let taken = assignments::ActiveModel {
                id: Set(assignment.id),
                taken_back_at: Set(Some(now.unix_timestamp())),
                ..Default::default()
            };
            taken.update_without_returning(transaction).await?;
            response.count_change(transaction).await?;
            let targets = assignment.target.view(&form).into_iter().collect();
            let detail =
                serde_json::to_string(&AssignmentDetail { to: assignment.name, targets: vec![assignment.target] })?;
            record(transaction, row.id, actor.person_id(), EventCode::TakenBack, Some(detail), now).await?;
            let role_change = if has_more(transaction, assignment.person, &row.organisation, now).await? {
                None
            } else {
                end_membership(transaction, assignment.person, &row.organisation, InvitedParts::Contributor, now)
                    .await?
            };
            let head = row.head(now)?;
            let due = assignment.due.unwrap_or(head.due);
            let (by, by_email) = (actor.name(), actor.email());
            Ok(to.map(|to| AssignmentNotice { to, by, by_email, head, targets, message: None, due, role_change }))
        })
    })
    .await
}

/// Returns whether a person has something in hand of an organisation's responses that still take answers.
async fn has_more(
    connection: &impl ConnectionTrait,
    person: i64,
    organisation: &str,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT h.id FROM handouts h JOIN responses r ON r.id = h.response_id \
         JOIN rounds d ON d.survey = r.survey AND d.year = r.year \
         WHERE h.person_id = $1 AND r.organisation = $2 AND h.taken_back_at IS NULL \
         AND (d.closed_at IS NULL OR d.closed_at > $3 OR r.status = $4) LIMIT 1",
        [person.into(), organisation.into(), now.unix_timestamp().into(), Status::Returned.code().into()],
    );
    Ok(connection.query_one_raw(statement).await?.is_some())
}
