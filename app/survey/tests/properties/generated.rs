//! Generated questionnaires and answers.

mod files;
mod forms;

pub use files::any_questionnaires;
pub use forms::questionnaires;

use proptest::{collection::vec, prelude::*, sample::select};
use rust_decimal::Decimal;
use survey::{
    definition::{
        Choice, Evidence, FieldType, PublicationLevel, Question, QuestionKind, Range, default_missing_reasons,
    },
    form::Field,
    input,
    name::Name,
    value::{Entry, MissingReason, Value},
};
use time::{Date, macros::date};

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
        missing_reasons: default_missing_reasons(),
        publication_level: PublicationLevel::Open,
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

pub(super) fn decimals() -> BoxedStrategy<Decimal> {
    (any::<i64>(), 0u32..10).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).normalize()).boxed()
}

pub(super) fn days() -> BoxedStrategy<Date> {
    (1i32..=9999, 1u16..=365).prop_map(|(year, day)| Date::from_ordinal_date(year, day).unwrap()).boxed()
}

pub(super) fn small_numbers() -> BoxedStrategy<Decimal> {
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
        FieldType::Date(_) => days().prop_map(Value::Date).boxed(),
        FieldType::Text(_) | FieldType::LongText => {
            let lines = matches!(field_type, FieldType::LongText);
            typed()
                .prop_map(move |text| {
                    match input::read(if lines { &FieldType::LongText } else { &FieldType::Text(None) }, &[&text]) {
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
        1 => Just(FieldType::Date(Range { minimum: Some(date!(2015 - 01 - 01)), maximum: None })),
        1 => Just(FieldType::Text(None)),
        1 => Just(FieldType::LongText),
    ]
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
