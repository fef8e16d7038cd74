//! A walk over pages that gathers what is wrong with them, so that one run tells everything.

use crate::{
    browser::{Browser, JavaScript},
    program::Program,
};
use serde_json::json;

/// The widths of windows in CSS pixels, from the narrowest that WCAG knows (1.4.10) to a desktop's, on both sides of
/// what the style sheets ask for.
const WIDTHS: [u32; 5] = [320, 360, 700, 1000, 1300];
/// The widths at which text gets more room (1.4.12).
const SPACED_WIDTHS: [u32; 2] = [360, 1280];

/// A walk.
pub struct Walk {
    /// The program.
    pub program: Program,
    /// The browser that walks.
    pub browser: Browser,
    wrong: Vec<String>,
}

impl Walk {
    /// Begins as a person of the demo, or as anybody where the name is empty.
    pub async fn of(person: &str) -> Self {
        let program = Program::start();
        let browser = Browser::open(JavaScript::On).await;
        if !person.is_empty() {
            browser.sign_in(&program.login_link(person)).await;
        }
        Self { program, browser, wrong: Vec::new() }
    }

    /// Goes to a page and checks it. YEAR is that of the open round, BEFORE the one before.
    pub async fn go(&mut self, path: &str) {
        let path = path.replace("YEAR", &self.program.year().to_string());
        let path = path.replace("BEFORE", &(self.program.year() - 1).to_string());
        self.browser.go(&format!("{}{path}", self.program.url)).await;
        self.check(&path).await;
    }

    /// Checks the page as it stands now, on wide and on narrow screens.
    pub async fn check(&mut self, state: &str) {
        let breaches = self.browser.breaches().await;
        self.note(state, "axe-core", breaches);
        for width in WIDTHS {
            self.measure(state, width, "").await;
        }
        self.browser.space_text(true).await;
        for width in SPACED_WIDTHS {
            self.measure(state, width, " with text spaced").await;
        }
        self.browser.space_text(false).await;
        self.browser.resize(1280, 900).await;
    }

    async fn measure(&mut self, state: &str, width: u32, how: &str) {
        self.browser.resize(width, 800).await;
        let (sideways, clipped) = (self.browser.sideways().await, self.browser.clipped().await);
        self.note(state, &format!("scrolls sideways at {width} px{how}"), sideways);
        self.note(state, &format!("cuts text off at {width} px{how}"), clipped);
    }

    fn note(&mut self, state: &str, what: &str, found: Vec<String>) {
        if !found.is_empty() {
            self.wrong.push(format!("{state}: {what}: {}", found.join(" | ")));
        }
    }

    /// Goes to a page in the dark, where the contrast is another.
    pub async fn check_dark(&mut self, path: &str) {
        let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.browser.devtools("Emulation.setEmulatedMedia", dark).await;
        self.go(path).await;
        self.browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
    }

    /// Fails where anything was wrong.
    pub fn end(self) {
        assert!(self.wrong.is_empty(), "{} breaches:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}
