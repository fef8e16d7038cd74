//! What is refused, where, and with which words.

use super::*;

/// Source, byte, and what the message begins with and ends with.
const REFUSED: &[(&str, usize, &str, &str)] = &[
    // Parsing
    ("", 0, "the expression ends where a value is needed", "a text"),
    ("1 +", 3, "the expression ends where a value is needed", "a text"),
    ("* 2", 0, "`*` stands where a value is needed", "before it"),
    ("and 1", 0, "`and` stands between two values", "before it"),
    ("(1 = 1", 0, "the parenthesis is not closed", "write `)`"),
    ("if(1 = 1, 2, 3", 2, "the parenthesis is not closed", "write `)`"),
    ("1 = 1)", 5, "there is no parenthesis", "take it away"),
    ("(1, 2)", 2, "a comma stands only", "take it away"),
    ("1 2", 2, "two values stand beside each other", "or another"),
    ("${five} ${n}", 8, "two values stand beside each other", "or another"),
    ("1 = 1 AND 2 = 2", 6, "`AND` is not an operator", "write `and`"),
    ("five > 1", 0, "`five` stands alone", "'five'` for a text"),
    ("${five > 1", 0, "`${` has no end", "write `${name}`"),
    ("${Five} > 1", 0, "`Five` is not a field's name", "`${question.row}`"),
    ("${y} = 'ja", 7, "the text has no end", "close it with '"),
    ("${y} = ’ja’", 7, "`’` is not written here", "write `'`"),
    ("${y} == 'ja'", 5, "`==` is not written here", "write `=`"),
    ("1.2.3 = 1", 0, "`1.2.3` cannot be read as a number", "in all"),
    ("1 = 1 ; 2", 6, "`;` has no meaning here", "take it away"),
    ("selcted(${m}, 'a')", 0, "unknown function `selcted`", "did you mean `selected`?"),
    ("xyzzy(1)", 0, "unknown function `xyzzy`", "sum, today, true"),
    ("if(1 = 1, 2)", 0, "`if` does not take 2 values", "if(condition, then, otherwise)"),
    ("any-yes()", 0, "`any-yes` does not take 0 values", "any-yes(${field}, …)"),
    // Names
    ("${fiv} > 1", 0, "unknown field `fiv`", "did you mean `five`?"),
    ("1 = 1 and ${trygghetslarm} = 1", 10, "unknown field `trygghetslarm`", "of this questionnaire"),
    (". > 1", 0, "`.` stands for no field here", "`${name}`"),
    ("${amounts} > 1", 0, "`amounts` is a matrix", "count-non-empty(…)"),
    (
        "answered(${amounts})",
        9,
        "`amounts` is a matrix and stands for all its rows; name one row, `${amounts.r0}`",
        "(…)",
    ),
    ("previous(1 + 1)", 11, "the name of a field is needed here", "write `${name}`"),
    // Conditions
    ("${y} and 1 = 1", 0, "a condition is needed here, and this is a choice of 'ja', 'nej'", "write ${y} = 'ja'"),
    ("not(${five})", 4, "a condition is needed here, and this is a number", "write ${five} > 0"),
    ("1 = 1 or ${m}", 9, "a condition is needed here", "write selected(${m}, 'a')"),
    ("if(${t}, 1, 2)", 3, "a condition is needed here, and this is text", "write ${t} != ''"),
    // Comparisons
    ("${y} = 'jaa'", 5, "'jaa' is not an option; the options are 'ja', 'nej'", "did you mean 'ja'?"),
    ("'kanske' != ${y}", 9, "'kanske' is not an option; the options are 'ja', 'nej'", "write one of them"),
    ("if(1 = 1, 'a', 'x') = ${a}", 20, "'x' is not an option", "did you mean 'a'?"),
    ("${y} = ${a}", 5, "they have no option in common", "its own options"),
    ("${five} = '5'", 8, "a number cannot be compared with the text '5'", "write 5 without quotation marks"),
    ("${five} > '5'", 8, "a number cannot be compared with the text '5'", "write 5 without quotation marks"),
    ("${day} > '2020-01-31'", 7, "a date cannot be compared with the text", "write date('2020-01-31')"),
    ("${day} = 2020", 7, "a date cannot be compared with a number", "of one type"),
    (
        "${m} = 'a'",
        5,
        "several choices of 'a', 'b' cannot be compared with the text 'a'",
        "write selected(${field}, 'option')",
    ),
    ("${m} > 1", 5, "several choices of 'a', 'b' cannot be compared", "write count-selected(${field})"),
    ("${a} < 'b'", 5, "a choice of 'a', 'b' and the text 'b' have no order", "with = and !="),
    ("${a} < ${c}", 5, "a choice of 'a', 'b' and a choice of 'a', 'b' have no order", "with = and !="),
    ("${word} < ${t}", 8, "text and text have no order", "with = and !="),
    ("5 < ${a}", 2, "a number cannot be compared with a choice of 'a', 'b'", "one of 'a', 'b'"),
    ("(${y} = 'ja') = 'ja'", 14, "a condition cannot be compared", "leave the comparison out"),
    ("${word} = ${a}", 8, "text cannot be compared with a choice", "one of 'a', 'b'"),
    // Numbers
    ("${word} + 1", 0, "a number is needed here, and this is text", "write number(${word})"),
    ("1 + '2'", 4, "a number is needed here, and this is the text '2'", "write 2 without quotation marks"),
    ("1 + ''", 4, "a number is needed here, and this is always empty", "that holds one"),
    (
        "sum(${all_no})",
        4,
        "a number is needed here",
        "write number(${all_no} = 'ja') to count true as 1 and false as 0",
    ),
    ("1 + (${y} = 'ja')", 10, "a number is needed here, and this is a condition", "to count true as 1 and false as 0"),
    ("max(${day})", 4, "a number is needed here, and this is a date", "dates can only be compared"),
    ("${m} * 2", 0, "a number is needed here", "write count-selected(${m})"),
    // Functions
    ("if(1 = 1, 1, 'a')", 13, "here it is the text 'a', before it was a number", "give one type"),
    ("coalesce(${n}, ${t})", 15, "here it is text, before it was a number", "give one type"),
    ("coalesce(${y}, 'kanske')", 15, "'kanske' is not an option", "write one of them"),
    ("selected(${m}, 'aa')", 15, "'aa' is not an option; the options are 'a', 'b'", "did you mean 'a'?"),
    ("selected(${m}, ${a})", 15, "an option is needed here", "'a'"),
    ("selected(${m}, '')", 15, "'' is not an option", "'a'?"),
    ("selected(${t}, 'a')", 9, "a question with choices is needed here, and this is text", "compare it with = instead"),
    ("count-selected(${a})", 15, "a question with several choices is needed here", "write answered(${field})"),
    (
        "any-yes(${a})",
        8,
        "a yes/no question is needed here, and this is a choice of 'a', 'b'",
        "write if(${a} = '', '', if(${a} = 'a', 'ja', 'nej'))",
    ),
    (
        "any-yes(${y} = 'ja')",
        13,
        "a yes/no question is needed here, and this is a condition",
        "write if(…, 'ja', 'nej')",
    ),
    ("round(1.5, ${n})", 11, "how many decimals to keep is not known", "28"),
    ("round(1.5, 29)", 11, "how many decimals to keep is not known", "28"),
    ("regex(${t}, ${word})", 12, "a pattern is needed here", "'[0-9]{4}'"),
    ("regex(${t}, '[')", 12, "the pattern cannot be read", "regex-lite"),
    ("regex(${t}, 'a)|(b')", 12, "the pattern cannot be read", "regex-lite"),
    ("regex(${n}, '1')", 6, "text is needed here, and this is a number", "instead"),
    ("string-length(${a})", 14, "text is needed here", "instead"),
    ("date('2020-02-30')", 5, "a day is needed here", "write date('2020-01-31')"),
    ("date('20-1-3')", 5, "a day is needed here", "write date('2020-01-31')"),
    ("date(${t})", 5, "a day is needed here", "write date('2020-01-31')"),
    ("number(${day})", 7, "text, a choice or a condition is needed here", "dates can only be compared"),
];

