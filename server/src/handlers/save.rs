//! `POST …/spara`: what the island of a section's page saves while somebody types.

use super::{failure::Failure, key::Respond};
use crate::{session::Who, site::Site};
use app::wire::{ChangeRequest, FieldReply, SaveReply, SaveRequest, Theirs};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use collection::respond::{self, Change, FieldSaved, Save};
use http::StatusCode;
use survey::format;

/// Saves, and answers for each field. What is refused is answered with a status alone.
pub async fn save(
    State(site): State<Site>,
    Who(actor): Who,
    Respond(key): Respond,
    request: Result<Json<SaveRequest>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let SaveRequest { save_id, changes } = match request {
        Ok(Json(request)) => request,
        Err(rejection) => return refused(rejection.status()),
    };
    let save = Save { key, save_id, changes: changes.into_iter().map(change).collect() };
    match respond::save(&site.store, &actor, save, site.now()).await {
        Ok(saved) => {
            site.figures.save();
            let saved_at = format::time(saved.saved_at);
            Json(SaveReply { saved_at, fields: saved.fields.into_iter().map(reply).collect() }).into_response()
        }
        Err(error) => refused(Failure::new(error, &actor).status()),
    }
}

/// JSON, so that no page is put in its place.
fn refused(status: StatusCode) -> Response {
    (status, Json(serde_json::Value::Null)).into_response()
}

fn change(request: ChangeRequest) -> Change {
    let text = |text: Option<String>| text.map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
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
