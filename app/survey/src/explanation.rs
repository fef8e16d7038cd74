//! An explanation of what deviates: a reason picked from the questionnaire's list, words of one's own, or both. It is one
//! text, which begins with the reason.

/// The explanation when a reason has been picked: it begins with that one, and no longer with another of the list. The
/// empty reason takes away the one that it begins with.
pub fn with_reason(reasons: &[String], reason: &str, explanation: &str) -> String {
    let words = without_reason(reasons, explanation);
    match (reason.trim(), words) {
        (reason, "") => reason.to_owned(),
        ("", words) => words.to_owned(),
        (reason, words) => format!("{reason}: {words}"),
    }
}

/// The reason that an explanation begins with, if it is one of these.
pub fn reason_of<'a>(reasons: &'a [String], explanation: &str) -> Option<&'a str> {
    reasons.iter().find(|reason| rest(reason, explanation).is_some()).map(String::as_str)
}

fn without_reason<'a>(reasons: &[String], explanation: &'a str) -> &'a str {
    reasons.iter().find_map(|reason| rest(reason, explanation)).unwrap_or(explanation.trim())
}

/// What stands after a reason, where the explanation begins with it.
fn rest<'a>(reason: &str, explanation: &'a str) -> Option<&'a str> {
    let rest = explanation.trim().strip_prefix(reason)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(':').map(str::trim) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picked_reason_begins_the_explanation_and_takes_the_place_of_another() {
        let reasons = ["Ny lag".to_owned(), "Ny lagning".to_owned()];
        for (reason, text, explanation) in [
            ("Ny lag", "", "Ny lag"),
            ("Ny lag", "Sedan mars.", "Ny lag: Sedan mars."),
            ("Ny lag", "Ny lag: Sedan mars.", "Ny lag: Sedan mars."),
            ("Ny lagning", "Ny lag: Sedan mars.", "Ny lagning: Sedan mars."),
            ("Ny lagning", "Ny lag", "Ny lagning"),
            ("", "Ny lag: Sedan mars.", "Sedan mars."),
            ("", "Ny lagstiftning.", "Ny lagstiftning."),
            (" Ny lag ", " \n", "Ny lag"),
        ] {
            assert_eq!(with_reason(&reasons, reason, text), explanation, "{reason} {text}");
        }
        assert_eq!(reason_of(&reasons, "Ny lagning: Sedan mars."), Some("Ny lagning"));
        assert_eq!(reason_of(&reasons, "Ny lagstiftning."), None);
    }
}
