//! The signature: what coordinators and signatories post, and the letters that follow.

use super::{
    assignments::{TOO_MUCH_MAIL, colleague, note},
    failure::RequestFailure,
    form::PostedForm,
    key::ResponsePath,
    respond::{hub, receipt_path},
    send_mail::{send, send_all},
};
use crate::{
    mail::{self, MailMessage},
    security_log,
    session::CurrentActor,
    site::Site,
    too_many::again_after,
};
use app::words::faulty;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use collection::{
    Actor, Error, ResponseKey, SeenVersion,
    respond::{self, AskForSignOff, Submitted},
};
use http::StatusCode;

/// The addresses that are posted to.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/svara/{survey}/{year}/{organisation}";
    Router::new()
        .route(&format!("{RESPONSE}/underskrift/be"), post(ask))
        .route(&format!("{RESPONSE}/underskrift/godkann"), post(sign))
        .route(&format!("{RESPONSE}/underskrift/tillbaka"), post(leave_unsigned))
        .route(&format!("{RESPONSE}/underskrift/bekrafta"), post(confirm))
}

/// `POST …/underskrift/be`: asks a signatory.
async fn ask(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    if let Err(wait) = site.mail_limit.ask(&actor) {
        posted.lead_to(&page(&key));
        let faults = vec![(String::new(), TOO_MUCH_MAIL.to_owned())];
        return Ok(again_after(posted.again(&site, actor, faults, StatusCode::TOO_MANY_REQUESTS).await, wait));
    }
    let message = posted.text("meddelande").to_owned();
    let change_number_seen = SeenVersion::written(posted.text("revision"));
    let order = AskForSignOff { key: key.clone(), to: colleague(&posted), message, change_number_seen };
    match respond::ask_for_sign_off(&site.store, &actor, order, site.now()).await {
        Ok(notice) => {
            note(&key, notice.to.id, notice.role_change);
            let unsent = send(&site, &actor, &key, &mail::sign_off_asked(&notice, &site.public_url)).await;
            Ok(Redirect::to(&format!("{}?klart=bett{unsent}", page(&key))).into_response())
        }
        Err(error) => refused(&site, actor, &key, posted, error, "").await,
    }
}

/// `POST …/underskrift/godkann`: signs, and so sends in.
async fn sign(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    match submit(&site, &actor, &key, &posted).await {
        Ok(there) => Ok(there),
        Err(error) => refused(&site, actor, &key, posted, error, "").await,
    }
}

/// Sends the response in. The receipt goes by letter to the coordinators and whoever sent it. Leads to the receipt.
pub(super) async fn submit(
    site: &Site,
    actor: &Actor,
    key: &ResponseKey,
    posted: &PostedForm,
) -> Result<Response, Error> {
    let seen = SeenVersion::written(posted.text("revision"));
    let Submitted { receipt, receipt_notice } = respond::submit(&site.store, actor, key, seen, site.now()).await?;
    site.metrics.submission();
    let mails: Vec<MailMessage> =
        receipt_notice.iter().flat_map(|told| mail::receipts(told, &receipt, &site.public_url)).collect();
    // A second click sends nothing again.
    let unsent = if mails.is_empty() { "" } else { send_all(site, actor, key, &mails).await.as_parameter() };
    Ok(Redirect::to(&format!("{}?inskickat=1{unsent}", receipt_path(key, &receipt))).into_response())
}

/// `POST …/underskrift/tillbaka`: sends it back to whoever asked.
async fn leave_unsigned(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("revision"));
    match respond::send_back_unsigned(&site.store, &actor, &key, posted.text("tillbaka"), seen, site.now()).await {
        Ok(notice) => {
            let unsent = match notice {
                Some(notice) => send(&site, &actor, &key, &mail::sign_off_unsigned(&notice, &site.public_url)).await,
                None => "",
            };
            Ok(Redirect::to(&format!("{}?klart=tillbaka{unsent}", hub(&key))).into_response())
        }
        Err(error) => refused(&site, actor, &key, posted, error, "tillbaka").await,
    }
}

/// `POST …/underskrift/bekrafta`: an earlier signatory confirms one whom the coordinator has proposed.
async fn confirm(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    confirm_named(&site, &actor, &key, &posted, &page(&key)).await
}

/// Confirms the signatory whom a form names, and leads back to the page that it stands on.
pub(super) async fn confirm_named(
    site: &Site,
    actor: &Actor,
    key: &ResponseKey,
    posted: &PostedForm,
    page: &str,
) -> Result<Response, RequestFailure> {
    let person = posted.text("person").parse().unwrap_or_default();
    let confirmed = respond::confirm_signatory(&site.store, actor, key, person).await;
    confirmed.map_err(|error| RequestFailure::new(error, actor).returning_to(page))?;
    security_log::signatory_confirmed(key, person);
    Ok(Redirect::to(&format!("{page}?klart=bekraftad")).into_response())
}

/// The page once more, with what was filled in and what is wrong with it. A missing reason belongs to `reason`.
async fn refused(
    site: &Site,
    actor: Actor,
    key: &ResponseKey,
    mut posted: PostedForm,
    error: Error,
    reason: &str,
) -> Result<Response, RequestFailure> {
    posted.lead_to(&page(key));
    let faults = match error {
        Error::Faults(faults) => {
            faults.into_iter().map(faulty).map(|(input, words)| (input.to_owned(), words)).collect()
        }
        Error::Reason => {
            vec![(reason.to_owned(), "Skriv vad som behöver ändras, med högst 10 000 tecken.".to_owned())]
        }
        error => return posted.refused(site, actor, error).await,
    };
    Ok(posted.again(site, actor, faults, StatusCode::UNPROCESSABLE_ENTITY).await)
}

fn page(key: &ResponseKey) -> String {
    format!("{}/underskrift", hub(key))
}
