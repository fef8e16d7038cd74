//! Attacks on indicators published beside the aggregate: measures of one question and of several, by group, filtered
//! and divided otherwise, and how they change.

use super::{
    attack::{
        Attack, PossibleAnswers, Survey, WorldCell, assert_nothing_is_found, compositions, every_world, in_turn,
        in_two_rounds, worlds_with_known,
    },
    code, missing, parent_and_child, yes_no,
};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use survey::value::{Entry, Value};

fn share(measure: &str, numerator: &str) -> Json {
    json!({"measure": measure, "title": "T", "kind": "share", "unit": "procent", "numerator": numerator})
}

#[test]
fn measures_of_one_question_and_of_what_follows_from_it_give_nothing_away() {
    let measures = json!([
        share("val", "${val} = 'ja'"),
        share("sen", "${sen} = 'ja'"),
        share("bada", "${val} = 'ja' and ${sen} = 'ja'"),
        {"measure": "sen_av_val", "title": "T", "kind": "share", "unit": "procent", "numerator": "${sen} = 'ja'",
            "filter": "${val} = 'ja'"},
        {"measure": "av_svaren", "title": "T", "kind": "share", "unit": "procent", "numerator": "${val} = 'ja'",
            "denominator": "${val} != ''", "denominator_words": "De som svarat"},
        {"measure": "vet_ej", "title": "T", "kind": "count", "unit": "antal kommuner",
            "numerator": "missing-reason(${val}) = 'vet_ej'", "denominator": "true()", "denominator_words": "Alla"},
        {"measure": "efter_svar", "title": "T", "kind": "distribution", "unit": "procent", "numerator": "${val} = '{svar}'",
            "for": [{"dimension": "svar", "codes": [{"code": "ja", "label": "Ja"}, {"code": "nej", "label": "Nej"}]}]},
    ]);
    let survey = parent_and_child("${val} = 'ja'").with_measures(measures);
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("nej"))],
        vec![("val", code("ja")), ("sen", code("ja"))],
        vec![("val", code("ja")), ("sen", code("nej"))],
        vec![("val", missing())],
    ];
    let organisations: [(&[WorldCell], usize); 3] = [
        (&[("01", "", "", 6), ("03", "", "", 5), ("09", "", "", 1)], 3),
        (&[("01", "", "", 6), ("03", "", "", 6)], 4),
        (&[("01", "", "1", 4), ("03", "", "1", 2), ("03", "", "2", 4), ("09", "", "2", 1)], 3),
    ];
    for (cells, answered) in organisations {
        assert_nothing_is_found(&survey, cells, &answers[..answered]);
    }
}

#[test]
fn a_measure_of_those_with_an_open_answer_gives_nothing_away() {
    let survey = Survey::new(json!([
        {"name": "oppen", "label": "L", "type": "yes_no"},
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
    ]))
    .with_measures(json!([
        share("val", "${val} = 'ja'"),
        share("bada", "${val} = 'ja' and ${oppen} = 'ja'"),
        {"measure": "av_oppna", "title": "T", "kind": "share", "unit": "procent", "numerator": "${val} = 'ja'",
            "filter": "${oppen} = 'ja'"},
        {"measure": "delat", "title": "T", "kind": "share", "unit": "procent", "numerator": "${val} = 'ja'",
            "denominator": "${oppen} = 'ja'", "denominator_words": "De öppna"},
    ]));
    let answers: Vec<PossibleAnswers> = [("ja", "ja"), ("ja", "nej"), ("nej", "ja"), ("nej", "nej")]
        .map(|(oppen, val)| vec![("oppen", code(oppen)), ("val", code(val))])
        .into();
    let cells: [(WorldCell, &[usize]); 6] = [
        (("01", "", "", 2), &[0, 1]),
        (("01", "", "", 3), &[2, 3]),
        (("03", "", "", 2), &[0, 1]),
        (("03", "", "", 3), &[2, 3]),
        (("04", "", "", 2), &[0, 1]),
        (("04", "", "", 3), &[2, 3]),
    ];
    let found = Attack::new(&survey, &cells.map(|(cell, _)| cell), &answers).run(&worlds_with_known(&cells, &answers));
    found.assert_nothing();
    assert!(found.hidden_counts > 0 && found.with_groups > 0);
}

#[test]
fn a_measure_of_two_questions_gives_nothing_away() {
    let survey = Survey::new(json!([
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "annat", "label": "L", "type": "yes_no", "publication": "aggregated"},
    ]))
    .with_measures(json!([
        share("val", "${val} = 'ja'"),
        share("bada", "${val} = 'ja' and ${annat} = 'ja'"),
        share("nagon", "any-yes(${val}, ${annat}) = 'ja'"),
    ]));
    let answers: Vec<PossibleAnswers> = [("ja", "ja"), ("ja", "nej"), ("nej", "ja"), ("nej", "nej")]
        .map(|(val, annat)| vec![("val", code(val)), ("annat", code(annat))])
        .into();
    assert_nothing_is_found(&survey, &[("01", "", "", 6), ("03", "", "", 5)], &answers);
}

