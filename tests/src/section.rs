//! The page of a section, by the names of its fields.

use crate::browser::Browser;
use serde_json::{Value, json};

/// How a field is answered.
#[derive(Debug, Clone, Copy)]
pub enum FieldAnswer<'a> {
    /// One of the options.
    Choice(&'a str),
    /// Exactly these options.
    Codes(&'a [&'a str]),
    /// Something written.
    Text(&'a str),
    /// Why there is no answer.
    Missing(&'a str),
}

use FieldAnswer::{Choice, Codes, Missing, Text};

impl Browser {
    /// Answers a field as a person would: with the mouse and the keyboard.
    pub async fn answer(&self, field: &str, answer: FieldAnswer<'_>) {
        match answer {
            Choice(code) => self.press(&format!("[name='{field}'][value='{code}']")).await,
            Codes(codes) => {
                let chosen = self.standing(field).await;
                let chosen: Vec<&str> = chosen.iter().filter_map(Value::as_str).collect();
                let changed = chosen.iter().filter(|code| !codes.contains(code));
                for code in changed.chain(codes.iter().filter(|code| !chosen.contains(code))) {
                    self.press(&format!("[name='{field}'][value='{code}']")).await;
                }
            }
            Text(text) => {
                self.write(&format!("[name='{field}']"), text).await;
                self.leave().await;
            }
            Missing(reason) => {
                self.unfold(&format!("{field}/saknas")).await;
                self.press(&format!("[name='{field}/saknas'][value='{reason}']")).await;
            }
        }
    }

    /// Leaves what has the focus: what is wrong with a text is told then.
    pub async fn leave(&self) {
        self.run("document.activeElement.blur()", vec![]).await;
    }

    /// Writes a comment to colleagues.
    pub async fn comment(&self, field: &str, text: &str) {
        self.unfold(&format!("{field}/kommentar")).await;
        self.write(&format!("[name='{field}/kommentar']"), text).await;
    }

    /// Explains what deviates.
    pub async fn explain(&self, field: &str, text: &str) {
        self.write(&format!("[name='{field}/forklaring']"), text).await;
    }

    /// Opens the part of the page that a control is folded into.
    async fn unfold(&self, name: &str) {
        let details = self.find_by(&format!("//*[@name='{name}']/ancestor::details[1]")).await;
        if details.attr("open").await.expect("an attribute can be read").is_none() {
            let summary = details.find(fantoccini::Locator::Css("summary")).await.expect("details have a summary");
            assert!(self.click(&summary, name).await, "{name}: its page was left");
        }
    }

    /// What stands in a field's controls: the codes that are chosen, or the text.
    pub async fn standing(&self, field: &str) -> Vec<Value> {
        let script = "return [...document.getElementsByName(arguments[0])]
            .filter((c) => c.checked || !['radio', 'checkbox'].includes(c.type)).map((c) => c.value)";
        match self.run(script, vec![json!(field)]).await {
            Value::Array(values) => values,
            other => panic!("{field}: {other}"),
        }
    }

    /// Fails unless a field's controls hold what was answered.
    pub async fn expect_answer(&self, field: &str, answer: FieldAnswer<'_>) {
        let (name, expected) = match answer {
            Choice(code) => (field.to_owned(), vec![code]),
            Codes(codes) => (field.to_owned(), codes.to_vec()),
            Text(text) => (field.to_owned(), vec![text]),
            Missing(reason) => (format!("{field}/saknas"), vec![reason]),
        };
        let standing = self.standing(&name).await;
        assert_eq!(standing, expected, "{name} on {}", self.path().await);
    }

    /// What is said about a field's answer.
    pub async fn messages(&self, field: &str) -> String {
        self.appears(&format!("[data-messages='{field}']")).await
    }

    /// Whether a field can be seen.
    pub async fn is_shown(&self, field: &str) -> bool {
        let field = self.find(&format!("[data-field='{field}']")).await;
        field.is_displayed().await.expect("an element is shown or not")
    }

    /// Waits until a field's answer is saved and nothing of it is on its way.
    pub async fn saved(&self, field: &str) {
        self.says(&format!("[data-save='{field}']"), "Sparat ").await;
    }
}

/// What a section's page hands to its script, as JSON.
pub fn state(html: &str) -> Value {
    let element = "<script type=\"application/json\" id=\"avsnitt-lage\">";
    let (_, rest) = html.split_once(element).unwrap_or_else(|| panic!("no section to work in: {html}"));
    let (json, _) = rest.split_once("</script>").expect("an element ends");
    serde_json::from_str(json).expect("JSON")
}
