//! Svara: what an organisation posts. Every form's draft is kept before anything else is decided.

use super::{failure::RequestFailure, form::PostedForm, key::ResponsePath, same_as_before::as_before, sign_off};
use crate::{pages, session::CurrentActor, site::Site};
use app::{
    posted,
    words::{changed_meanwhile, too_long},
};
use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{
    Actor, Error, ResponseKey, SeenVersion,
    respond::{self, Change, FieldSaved, NextTask, Receipt, Save, Saved, SectionView, section},
};
use http::StatusCode;
use serde::Deserialize;
use survey::{definition::Severity, form::Field, name::FieldName};
use tower_sessions::session::Id;

/// The addresses that an organisation posts to.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/svara/{survey}/{year}/{organisation}";
    Router::new()
        .route("/svara", get(my_responses))
        .route(&format!("{RESPONSE}/avsnitt/{{section}}"), get(pages::page).post(save_section))
        .route(&format!("{RESPONSE}/avsnitt/{{section}}/handelser"), get(super::change_feed::events))
        .route(&format!("{RESPONSE}/spara"), post(super::save::save))
        .route(&format!("{RESPONSE}/skicka-in"), post(submit))
        .route(&format!("{RESPONSE}/avboj"), get(pages::page).post(decline))
        .route(&format!("{RESPONSE}/ta-upp"), post(resume))
}

/// `GET /svara`: the list, or at once the place where the person's work waits, where that is one. `?alla=1` is the list.
async fn my_responses(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    request: Request,
) -> Result<Response, RequestFailure> {
    let parts = request.into_parts().0;
    if parts.uri.query().is_none() && matches!(actor, Actor::Person(_)) {
        let responses = respond::my_responses(&site.store, &actor, site.now()).await;
        let responses = responses.map_err(|error| RequestFailure::new(error, &actor))?;
        match respond::next_task(&responses) {
            Some(NextTask::Section(key, section)) => {
                return Ok(Redirect::to(&format!("{}/avsnitt/{section}", hub(&key))).into_response());
            }
            Some(NextTask::Signature(key)) => {
                return Ok(Redirect::to(&format!("{}/underskrift", hub(&key))).into_response());
            }
            None => {}
        }
    }
    Ok(pages::show(&site, actor, None, parts).await)
}

#[derive(Deserialize)]
struct SectionPath {
    section: String,
}

/// `POST …/avsnitt/{section}`: keeps what was typed, then goes on, or shows the section again with what is wrong.
async fn save_section(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    Path(SectionPath { section: name }): Path<SectionPath>,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let now = site.now();
    let view = section(&site.store, &actor, &key, &name, now)
        .await
        .map_err(|error| RequestFailure::new(error, &actor).returning_to(posted.path()))?;
    let changes = changes(&view, &posted);
    let save_id = Id::default().to_string();
    let saved = respond::save(&site.store, &actor, Save { key: key.clone(), save_id, changes }, now).await;
    let saved = match saved {
        Ok(saved) => saved,
        // Taken back while it was typed: what was typed is shown, to be handed on.
        Err(Error::Forbidden) if matches!(actor, Actor::Person(_)) => {
            let words = "Någon annan har hand om det du ändrade. Fråga samordnaren.".to_owned();
            let faults = vec![(String::new(), words)];
            return Ok(posted.again(&site, actor, faults, StatusCode::FORBIDDEN).await);
        }
        Err(error) => return posted.refused(&site, actor, error).await,
    };
    site.metrics.save();
    if let Some((faults, status)) = not_saved(&view, &saved) {
        return Ok(posted.again(&site, actor, faults, status).await);
    }
    let here = format!("{}/avsnitt/{name}", hub(&key));
    if posted.values.keys().any(|input| input.ends_with("/behall")) {
        return Ok(Redirect::to(&here).into_response());
    }
    if let Some(there) = as_before(&site, &actor, &key, &view, &posted).await? {
        return Ok(Redirect::to(&format!("{here}{there}")).into_response());
    }
    let now_stored =
        section(&site.store, &actor, &key, &name, now).await.map_err(|error| RequestFailure::new(error, &actor))?;
    let newly_asked = now_stored.newly_asked(&view);
    if !newly_asked.is_empty() && !matches!(posted.text("klart"), "nej" | "mina-nej") {
        // Without JavaScript nobody has seen them yet.
        return Ok(Redirect::to(&format!("{here}?tillkomna={}", newly_asked.join(","))).into_response());
    }
    let mut told = String::new();
    match posted.text("klart") {
        "ja" => {
            mark(&site, &actor, &key, &name, true).await?;
            told = format!("?klart={name}");
        }
        "mina-ja" => finish(&site, &actor, &key, &name, true).await?,
        "mina-nej" => {
            finish(&site, &actor, &key, &name, false).await?;
            return Ok(Redirect::to(&here).into_response());
        }
        "nej" => {
            mark(&site, &actor, &key, &name, false).await?;
            return Ok(Redirect::to(&here).into_response());
        }
        _ => {
            if has_errors(&now_stored) {
                return Ok(posted.again(&site, actor, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY).await);
            }
        }
    }
    let next = match &view.next_section {
        Some(next) => format!("{}/avsnitt/{next}", hub(&key)),
        None => hub(&key),
    };
    Ok(Redirect::to(&format!("{next}{told}")).into_response())
}

