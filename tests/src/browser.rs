//! A real Chromium, with JavaScript on or off, driven through ChromeDriver.

use fantoccini::{
    Client, ClientBuilder, Locator,
    elements::Element,
    error::{CmdError, ErrorStatus, WebDriver},
    wd::{WebDriverCompatibleCommand, WindowHandle},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a page may take for what it has to do.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked whether it has.
const PERIOD: Duration = Duration::from_millis(20);

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
    session: String,
    driver: Child,
    driver_says: BufReader<ChildStdout>,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser of 1280 × 900.
    pub async fn open(scripts: JavaScript) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: install Debian's chromium-driver");
        let mut driver_says = BufReader::new(driver.stdout.take().expect("stdout is piped"));
        let address = format!("http://127.0.0.1:{}", port(&mut driver_says));
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
                    "--disable-sync", "--lang=sv-SE", format!("--user-data-dir={}", profile.path().display()),
                ],
                "prefs": { "profile.managed_default_content_settings.javascript": preference },
            }),
        );
        // axe-core takes long on the largest tables of a busy machine.
        capabilities.insert("timeouts".into(), json!({ "script": 120_000 }));
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&address)
            .await
            .unwrap_or_else(|error| panic!("no browser: {error}"));
        let session = client.session_id().await.expect("a session has an id").expect("the session is open");
        let session = format!("{address}/session/{session}");
        let browser = Self { client, session, driver, driver_says, _profile: profile };
        browser.resize(1280, 900).await;
        browser
    }

    /// Makes the page this large, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let order = DevTools { command: command.to_owned(), parameters };
        self.client.issue_cmd(order).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Signs in with a login link.
    pub async fn sign_in(&self, link: &str) {
        self.go(link).await;
        self.press("main form button").await;
        // Of a person who is signed in already, the page of the link has that form too.
        let arrived = "return !location.pathname.startsWith('/logga-in') && document.readyState === 'complete' \
            && document.querySelector('.person form') !== null";
        self.until("the person is signed in", arrived, vec![]).await;
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Opens another tab and goes there. Gives the one that was left.
    pub async fn new_tab(&self) -> WindowHandle {
        let here = self.client.window().await.expect("a tab");
        let other = self.client.new_window(true).await.expect("another tab");
        self.client.switch_to_window(other.handle).await.expect("the other tab");
        here
    }

    /// Closes the tab and goes back to another.
    pub async fn close_tab(&self, other: WindowHandle) {
        self.client.close_window().await.expect("the tab closes");
        self.client.switch_to_window(other).await.expect("the first tab");
    }

    /// Waits until the page asks something in a window of the browser's own, and gives its words.
    pub async fn alert(&self) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut again = tokio::time::interval(PERIOD);
        loop {
            match self.client.get_alert_text().await {
                Ok(words) => return words,
                Err(error) => assert!(Instant::now() < deadline, "nothing was asked: {error}"),
            }
            again.tick().await;
        }
    }

    /// Lets the net be away, or back.
    pub async fn net_is_away(&self, offline: bool) {
        let net = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", net).await;
    }

    /// The first element of a CSS selector; waits for it.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(PERIOD);
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} never appeared on {}: {error}", self.path().await),
        }
    }

    /// The first element of an XPath; waits for it.
    pub async fn find_by(&self, xpath: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(PERIOD);
        match wait.for_element(Locator::XPath(xpath)).await {
            Ok(element) => element,
            Err(error) => panic!("{xpath} never appeared on {}: {error}", self.path().await),
        }
    }

    /// Presses what a CSS selector finds first.
    pub async fn press(&self, css: &str) {
        while !self.click(&self.find(css).await, css).await {}
    }

    /// Presses the button or link with these words.
    pub async fn press_words(&self, words: &str) {
        let xpath =
            format!("//main//*[self::a or self::button or self::summary][contains(normalize-space(.), '{words}')]");
        while !self.click(&self.find_by(&xpath).await, words).await {}
    }

    /// Scrolls until an element stands clear of what stays at the edge of the window, as one does, and presses it. False
    /// where its page was left before that, and nothing was pressed.
    pub async fn click(&self, element: &Element, name: &str) -> bool {
        let shown = serde_json::to_value(element).expect("an element has a name in JSON");
        let scroll = "arguments[0].scrollIntoView({ block: 'center' })";
        let pressed = match self.client.execute(scroll, vec![shown]).await {
            Ok(_) => element.click().await,
            Err(CmdError::Standard(error)) if left(&error.message) => return false,
            Err(error) => Err(error),
        };
        match pressed {
            Ok(()) => true,
            Err(CmdError::Standard(error)) if is_gone(&error) => false,
            Err(error) => panic!("{name}: {error}"),
        }
    }

    /// Types into what a CSS selector finds first, in place of what stands there.
    pub async fn write(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        element.clear().await.unwrap_or_else(|error| panic!("{css}: {error}"));
        element.send_keys(text).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Chooses a file in what a CSS selector finds first.
    pub async fn choose(&self, css: &str, file: &Path) {
        let element = self.find(css).await;
        element.send_keys(&file.to_string_lossy()).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Types at the end of what stands where the focus is.
    pub async fn type_keys(&self, text: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(text).await.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Waits until a CSS selector finds something, and gives its text as it is seen.
    pub async fn appears(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Waits until the text of what a CSS selector finds holds some words, seen or not.
    pub async fn says(&self, css: &str, words: &str) {
        let holds =
            "return [...document.querySelectorAll(arguments[0])].some((e) => e.textContent.includes(arguments[1]))";
        self.until(&format!("{css} says `{words}`"), holds, vec![json!(css), json!(words)]).await;
    }

    /// Waits until a script says that something is so.
    pub async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let deadline = Instant::now() + PATIENCE;
        let mut again = tokio::time::interval(PERIOD);
        while self.run(script, arguments.clone()).await != Value::Bool(true) {
            assert!(Instant::now() < deadline, "never on {}: {what}\n{}", self.path().await, self.text().await);
            again.tick().await;
        }
    }

    /// Runs a script as a developer would in the console; that works where the page's own scripts do not run, too.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        loop {
            match self.client.execute(script, arguments.clone()).await {
                Ok(value) => return value,
                // The page was left while it was asked.
                Err(CmdError::Standard(error))
                    if error.error == ErrorStatus::JavascriptError && left(&error.message) => {}
                Err(error) => panic!("{script}: {error}"),
            }
        }
    }

    /// How many elements a CSS selector finds now.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}")).len()
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

    /// Fails when a page has written an error to the console since the last call.
    pub async fn expect_quiet_console(&self) {
        let errors = self.console_errors().await;
        assert!(errors.is_empty(), "the browser's console: {errors:#?}");
    }

    /// The errors in the console since the last call.
    pub async fn console_errors(&self) -> Vec<String> {
        let log = self.client.issue_cmd(Console).await.expect("the console can be read");
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["level"] == "SEVERE")
            .map(|line| line["message"].to_string())
            .collect()
    }

    /// What axe-core finds on the page against WCAG 2.2 AA.
    pub async fn breaches(&self) -> Vec<String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tools/axe.min.js");
        let axe = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}; run tests/tools.sh"));
        self.client.execute(&axe, vec![]).await.expect("axe-core loads");
        let found = self
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
        found.as_array().into_iter().flatten().map(|breach| breach.as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Killing the driver would leave the browser behind: the session has to be ended first. Nothing to do where it
        // is gone already.
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        self.driver_says.consume(0);
    }
}

/// The port that the driver says that it has chosen.
fn port(driver: &mut impl BufRead) -> u16 {
    for line in driver.lines().map_while(Result::ok) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim_end_matches('.').parse().expect("a port is a number");
        }
    }
    panic!("chromedriver ended before it listened");
}

/// Whether a script failed because its page went away.
fn left(message: &str) -> bool {
    ["document unloaded", "context was destroyed", "Cannot find context", "aborted by navigation"]
        .iter()
        .any(|words| message.contains(words))
}

/// Whether an element could not be used because it went away with its page.
fn is_gone(error: &WebDriver) -> bool {
    error.error == ErrorStatus::StaleElementReference || error.message.contains("does not belong to the document")
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

/// ChromeDriver's own way to the DevTools protocol.
#[derive(Debug)]
struct DevTools {
    command: String,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}
