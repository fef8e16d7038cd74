//! The files that pages load.

use crate::support::TestSite;
use axum::body::Body;
use http::{Request, StatusCode};

/// The address behind `href="` or `src="` in a page, with this beginning.
fn address<'a>(html: &'a str, start: &str) -> &'a str {
    let at = html.find(start).unwrap_or_else(|| panic!("{start} in {html}"));
    html[at..].split('"').next().unwrap()
}

#[tokio::test]
async fn the_pages_files_are_there_and_kept_for_good() {
    let site = TestSite::demo().await;
    let page = site.get("/", None).await;
    let css = address(page.text(), "/assets/style-");
    let plain = site.get(css, None).await;
    assert_eq!(plain.status, StatusCode::OK);
    assert_eq!(plain.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("content-encoding"), "");
    assert!(plain.text().contains("--ink"), "the tokens are in it");

    let request = Request::builder().uri(css).header("accept-encoding", "gzip, br").body(Body::empty()).unwrap();
    let packed = site.send(request).await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.header("vary").to_lowercase().contains("accept-encoding"));
    assert!(packed.body.len() < plain.body.len() / 2);

    let request = Request::builder().uri(css).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let zipped = site.send(request).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert!(zipped.body.starts_with(&[0x1f, 0x8b]) && zipped.body.len() < plain.body.len() / 2);
}

#[tokio::test]
async fn the_icon_may_change() {
    let site = TestSite::demo().await;
    let icon = site.get("/assets/lagesbild.svg", None).await;
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    assert_eq!(icon.header("cache-control"), "public, max-age=86400");
}

#[tokio::test]
async fn an_old_name_is_not_there() {
    let site = TestSite::demo().await;
    for path in ["/assets/style-000000000000.css", "/assets/", "/assets/..%2f..%2fetc%2fpasswd"] {
        assert_eq!(site.get(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_section_names_its_questionnaire_which_never_changes() {
    let site = TestSite::demo().await;
    let person = site.sign_in("samordnare.0180").await;
    let year = site.now().year();
    let page = site.get(&format!("/svara/kommun-ehalsa/{year}/0180/avsnitt/styrning"), Some(&person)).await;
    let path = address(page.text(), "/formular/");
    let questionnaire = site.get(path, None).await;
    assert_eq!(questionnaire.status, StatusCode::OK);
    assert_eq!(questionnaire.header("content-type"), "application/json");
    assert_eq!(questionnaire.header("cache-control"), "public, max-age=31536000, immutable");
    let json: serde_json::Value = serde_json::from_slice(&questionnaire.body).unwrap();
    assert_eq!(json["survey"], "kommun-ehalsa");
    // What another version of the program would send is not there under this one's name, nor the other way round.
    let (id, _) = path.split_once('-').unwrap();
    for other in [format!("{id}.json"), format!("{id}-000000000000.json")] {
        assert_eq!(site.get(&other, None).await.status, StatusCode::NOT_FOUND, "{other}");
    }
    for coding in ["br", "br", "gzip", "gzip"] {
        let request = Request::builder().uri(path).header("accept-encoding", coding).body(Body::empty()).unwrap();
        let packed = site.send(request).await;
        assert_eq!((packed.status, packed.header("content-encoding")), (StatusCode::OK, coding));
        assert!(packed.body.len() < questionnaire.body.len() / 4);
    }
}
