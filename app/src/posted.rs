//! From what a form holds to what a field shall hold. The same on the server and in the browser.

use std::collections::BTreeMap;
use survey::{
    definition::FieldType,
    explanation::{reason_of, with_reason},
    input,
    name::FieldName,
    text,
    value::{AnswerPart, Entry, MissingReason},
};

/// The version that none has: what does not say which version it was made from overwrites nothing.
pub const UNSEEN: i64 = -1;

/// Returns whether a field stands in a form, with any of its inputs.
pub fn stands_in(posted: &BTreeMap<String, Vec<String>>, field: &str) -> bool {
    let mut its_inputs = posted.range(field.to_owned()..).map_while(|(input, _)| input.strip_prefix(field));
    its_inputs.any(|what| what.is_empty() || what.starts_with('/'))
}

/// The version that the form was written with, of one of its fields.
pub fn version(posted: &BTreeMap<String, Vec<String>>, field: &str) -> i64 {
    number(posted, &format!("{field}/version")).unwrap_or(UNSEEN)
}

/// The version that what is posted of a field was made from: two answers that stand against each other do so until one
/// is chosen.
pub fn base_version(posted: &BTreeMap<String, Vec<String>>, field: &str) -> i64 {
    let older = format!("{field}/grund");
    if posted.contains_key(&older) { number(posted, &older).unwrap_or(UNSEEN) } else { version(posted, field) }
}

fn number(posted: &BTreeMap<String, Vec<String>>, input: &str) -> Option<i64> {
    posted.get(input)?.first()?.trim().parse().ok()
}

/// The entry of a field from its controls: the values posted under its name and the missing reason chosen beside.
///
/// Both can be filled in when scripts are off. Then what the person changed wins over what stood there before, and a
/// value wins over a reason.
pub fn entry(field_type: &FieldType, values: &[&str], reason: Option<&str>, before: &Entry) -> Entry {
    let value = input::read(field_type, values);
    let reason = reason.and_then(|code| code.parse::<MissingReason>().ok()).map(Entry::Missing);
    match (value.is_empty(), reason) {
        (_, None) => value,
        (true, Some(reason)) => reason,
        (false, Some(reason)) if value.says_same(before) => reason,
        (false, Some(_)) => value,
    }
}

/// The name of the input that a part of a field's answer is written in.
pub fn input_of(field: &FieldName, part: AnswerPart) -> String {
    match part {
        AnswerPart::Entry => field.to_string(),
        AnswerPart::Comment => format!("{field}/kommentar"),
        AnswerPart::Explanation => format!("{field}/forklaring"),
    }
}

/// The explanation of a field from its controls: the reason that was picked and what was written. None where the field
/// had no controls.
///
/// A pick that stood there before says nothing: what was changed wins.
pub fn explanation(
    reasons: &[String],
    posted: &BTreeMap<String, Vec<String>>,
    field: &str,
    before: Option<&str>,
) -> Option<String> {
    let first = |what: &str| posted.get(&format!("{field}/{what}")).and_then(|values| values.first());
    let written = first("forklaring")?;
    let stood = before.and_then(|explanation| reason_of(reasons, explanation)).unwrap_or_default();
    let picked = first("skal").filter(|reason| *reason != stood);
    Some(match picked {
        Some(reason) => with_reason(reasons, reason, written),
        None => text::lines(written),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use survey::value::Value;

    fn form(inputs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        inputs.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
    }

    #[test]
    fn what_does_not_say_its_version_is_made_from_none() {
        let of = |inputs: &[(&str, &str)]| base_version(&form(inputs), "antal");
        assert_eq!(of(&[("antal", "3"), ("antal/version", " 4 ")]), 4);
        assert_eq!(of(&[("antal/version", "4"), ("antal/grund", "2")]), 2);
        for inputs in [
            [("antal", "3"), ("antalet/version", "4")],
            [("antal", "3"), ("antal/version", "")],
            [("antal", "3"), ("antal/version", "9e99")],
            [("antal/version", "4"), ("antal/grund", "två")],
        ] {
            assert_eq!(of(&inputs), UNSEEN, "{inputs:?}");
        }
    }

    #[test]
    fn a_field_stands_in_a_form_with_any_of_its_inputs() {
        for input in ["antal", "antal/version", "antal/kommentar"] {
            assert!(stands_in(&form(&[("a", ""), (input, ""), ("z", "")]), "antal"), "{input}");
        }
        for input in ["antal.barn", "antalet", "anta", "antal_barn/version"] {
            assert!(!stands_in(&form(&[(input, "")]), "antal"), "{input}");
        }
        assert!(stands_in(&form(&[("antal.barn", ""), ("antal/version", "")]), "antal"));
    }

    #[test]
    fn what_was_changed_wins_over_what_stood_there() {
        let ja = Entry::Value(Value::Code("ja".parse().unwrap()));
        let nej = Entry::Value(Value::Code("nej".parse().unwrap()));
        let vet_ej = Entry::Missing(MissingReason::VetEj);
        let read = |values: &[&str], reason, before| entry(&FieldType::YesNo, values, reason, before);
        assert_eq!(read(&[], None, &ja), Entry::Empty);
        assert_eq!(read(&["ja"], None, &Entry::Empty), ja);
        assert_eq!(read(&[], Some("vet_ej"), &Entry::Empty), vet_ej);
        assert_eq!(read(&["ja"], Some("vet_ej"), &ja), vet_ej, "the reason is new");
        assert_eq!(read(&["nej"], Some("vet_ej"), &vet_ej), nej, "the value is new");
        assert_eq!(read(&["nej"], Some("hittat_pa"), &vet_ej), nej, "an unknown reason is none");
    }

    #[test]
    fn a_reason_that_was_picked_before_gives_way_to_what_was_written() {
        let reasons = ["Ny lag".to_owned(), "Nytt system".to_owned()];
        let read = |picked: &str, written: &str, before: &str| {
            let posted = [("a/skal", picked), ("a/forklaring", written)];
            let posted = posted.map(|(name, text)| (name.to_owned(), vec![text.to_owned()]));
            explanation(&reasons, &posted.into(), "a", Some(before)).unwrap()
        };
        assert_eq!(read("Ny lag", "x", ""), "Ny lag: x", "the pick is new");
        assert_eq!(read("Nytt system", "Ny lag: x", "Ny lag: x"), "Nytt system: x", "the pick is another");
        assert_eq!(read("", "Ny lag: x", "Ny lag: x"), "x", "the pick is taken away");
        assert_eq!(read("Ny lag", "Nytt system: y", "Ny lag: x"), "Nytt system: y", "the words are new");
        assert_eq!(read("Ny lag", "x", "Ny lag: x"), "x", "the reason is taken out of the words");
        assert_eq!(read("Ny lag", "", "Ny lag"), "", "all of it is taken away");
        assert_eq!(explanation(&reasons, &BTreeMap::new(), "a", Some("Ny lag")), None);
    }
}
