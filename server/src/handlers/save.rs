//! `POST …/spara`: what the island of a section's page saves while somebody types.

use super::{failure::RequestFailure, key::ResponsePath};
use crate::{session::CurrentActor, site::Site};
use app::wire::{ChangeRequest, FieldReply, SaveReply, SaveRequest, Theirs};
use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    response::{IntoResponse, Response},
};
use collection::{
    Actor, Error,
    respond::{self, Change, FieldSaved, Save},
};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::error::Category;
use survey::format;

/// Saves, and answers for each field. What is refused is answered with a status alone.
pub async fn save(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let SaveRequest { save_id, changes } =
        match body.map_err(|rejection| rejection.status()).and_then(|body| read(&headers, &body)) {
            Ok(request) => request,
            Err(status) => return refused(status),
        };
    let save = Save { key, save_id, changes: changes.into_iter().map(change).collect() };
    match respond::save(&site.store, &actor, save, site.now()).await {
        Ok(saved) => {
            site.metrics.save();
            let saved_at = format::time(saved.saved_at);
            Json(SaveReply { saved_at, fields: saved.fields.into_iter().map(reply).collect() }).into_response()
        }
        // Whoever is signed out keeps everything and signs in again; whoever is signed in and may not change something any
        // more is told so where it was typed.
        Err(Error::Forbidden) if matches!(actor, Actor::Anonymous) => refused(StatusCode::UNAUTHORIZED),
        Err(error) => refused(RequestFailure::new(error, &actor).status()),
    }
}

/// Reads as axum's `Json` does, except that it does not note where in the text every value stands: for a whole response
/// that costs as much as reading it.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<SaveRequest, StatusCode> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (content_type, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !content_type.trim().eq_ignore_ascii_case("application/json") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => StatusCode::UNPROCESSABLE_ENTITY,
        Category::Syntax | Category::Eof | Category::Io => StatusCode::BAD_REQUEST,
    })
}

/// JSON, so that no page is put in its place.
fn refused(status: StatusCode) -> Response {
    (status, Json(serde_json::Value::Null)).into_response()
}

fn change(request: ChangeRequest) -> Change {
    let text = |text: Option<String>| text.map(|text| Some(text).filter(|text| !text.is_empty()));
    Change {
        field: request.field,
        entry: request.entry,
        comment: text(request.comment),
        explanation: text(request.explanation),
        base_version: request.base_version,
    }
}

fn reply(saved: FieldSaved) -> FieldReply {
    match saved {
        FieldSaved::Version { field, version } => FieldReply::Saved { field, version },
        FieldSaved::Unchanged { field, .. } => FieldReply::Unchanged { field },
        FieldSaved::TooLong { field, .. } => FieldReply::TooLong { field },
        FieldSaved::Conflict { field, version, theirs, their_comment, their_explanation, by, at, .. } => {
            FieldReply::Conflict(Theirs {
                field,
                version,
                entry: theirs,
                comment: their_comment.unwrap_or_default(),
                explanation: their_explanation.unwrap_or_default(),
                by,
                at: format::time(at),
            })
        }
    }
}
