//! The table in the documentation is the test.

use super::*;
use crate::expression::function::FUNCTIONS;

/// The rows of the table of empty values: expression and what it gives.
fn rows() -> Vec<(&'static str, &'static str)> {
    let (_, table) = include_str!("../language.md").split_once("| expression | gives |").unwrap();
    table.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")).collect()
}

#[test]
fn every_row_of_the_table_holds() {
    let answers = TestAnswers::of_the_table();
    let lines = include_str!("../language.md").lines().skip_while(|line| *line != "| expression | gives |").count() - 2;
    assert_eq!(rows().len(), lines, "a row of the table cannot be read");
    for (source, expected) in rows() {
        assert_eq!(given(&answers, source), expected, "{source}");
    }
}

#[test]
fn the_table_knows_every_function_and_operator() {
    let sources: Vec<&str> = rows().into_iter().map(|(source, _)| source).collect();
    for signature in &FUNCTIONS {
        assert!(
            sources.iter().any(|source| source.contains(&format!("{}(", signature.name))),
            "{} is not in the table",
            signature.name
        );
    }
    for operator in ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"] {
        assert!(
            sources.iter().any(|source| source.contains(&format!(" {operator} "))),
            "{operator} is not in the table"
        );
    }
}
