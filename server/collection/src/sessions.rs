//! Who is signed in where: how long a session lasts, which there are, and ending them.

use crate::{
    Actor, Error, Person, Store,
    text::{clean, without_nul},
};
use database::entities::{persons, sessions};
use database::stored::moment;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

/// A session ends when it has not been used for this long,
const IDLE: Duration = Duration::hours(24);
/// and after this long whatever is done;
const LONGEST: Duration = Duration::days(7);
/// of those who see what many organisations answer, after a working day.
const LONGEST_OF_SURVEYS: Duration = Duration::hours(12);

/// How long before a session ends its person is warned.
pub const WARNING: Duration = Duration::minutes(5);

/// The name in a session's data of the person's number,
pub const PERSON: &str = "person";
/// of when the person signed in, in seconds since 1970,
pub const SIGNED_IN: &str = "signed_in";
/// of when the session was used last,
pub const SEEN: &str = "seen";
/// and of what the person signed in with: "Firefox på Windows".
pub const DEVICE: &str = "device";

/// When a session ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionEnd {
    /// The moment.
    pub at: OffsetDateTime,
    /// Whether it ends then even if it is used.
    pub is_final: bool,
}

/// When a person's session ends that began and was used last at these moments.
pub fn session_end(person: &Person, signed_in_at: OffsetDateTime, seen_at: OffsetDateTime) -> SessionEnd {
    let has_survey = person.administrator || !person.commissions.is_empty();
    let last = signed_in_at + if has_survey { LONGEST_OF_SURVEYS } else { LONGEST };
    SessionEnd { at: last.min(seen_at + IDLE), is_final: last <= seen_at + IDLE }
}

/// One place where a person is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// What it is ended by. Nobody can sign in with it.
    pub key: String,
    /// "Firefox på Windows".
    pub device: String,
    /// When the person signed in.
    pub signed_in_at: OffsetDateTime,
    /// When it was used last, to the minute.
    pub seen_at: OffsetDateTime,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// Everywhere that a person is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionList {
    /// Whose they are.
    pub name: String,
    /// Whose they are.
    pub email: String,
    /// Whether they are the actor's own.
    pub is_own: bool,
    /// The one used last first.
    pub sessions: Vec<ListedSession>,
}

#[derive(Deserialize)]
struct SessionData {
    #[serde(default)]
    signed_in: i64,
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    device: String,
}

/// Lists where the actor is signed in; with an address where that person is, for administrators. `this` is the key of the
/// session that asks.
///
/// # Errors
/// When the actor may not, or nobody has the address.
pub async fn sessions_of(
    store: &Store,
    actor: &Actor,
    email: Option<&str>,
    this: Option<&str>,
    now: OffsetDateTime,
) -> Result<SessionList, Error> {
    let person = whose(store.read(), actor, email).await?;
    let rows = sessions::Entity::find()
        .filter(sessions::Column::PersonId.eq(person.id))
        .filter(sessions::Column::ExpiresAt.gt(now.unix_timestamp()))
        .all(store.read())
        .await?;
    let mut sessions = Vec::with_capacity(rows.len());
    for row in rows {
        let data: SessionData = serde_json::from_str(&row.data)?;
        sessions.push(ListedSession {
            is_this: this == Some(row.id_hash.as_str()),
            key: row.id_hash,
            device: data.device,
            signed_in_at: moment(data.signed_in),
            seen_at: moment(data.seen),
        });
    }
    sessions.sort_by(|one, other| (other.seen_at, &other.key).cmp(&(one.seen_at, &one.key)));
    Ok(SessionList { is_own: actor.is(person.id), name: person.name, email: person.email, sessions })
}

/// Ends one session: the actor's own, or anybody's for administrators. Answers whose it was.
///
/// # Errors
/// When there is no such session, or the actor may not end it.
pub async fn end_session(store: &Store, actor: &Actor, key: &str) -> Result<i64, Error> {
    if matches!(actor, Actor::Anonymous) {
        return Err(Error::Forbidden);
    }
    let (actor, key) = (actor.clone(), without_nul(key)?.to_owned());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let session = sessions::Entity::find_by_id(key).one(transaction).await?;
                let (id_hash, person_id) =
                    session.and_then(|session| Some((session.id_hash, session.person_id?))).ok_or(Error::NotFound)?;
                if !actor.may_end_sessions_of(person_id) {
                    // Whose it is nobody else learns, nor that there is one.
                    return Err(Error::NotFound);
                }
                sessions::Entity::delete_by_id(id_hash).exec(transaction).await?;
                Ok(person_id)
            })
        })
        .await
}

/// Ends every session of the person with this address: the actor's own, or anybody's for administrators. Answers who it is.
///
/// # Errors
/// When the actor may not, or nobody has the address.
pub async fn end_all_sessions(store: &Store, actor: &Actor, email: &str) -> Result<i64, Error> {
    let (actor, email) = (actor.clone(), email.to_owned());
    store
        .write(move |transaction| {
            Box::pin(async move {
                let person = whose(transaction, &actor, Some(&email)).await?;
                end_all_of(transaction, person.id).await?;
                Ok(person.id)
            })
        })
        .await
}

/// Ends every session of a person. Pages that are open are told within seconds.
pub(crate) async fn end_all_of(connection: &impl ConnectionTrait, person_id: i64) -> Result<(), Error> {
    let of_person = sessions::Column::PersonId.eq(person_id);
    sessions::Entity::delete_many().filter(of_person).exec(connection).await?;
    Ok(())
}

/// The person whose sessions the actor means, where the actor may know of them.
async fn whose(connection: &impl ConnectionTrait, actor: &Actor, email: Option<&str>) -> Result<persons::Model, Error> {
    let found = match email {
        Some(email) => persons::Entity::find().filter(persons::Column::Email.eq(clean(email).to_lowercase())),
        None => persons::Entity::find_by_id(actor.person_id().ok_or(Error::Forbidden)?),
    };
    let found = found.one(connection).await?;
    match found {
        Some(person) if actor.may_end_sessions_of(person.id) => Ok(person),
        // Whether somebody has the address only administrators learn.
        None if actor.administers() => Err(Error::NotFound),
        _ => Err(Error::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Commission, SurveyRole};
    use time::macros::datetime;

    #[test]
    fn a_session_ends_after_a_day_unused_and_after_a_week_or_a_working_day_at_most() {
        let colleague = Person {
            id: 1,
            name: String::new(),
            email: String::new(),
            administrator: false,
            memberships: vec![],
            invitations: vec![],
            commissions: vec![],
        };
        let reviewer = Person {
            commissions: vec![Commission { survey: "s".into(), role: SurveyRole::Reviewer }],
            ..colleague.clone()
        };
        let administrator = Person { administrator: true, ..colleague.clone() };
        let begun = datetime!(2026-04-20 08:00 UTC);
        let end = |person: &Person, seen| {
            let end = session_end(person, begun, seen);
            (end.at, end.is_final)
        };
        assert_eq!(end(&colleague, begun), (datetime!(2026-04-21 08:00 UTC), false));
        assert_eq!(end(&colleague, datetime!(2026-04-26 07:59 UTC)), (datetime!(2026-04-27 07:59 UTC), false));
        assert_eq!(end(&colleague, datetime!(2026-04-26 09:00 UTC)), (datetime!(2026-04-27 08:00 UTC), true));
        for person in [&reviewer, &administrator] {
            assert_eq!(end(person, begun), (datetime!(2026-04-20 20:00 UTC), true));
            assert_eq!(end(person, datetime!(2026-04-20 19:00 UTC)), (datetime!(2026-04-20 20:00 UTC), true));
        }
    }
}
