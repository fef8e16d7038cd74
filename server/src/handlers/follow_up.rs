//! Följa upp: what owners and reviewers post about a response.

use super::{
    failure::Failure,
    form::Posted,
    key::{Respond, Round},
    letters::send_all,
};
use crate::{mail, pages, security_log, session::Who, site::Site};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{Actor, Error, ResponseKey, Seen, respond, review, rounds};
use http::StatusCode;

/// The addresses that owners and reviewers post to.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/undersokningar/{survey}/{year}/svar/{organisation}";
    Router::new()
        .route("/undersokningar/{survey}/{year}/underskrift", get(pages::page).post(set_sign_off))
        .route(&format!("{RESPONSE}/godkann"), get(pages::page).post(approve))
        .route(&format!("{RESPONSE}/skicka-tillbaka"), post(send_back))
        .route(&format!("{RESPONSE}/bekrafta"), post(confirm))
        .route(&format!("{RESPONSE}/avboj"), post(decline))
        .route(&format!("{RESPONSE}/ta-upp"), post(resume))
}

/// `POST …/underskrift`: whether the round wants a signature on every response.
async fn set_sign_off(
    State(site): State<Site>,
    Who(actor): Who,
    Round(key): Round,
    posted: Posted,
) -> Result<Response, Failure> {
    let path = format!("/undersokningar/{}/{}", key.survey, key.year);
    let wanted = match posted.text("kravs") {
        "ja" => true,
        "nej" => false,
        // Nothing is decided by a form that does not say what. Whoever may not decide is told that first.
        _ => {
            let refused = rounds::round_to_decide(&site.store, &actor, &key, site.now()).await.err();
            return Err(Failure::new(refused.unwrap_or(Error::Unseen), &actor).returning_to(&path));
        }
    };
    let done = rounds::set_sign_off(&site.store, &actor, &key, wanted).await;
    done.map_err(|error| Failure::new(error, &actor).returning_to(&path))?;
    security_log::round_changed(&key, "sign_off", wanted);
    Ok(Redirect::to(&format!("{path}?klart=underskrift#underskrift")).into_response())
}

/// `POST …/godkann`: the response is reviewed and taken.
async fn approve(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    posted: Posted,
) -> Result<Response, Failure> {
    let seen = Seen::written(posted.text("kvitton"));
    let done = review::approve(&site.store, &actor, &key, seen, site.now()).await;
    done.map(|()| to_response(&key, "godkant")).map_err(|error| Failure::new(error, &actor).returning_to(&path(&key)))
}

/// `POST …/bekrafta`: a signatory whom a coordinator has proposed may sign.
async fn confirm(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    posted: Posted,
) -> Result<Response, Failure> {
    let person = posted.text("person").parse().unwrap_or_default();
    let done = respond::confirm_signatory(&site.store, &actor, &key, person).await;
    done.map_err(|error| Failure::new(error, &actor).returning_to(&path(&key)))?;
    security_log::signatory_confirmed(&key, person);
    Ok(to_response(&key, "bekraftad"))
}

/// `POST …/ta-upp`: the organisation answers after all.
async fn resume(State(site): State<Site>, Who(actor): Who, Respond(key): Respond) -> Result<Response, Failure> {
    let done = respond::resume(&site.store, &actor, &key, site.now()).await;
    done.map(|()| to_response(&key, "upptaget")).map_err(|error| Failure::new(error, &actor).returning_to(&path(&key)))
}

/// `POST …/skicka-tillbaka`: the whole response is open again.
async fn send_back(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    posted: Posted,
) -> Result<Response, Failure> {
    let done = match review::send_back(&site.store, &actor, &key, posted.text("tillbaka"), site.now()).await {
        Ok(notice) => Ok(send_all(&site, &actor, &key, &mail::returned(&notice, &site.public_url)).await.in_address()),
        Err(error) => Err(error),
    };
    reasoned(&site, actor, &key, posted, done, "tillbaka").await
}

/// `POST …/avboj`: the organisation does not answer this round, as it has told the owner.
async fn decline(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    posted: Posted,
) -> Result<Response, Failure> {
    let done = respond::decline(&site.store, &actor, &key, posted.text("avboj"), site.now()).await.map(|()| "");
    reasoned(&site, actor, &key, posted, done, "avboj").await
}

/// Leads to the page of the response, which says what was done and whether letters went. Where a reason is missing, it
/// asks for it.
async fn reasoned(
    site: &Site,
    actor: Actor,
    key: &ResponseKey,
    mut posted: Posted,
    done: Result<&str, Error>,
    input: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(letters) => Ok(to_response(key, &format!("{input}{letters}"))),
        Err(error @ Error::Reason) => {
            let words = app::words::refusal(&error).map(|(_, words)| words).unwrap_or_default();
            posted.lead_to(&path(key));
            Ok(posted.again(site, actor, vec![(input.to_owned(), words)], StatusCode::UNPROCESSABLE_ENTITY).await)
        }
        Err(error) => Err(Failure::new(error, &actor).returning_to(&path(key))),
    }
}

/// The page of a response, for those who follow it up.
pub fn path(key: &ResponseKey) -> String {
    format!("/undersokningar/{}/{}/svar/{}", key.survey, key.year, key.organisation)
}

/// The response's page, which says what was done.
fn to_response(key: &ResponseKey, done: &str) -> Response {
    Redirect::to(&format!("{}?klart={done}", path(key))).into_response()
}
