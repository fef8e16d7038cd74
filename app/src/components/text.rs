//! Words that must not be broken at their hyphen: `e-tjänster`, `e-legitimation`.

use leptos::prelude::*;

/// A heading in which such words stay on one line.
pub fn unbroken(text: &str) -> AnyView {
    let mut parts = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(' ') {
        if is_kept_together(word) {
            parts.push(std::mem::take(&mut plain).into_any());
            let (word, space) = word.strip_suffix(' ').map_or((word, ""), |word| (word, " "));
            parts.push(view! { <span class="nowrap">{word.to_owned()}</span> }.into_any());
            plain.push_str(space);
        } else {
            plain.push_str(word);
        }
    }
    parts.push(plain.into_any());
    parts.into_any()
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
