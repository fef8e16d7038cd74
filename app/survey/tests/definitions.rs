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
