//! A site over a demo database of its own, asked without a network.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
};
use collection::{Actor, Person, Store, people, seed};
use http::{
    HeaderMap, Method, Request, StatusCode,
    header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE},
};
use lagesbild::{
    config::PublicUrl,
    mail::Mailer,
    router::router,
    site::{Clock, Shutdown, Site},
};
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
};
use survey::stockholm;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Whom the tests pretend to be.
const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
/// Where the tests pretend to be.
const HOST_NAME: &str = "127.0.0.1:3000";

/// What figures are read with from elsewhere.
pub const METRICS_TOKEN: &str = "hemligt-hemligt-hemligt";

/// A site under test.
pub struct TestSite {
    pub router: Router,
    pub store: Store,
    pub stopping: Shutdown,
    later: Arc<Mutex<Duration>>,
    pub folder: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct TestResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl TestSite {
    /// A site with the demo's people and answers.
    pub async fn demo() -> Self {
        Self::with(true, "http://127.0.0.1:3000", Mailer::Log).await
    }

    /// A site with the demo whose mail server takes no mail.
    pub async fn without_mail() -> Self {
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let from = "Lägesbild <lagesbild@example.se>".parse().unwrap();
        let mailer = Mailer::new(Some((format!("smtp://{nobody}"), from))).unwrap();
        Self::with(true, "http://127.0.0.1:3000", mailer).await
    }

    /// A site with a database that is a demo or not, reached by an address.
    pub async fn with(demo: bool, public_url: &str, mailer: Mailer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lagesbild.db");
        std::fs::copy(seeded(demo).await, &path).unwrap();
        let store = Store::open(&format!("sqlite://{}", path.display())).await.unwrap();
        let later = Arc::new(Mutex::new(Duration::ZERO));
        let offset = Arc::clone(&later);
        let public_url: PublicUrl = public_url.parse().unwrap();
        let site = Site {
            metrics_token: Some(METRICS_TOKEN.into()),
            clock: Clock::new(move || OffsetDateTime::now_utc() + *offset.lock().unwrap()),
            ..Site::new(store.clone(), public_url, mailer).await.unwrap()
        };
        let stopping = site.stopping.clone();
        Self { router: router(site), store, stopping, later, folder }
    }

    /// Lets time pass.
    pub fn wait(&self, time: Duration) {
        *self.later.lock().unwrap() += time;
    }

    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + *self.later.lock().unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> TestResponse {
        self.send_from(LOOPBACK, request).await
    }

    /// Sends a request from somewhere else.
    pub async fn send_from(&self, address: [u8; 4], request: Request<Body>) -> TestResponse {
        let (status, headers, body) = self.open_from(address, request).await;
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        TestResponse { status, headers, body }
    }

    /// Sends a request and leaves the body of the answer unread.
    pub async fn open(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Body) {
        self.open_from(LOOPBACK, request).await
    }

    async fn open_from(&self, address: [u8; 4], request: Request<Body>) -> (StatusCode, HeaderMap, Body) {
        let (mut parts, body) = request.into_parts();
        parts.headers.entry(HOST).or_insert(HOST_NAME.parse().unwrap());
        parts.extensions.insert(ConnectInfo(SocketAddr::from((address, 50_000))));
        let response = self.router.clone().oneshot(Request::from_parts(parts, body)).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body)
    }

    pub async fn get(&self, path: &str, cookie: Option<&str>) -> TestResponse {
        self.send(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser does.
    pub async fn post(&self, path: &str, cookie: Option<&str>, form: &[(&str, &str)]) -> TestResponse {
        let request = request(Method::POST, path, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encoded(form)));
        self.send(request.unwrap()).await
    }

    /// Posts a file as a browser does.
    pub async fn post_file(&self, path: &str, cookie: Option<&str>, file: &[u8]) -> TestResponse {
        let start = "--grans\r\ncontent-disposition: form-data; name=\"fil\"; filename=\"svar.xlsx\"\r\n\r\n";
        let body = [start.as_bytes(), file, b"\r\n--grans--\r\n"].concat();
        let request = request(Method::POST, path, cookie)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=grans")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        self.send(request.unwrap()).await
    }

    pub async fn post_json(&self, path: &str, cookie: Option<&str>, body: &serde_json::Value) -> TestResponse {
        let request = request(Method::POST, path, cookie)
            .header(CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.to_string()));
        self.send(request.unwrap()).await
    }

    /// Signs one of the demo's people in, and gives the cookie.
    pub async fn sign_in(&self, person: &str) -> String {
        let answer = self.post("/demo", None, &[("epost", &format!("{person}@lagesbild.example"))]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{person}");
        answer.cookie()
    }

    /// One of the demo's people as an actor.
    pub async fn actor(&self, person: &str) -> Actor {
        self.actor_by(&format!("{person}@lagesbild.example")).await
    }

    /// Whoever has an address, as an actor.
    pub async fn actor_by(&self, email: &str) -> Actor {
        let person: Person = people::demo_person(&self.store, &Actor::Anonymous, email, self.now()).await.unwrap();
        Actor::Person(Arc::new(person))
    }
}

impl TestResponse {
    /// The value of a hidden input of a page.
    pub fn hidden(&self, name: &str) -> &str {
        let (_, rest) = self.text().split_once(&format!("name=\"{name}\" value=\"")).expect("the input");
        rest.split('"').next().unwrap()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The session's cookie, as a browser sends it back.
    pub fn cookie(&self) -> String {
        self.header(SET_COOKIE.as_str()).split(';').next().unwrap().to_owned()
    }
}

fn request(method: Method, path: &str, cookie: Option<&str>) -> http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    match cookie {
        Some(cookie) => request.header(COOKIE, cookie),
        None => request,
    }
}

/// A form as it travels.
pub fn encoded(form: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                _ => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    form.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

/// A seeded database to copy: made once a day for every build of this test, since seeding takes a second.
async fn seeded(demo: bool) -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let built = std::fs::metadata(&program).unwrap().modified().unwrap();
    let built = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let now = OffsetDateTime::now_utc();
    let today = stockholm::local(now).date();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("http-{built}-{today}-{demo}.db"));
    if !path.exists() {
        let making = tempfile::Builder::new().suffix(".db").tempfile_in(&folder).unwrap();
        let store = Store::open(&format!("sqlite://{}", making.path().display())).await.unwrap();
        store.migrate().await.unwrap();
        seed::seed(&store, &Actor::System, demo, today, now).await.unwrap();
        store.close().await.unwrap();
        // Another test may have been faster; its database is as good.
        let _ = making.persist_noclobber(&path);
    }
    path
}
