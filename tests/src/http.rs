//! A small client: for what browsers do not do, and for walking many pages quickly.

use crate::program::{Program, address};
use serde_json::Value;
use std::{
    io::{self, BufRead, BufReader},
    sync::mpsc::{Receiver, channel},
};
use ureq::{
    Agent, Body,
    http::{HeaderMap, Request, Response},
};

/// Somebody who asks for pages, signed in or not. Follows no redirects.
#[derive(Debug, Clone)]
pub struct Visitor {
    agent: Agent,
    url: String,
    cookie: Option<String>,
}

/// What the program answered.
#[derive(Debug)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Visitor {
    /// Somebody who is not signed in.
    pub fn new(program: &Program) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            // The program may have been started again in between.
            .max_idle_connections(0)
            .build()
            .new_agent();
        Self { agent, url: program.url.clone(), cookie: None }
    }

    /// A person of the demo, signed in from the page where one picks a person.
    pub fn signed_in(program: &Program, person: &str) -> Self {
        Self::signed_in_by(program, &address(person))
    }

    /// Whoever has an address, signed in from the same page.
    pub fn signed_in_by(program: &Program, email: &str) -> Self {
        let mut visitor = Self::new(program);
        let answer = visitor.post("/demo", &[("epost", email)]);
        assert_eq!(answer.status, 303, "{email} is not in the demo");
        visitor.cookie = Some(answer.cookie().split(';').next().unwrap_or_default().to_owned());
        visitor
    }

    /// The cookie that names the session.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// `GET` of a page.
    pub fn get(&self, path: &str) -> HttpResponse {
        self.send("GET", path, &[], &[])
    }

    /// `POST` of a form.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> HttpResponse {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let body = body.finish();
        self.send("POST", path, &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes())
    }

    /// `POST` of JSON.
    pub fn post_json(&self, path: &str, json: &Value) -> HttpResponse {
        self.send("POST", path, &[("content-type", "application/json")], json.to_string().as_bytes())
    }

    /// Any request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> HttpResponse {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// `POST` of JSON to a program that may be gone.
    pub fn try_post_json(&self, path: &str, json: &Value) -> Result<HttpResponse, ureq::Error> {
        self.try_send("POST", path, &[("content-type", "application/json")], json.to_string().as_bytes())
    }

    fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<HttpResponse, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in self.cookie.iter().map(|cookie| ("cookie", cookie.as_str())).chain(headers.iter().copied())
        {
            request = request.header(name, value);
        }
        let sent = match method {
            "GET" | "HEAD" => self.agent.run(request.body(()).expect("a request")),
            _ => self.agent.run(request.body(body).expect("a request")),
        };
        HttpResponse::read(sent?)
    }

    /// Reads a stream of events beside, message by message.
    pub fn listen(&self, path: &str) -> Receiver<String> {
        let cookie = self.cookie.as_deref().unwrap_or_default();
        let request = Request::get(format!("{}{path}", self.url)).header("cookie", cookie).body(()).expect("a request");
        let response = self.agent.run(request).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(response.status(), 200, "{path}");
        let mut stream = BufReader::new(response.into_body().into_reader());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Ok(message) = next_message(&mut stream) {
                if sender.send(String::from_utf8_lossy(&message).into_owned()).is_err() {
                    return;
                }
            }
        });
        messages
    }
}

impl HttpResponse {
    fn read(response: Response<Body>) -> Result<Self, ureq::Error> {
        let (parts, mut body) = response.into_parts();
        let is_stream = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if is_stream {
            next_message(&mut BufReader::new(body.into_reader()))?
        } else {
            body.with_config().limit(u64::MAX).read_to_vec()?
        };
        Ok(Self { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is text"))
    }

    /// The cookie that is set; empty where there is none.
    pub fn cookie(&self) -> &str {
        self.header("set-cookie")
    }

    /// Where the answer leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Fails unless it is a whole page in Swedish with this heading.
    pub fn expect_page(&self, status: u16, heading: &str) {
        let text = self.text();
        assert_eq!(self.status, status, "{text}");
        assert!(self.header("content-type").starts_with("text/html"), "{text}");
        assert!(text.contains("<html lang=\"sv\">"), "{text}");
        assert!(text.contains(&format!("<h1>{heading}</h1>")), "no heading `{heading}` in {text}");
    }
}

/// The next message of a stream of events, which does not end by itself.
fn next_message(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    while !message.ends_with(b"\n\n") {
        if stream.read_until(b'\n', &mut message)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(message)
}
