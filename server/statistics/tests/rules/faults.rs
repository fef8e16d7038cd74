//! What is said of an indicator file that cannot be computed.

use super::{form, text};
use statistics::{Catalogue, Population, SurveyForms};

/// The faults of the fixture's file after a replacement.
fn faults(from: &str, to: &str) -> Vec<String> {
    let file = text("kommuner/indicators.yaml");
    assert!(file.contains(from), "{from} does not stand in the file");
    let forms = SurveyForms {
        survey: "prov-kommun".into(),
        population: Population::Municipalities,
        rounds: [(2019, form("kommuner/questionnaire-2019.yaml")), (2020, form("kommuner/questionnaire-2020.yaml"))]
            .into_iter()
            .collect(),
    };
    match Catalogue::new(serde_saphyr::from_str(&file.replacen(from, to, 1)).unwrap(), &[forms]) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

fn fault(from: &str, to: &str) -> String {
    let faults = faults(from, to);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].clone()
}

#[test]
fn the_fixture_has_none() {
    assert_eq!(faults("larm", "larm"), Vec::<String>::new());
}

#[test]
fn a_name_that_no_round_knows_is_a_fault_and_not_a_question_that_was_not_asked() {
    let said = fault("numerator: \"${larm} = 'ja'\"", "numerator: \"${lram} = 'ja'\"");
    assert!(
        said.starts_with("indicator `P01`, measure `larm_andel`: in round 2020: numerator `${lram} = 'ja'`"),
        "{said}"
    );
    let said = faults("selected(${etjanster}, '{typ}')", "selected(${etjanster}, '{typ}a')");
    let of_code =
        "indicator `P01`, measure `etjanst`: in round 2020 for typ=chatt: numerator `selected(${etjanster}, 'chatta')`";
    assert!(said.len() == 3 && said[1].starts_with(of_code), "{said:?}");
}

#[test]
fn a_breakdown_that_leaves_out_an_option_of_its_question_is_a_fault() {
    let said = fault(", {code: inga, label: Inga}", "");
    assert_eq!(
        said,
        "indicator `P01`, measure `etjanst`: `typ` leaves out option `inga`, which round 2020 offers; add it to `for`"
    );
    let said = fault(", {code: alla, label: Alla}]", "]");
    assert!(said.contains("measure `omfattning`: `svar` leaves out option `alla`"), "{said}");
}

#[test]
fn a_measure_knows_no_round_before() {
    let said = fault("numerator: \"${larm} = 'ja'\"", "numerator: \"previous(${larm}) = 'ja'\"");
    assert!(
        said.ends_with("the round before is not known here; measure each round, and the change with `kind: change`"),
        "{said}"
    );
}

#[test]
fn a_measure_knows_no_day_and_no_organisation() {
    for numerator in ["${larm} = 'ja' and today() > date('2020-01-31')", "${larm} = 'ja' and population() > 1"] {
        let said = fault("numerator: \"${larm} = 'ja'\"", &format!("numerator: \"{numerator}\""));
        assert!(said.contains("a measure is the same whatever day it is and whoever answers"), "{said}");
    }
}

#[test]
fn a_round_that_is_named_must_have_the_question() {
    let said = fault("rounds: [2020]", "rounds: [2019, 2020, 2021]");
    assert_eq!(
        said,
        "indicator `P01`, measure `natt_alla_delar`: survey `prov-kommun` has no round 2021; take it away"
    );
    let said = fault("numerator: ${omfattning} = 'alla'", "rounds: [2019]\n        numerator: ${omfattning} = 'alla'");
    assert!(said.starts_with("indicator `P01`, measure `alla_med_avtal`: in round 2019: numerator"), "{said}");
}

#[test]
fn an_internal_field_is_measured_by_nobody() {
    let said = fault("numerator: \"${avtalsform} = 'eget'\"", "numerator: \"${kontakt} = 'chef'\"");
    assert!(
        said.ends_with("in round 2020: `kontakt` is internal and is not published; measure something else"),
        "{said}"
    );
}

#[test]
fn a_condition_is_not_a_number() {
    let said = fault(
        "kind: mean, unit: antal, numerator: \"${dispensrar}\"",
        "kind: mean, unit: antal, numerator: \"${larm} = 'ja'\"",
    );
    assert!(said.starts_with("indicator `P02`, measure `medel`: in round 2020: numerator"), "{said}");
    let said = fault(
        "kind: share, unit: procent, numerator: \"${larm} = 'ja'\"",
        "kind: share, unit: procent, numerator: \"1 = 1\"",
    );
    assert!(said.ends_with("no expression names a field; name what is measured"), "{said}");
}

#[test]
fn kommuner_are_not_counted_as_regioner() {
    let said = fault("kind: count, unit: antal kommuner", "kind: count, unit: antal regioner");
    assert!(said.ends_with("`antal regioner` does not go with survey `prov-kommun`; choose another unit"), "{said}");
}

#[test]
fn every_fault_is_found_and_not_only_the_first() {
    let said = faults("survey: prov-kommun", "survey: prov-annan");
    assert_eq!(said, ["indicator `P01`: there is no survey `prov-annan`; name one that there is"]);
    let both = faults("${omfattning} = '{svar}'", "${omfatning} = '{svar}'");
    assert_eq!(both.len(), 3, "one for each code: {both:?}");
}
