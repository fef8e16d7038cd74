//! Questionnaires that need not make sense, with words that YAML could stumble over.

use super::{days, decimals, small_numbers};
use proptest::{collection::vec, option, prelude::*, sample::select};
use survey::{
    definition::{
        Check, CheckKind, Choice, Dropped, Evidence, FieldType, Lineage, MatrixRow, PublicationLevel, Question,
        QuestionKind, Questionnaire, Range, Relation, Section, Severity, Term, TextFormat, default_reasons,
    },
    name::Name,
    value::MissingReason,
};

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
        select(vec![FieldType::YesNo, FieldType::LongText]),
        option::of(select(vec![TextFormat::Email, TextFormat::Phone])).prop_map(FieldType::Text),
        (option::of(days()), option::of(days()))
            .prop_map(|(minimum, maximum)| FieldType::Date(Range { minimum, maximum })),
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
        .prop_map(|(name, label, relevance, lineage)| MatrixRow { name, label, relevance, lineage });
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
    let publication_level =
        select(vec![PublicationLevel::Open, PublicationLevel::Aggregated, PublicationLevel::Internal]);
    let evidence = select(vec![Evidence::Documented, Evidence::DocumentedElsewhere, Evidence::Inferred, Evidence::New]);
    let second = (
        vec(check, 0..2),
        reasons,
        publication_level,
        vec(words(), 0..2),
        option::of(any_lineage()),
        evidence,
        option::of(words()),
    );
    (first, second)
        .prop_map(
            |(
                (name, label, help, terms, kind, required, relevance),
                (checks, missing_reasons, publication_level, roles, lineage, evidence, source),
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
                    publication_level,
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
    let reasons = prop_oneof![Just(default_reasons()), vec(words(), 0..3)];
    (words(), words(), option::of(words()), vec(section, 0..3), vec(dropped, 0..2), reasons)
        .prop_map(|(survey, title, introduction, sections, dropped, reasons)| Questionnaire {
            survey,
            title,
            introduction,
            sections,
            dropped,
            reasons,
        })
        .boxed()
}
