//! The one rule by which every text from outside is cleaned, whether it is typed, pasted, imported, uploaded or searched
//! for: Unicode NFC; what nobody sees is dropped; every kind of space is a space. What is stored is never rewritten, so
//! whoever compares with it cleans both sides.
//!
//! The browser composes letters itself (`String.prototype.normalize`): the tables for it would be a fifth of what is
//! downloaded. Everything else is the same code on both sides.

/// A text of one line: line breaks are spaces.
pub fn line(text: &str) -> String {
    cleaned(text, ' ')
}

/// A text of several lines: every kind of line break is `\n`.
pub fn lines(text: &str) -> String {
    cleaned(text, '\n')
}

/// Returns whether two texts say the same, whatever was stored before texts were cleaned.
pub fn says_same(one: &str, other: &str) -> bool {
    one == other || lines(one) == lines(other)
}

fn cleaned(text: &str, line_break: char) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push(line_break),
            _ if letter.is_whitespace() => kept.push(' '),
            _ if letter.is_control() || is_unseen(letter) => {}
            _ => kept.push(letter),
        }
    }
    composed(kept.trim())
}

/// Format characters (Unicode's category Cf) and two fillers that look like nothing.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}'
        | '\u{2800}' | '\u{3164}')
}

/// The text in Unicode's normal form C. Below U+0300 every text is in it already.
fn composed(text: &str) -> String {
    if text.chars().all(|letter| letter < '\u{300}') { text.to_owned() } else { nfc(text) }
}

#[cfg(not(target_arch = "wasm32"))]
fn nfc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

#[cfg(target_arch = "wasm32")]
fn nfc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// The dashes and minus signs that people, phones and word processors write for `-`.
fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// A number, a day or a telephone number, in which every dash and minus sign is `-`.
pub(crate) fn with_plain_dashes(text: &str) -> String {
    text.chars().map(|letter| if is_dash(letter) { '-' } else { letter }).collect()
}

/// A line of text. One that is nothing but a telephone number has plain dashes.
pub(crate) fn line_or_telephone(text: &str) -> String {
    let line = line(text);
    if is_telephone(&line) { with_plain_dashes(&line) } else { line }
}

/// Returns whether a line begins as a telephone number does, and holds nothing but digits and what parts them.
fn is_telephone(line: &str) -> bool {
    let parts = |letter: char| matches!(letter, ' ' | '-' | '(' | ')' | '/' | '.' | '+') || is_dash(letter);
    line.starts_with(['0', '+', '('])
        && line.chars().all(|letter| letter.is_ascii_digit() || parts(letter))
        && line.bytes().filter(u8::is_ascii_digit).count() >= 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_properties::{CodePointMapData, props::GeneralCategory};
    use proptest::prelude::*;

    #[test]
    fn what_nobody_sees_is_dropped() {
        for (typed, kept) in [
            ("\u{feff}1\u{200b}2\u{2060}4\u{ad}0\u{200e}", "1240"),
            ("\u{202e}ja\u{202c}", "ja"),
            ("\u{3164}\u{2800}\u{200b}", ""),
            ("a\u{0}b\u{7f}\u{1b}", "ab"),
            ("\u{a0}\u{2003}1\u{202f}240\t\u{3000}", "1 240"),
            ("A\u{30a}ngstro\u{308}m \u{212b}", "Ångström Å"),
            ("o\u{200b}\u{308}", "ö"),
            ("e\u{301}\u{323}", "ẹ\u{301}"),
        ] {
            assert_eq!(line(typed), kept, "{typed:?}");
        }
        assert_eq!(lines("\n\u{200b} En\r\nrad\u{2028}till\u{85}\u{b}slut\r \r"), "En\nrad\ntill\n\nslut");
        assert_eq!(line("En\r\nrad\u{2029}till"), "En rad till");
    }

    #[test]
    fn exactly_the_format_characters_and_two_fillers_are_unseen() {
        let category = CodePointMapData::<GeneralCategory>::new();
        for letter in '\0'..=char::MAX {
            let is_format = category.get(letter) == GeneralCategory::Format;
            assert_eq!(is_unseen(letter), is_format || matches!(letter, '\u{2800}' | '\u{3164}'), "{letter:?}");
        }
    }

    #[test]
    fn only_telephone_numbers_lose_the_dash_that_was_typed() {
        for (typed, kept) in [
            ("08\u{2013}123 45\u{a0}67", "08-123 45 67"),
            ("+46\u{2011}411\u{2212}57 70 00", "+46-411-57 70 00"),
            ("(0411)\u{2013}577000", "(0411)-577000"),
            ("2017\u{2013}2020", "2017\u{2013}2020"),
            ("0 \u{2013} inget", "0 \u{2013} inget"),
        ] {
            assert_eq!(line_or_telephone(typed), kept, "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(text in "(?s).{0,40}") {
            for clean in [line, lines] {
                let once = clean(&text);
                prop_assert_eq!(clean(&once), once);
            }
        }

        #[test]
        fn what_is_composed_below_is_normal_already(text in "[\\x00-\u{2ff}]{0,20}") {
            prop_assert_eq!(nfc(&text), text);
        }
    }
}
