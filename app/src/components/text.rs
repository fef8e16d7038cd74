//! Words that must not be broken at their hyphen: `e-tjänster`, `e-legitimation`.

use leptos::prelude::*;

/// A heading in which such words stay on one line.
pub fn unbroken(text: &str) -> AnyView {
    let shown = |(words, no_wrap): (&str, bool)| {
        let words = words.to_owned();
        if no_wrap { view! { <span class="nowrap">{words}</span> }.into_any() } else { words.into_any() }
    };
    pieces(text).into_iter().map(shown).collect_view().into_any()
}

/// A text in pieces, each with whether it must stay on one line.
pub fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches(' ');
        if is_kept_together(bare) {
            pieces.extend([(text.get(plain..at).unwrap_or_default(), false), (bare, true)]);
            plain = at + bare.len();
        }
        at += word.len();
    }
    pieces.push((text.get(plain..).unwrap_or_default(), false));
    pieces
}

/// One letter, a hyphen, and a word that is not so long that it would not fit a narrow screen.
fn is_kept_together(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(first), Some('-')) if first.is_alphabetic())
        && word.chars().count() <= 22
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_word_stay_together() {
        let html = unbroken("Vilka e-tjänster har <b>kommunen</b> inom it-stöd?").to_html();
        assert!(html.contains("<span class=\"nowrap\">e-tjänster</span>"), "{html}");
        assert_eq!(html.matches("nowrap").count(), 1);
        assert!(html.contains("&lt;b&gt;kommunen"), "{html}");
        let text: String = html.replace("<span class=\"nowrap\">", "").replace("</span>", "").replace("<!>", "");
        assert_eq!(text, "Vilka e-tjänster har &lt;b&gt;kommunen&lt;/b&gt; inom it-stöd?");
    }
}
