//! What is published only together cannot be found by whoever knows everything public and the rule: small worlds, of which
//! every possible set of answers is published.

mod attack;
mod measures;
mod regions;
mod ties;

use attack::{PossibleAnswers, Survey, WorldCell, assert_nothing_is_found, spread};
use serde_json::json;
use statistics::{
    GroupLabels, Grouping, OrganisationGroups,
    aggregate::{Audience, aggregates},
    protection::Reason,
};
use survey::value::{Entry, MissingReason, Value};

fn code(code: &str) -> Entry {
    Entry::Value(Value::Code(code.parse().unwrap()))
}

fn missing() -> Entry {
    Entry::Missing(MissingReason::VetEj)
}

fn yes_no() -> Survey {
    Survey::new(json!([{"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"}]))
}

/// Ja, nej and no valid answer.
fn yes_no_answers() -> Vec<PossibleAnswers> {
    vec![vec![("val", code("ja"))], vec![("val", code("nej"))], vec![("val", missing())]]
}

const ONE_GROUPING: [&[WorldCell]; 4] = [
    &[("01", "", "", 6), ("03", "", "", 5), ("09", "", "", 1)],
    &[("01", "", "", 11), ("03", "", "", 5)],
    &[("01", "", "", 10), ("09", "", "", 1)],
    &[("01", "", "", 5), ("03", "", "", 5), ("04", "", "", 5)],
];

/// Larger worlds, in which everybody answers ja or nej.
const ALL_ANSWER: [&[WorldCell]; 6] = [
    &[("01", "", "", 8), ("03", "", "", 7), ("04", "", "", 5), ("05", "", "", 5)],
    &[("01", "", "", 12), ("03", "", "", 11), ("04", "", "", 6), ("09", "", "", 1)],
    &[("01", "", "", 12), ("03", "", "", 12), ("04", "", "", 11)],
    &[
        ("01", "", "1", 3),
        ("01", "", "2", 3),
        ("03", "", "1", 3),
        ("03", "", "2", 3),
        ("04", "", "1", 3),
        ("04", "", "2", 3),
    ],
    &[("01", "", "1", 6), ("01", "", "2", 5), ("03", "", "1", 5), ("03", "", "2", 6), ("09", "", "2", 1)],
    &[("01", "A", "1", 5), ("01", "B", "1", 4), ("03", "A", "1", 4), ("03", "B", "2", 5), ("04", "B", "2", 2)],
];

#[test]
fn no_hidden_count_of_one_grouping_is_found_by_whoever_knows_everything_public_and_the_rule() {
    for cells in ONE_GROUPING {
        assert_nothing_is_found(&yes_no(), cells, &yes_no_answers());
    }
}

#[test]
fn no_hidden_count_is_found_where_everybody_answers() {
    let answers = &yes_no_answers()[..2];
    for cells in ALL_ANSWER {
        assert_nothing_is_found(&yes_no(), cells, answers);
    }
}

#[test]
fn groupings_do_not_give_each_other_away() {
    let worlds: [&[WorldCell]; 3] = [
        &[("01", "", "1", 3), ("01", "", "2", 3), ("03", "", "1", 3), ("03", "", "2", 3)],
        &[("01", "", "1", 4), ("03", "", "1", 2), ("03", "", "2", 4), ("09", "", "2", 1)],
        &[("01", "A", "1", 5), ("03", "A", "2", 4), ("03", "B", "2", 3)],
    ];
    for cells in worlds {
        assert_nothing_is_found(&yes_no(), cells, &yes_no_answers());
    }
}

#[test]
fn no_rare_option_is_found() {
    let survey =
        Survey::new(json!([{"name": "val", "label": "L", "type": "choice", "publication": "aggregated", "options": [
            {"name": "a", "label": "A"}, {"name": "b", "label": "B"}, {"name": "c", "label": "C"},
        ]}]));
    let answers: Vec<PossibleAnswers> = ["a", "b", "c"].into_iter().map(|option| vec![("val", code(option))]).collect();
    for cells in ONE_GROUPING {
        assert_nothing_is_found(&survey, cells, &answers);
    }
}

