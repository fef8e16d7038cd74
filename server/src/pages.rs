//! Pages are rendered by `app`; here a request is handed over to it.

use crate::{
    middleware::security_headers::{OWN_PROGRAM, OWN_SCRIPT},
    session::CurrentActor,
    site::Site,
};
use app::visit::{OwnSession, Rejected, Visit};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use collection::Actor;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, VARY},
    request::Parts,
};

/// What an island begins with in a page.
const ISLAND: &str = "<leptos-island";
/// What a script that is loaded begins with in a page.
const SCRIPT: &str = "<script type=\"module\"";

/// `GET` of any page.
pub async fn page(State(site): State<Site>, CurrentActor(actor): CurrentActor, request: Request) -> Response {
    show(&site, actor, None, request.into_parts().0).await
}

/// The page that the request names; with `rejected`, once more with what was typed and why it could not be carried out.
pub async fn show(site: &Site, actor: Actor, rejected: Option<Rejected>, parts: Parts) -> Response {
    render(site.visit(actor, rejected), parts).await
}

/// What may be kept of a page. What one person sees is kept neither by a proxy nor for the next person at this computer;
/// what everybody sees is asked for again each time. A link that signs somebody in is nobody else's.
fn cache_control(actor: &Actor, status: StatusCode, path: &str) -> &'static str {
    let is_public = matches!(actor, Actor::Anonymous) && status == StatusCode::OK;
    if is_public && !path.starts_with("/logga-in") && path != "/demo" { "public, no-cache" } else { "no-store" }
}

/// The page that the request names, for this visit.
pub async fn render(visit: Visit, parts: Parts) -> Response {
    let visit = Visit { session: parts.extensions.get::<OwnSession>().cloned(), ..visit };
    let (actor, path) = (visit.actor.clone(), parts.uri.path().to_owned());
    let response = app::render::render(visit, Request::from_parts(parts, Body::empty())).await;
    let (mut parts, body) = response.into_parts();
    // A page is rendered whole before it is sent.
    let Ok(html) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let holds = |what: &str| std::str::from_utf8(&html).is_ok_and(|html| html.contains(what));
    if holds(ISLAND) {
        parts.headers.insert(CONTENT_SECURITY_POLICY, OWN_PROGRAM);
    } else if holds(SCRIPT) {
        parts.headers.insert(CONTENT_SECURITY_POLICY, OWN_SCRIPT);
    }
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache_control(&actor, parts.status, &path)));
    // Who is signed in sees another page at the same address.
    parts.headers.append(VARY, HeaderValue::from_static("cookie"));
    Response::from_parts(parts, Body::from(html))
}
