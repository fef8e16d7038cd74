//! An explanation of what deviates: a reason picked from the questionnaire's list, words of one's own, or both. It is kept
//! as one text, which begins with the reason.

/// The text of an explanation.
pub fn joined(reason: &str, words: &str) -> String {
    match (reason.trim(), words.trim()) {
        (reason, "") => reason.to_owned(),
        ("", words) => words.to_owned(),
        (reason, words) => format!("{reason}: {words}"),
    }
}

/// The reason that an explanation begins with, if it is one of these, and the rest.
pub fn parted<'a>(reasons: &'a [String], explanation: &'a str) -> (Option<&'a str>, &'a str) {
    let parted = reasons.iter().find_map(|reason| {
        let rest = explanation.strip_prefix(reason.as_str())?;
        let words = if rest.is_empty() { "" } else { rest.strip_prefix(": ")? };
        Some((Some(reason.as_str()), words))
    });
    parted.unwrap_or((None, explanation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_can_be_parted() {
        let reasons = ["Ny lag".to_owned(), "Ny lagning".to_owned()];
        for (reason, words, text) in [
            ("Ny lag", "", "Ny lag"),
            ("Ny lag", "Sedan mars.", "Ny lag: Sedan mars."),
            ("Ny lagning", "", "Ny lagning"),
            ("", "Ny lagstiftning.", "Ny lagstiftning."),
            ("", "", ""),
        ] {
            assert_eq!(joined(reason, words), text);
            assert_eq!(parted(&reasons, text), (Some(reason).filter(|reason| !reason.is_empty()), words));
        }
        assert_eq!(joined(" Ny lag ", " \n"), "Ny lag");
    }
}
