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
                let html = without_markers(&app.to_html_stream_in_order().collect::<String>().await);
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

/// What Leptos puts where a view begins and ends, for a browser that would draw it again. No browser does: the islands draw
/// nothing. It is no HTML, and nothing else is written so, for what people write is escaped.
const MARKER: &str = "<!>";

fn without_markers(html: &str) -> String {
    html.replace(MARKER, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_go_and_what_people_write_stays() {
        let view = view! { <p title="<!>">{"ett <!> tecken"}{Some("till")}</p> };
        let html = without_markers(&view.to_html());
        assert!(!html.contains(MARKER) && html.contains("ett &lt;!&gt; tecken"), "{html}");
        assert!(html.contains("title=\"&lt;!&gt;\""), "{html}");
    }
}
