//! A section's page, rendered for whoever asks, beside the same bytes from a server that does nothing but send them.

use super::{
    client::{BenchClient, BenchResponse},
    report::{Measurement, kilobytes, rate},
    respondent::Respondent,
    serving::free_address,
};
use axum::{Router, response::IntoResponse, routing::get};
use http::{HeaderMap, header};
use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, task::JoinSet};
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// How long each is measured.
const LASTING: Duration = Duration::from_secs(5);
/// How many ask at a time.
const VISITORS: usize = 32;

/// Pages a second, plain and compressed, beside the static server.
pub async fn measure(people: &mut [Respondent], folder: &Path) -> Vec<Measurement> {
    let mut figures = Vec::new();
    for (accept, words) in [(None, "plain"), (Some("br"), "compressed")] {
        let mut visitors = Vec::new();
        for person in people.iter().take(VISITORS) {
            let mut client = person.client.again().await;
            client.accept(accept);
            visitors.push((client, person.section_path(0)));
        }
        let page = people[0].client.page(&people[0].section_path(0)).await;
        let size = kilobytes(page.body.len());
        let own = a_second(visitors).await;
        let still = StaticServer::begin(&page, &folder.join("page.html"));
        let mut visitors = Vec::new();
        for _ in 0..VISITORS {
            let mut client = BenchClient::connect(still.address).await;
            client.accept(accept);
            visitors.push((client, "/".to_owned()));
        }
        let bare = a_second(visitors).await;
        let what = format!("section page of 21 questions rendered ({size}), {words}");
        figures.push(Measurement::at_least(&what, own, bare / 5.0));
        figures.push(Measurement::shown(&format!("– the same page as it stands, from axum, {words}"), rate(bare)));
    }
    figures
}

/// Everybody asks again as soon as the page is there.
async fn a_second(visitors: Vec<(BenchClient, String)>) -> f64 {
    let began = Instant::now();
    let end = began + LASTING;
    let mut asking = JoinSet::new();
    for (mut client, path) in visitors {
        asking.spawn(async move {
            let mut pages = 0;
            while Instant::now() < end {
                client.page(&path).await;
                pages += 1;
            }
            pages
        });
    }
    let pages: usize = asking.join_all().await.into_iter().sum();
    pages as f64 / began.elapsed().as_secs_f64()
}

/// The static server, as a process of its own like the program.
struct StaticServer {
    child: Child,
    address: SocketAddr,
}

impl StaticServer {
    fn begin(page: &BenchResponse, file: &Path) -> Self {
        std::fs::write(file, &page.body).expect("the page is kept");
        let address = free_address();
        let program = std::env::current_exe().expect("a program has a path");
        let child = Command::new(program)
            .arg("--still")
            .args([file.as_os_str(), address.to_string().as_ref()])
            .stdout(Stdio::null())
            .spawn()
            .expect("the static server starts");
        while std::net::TcpStream::connect(address).is_err() {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        Self { child, address }
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a file with the headers of a page, compressed as the program compresses, until it is ended.
pub fn serve_static(file: &str, address: &str) {
    let page = bytes::Bytes::from(std::fs::read(file).expect("the page"));
    let answer = move || async move { (headers(), page).into_response() };
    let router =
        Router::new().route("/", get(answer)).layer(CompressionLayer::new().quality(CompressionLevel::Precise(3)));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.expect("an address");
        axum::serve(listener, router).await.expect("it serves");
    });
}

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; \
             img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ] {
        headers.insert(name, value.parse().expect("a header"));
    }
    headers
}
