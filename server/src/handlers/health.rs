//! For those who run the service.

use crate::{sign_in_limit::peer, site::Site};
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use collection::Error;
use http::{
    StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, FORWARDED},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long the database may take to answer.
const DATABASE_TIMEOUT: Duration = Duration::from_secs(2);

/// `GET /healthz`: the program runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers, is still in its file, and has this version's schema.
pub async fn ready(State(site): State<Site>) -> Response {
    answer(site.store.is_ready()).await
}

/// Whether a request comes from this machine, and not through a proxy on it, or brings the token. Behind a proxy that may
/// not say whom it asks for everybody seems to be this machine: then only the token counts.
fn may_read_metrics(request: &Request, site: &Site) -> bool {
    let headers = request.headers();
    let is_forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key(FORWARDED);
    let hides_callers = site.public_url.is_secure() && !site.behind_proxy;
    let is_near = peer(request.extensions()).is_some_and(|address| address.to_canonical().is_loopback());
    let brought = headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let token = site.metrics_token.as_deref();
    is_near && !is_forwarded && !hides_callers
        || token.zip(brought).is_some_and(|(token, brought)| is_same(token.as_bytes(), brought))
}

/// Returns whether two secrets are the same, in a time that does not tell how much of them is.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0_u8, |differs, (one, other)| differs | (one ^ other)) == 0
}

/// Says whether it is ready, soon: whoever asks gives up and asks again.
async fn answer(ready: impl Future<Output = Result<(), Error>>) -> Response {
    match timeout(DATABASE_TIMEOUT, ready).await {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(error)) => tracing::error!(%error, "not ready"),
        Err(_) => tracing::error!("not ready: the database does not answer"),
    }
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// `GET /metrics`: figures as Prometheus reads them, for this machine or whoever has the token.
pub async fn metrics(State(site): State<Site>, request: Request) -> Response {
    if !may_read_metrics(&request, &site) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match site.metrics.text() {
        Ok(text) => {
            ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the figures could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::Instant;

    #[tokio::test(start_paused = true)]
    async fn a_database_that_does_not_answer_is_not_waited_for() {
        let begun = Instant::now();
        let response = answer(std::future::pending()).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(begun.elapsed(), DATABASE_TIMEOUT);
    }
}
