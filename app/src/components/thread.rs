//! What has been written about one answer, by the reviewer and by the organisation.

use leptos::prelude::*;

/// A message of a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadMessage {
    /// Who wrote it.
    pub by: String,
    /// Whether it is the reviewer's.
    pub by_reviewer: bool,
    /// When, as it is shown.
    pub at: String,
    /// What.
    pub text: String,
    /// The answer as it was then, in words.
    pub answer: String,
}

/// The messages, oldest first.
#[component]
pub fn Thread(
    /// What has been written.
    messages: Vec<ThreadMessage>,
) -> impl IntoView {
    let items = messages
        .into_iter()
        .map(|message| {
            let (class, side) = if message.by_reviewer {
                ("thread-message", "granskaren")
            } else {
                ("thread-message thread-own", "organisationen")
            };
            let by = if message.by.is_empty() { "Systemet".to_owned() } else { message.by };
            let answer = if message.answer.is_empty() { "Inget svar".to_owned() } else { message.answer };
            view! {
                <li class=class>
                    <p class="note"><strong>{by}</strong>{format!(" ({side}) {}", message.at)}</p>
                    <p class="thread-text">{message.text}</p>
                    <p class="note">{format!("Svaret då: {answer}")}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="thread" role="list">{items}</ol> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_say_whose_they_are() {
        let evil = "<script>alert(1)</script>";
        let message = |by_reviewer| ThreadMessage {
            by: evil.into(),
            by_reviewer,
            at: "i dag 9.05".into(),
            text: evil.into(),
            answer: evil.into(),
        };
        let html = view! { <Thread messages=vec![message(true), message(false)]/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("granskaren") && html.contains("organisationen"), "{html}");
    }
}
