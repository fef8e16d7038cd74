//! That answers have been changed after the response was sent in, and that this is not sent.

use crate::components::{Message, MessageWeight, unbroken};
use collection::respond::Unsent;
use leptos::prelude::*;

/// What is changed and not sent, if anything is.
pub fn not_sent(unsent: &[Unsent]) -> Option<AnyView> {
    if unsent.is_empty() {
        return None;
    }
    let items = unsent.iter().map(|unsent| view! { <li>{unbroken(&in_words(unsent))}</li> }).collect_view();
    Some(
        view! {
            <div class="handed">
                <Message heading="Ändrat men inte inskickat" weight=MessageWeight::Warning>
                    <p>"Det här har ni ändrat efter att svaret skickades in. Granskaren ser det inte. Det som är inskickat gäller."</p>
                    <ul>{items}</ul>
                </Message>
            </div>
        }
        .into_any(),
    )
}

fn in_words(unsent: &Unsent) -> String {
    let Unsent { number, label, sent, now, .. } = unsent;
    let question = format!("{number} {label}");
    if sent == now {
        return format!("{question} Förklaringen är ändrad.");
    }
    let said = |answer: &Option<String>| match answer.as_deref() {
        None => "frågan gällde inte".to_owned(),
        Some("") => "inget svar".to_owned(),
        Some(answer) => answer.to_owned(),
    };
    format!("{question} Inskickat: {}. Ändrat till: {}.", said(sent), said(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_answers_are_told_and_escaped() {
        let unsent = |sent: Option<&str>, now: Option<&str>| Unsent {
            field: "system".parse().unwrap(),
            number: "B2".into(),
            label: "Finns det <b>ett</b> system?".into(),
            section: 1,
            sent: sent.map(str::to_owned),
            now: now.map(str::to_owned),
        };
        assert_eq!(
            in_words(&unsent(Some("Ja"), Some("Nej"))),
            "B2 Finns det <b>ett</b> system? Inskickat: Ja. Ändrat till: Nej."
        );
        assert!(in_words(&unsent(None, Some(""))).ends_with("Inskickat: frågan gällde inte. Ändrat till: inget svar."));
        assert!(in_words(&unsent(Some("Ja"), Some("Ja"))).ends_with("Förklaringen är ändrad."));
        assert!(not_sent(&[]).is_none());
        let html = not_sent(&[unsent(Some("Ja"), Some("Nej"))]).unwrap().to_html();
        assert!(html.contains("Det som är inskickat gäller.") && !html.contains("<b>"), "{html}");
    }
}
