//! Questions that are published only together and hang on open ones.

use super::{
    attack::{Attack, Found, PossibleAnswers, Survey, WorldCell, spread, worlds_with_known},
    code,
};
use serde_json::{Value as Json, json};
use statistics::{
    GroupLabels, OrganisationGroups,
    aggregate::{Audience, aggregates},
    protection::Reason,
};

fn attack(survey: &Survey, cells: &[(WorldCell, &[usize])], answers: &[PossibleAnswers]) -> Found {
    println!("{cells:?}");
    let organisations: Vec<WorldCell> = cells.iter().map(|(cell, _)| *cell).collect();
    Attack::new(survey, &organisations, answers).run(&worlds_with_known(cells, answers))
}

#[test]
fn a_question_that_hangs_on_an_open_answer_too_gives_nothing_away() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "yes_no"},
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "sen", "label": "L", "type": "yes_no", "relevance": "${val} = 'ja' and ${oppen} = 'ja'"},
    ]));
    let answers: Vec<PossibleAnswers> = vec![
        vec![("oppen", code("ja")), ("val", code("nej"))],
        vec![("oppen", code("ja")), ("val", code("ja")), ("sen", code("ja"))],
        vec![("oppen", code("ja")), ("val", code("ja")), ("sen", code("nej"))],
        vec![("oppen", code("nej")), ("val", code("ja"))],
        vec![("oppen", code("nej")), ("val", code("nej"))],
    ];
    let organisations: [&[(WorldCell, &[usize])]; 3] = [
        &[
            (("01", "", "", 7), &[0, 1, 2]),
            (("03", "", "", 5), &[0, 1, 2]),
            (("03", "", "", 3), &[3, 4]),
            (("04", "", "", 5), &[3, 4]),
        ],
        &[
            (("01", "", "", 7), &[0, 1, 2]),
            (("03", "", "", 4), &[0, 1, 2]),
            (("03", "", "", 2), &[3, 4]),
            (("09", "", "", 1), &[3, 4]),
        ],
        &[(("01", "", "", 6), &[0, 1, 2]), (("03", "", "", 5), &[0, 1, 2]), (("09", "", "", 1), &[0, 1, 2])],
    ];
    for cells in organisations {
        attack(&survey, cells, &answers).assert_nothing();
    }
}

#[test]
fn a_question_that_hangs_on_an_open_answer_alone_gives_nothing_away() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "choice", "options": [
            {"name": "x", "label": "X"}, {"name": "y", "label": "Y"}, {"name": "z", "label": "Z"},
        ]},
        {"name": "val", "label": "L", "type": "choice", "publication": "aggregated", "relevance": "${oppen} != 'z'", "options": [
            {"name": "a", "label": "A"}, {"name": "b", "label": "B"}, {"name": "c", "label": "C"},
        ]},
    ]));
    let given = |oppen: &'static str| ["a", "b", "c"].map(|val| vec![("oppen", code(oppen)), ("val", code(val))]);
    let answers: Vec<PossibleAnswers> =
        given("x").into_iter().chain(given("y")).chain([vec![("oppen", code("z"))]]).collect();
    let (x, y, z): (&[usize], &[usize], &[usize]) = (&[0, 1, 2], &[3, 4, 5], &[6]);
    let organisations: [&[(WorldCell, &[usize])]; 4] = [
        &[(("01", "", "", 5), x), (("03", "", "", 2), x), (("03", "", "", 3), y), (("04", "", "", 5), y)],
        &[(("01", "", "", 5), x), (("03", "", "", 1), x), (("03", "", "", 4), y), (("09", "", "", 1), y)],
        &[(("01", "", "", 6), x), (("03", "", "", 5), y), (("09", "", "", 3), z)],
        &[(("01", "", "", 7), x), (("03", "", "", 3), x), (("03", "", "", 3), z), (("09", "", "", 1), x)],
    ];
    for cells in organisations {
        attack(&survey, cells, &answers).assert_nothing();
    }
}

#[test]
fn a_check_against_an_open_answer_gives_nothing_away() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "yes_no"},
        {"name": "val", "label": "L", "type": "choice", "publication": "aggregated", "options": [
            {"name": "a", "label": "A"}, {"name": "b", "label": "B"}, {"name": "c", "label": "C"},
        ], "checks": [
            {"severity": "error", "kind": "consistency", "condition": "not(. = 'c' and ${oppen} = 'ja')", "message": "M"},
        ]},
    ]));
    let answers: Vec<PossibleAnswers> = [("ja", "a"), ("ja", "b"), ("nej", "a"), ("nej", "b"), ("nej", "c")]
        .map(|(oppen, val)| vec![("oppen", code(oppen)), ("val", code(val))])
        .into();
    let (yes, no): (&[usize], &[usize]) = (&[0, 1], &[2, 3, 4]);
    let organisations: [&[(WorldCell, &[usize])]; 3] = [
        &[(("01", "", "", 5), yes), (("03", "", "", 6), no), (("04", "", "", 5), no)],
        &[(("01", "", "", 6), no), (("03", "", "", 2), yes), (("03", "", "", 5), no), (("09", "", "", 1), yes)],
        &[(("01", "", "", 5), no), (("03", "", "", 2), yes), (("03", "", "", 3), no), (("04", "", "", 5), no)],
    ];
    for cells in organisations {
        attack(&survey, cells, &answers).assert_nothing();
    }
}

