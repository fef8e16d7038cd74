//! An expression that passes the static check never fails, whatever the answers; and no text makes the parser fail.

use super::*;
use crate::expression::function::FUNCTIONS;
use proptest::{collection::vec, option, prelude::*, sample::select};
use time::Date;

/// Sources of every type that nest no deeper than a number of levels.
#[derive(Clone)]
struct Sources {
    condition: BoxedStrategy<String>,
    number: BoxedStrategy<String>,
    text: BoxedStrategy<String>,
    date: BoxedStrategy<String>,
    yes_no: BoxedStrategy<String>,
    several: BoxedStrategy<String>,
}

fn any_of(sources: &[&str]) -> BoxedStrategy<String> {
    select(sources.iter().map(|source| (*source).to_owned()).collect::<Vec<_>>()).boxed()
}

/// The pattern with its `#` replaced by sources, one after the other.
fn filled(pattern: &'static str, parts: &[&BoxedStrategy<String>]) -> BoxedStrategy<String> {
    let parts: Vec<_> = parts.iter().map(|part| (*part).clone()).collect();
    parts
        .prop_map(move |parts| parts.iter().fold(pattern.to_owned(), |source, part| source.replacen('#', part, 1)))
        .boxed()
}

fn alternatives(all: Vec<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    proptest::strategy::Union::new(all).boxed()
}

impl Sources {
    fn simple() -> Self {
        Self {
            condition: any_of(&[
                "true()",
                "false()",
                "answered(${n})",
                "answered(${m})",
                "selected(${m}, 'b')",
                "regex(${t}, '[a-z]+')",
            ]),
            number: alternatives(vec![
                any_of(&[
                    "${n}",
                    "${five}",
                    "${v}",
                    "previous(${n})",
                    "count-selected(${m})",
                    "number(${t})",
                    "0",
                    "0.5",
                ]),
                any_of(&["79228162514264337593543950335", "0.0000000000000000000000000001"]),
                (0_u32..1_000_000).prop_map(|number| number.to_string()).boxed(),
            ]),
            text: any_of(&["${t}", "${word}", "previous(${t})", "'ord'", "\"12,5\""]),
            date: any_of(&["${d}", "${day}", "previous(${d})", "date('2020-01-31')"]),
            yes_no: any_of(&[
                "${y}",
                "${yes}",
                "${no}",
                "any-yes(${all_no})",
                "any-yes(previous(${no_answers}))",
                "previous(${y})",
            ]),
            several: any_of(&["${m}", "${ab}", "previous(${ab})"]),
        }
    }

