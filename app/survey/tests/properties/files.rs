use crate::generated::any_questionnaires;
use proptest::prelude::*;
use survey::definition::{Questionnaire, yaml};

proptest! {
    #[test]
    fn a_questionnaire_survives_yaml(questionnaire in any_questionnaires()) {
        let written = yaml::write(&questionnaire).unwrap();
        let read = yaml::read(&written);
        prop_assert_eq!(read.as_ref(), Ok(&questionnaire), "{}", written);
        prop_assert_eq!(yaml::write(&read.unwrap()).unwrap(), written);
    }

    #[test]
    fn a_questionnaire_survives_json(questionnaire in any_questionnaires()) {
        let json = serde_json::to_string(&questionnaire).unwrap();
        prop_assert_eq!(serde_json::from_str::<Questionnaire>(&json).unwrap(), questionnaire);
    }

    #[test]
    fn every_fault_has_a_place_in_the_file(questionnaire in any_questionnaires()) {
        let written = yaml::write(&questionnaire).unwrap();
        if let Err(faults) = yaml::read_form(&written) {
            let lines: Vec<&str> = written.split('\n').collect();
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!((1..=lines.len()).contains(&fault.line), "{fault}\n{written}");
                prop_assert!((1..=lines[fault.line - 1].chars().count() + 1).contains(&fault.column), "{fault}\n{written}");
            }
        }
    }

    #[test]
    fn no_text_makes_reading_fail_otherwise_than_in_words(text in "(?s).{0,200}") {
        if let Err(faults) = yaml::read_form(&text) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn no_damage_to_a_file_makes_reading_fail_otherwise_than_in_words(at in any::<prop::sample::Index>(), with in "(?s).{0,3}") {
        let whole = include_str!("../../../../tests/definitions/matrix.yaml");
        let letters: Vec<char> = whole.chars().collect();
        let at = at.index(letters.len());
        let damaged: String = letters[..at].iter().copied().chain(with.chars()).chain(letters[at + 1..].iter().copied()).collect();
        if let Err(faults) = yaml::read_form(&damaged) {
            prop_assert!(faults.iter().all(|fault| fault.line >= 1 && !fault.message.is_empty()));
        }
    }
}