#[test]
fn a_check_of_an_open_answer_ties_what_it_names() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "yes_no", "checks": [
            {"severity": "error", "kind": "consistency", "message": "M",
                "condition": "not(. = 'ja' and ${val} = 'nej' and ${annat} = 'nej')"},
        ]},
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "annat", "label": "L", "type": "yes_no", "publication": "aggregated"},
    ]));
    let answers: Vec<PossibleAnswers> = [
        ("ja", "ja", "ja"),
        ("ja", "ja", "nej"),
        ("ja", "nej", "ja"),
        ("nej", "ja", "ja"),
        ("nej", "ja", "nej"),
        ("nej", "nej", "ja"),
        ("nej", "nej", "nej"),
    ]
    .map(|(oppen, val, annat)| vec![("oppen", code(oppen)), ("val", code(val)), ("annat", code(annat))])
    .into();
    let (yes, no): (&[usize], &[usize]) = (&[0, 1, 2], &[3, 4, 5, 6]);
    let organisations: [&[(WorldCell, &[usize])]; 2] = [
        &[(("01", "", "", 5), yes), (("03", "", "", 11), no)],
        &[(("01", "", "", 5), yes), (("03", "", "", 5), yes), (("04", "", "", 5), yes)],
    ];
    for cells in organisations {
        attack(&survey, cells, &answers).assert_nothing();
    }
}

#[test]
fn totals_of_questions_that_hang_together_and_on_an_open_answer_tell_of_each_other_and_are_hidden() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "yes_no"},
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "sen", "label": "L", "type": "yes_no", "relevance": "${val} = 'ja'", "checks": [
            {"severity": "error", "kind": "consistency", "condition": "not(. = 'nej' and ${oppen} = 'ja')", "message": "M"},
        ]},
    ]));
    let answers: Vec<PossibleAnswers> = vec![
        vec![("oppen", code("ja")), ("val", code("nej"))],
        vec![("oppen", code("ja")), ("val", code("ja")), ("sen", code("ja"))],
        vec![("oppen", code("nej")), ("val", code("nej"))],
        vec![("oppen", code("nej")), ("val", code("ja")), ("sen", code("ja"))],
        vec![("oppen", code("nej")), ("val", code("ja")), ("sen", code("nej"))],
    ];
    let cells: [(WorldCell, &[usize]); 2] = [(("01", "", "", 6), &[0, 1]), (("03", "", "", 12), &[2, 3, 4])];
    attack(&survey, &cells, &answers).assert_nothing();
}

/// Why the first question, published only together, is hidden of twenty organisations that answered 8 and 12 times so.
fn hidden(questions: Json, answers: [PossibleAnswers; 2]) -> Option<Reason> {
    let survey = Survey::new(questions);
    let groups = vec![OrganisationGroups { lan: "01".into(), ..OrganisationGroups::default() }; 20];
    let dataset = survey.dataset(&groups, &answers, &spread(&[8, 12]));
    let rows = aggregates(&dataset, None, &GroupLabels::default(), Audience::Publication);
    rows.last().unwrap().hidden
}

#[test]
fn what_hangs_on_more_than_the_answers_of_the_round_is_shown_only_where_nothing_follows() {
    let [yes, no] = ["ja", "nej"].map(|answer| vec![("val", code("ja")), ("sen", code(answer))]);
    let last = |publication_level: &str, more: Json| {
        let mut question = json!({"name": "sen", "label": "L", "type": "yes_no", "publication": publication_level});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let first = json!({"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"});
        hidden(json!([first, question]), [yes.clone(), no.clone()])
    };
    let check = |condition: &str| json!({"checks": [{"severity": "error", "kind": "deviation", "condition": condition, "message": "M"}]});
    // Who is asked shows what the organisation answered the year before.
    assert_eq!(last("open", json!({"relevance": "previous(${val}) = 'ja'"})), Some(Reason::Cover));
    // How many of the large ones were asked tells how many of them answered so.
    assert_eq!(last("aggregated", json!({"relevance": "${val} = 'ja' and population() > 50000"})), Some(Reason::Cover));
    // Whoever could not have answered so is known, or was told the year before.
    assert_eq!(last("aggregated", check("not(previous(.) = 'ja' and . = 'nej')")), Some(Reason::Cover));
    assert_eq!(last("aggregated", check("not(. = 'nej' and population() > 50000)")), Some(Reason::Cover));
    // Everybody knows who was asked, and nothing else.
    assert_eq!(last("aggregated", json!({"relevance": "population() > 50000"})), None);
    assert_eq!(last("aggregated", json!({"relevance": "previous(${sen}) = 'ja'"})), Some(Reason::Cover));
    assert_eq!(last("open", check("not(previous(.) = 'ja' and . = 'nej')")), None);
}
