//! Be om att få rätta: what the organisation posts after it has sent in, and what the survey's side answers.

use super::{
    assignments::TOO_MUCH_MAIL, failure::RequestFailure, follow_up, form::PostedForm, key::ResponsePath, respond::hub,
    send_mail::send_all,
};
use crate::{mail, pages, session::CurrentActor, site::Site, too_many::again_after};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{SeenVersion, respond, review};
use http::StatusCode;

/// The addresses of requests to correct.
pub fn routes() -> Router<Site> {
    const OWN: &str = "/svara/{survey}/{year}/{organisation}";
    const REVIEWED: &str = "/undersokningar/{survey}/{year}/svar/{organisation}";
    Router::new()
        .route(&format!("{OWN}/ratta"), get(pages::page).post(ask))
        .route(&format!("{OWN}/ratta/ta-tillbaka"), post(take_back))
        .route(&format!("{REVIEWED}/ratta/bifall"), post(grant))
        .route(&format!("{REVIEWED}/ratta/avsla"), post(refuse))
}

/// `POST …/ratta`: asks the survey's owner to open the response again.
async fn ask(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    if let Err(wait) = site.mail_limit.ask(&actor) {
        let faults = vec![(String::new(), TOO_MUCH_MAIL.to_owned())];
        return Ok(again_after(posted.again(&site, actor, faults, StatusCode::TOO_MANY_REQUESTS).await, wait));
    }
    let seen = SeenVersion::written(posted.text("revision"));
    match respond::ask_to_correct(&site.store, &actor, &key, posted.text("skal"), seen, site.now()).await {
        Ok(notice) => {
            let unsent = match notice {
                Some(notice) => send_all(&site, &actor, &key, &mail::correction_asked(&notice, &site.public_url))
                    .await
                    .as_parameter(),
                None => "",
            };
            Ok(Redirect::to(&format!("{}?klart=ratta{unsent}", hub(&key))).into_response())
        }
        Err(error) => {
            let asked = ("skal", "Skriv vad som behöver rättas, med högst 10 000 tecken.");
            posted.asked_for_reason(&site, actor, error, asked).await
        }
    }
}

/// `POST …/ratta/ta-tillbaka`: the response may stay as it is.
async fn take_back(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("begaran"));
    match respond::take_back_correction(&site.store, &actor, &key, seen, site.now()).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?klart=ratta-tillbaka", hub(&key))).into_response()),
        Err(error) => {
            posted.lead_to(&hub(&key));
            posted.refused(&site, actor, error).await
        }
    }
}

/// `POST …/ratta/bifall`: the whole response is open again.
async fn grant(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("begaran"));
    let done = match review::grant_correction(&site.store, &actor, &key, seen, site.now()).await {
        Ok(notice) => {
            let mails = mail::correction_granted(&notice, &site.public_url);
            Ok(format!("rattas{}", send_all(&site, &actor, &key, &mails).await.as_parameter()))
        }
        Err(error) => Err(error),
    };
    follow_up::answered(&site, actor, &key, posted, done, follow_up::NO_REASON).await
}

/// `POST …/ratta/avsla`: the response stays as it is.
async fn refuse(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("begaran"));
    let done = match review::refuse_correction(&site.store, &actor, &key, posted.text("avslag"), seen, site.now()).await
    {
        Ok(notice) => {
            let mails = mail::correction_refused(&notice, &site.public_url);
            Ok(format!("rattas-inte{}", send_all(&site, &actor, &key, &mails).await.as_parameter()))
        }
        Err(error) => Err(error),
    };
    let asked = ("avslag", "Skriv varför svaret inte öppnas, med högst 10 000 tecken.");
    follow_up::answered(&site, actor, &key, posted, done, asked).await
}
