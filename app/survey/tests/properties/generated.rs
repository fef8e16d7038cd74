//! Generated questionnaires and answers.

use proptest::{collection::vec, option, prelude::*, sample::select};
use rust_decimal::Decimal;
use survey::{
    definition::{
        Check, CheckKind, Choice, Dropped, Evidence, FieldType, Lineage, Publication, Question, QuestionKind,
        Questionnaire, Range, Relation, Row, Section, Severity, Term, usual_missing_reasons,
    },
    form::Field,
    input,
    name::Name,
    value::{Entry, MissingReason, Value},
};
use time::Date;

/// A question with nothing but its name and kind.
pub fn question(name: &str, kind: QuestionKind) -> Question {
    Question {
        name: name.parse().unwrap(),
        label: format!("{name}?"),
        help: None,
        terms: vec![],
        kind,
        required: true,
        relevance: None,
        checks: vec![],
        missing_reasons: usual_missing_reasons(),
        publication: Publication::Open,
        roles: vec![],
        lineage: None,
        evidence: Evidence::Inferred,
        source: None,
    }
}

pub fn choices(names: &[&str], exclusive: &str) -> Vec<Choice> {
    let choice = |name: &&str| Choice {
        name: name.parse().unwrap(),
        label: format!("Val {name}"),
        exclusive: *name == exclusive,
    };
    names.iter().map(choice).collect()
}

fn decimals() -> BoxedStrategy<Decimal> {
    (any::<i64>(), 0u32..10).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize()).boxed()
}

fn small_numbers() -> BoxedStrategy<Decimal> {
    (-20i64..200, 0u32..2).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize()).boxed()
}

/// Anything that can be typed or posted.
pub fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,12}",
        "[-0-9 ,.\u{a0}%kr]{0,12}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        select(vec!["ja", "nej", "a", "b", "c", "a c", "=1+1", "'", "#vet_ej", "\t", "\r\nx\r\ny"])
            .prop_map(String::from)
    ]
}

/// An entry as it comes to be: typed, skipped or left.
pub fn entry(field_type: FieldType) -> impl Strategy<Value = Entry> {
    let of_type = field_type.clone();
    let read = typed().prop_map(move |text| input::read(&of_type, &[&text]));
    prop_oneof![
        4 => value(field_type).prop_map(Entry::Value),
        2 => read,
        1 => select(MissingReason::ALL.to_vec()).prop_map(Entry::Missing),
        1 => Just(Entry::Empty),
    ]
}

/// A value that a field of the type can hold.
pub fn value(field_type: FieldType) -> BoxedStrategy<Value> {
    let codes: Vec<Name> = field_type.choices().iter().map(|choice| choice.name.clone()).collect();
    match field_type {
        FieldType::YesNo => select(vec!["ja", "nej"]).prop_map(|code| Value::Code(code.parse().unwrap())).boxed(),
        FieldType::Choice(_) | FieldType::Scale(_) => select(codes).prop_map(Value::Code).boxed(),
        FieldType::Multiple(_) => {
            let most = codes.len();
            proptest::sample::subsequence(codes, 1..=most).prop_map(Value::Codes).boxed()
        }
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
            prop_oneof![small_numbers(), decimals()].prop_map(Value::Number).boxed()
        }
        FieldType::Date => {
            (1i32..=9999, 1u16..=365).prop_map(|(y, d)| Value::Date(Date::from_ordinal_date(y, d).unwrap())).boxed()
        }
        FieldType::Text | FieldType::LongText => {
            let lines = matches!(field_type, FieldType::LongText);
            typed()
                .prop_map(move |text| {
                    match input::read(if lines { &FieldType::LongText } else { &FieldType::Text }, &[&text]) {
                        Entry::Value(value) => value,
                        _ => Value::Text("text".into()),
                    }
                })
                .boxed()
        }
    }
}

