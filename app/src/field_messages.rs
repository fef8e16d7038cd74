//! What is told beside an answer: what is wrong with it, which of two shall stand, how it stands with saving. The server
//! writes it into a page and the island puts it in the same places; the words and what they stand in have their one source
//! here.

use crate::wire::{choice_label, message_class, not_saved_as_too_long};
use survey::{evaluation::MessageTone, value::AnswerPart};

/// A message, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldMessage {
    /// The class of its box.
    pub class: &'static str,
    /// What is heard before the heading and not seen; empty where there is nothing.
    pub heard: &'static str,
    /// The heading.
    pub heading: String,
    /// The words under it, in pieces: whether each stands out. None where the heading says it all.
    pub words: Vec<(bool, String)>,
    /// The buttons, of which each keeps one answer: which, and what the button says.
    pub buttons: Vec<(ConflictChoice, String)>,
}

/// Which of two answers a button keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictChoice {
    /// The one of somebody else.
    Theirs,
    /// One's own.
    Mine,
}

impl FieldMessage {
    /// What is told of an answer.
    pub fn of(tone: MessageTone, text: &str) -> Self {
        let heard = if tone == MessageTone::Error { "Fel: " } else { "" };
        let (heading, words) = match tone {
            MessageTone::Explained => ("Förklarat", vec![(false, text.to_owned())]),
            MessageTone::Error | MessageTone::Warning | MessageTone::Info => (text, Vec::new()),
        };
        Self { class: message_class(tone), heard, heading: heading.to_owned(), words, buttons: Vec::new() }
    }

    /// That two answers stand against each other. The moment stands in a sentence: `kl. 10.41`, `15 oktober`.
    pub fn conflict(mine: &str, theirs: &str, by: &str, at: &str) -> Self {
        let plain = |words: String| (false, words);
        let strong = |words: &str| (true, words.to_owned());
        let button = |keep, words: &str| (keep, format!("Behåll {words}"));
        Self {
            class: message_class(MessageTone::Warning),
            heard: "",
            heading: "Ni har svarat olika. Vilket svar ska gälla?".to_owned(),
            words: vec![
                plain("Du svarade ".to_owned()),
                strong(mine),
                plain(format!(", medan {by} svarade ")),
                strong(theirs),
                plain(format!(" {at}. Båda svaren är kvar.")),
            ],
            buttons: vec![
                button(ConflictChoice::Theirs, choice_label(theirs, &format!("svaret från {by}"))),
                button(ConflictChoice::Mine, choice_label(mine, "mitt svar")),
            ],
        }
    }
}

/// How it stands with the saving of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// On its way.
    Saving,
    /// Stored, at a time as it is shown.
    Saved(String),
    /// Stored, but a check is not met.
    Wrong(String),
    /// Kept in the browser until the net is back.
    Waiting,
    /// Kept in the browser until one has signed in again.
    SignedOut,
    /// Kept in the browser: nothing is taken any more.
    Closed,
    /// Kept in the browser until it is shorter: it has so many characters too many.
    TooLong(AnswerPart, usize),
    /// Kept in the browser: the person may not change it any more.
    Forbidden,
    /// Kept in the browser until it is changed: the server does not take it.
    Refused,
    /// Somebody else has answered it while it is being answered here.
    Meanwhile {
        /// Who.
        by: String,
        /// When, as it is shown.
        at: String,
    },
    /// Somebody else has changed it.
    Changed {
        /// Who.
        by: String,
        /// When, as it is shown.
        at: String,
    },
}

impl SaveState {
    /// Its class, and the address of its mark.
    pub fn look(&self) -> (&'static str, &'static str) {
        match self {
            Self::Saving => ("save-state", "#m-saving"),
            Self::Saved(_) => ("save-state", "#m-saved"),
            Self::Waiting | Self::SignedOut => ("save-state save-state-waiting", "#m-waiting"),
            Self::Wrong(_) | Self::Closed | Self::TooLong(..) | Self::Forbidden | Self::Refused => {
                ("save-state save-state-wrong", "#m-wrong")
            }
            Self::Meanwhile { .. } | Self::Changed { .. } => ("save-state save-state-changed", "#m-changed"),
        }
    }

    /// It in words.
    pub fn words(&self) -> String {
        match self {
            Self::Saving => "Sparar…".to_owned(),
            Self::Saved(at) => format!("Sparat {at}"),
            Self::Wrong(at) => format!("Sparat {at}, stämmer inte"),
            Self::Waiting => "Väntar på nätet, sparas strax".to_owned(),
            Self::SignedOut => "Inte sparat: logga in igen".to_owned(),
            Self::Closed => "Inte sparat: svaret är stängt".to_owned(),
            Self::TooLong(part, excess) => not_saved_as_too_long(*part, *excess),
            Self::Forbidden => {
                "Inte sparat: du får inte längre ändra det här svaret. Kopiera det du skrev, och prata med samordnaren."
                    .to_owned()
            }
            Self::Refused => "Inte sparat: svaret går inte att ta emot. Ändra det, så försöker vi igen.".to_owned(),
            Self::Meanwhile { by, at } => format!("{by} svarade också {at}"),
            Self::Changed { by, at } => format!("Ändrat av {by} {at}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_answers_are_told_with_what_each_button_keeps() {
        let told = FieldMessage::conflict("Ja", "Nej", "Leila Haddad", "kl. 10.41");
        let words: String = told.words.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words, "Du svarade Ja, medan Leila Haddad svarade Nej kl. 10.41. Båda svaren är kvar.");
        let buttons: Vec<(ConflictChoice, &str)> =
            told.buttons.iter().map(|(keep, words)| (*keep, words.as_str())).collect();
        assert_eq!(buttons, [(ConflictChoice::Theirs, "Behåll Nej"), (ConflictChoice::Mine, "Behåll Ja")]);
    }

    #[test]
    fn an_error_is_heard_as_one() {
        let told = FieldMessage::of(MessageTone::Error, "Svara igen.");
        assert_eq!((told.heard, told.heading.as_str(), told.words.len()), ("Fel: ", "Svara igen.", 0));
        assert_eq!(FieldMessage::of(MessageTone::Warning, "Stämmer det?").heard, "");
        let explained = FieldMessage::of(MessageTone::Explained, "Stämmer det?");
        assert_eq!((explained.heading.as_str(), explained.words[0].1.as_str()), ("Förklarat", "Stämmer det?"));
    }
}
