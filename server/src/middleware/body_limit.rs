//! How much may be posted. Forms are small; what is larger is read to its end and refused with a page, because a
//! browser shows no answer that comes while it is still sending.

use crate::workbook::read::LARGEST;
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use http::{
    StatusCode,
    header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE},
};

/// The largest form.
pub const LIMIT: usize = 1024 * 1024;
/// The largest form that brings a file, with what stands around the file.
const LIMIT_OF_FILES: usize = LARGEST + LIMIT;
/// Beyond this the connection is closed in the middle.
const DRAINED: usize = 64 * 1024 * 1024;

/// Hands the handlers only bodies within the limit, whole.
pub async fn body_limit(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let announced = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > DRAINED) {
        return too_large();
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let limit = if kind.starts_with("multipart/form-data") { LIMIT_OF_FILES } else { LIMIT };
    let mut kept = Vec::with_capacity(announced.unwrap_or(0).min(limit));
    let mut seen = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        // The caller went away.
        let Ok(chunk) = chunk else { return StatusCode::BAD_REQUEST.into_response() };
        seen += chunk.len();
        if seen > DRAINED {
            return too_large();
        }
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        }
    }
    if seen > limit {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(kept))).await
}

fn too_large() -> Response {
    (StatusCode::PAYLOAD_TOO_LARGE, [(CONNECTION, "close")]).into_response()
}
