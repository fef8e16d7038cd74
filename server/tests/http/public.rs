//! What everybody may see: kept and asked for again, found by search engines, and told apart by its title.

use crate::support::{TestResponse, TestSite};
use axum::body::Body;
use http::{Request, StatusCode};
use lagesbild::mail::Mailer;
use std::collections::BTreeMap;

async fn again(site: &TestSite, path: &str, tag: &str) -> TestResponse {
    let request = Request::builder().uri(path).header("if-none-match", tag).body(Body::empty()).unwrap();
    site.send(request).await
}

#[tokio::test]
async fn what_is_public_is_sent_again_only_when_it_has_changed() {
    let site = TestSite::demo().await;
    for path in
        ["/resultat", "/resultat/F06", "/resultat/lista.csv", "/resultat/indikatorer.csv", "/assets/lagesbild.svg"]
    {
        let first = site.get(path, None).await;
        assert_eq!(first.status, StatusCode::OK, "{path}");
        assert!(first.header("cache-control").starts_with("public"), "{path}: {}", first.header("cache-control"));
        let tag = first.header("etag");
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let second = again(&site, path, tag).await;
        assert_eq!((second.status, second.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(second.header("etag"), tag, "{path}");
        assert_eq!(again(&site, path, "W/\"other\"").await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn what_one_person_sees_is_neither_kept_nor_named() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    for path in ["/resultat", "/resultat/F06", "/resultat/indikatorer.csv", "/undersokningar"] {
        let answer = site.get(path, Some(&owner)).await;
        assert_eq!((answer.header("cache-control"), answer.header("etag")), ("no-store", ""), "{path}");
    }
    for path in ["/logga-in", "/logga-in/abc", "/demo", "/finns-inte"] {
        assert_eq!(site.get(path, None).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn search_engines_find_what_is_public_and_nothing_of_a_demo() {
    let site = TestSite::with(false, "https://lagesbild.example", Mailer::Log).await;
    let robots = site.get("/robots.txt", None).await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(robots.text().contains("Sitemap: https://lagesbild.example/sitemap.xml\n"), "{}", robots.text());
    assert!(robots.text().contains("Disallow: /svara\n"), "{}", robots.text());
    let sitemap = site.get("/sitemap.xml", None).await;
    assert!(sitemap.text().contains("<loc>https://lagesbild.example/resultat/F06</loc>"), "{}", sitemap.text());
    assert_eq!(site.get("/favicon.ico", None).await.header("content-type"), "image/svg+xml");
    let demo = TestSite::demo().await;
    assert_eq!(demo.get("/robots.txt", None).await.text(), "User-agent: *\nDisallow: /\n");
}

/// What stands between two texts in a page.
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    html.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(inside, _)| inside)
}

#[tokio::test]
async fn every_page_has_a_title_of_its_own_and_no_marks_that_are_no_html() {
    let site = TestSite::demo().await;
    let year = site.now().year();
    let (now, before) =
        (format!("/svara/kommun-ehalsa/{year}/0180"), format!("/svara/kommun-ehalsa/{}/0180", year - 1));
    let (round, last) =
        (format!("/undersokningar/kommun-ehalsa/{year}"), format!("/undersokningar/kommun-ehalsa/{}", year - 1));
    let pages = [
        (
            None,
            vec!["/", "/resultat", "/resultat/F06", "/resultat/F40", "/logga-in", "/demo", "/oppna-data", "/kontakt"]
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        ),
        (
            Some(site.sign_in("samordnare.0180").await),
            ["", "/avsnitt/styrning", "/avsnitt/e_tjanster", "/granska", "/kollegor", "/fil", "/avboj"]
                .iter()
                .map(|part| format!("{now}{part}"))
                .chain([before])
                .collect(),
        ),
        (
            Some(site.sign_in("agare").await),
            ["", "/fragor", "/svar/0180", "/underskrift"]
                .iter()
                .map(|part| format!("{round}{part}"))
                .chain(["".to_owned(), "/fragor".to_owned()].map(|part| format!("{last}{part}")))
                .collect(),
        ),
    ];
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for (cookie, paths) in pages {
        for path in paths {
            let page = site.get(&path, cookie.as_deref()).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let html = page.text();
            assert!(!html.contains("<!>"), "{path}");
            let title = between(html, "<title>", "</title>").to_owned();
            assert!(!title.is_empty(), "{path}");
            if let Some(other) = titles.insert(title.clone(), path.clone()) {
                panic!("{path} and {other} are both called {title}");
            }
            for id in html.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                for one in id.split(' ') {
                    assert!(html.contains(&format!("id=\"{one}\"")), "{path}: aria-labelledby=\"{id}\" points nowhere");
                }
            }
        }
    }
}

#[tokio::test]
async fn public_pages_say_what_they_are_about() {
    let site = TestSite::demo().await;
    for path in ["/", "/resultat", "/resultat/F06", "/oppna-data"] {
        let page = site.get(path, None).await;
        let html = page.text();
        assert_eq!(html.matches("<meta name=\"description\"").count(), 1, "{path}");
        assert!(between(html, "<meta name=\"description\" content=\"", "\"").len() > 40, "{path}");
    }
}
