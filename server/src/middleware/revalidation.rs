//! What is public and may change is asked for again, and sent again only when it has changed.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use std::hash::{DefaultHasher, Hasher};

/// Names the content of every public answer that is not kept for good, and answers 304 to those that have it already.
pub async fn revalidation(request: Request, next: Next) -> Response {
    let is_get = request.method() == Method::GET;
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_get || response.status() != StatusCode::OK || !may_change(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(content) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // Weak: the same content may be sent compressed in several ways.
    let mut hasher = DefaultHasher::new();
    hasher.write(&content);
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let is_known = known.as_ref().and_then(|known| known.to_str().ok()).is_some_and(|known| names(known, &tag));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(ETAG, tag);
    }
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(CONTENT_LENGTH);
        parts.headers.remove(CONTENT_TYPE);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(content))
}

fn may_change(headers: &HeaderMap) -> bool {
    let cache = headers.get(CACHE_CONTROL).and_then(|cache| cache.to_str().ok()).unwrap_or_default();
    cache.starts_with("public") && !cache.contains("immutable")
}

/// Returns whether a list of tags names this one, strongly or weakly.
fn names(list: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    list.trim() == "*" || list.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_a_tag_however_strongly() {
        for (list, is_named) in
            [("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"ab\"", false), ("", false), ("a", false)]
        {
            assert_eq!(names(list, "W/\"a\""), is_named, "{list}");
        }
    }
}
