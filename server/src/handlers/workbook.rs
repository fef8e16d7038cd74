//! The workbook that colleagues fill in, to fetch and to read back.

use super::{
    downloads::{XLSX, answered, file, from_disk},
    failure::RequestFailure,
    form::PostedForm,
    key::{ResponsePath, RoundPath},
};
use crate::{
    exports::plain_name,
    pages,
    session::CurrentActor,
    site::Site,
    workbook::{
        read::{self, LARGEST, WorkbookFileError},
        write::{WorkbookContent, workbook},
    },
};
use app::visit::{Rejected, Visit};
use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{
    Actor, exports,
    respond::{self, Change, FieldSaved, FilledWorkbook, Save, check_answers},
};
use http::{StatusCode, header::CONTENT_TYPE, request::Parts};
use multer::Multipart;
use std::{sync::Arc, time::Instant};

/// The name of the input that holds the file.
const FILE: &str = "fil";
/// What a form may hold of changes, in bytes: less than the form itself may, because a form writes some letters thrice.
const CHANGES: usize = 256 * 1024;

/// The addresses.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/svara/{survey}/{year}/{organisation}";
    Router::new()
        .route(&format!("{RESPONSE}/svar.xlsx"), get(own_workbook))
        .route(&format!("{RESPONSE}/fil"), get(pages::page).post(read))
        .route(&format!("{RESPONSE}/fil/las-in"), post(save))
        .route("/undersokningar/{survey}/{year}/formular.xlsx", get(empty_workbook))
}

/// `GET /svara/…/svar.xlsx`: the questions with the answers so far, for the organisation.
async fn own_workbook(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
) -> Response {
    answered(&actor, async {
        let view = check_answers(&site.store, &actor, &key, site.now()).await?;
        let name = plain_name(site.demo, &key.round(), &format!("{}-att-fylla-i", key.organisation), "xlsx");
        let form = Arc::clone(view.evaluation.form());
        let questionnaire = view.head.questionnaire_id.clone();
        let what = WorkbookContent {
            round: key.round(),
            questionnaire,
            answers: Some(view),
            demo: site.demo,
            now: site.now(),
        };
        let book = site.writing.run(move || workbook(&form, &what)).await??;
        Ok(file(&name, XLSX, from_disk(book)))
    })
    .await
}

/// `GET /undersokningar/{survey}/{year}/formular.xlsx`: the questions alone, for those who follow the survey up.
async fn empty_workbook(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    RoundPath(round): RoundPath,
) -> Response {
    answered(&actor, async {
        let (form, questionnaire) = exports::questionnaire(&site.store, &actor, &round).await?;
        let name = plain_name(site.demo, &round, "formular", "xlsx");
        let what = WorkbookContent { round, questionnaire, answers: None, demo: site.demo, now: site.now() };
        let book = site.writing.run(move || workbook(&form, &what)).await??;
        Ok(file(&name, XLSX, from_disk(book)))
    })
    .await
}

/// `POST …/fil`: reads a filled-in workbook and shows what it would change, or what is wrong with it.
async fn read(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    request: Request,
) -> Result<Response, RequestFailure> {
    // Whoever may not is told so before the file is looked at.
    respond::workbook_head(&site.store, &actor, &key, site.now())
        .await
        .map_err(|error| RequestFailure::new(error, &actor))?;
    let (parts, body) = request.into_parts();
    let Some(boundary) = boundary(&parts) else { return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()) };
    let form = Multipart::new(body.into_data_stream(), boundary);
    let sheet = match file_of(&site, form).await {
        Ok(sheet) => sheet,
        Err(fault) => return Ok(refuse(&site, actor, parts, StatusCode::UNPROCESSABLE_ENTITY, &fault.words()).await),
    };
    let workbook_preview = respond::preview_workbook(&site.store, &actor, &key, &sheet, site.now())
        .await
        .map_err(|error| RequestFailure::new(error, &actor))?;
    let changes: Vec<&Change> = workbook_preview.changes.iter().map(|planned| &planned.change).collect();
    if serde_json::to_string(&changes).map_or(true, |json| json.len() > CHANGES) {
        let words = "Filen innehåller mer text än som går att läsa in på en gång. Korta de längsta texterna, eller skriv in dem på avsnittens sidor, och läs in filen igen.";
        return Ok(refuse(&site, actor, parts, StatusCode::UNPROCESSABLE_ENTITY, words).await);
    }
    let faults = workbook_preview.faults.len();
    let rejected = (faults > 0).then(|| Rejected { status: StatusCode::UNPROCESSABLE_ENTITY, ..Rejected::default() });
    let visit = Visit { workbook_preview: Some(Arc::new(workbook_preview)), ..site.visit(actor, rejected) };
    Ok(pages::render(visit, parts).await)
}

