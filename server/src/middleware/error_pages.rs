//! Statuses without a page get one.

use crate::error_page::error_page;
use axum::{extract::Request, middleware::Next, response::Response};
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};

/// Puts a page in Swedish in the place of an error that is empty or plain text. Pages and JSON stay as they are.
pub async fn error_pages(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let plain = response
        .headers()
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    if !plain {
        return response;
    }
    let mut page = error_page(status);
    for kept in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers().get(&kept) {
            page.headers_mut().insert(kept, value.clone());
        }
    }
    page
}
