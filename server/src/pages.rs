//! Pages are rendered by `app`; here a request is handed over to it.

use crate::{middleware::security_headers::OWN_SCRIPT, session::Who, site::Site};
use app::visit::{OwnSession, Rejected, Visit};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use collection::Actor;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY},
    request::Parts,
};

/// What an island begins with in a page.
const ISLAND: &str = "<leptos-island";

/// `GET` of any page.
pub async fn page(State(site): State<Site>, Who(actor): Who, request: Request) -> Response {
    show(&site, actor, None, request.into_parts().0).await
}

/// The page that the request names; with `rejected`, once more with what was typed and why it could not be carried out.
pub async fn show(site: &Site, actor: Actor, rejected: Option<Rejected>, parts: Parts) -> Response {
    render(site.visit(actor, rejected), parts).await
}

/// The page that the request names, for this visit.
pub async fn render(visit: Visit, parts: Parts) -> Response {
    let visit = Visit { session: parts.extensions.get::<OwnSession>().cloned(), ..visit };
    let response = app::render::render(visit, Request::from_parts(parts, Body::empty())).await;
    let (mut parts, body) = response.into_parts();
    // A page is rendered whole before it is sent.
    let Ok(html) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if std::str::from_utf8(&html).is_ok_and(|html| html.contains(ISLAND)) {
        parts.headers.insert(CONTENT_SECURITY_POLICY, OWN_SCRIPT);
    }
    // What one person sees is kept neither by a proxy nor for the next person at this computer.
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(html))
}
