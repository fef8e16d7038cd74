//! The questionnaires of `tests/definitions`: one per feature of the engine, and the faulty ones with what is said of them.
//!
//! A faulty one has a `.expected` file beside it. `UPDATE_EXPECTED=1` writes these anew; read the difference before committing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{fs, path::PathBuf};
use survey::definition::yaml;

fn definitions() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/definitions");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut definitions: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    definitions.sort();
    assert!(definitions.len() > 40, "the definitions are in {folder}");
    definitions
}

#[test]
fn faulty_questionnaires_are_refused_with_the_expected_words() {
    let mut differences = Vec::new();
    for path in definitions() {
        let expected = path.with_extension("expected");
        if !expected.exists() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let said: String = match yaml::read_form(&text) {
            Ok(_) => "(nothing is wrong)\n".to_owned(),
            Err(faults) => faults.iter().map(|fault| format!("{fault}\n")).collect(),
        };
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&expected, &said).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap();
        if said != wanted {
            differences.push(format!("{}\nexpected:\n{wanted}said:\n{said}", path.display()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_other_questionnaires_are_forms_and_survive_being_written() {
    for path in definitions() {
        if path.with_extension("expected").exists() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let form = yaml::read_form(&text).unwrap_or_else(|faults| panic!("{}: {faults:?}", path.display()));
        let written = yaml::write(form.questionnaire()).unwrap();
        assert_eq!(&yaml::read(&written).unwrap(), form.questionnaire(), "{}", path.display());
        assert_eq!(yaml::write(&yaml::read(&written).unwrap()).unwrap(), written, "{}", path.display());
    }
}

/// A questionnaire of so many questions, each with a relevance.
fn long(questions: usize, relevance: impl Fn(usize) -> String) -> String {
    let question = |at| {
        let relevance = relevance(at);
        format!(
            "      - name: fraga_{at}\n        label: Fråga\n        type: yes_no\n        relevance: \"{relevance}\"\n"
        )
    };
    let head =
        "survey: test\ntitle: Lång\nsections:\n  - letter: A\n    name: avsnitt\n    title: Avsnitt\n    questions:\n";
    head.to_owned() + &(0..questions).map(question).collect::<String>()
}

#[test]
fn every_fault_is_told_and_of_many_the_first_with_what_may_be_meant() {
    let faults = yaml::read_form(&long(150, |at| format!("${{fraaga_{at}}} = 'ja'"))).unwrap_err();
    let proposed: Vec<bool> = faults.iter().map(|fault| fault.message.contains("; did you mean `fraga_")).collect();
    assert_eq!(proposed, [vec![true; 100], vec![false; 50]].concat());
    assert!(faults.iter().all(|fault| fault.message.starts_with("unknown field `fraaga_")));
    // Each at its own line and column.
    assert!(faults.iter().enumerate().all(|(at, fault)| (fault.line, fault.column) == (11 + 4 * at, 21)), "{faults:?}");
}

/// Many times what would be ready in time if each question were looked for in all of the others.
#[test]
fn a_chain_is_as_long_as_its_questionnaire() {
    const LENGTH: usize = 5_000;
    let next = |at: usize| format!("${{fraga_{}}} = 'ja'", (at + 1) % LENGTH);
    let faults = yaml::read_form(&long(LENGTH, next)).unwrap_err();
    assert!(matches!(&faults[..], [one] if one.message.starts_with("the relevance goes in a circle: `fraga_0`")));
    let open = |at: usize| if at + 1 == LENGTH { "1 = 1".to_owned() } else { next(at) };
    let form = yaml::read_form(&long(LENGTH, open)).unwrap();
    assert_eq!(form.fields().len(), LENGTH);
}
