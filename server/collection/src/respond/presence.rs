//! Who has a section open. Only colleagues of the same organisation are told.

use super::{Snapshot, head::HeadRow};
use crate::{Actor, Error, ResponseKey, Store};
use database::entities::presences;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::OnConflict};
use time::{Duration, OffsetDateTime};

/// Who has not been seen for longer than this is not there any more.
const PRESENCE_TIMEOUT: Duration = Duration::seconds(40);

/// Notes that the actor has a section open. Say it again every now and then, and [`mark_absent`] at last.
pub async fn mark_present(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    now: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let form = store.cache().forms.form(store.read(), &head.questionnaire).await?;
    form.section(section).ok_or(Error::NotFound)?;
    if !actor.may_read_whole(&key.organisation)
        && !Snapshot::read(store, &head, now).await?.read_scope(&head, actor)?.includes_part_of(section)
    {
        return Err(Error::Forbidden);
    }
    // The command line is nowhere.
    let Some(person) = actor.person_id() else { return Ok(()) };
    let row = presences::ActiveModel {
        response_id: Set(head.id),
        person_id: Set(person),
        section: Set(section.to_owned()),
        seen_at: Set(now.unix_timestamp()),
    };
    store
        .write(move |transaction| {
            Box::pin(async move {
                let same = [presences::Column::ResponseId, presences::Column::PersonId, presences::Column::Section];
                let again = OnConflict::columns(same).update_column(presences::Column::SeenAt).to_owned();
                presences::Entity::insert(row).on_conflict(again).exec_without_returning(transaction).await?;
                Ok(())
            })
        })
        .await
}

/// Notes that the actor has closed a section that was last noted as open at `seen_at`. Who has opened it again since, in
/// another tab or by loading the page anew, is still there.
pub async fn mark_absent(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    seen_at: OffsetDateTime,
) -> Result<(), Error> {
    if !actor.belongs_to(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let head = HeadRow::read(store, key).await?;
    let Some(person) = actor.person_id() else { return Ok(()) };
    let own = Condition::all()
        .add(presences::Column::PersonId.eq(person))
        .add(presences::Column::Section.eq(section))
        .add(presences::Column::SeenAt.lte(seen_at.unix_timestamp()));
    // Those who went without a word are forgotten: here, where no other row is held, so that nobody waits for each other.
    let forgotten = presences::Column::SeenAt.lt(earliest(seen_at));
    store
        .write(move |transaction| {
            Box::pin(async move {
                presences::Entity::delete_many()
                    .filter(presences::Column::ResponseId.eq(head.id))
                    .filter(Condition::any().add(own).add(forgotten))
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        })
        .await
}

/// The earliest moment, as the database holds it, at which one must have been seen to be there now.
pub(super) fn earliest(now: OffsetDateTime) -> i64 {
    (now - PRESENCE_TIMEOUT).unix_timestamp()
}
