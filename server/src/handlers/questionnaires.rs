//! Questionnaires as the browser reads them.

use crate::site::Site;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use collection::{Error, questionnaire_json};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

/// `GET /formular/{hash}.json`: a questionnaire's definition. Its name is the hash of its content, so it never changes.
pub async fn questionnaire(State(site): State<Site>, Path(file): Path<String>) -> Response {
    let Some(id) = file.strip_suffix(".json") else { return StatusCode::NOT_FOUND.into_response() };
    match questionnaire_json(&site.store, id).await {
        Ok(json) => {
            let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, json.to_string()).into_response()
        }
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a questionnaire could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