    fn nested(self) -> Self {
        let Self { condition: c, number: n, text: t, date: d, yes_no: y, several: s } = &self;
        let condition = vec![
            filled("(# and #)", &[c, c]),
            filled("# or # or #", &[c, c, c]).prop_map(|source| format!("({source})")).boxed(),
            filled("not(#)", &[c]),
            filled("(# < #)", &[n, n]),
            filled("(# >= #)", &[n, n]),
            filled("(# = #)", &[n, n]),
            filled("(# != #)", &[t, t]),
            filled("(# <= #)", &[d, d]),
            filled("(# = #)", &[d, d]),
            filled("(# = #)", &[y, y]),
            filled("(# = 'ja')", &[y]),
            filled("(# = #)", &[c, c]),
            filled("(# = #)", &[s, s]),
            filled("selected(#, 'a')", &[s]),
            filled("selected(#, 'nej')", &[y]),
            filled("(# != '')", &[n]),
            filled("if(#, #, '')", &[c, c]),
            c.clone(),
        ];
        let number = vec![
            filled("(# + #)", &[n, n]),
            filled("(# - #)", &[n, n]),
            filled("(# * #)", &[n, n]),
            filled("(# div #)", &[n, n]),
            filled("(# mod #)", &[n, n]),
            filled("-#", &[n]),
            filled("round(#)", &[n]),
            filled("round(#, 2)", &[n]),
            filled("round(#, -28)", &[n]),
            filled("int(#)", &[n]),
            filled("abs(#)", &[n]),
            filled("sum(#, ${amounts}, #)", &[n, n]),
            filled("min(#, ${nothing}, #)", &[n, n]),
            filled("max(#, #)", &[n, n]),
            filled("count-non-empty(#, #, #)", &[n, t, s]),
            filled("count-selected(#)", &[s]),
            filled("number(#)", &[c]),
            filled("number(#)", &[t]),
            filled("string-length(#)", &[t]),
            filled("coalesce(#, '', #)", &[n, n]),
            filled("if(#, #, #)", &[c, n, n]),
        ];
        let choices = |one: &BoxedStrategy<String>| {
            vec![one.clone(), filled("if(#, #, #)", &[c, one, one]), filled("coalesce(#, #)", &[one, one])]
        };
        let mut text = choices(t);
        text.push(filled("coalesce('', #, \"\")", &[t]));
        let mut yes_no = choices(y);
        yes_no.push(filled("any-yes(#, ${all_no}, #)", &[y, y]));
        yes_no.push(filled("coalesce(#, 'nej')", &[y]));
        yes_no.push(filled("if(#, #, 'ja')", &[c, y]));
        Self {
            text: alternatives(text),
            date: alternatives(choices(d)),
            several: alternatives(choices(s)),
            condition: alternatives(condition),
            number: alternatives(number),
            yes_no: alternatives(yes_no),
        }
    }
}

fn sources() -> Sources {
    Sources::simple().nested().nested().nested()
}

/// A value of any type: what the lineage of a field once held need not look like what it holds now.
fn any_value() -> BoxedStrategy<Value> {
    prop_oneof![
        (any::<i64>(), 0_u32..28).prop_map(|(number, scale)| Value::Number(Decimal::new(number, scale))),
        select(vec![Decimal::MAX, Decimal::MIN, Decimal::ZERO, Decimal::ONE]).prop_map(Value::Number),
        vec(any::<char>(), 0..5).prop_map(|text| Value::Text(text.into_iter().collect())),
        (Date::MIN.to_julian_day()..Date::MAX.to_julian_day())
            .prop_map(|day| Value::Date(Date::from_julian_day(day).unwrap())),
        select(codes("a b ja nej x")).prop_map(Value::Code),
        vec(select(codes("a b ja nej x")), 0..3).prop_map(Value::Codes),
    ]
    .boxed()
}

fn answers() -> BoxedStrategy<TestAnswers> {
    let fields = TestAnswers::of_the_table().cells.len();
    let reason = option::of(select(MissingReason::ALL.to_vec()));
    vec((option::of(any_value()), reason, option::of(any_value())), fields)
        .prop_map(|generated| {
            let mut answers = TestAnswers::of_the_table();
            for (cell, (value, reason, previous)) in answers.cells.iter_mut().zip(generated) {
                // Half of the fields keep the value of their own type that they have in the table.
                cell.value = if reason.is_some() { value } else { cell.value.take().or(value) };
                (cell.reason, cell.previous) = (reason, previous);
            }
            answers
        })
        .boxed()
}

fn is_of(operand: Operand<'_>, type_: &Type) -> bool {
    matches!(
        (operand, type_),
        (Operand::Empty, _)
            | (Operand::Boolean(_), Type::Boolean)
            | (Operand::Number(_), Type::Number)
            | (Operand::Text(_), Type::Text)
            | (Operand::Date(_), Type::Date)
            | (Operand::Code(_), Type::Code(_))
            | (Operand::Codes(_), Type::Codes(_))
    )
}

/// Pieces that expressions are made of, in no order.
fn soup() -> BoxedStrategy<String> {
    let mut pieces: Vec<String> = FUNCTIONS.iter().map(|signature| format!("{}(", signature.name)).collect();
    let others = "( ) ) ) , , . + - * div mod = != < <= > >= and or 1 2.5 'ja' 'a' '' ${n} ${t} ${d} ${c} ${m} ${y} ${amounts} ${x}";
    pieces.extend(others.split(' ').map(str::to_owned));
    vec(select(pieces), 0..20).prop_map(|pieces| pieces.join(" ")).boxed()
}

