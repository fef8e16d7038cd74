//! A client that costs little: it shares the cores with what it measures.

use bytes::Bytes;
use http::{
    HeaderMap, Method, Request,
    header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE},
};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use std::net::SocketAddr;
use tests::program::address;
use tokio::net::TcpStream;

/// One connection, kept open, and the person it is signed in as.
pub struct BenchClient {
    connection: SendRequest<Full<Bytes>>,
    server: SocketAddr,
    cookie: Option<String>,
    accept: Option<&'static str>,
}

/// What the server answered.
pub struct BenchResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it was sent.
    pub body: Bytes,
}

impl BenchClient {
    /// Connects, not signed in.
    pub async fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).await.unwrap_or_else(|error| panic!("{server}: {error}"));
        stream.set_nodelay(true).expect("a connection without delay");
        let (connection, driver) = handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
        // It ends with the connection; a fault of it is a fault of the request that waits.
        tokio::spawn(driver);
        Self { connection, server, cookie: None, accept: None }
    }

    /// Connects as a person of the demo.
    pub async fn signed_in(server: SocketAddr, person: &str) -> Self {
        let mut client = Self::connect(server).await;
        let answer = client.post_form("/demo", &[("epost", &address(person))]).await;
        assert_eq!(answer.status, 303, "{person} is not in the demo");
        let cookie = answer.headers.get(SET_COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
        client.cookie = cookie.split(';').next().map(str::to_owned);
        client
    }

    /// One more connection of the same person.
    pub async fn again(&self) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::connect(self.server).await }
    }

    /// From now on answers are taken compressed as browsers take them, or as they are.
    pub fn accept(&mut self, coding: Option<&'static str>) {
        self.accept = coding;
    }

    /// `GET` of an address.
    pub async fn get(&mut self, path: &str) -> BenchResponse {
        self.send(Method::GET, path, None, Bytes::new()).await
    }

    /// `GET` of a page that has to be there.
    pub async fn page(&mut self, path: &str) -> BenchResponse {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    }

    /// `POST` of JSON.
    pub async fn post_json(&mut self, path: &str, content: &impl Serialize) -> BenchResponse {
        let body = serde_json::to_vec(content).expect("JSON");
        self.send(Method::POST, path, Some("application/json"), body.into()).await
    }

    /// `POST` of a form.
    pub async fn post_form(&mut self, path: &str, form: &[(&str, &str)]) -> BenchResponse {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into()).await
    }

    async fn send(&mut self, method: Method, path: &str, content_type: Option<&str>, body: Bytes) -> BenchResponse {
        let mut request = Request::builder().method(&method).uri(path).header(HOST, self.server.to_string());
        let headers = [(CONTENT_TYPE, content_type), (COOKIE, self.cookie.as_deref()), (ACCEPT_ENCODING, self.accept)];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let request = request.body(Full::new(body)).expect("a request");
        let fault = |error: hyper::Error| -> ! { panic!("{method} {path}: {error}") };
        if let Err(error) = self.connection.ready().await {
            fault(error);
        }
        let response = self.connection.send_request(request).await.unwrap_or_else(|error| fault(error));
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap_or_else(|error| fault(error)).to_bytes();
        BenchResponse { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl BenchResponse {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }
}
