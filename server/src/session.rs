//! Who is signed in: a session in the same database, named by a cookie that no script reads.

use crate::{config::PublicUrl, device::device, security_log, site::Site};
use app::visit::OwnSession;
use axum::extract::FromRequestParts;
use collection::{
    Actor, Person, Store, people,
    session_store::{Sessions, id_hash},
    sessions::{DEVICE, PERSON, SEEN, SIGNED_IN, SessionEnd, session_end},
};
use http::{HeaderMap, StatusCode, request::Parts};
use std::sync::Arc;
use time::OffsetDateTime;
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite, session};

/// Using a session is noted at most this often, so that not every request writes.
const NOTED: time::Duration = time::Duration::seconds(60);

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
}

/// Begins the person's session, under an id that nobody knew before. The headers say what with.
///
/// # Errors
/// When the session cannot be stored.
pub async fn sign_in(
    session: &Session,
    person: &Person,
    headers: &HeaderMap,
    now: OffsetDateTime,
) -> Result<(), session::Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(PERSON, person.id).await?;
    session.insert(DEVICE, device(headers)).await?;
    session.insert(SIGNED_IN, now.unix_timestamp()).await?;
    use_until(session, person, now, now).await?;
    Ok(())
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
pub struct CurrentActor(pub Actor);

impl FromRequestParts<Site> for CurrentActor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, site).await.map_err(|(status, _)| status)?;
        let signed_in = async {
            let Some(mut signed_in) = signed_in(&session, site).await? else { return Ok(None) };
            let now = site.now();
            // Using the session makes it last.
            if now - signed_in.seen_at >= NOTED {
                signed_in.end = use_until(&session, &signed_in.person, signed_in.signed_in_at, now).await?;
            }
            Ok(Some(signed_in))
        };
        let Some(signed_in) = signed_in.await.map_err(unreadable)? else { return Ok(Self(Actor::Anonymous)) };
        let key = session.id().as_ref().map(id_hash).unwrap_or_default();
        parts.extensions.insert(OwnSession { key, end: signed_in.end });
        let actor = Actor::Person(Arc::new(signed_in.person));
        security_log::is_from(&actor);
        Ok(Self(actor))
    }
}

fn unreadable(error: ReadError) -> StatusCode {
    tracing::error!(%error, "a session could not be read");
    StatusCode::INTERNAL_SERVER_ERROR
}

/// Who only has a page open: that does not make the session last longer.
#[derive(Debug, Clone)]
pub struct PassiveActor {
    /// Who it is.
    pub actor: Actor,
    /// When the session ends, unless it is used; none where nobody is signed in.
    pub end: Option<SessionEnd>,
    session: Session,
}

impl FromRequestParts<Site> for PassiveActor {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, StatusCode> {
        let session = Session::from_request_parts(parts, site).await.map_err(|(status, _)| status)?;
        let mut passive = Self { actor: Actor::Anonymous, end: None, session };
        passive.load(site).await.map_err(unreadable)?;
        security_log::is_from(&passive.actor);
        Ok(passive)
    }
}

impl PassiveActor {
    /// Looks again: the session may have ended, and the person have lost a role.
    ///
    /// # Errors
    /// When the session or the person cannot be read.
    pub async fn reload(&mut self, site: &Site) -> Result<(), ReadError> {
        self.session.load().await?;
        self.load(site).await
    }

    async fn load(&mut self, site: &Site) -> Result<(), ReadError> {
        let signed_in = signed_in(&self.session, site).await?;
        self.end = signed_in.as_ref().map(|signed_in| signed_in.end);
        self.actor = signed_in.map_or(Actor::Anonymous, |signed_in| Actor::Person(Arc::new(signed_in.person)));
        Ok(())
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

/// A person with a session that has not ended.
struct ActiveSession {
    person: Person,
    signed_in_at: OffsetDateTime,
    seen_at: OffsetDateTime,
    end: SessionEnd,
}

/// Who the session signs in. One that has ended is removed.
async fn signed_in(session: &Session, site: &Site) -> Result<Option<ActiveSession>, ReadError> {
    let Some(id) = session.get::<i64>(PERSON).await? else { return Ok(None) };
    // Roles are read anew each time: who loses one loses it at once.
    let Some(person) = people::person(&site.store, id).await? else { return Ok(None) };
    let signed_in_at = moment(session, SIGNED_IN).await?;
    let seen_at = moment(session, SEEN).await?;
    // Not only by what the store keeps: whoever is given a survey has a shorter session at once.
    let end = session_end(&person, signed_in_at, seen_at);
    if end.at <= site.now() {
        // Not only unread: it would come back if the person lost the part that shortened it.
        session.flush().await?;
        return Ok(None);
    }
    Ok(Some(ActiveSession { person, signed_in_at, seen_at, end }))
}

async fn moment(session: &Session, name: &str) -> Result<OffsetDateTime, session::Error> {
    let seconds = session.get::<i64>(name).await?.unwrap_or(0);
    Ok(OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH))
}

/// Notes that the session is used now, and gives it and its cookie their new end.
async fn use_until(
    session: &Session,
    person: &Person,
    signed_in_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<SessionEnd, session::Error> {
    session.insert(SEEN, now.unix_timestamp()).await?;
    let end = session_end(person, signed_in_at, now);
    session.set_expiry(Some(Expiry::OnInactivity(end.at - now)));
    Ok(end)
}
