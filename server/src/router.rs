//! Which address is answered by what.

use crate::{
    assets,
    error_page::{cross_site, error_page},
    handlers::{
        assignments, correction, downloads, follow_up, health, invitation, papers, queries, questionnaires, respond,
        sessions, sign_in, sign_off, workbook,
    },
    middleware::{
        body_limit::body_limit,
        error_pages::error_pages,
        observe::observe,
        revalidation::revalidation,
        security_headers::{Secure, security_headers},
    },
    pages, robots, session,
    site::Site,
};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use http::StatusCode;
use std::{any::Any, time::Duration};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, SetRequestIdLayer},
    timeout::TimeoutLayer,
};

/// No page takes this long; a download takes as long as its reader needs.
const PAGE_TIMEOUT: Duration = Duration::from_secs(30);

/// How hard pages are compressed: a tenth smaller by brotli and a fifth by gzip than at the fastest level, for about
/// twice its time. Above this each step costs more than it saves.
const PAGES: CompressionLevel = CompressionLevel::Precise(3);

/// The whole site.
pub fn router(site: Site) -> Router {
    layered(routes(), site)
}

/// What happens to every request, the outermost last.
fn layered(routes: Router<Site>, site: Site) -> Router {
    let sessions_layer = session::sessions(&site.store, &site.public_url);
    let secure = Secure(site.public_url.is_secure());
    routes
        .layer(sessions_layer)
        .layer(from_fn(body_limit))
        .layer(CsrfLayer::new().with_rejection_response(|_| cross_site()))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PAGE_TIMEOUT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(error_pages))
        .layer(from_fn(revalidation))
        .layer(CompressionLayer::new().quality(PAGES))
        .layer(from_fn_with_state(secure, security_headers))
        .layer(from_fn_with_state(site.clone(), observe))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(site)
}

/// Pages are found by the pages' own router; what stands here is what is posted, loaded and downloaded.
fn routes() -> Router<Site> {
    Router::new()
        .route("/logga-in", get(sign_in::sign_in_page).post(sign_in::request_link))
        .route("/logga-in/{token}", get(sign_in::link_page).post(sign_in::use_link))
        .route("/logga-ut", post(sign_in::sign_out))
        .route("/demo", get(pages::page).post(sign_in::pick_person))
        .merge(respond::routes())
        .merge(assignments::routes())
        .merge(invitation::routes())
        .merge(sign_off::routes())
        .merge(follow_up::routes())
        .merge(queries::routes())
        .merge(correction::routes())
        .merge(downloads::routes())
        .merge(papers::routes())
        .merge(workbook::routes())
        .merge(sessions::routes())
        .route("/formular/{file}", get(questionnaires::questionnaire))
        .route("/assets/{name}", get(assets::asset))
        .merge(robots::routes())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(get(pages::page).fallback(method_not_allowed))
        .method_not_allowed_fallback(method_not_allowed)
}

async fn method_not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> axum::response::Response {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without words");
    tracing::error!(words, "a handler panicked");
    error_page(StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::PublicUrl, mail::Mailer};
    use axum::body::{Body, to_bytes};
    use collection::Store;
    use http::Request;
    use tower::ServiceExt;

    async fn answer(routes: Router<Site>, prepare: impl FnOnce()) -> (StatusCode, String) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("empty.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let site = Site::new(store, PublicUrl::default(), Mailer::Log).await.unwrap();
        let router = layered(routes, site);
        prepare();
        let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert!(response.headers().contains_key("content-security-policy"));
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_a_page_and_tells_nothing() {
        async fn handler() -> StatusCode {
            panic!("the secret")
        }
        let routes = Router::new().route("/", get(handler));
        let (status, page) = answer(routes, || {}).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.contains("Något gick fel hos oss") && !page.contains("secret"), "{page}");
    }

    #[tokio::test]
    async fn a_page_that_never_comes_is_given_up() {
        let routes = Router::new().route("/", get(std::future::pending::<StatusCode>));
        let (status, page) = answer(routes, tokio::time::pause).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("Det tog för lång tid"), "{page}");
    }
}
