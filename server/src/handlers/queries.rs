//! Queries: what reviewers post about one answer, and what the organisation posts back.

use super::{
    failure::RequestFailure,
    follow_up::path,
    form::PostedForm,
    key::ResponsePath,
    respond::{change, hub, not_saved},
    send_mail::{MailOutcome, send_all},
};
use crate::{
    mail::{self, MailMessage, QueryRecipient},
    pages,
    session::CurrentActor,
    site::Site,
};
use app::posted::UNSEEN;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{
    Actor, Error, SeenVersion,
    queries::QueryNotice,
    respond::{self, AnsweredQuery, Change, QueryRead, QueryView, Save, answer_query, query},
    review,
};
use http::StatusCode;
use serde::Deserialize;
use tower_sessions::session::Id;

/// The addresses of queries.
pub fn routes() -> Router<Site> {
    const OWN: &str = "/svara/{survey}/{year}/{organisation}";
    const REVIEWED: &str = "/undersokningar/{survey}/{year}/svar/{organisation}";
    Router::new()
        .route(&format!("{OWN}/komplettering/{{query}}"), get(pages::page).post(answer))
        .route(&format!("{REVIEWED}/fraga/{{field}}"), get(pages::page).post(ask))
        .route(&format!("{REVIEWED}/stang/{{query}}"), post(close))
}

#[derive(Deserialize)]
struct QueryPath {
    query: i64,
}

#[derive(Deserialize)]
struct FieldPath {
    field: String,
}

/// `POST …/komplettering/{query}`: keeps what was changed, then hands the turn to the reviewer unless it is only to be
/// saved.
async fn answer(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    Path(QueryPath { query: id }): Path<QueryPath>,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let now = site.now();
    let view = query(&site.store, &actor, &key, id, now)
        .await
        .map_err(|error| RequestFailure::new(error, &actor).returning_to(posted.path()))?;
    let changes = changes(&view, &posted);
    let read = read(&view, &posted, &changes);
    if !changes.is_empty() {
        let save = Save { key: key.clone(), save_id: Id::default().to_string(), changes };
        match respond::save(&site.store, &actor, save, now).await {
            Err(error) => return posted.refused(&site, actor, error).await,
            Ok(saved) => {
                site.metrics.save();
                if let Some((faults, status)) = not_saved(&view.section, &saved) {
                    return Ok(posted.again(&site, actor, faults, status).await);
                }
            }
        }
    }
    let here = format!("{}/komplettering/{id}", hub(&key));
    if posted.has("spara") || posted.values.keys().any(|input| input.ends_with("/behall")) {
        return Ok(Redirect::to(&format!("{here}?klart=sparat")).into_response());
    }
    match answer_query(&site.store, &actor, &key, id, posted.text("svar"), read, now).await {
        Ok(answered) if answered.waits_for_signature => {
            let told = match answered.notice.filter(|_| site.mail_limit.ask(&actor).is_ok()) {
                Some(notice) if tell(&site, &actor, &notice, QueryRecipient::Signatory).await == MailOutcome::All => {
                    notice.to.len()
                }
                _ => 0,
            };
            let faults = vec![("svar".to_owned(), waits(told))];
            Ok(posted.again(&site, actor, faults, StatusCode::UNPROCESSABLE_ENTITY).await)
        }
        Ok(answered) => {
            let AnsweredQuery { receipt, receipt_notice, notice, .. } = answered;
            let mut mails: Vec<MailMessage> = receipt
                .iter()
                .zip(&receipt_notice)
                .flat_map(|(new, told)| mail::receipts(told, new, &site.public_url))
                .collect();
            mails.extend(
                notice.iter().flat_map(|told| mail::about_query(told, QueryRecipient::Reviewer, &site.public_url)),
            );
            // A second click sends nothing again.
            let unsent = if mails.is_empty() { "" } else { send_all(&site, &actor, &key, &mails).await.as_parameter() };
            let done = if receipt.is_some() { "nytt-kvitto" } else { "skickat" };
            Ok(Redirect::to(&format!("{here}?klart={done}{unsent}")).into_response())
        }
        // The page says what stands in the way.
        Err(Error::Obstacles(_)) => Ok(posted.again(&site, actor, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY).await),
        Err(error) => {
            let asked = ("svar", "Skriv ett svar till granskaren, med högst 10 000 tecken.");
            posted.asked_for_reason(&site, actor, error, asked).await
        }
    }
}

/// What is said of a changed answer that waits for a signatory: that so many have had a letter of it, or whom to ask.
fn waits(told: usize) -> String {
    let told = match told {
        0 => "Be en undertecknare öppna frågan och skicka svaret.",
        1 => "Er undertecknare har fått ett brev med det du har skrivit.",
        _ => "Era undertecknare har fått ett brev med det du har skrivit.",
    };
    format!(
        "Svaret är ändrat, och i den här omgången skickar en undertecknare det som är ändrat. Det du har ändrat är \
         sparat. {told} Eller ändra tillbaka och svara bara med ord."
    )
}

/// What the form says of the fields that the query opens.
fn changes(view: &QueryView, posted: &PostedForm) -> Vec<Change> {
    let form = view.section.evaluation.form();
    let fields = view.fields.iter().filter_map(|field| form.field(field.as_str()));
    fields.filter_map(|field| change(&view.section, field, posted)).collect()
}

/// The thread and the answers that stood in the form, those that can be changed there and those that are only shown.
fn read(view: &QueryView, posted: &PostedForm, changes: &[Change]) -> QueryRead {
    let shown = view.shown.iter().map(|field| Change {
        field: field.clone(),
        entry: None,
        comment: None,
        explanation: None,
        base_version: posted.text(&format!("visat:{field}")).parse().unwrap_or(UNSEEN),
    });
    QueryRead {
        messages: SeenVersion::written(posted.text("skrivet")),
        answers: changes.iter().cloned().chain(shown).collect(),
    }
}

/// `POST …/fraga/{field}`: asks the organisation about one answer.
async fn ask(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    Path(FieldPath { field }): Path<FieldPath>,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("version"));
    match review::ask(&site.store, &actor, &key, &field, posted.text("text"), seen, site.now()).await {
        Ok(notice) => {
            let unsent = tell(&site, &actor, &notice, QueryRecipient::Organisation).await.as_parameter();
            let here = format!("{}/fraga/{}?klart=1{unsent}", path(&key), notice.field);
            Ok(Redirect::to(&here).into_response())
        }
        Err(error) => {
            let asked = ("text", "Skriv vad du undrar, med högst 10 000 tecken.");
            posted.asked_for_reason(&site, actor, error, asked).await
        }
    }
}

/// `POST …/stang/{query}`: there is no more to ask.
async fn close(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    Path(QueryPath { query }): Path<QueryPath>,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("version"));
    match review::close_query(&site.store, &actor, &key, query, seen, site.now()).await {
        Ok(()) => Ok(Redirect::to(&format!("{}#kompletteringar", path(&key))).into_response()),
        Err(error) => {
            // The page that the form stands on; of a form that does not say its field, the response's.
            let field = Some(posted.text("falt")).filter(|field| !field.is_empty());
            let here = field.map_or_else(|| path(&key), |field| format!("{}/fraga/{field}", path(&key)));
            posted.lead_to(&here);
            posted.refused(&site, actor, error).await
        }
    }
}

/// Tells by mail. The next page says that it was sent only when it was.
async fn tell(site: &Site, actor: &Actor, notice: &QueryNotice, told: QueryRecipient) -> MailOutcome {
    send_all(site, actor, &notice.key, &mail::about_query(notice, told, &site.public_url)).await
}
