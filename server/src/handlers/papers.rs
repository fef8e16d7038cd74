//! What a response is prepared on and what is kept of it: the blank questionnaire, and the receipt as a paper.

use super::{
    downloads::{Refusal, answered, file},
    key::{ResponsePath, RoundPath},
};
use crate::{
    assets::ASSETS,
    exports::{plain_name, questionnaire, questionnaire_pdf, receipt_pdf},
    session::CurrentActor,
    site::Site,
};
use axum::{
    Router,
    extract::{Path, State},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use collection::{
    exports,
    respond::{check_answers, receipt},
};
use http::header::CACHE_CONTROL;
use serde::Deserialize;
use std::sync::Arc;
use survey::form::Form;

const PDF: &str = "application/pdf";

/// The addresses of the papers.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/svara/{survey}/{year}/{organisation}";
    Router::new()
        .route(&format!("{RESPONSE}/formular.pdf"), get(own_blank_pdf))
        .route(&format!("{RESPONSE}/formular.html"), get(own_blank_html))
        .route(&format!("{RESPONSE}/kvitto/{{number}}/kvitto.pdf"), get(receipt_as_pdf))
        .route("/undersokningar/{survey}/{year}/formular.pdf", get(blank_pdf))
        .route("/undersokningar/{survey}/{year}/formular.html", get(blank_html))
}

/// `GET /svara/…/formular.pdf`, for the organisation.
async fn own_blank_pdf(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
) -> Response {
    answered(&actor, async {
        let view = check_answers(&site.store, &actor, &key, site.now()).await?;
        pdf_of(&site, Arc::clone(view.evaluation.form()), RoundPath(key.round())).await
    })
    .await
}

/// `GET /svara/…/formular.html`: to print from the browser.
async fn own_blank_html(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
) -> Response {
    answered(&actor, async {
        let view = check_answers(&site.store, &actor, &key, site.now()).await?;
        let up = format!("/svara/{}/{}/{}", key.survey, key.year, key.organisation);
        page_of(view.evaluation.form(), key.year, &up)
    })
    .await
}

/// `GET /undersokningar/{survey}/{year}/formular.pdf`, for those who follow the survey up.
async fn blank_pdf(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    RoundPath(round): RoundPath,
) -> Response {
    answered(&actor, async {
        let form = exports::form(&site.store, &actor, &round).await?;
        pdf_of(&site, form, RoundPath(round)).await
    })
    .await
}

/// `GET /undersokningar/{survey}/{year}/formular.html`.
async fn blank_html(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    RoundPath(round): RoundPath,
) -> Response {
    answered(&actor, async {
        let form = exports::form(&site.store, &actor, &round).await?;
        page_of(&form, round.year, &format!("/undersokningar/{}/{}", round.survey, round.year))
    })
    .await
}

#[derive(Deserialize)]
struct ReceiptPath {
    number: String,
}

/// `GET /svara/…/kvitto/{number}/kvitto.pdf`, for the organisation and for those who follow the survey up.
async fn receipt_as_pdf(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    Path(ReceiptPath { number }): Path<ReceiptPath>,
) -> Response {
    answered(&actor, async {
        let copy = receipt(&site.store, &actor, &key, &number, site.now()).await?;
        let name = format!("{}kvitto-{}.pdf", if site.demo { "demo-" } else { "" }, copy.receipt.number);
        let demo = site.demo;
        let set = move || receipt_pdf::pdf(&copy, demo);
        let paper = site.writing.run(set).await??;
        Ok(file(&name, PDF, paper.into()))
    })
    .await
}

async fn pdf_of(site: &Site, form: Arc<Form>, RoundPath(round): RoundPath) -> Result<Response, Refusal> {
    let (demo, now, year) = (site.demo, site.now(), round.year);
    let set = move || questionnaire_pdf::pdf(&form, year, demo, now);
    // Setting a paper takes a while, and other requests should not wait for it.
    let paper = site.writing.run(set).await??;
    Ok(file(&plain_name(demo, &round, "formular", "pdf"), PDF, paper.into()))
}

fn page_of(form: &Form, year: i32, up: &str) -> Result<Response, Refusal> {
    let look = questionnaire::DocumentStyle::Page { stylesheet: ASSETS.css, up };
    let page = questionnaire::html(form, year, look).map_err(std::io::Error::other)?;
    Ok(([(CACHE_CONTROL, "no-store")], Html(page)).into_response())
}
