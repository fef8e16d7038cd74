//! What is refused before a handler sees it, always with a page in Swedish.

use crate::support::TestSite;
use collection::mail_quota::{DAILY_MAIL_LIMIT, count_mail};
use http::StatusCode;
use std::net::SocketAddr;
use time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const LARGE: usize = 20 * 1024 * 1024;

/// Sends 20 MB over a connection, then reads the answer to its end.
async fn send_large(site: &TestSite, head: &str, chunked: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = site.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(format!("{head}Host: {address}\r\nConnection: close\r\n").as_bytes()).await.unwrap();
    let piece = vec![b'a'; 1024 * 1024];
    if chunked {
        connection.write_all(b"Transfer-Encoding: chunked\r\n\r\n").await.unwrap();
        for _ in 0..LARGE / piece.len() {
            connection.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await.unwrap();
            connection.write_all(&piece).await.unwrap();
            connection.write_all(b"\r\n").await.unwrap();
        }
        connection.write_all(b"0\r\n\r\n").await.unwrap();
    } else {
        connection.write_all(format!("Content-Length: {LARGE}\r\n\r\n").as_bytes()).await.unwrap();
        for _ in 0..LARGE / piece.len() {
            connection.write_all(&piece).await.unwrap();
        }
    }
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    server.abort();
    answer
}

#[tokio::test]
async fn twenty_megabytes_are_answered_with_a_page() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    let year = site.now().year();
    let head = format!(
        "POST /svara/kommun-ehalsa/{year}/0180/avsnitt/styrning HTTP/1.1\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
    );
    for chunked in [false, true] {
        let answer = send_large(&site, &head, chunked).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("Det du skickade är för stort"), "{answer}");
        assert!(answer.contains("det som var sparat finns kvar"), "{answer}");
    }
}

#[tokio::test]
async fn an_address_that_names_nothing_says_so() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    for path in [
        "/finns-inte",
        "/undersokningar/kommun-ehalsa/1999",
        "/undersokningar/kommun-ehalsa/i-ar/filer/svar.csv",
        "/assets/x.js",
    ] {
        let answer = site.get(path, Some(&owner)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("Sidan finns inte"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_page_that_takes_no_form_says_so() {
    let site = TestSite::demo().await;
    for path in ["/", "/resultat", "/svara", "/healthz", "/finns-inte"] {
        let answer = site.post(path, None, &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(answer.text().contains("Det går inte att skicka något"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    let year = site.now().year();
    let section = format!("/svara/kommun-ehalsa/{year}/0180/avsnitt/styrning");
    let json = site.post_json(&section, Some(&cookie), &serde_json::json!({})).await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(json.text().contains("gick inte att läsa"), "{}", json.text());
    let save = site.post_json(&format!("/svara/kommun-ehalsa/{year}/0180/spara"), Some(&cookie), &"x".into()).await;
    assert_eq!((save.status, save.text()), (StatusCode::UNPROCESSABLE_ENTITY, "null"));
}

#[tokio::test]
async fn one_person_sends_only_so_much_mail() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.2281").await;
    let hub = format!("/svara/kommun-ehalsa/{}/2281", site.now().year());
    let form = [("person", "ny"), ("namn", "Per Ek"), ("epost", "per@s.example"), ("del", "styrning")];
    let assign = async || site.post(&format!("{hub}/kollegor"), Some(&cookie), &form).await;
    for _ in 0..30 {
        assert_eq!(assign().await.status, StatusCode::SEE_OTHER);
    }
    let refused = assign().await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=120).contains(&seconds), "{seconds}");
    assert!(refused.text().contains("många brev på kort tid") && refused.text().contains("Per Ek"));
    let asked = site.post(&format!("{hub}/underskrift/be"), Some(&cookie), &form).await;
    assert_eq!(asked.status, StatusCode::TOO_MANY_REQUESTS);
    assert_ne!(asked.header("retry-after"), "");
}

#[tokio::test]
async fn mail_about_an_organisation_stops_at_the_daily_limit() {
    let site = TestSite::demo().await;
    let coordinator = site.actor("samordnare.2281").await;
    let page = format!("/svara/kommun-ehalsa/{}/2281/kollegor", site.now().year());
    for _ in 0..DAILY_MAIL_LIMIT {
        count_mail(&site.store, &coordinator, "2281", site.now()).await.unwrap();
    }
    let assign = async || {
        let cookie = site.sign_in("samordnare.2281").await;
        let form = [("person", "ny"), ("namn", "Per Ek"), ("epost", "per@s.example"), ("del", "styrning")];
        let done = site.post(&page, Some(&cookie), &form).await;
        site.get(done.location(), Some(&cookie)).await.text().to_owned()
    };
    let page = assign().await;
    assert!(page.contains("Det är lämnat. Men brevet gick inte att skicka"), "{page}");
    site.wait(Duration::days(1));
    let page = assign().await;
    assert!(page.contains("Kollegan har fått ett brev"), "{page}");
}
