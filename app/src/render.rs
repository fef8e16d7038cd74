//! From a request to a whole page.

use crate::{shell::Shell, visit::Visit};
use any_spawner::Executor;
use axum::{body::Body, extract::Request, response::Response};
use futures::{StreamExt, stream};
use leptos::prelude::*;

/// Answers `request` with the page that its address names, whole: nothing is streamed out of order and no inline
/// script is sent, so that the page is complete without JavaScript and a strict Content-Security-Policy holds.
pub async fn render(visit: Visit, request: Request) -> Response<Body> {
    // Leptos spawns what it renders. It refuses a second executor, which is as it should be.
    let _ = Executor::init_tokio();
    let rejected = visit.rejected.as_ref().map(|rejected| rejected.status);
    let mut response = leptos_axum::handle_response_inner(
        {
            let visit = visit.clone();
            move || provide_context(visit.clone())
        },
        move || view! { <Shell visit=visit.clone()/> },
        request,
        |app, _scripts, _| {
            Box::pin(async move {
                let html = app.to_html_stream_in_order().collect::<String>().await;
                Box::pin(stream::once(async move { html })) as _
            })
        },
    )
    .await;
    if let Some(status) = rejected
        && response.status().is_success()
    {
        *response.status_mut() = status;
    }
    response
}