#[test]
fn what_is_wrong_is_said_where_it_is_and_what_to_write() {
    let answers = TestAnswers::of_the_table();
    for (source, at, begins, ends) in REFUSED {
        let error = compile(&answers, source).map(|compiled| written(compiled.evaluate(&answers))).unwrap_err();
        assert!(error.message.starts_with(begins), "{source}: {error}");
        assert!(error.message.ends_with(ends), "{source}: {error}");
        assert_eq!(error.at, *at, "{source}: {error}");
    }
}

#[test]
fn the_whole_must_give_what_is_expected() {
    let answers = TestAnswers::of_the_table();
    let refused =
        |source: &str, expects| Expression::parse(source).unwrap().compile(&answers, expects).unwrap_err().message;
    assert!(refused("${y}", Expects::Boolean).ends_with("write ${y} = 'ja'"));
    assert!(refused("any-yes(${all_no})", Expects::Boolean).ends_with("write … = 'ja'"));
    assert!(refused("''", Expects::Boolean).contains("always empty"));
    assert!(refused("${five} > 1", Expects::Number).contains("a number is needed"));
    assert!(refused("''", Expects::Number).contains("always empty"));
}

#[test]
fn anything_is_compared_with_empty() {
    let answers = TestAnswers::of_the_table();
    for part in ["${n}", "${t}", "${d}", "${c}", "${m}", "${y}", "(1 = 1)", "''", "any-yes(${y})", "date('2020-01-31')"]
    {
        for operator in ["=", "!=", "<", ">="] {
            assert!(compile(&answers, &format!("{part} {operator} ''")).is_ok(), "{part} {operator}");
            assert!(compile(&answers, &format!("'' {operator} {part}")).is_ok(), "{operator} {part}");
        }
    }
}

#[test]
fn depth_and_length_are_limited() {
    let answers = TestAnswers::of_the_table();
    let nested = |opening: &str, inner: &str, closing: &str, times: usize| {
        format!("{}{inner}{}", opening.repeat(times), closing.repeat(times))
    };
    for (opening, inner, closing) in
        [("(", "1 = 1", ")"), ("not(", "1 = 1", ")"), ("-", "1", ""), ("1 + (", "1", ")"), ("", "1", " + 1")]
    {
        assert!(compile(&answers, &nested(opening, inner, closing, 30)).is_ok(), "{opening}{inner}{closing}");
        let error = compile(&answers, &nested(opening, inner, closing, 1_000)).map(|_| ()).unwrap_err();
        assert!(error.message.starts_with("more than 64 operators"), "{error}");
    }
    // A long chain of `or` is not deep.
    let chain = vec!["${five} = 1"; 500].join(" or ");
    assert!(compile(&answers, &chain).is_ok());
    let error = compile(&answers, &format!("x{}", "å".repeat(20_000))).map(|_| ()).unwrap_err();
    assert_eq!(error.at, 9_999, "the beginning of a letter");
    assert!(error.message.starts_with("the expression is longer than 10000 bytes"), "{error}");
}
