//! Reminding a colleague of what is handed to them.

use super::{Handed, HandoutNotice, overview::is_finished};
use crate::{
    Actor, Error, ResponseKey, Store,
    respond::{
        Fault, Picture,
        colleagues::members,
        events::{HandedTo, Kind, record},
        open_response::OpenResponse,
    },
};
use database::entities::handouts;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use time::{Duration, OffsetDateTime};

/// How long after a reminder there may be another.
pub(super) const BETWEEN_REMINDERS: Duration = Duration::days(1);

/// Reminds a colleague of everything that is handed to them and not done, at most once a day.
pub async fn remind(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    person: i64,
    now: OffsetDateTime,
) -> Result<HandoutNotice, Error> {
    if !actor.may_coordinate(&key.organisation) {
        return Err(Error::Forbidden);
    }
    OpenResponse::change(store, actor, key, now, move |transaction, response| {
        Box::pin(async move {
            let OpenResponse { row, actor, kept } = &response;
            let picture = Picture::of(transaction, kept, row, now).await?;
            let held: Vec<&Handed> = Handed::current_of(&picture.handed, Some(person)).collect();
            let people = members(transaction, &row.organisation).await?;
            let to = people.into_iter().find(|member| member.id == person && !held.is_empty());
            let to = to.ok_or(Error::NotFound)?;
            let left: Vec<&Handed> = held.into_iter().filter(|held| !is_finished(held, &picture.marks)).collect();
            if left.is_empty() {
                return Err(Error::Faults(vec![Fault::Finished]));
            }
            let reminded: Vec<Option<i64>> = handouts::Entity::find()
                .select_only()
                .column(handouts::Column::RemindedAt)
                .filter(handouts::Column::ResponseId.eq(row.id))
                .filter(handouts::Column::PersonId.eq(person))
                .into_tuple()
                .all(transaction)
                .await?;
            let soon = (now - BETWEEN_REMINDERS).unix_timestamp();
            if reminded.into_iter().flatten().any(|at| at > soon) {
                return Err(Error::Faults(vec![Fault::RemindedToday]));
            }
            handouts::Entity::update_many()
                .set(handouts::ActiveModel { reminded_at: Set(Some(now.unix_timestamp())), ..Default::default() })
                .filter(handouts::Column::Id.is_in(left.iter().map(|held| held.id)))
                .exec(transaction)
                .await?;
            let portions: Vec<_> = left.iter().map(|held| held.portion.clone()).collect();
            let detail = serde_json::to_string(&HandedTo { to: to.name.clone(), portions })?;
            record(transaction, row.id, actor.person_id(), Kind::Reminded, Some(detail), now).await?;
            let head = row.head(now)?;
            let form = picture.evaluation.form();
            Ok(HandoutNotice {
                to,
                by: actor.name(),
                by_email: actor.email(),
                portions: left.iter().filter_map(|held| held.portion.view(form)).collect(),
                message: None,
                role_change: None,
                due: left.iter().filter_map(|held| held.due).min().unwrap_or(head.due),
                head,
            })
        })
    })
    .await
}
