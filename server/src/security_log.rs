//! The security log: who signs in and out, what is refused, where a limit is reached, and what changes who may do what. One
//! target, [`TARGET`], at the level that is shown by default.
//!
//! Who and from where stand in the span of the request, in which every line is written; so does the path, which holds no
//! secret. People are told by their numbers. No line holds an address of mail, a link, a cookie or an answer.

use collection::{Actor, Error, ResponseKey, RoundKey, respond::RoleChange};
use http::{Method, StatusCode, header::CONTENT_DISPOSITION};
use std::net::IpAddr;
use tracing::{Span, field::Empty};

/// What the lines are found by.
pub const TARGET: &str = "lagesbild::security";

/// The mark of an answer to what came from another site's page.
#[derive(Debug, Clone, Copy)]
pub struct CrossSite;

/// The span of a request. Who sends it is told when it is known.
pub fn request(method: &Method, path: &str, id: &str, from: Option<IpAddr>) -> Span {
    let from = from.map(tracing::field::display);
    tracing::info_span!(target: TARGET, "request", %method, path, id, from, person = Empty)
}

/// Tells who sends the request that is answered now.
pub fn is_from(actor: &Actor) {
    if let Some(person) = actor.person() {
        Span::current().record("person", person.id);
    }
}

/// Notes what an answer says of the request: that it is refused, that a limit is reached, or that a file of what is not
/// public is handed over.
pub fn answered<Body>(response: &http::Response<Body>, path: &str) {
    match response.status() {
        StatusCode::FORBIDDEN if response.extensions().get::<CrossSite>().is_some() => {
            tracing::info!(target: TARGET, what = "cross_site", "a request of another site's page was refused");
        }
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => {
            tracing::info!(target: TARGET, what = "refused", "a request was refused");
        }
        StatusCode::TOO_MANY_REQUESTS => tracing::info!(target: TARGET, what = "limit", "a limit is reached"),
        StatusCode::OK if !path.starts_with("/resultat") => {
            if let Some(file) = response.headers().get(CONTENT_DISPOSITION).and_then(|value| value.to_str().ok()) {
                tracing::info!(target: TARGET, what = "export", file, "a file was handed over");
            }
        }
        _ => {}
    }
}

/// Notes that no more letters about an organisation's responses are sent today.
pub fn mail_stopped(organisation: &str) {
    tracing::info!(target: TARGET, what = "limit", organisation, "as many letters as may be have been sent today");
}

/// Notes that a person has signed in.
pub fn signed_in(person: i64) {
    tracing::info!(target: TARGET, what = "signed_in", subject = person, "a person signed in");
}

/// Notes that a link signed nobody in.
pub fn not_signed_in(why: &Error) {
    tracing::info!(target: TARGET, what = "sign_in_refused", %why, "a login link signed nobody in");
}

/// Notes that a person has signed out.
pub fn signed_out() {
    tracing::info!(target: TARGET, what = "signed_out", "a person signed out");
}

/// Notes that one session of a person was ended.
pub fn session_ended(subject: i64) {
    tracing::info!(target: TARGET, what = "session_ended", subject, "a person's session was ended");
}

/// Notes that every session of a person was ended.
pub fn all_sessions_ended(subject: i64) {
    tracing::info!(target: TARGET, what = "all_sessions_ended", subject, "a person's sessions were ended");
}

/// Notes what became of a person's part in an organisation.
pub fn role_changed(organisation: &str, subject: i64, change: RoleChange) {
    match change {
        RoleChange::Given(role) => {
            let role = role.code();
            tracing::info!(target: TARGET, what = "role_given", organisation, subject, role, "a person was given a part");
        }
        RoleChange::Ended => {
            tracing::info!(target: TARGET, what = "role_ended", organisation, subject, "a person's part was ended");
        }
    }
}

/// Notes that the person who sends the request has accepted an invitation, or turned it down.
pub fn invitation_answered(organisation: &str, accepted: bool) {
    tracing::info!(target: TARGET, what = "invitation_answered", organisation, accepted, "an invitation was answered");
}

/// Notes that a signatory was confirmed.
pub fn signatory_confirmed(key: &ResponseKey, subject: i64) {
    let organisation = key.organisation.as_str();
    tracing::info!(target: TARGET, what = "signatory_confirmed", organisation, subject, "a signatory was confirmed");
}

/// Notes that a round was changed: what of it, and to what.
pub fn round_changed(key: &RoundKey, setting: &str, to: bool) {
    tracing::info!(target: TARGET, what = "round_changed", round = %key, setting, to, "a round was changed");
}