#[test]
fn a_question_with_several_answers_gives_nothing_away() {
    let options = json!([
        {"name": "a", "label": "A"}, {"name": "b", "label": "B"}, {"name": "inga", "label": "I", "exclusive": true},
    ]);
    let survey = Survey::new(
        json!([{"name": "val", "label": "L", "type": "multiple", "publication": "aggregated", "options": options}]),
    )
    .with_measures(json!([
        share("a", "selected(${val}, 'a')"),
        share("bada", "selected(${val}, 'a') and selected(${val}, 'b')"),
        share("flera", "count-selected(${val}) > 1"),
    ]));
    let chosen = |codes: &[&str]| -> PossibleAnswers {
        vec![("val", Entry::Value(Value::Codes(codes.iter().map(|code| code.parse().unwrap()).collect())))]
    };
    let answers = [chosen(&["a"]), chosen(&["b"]), chosen(&["a", "b"]), chosen(&["inga"])];
    let organisations: [&[WorldCell]; 3] = [
        &[("01", "", "", 5), ("03", "", "", 5)],
        &[("01", "", "", 9), ("09", "", "", 1), ("10", "", "", 1)],
        &[("01", "", "1", 2), ("01", "", "2", 1), ("03", "", "1", 1), ("03", "", "2", 3)],
    ];
    for cells in organisations {
        assert_nothing_is_found(&survey, cells, &answers);
    }
}

#[test]
fn how_a_measure_has_changed_gives_nothing_away() {
    let survey = yes_no().with_measures(json!([
        share("val", "${val} = 'ja'"),
        {"measure": "forandring", "title": "T", "kind": "change", "unit": "procentenheter", "of": "val"},
    ]));
    let answers: Vec<PossibleAnswers> = vec![vec![("val", code("ja"))], vec![("val", code("nej"))]];
    let organisations: [&[WorldCell]; 2] = [
        &[("01", "", "", 6), ("03", "", "", 5)],
        &[("01", "", "1", 3), ("01", "", "2", 2), ("03", "", "1", 2), ("03", "", "2", 3)],
    ];
    for cells in organisations {
        println!("{cells:?}");
        let one: Vec<Vec<usize>> = every_world(cells, &answers).into_iter().map(|mut world| world.remove(0)).collect();
        let found = Attack::new(&survey, cells, &answers).run(&in_two_rounds(&one, &one));
        found.assert_nothing();
        assert!(found.hidden_counts > 0);
    }
}

/// Numbers and how they are summed up, with every kind of measure that sums.
fn of_numbers() -> Survey {
    let of = |measure: &str, kind: &str, numerator: &str| json!({"measure": measure, "title": "T", "kind": kind, "unit": "antal", "numerator": numerator});
    let filtered = |measure: &str, kind: &str| json!({"measure": measure, "title": "T", "kind": kind, "unit": "antal", "numerator": "${antal}", "filter": "${antal} > 1"});
    Survey::new(json!([{"name": "antal", "label": "L", "type": "integer", "publication": "aggregated"}])).with_measures(json!([
        of("summa", "sum", "${antal}"),
        of("medel", "mean", "${antal}"),
        of("median", "median", "${antal}"),
        of("minst", "minimum", "${antal}"),
        of("mest", "maximum", "${antal}"),
        of("fler_an_ett", "sum", "number(${antal} > 1)"),
        of("kvadrat", "sum", "${antal} * ${antal}"),
        filtered("summa_av_nagra", "sum"),
        filtered("medel_av_nagra", "mean"),
        {"measure": "kvot", "title": "T", "kind": "ratio", "unit": "antal", "numerator": "${antal}", "denominator": "${antal}",
            "denominator_words": "Antal"},
        {"measure": "har_fler", "title": "T", "kind": "count", "unit": "antal", "numerator": "${antal} > 1"},
        {"measure": "forandring", "title": "T", "kind": "change", "unit": "antal", "of": "summa"},
        {"measure": "tillvaxt", "title": "T", "kind": "change", "unit": "procent", "of": "summa", "relative": true},
    ]))
}

fn number(number: i64) -> PossibleAnswers {
    vec![("antal", Entry::Value(Value::Number(Decimal::from(number))))]
}

/// Two län, each organisation in every place.
const TWELVE: [WorldCell; 2] = [("01", "", "", 5), ("03", "", "", 7)];

#[test]
fn no_number_of_an_organisation_is_found() {
    let answers = [number(1), number(2), number(40), vec![("antal", missing())]];
    let worlds: Vec<Vec<Vec<usize>>> =
        compositions(12, answers.len()).iter().flat_map(|counts| in_turn(counts)).map(|given| vec![given]).collect();
    Attack::new(&of_numbers(), &TWELVE, &answers).run(&worlds).assert_nothing();
}

#[test]
fn how_a_sum_has_changed_does_not_tell_the_number_of_the_only_one_that_responded_once() {
    let answers = [number(1), number(2)];
    let in_turn_of =
        |ways: &[[usize; 2]]| -> Vec<Vec<usize>> { ways.iter().flat_map(|counts| in_turn(counts)).collect() };
    let twelve = in_turn_of(&[[9, 3], [8, 4], [7, 5], [11, 1], [1, 11]]);
    let eleven = in_turn_of(&[[9, 2], [8, 3], [7, 4], [10, 1], [1, 10]]);
    Attack::new(&of_numbers(), &TWELVE, &answers).run(&in_two_rounds(&twelve, &eleven)).assert_nothing();
}
