//! Ending sessions: one's own, and for administrators others'.

use super::{failure::RequestFailure, form::PostedForm};
use crate::{security_log, session::CurrentActor, site::Site};
use app::return_to::ended_path;
use axum::{Router, extract::State, response::Redirect, routing::post};
use collection::sessions;

const PAGE: &str = "/inloggningar";

/// The addresses.
pub fn routes() -> Router<Site> {
    Router::new().route("/inloggningar/avsluta", post(end)).route("/inloggningar/avsluta-alla", post(end_all))
}

/// `POST /inloggningar/avsluta`: ends one session.
async fn end(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    posted: PostedForm,
) -> Result<Redirect, RequestFailure> {
    let person = sessions::end_session(&site.store, &actor, posted.text("inloggning"))
        .await
        .map_err(|error| RequestFailure::new(error, &actor).returning_to(PAGE))?;
    security_log::session_ended(person);
    Ok(Redirect::to(&ended_path(posted.text("person"))))
}

/// `POST /inloggningar/avsluta-alla`: ends every session of a person.
async fn end_all(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    posted: PostedForm,
) -> Result<Redirect, RequestFailure> {
    let email = posted.text("person");
    let person = sessions::end_all_sessions(&site.store, &actor, email)
        .await
        .map_err(|error| RequestFailure::new(error, &actor).returning_to(PAGE))?;
    security_log::all_sessions_ended(person);
    let is_own = actor.person().is_some_and(|person| person.email == email);
    Ok(if is_own { Redirect::to("/") } else { Redirect::to(&ended_path(email)) })
}
