//! A line in the log and a count for every request, and what the security log is told of its answer.

use crate::{security_log, sign_in_limit::caller, site::Site};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tower_http::request_id::RequestId;
use tracing::Instrument;

/// Notes method, path, status and time. Never the query or a login link, which are secrets or personal.
pub async fn observe(State(site): State<Site>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path();
    let path = if path.starts_with("/logga-in/") { "/logga-in/…" } else { path }.to_owned();
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    let from = caller(request.headers(), request.extensions(), site.behind_proxy);
    let span = security_log::request(&method, &path, id, from);
    async {
        let response = next.run(request).await;
        let took = started.elapsed();
        let status = response.status();
        site.metrics.request(&method, status, took);
        security_log::answered(&response, &path);
        if status.is_server_error() {
            tracing::error!(status = status.as_u16(), took_ms = took.as_millis(), "answered");
        } else {
            tracing::debug!(status = status.as_u16(), took_ms = took.as_millis(), "answered");
        }
        response
    }
    .instrument(span)
    .await
}
