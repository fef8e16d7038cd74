//! Messages: what is wrong or worth knowing, and the way out.

use super::marks::{Mark, mark};
use leptos::prelude::*;

/// How much a message asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MessageWeight {
    /// Something to know.
    #[default]
    Plain,
    /// Something was done.
    Done,
    /// Something to explain or decide.
    Warning,
    /// Something that stops.
    Error,
}

impl MessageWeight {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "message",
            Self::Done => "message message-done",
            Self::Warning => "message message-warn",
            Self::Error => "message message-error",
        }
    }
}

/// A message with its heading; what it means and the way out are its children.
#[component]
pub fn Message(
    /// What it is about, in one sentence.
    #[prop(into)]
    heading: String,
    /// How much it asks.
    #[prop(default = MessageWeight::Plain)]
    weight: MessageWeight,
    /// Whether the heading is one level further down than the parts of the page.
    #[prop(optional)]
    inner: bool,
    /// What it means, and what can be done.
    children: Children,
) -> impl IntoView {
    let heading = if inner { view! { <h3>{heading}</h3> }.into_any() } else { view! { <h2>{heading}</h2> }.into_any() };
    view! { <div class=weight.class()>{heading}{children()}</div> }
}

/// What just happened, in one row: "Påminnelsen skickades till 3 kommuner."
#[component]
pub fn StatusRow(
    /// The sentence.
    #[prop(into)]
    text: String,
    /// Whether it did not go as intended.
    #[prop(optional)]
    warning: bool,
) -> impl IntoView {
    let (class, symbol) =
        if warning { ("status-row status-row-warn", Mark::Wrong) } else { ("status-row", Mark::Saved) };
    view! { <div class=class role="status">{mark(symbol)}<p>{text}</p></div> }
}

/// One error of a summary, with the control that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorLink {
    /// The id of the control, or the address of the page that it is on.
    pub target: String,
    /// What is wrong: "C1: Familjerätt har både Digital ansökan och Inga e-tjänster".
    pub text: String,
}

/// What an attempt failed on, under the heading of the page. It takes the focus, and the page's title begins "Fel:".
#[component]
pub fn ErrorSummary(
    /// The errors in the order of the page. Nothing is shown where there are none.
    errors: Vec<ErrorLink>,
    /// What the errors stop: "Ett fel måste rättas innan ni kan skicka in". Counts them where it is left out.
    #[prop(optional_no_strip)]
    heading: Option<String>,
    /// What became of what was filled in: whether it is saved or sent.
    #[prop(into)]
    note: String,
) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let heading = heading.unwrap_or_else(|| match errors.len() {
            1 => "Ett fel att rätta".to_owned(),
            many => format!("{many} fel att rätta"),
        });
        let links = errors
            .into_iter()
            .map(|error| {
                let href = if error.target.starts_with('/') { error.target } else { format!("#{}", error.target) };
                view! { <li><a href=href>{error.text}</a></li> }
            })
            .collect_view();
        view! {
            <div class="message message-error error-summary" id="fel" tabindex="-1" role="group" aria-labelledby="fel-rubrik" autofocus>
                <h2 id="fel-rubrik">{heading}</h2>
                <ul role="list">{links}</ul>
                <p class="note">{note}</p>
            </div>
        }
    })
}

/// Who else is working here: "Leila Haddad arbetar här nu".
#[component]
pub fn Presence(
    /// The person's name.
    #[prop(into)]
    name: String,
    /// What the person does: "arbetar här nu".
    #[prop(into)]
    doing: String,
) -> impl IntoView {
    view! { <p class="presence"><Initials name=name.clone()/>{format!("{name} {doing}")}</p> }
}

/// A person's initials, as a square.
#[component]
pub fn Initials(
    /// The person's name.
    name: String,
) -> impl IntoView {
    let letters: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! { <span class="initials" aria-hidden="true">{letters}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVIL: &str = "</textarea><script>alert(1)</script>";

    #[test]
    fn a_summary_leads_to_every_error() {
        let errors = vec![ErrorLink { target: "f-etjanster.familjeratt".into(), text: EVIL.into() }];
        let html = view! { <ErrorSummary errors=errors note="Inget är skickat."/> }.to_html();
        assert!(html.contains("href=\"#f-etjanster.familjeratt\""), "{html}");
        assert!(html.contains("tabindex=\"-1\"") && html.contains("Ett fel att rätta"), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn no_errors_no_summary() {
        assert!(!view! { <ErrorSummary errors=Vec::new() note=""/> }.to_html().contains("error-summary"));
    }

    #[test]
    fn texts_are_escaped() {
        let html = view! {
            <Message heading=EVIL weight=MessageWeight::Warning><p>{EVIL}</p></Message>
            <StatusRow text=EVIL/>
            <Presence name=EVIL doing=EVIL/>
        }
        .to_html();
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn initials_are_two_letters() {
        let html = view! { <Presence name="Mikael von Öberg" doing="arbetar här nu"/> }.to_html();
        assert!(html.contains(">Mv</span>"), "{html}");
    }
}
