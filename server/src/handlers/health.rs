//! For those who run the service.

use crate::site::Site;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use collection::Error;
use http::{StatusCode, header::CONTENT_TYPE};
use std::time::Duration;
use tokio::time::timeout;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /healthz`: the program runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers, is still in its file, and has this version's schema.
pub async fn ready(State(site): State<Site>) -> Response {
    answer(site.store.is_ready()).await
}

/// Says whether it is ready, soon: whoever asks gives up and asks again.
async fn answer(ready: impl Future<Output = Result<(), Error>>) -> Response {
    match timeout(PATIENCE, ready).await {
        Ok(Ok(())) => return "ready\n".into_response(),
        Ok(Err(error)) => tracing::error!(%error, "not ready"),
        Err(_) => tracing::error!("not ready: the database does not answer"),
    }
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// `GET /metrics`: figures as Prometheus reads them.
pub async fn metrics(State(site): State<Site>) -> Response {
    match site.figures.text() {
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
        assert_eq!(begun.elapsed(), PATIENCE);
    }
}
