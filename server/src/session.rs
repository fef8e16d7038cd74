//! Who is signed in: a session in the same database, named by a cookie that no script reads.

use crate::{config::PublicUrl, security_log, site::Site};
use axum::extract::FromRequestParts;
use collection::{Actor, Person, Store, people, session_store::Sessions};
use http::{StatusCode, request::Parts};
use std::sync::Arc;
use time::OffsetDateTime;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
    session,
};

/// A session ends when nobody has used it for this long: a working day and the night after.
const IDLE: Duration = Duration::hours(24);
/// Using a session is noted at most this often, so that not every request writes.
const NOTED: i64 = 60;

const PERSON: &str = "person";
const SEEN: &str = "seen";

/// Sessions for a site that people reach by `public_url`.
pub fn sessions(store: &Store, public_url: &PublicUrl) -> SessionManagerLayer<Sessions> {
    // `__Host-` needs https. Over plain http, which stays on this machine, some clients drop such a cookie.
    let secure = public_url.is_secure();
    SessionManagerLayer::new(Sessions::new(store.clone()))
        .with_name(if secure { "__Host-lagesbild" } else { "lagesbild" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE))
}

/// Begins the person's session, under an id that nobody knew before.
///
/// # Errors
/// When the session cannot be stored.
pub async fn sign_in(session: &Session, person: &Person, now: OffsetDateTime) -> Result<(), session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(PERSON, person.id).await?;
    session.insert(SEEN, now.unix_timestamp()).await
}

/// Ends the session.
///
/// # Errors
/// When the session cannot be removed.
pub async fn sign_out(session: &Session) -> Result<(), session::Error> {
    session.flush().await
}

/// Who sent the request.
#[derive(Debug, Clone)]
pub struct Who(pub Actor);

impl FromRequestParts<Site> for Who {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, site).await.map_err(|(status, _)| status)?;
        let actor = async {
            let actor = actor(&session, site).await?;
            security_log::is_from(&actor);
            if !matches!(actor, Actor::Anonymous) {
                used(&session, site.now()).await?;
            }
            Ok(actor)
        };
        actor.await.map(Self).map_err(unreadable)
    }
}

fn unreadable(error: ReadError) -> StatusCode {
    tracing::error!(%error, "a session could not be read");
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Who only has a page open: that does not make the session last longer.
#[derive(Debug, Clone)]
pub struct Onlooker {
    /// Who it is.
    pub actor: Actor,
    session: Session,
}

impl FromRequestParts<Site> for Onlooker {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, site).await.map_err(|(status, _)| status)?;
        let actor = actor(&session, site).await.map_err(unreadable)?;
        security_log::is_from(&actor);
        Ok(Self { actor, session })
    }
}

impl Onlooker {
    /// Looks again: the session may have ended, and the person have lost a role.
    ///
    /// # Errors
    /// When the session or the person cannot be read.
    pub async fn look_again(&mut self, site: &Site) -> Result<(), ReadError> {
        self.session.load().await?;
        self.actor = actor(&self.session, site).await?;
        Ok(())
    }

    /// When the session ends, unless it is used.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn signed_in_until(&self) -> Result<OffsetDateTime, ReadError> {
        let seen = self.session.get::<i64>(SEEN).await?.unwrap_or(0);
        Ok(OffsetDateTime::from_unix_timestamp(seen).unwrap_or(OffsetDateTime::UNIX_EPOCH) + IDLE)
    }
}

/// Why a session could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The session itself.
    #[error(transparent)]
    Session(#[from] session::Error),
    /// The person whose it is.
    #[error(transparent)]
    Person(#[from] collection::Error),
}

async fn actor(session: &Session, site: &Site) -> Result<Actor, ReadError> {
    let Some(id) = session.get::<i64>(PERSON).await? else { return Ok(Actor::Anonymous) };
    // Roles are read anew each time: who loses one loses it at once.
    let Some(person) = people::person(&site.store, id).await? else { return Ok(Actor::Anonymous) };
    Ok(Actor::Person(Arc::new(person)))
}

/// Notes that the session is used, which makes it last.
async fn used(session: &Session, now: OffsetDateTime) -> Result<(), session::Error> {
    let now = now.unix_timestamp();
    let seen = session.get::<i64>(SEEN).await?.unwrap_or(0);
    if now.abs_diff(seen) >= NOTED.unsigned_abs() {
        session.insert(SEEN, now).await?;
    }
    Ok(())
}
