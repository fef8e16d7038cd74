//! What operators and functions give where there are answers.

use super::*;
use crate::expression::tests::answers::{code, day, number};

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    let answers = TestAnswers::of_the_table();
    for (source, expected) in rows {
        assert_eq!(given(&answers, source), *expected, "{source}");
    }
}

#[test]
fn operators_bind_as_in_xpath() {
    check(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("10 - (4 - 3)", "9"),
        ("2 * 7 mod 4", "2"),
        ("12 div 2 div 3", "2"),
        ("-2 + 3", "1"),
        ("2 - -3", "5"),
        ("--3", "3"),
        ("-3 mod 2", "-1"),
        ("1 + 1 < 3", "true"),
        ("1 < 2 = true()", "true"),
        ("true() = 1 < 2", "true"),
        ("2 = 1 + 1", "true"),
        ("true() or true() and false()", "true"),
        ("(true() or true()) and false()", "false"),
        ("1 = 1 and 2 = 2 or 1 = 2", "true"),
        ("not(1 = 2) and 1 != 2", "true"),
        ("3 > 2 and 2 >= 2 and 1 <= 1", "true"),
    ]);
}

#[test]
fn decimals_are_exact() {
    check(&[
        ("0.1 + 0.2 = 0.3", "true"),
        ("1.0 = 1", "true"),
        ("10 div 4", "2.5"),
        ("0.1 * 3", "0.3"),
        ("5.5 mod 2", "1.5"),
        ("-0", "0"),
        ("0 * -1", "0"),
    ]);
}

#[test]
fn rounding_is_half_up_also_below_zero() {
    check(&[
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(-2.6)", "-3"),
        ("round(-0.4)", "0"),
        ("round(0.125, 2)", "0.13"),
        ("round(-0.125, 2)", "-0.12"),
        ("round(1250, -2)", "1300"),
        ("round(-1250, -2)", "-1200"),
        ("round(1, -28)", "0"),
        // Eight times ten to the 28th is more than a decimal holds.
        ("round(79228162514264337593543950335, -28)", "empty"),
        ("int(2.9)", "2"),
        ("int(-2.9)", "-2"),
        ("int(-0.5)", "0"),
        ("abs(-2.5)", "2.5"),
    ]);
}

#[test]
fn functions_of_many_values_take_whole_matrices() {
    check(&[
        ("sum(${amounts}, ${five}, 1)", "8"),
        ("min(${amounts}, ${five})", "2"),
        ("max(${amounts}, ${five})", "5"),
        ("count-non-empty(${amounts}, ${all_no}, ${no_or_empty})", "4"),
        ("any-yes(${no}, ${all_no}) = 'nej'", "true"),
        ("any-yes(${no}, ${yes_or_empty}) = 'ja'", "true"),
        ("any-yes(any-yes(${no_or_empty}), ${yes}) = 'ja'", "true"),
        ("any-yes(if(${five} > 4, 'ja', 'nej'))", "'ja'"),
        ("sum(number(${yes} = 'ja'), number(${no} = 'ja'))", "1"),
        ("sum(previous(${amounts}))", "0"),
    ]);
}

#[test]
fn conditions_and_choices() {
    check(&[
        ("if(${yes} = 'ja', ${five}, 0)", "5"),
        ("if(${no} = 'ja', ${five}, 0)", "0"),
        ("if(${yes} = 'ja', ${word}, 'x')", "'ord'"),
        ("if(${yes} = 'ja', 'a', 'b') = ${a}", "true"),
        ("${ab} = ${m}", "false"),
        ("${a} = ${c}", "false"),
        ("${yes} != ${no}", "true"),
        ("${word} = \"ord\"", "true"),
        ("'a' = 'b'", "false"),
        ("selected(${ab}, 'b') and not(selected(${m}, 'b'))", "true"),
        ("selected(coalesce(${m}, ${ab}), 'b')", "true"),
        ("(${yes} = 'ja') = (${no} = 'nej')", "true"),
        ("${yes} = 'ja'\n  and ${five} > 0", "true"),
    ]);
}

#[test]
fn dates_are_compared_as_days() {
    check(&[
        ("${day} = date('2020-01-31')", "true"),
        ("${day} > date('2019-12-31')", "true"),
        ("${day} < date('2020-01-31')", "false"),
        ("${day} >= date('2020-01-31')", "true"),
        ("date('2020-02-29')", "2020-02-29"),
    ]);
}

