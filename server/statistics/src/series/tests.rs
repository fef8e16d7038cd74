use super::*;
use crate::indicator::{ChosenHeadline, Indicator};
use serde_json::{Value, json};

fn indicator(measures: Value) -> Indicator {
    serde_json::from_value(json!({"indicator": "F06", "title": "T", "part": "mal-1", "unit": "procent", "source": "S",
        "survey": "kommun-ehalsa", "measures": measures}))
    .unwrap()
}

fn share(name: &str, title: &str) -> Value {
    json!({"measure": name, "title": title, "kind": "share", "unit": "procent", "numerator": "${f} = 'ja'"})
}

fn observation(measure: &str, year: i32, value: Option<u32>) -> Observation {
    Observation {
        indicator: "F06".into(),
        measure: measure.into(),
        round: year,
        refers_to: year,
        published: None,
        breakdown: Breakdown::default(),
        unit: "procent".into(),
        value: value.map(Into::into),
        numerator: None,
        denominator: None,
        n_asked: None,
        n_answered: None,
        status: if value.is_some() { ObservationStatus::Computed } else { ObservationStatus::NotAvailable },
        note: String::new(),
        series_break: false,
    }
}

fn noted(observation: Observation, note: &str) -> Observation {
    Observation { note: note.into(), ..observation }
}

#[test]
fn like_measures_share_a_table_and_every_year_has_its_place() {
    let indicator = indicator(json!([
        share("larm", "Andel kommuner med larm"),
        share("tillsyn", "Andel kommuner med tillsyn"),
        {"measure": "antal", "title": "Antal", "kind": "sum", "unit": "antal", "numerator": "${n}"},
    ]));
    let observations = [observation("tillsyn", 2017, Some(37)), observation("larm", 2020, Some(93))];
    let tables = tables(&indicator, &observations, &[]);
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0].title, "Andel kommuner");
    assert_eq!(tables[0].years, [2017, 2018, 2019, 2020]);
    assert_eq!(tables[0].gaps(), [2018, 2019]);
    assert_eq!(tables[0].known_before(2020), Some(2017));
    assert_eq!(tables[1].years, [0; 0]);
}

#[test]
fn a_measure_with_dimensions_has_a_row_for_every_combination() {
    let indicator = indicator(json!([{"measure": "m", "title": "Mått", "kind": "share", "unit": "procent",
        "numerator": "selected(${{omrade}}, '{typ}')",
        "for": [{"dimension": "omrade", "codes": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]},
                {"dimension": "typ", "codes": [{"code": "x", "label": "X"}, {"code": "y", "label": "Y"}]}]}]));
    let mut value = observation("m", 2020, Some(1));
    value.breakdown = "typ=x;omrade=b".parse().unwrap();
    let tables = tables(&indicator, &[value], &[]);
    let rows: Vec<_> = tables[0].rows.iter().map(|row| (row.label.as_str(), row.key(), row.known().count())).collect();
    let row = |label, key: &str, known| (label, key.to_owned(), known);
    assert_eq!(
        rows,
        [row("A, X", "m.a.x", 0), row("A, Y", "m.a.y", 0), row("B, X", "m.b.x", 1), row("B, Y", "m.b.y", 0)]
    );
    assert_eq!(tables[0].title, "Mått");
}

/// Video planning was one question until 2019 and two from 2020.
fn continued() -> Vec<SeriesTable> {
    let indicator = indicator(json!([
        share("video", "Andel med video, till och med 2019"),
        share("video_sammanslagen", "Andel med video, sammanslaget från 2020"),
    ]));
    let unasked =
        |measure, year| Observation { status: ObservationStatus::NotAsked, ..observation(measure, year, None) };
    let observations = [
        observation("video", 2017, Some(59)),
        observation("video", 2019, Some(80)),
        unasked("video_sammanslagen", 2019),
        unasked("video", 2020),
        observation("video_sammanslagen", 2020, Some(86)),
    ];
    let continuation =
        Continuation { indicator: "F06".into(), earlier: "video".into(), later: "video_sammanslagen".into() };
    tables(&indicator, &observations, &[continuation])
}

#[test]
fn a_measure_that_continues_another_stands_in_its_row_behind_a_break() {
    let tables = continued();
    assert_eq!(tables.len(), 1);
    let [row] = tables[0].rows.as_slice() else { panic!("one row") };
    assert_eq!((row.label.as_str(), row.measure.as_str()), ("Andel med video", "video_sammanslagen"));
    let known: Vec<_> = row.known().map(|(year, one)| (year, one.measure.as_str())).collect();
    assert_eq!(known, [(2017, "video"), (2019, "video"), (2020, "video_sammanslagen")]);
    assert!(row.is_broken_between(2019, 2020) && !row.is_broken_between(2017, 2019));
}

