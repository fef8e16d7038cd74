//! Questionnaires that make sense: relevance, checks, matrices and texts.

use super::{field_types, question};
use proptest::{collection::vec, option, prelude::*, sample::select};
use survey::definition::{
    Check, CheckKind, FieldType, MatrixRow, Question, QuestionKind, Questionnaire, Section, Severity,
};

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
                format!("${{{name}}} <= population() * 2"),
            ]
        }
        FieldType::Date(_) => vec![format!("${{{name}}} != ''"), format!("${{{name}}} <= today()")],
        FieldType::Text(_) | FieldType::LongText => vec![format!("${{{name}}} != ''")],
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
    let kinds = select(vec![CheckKind::Consistency, CheckKind::Deviation]);
    let check = (conditions(fields), severities, kinds).prop_map(|(condition, severity, kind)| Check {
        severity,
        kind,
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
                            let row = |name: &str, relevance| MatrixRow {
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
                reasons: vec![],
            }
        })
}
