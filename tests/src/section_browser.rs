//! Where the tests of typing begin: a coordinator at a section, or two colleagues at the same one.

use crate::{
    browser::{Browser, JavaScript},
    program::Program,
};
use serde_json::{Value, json};

/// The kommun of these tests.
pub const KOMMUN: &str = "2281";

/// Who works in the section.
#[derive(Clone, Copy)]
pub enum SectionPerson {
    /// Who hands out and sends in.
    Coordinator,
    /// Who answers.
    Contributor,
}

impl SectionPerson {
    /// The name before the @.
    pub fn name(self) -> String {
        match self {
            Self::Coordinator => format!("samordnare.{KOMMUN}"),
            Self::Contributor => format!("bidragsgivare.{KOMMUN}"),
        }
    }
}

/// The address of a section.
pub fn section(program: &Program, name: &str) -> String {
    format!("{}/svara/kommun-ehalsa/{}/{KOMMUN}/avsnitt/{name}", program.url, program.year())
}

/// A browser in which somebody is signed in.
pub async fn signed_in(program: &Program, person: SectionPerson) -> Browser {
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link(&person.name())).await;
    browser
}

/// A coordinator at a section.
pub struct SectionBrowser {
    /// The program.
    pub program: Program,
    /// The coordinator's browser.
    pub browser: Browser,
    /// The section's address.
    pub address: String,
}

impl SectionBrowser {
    /// At a section of the open round.
    pub async fn at(name: &str) -> Self {
        let program = Program::start();
        let browser = signed_in(&program, SectionPerson::Coordinator).await;
        let address = section(&program, name);
        open(&browser, &address).await;
        Self { program, browser, address }
    }

    /// Goes to the section anew.
    pub async fn reopen(&self) {
        open(&self.browser, &self.address).await;
    }
}

/// Two colleagues at the same section; the first is told nothing of what the other does.
pub struct ColleagueBrowsers {
    /// The coordinator's browser.
    pub mine: Browser,
    /// The contributor's.
    pub theirs: Browser,
    /// The section's address.
    pub address: String,
    _program: Program,
}

impl ColleagueBrowsers {
    /// At a section of the open round.
    pub async fn at(name: &str) -> Self {
        let program = Program::start();
        let address = section(&program, name);
        let mine = signed_in(&program, SectionPerson::Coordinator).await;
        let theirs = signed_in(&program, SectionPerson::Contributor).await;
        tell_nothing(&mine).await;
        open(&mine, &address).await;
        open(&theirs, &address).await;
        Self { mine, theirs, address, _program: program }
    }

    /// The other sees what is stored.
    pub async fn look_again(&self) {
        open(&self.theirs, &self.address).await;
    }
}

/// From the next page on, nothing is told to the page: some proxies let no stream through.
pub async fn tell_nothing(browser: &Browser) {
    let script = json!({ "source": "delete window.EventSource" });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
}

/// Goes to a section and waits until the island has what it needs. What is typed before it listens it reads afterwards.
pub async fn open(browser: &Browser, address: &str) {
    browser.go(address).await;
    let arrived = "return performance.getEntriesByType('resource').some((r) => r.name.includes('/formular/') && r.responseEnd > 0)";
    browser.until("the questionnaire has arrived", arrived, vec![]).await;
}

/// The version of an answer that the form would post.
pub async fn version(browser: &Browser, field: &str) -> String {
    let standing = browser.standing(&format!("{field}/version")).await;
    standing.first().and_then(Value::as_str).expect("a field has a version").to_owned()
}

/// Waits for a version; they come with the answers to saves.
pub async fn version_is(browser: &Browser, field: &str, version: u32) {
    let script = "return document.getElementsByName(arguments[0])[0].value === arguments[1]";
    let arguments = vec![json!(format!("{field}/version")), json!(version.to_string())];
    browser.until(&format!("{field} has version {version}"), script, arguments).await;
}

/// Waits until nothing is kept that the server has not taken.
pub async fn acknowledged(browser: &Browser) {
    browser.until("everything is acknowledged", "return localStorage.length === 0", vec![]).await;
}

/// What the browser keeps for later.
pub async fn stored_changes(browser: &Browser) -> Value {
    browser.run("return Object.fromEntries(Object.entries(localStorage))", vec![]).await
}

/// Errors of the net are expected where it is away; others never are.
pub async fn only_the_net_failed(browser: &Browser) {
    let errors = browser.console_errors().await;
    // Also where what is told to an open page breaks off.
    let away = ["REFUSED", "RESET", "INCOMPLETE_CHUNKED", "EMPTY_RESPONSE"];
    let is_away = |error: &String| away.iter().any(|why| error.contains("net::ERR_") && error.contains(why));
    let others: Vec<_> = errors.iter().filter(|error| !is_away(error)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// Pastes a text in place of what a control holds.
pub async fn paste(browser: &Browser, name: &str, text: &str) {
    let paste = "
        const control = document.getElementsByName(arguments[0])[0];
        control.value = arguments[1];
        control.dispatchEvent(new InputEvent('input', { bubbles: true }));
        control.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(paste, vec![json!(name), json!(text)]).await;
}
