//! The numbers of footnotes, and what stands where there is no value.

use crate::words::PROTECTED;
use leptos::prelude::*;
use statistics::observation::{Observation, ObservationStatus};

/// The numbers of notes after a word in a table.
pub fn raised(numbers: &[usize]) -> AnyView {
    if numbers.is_empty() {
        return ().into_any();
    }
    let text = numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    view! { " "<sup><span class="visually-hidden">"not "</span>{text}</sup> }.into_any()
}

/// The numbers of notes in a chart, where there are no elements: ` ¹ ²`.
pub fn raised_text(numbers: &[usize]) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = |digit: char| digit.to_digit(10).and_then(|digit| DIGITS.get(digit as usize));
    numbers
        .iter()
        .map(|number| format!(" {}", number.to_string().chars().filter_map(digit).collect::<String>()))
        .collect()
}

/// What stands in a table instead of a value.
pub fn absent(observation: Option<&Observation>) -> AnyView {
    match observation.map(|observation| observation.status) {
        Some(ObservationStatus::Suppressed) => view! { <span class="cell-suppressed">{PROTECTED}</span> }.into_any(),
        Some(ObservationStatus::NotAsked) => signed(".", "frågan ställdes inte"),
        _ => signed("..", "uppgift inte tillgänglig"),
    }
}

fn signed(sign: &'static str, words: &'static str) -> AnyView {
    view! { <span aria-hidden="true">{sign}</span><span class="visually-hidden">{words}</span> }.into_any()
}

/// Which signs a table uses, in words; nothing where it uses none.
pub fn signs<'a>(observations: impl IntoIterator<Item = Option<&'a Observation>>) -> Option<String> {
    let (mut unasked, mut unknown) = (false, false);
    for observation in observations {
        match observation {
            Some(one) if one.value.is_some() || one.status == ObservationStatus::Suppressed => {}
            Some(one) if one.status == ObservationStatus::NotAsked => unasked = true,
            _ => unknown = true,
        }
    }
    let sentences = [
        unknown.then_some("Två punkter (..) betyder att uppgiften inte är tillgänglig."),
        unasked.then_some("En punkt (.) betyder att frågan inte ställdes."),
    ];
    let sentences: Vec<&str> = sentences.into_iter().flatten().collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_raised_in_text() {
        assert_eq!(raised_text(&[1, 12]), " ¹ ¹²");
        assert_eq!(raised_text(&[]), "");
    }

    #[test]
    fn signs_have_words() {
        assert!(absent(None).to_html().contains("uppgift inte tillgänglig"));
        assert_eq!(signs([None]).unwrap(), "Två punkter (..) betyder att uppgiften inte är tillgänglig.");
        assert_eq!(signs([]), None);
    }
}
