//! Regioner: few organisations, each alone in its län, and in no other group.

use super::{
    attack::{Attack, PossibleAnswers, Survey, World, WorldCell, compositions, in_turn},
    code, parent_and_child, yes_no, yes_no_answers,
};
use serde_json::json;

const LAN: [&str; 12] = ["01", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13", "14"];

fn regions() -> Vec<WorldCell> {
    LAN.into_iter().map(|lan| (lan, "", "", 1)).collect()
}

/// However many gave each answer, and each region in every place among them.
fn worlds(answers: &[PossibleAnswers]) -> Vec<World> {
    let ways = compositions(LAN.len(), answers.len());
    ways.iter().flat_map(|counts| in_turn(counts)).map(|given| vec![given]).collect()
}

fn assert_nothing_is_found(survey: &Survey, answers: &[PossibleAnswers]) {
    let found = Attack::new(survey, &regions(), answers).run(&worlds(answers));
    found.assert_nothing();
    assert!(found.hidden_counts > 0 && found.with_groups == 0);
}

#[test]
fn no_answer_of_a_region_is_found() {
    let measures = json!([
        {"measure": "ja", "title": "T", "kind": "count", "unit": "antal regioner", "numerator": "${val} = 'ja'"},
        {"measure": "vet_ej", "title": "T", "kind": "count", "unit": "antal regioner", "numerator": "missing-reason(${val}) = 'vet_ej'",
            "denominator": "true()", "denominator_words": "Alla"},
    ]);
    assert_nothing_is_found(&yes_no().of_regions().with_measures(measures), &yes_no_answers());
}

#[test]
fn no_answer_of_a_region_follows_from_how_many_were_asked_the_next_question() {
    let measures = json!([
        {"measure": "ja", "title": "T", "kind": "count", "unit": "antal regioner", "numerator": "${val} = 'ja'"},
        {"measure": "sen", "title": "T", "kind": "count", "unit": "antal regioner", "numerator": "${sen} = 'ja'"},
        {"measure": "bada", "title": "T", "kind": "count", "unit": "antal regioner", "numerator": "${val} = 'ja' and ${sen} = 'ja'"},
    ]);
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("nej"))],
        vec![("val", code("ja")), ("sen", code("ja"))],
        vec![("val", code("ja")), ("sen", code("nej"))],
    ];
    assert_nothing_is_found(&parent_and_child("${val} = 'ja'").of_regions().with_measures(measures), &answers);
}
