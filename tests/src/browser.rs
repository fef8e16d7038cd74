//! A real Chromium, with JavaScript on or off, driven through ChromeDriver.

use crate::program::free_port;
use fantoccini::{Client, ClientBuilder, Locator, error::CmdError, wd::WebDriverCompatibleCommand};
use serde_json::{Map, Value, json};
use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Whether scripts run in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JavaScript {
    /// As in most browsers.
    On,
    /// As with a script blocker, or when a script failed to load.
    Off,
}

/// A browser with a profile of its own.
pub struct Browser {
    /// The session.
    pub client: Client,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser of 1280 × 900.
    pub async fn open(scripts: JavaScript) -> Self {
        Self::open_sized(scripts, 1280, 900).await
    }

    /// Opens a browser of a size.
    pub async fn open_sized(scripts: JavaScript, width: u32, height: u32) -> Self {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: install Debian's chromium-driver");
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let preference = match scripts {
            JavaScript::On => 1,
            JavaScript::Off => 2,
        };
        let mut capabilities = Map::new();
        capabilities.insert(
            "goog:chromeOptions".into(),
            json!({
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", format!("--user-data-dir={}", profile.path().display()),
                    format!("--window-size={width},{height}"),
                ],
                "prefs": { "profile.managed_default_content_settings.javascript": preference },
            }),
        );
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        let deadline = Instant::now() + Duration::from_secs(30);
        let client = loop {
            let attempt = ClientBuilder::rustls()
                .expect("TLS is compiled in")
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match attempt {
                Ok(client) => break client,
                Err(error) if Instant::now() > deadline => panic!("no browser: {error}"),
                Err(_) => tokio::task::yield_now().await,
            }
        };
        Self { client, driver, _profile: profile }
    }

    /// Signs in with a login link.
    pub async fn sign_in(&self, link: &str) {
        self.go(link).await;
        self.press("main form button").await;
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Presses what a CSS selector finds first.
    pub async fn press(&self, css: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        element.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Types into what a CSS selector finds first, in place of what stands there.
    pub async fn write(&self, css: &str, text: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        element.clear().await.unwrap_or_else(|error| panic!("{css}: {error}"));
        element.send_keys(text).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Waits until a CSS selector finds something, and gives its text.
    pub async fn appears(&self, css: &str) -> String {
        let element = self
            .client
            .wait()
            .at_most(Duration::from_secs(10))
            .for_element(Locator::Css(css))
            .await
            .unwrap_or_else(|error| panic!("{css} never appeared: {error}"));
        element.text().await.expect("an element has text")
    }

    /// The text of the page's main part.
    pub async fn text(&self) -> String {
        self.appears("main").await
    }

    /// The page's title.
    pub async fn title(&self) -> String {
        self.client.title().await.expect("a page has a title")
    }

    /// The address without the scheme and the host.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("a page has an address").path().to_owned()
    }

    /// Fails when the page has written an error to the console since the last call.
    pub async fn expect_quiet_console(&self) {
        let log = self.client.issue_cmd(Console).await.expect("the console can be read");
        let errors: Vec<String> = log
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| line["message"].to_string())
            .collect();
        assert!(errors.is_empty(), "the browser's console: {errors:#?}");
    }

    /// Fails when axe-core finds a breach of WCAG 2.2 AA on the page.
    pub async fn expect_accessible(&self) {
        let path = std::env::var("AXE_JS").expect("AXE_JS names axe.min.js; `make test` fetches it");
        let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        self.client.execute(&axe, vec![]).await.expect("axe-core loads");
        let breaches = self
            .client
            .execute_async(
                r#"
                const done = arguments[arguments.length - 1];
                axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then((result) =>
                    done(result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + " " + n.failureSummary).join(" | "))));
                "#,
                vec![],
            )
            .await
            .expect("axe-core runs");
        assert_eq!(breaches, Value::Array(vec![]), "axe-core on {}", self.path().await);
    }

    /// Closes the browser.
    pub async fn close(self) -> Result<(), CmdError> {
        self.client.clone().close().await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver takes its browser with it; nothing to do where both are gone already.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// ChromeDriver's own command for the console's log.
#[derive(Debug)]
struct Console;

impl WebDriverCompatibleCommand for Console {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