#[test]
fn the_headline_is_the_newest_value_beside_the_first() {
    let tables = continued();
    let found = headline(&tables, None).unwrap();
    assert_eq!((found.now.refers_to, found.before.unwrap().refers_to, found.is_broken), (2020, 2017, true));
    assert!(headline(&super::tables(&indicator(json!([share("a", "A")])), &[], &[]), None).is_none());
}

#[test]
fn the_headline_is_what_was_chosen_or_the_fullest_step() {
    let indicator = indicator(json!([{"measure": "m", "title": "Mått", "kind": "distribution", "unit": "procent",
        "numerator": "${f} = '{o}'",
        "for": [{"dimension": "o", "codes": [{"code": "ingen", "label": "Ingen"}, {"code": "alla", "label": "Alla"}]}]}]));
    let of =
        |code: &str| Observation { breakdown: format!("o={code}").parse().unwrap(), ..observation("m", 2020, Some(1)) };
    let tables = tables(&indicator, &[of("ingen"), of("alla")], &[]);
    assert_eq!(headline(&tables, None).unwrap().row.label, "Alla");
    let chosen = Some(ChosenHeadline { measure: "m", breakdown: "o=ingen" });
    assert_eq!(headline(&tables, chosen).unwrap().row.label, "Ingen");
}

#[test]
fn notes_are_numbered_as_they_are_met_and_stand_at_the_year_where_they_hold_for_all() {
    let indicator = indicator(json!([share("a", "Andel a"), share("b", "Andel b")]));
    let published = |measure| Observation {
        status: ObservationStatus::Published,
        note: "Publicerat som drygt 37.".into(),
        ..observation(measure, 2017, Some(37))
    };
    let divided = noted(observation("a", 2020, Some(66)), "Frågan delades 2020.");
    let observations = [
        published("a"),
        published("b"),
        Observation { series_break: true, ..divided },
        observation("b", 2020, Some(44)),
    ];
    let tables = tables(&indicator, &observations, &[]);
    let table = &tables[0];
    let noted = table.noted(&table.years, &[YearNote { year: 2020, text: "Preliminärt.".into() }]);
    assert_eq!(
        noted.texts,
        [
            "Publicerat värde. Svaren från det årets omgång finns inte i tjänsten.",
            "För 2018 och 2019 finns varken svar i tjänsten eller publicerade värden (..).",
            "Frågan delades 2020.",
            "Preliminärt.",
        ]
    );
    assert_eq!([2017, 2018, 2019, 2020].map(|year| noted.of_year(year).to_vec()), [[1], [2], [2], [4]]);
    assert_eq!([0, 1].map(|row| table.rows[row].break_note(&noted, 2020)), [Some(3), None], "each row has its own");
    assert_eq!(table.years_from_answers(), [2020]);
    assert_eq!((noted.of_cell(0, 2020), noted.of_cell(1, 2020)), ([3].as_slice(), [].as_slice()));
}

#[test]
fn what_holds_for_every_sum_is_a_note_of_its_own() {
    let indicator =
        indicator(json!([{"measure": "s", "title": "S", "kind": "sum", "unit": "antal", "numerator": "${n}"}]));
    let sum = "Summan gäller dem som har svarat och är inte uppräknad till hela landet.";
    let observations = [
        noted(observation("s", 2019, Some(500)), sum),
        noted(observation("s", 2020, Some(587)), &format!("Frågan fick nya ord. {sum}")),
    ];
    let tables = tables(&indicator, &observations, &[]);
    let noted = tables[0].noted(&tables[0].years, &[]);
    assert_eq!(noted.texts, [sum, "Frågan fick nya ord."]);
    assert_eq!(noted.of_year(2020), [2, 1]);
}

#[test]
fn years_in_a_row_are_a_span() {
    assert_eq!(notes::spans(&[2018, 2021, 2022, 2023, 2024]), "2018 och 2021–2024");
    assert_eq!(notes::spans(&[2018, 2019]), "2018 och 2019");
    assert_eq!(notes::spans(&[2015, 2017, 2019]), "2015, 2017 och 2019");
    assert_eq!(notes::spans(&[]), "");
}