pub fn field_types() -> impl Strategy<Value = FieldType> {
    prop_oneof![
        3 => Just(FieldType::YesNo),
        1 => Just(FieldType::Choice(choices(&["a", "b", "c"], ""))),
        1 => Just(FieldType::Scale(choices(&["1", "2", "3"], ""))),
        2 => Just(FieldType::Multiple(choices(&["a", "b", "c"], "c"))),
        2 => Just(FieldType::Integer(Range { minimum: Some(0.into()), maximum: None }, Some("st".into()))),
        1 => Just(FieldType::Decimal(Range::default(), None)),
        1 => Just(FieldType::Percent(Range::default())),
        1 => Just(FieldType::Money(Range { minimum: None, maximum: Some(100.into()) })),
        1 => Just(FieldType::Date),
        1 => Just(FieldType::Text),
        1 => Just(FieldType::LongText),
    ]
}

/// A condition on one field.
fn condition(name: String, field_type: &FieldType) -> BoxedStrategy<String> {
    let own: Vec<String> = match field_type {
        FieldType::YesNo => {
            vec![format!("${{{name}}} = 'ja'"), format!("${{{name}}} != 'nej'"), format!("any-yes(${{{name}}}) = 'ja'")]
        }
        FieldType::Choice(_) => vec![format!("${{{name}}} = 'a'"), format!("${{{name}}} != 'b'")],
        FieldType::Scale(_) => vec![format!("${{{name}}} = '2'")],
        FieldType::Multiple(_) => {
            vec![format!("selected(${{{name}}}, 'b')"), format!("count-selected(${{{name}}}) > 1")]
        }
        FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
            vec![
                format!("${{{name}}} > 3"),
                format!("${{{name}}} * 2 <= previous(${{{name}}})"),
                format!("coalesce(${{{name}}}, 0) = 0"),
            ]
        }
        FieldType::Date | FieldType::Text | FieldType::LongText => vec![format!("${{{name}}} != ''")],
    };
    let any = [
        format!("answered(${{{name}}})"),
        format!("missing-reason(${{{name}}}) = 'vet_ej'"),
        format!("previous(${{{name}}}) = ''"),
    ];
    select([own, any.to_vec()].concat()).boxed()
}

/// A condition on some of the fields.
fn conditions(fields: Vec<(String, FieldType)>) -> impl Strategy<Value = String> {
    let one = select(fields).prop_flat_map(|(name, field_type)| condition(name, &field_type));
    prop_oneof![
        3 => one.clone(),
        1 => one.clone().prop_map(|condition| format!("not({condition})")),
        1 => (one.clone(), one.clone()).prop_map(|(a, b)| format!("{a} or {b}")),
        1 => (one.clone(), one).prop_map(|(a, b)| format!("{a} and not({b})")),
    ]
}

fn checks(fields: Vec<(String, FieldType)>) -> impl Strategy<Value = Vec<Check>> {
    let severities = select(vec![Severity::Error, Severity::Warning, Severity::Info]);
    let check = (conditions(fields), severities).prop_map(|(condition, severity)| Check {
        severity,
        kind: CheckKind::Consistency,
        message: format!("Inte {condition}."),
        condition,
    });
    vec(check, 0..3)
}

