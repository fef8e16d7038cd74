//! Invitations: a part in an organisation that waits for its person to accept it, for a month.
//!
//! Whoever has no other part accepts by signing in, which shows that the address is theirs. Whoever has one is asked, since
//! what they see and may do changes.

use crate::{
    Actor, Error, Invitation, SeenVersion, Store,
    respond::{InvitedParts, end_membership},
};
use database::entities::{assignments, login_links, memberships, persons};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, SqlErr, TransactionTrait,
};
use time::{Duration, OffsetDateTime};

/// How long an invitation can be accepted.
pub(crate) const INVITATION_LIFETIME: Duration = Duration::days(30);

/// What an organisation offers the actor.
pub async fn invitation(
    _store: &Store,
    actor: &Actor,
    organisation: &str,
    now: OffsetDateTime,
) -> Result<Vec<Invitation>, Error> {
    let person = actor.person().ok_or(Error::Forbidden)?;
    let offered =
        person.invitations.iter().filter(|offered| offered.organisation == organisation && now < offered.until);
    let offered: Vec<Invitation> = offered.cloned().collect();
    if offered.is_empty() { Err(Error::NotFound) } else { Ok(offered) }
}

/// Accepts what an organisation offers the actor, or turns it down.
///
/// `until_seen` is until when that lasted when it was read: whoever is invited to something else has another month.
pub async fn answer_invitation(
    store: &Store,
    actor: &Actor,
    organisation: &str,
    accepts: bool,
    until_seen: SeenVersion,
    now: OffsetDateTime,
) -> Result<(), Error> {
    invitation(store, actor, organisation, now).await?;
    let person = actor.person_id().ok_or(Error::Forbidden)?;
    let organisation = organisation.to_owned();
    store
        .write(move |transaction| {
            Box::pin(async move {
                until_seen.check(lasts_until(transaction, person, &organisation).await?, Error::InvitationChanged)?;
                if accepts {
                    accept(transaction, person, Some(&organisation), now).await
                } else {
                    end_membership(transaction, person, &organisation, InvitedParts::Unaccepted, now).await.map(|_| ())
                }
            })
        })
        .await
}

/// Until when what an organisation offers a person lasts; 0 where it offers nothing any more.
async fn lasts_until(connection: &impl ConnectionTrait, person: i64, organisation: &str) -> Result<i64, Error> {
    let until: Vec<Option<i64>> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::InvitedUntil)
        .filter(memberships::Column::PersonId.eq(person))
        .filter(memberships::Column::Organisation.eq(organisation))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(until.into_iter().flatten().max().unwrap_or_default())
}

/// Accepts what a person is offered: by one organisation, or by all.
pub(super) async fn accept(
    connection: &impl ConnectionTrait,
    person: i64,
    organisation: Option<&str>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let offered = Condition::all()
        .add(memberships::Column::PersonId.eq(person))
        .add(memberships::Column::InvitedUntil.gt(now.unix_timestamp()))
        .add_option(organisation.map(|code| memberships::Column::Organisation.eq(code)));
    memberships::Entity::update_many()
        .set(memberships::ActiveModel { invited_until: Set(None), ..Default::default() })
        .filter(offered)
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends the invitations that nobody has accepted in time, and takes back what was handed out with them. For the command line
/// and the program itself.
pub async fn delete_expired_invitations(store: &Store, actor: &Actor, now: OffsetDateTime) -> Result<(), Error> {
    if !matches!(actor, Actor::System) {
        return Err(Error::Forbidden);
    }
    let is_over = move || memberships::Column::InvitedUntil.lte(now.unix_timestamp());
    if memberships::Entity::find().filter(is_over()).count(store.read()).await? == 0 {
        return Ok(());
    }
    store
        .write(move |transaction| {
            Box::pin(async move {
                let over = memberships::Entity::find().filter(is_over()).order_by_asc(memberships::Column::PersonId);
                for membership in over.all(transaction).await? {
                    let (person, organisation) = (membership.person_id, &membership.organisation);
                    end_membership(transaction, person, organisation, InvitedParts::Unaccepted, now).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Forgets a person whom nobody but an invitation knew: who has no part, and has done nothing that points at them.
pub(crate) async fn forget(transaction: &DatabaseTransaction, person: i64) -> Result<(), Error> {
    // Nothing points at an administrator for being one.
    let known = persons::Entity::find_by_id(person).one(transaction).await?;
    if known.is_none_or(|known| known.administrator) {
        return Ok(());
    }
    let attempt = transaction.begin().await?;
    match delete(&attempt, person).await {
        Ok(()) => Ok(attempt.commit().await?),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            Ok(attempt.rollback().await?)
        }
        Err(error) => Err(error.into()),
    }
}

async fn delete(connection: &impl ConnectionTrait, person: i64) -> Result<(), DbErr> {
    let untouched = Condition::all()
        .add(assignments::Column::PersonId.eq(person))
        .add(assignments::Column::BegunAt.is_null())
        .add(assignments::Column::FinishedAt.is_null());
    login_links::Entity::delete_many().filter(login_links::Column::PersonId.eq(person)).exec(connection).await?;
    assignments::Entity::delete_many().filter(untouched).exec(connection).await?;
    persons::Entity::delete_by_id(person).exec(connection).await?;
    Ok(())
}
