//! What coordinators of the demo have handed to their contributors.

use super::people::{address, local_part};
use crate::{
    Error, OrganisationRole,
    respond::{AssignmentDetail, AssignmentTarget, EventCode, record},
};
use database::entities::{answers, assignments, persons, questionnaires, responses, rounds};
use database::stored::{day, day_text, moment};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use survey::{definition::Questionnaire, form::Form, status::Status};
use time::{Duration, OffsetDateTime};

/// The organisations where something is handed out; all have begun to answer the open round.
const ORGANISATIONS: [&str; 6] = ["0180", "0319", "0642", "1884", "2321", "01"];

/// How long before the first answer in it a section was handed out, and how long after that it was opened.
const BEFORE: Duration = Duration::hours(26);
const OPENED: Duration = Duration::hours(3);
/// How long ago what is new was handed out.
const NEW: Duration = Duration::hours(20);
/// How long before the response a handout is due.
const DUE_BEFORE: Duration = Duration::days(3);

/// Hands out the sections that the contributors have answered in, and one that is new.
pub(super) async fn assignments(connection: &impl ConnectionTrait, now: OffsetDateTime) -> Result<(), Error> {
    let open = rounds::Entity::find().filter(rounds::Column::ClosedAt.is_null()).all(connection).await?;
    for round in open {
        let stored = questionnaires::Entity::find_by_id(&round.questionnaire).one(connection).await?;
        let questionnaire: Questionnaire = serde_json::from_str(&stored.ok_or(Error::NotFound)?.json)?;
        let form = Form::of_checked(questionnaire).ok_or_else(|| Error::stored("a stored questionnaire has faults"))?;
        let of_round = responses::Entity::find()
            .filter(responses::Column::Survey.eq(&round.survey))
            .filter(responses::Column::Year.eq(round.year))
            .filter(responses::Column::Status.eq(Status::InProgress.code()))
            .filter(responses::Column::Organisation.is_in(ORGANISATIONS))
            .order_by_asc(responses::Column::Id);
        for response in of_round.all(connection).await? {
            assign(connection, &form, &round, &response, now).await?;
        }
    }
    Ok(())
}

async fn assign(
    connection: &impl ConnectionTrait,
    form: &Form,
    round: &rounds::Model,
    response: &responses::Model,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let member = async |role| {
        let email = address(&local_part(&response.organisation, role));
        let found = persons::Entity::find().filter(persons::Column::Email.eq(email)).one(connection).await?;
        found.ok_or_else(|| Error::stored(format!("{} has no {}", response.organisation, role.code())))
    };
    let (by, to) = (member(OrganisationRole::Coordinator).await?, member(OrganisationRole::Contributor).await?);
    let begun = begun_sections(connection, form, response, to.id).await?;
    let due = day_text(day(&round.due)? - DUE_BEFORE);
    let mut assigned: Vec<(AssignmentTarget, assignments::ActiveModel)> = Vec::new();
    for (place, section) in form.questionnaire().sections.iter().enumerate() {
        let target = AssignmentTarget { section: section.name.to_string(), question: None };
        let row = assignments::ActiveModel {
            response_id: Set(response.id),
            person_id: Set(to.id),
            section: Set(target.section.clone()),
            due: Set(Some(due.clone())),
            assigned_by: Set(Some(by.id)),
            ..Default::default()
        };
        let row = match begun.get(&place) {
            Some(begun_at) => {
                let assigned_at = (moment(*begun_at) - BEFORE).unix_timestamp();
                assignments::ActiveModel {
                    assigned_at: Set(assigned_at),
                    opened_at: Set(Some(assigned_at + OPENED.whole_seconds())),
                    begun_at: Set(Some(*begun_at)),
                    ..row
                }
            }
            None if place + 1 == form.questionnaire().sections.len() => assignments::ActiveModel {
                assigned_at: Set((now - NEW).unix_timestamp()),
                message: Set(Some("Kan du ta det här också? Ring om något är oklart.".to_owned())),
                ..row
            },
            None => continue,
        };
        assigned.push((target, row));
    }
    for (target, row) in assigned {
        let at = moment(*row.assigned_at.as_ref());
        assignments::Entity::insert(row).exec_without_returning(connection).await?;
        let detail = serde_json::to_string(&AssignmentDetail { to: to.name.clone(), targets: vec![target] })?;
        record(connection, response.id, Some(by.id), EventCode::Assigned, Some(detail), at).await?;
    }
    let counted = responses::ActiveModel {
        id: Set(response.id),
        change_number: Set(response.change_number + 1),
        ..Default::default()
    };
    counted.update_without_returning(connection).await?;
    Ok(())
}

/// The places of the sections in which a person has answered, with the moment of the first answer.
async fn begun_sections(
    connection: &impl ConnectionTrait,
    form: &Form,
    response: &responses::Model,
    person: i64,
) -> Result<BTreeMap<usize, i64>, Error> {
    let own = answers::Entity::find()
        .filter(answers::Column::ResponseId.eq(response.id))
        .filter(answers::Column::PersonId.eq(person))
        .all(connection)
        .await?;
    let mut begun: BTreeMap<usize, i64> = BTreeMap::new();
    for answer in own {
        let Some(field) = form.field(&answer.field) else { continue };
        let first = begun.entry(field.section).or_insert(answer.saved_at);
        *first = answer.saved_at.min(*first);
    }
    Ok(begun)
}