/// A questionnaire whose relevance only looks back in a shuffled order, so that it has no circles.
pub fn questionnaires() -> impl Strategy<Value = Questionnaire> {
    vec((field_types(), any::<bool>(), any::<bool>()), 2..9)
        .prop_flat_map(|kinds| {
            let named: Vec<(String, FieldType, bool, bool)> = kinds
                .into_iter()
                .enumerate()
                .map(|(at, (kind, matrix, info))| (format!("f{at}"), kind, matrix, info))
                .collect();
            let fields: Vec<(String, FieldType)> = named
                .iter()
                .map(|(name, kind, matrix, _)| (if *matrix { format!("{name}.r") } else { name.clone() }, kind.clone()))
                .collect();
            let questions: Vec<_> = named
                .into_iter()
                .enumerate()
                .map(|(at, (name, kind, matrix, info))| {
                    let earlier = fields[..at].to_vec();
                    let relevance = || {
                        if earlier.is_empty() {
                            Just(None).boxed()
                        } else {
                            option::of(conditions(earlier.clone())).boxed()
                        }
                    };
                    (relevance(), relevance(), checks(fields.clone()), any::<bool>()).prop_map(
                        move |(relevance, of_row, checks, required)| {
                            let row = |name: &str, relevance| Row {
                                name: name.parse().unwrap(),
                                label: name.into(),
                                relevance,
                                lineage: None,
                            };
                            let kind = match (matrix, info) {
                                (true, _) => QuestionKind::Matrix {
                                    of: kind.clone(),
                                    rows: vec![row("r", None), row("s", of_row.clone())],
                                },
                                (false, _) => QuestionKind::Field(kind.clone()),
                            };
                            let text = info.then(|| Question {
                                relevance: of_row,
                                ..question(&format!("{name}_text"), QuestionKind::Info)
                            });
                            [Some(Question { relevance, checks, required, ..question(&name, kind) }), text]
                        },
                    )
                })
                .collect();
            (questions, any::<prop::sample::Index>())
        })
        .prop_perturb(|(questions, split), mut random| {
            let mut questions: Vec<Question> = questions.into_iter().flatten().flatten().collect();
            for at in (1..questions.len()).rev() {
                questions.swap(at, random.random_range(0..=at));
            }
            let rest = questions.split_off(split.index(questions.len()));
            let section = |letter: &str, questions| Section {
                letter: letter.into(),
                name: letter.to_lowercase().parse().unwrap(),
                title: letter.into(),
                introduction: None,
                questions,
            };
            Questionnaire {
                survey: "test".into(),
                title: "Test".into(),
                introduction: None,
                sections: vec![section("A", questions), section("B", rest)],
                dropped: vec![],
            }
        })
}

/// An entry of one of the fields; sometimes one that belongs to another type.
pub fn answers(fields: &[Field]) -> impl Strategy<Value = Vec<(usize, Entry)>> + use<> {
    let types: Vec<FieldType> = fields.iter().map(|field| field.field_type.clone()).collect();
    let places: Vec<usize> = (0..types.len()).collect();
    let one =
        (select(places), field_types(), prop::bool::weighted(0.05)).prop_flat_map(move |(at, other, is_wrong)| {
            entry(if is_wrong { other } else { types[at].clone() }).prop_map(move |entry| (at, entry))
        });
    vec(one, 1..20)
}

fn names() -> BoxedStrategy<Name> {
    prop_oneof![
        "[a-z0-9][a-z0-9_]{0,8}",
        select(vec!["null", "true", "yes", "no", "1e5", "0x1", "2020", "on"]).prop_map(String::from)
    ]
    .prop_map(|name| name.parse().unwrap())
    .boxed()
}

/// Words with everything that YAML could stumble over.
fn words() -> BoxedStrategy<String> {
    prop_oneof![
        "\\PC{0,40}",
        "[-?:,#&*!|>'\"%@`{}\\[\\] ~.=a\\\\]{0,12}",
        vec("[ \t]{0,2}\\PC{0,12}", 0..4).prop_map(|lines| lines.join("\n")),
        "(lång text ){8,20}",
        select(vec![
            "",
            " ",
            "null",
            "~",
            "true",
            "No",
            "1",
            "1.0",
            ".inf",
            "0x1f",
            "---",
            "...",
            "- a",
            "a: b",
            "a #b",
            "2026-04-30",
            "<<",
            "=",
            "\u{feff}x",
            "\u{85}",
            "\u{2028}"
        ])
        .prop_map(String::from),
    ]
    .boxed()
}

