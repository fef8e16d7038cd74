//! Följa upp: what owners and reviewers post about a response.

use super::{
    failure::RequestFailure,
    form::PostedForm,
    key::{ResponsePath, RoundPath},
    send_mail::send_all,
    sign_off::confirm_named,
};
use crate::{mail, pages, security_log, session::CurrentActor, site::Site};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{Actor, Error, ResponseKey, SeenVersion, respond, review, rounds};

/// The addresses that owners and reviewers post to.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/undersokningar/{survey}/{year}/svar/{organisation}";
    Router::new()
        .route("/undersokningar/{survey}/{year}/underskrift", get(pages::page).post(set_sign_off))
        .route(&format!("{RESPONSE}/godkann"), get(pages::page).post(approve))
        .route(&format!("{RESPONSE}/skicka-tillbaka"), post(return_response))
        .route(&format!("{RESPONSE}/bekrafta"), post(confirm))
        .route(&format!("{RESPONSE}/avboj"), post(decline))
        .route(&format!("{RESPONSE}/ta-upp"), post(resume))
}

/// `POST …/underskrift`: whether the round wants a signature on every response.
async fn set_sign_off(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    RoundPath(key): RoundPath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let path = format!("/undersokningar/{}/{}", key.survey, key.year);
    let wanted = match posted.text("kravs") {
        "ja" => true,
        "nej" => false,
        // Nothing is decided by a form that does not say what. Whoever may not decide is told that first.
        _ => {
            let refused = rounds::round_to_decide(&site.store, &actor, &key, site.now()).await.err();
            return posted.refused(&site, actor, refused.unwrap_or(Error::Unseen)).await;
        }
    };
    let done = rounds::set_sign_off(&site.store, &actor, &key, wanted).await;
    done.map_err(|error| RequestFailure::new(error, &actor).returning_to(&path))?;
    security_log::round_changed(&key, "sign_off", wanted);
    Ok(Redirect::to(&format!("{path}?klart=underskrift#underskrift")).into_response())
}

/// `POST …/godkann`: the response is reviewed and taken.
async fn approve(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("kvitton"));
    match review::approve(&site.store, &actor, &key, seen, site.now()).await {
        Ok(()) => Ok(to_response(&key, "godkant")),
        Err(error) => posted.refused(&site, actor, error).await,
    }
}

/// `POST …/bekrafta`: a signatory whom a coordinator has proposed may sign.
async fn confirm(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    confirm_named(&site, &actor, &key, &posted, &path(&key)).await
}

/// `POST …/ta-upp`: the organisation answers after all.
async fn resume(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("revision"));
    let done = respond::resume(&site.store, &actor, &key, seen, site.now()).await.map(|()| "upptaget".to_owned());
    answered(&site, actor, &key, posted, done, NO_REASON).await
}

/// `POST …/skicka-tillbaka`: the whole response is open again.
async fn return_response(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("kvitton"));
    let done = match review::return_response(&site.store, &actor, &key, posted.text("tillbaka"), seen, site.now()).await
    {
        Ok(notice) => {
            let mails = mail::returned(&notice, &site.public_url);
            Ok(format!("tillbaka{}", send_all(&site, &actor, &key, &mails).await.as_parameter()))
        }
        Err(error) => Err(error),
    };
    answered(&site, actor, &key, posted, done, ("tillbaka", WHY)).await
}

/// `POST …/avboj`: the organisation does not answer this round, as it has told the owner.
async fn decline(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("revision"));
    let done = respond::decline(&site.store, &actor, &key, posted.text("avboj"), seen, site.now()).await;
    answered(&site, actor, &key, posted, done.map(|()| "avboj".to_owned()), ("avboj", WHY)).await
}

/// The words that ask for a reason.
const WHY: &str = "Skriv varför, med högst 10 000 tecken.";
/// The input and words of a step that takes no reason.
pub(super) const NO_REASON: (&str, &str) = ("", "");

/// Leads to the page of the response, which says what was done and whether letters went; or shows it once more, with why it
/// was not done. A missing reason is asked for at its input.
pub(super) async fn answered(
    site: &Site,
    actor: Actor,
    key: &ResponseKey,
    mut posted: PostedForm,
    done: Result<String, Error>,
    reason: (&str, &str),
) -> Result<Response, RequestFailure> {
    match done {
        Ok(done) => Ok(to_response(key, &done)),
        // A coordinator takes the same steps, and has no such page.
        Err(error @ (Error::NotAllowed { .. } | Error::Closed { .. })) => {
            Err(RequestFailure::new(error, &actor).returning_to(&path(key)))
        }
        Err(error) => {
            posted.lead_to(&path(key));
            posted.asked_for_reason(site, actor, error, reason).await
        }
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