fn boundary(parts: &Parts) -> Option<String> {
    multer::parse_boundary(parts.headers.get(CONTENT_TYPE)?.to_str().ok()?).ok()
}

/// The workbook that a form holds.
async fn file_of(site: &Site, mut form: Multipart<'_>) -> Result<FilledWorkbook, WorkbookFileError> {
    while let Some(field) = form.next_field().await.map_err(|_| WorkbookFileError::None)? {
        if field.name() != Some(FILE) {
            continue;
        }
        let bytes = field.bytes().await.map_err(|_| WorkbookFileError::None)?;
        if bytes.len() > LARGEST {
            return Err(WorkbookFileError::TooLarge);
        }
        let stopping = site.stopping.clone();
        let read = site.workbook_reads.run(move || {
            let begun = Instant::now();
            read::read(&bytes, || {
                if stopping.has_begun() {
                    Err(WorkbookFileError::Stopped)
                } else if begun.elapsed() > read::LONGEST {
                    Err(WorkbookFileError::TooMuch)
                } else {
                    Ok(())
                }
            })
        });
        // What makes the reader panic is no workbook either.
        return read.await.unwrap_or(Err(WorkbookFileError::NoWorkbook));
    }
    Err(WorkbookFileError::None)
}

/// `POST …/fil/las-in`: saves what the preview showed, all of it or nothing. The rows that it showed as wrong are none of it.
async fn save(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    mut posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let here = format!("/svara/{}/{}/{}", key.survey, key.year, key.organisation);
    let changes: Vec<Change> = serde_json::from_str(posted.text("andringar")).unwrap_or_default();
    let save_id = posted.text("nyckel").to_owned();
    if changes.is_empty() || save_id.is_empty() {
        posted.lead_to(&format!("{here}/fil"));
        respond::workbook_head(&site.store, &actor, &key, site.now())
            .await
            .map_err(|error| RequestFailure::new(error, &actor))?;
        let words = "Ingenting är sparat. Läs in filen igen.";
        return Ok(refuse(&site, actor, posted.parts, StatusCode::UNPROCESSABLE_ENTITY, words).await);
    }
    let save = Save { key, save_id, changes };
    let saved = respond::save_whole(&site.store, &actor, save, site.now())
        .await
        .map_err(|error| RequestFailure::new(error, &actor))?;
    let conflicts = saved.fields.iter().filter(|saved| matches!(saved, FieldSaved::Conflict { .. })).count();
    if conflicts > 0 {
        posted.lead_to(&format!("{here}/fil"));
        let words = "Någon har ändrat ett svar sedan du läste in filen. Ingenting är sparat. Läs in filen igen, så får du se vilket.";
        return Ok(refuse(&site, actor, posted.parts, StatusCode::CONFLICT, words).await);
    }
    site.metrics.save();
    let left = rows(posted.text("kvar"));
    let next = if left.is_empty() { format!("{here}?klart=inlast") } else { format!("{here}/fil?kvar={left}") };
    Ok(Redirect::to(&next).into_response())
}

/// The numbers of the rows that were left, as they stand in an address.
fn rows(text: &str) -> String {
    const MOST: usize = 200;
    let rows = text.split(',').filter_map(|row| row.parse::<u32>().ok()).take(MOST);
    rows.map(|row| row.to_string()).collect::<Vec<_>>().join(",")
}

/// The page once more, with what is wrong with the file.
async fn refuse(site: &Site, actor: Actor, parts: Parts, status: StatusCode, words: &str) -> Response {
    let rejected = Rejected { faults: vec![(FILE.to_owned(), words.to_owned())], status, ..Rejected::default() };
    pages::show(site, actor, Some(rejected), parts).await
}
