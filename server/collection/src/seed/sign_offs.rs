//! The signatures of the demo: the regions' open round wants them, and whoever waits for one has asked for it.

use super::people::{address, local_part};
use crate::{
    Error, OrganisationRole,
    respond::{EventCode, record},
};
use database::entities::{persons, responses, rounds, sign_offs};
use database::stored::moment;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use survey::status::Status;
use time::{Duration, OffsetDateTime};

/// The survey whose open round wants signatures.
const SIGNED: &str = "region-ehalsa-it";

/// How long after the last answer the signature was asked for, where the clock allows.
const AFTER: Duration = Duration::days(2);

/// Asks for the signatures that are waited for.
pub(super) async fn sign_offs(connection: &impl ConnectionTrait, now: OffsetDateTime) -> Result<(), Error> {
    let open = rounds::Entity::find().filter(rounds::Column::ClosedAt.is_null()).all(connection).await?;
    for round in open {
        let waiting = responses::Entity::find()
            .filter(responses::Column::Survey.eq(&round.survey))
            .filter(responses::Column::Year.eq(round.year))
            .filter(responses::Column::Status.eq(Status::Ready.code()))
            .order_by_asc(responses::Column::Id);
        for response in waiting.all(connection).await? {
            ask(connection, &response, now).await?;
        }
        if round.survey == SIGNED {
            let row = rounds::ActiveModel { sign_off: Set(true), ..round.into() };
            row.update_without_returning(connection).await?;
        }
    }
    Ok(())
}

async fn ask(connection: &impl ConnectionTrait, response: &responses::Model, now: OffsetDateTime) -> Result<(), Error> {
    let member = async |role| {
        let email = address(&local_part(&response.organisation, role));
        let found = persons::Entity::find().filter(persons::Column::Email.eq(email)).one(connection).await?;
        found.ok_or_else(|| Error::stored(format!("{} has no {}", response.organisation, role.code())))
    };
    let (by, to) = (member(OrganisationRole::Coordinator).await?, member(OrganisationRole::Signatory).await?);
    let at = response.last_activity_at.map_or(now, |last| moment(last) + AFTER).min(now);
    let request = sign_offs::ActiveModel {
        response_id: Set(response.id),
        person_id: Set(to.id),
        asked_by: Set(Some(by.id)),
        asked_at: Set(at.unix_timestamp()),
        message: Set(Some("Allt är genomgånget med verksamheterna.".to_owned())),
        ..Default::default()
    };
    sign_offs::Entity::insert(request).exec_without_returning(connection).await?;
    record(connection, response.id, Some(by.id), EventCode::SignOffAsked, Some(to.name), at).await
}