fn any_lineage() -> BoxedStrategy<Lineage> {
    let relations = select(vec![Relation::Same, Relation::Reworded, Relation::Split, Relation::Merged, Relation::New]);
    let from = vec((names(), option::of(names())), 0..3);
    (relations, from, any::<bool>(), option::of(words()))
        .prop_map(|(relation, from, series_break, note)| Lineage {
            relation,
            from: from
                .iter()
                .map(|(q, row)| row.as_ref().map_or_else(|| q.to_string(), |row| format!("{q}.{row}")).parse().unwrap())
                .collect(),
            series_break,
            note,
        })
        .boxed()
}

fn any_type() -> BoxedStrategy<FieldType> {
    let choices = || {
        let choice = (names(), words(), any::<bool>());
        vec(choice.prop_map(|(name, label, exclusive)| Choice { name, label, exclusive }), 1..4)
    };
    let range = || {
        (option::of(decimals()), option::of(small_numbers())).prop_map(|(minimum, maximum)| Range { minimum, maximum })
    };
    prop_oneof![
        select(vec![FieldType::YesNo, FieldType::Date, FieldType::Text, FieldType::LongText]),
        choices().prop_map(FieldType::Choice),
        choices().prop_map(FieldType::Scale),
        choices().prop_map(FieldType::Multiple),
        (range(), option::of(words())).prop_map(|(range, unit)| FieldType::Integer(range, unit)),
        (range(), option::of(words())).prop_map(|(range, unit)| FieldType::Decimal(range, unit)),
        range().prop_map(FieldType::Percent),
        range().prop_map(FieldType::Money),
    ]
    .boxed()
}

fn any_question() -> BoxedStrategy<Question> {
    let row = (names(), words(), option::of(words()), option::of(any_lineage()))
        .prop_map(|(name, label, relevance, lineage)| Row { name, label, relevance, lineage });
    let kind = prop_oneof![
        3 => any_type().prop_map(QuestionKind::Field),
        2 => (any_type(), vec(row, 1..3)).prop_map(|(of, rows)| QuestionKind::Matrix { of, rows }),
        1 => Just(QuestionKind::Info),
    ];
    let check = (words(), words()).prop_map(|(condition, message)| Check {
        severity: Severity::Warning,
        kind: CheckKind::Deviation,
        condition,
        message,
    });
    let term = (words(), words()).prop_map(|(term, definition)| Term { term, definition });
    let first = (names(), words(), option::of(words()), vec(term, 0..2), kind, any::<bool>(), option::of(words()));
    let reasons = proptest::sample::subsequence(MissingReason::ALL.to_vec(), 0..=4);
    let publication = select(vec![Publication::Open, Publication::Aggregated, Publication::Internal]);
    let evidence = select(vec![Evidence::Documented, Evidence::DocumentedElsewhere, Evidence::Inferred, Evidence::New]);
    let second = (
        vec(check, 0..2),
        reasons,
        publication,
        vec(words(), 0..2),
        option::of(any_lineage()),
        evidence,
        option::of(words()),
    );
    (first, second)
        .prop_map(
            |(
                (name, label, help, terms, kind, required, relevance),
                (checks, missing_reasons, publication, roles, lineage, evidence, source),
            )| {
                Question {
                    name,
                    label,
                    help,
                    terms,
                    kind,
                    required,
                    relevance,
                    checks,
                    missing_reasons,
                    publication,
                    roles,
                    lineage,
                    evidence,
                    source,
                }
            },
        )
        .boxed()
}

/// Any questionnaire that can stand in a file, whether or not it makes sense.
pub fn any_questionnaires() -> BoxedStrategy<Questionnaire> {
    let section = (words(), names(), words(), option::of(words()), vec(any_question(), 0..4)).prop_map(
        |(letter, name, title, introduction, questions)| Section { letter, name, title, introduction, questions },
    );
    let dropped = (names(), option::of(words()))
        .prop_map(|(field, note)| Dropped { field: field.as_str().parse().unwrap(), note });
    (words(), words(), option::of(words()), vec(section, 0..3), vec(dropped, 0..2))
        .prop_map(|(survey, title, introduction, sections, dropped)| Questionnaire {
            survey,
            title,
            introduction,
            sections,
            dropped,
        })
        .boxed()
}
