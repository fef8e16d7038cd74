//! What search engines ask for: where they may go, which pages there are, and the icon by its old name.

use crate::{assets, site::Site};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use collection::results::indicator_list;
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

/// May be kept for a day, as the icon is.
const FOR_A_DAY: &str = "public, max-age=86400";

/// The pages that are public, beside those of the indicators.
const PUBLIC: [&str; 6] = ["/", "/resultat", "/oppna-data", "/tillganglighet", "/personuppgifter", "/kontakt"];

/// The addresses.
pub fn routes() -> Router<Site> {
    Router::new().route("/robots.txt", get(robots)).route("/sitemap.xml", get(sitemap)).route("/favicon.ico", get(icon))
}

/// `GET /robots.txt`. What a demo shows is invented, so nothing of it belongs in a search engine.
async fn robots(State(site): State<Site>) -> Response {
    let text = if site.demo {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        let sitemap = site.public_url.of("/sitemap.xml");
        format!("User-agent: *\nDisallow: /svara\nDisallow: /undersokningar\nDisallow: /logga-in\nSitemap: {sitemap}\n")
    };
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, FOR_A_DAY)], text).into_response()
}

/// `GET /sitemap.xml`: every public page.
async fn sitemap(State(site): State<Site>) -> Response {
    let list = match indicator_list(&site.store).await {
        Ok(list) => list,
        Err(error) => {
            tracing::error!(%error, "the indicators could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let indicators = list.file.indicators.iter().map(|one| format!("/resultat/{}", one.indicator));
    let paths = PUBLIC.iter().map(|path| (*path).to_owned()).chain(indicators);
    // Neither the public address nor a key of an indicator has anything to escape.
    let urls: String = paths.map(|path| format!("<url><loc>{}</loc></url>\n", site.public_url.of(&path))).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{urls}</urlset>\n"
    );
    ([(CONTENT_TYPE, "application/xml; charset=utf-8"), (CACHE_CONTROL, FOR_A_DAY)], text).into_response()
}

/// `GET /favicon.ico`: what is asked for whatever the pages say.
async fn icon(headers: HeaderMap) -> Response {
    assets::asset(Path("lagesbild.svg".to_owned()), headers).await
}
