use super::*;
use crate::published::Precision;
use time::macros::date;

fn file() -> IndicatorFile {
    serde_json::from_value(serde_json::json!({
        "frameworks": [],
        "indicators": [{"indicator": "F33", "title": "T", "part": "mal-3", "unit": "procent", "source": "S",
            "survey": "kommun-ehalsa", "measures": [
                {"measure": "ansvarig", "title": "A", "kind": "share", "unit": "procent", "numerator": "${f} = 'ja'"}]}]
    }))
    .unwrap()
}

fn value(printed: &str, precision: Precision, n: &str) -> PublishedValue {
    PublishedValue {
        id: "V1".into(),
        indicator: "F33".into(),
        framework_ids: String::new(),
        figure: String::new(),
        measure: String::new(),
        breakdown: String::new(),
        period: "2020".into(),
        value: printed.split(' ').next_back().unwrap().replace(',', "."),
        printed: printed.into(),
        precision,
        unit: "procent".into(),
        n: n.into(),
        lines: String::new(),
        quotation: String::new(),
        control: String::new(),
        conflict: String::new(),
        note: String::new(),
    }
}

fn mapping(note: &str) -> Mapping {
    Mapping {
        rad_id: "V1".into(),
        indicator: "F33".into(),
        measure: "ansvarig".into(),
        round: Some(2020),
        breakdown: String::new(),
        quantity: Some(Quantity::Value),
        over: None,
        note: note.into(),
    }
}

/// 182 of 250 in all; 11, 22 and 16 percent of three areas.
fn observations() -> Vec<Observation> {
    let observation = |breakdown: &str, value: &str, numerator: u32, answered: usize| Observation {
        indicator: "F33".into(),
        measure: "ansvarig".into(),
        round: 2020,
        refers_to: 2020,
        published: None,
        breakdown: breakdown.parse().unwrap(),
        unit: "procent".into(),
        value: Some(value.parse().unwrap()),
        numerator: Some(numerator.into()),
        denominator: Some(answered.into()),
        n_asked: Some(290),
        n_answered: Some(answered),
        status: ObservationStatus::Computed,
        note: String::new(),
        series_break: false,
    };
    vec![
        observation("", "72.8", 182, 250),
        observation("omrade=a", "11.2", 28, 250),
        observation("omrade=b", "22.4", 56, 250),
        observation("omrade=c", "16", 40, 250),
    ]
}

fn verdict(value: PublishedValue, mapping: Mapping) -> (PublishedVerdict, String) {
    let rows = compare(&[value], &[mapping], &file(), &observations(), |_, year| year == 2020);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].cells().len(), COLUMNS.len());
    (rows[0].verdict, rows[0].reason.clone())
}

fn equal() -> (PublishedVerdict, String) {
    (PublishedVerdict::Equal, String::new())
}

#[test]
fn a_value_that_agrees_is_equal_whatever_the_note_says() {
    let printed = value("cirka 73", Precision::Cirka, "251 (fotnot) / 250 (bildtext)");
    assert_eq!(verdict(printed.clone(), mapping("")), equal());
    assert_eq!(verdict(printed, mapping("heltalen motsäger varandra, se K02")), equal());
}

#[test]
fn a_value_that_does_not_agree_differs_or_is_a_known_conflict() {
    let printed = value("71", Precision::Exakt, "");
    assert_eq!(verdict(printed.clone(), mapping("")), (PublishedVerdict::Differs, "the answers give 72.8".into()));
    assert_eq!(
        verdict(printed, mapping("bara 144 av 202 ger 71, se K03")),
        (PublishedVerdict::Conflict, "K03: bara 144 av 202 ger 71, se K03; the answers give 72.8".into())
    );
}

#[test]
fn where_n_is_published_it_agrees_too() {
    assert_eq!(
        verdict(value("73", Precision::Exakt, "251"), mapping("")),
        (PublishedVerdict::Differs, "250 have answered, and 251 is printed".into())
    );
    assert_eq!(verdict(value("73", Precision::Exakt, "251"), mapping("K02")).0, PublishedVerdict::Conflict);
}

