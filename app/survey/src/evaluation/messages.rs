//! What is told beside an answer of what is found in it: one thing at a time.

use super::Violation;
use crate::definition::Severity;

/// How much something that is told asks of the person who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageTone {
    /// The answer is to be corrected.
    Error,
    /// The answer is to be explained.
    Warning,
    /// The answer is explained, and nothing more is asked.
    Explained,
    /// Something to know.
    Info,
}

/// What is told of a field's violations: the first error by itself, since what else is found may go with it; otherwise
/// everything. All warnings are told together, because one explanation answers them.
pub fn shown_messages(violations: &[Violation], is_explained: bool) -> impl Iterator<Item = (MessageTone, &Violation)> {
    let error = violations.iter().find(|violation| violation.severity == Severity::Error);
    let others = violations.iter().filter(move |_| error.is_none());
    let tone = move |severity| match severity {
        Severity::Error => MessageTone::Error,
        Severity::Warning if is_explained => MessageTone::Explained,
        Severity::Warning => MessageTone::Warning,
        Severity::Info => MessageTone::Info,
    };
    error.into_iter().chain(others).map(move |violation| (tone(violation.severity), violation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::CheckKind;

    fn violations(severities: &[Severity]) -> Vec<Violation> {
        let violation = |(at, severity): (usize, &Severity)| Violation {
            field: "fraga".parse().unwrap(),
            severity: *severity,
            kind: CheckKind::Consistency,
            message: at.to_string(),
        };
        severities.iter().enumerate().map(violation).collect()
    }

    #[test]
    fn an_error_is_told_by_itself_and_before_a_warning() {
        use Severity::{Error, Info, Warning};
        let shown_messages = |severities: &[Severity], is_explained| {
            let violations = violations(severities);
            shown_messages(&violations, is_explained)
                .map(|(tone, shown_messages)| (tone, shown_messages.message.clone()))
                .collect::<Vec<_>>()
        };
        let first = |tone, at: &str| (tone, at.to_owned());
        assert_eq!(shown_messages(&[Warning, Error, Error, Info], false), [first(MessageTone::Error, "1")]);
        assert_eq!(
            shown_messages(&[Warning, Info], false),
            [first(MessageTone::Warning, "0"), first(MessageTone::Info, "1")]
        );
        assert_eq!(
            shown_messages(&[Warning, Warning], true),
            [first(MessageTone::Explained, "0"), first(MessageTone::Explained, "1")]
        );
        assert_eq!(shown_messages(&[Warning, Error], true), [first(MessageTone::Error, "1")]);
        assert!(shown_messages(&[], true).is_empty());
    }
}