/// A question and one that is asked where the first is answered so.
fn parent_and_child(asked_where: &str) -> Survey {
    Survey::new(json!([
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "sen", "label": "L", "type": "yes_no", "publication": "aggregated", "relevance": asked_where},
    ]))
}

#[test]
fn a_question_with_too_few_answers_is_not_told_by_how_many_were_asked_the_next() {
    let survey = parent_and_child("${val} != 'ja'");
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("ja"))],
        vec![("val", missing()), ("sen", code("ja"))],
        vec![("val", missing()), ("sen", code("nej"))],
    ];
    assert_nothing_is_found(&survey, &[("01", "", "", 6), ("03", "", "", 6), ("04", "", "", 6)], &answers);
}

#[test]
fn what_an_error_check_excludes_does_not_give_an_answer_away() {
    let survey = Survey::new(json!([
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "mer", "label": "L", "type": "yes_no", "publication": "aggregated", "checks": [
            {"severity": "error", "kind": "consistency", "condition": "not(. = 'ja' and ${val} = 'nej')", "message": "M"},
        ]},
    ]));
    let answers: Vec<PossibleAnswers> = [("ja", "ja"), ("ja", "nej"), ("nej", "nej")]
        .into_iter()
        .map(|(val, mer)| vec![("val", code(val)), ("mer", code(mer))])
        .collect();
    assert_nothing_is_found(&survey, &[("01", "", "", 5), ("03", "", "", 5), ("04", "", "", 5)], &answers);
}

#[test]
fn what_follows_from_an_answer_does_not_give_it_away() {
    let survey = parent_and_child("${val} = 'ja'");
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("nej"))],
        vec![("val", code("ja")), ("sen", code("ja"))],
        vec![("val", code("ja")), ("sen", code("nej"))],
    ];
    for cells in ONE_GROUPING {
        assert_nothing_is_found(&survey, cells, &answers);
    }
}

#[test]
fn one_grouping_is_shown_of_more_than_a_thousand_organisations() {
    let survey = yes_no();
    let shown = |organisations: usize| -> Vec<Grouping> {
        let groups = |at: usize| OrganisationGroups {
            lan: ["01", "03", "04", "05"][at % 4].into(),
            kommungrupp: ["A", "B", "C"][at % 3].into(),
            size: String::new(),
        };
        let groups: Vec<OrganisationGroups> = (0..organisations).map(groups).collect();
        let given: Vec<usize> = (0..organisations).map(|at| at / 12 % 2).collect();
        let dataset = survey.dataset(&groups, &yes_no_answers(), &given);
        let is_shown = |by: &Grouping| {
            let groups = dataset.grouped(Some(*by));
            groups.codes().iter().any(|code| dataset.protection().hidden(0, Some((*by, code))).is_none())
        };
        Grouping::ALL.into_iter().filter(is_shown).collect()
    };
    assert_eq!(shown(1000), [Grouping::Lan, Grouping::Kommungrupp]);
    assert_eq!(shown(1001), [Grouping::Lan]);
}

#[test]
fn what_follows_from_an_internal_answer_is_internal_too() {
    let survey = Survey::new(json!([
        {"name": "roll", "label": "L", "type": "yes_no", "publication": "internal"},
        {"name": "val", "label": "L", "type": "yes_no", "relevance": "${roll} = 'ja'"},
    ]));
    let answers: Vec<PossibleAnswers> =
        vec![vec![("roll", code("nej"))], vec![("roll", code("ja")), ("val", code("ja"))]];
    let groups = vec![OrganisationGroups { lan: "01".into(), ..OrganisationGroups::default() }; 20];
    let dataset = survey.dataset(&groups, &answers, &spread(&[8, 12]));
    for row in aggregates(&dataset, Some(Grouping::Lan), &GroupLabels::default(), Audience::Publication) {
        assert_eq!(
            (row.hidden, row.n_asked, row.count),
            (Some(Reason::Internal), None, None),
            "{} {}",
            row.field,
            row.group
        );
    }
}