#[test]
fn text_is_measured_in_letters_and_matched_as_a_whole() {
    let answers = TestAnswers::of_the_table().with("place", Type::Text, text("Åmål"));
    for (source, expected) in [
        ("string-length(${place})", "4"),
        ("regex(${place}, 'Å.*')", "true"),
        ("regex(${place}, 'mål')", "false"),
        ("regex(${place}, 'x|.*l')", "true"),
        ("regex(${place}, 'Å|l')", "false"),
        ("number('12.5') + 1", "13.5"),
        ("number(' -3 ')", "-3"),
        ("number('1e3')", "empty"),
    ] {
        assert_eq!(given(&answers, source), expected, "{source}");
    }
}

#[test]
fn last_years_value_and_the_field_itself() {
    let mut answers = TestAnswers::of_the_table();
    answers.current = Some(7);
    answers.cell("five").previous = number(2);
    answers.cell("ab").previous = code("a");
    answers.cell("day").previous = day(2019, 1);
    for (source, expected) in [
        (". = 5", "true"),
        (". > previous(.) * 2", "true"),
        ("answered(.)", "true"),
        ("missing-reason(.) = ''", "true"),
        ("previous(${day}) < ${day}", "true"),
        // The field held a single choice last year: what has another shape is not a value of this field.
        ("previous(${ab})", "empty"),
    ] {
        assert_eq!(given(&answers, source), expected, "{source}");
    }
}

#[test]
fn the_same_choices_in_another_order_are_the_same() {
    let mut answers = TestAnswers::of_the_table();
    answers.cell("ab").previous = Some(Value::Codes(codes("b a")));
    assert_eq!(given(&answers, "${ab} = previous(${ab})"), "true");
    answers.cell("ab").previous = Some(Value::Codes(codes("b")));
    assert_eq!(given(&answers, "${ab} = previous(${ab})"), "false");
    assert_eq!(given(&answers, "previous(${ab}) = ${ab}"), "false");
}

#[test]
fn text_without_letters_and_choices_without_options_are_empty() {
    let mut answers = TestAnswers::of_the_table();
    answers.cell("word").value = text("");
    answers.cell("ab").value = Some(Value::Codes(Vec::new()));
    assert_eq!(given(&answers, "${word}"), "empty");
    assert_eq!(given(&answers, "${ab}"), "empty");
}

#[test]
fn zero_has_no_sign() {
    let answers = TestAnswers::of_the_table();
    for source in ["-0", "int(-0.5)", "round(-0.4)", "0 * -1", "-(${five} - 5)"] {
        let compiled = compile(&answers, source).unwrap();
        assert_eq!(compiled.number(&answers).unwrap().to_string(), "0", "{source}");
    }
}

#[test]
fn a_literal_among_codes_is_given_as_a_code() {
    let answers = TestAnswers::of_the_table();
    let compiled = compile(&answers, "coalesce(${c}, 'b')").unwrap();
    assert_eq!(compiled.type_(), &Type::Code(codes("a b")));
    assert_eq!(compiled.evaluate(&answers), Operand::Code("b"));
}

#[test]
fn an_expression_knows_its_names_and_its_fields() {
    let answers = TestAnswers::of_the_table();
    let expression =
        Expression::parse("any-yes(${all_no}) = 'ja' or ${five} > previous(${n}) or ${five} = 1 or answered(${a})")
            .unwrap();
    assert_eq!(expression.names().collect::<Vec<_>>(), ["all_no", "five", "n", "five", "a"]);
    let compiled = expression.compile(&answers, Expects::Boolean).unwrap();
    let names: Vec<&str> = compiled.fields().iter().map(|field| answers.cells[*field].name.as_str()).collect();
    assert_eq!(names, ["five", "a", "all_no.r0", "all_no.r1"]);
    assert!(compiled.is_true(&answers));
    assert_eq!(compiled.number(&answers), None);
}

#[test]
fn a_number_can_be_asked_for() {
    let answers = TestAnswers::of_the_table();
    let compiled = Expression::parse("${five} * 2").unwrap().compile(&answers, Expects::Number).unwrap();
    assert_eq!(compiled.number(&answers), Some(Decimal::TEN));
    assert!(!compiled.is_true(&answers));
}