#[test]
fn any_figure_of_an_observation_can_be_published() {
    for (printed, quantity) in [("182", Quantity::Numerator), ("250", Quantity::NAnswered), ("290", Quantity::NAsked)] {
        let mapping = Mapping { quantity: Some(quantity), ..mapping("") };
        assert_eq!(verdict(value(printed, Precision::Exakt, ""), mapping), equal(), "{quantity:?}");
    }
}

#[test]
fn a_value_can_be_the_smallest_or_the_largest_of_several() {
    let of = |printed: &str, over| {
        let mapping = Mapping { breakdown: "omrade=a|omrade=b|omrade=c".into(), over, ..mapping("") };
        verdict(value(printed, Precision::Exakt, ""), mapping)
    };
    assert_eq!(of("11", Some(Over::Minimum)), equal());
    assert_eq!(of("22", Some(Over::Maximum)), equal());
    assert_eq!(of("16", None).0, PublishedVerdict::Differs);
}

#[test]
fn a_year_without_answers_is_published_only() {
    let mapping = Mapping { round: Some(2017), ..mapping("") };
    assert_eq!(
        verdict(value("37", Precision::Exakt, ""), mapping),
        (PublishedVerdict::PublishedOnly, "no answers for 2017".into())
    );
}

#[test]
fn a_value_without_a_measure_is_explained_by_its_note() {
    let without =
        |note: &str| verdict(value("9", Precision::Exakt, ""), Mapping { measure: String::new(), ..mapping(note) });
    assert_eq!(without("published_only: K29, flera år"), (PublishedVerdict::PublishedOnly, "K29, flera år".into()));
    assert_eq!(without("K27: alla kan inte"), (PublishedVerdict::Conflict, "K27: alla kan inte".into()));
    assert_eq!(without("hm").0, PublishedVerdict::Differs);
}

#[test]
fn a_faulty_map_differs() {
    let printed = || value("73", Precision::Exakt, "");
    for mapping in [
        Mapping { rad_id: "V2".into(), ..mapping("") },
        Mapping { measure: "annat".into(), ..mapping("") },
        Mapping { indicator: "F99".into(), ..mapping("") },
        Mapping { round: None, ..mapping("") },
        Mapping { quantity: None, ..mapping("") },
        Mapping { breakdown: "omrade=x".into(), ..mapping("") },
        Mapping { breakdown: "omrade".into(), ..mapping("") },
    ] {
        let (verdict, reason) = verdict(printed(), mapping);
        assert_eq!(verdict, PublishedVerdict::Differs);
        assert!(!reason.is_empty());
    }
}

#[test]
fn what_cannot_be_compared_differs_or_is_a_known_conflict() {
    assert_eq!(verdict(value("73", Precision::Klass, ""), mapping("")).0, PublishedVerdict::Differs);
    assert_eq!(verdict(value("73", Precision::Klass, ""), mapping("K11")).0, PublishedVerdict::Conflict);
    let mut suppressed = observations();
    suppressed[0] = suppressed[0].clone().without_figures(ObservationStatus::Suppressed);
    let rows = compare(&[value("73", Precision::Exakt, "")], &[mapping("")], &file(), &suppressed, |_, _| true);
    assert_eq!(
        (rows[0].verdict, rows[0].reason.as_str()),
        (PublishedVerdict::Differs, "the observation is suppressed")
    );
}

#[test]
fn the_k_number_is_found_in_the_note() {
    for (note, number) in [
        ("se K02; gäller", Some("K02")),
        ("K01: 90", Some("K01")),
        ("KLASSA", None),
        ("K2", None),
        ("OK02", None),
        ("", None),
    ] {
        assert_eq!(conflict_number(note), number, "{note}");
    }
}

#[test]
fn a_published_value_is_an_observation_where_there_are_no_answers() {
    let values = [value("cirka 37", Precision::Cirka, "")];
    let map = [Mapping { round: Some(2017), ..mapping("") }, Mapping { round: Some(2017), ..mapping("") }, mapping("")];
    let found = published_observations(&values, &map, &file(), date!(2021 - 05 - 01), |_, year| year == 2020);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].cells().join(","),
        "F33,ansvarig,2017,2017,2021-05-01,,procent,37,,,,,published,Publicerat som cirka 37."
    );
}
