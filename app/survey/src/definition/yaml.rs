//! Questionnaires as YAML files, and what is wrong with them by line and column.

use super::{
    Questionnaire,
    position::{Position, YamlDocument},
};
use crate::{
    expression::suggestion,
    form::{Fault, Form},
};
use serde_saphyr::Error;

/// Something that is wrong in a file: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct Located {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong; what to do.
    pub message: String,
}

/// Why a questionnaire could not be written: never for one that was read.
#[derive(Debug, thiserror::Error)]
#[error("the questionnaire cannot be written as YAML: {0}")]
pub struct WriteError(String);

/// Reads a questionnaire without checking it as a whole.
pub fn read(text: &str) -> Result<Questionnaire, Vec<Located>> {
    let options = serde_saphyr::options! { strict_indentation: true, strict_booleans: true, with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| vec![located(text, error.without_snippet())])
}

/// Reads a questionnaire and checks it as a whole.
pub fn read_form(text: &str) -> Result<Form, Vec<Located>> {
    Form::new(read(text)?).map_err(|faults| locate(text, &faults))
}

/// The lines and columns of faults in the file they were found in, in its order.
pub fn locate(text: &str, faults: &[Fault]) -> Vec<Located> {
    let document = YamlDocument::new(text);
    let mut located: Vec<(Position, &str)> =
        faults.iter().map(|fault| (document.position(fault), fault.message.as_str())).collect();
    located.sort();
    let with_message = |(position, message): (Position, &str)| Located {
        line: position.line,
        column: position.column,
        message: message.to_owned(),
    };
    located.into_iter().map(with_message).collect()
}

/// Writes a questionnaire so that reading it gives the same.
pub fn write(questionnaire: &Questionnaire) -> Result<String, WriteError> {
    // Long texts stay on one line: one changed word is one changed line, and an expression keeps its columns.
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    serde_saphyr::to_string_with_options(questionnaire, options).map_err(|error| WriteError(error.to_string()))
}

fn located(text: &str, error: &Error) -> Located {
    let document = YamlDocument::new(text);
    // A slip in the YAML itself often shows first as a key that is missing before it.
    if let Some((position, problem)) = document.syntax_error() {
        return Located { line: position.line, column: position.column, message: syntax(problem) };
    }
    let number = |number: u64| usize::try_from(number).unwrap_or(1).max(1);
    let message = message(error);
    let place = error.location().map(|place| Position { line: number(place.line()), column: number(place.column()) });
    let start = place.unwrap_or(Position { line: 1, column: 1 });
    let position = match error {
        // Reported at the last key there is.
        Error::SerdeMissingField { .. } => document.mapping_around(start),
        _ => document.named_in(&message, start),
    };
    let position = position.unwrap_or(start);
    Located { line: position.line, column: position.column, message }
}

fn message(error: &Error) -> String {
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            format!("the key `{field}` does not belong here; {}", choice(field, expected))
        }
        Error::SerdeMissingField { field, .. } => format!("the key `{field}` is missing; write it"),
        // What is left empty is read as this.
        Error::SerdeUnknownVariant { variant, expected, .. } if variant == "~" => {
            format!("nothing stands here; {}", choice(variant, expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("`{variant}` cannot stand here; {}", choice(variant, expected))
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            format!("the key `{key}` stands here a second time; take one of them away")
        }
        Error::NullIntoString { .. } => "the text is empty; write it".to_owned(),
        Error::InvalidScalar { ty: "bool" | "boolean", .. } | Error::InvalidBooleanStrict { .. } => {
            "this is neither true nor false; write true or false".to_owned()
        }
        Error::Unexpected { expected, .. } => format!("something else stands here; write {}", structure(expected)),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            format!("{unexpected} cannot stand here; write {expected}")
        }
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. } => "a list stands here; write one word".to_owned(),
        Error::NonFiniteFloat { value, .. } => format!("`{value}` is not a number; write digits only"),
        Error::Eof { .. } => "the file is empty; write a questionnaire".to_owned(),
        Error::MultipleDocuments { .. } => "a second document begins here; keep one in the file".to_owned(),
        other => syntax(&without_place(other)),
    }
}

/// What may be written instead: the name that was meant, or all of them.
fn choice(written: &str, expected: &[&str]) -> String {
    match suggestion::nearest(written, expected.iter().copied()) {
        Some(meant) => format!("write `{meant}`, if that is meant"),
        None => format!("write one of {}", expected.join(", ")),
    }
}

fn structure(expected: &str) -> &str {
    match expected {
        "mapping start" => "keys with values, `key: value`",
        "sequence start" => "a list, each item after a `- `",
        "string scalar" => "a text",
        other => other,
    }
}

/// The usual slips of YAML by what the parser says of them, and the way out. The first that fits.
const SYNTAX_ERRORS: [(&str, &str); 13] = [
    ("mapping values are not allowed", "put a text that contains `: ` in quotes"),
    ("illegal placement of ':'", CLOSE_BRACKET),
    ("expected ',' or", CLOSE_BRACKET),
    ("simple key expect", "write `key: value`, with a space after the colon"),
    ("escape c", "write `\\\\` for one `\\`, or put the text in single quotes"),
    ("trailing content", "put the whole text in quotes"),
    ("quoted scalar", "close the quotation mark"),
    ("found a tab", "indent with spaces"),
    ("cannot start any token", "indent with spaces, and put a text that begins with a sign in quotes"),
    ("unexpected character", "put a text that begins with a sign in quotes"),
    ("anchor", "put a text that begins with `*` or `&` in quotes"),
    ("did not find expected", INDENT_ALIKE),
    ("invalid indentation", INDENT_ALIKE),
];
const CLOSE_BRACKET: &str = "close the bracket or brace before it";
const INDENT_ALIKE: &str = "indent every key of an item alike";

/// A slip in the YAML itself, with the way out where it is a usual one.
fn syntax(message: &str) -> String {
    match SYNTAX_ERRORS.iter().find(|(said, _)| message.contains(said)) {
        Some((_, way_out)) => format!("{message}; {way_out}"),
        None => message.to_owned(),
    }
}

fn without_place(error: &Error) -> String {
    let message = error.to_string();
    let place = error.location().map(|place| format!(" at line {}, column {}", place.line(), place.column()));
    place.and_then(|place| message.strip_suffix(&place)).unwrap_or(&message).to_owned()
}
