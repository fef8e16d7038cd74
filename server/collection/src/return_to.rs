//! Where somebody wanted to go before they had to sign in.

/// The longest address that is remembered: a list with every filter set fits well.
const LONGEST: usize = 1000;

/// The pages that one must be signed in for.
const PLACES: [&str; 3] = ["/inbjudan", "/svara", "/undersokningar"];

/// A page of ours to land on after signing in. It comes from an address, which anybody may write, so it is one of the
/// pages that need signing in and never leads to another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The page, where the text is the path of one of ours.
    pub fn new(text: &str) -> Option<Self> {
        let is_ours = PLACES.iter().any(|place| {
            text.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        });
        // What is not plain ASCII has no place in a header, and browsers take a backslash for a slash.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (is_ours && is_plain && text.len() <= LONGEST).then(|| Self(text.to_owned()))
    }

    /// The path with what follows it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_that_need_signing_in_are_returned_to() {
        for ours in [
            "/svara",
            "/svara/kommun-ehalsa/2026/0180/avsnitt/styrning#f-antal",
            "/undersokningar/kommun-ehalsa/2026?sok=%C3%A5&lan=22#lista",
        ] {
            assert_eq!(ReturnTo::new(ours).as_ref().map(ReturnTo::as_str), Some(ours));
        }
        for other in [
            "",
            "/",
            "/resultat",
            "/logga-in",
            "/svaranden",
            "svara",
            "//evil.example/svara",
            "https://evil.example/svara",
            "/\\evil.example",
            "/svara\\..\\..\\evil.example",
            "/svara\r\nset-cookie: a=b",
            "/svara/å",
            "/svara/ ",
            &format!("/svara/{}", "a".repeat(LONGEST)),
        ] {
            assert_eq!(ReturnTo::new(other), None, "{other:?}");
        }
    }
}
