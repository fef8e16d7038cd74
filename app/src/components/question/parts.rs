//! What questions are made of, in the markup of questions: a mark, free text, words that stay together.

use crate::components::{marks::Mark, text::pieces};
use maud::{Markup, html};

/// One mark, to stand beside its word.
pub(super) fn mark(mark: Mark) -> Markup {
    mark_at(mark.href())
}

/// The mark at an address within the page.
pub(super) fn mark_at(href: &str) -> Markup {
    html! { svg.mark viewBox="0 0 16 16" aria-hidden="true" focusable="false" { use href=(href) {} } }
}

/// A heading in which words with a hyphen stay on one line.
pub(super) fn unbroken(text: &str) -> Markup {
    html! {
        @for (words, no_wrap) in pieces(text) {
            @if no_wrap { span.nowrap { (words) } } @else { (words) }
        }
    }
}

/// What free text is, beside what it holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextArea<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub value: &'a str,
    /// One line high until more is written.
    pub small: bool,
    /// The ids of what describes it.
    pub described_by: Option<&'a str>,
    /// Whether what it holds stops submitting.
    pub invalid: Option<&'static str>,
}

/// Free text of any length.
pub(super) fn text_area(area: TextArea<'_>) -> Markup {
    let class = if area.small { "input input-small" } else { "input" };
    let rows = if area.small { "1" } else { "3" };
    // A textarea swallows one line break at its start; one of its own keeps the first line of what was written.
    html! {
        textarea class=(class) id=(area.id) name=(area.name) rows=(rows) aria-describedby=[area.described_by] aria-invalid=[area.invalid] {
            "\n" (area.value)
        }
    }
}
