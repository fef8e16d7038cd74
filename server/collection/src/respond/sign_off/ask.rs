//! Asking a signatory for the signature.

use super::SignOffNotice;
use crate::{
    Actor, Error, OrganisationRole, ResponseKey, SeenVersion, Store,
    respond::{
        Colleague, InputFault, Snapshot,
        events::{EventCode, record},
        head::HeadRow,
        hub::obstacle_views,
    },
    text::clean,
};
use database::entities::{responses, sign_offs};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use std::sync::Arc;
use survey::{status::Step, value::excess};
use time::OffsetDateTime;

/// Who is asked to sign what.
#[derive(Debug, Clone)]
pub struct AskForSignOff {
    /// Which response.
    pub key: ResponseKey,
    /// Who is asked; none where nobody was chosen.
    pub to: Option<Colleague>,
    /// What to say with it; may be empty.
    pub message: String,
    /// The revision of the response that was read: what has become of it since is not sent on unread.
    pub change_number_seen: SeenVersion,
}

/// Asks a signatory, who is invited if need be, to sign the response. What stops submitting stops this too.
pub async fn ask_for_sign_off(
    store: &Store,
    actor: &Actor,
    ask: AskForSignOff,
    now: OffsetDateTime,
) -> Result<SignOffNotice, Error> {
    if !actor.may_coordinate(&ask.key.organisation) {
        return Err(Error::Forbidden);
    }
    let (actor, cache) = (actor.clone(), Arc::clone(store.cache()));
    store
        .write(move |transaction| {
            Box::pin(async move {
                let row = HeadRow::lock(transaction, &ask.key).await?;
                let status = row.step(Step::AskForSignOff, now)?;
                ask.change_number_seen.check(row.change_number, Error::Stale)?;
                let snapshot = Snapshot::of(transaction, &cache, &row, now).await?;
                let obstacles = snapshot.obstacles();
                if !obstacles.is_empty() {
                    return Err(Error::Obstacles(obstacle_views(snapshot.evaluation.form(), obstacles)));
                }
                let message = clean(&ask.message);
                let mut faults = ask.to.as_ref().map_or_else(|| vec![InputFault::Nobody], Colleague::faults);
                faults.extend(excess(&message).map(|_| InputFault::Message));
                let is_own_act = ask.to.as_ref().is_some_and(|to| to.is(&actor)) && !actor.may_sign(&row.organisation);
                faults.extend(is_own_act.then_some(InputFault::Oneself));
                let (Some(to), true) = (&ask.to, faults.is_empty()) else { return Err(Error::Faults(faults)) };
                let (to, role_change) =
                    to.invite(transaction, &row.organisation, &[OrganisationRole::Signatory], &actor, now).await?;
                let message = Some(message).filter(|message| !message.is_empty());
                let request = sign_offs::ActiveModel {
                    response_id: Set(row.id),
                    person_id: Set(to.id),
                    asked_by: Set(actor.person_id()),
                    asked_at: Set(now.unix_timestamp()),
                    message: Set(message.clone()),
                    ..Default::default()
                };
                sign_offs::Entity::insert(request).exec_without_returning(transaction).await?;
                let response = responses::ActiveModel {
                    status: Set(status.code().to_owned()),
                    reason: Set(None),
                    ..row.changed()
                };
                response.update_without_returning(transaction).await?;
                let name = Some(to.name.clone());
                record(transaction, row.id, actor.person_id(), EventCode::SignOffAsked, name, now).await?;
                let (by, by_email) = (actor.name(), actor.email());
                Ok(SignOffNotice { to, by, by_email, head: row.head(now)?, message, role_change })
            })
        })
        .await
}
