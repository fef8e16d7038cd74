//! What every response carries.

use crate::support::{METRICS_TOKEN, TestResponse, TestSite};
use http::StatusCode;
use lagesbild::mail::Mailer;
use time::OffsetDateTime;

fn check(path: &str, answer: &TestResponse) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains('*'), "{path}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{path}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    let permissions = answer.header("permissions-policy");
    for unused in ["camera=()", "geolocation=()", "microphone=()"] {
        assert!(permissions.contains(unused), "{path}: {permissions}");
    }
    if answer.header("content-type").starts_with("text/html") {
        let html = answer.text();
        let island = html.contains("<leptos-island");
        let asks = path.starts_with("/svara") && html.contains("action=\"/logga-ut\"");
        assert!(asks || !island, "{path}: a page that is worked in asks before signing out");
        assert_eq!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"), island, "{path}: {policy}");
        assert_eq!(policy.contains("script-src 'self';"), asks && !island, "{path}: {policy}");
        let scripts = html.matches("<script").count() - html.matches("<script type=\"application/json\"").count();
        let why = "one script wakes an island, and one asks about what the browser keeps; no other is loaded";
        assert_eq!(scripts, usize::from(island) + usize::from(asks), "{path}: {why}");
        assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "{path}: what the policy blocks");
        assert!(html.contains("lang=\"sv\""), "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let site = TestSite::demo().await;
    let year = OffsetDateTime::now_utc().year();
    let response = format!("/svara/kommun-ehalsa/{year}/0180");
    let round = format!("/undersokningar/kommun-ehalsa/{year}");
    let person = site.sign_in("samordnare.0180").await;
    let owner = site.sign_in("agare").await;
    let paths = [
        ("/", None),
        ("/logga-in", None),
        ("/logga-in/abc", None),
        ("/demo", None),
        ("/svara", None),
        ("/undersokningar", None),
        ("/resultat", None),
        ("/finns-inte", None),
        ("/assets/finns-inte.js", None),
        ("/assets/lagesbild.svg", None),
        ("/formular/finns-inte.json", None),
        ("/healthz", None),
        ("/readyz", None),
        ("/metrics", None),
        ("/svara", Some(&person)),
        (response.as_str(), Some(&person)),
        (&format!("{response}/avsnitt/styrning"), Some(&person)),
        (&format!("{response}/granska"), Some(&person)),
        (&format!("{response}/svar.csv"), Some(&person)),
        (&format!("{round}/filer/svar.csv"), Some(&person)),
        ("/undersokningar", Some(&owner)),
        (round.as_str(), Some(&owner)),
        (&format!("{round}/filer/svar.csv"), Some(&owner)),
        (&format!("{round}/filer/finns-inte.csv"), Some(&owner)),
    ];
    for (path, cookie) in paths {
        check(path, &site.get(path, cookie.map(String::as_str)).await);
    }
    check("POST /logga-ut", &site.post("/logga-ut", None, &[]).await);
    check("POST /resultat", &site.post("/resultat", None, &[]).await);
}

#[tokio::test]
async fn only_https_is_insisted_on_over_https() {
    let https = TestSite::with(true, "https://lagesbild.example", Mailer::Log).await;
    assert_eq!(
        https.get("/healthz", None).await.header("strict-transport-security"),
        "max-age=31536000; includeSubDomains"
    );
    let http = TestSite::demo().await;
    assert_eq!(http.get("/healthz", None).await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn what_a_person_sees_is_not_kept_anywhere() {
    let site = TestSite::demo().await;
    let person = site.sign_in("samordnare.0180").await;
    assert_eq!(site.get("/svara", Some(&person)).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn those_who_run_it_are_answered() {
    let site = TestSite::demo().await;
    assert_eq!(site.get("/healthz", None).await.text(), "ok\n");
    assert_eq!(site.get("/readyz", None).await.text(), "ready\n");
    let metrics = site.get("/metrics", None).await;
    assert!(metrics.text().contains("lagesbild_requests_total{method=\"GET\",status=\"200\"} 2"), "{}", metrics.text());
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_the_token() {
    let site = TestSite::demo().await;
    let ask = async |headers: &[(&str, &str)], from: [u8; 4]| {
        let mut request = http::Request::get("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        site.send_from(from, request.body(axum::body::Body::empty()).unwrap()).await.status
    };
    let (near, far) = ([127, 0, 0, 1], [192, 0, 2, 7]);
    assert_eq!(ask(&[], near).await, StatusCode::OK);
    assert_eq!(ask(&[], far).await, StatusCode::FORBIDDEN);
    for proxied in [("x-forwarded-for", "127.0.0.1"), ("forwarded", "for=127.0.0.1")] {
        assert_eq!(ask(&[proxied], near).await, StatusCode::FORBIDDEN, "{proxied:?}");
    }
    let token = |token: &str| format!("Bearer {token}");
    assert_eq!(ask(&[("authorization", &token(METRICS_TOKEN))], far).await, StatusCode::OK);
    for wrong in ["", "x", &METRICS_TOKEN[1..], "hemligt-hemligt-hemligu"] {
        assert_eq!(ask(&[("authorization", &token(wrong))], far).await, StatusCode::FORBIDDEN, "{wrong}");
    }
}

#[tokio::test]
async fn metrics_need_the_token_where_a_proxy_hides_who_asks() {
    let site = TestSite::with(true, "https://lagesbild.example", Mailer::Log).await;
    assert_eq!(site.get("/metrics", None).await.status, StatusCode::FORBIDDEN);
    let request = http::Request::get("/metrics").header("authorization", format!("Bearer {METRICS_TOKEN}"));
    assert_eq!(site.send(request.body(axum::body::Body::empty()).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_program_whose_database_is_gone_is_not_ready() {
    let site = TestSite::demo().await;
    std::fs::remove_file(site.folder.path().join("lagesbild.db")).unwrap();
    assert_eq!(site.get("/readyz", None).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let not_saved = site.post("/demo", None, &[("epost", "samordnare.0180@lagesbild.example")]).await;
    assert_eq!(not_saved.status, StatusCode::INTERNAL_SERVER_ERROR, "a session that would be gone is none");
    assert_eq!(site.get("/healthz", None).await.status, StatusCode::OK);
}