async fn mark(site: &Site, actor: &Actor, key: &ResponseKey, section: &str, done: bool) -> Result<(), RequestFailure> {
    respond::mark_section(&site.store, actor, key, section, done, site.now())
        .await
        .map_err(|error| RequestFailure::new(error, actor))
}

/// The questions of the section that the actor has in hand are done, or not.
async fn finish(
    site: &Site,
    actor: &Actor,
    key: &ResponseKey,
    section: &str,
    done: bool,
) -> Result<(), RequestFailure> {
    respond::finish_questions(&site.store, actor, key, section, done, site.now())
        .await
        .map_err(|error| RequestFailure::new(error, actor))
}

/// What the form says of every field that stood in it.
fn changes(view: &SectionView, posted: &PostedForm) -> Vec<Change> {
    let form = view.evaluation.form();
    form.fields_of_section(view.index).filter_map(|field| change(view, field, posted)).collect()
}

pub(super) fn change(view: &SectionView, field: &Field, posted: &PostedForm) -> Option<Change> {
    let name = field.name.as_str();
    if !posted::stands_in(&posted.values, name) {
        return None;
    }
    let base_version = match posted.text(&format!("{name}/behall")) {
        "deras" => return None,
        "mitt" => posted::version(&posted.values, name),
        _ => posted::base_version(&posted.values, name),
    };
    let values: Vec<&str> = posted.values.get(name).into_iter().flatten().map(String::as_str).collect();
    let reason = posted.values.get(&format!("{name}/saknas")).and_then(|codes| codes.last()).map(String::as_str);
    let entry = posted::entry(&field.field_type, &values, reason, view.evaluation.entry(name));
    let text = |what: &str| {
        let text = posted.values.get(&format!("{name}/{what}"))?.first()?;
        Some((!text.is_empty()).then(|| text.to_owned()))
    };
    let reasons = &view.evaluation.form().questionnaire().reasons;
    let stored = view.stored.get(name).and_then(|answer| answer.explanation.as_deref());
    let explanation = posted::explanation(reasons, &posted.values, name, stored);
    Some(Change {
        field: field.name.clone(),
        entry: Some(entry),
        comment: text("kommentar"),
        explanation: explanation.map(|text| Some(text).filter(|text| !text.is_empty())),
        base_version,
    })
}

/// The inputs whose answers are not saved, with what to do, and the status to answer with: somebody else has changed the
/// answer since the form was written, or a text is too long.
pub(super) fn not_saved(view: &SectionView, saved: &Saved) -> Option<(Vec<(String, String)>, StatusCode)> {
    let form = view.evaluation.form();
    let label = |field: &FieldName| form.field(field.as_str()).map_or("", |field| &field.short_label);
    let (mut faults, mut status) = (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY);
    for saved in &saved.fields {
        match saved {
            FieldSaved::Conflict { field, .. } => {
                faults.push((format!("{field}/behall"), changed_meanwhile(label(field))));
                status = StatusCode::CONFLICT;
            }
            FieldSaved::TooLong { field, part, excess, .. } => {
                faults.push((posted::input_of(field, *part), too_long(*part, label(field), *excess)));
            }
            FieldSaved::Version { .. } | FieldSaved::Unchanged { .. } => {}
        }
    }
    (!faults.is_empty()).then_some((faults, status))
}

fn has_errors(view: &SectionView) -> bool {
    view.evaluation.form().fields_of_section(view.index).any(|field| {
        view.evaluation.violations(field.name.as_str()).iter().any(|found| found.severity == Severity::Error)
    })
}

/// `POST …/skicka-in`: submits, or shows what is left.
async fn submit(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    match sign_off::submit(&site, &actor, &key, &posted).await {
        Ok(there) => Ok(there),
        Err(error) => {
            // The answers are read through on a page of their own, and there it says what is left.
            posted.lead_to(&format!("{}/granska", hub(&key)));
            posted.refused(&site, actor, error).await
        }
    }
}

/// `POST …/avboj`: the organisation does not answer this round.
async fn decline(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("revision"));
    match respond::decline(&site.store, &actor, &key, posted.text("skal"), seen, site.now()).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?klart=avbojt", hub(&key))).into_response()),
        Err(error) => {
            let asked = ("skal", "Skriv varför ni inte kan svara, med högst 10 000 tecken.");
            posted.asked_for_reason(&site, actor, error, asked).await
        }
    }
}

/// `POST …/ta-upp`: it answers after all.
async fn resume(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let seen = SeenVersion::written(posted.text("revision"));
    match respond::resume(&site.store, &actor, &key, seen, site.now()).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?klart=upptaget", hub(&key))).into_response()),
        // An owner takes the same step, and has no such page.
        Err(error @ (Error::NotAllowed { .. } | Error::Closed { .. })) => {
            Err(RequestFailure::new(error, &actor).returning_to(&hub(&key)))
        }
        Err(error) => {
            posted.lead_to(&hub(&key));
            posted.refused(&site, actor, error).await
        }
    }
}

/// The address of a response's hub.
pub fn hub(key: &ResponseKey) -> String {
    format!("/svara/{}/{}/{}", key.survey, key.year, key.organisation)
}

/// The address of a receipt.
pub fn receipt_path(key: &ResponseKey, receipt: &Receipt) -> String {
    format!("{}/kvitto/{}", hub(key), receipt.number)
}