/// Parses, compiles and evaluates as far as it goes. An error lies within the source.
fn exercise(source: &str, answers: &TestAnswers) -> Result<(), TestCaseError> {
    for expects in [Expects::Any, Expects::Boolean, Expects::Number] {
        match Expression::parse(source).and_then(|expression| expression.compile(answers, expects)) {
            Ok(compiled) => {
                prop_assert!(is_of(compiled.evaluate(answers), compiled.type_()), "{}", source);
            }
            Err(error) => prop_assert!(source.is_char_boundary(error.at), "{}: {:?}", source, error),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_passes_the_check_gives_a_value_of_its_type(
        condition in sources().condition, number in sources().number, date in sources().date,
        yes_no in sources().yes_no, several in sources().several, text in sources().text, answers in answers(),
    ) {
        for (source, expected) in [
            (condition, Type::Boolean),
            (number, Type::Number),
            (text, Type::Text),
            (date, Type::Date),
            (yes_no, Type::yes_no()),
            (several, Type::Codes(codes("a b"))),
        ] {
            let compiled = compile(&answers, &source).map_err(|error| TestCaseError::fail(format!("{source}: {error}")))?;
            prop_assert_eq!(compiled.type_(), &expected, "{}", source);
            prop_assert!(is_of(compiled.evaluate(&answers), &expected), "{} gave {:?}", source, compiled.evaluate(&answers));
        }
    }

    #[test]
    fn ways_of_saying_the_same_agree(a in sources().condition, b in sources().condition, n in sources().number,
        m in sources().number, y in sources().yes_no, z in sources().yes_no, answers in answers()) {
        for (one, other) in [
            (format!("not({a} and {b})"), format!("not({a}) or not({b})")),
            (format!("{a} or {b}"), format!("{b} or {a}")),
            (format!("{n} < {m}"), format!("{m} > {n}")),
            (format!("{n} <= {m} and {m} <= {n} or {n} = '' and {m} = ''"), format!("{n} = {m}")),
            (format!("{n} != {m}"), format!("not({n} = {m})")),
            (format!("{n} + {m}"), format!("{m} + {n}")),
            (format!("{n} * {m}"), format!("{m} * {n}")),
            (format!("-(-({n}))"), format!("if({n} = '', '', {n})")),
            (format!("max({n}, {m})"), format!("-min(-({n}), -({m}))")),
            (format!("count-non-empty({n})"), format!("number({n} != '')")),
            (format!("any-yes({y}, {z}) = 'ja'"), format!("{y} = 'ja' or {z} = 'ja'")),
            (format!("any-yes({y}, {z}) = 'nej'"), format!("{y} = 'nej' and {z} = 'nej'")),
            (format!("coalesce({y}, {z})"), format!("if({y} = '', {z}, {y})")),
        ] {
            prop_assert_eq!(given(&answers, &one), given(&answers, &other), "{} and {}", one, other);
        }
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in vec(any::<u8>(), 0..200), answers in answers()) {
        exercise(&String::from_utf8_lossy(&bytes), &answers)?;
    }

    #[test]
    fn no_pieces_make_it_fail(source in soup(), answers in answers()) {
        exercise(&source, &answers)?;
    }

    #[test]
    fn a_changed_letter_makes_nothing_fail(source in sources().condition, letter: char, place: prop::sample::Index, answers in answers()) {
        let places: Vec<usize> = source.char_indices().map(|(place, _)| place).collect();
        let (before, after) = source.split_at(places[place.index(places.len())]);
        exercise(&format!("{before}{letter}{after}"), &answers)?;
        exercise(&format!("{before}{}", after.get(1..).unwrap_or_default()), &answers)?;
    }
}
