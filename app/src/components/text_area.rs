//! The one place where `<textarea>` is rendered as a view; in the markup of questions it is `question::parts`.
//!
//! Leptos 0.8 does not escape the children of a textarea, so text with `</textarea><script>` in it would run.
//! Without JavaScript the text has to be the element's children; hence it is escaped here.

use leptos::prelude::*;

/// Free text of any length.
#[component]
pub fn TextArea(
    /// The id of the control.
    #[prop(into)]
    id: String,
    /// Its name when posted.
    #[prop(into)]
    name: String,
    /// What it holds.
    #[prop(into)]
    value: String,
    /// One line high until more is written.
    #[prop(optional)]
    small: bool,
    /// The ids of what describes it.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Whether what it holds stops submitting.
    #[prop(optional)]
    invalid: bool,
) -> impl IntoView {
    let class = if small { "input input-small" } else { "input" };
    let rows = if small { "1" } else { "3" };
    let invalid = invalid.then_some("true");
    let described_by = described_by.filter(|ids| !ids.is_empty());
    // A textarea swallows one line break at its start; one of its own keeps the first line of what was written.
    let text = format!("\n{}", html_escape::encode_text(&value));
    view! { <textarea class=class id=id name=name rows=rows aria-describedby=described_by aria-invalid=invalid>{text}</textarea> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_never_becomes_markup() {
        let payload = "</textarea><script>alert(1)</script>&amp;";
        let html = view! { <TextArea id="a" name="a" value=payload/> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"), "{html}");
    }

    #[test]
    fn a_first_empty_line_is_kept() {
        let html = view! { <TextArea id="a" name="a" value="\nandra raden"/> }.to_html();
        assert!(html.contains(">\n\nandra raden</textarea>"), "{html}");
    }
}
