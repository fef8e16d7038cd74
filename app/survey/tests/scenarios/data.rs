use crate::scenario::{AnsweredForm, form};
use survey::{
    codebook::codebook,
    value::{Entry, MissingReason},
    variable::{cells, read_cells},
};

#[test]
fn a_multiple_choice_has_a_variable_per_option() {
    let form = form("matrix");
    let names: Vec<&str> = form.variables().iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "etjanster.familjeratt/ansokan",
            "etjanster.familjeratt/chatt",
            "etjanster.familjeratt/inga",
            "etjanster.aldreomsorg/ansokan",
            "etjanster.aldreomsorg/chatt",
            "etjanster.aldreomsorg/inga",
            "nattillsyn.aldreomsorg",
            "nattillsyn.funktionshinder",
            "kameror",
        ]
    );
    assert_eq!(form.variables()[1].label, "Vilka e-tjänster finns: Familjerätt: Chatt");
    assert_eq!(form.field("etjanster.familjeratt").unwrap().short_label, "Familjerätt");
    assert_eq!(form.field("kameror").unwrap().label, "Hur många kameror?");
}

#[test]
fn cells_are_codes_or_words() {
    let mut scenario = AnsweredForm::of("values");
    for (field, typed) in [
        ("ja_nej", "ja"),
        ("skala", "halften"),
        ("flera", "bla"),
        ("heltal", "1 240"),
        ("tal", "12,50"),
        ("dag", "2026-04-30"),
        ("rad", "=1+1"),
        ("rader", "'#vet_ej"),
    ] {
        scenario.answer(field, typed);
    }
    let cells_of =
        |field: &str, labels| cells(scenario.0.form().field(field).unwrap(), Some(scenario.0.entry(field)), labels);
    for (field, codes, words) in [
        ("ja_nej", vec!["ja"], vec!["Ja"]),
        ("skala", vec!["halften"], vec!["Cirka hälften"]),
        ("flera", vec!["0", "1", "0"], vec!["Nej", "Ja", "Nej"]),
        ("heltal", vec!["1240"], vec!["1240"]),
        ("tal", vec!["12.5"], vec!["12.5"]),
        ("dag", vec!["2026-04-30"], vec!["2026-04-30"]),
        ("rad", vec!["'=1+1"], vec!["'=1+1"]),
        ("rader", vec!["''#vet_ej"], vec!["''#vet_ej"]),
        ("val", vec![""], vec![""]),
    ] {
        assert_eq!(cells_of(field, false), codes, "{field}");
        assert_eq!(cells_of(field, true), words, "{field}");
    }
}

#[test]
fn missing_reasons_and_what_was_not_asked_stand_in_the_first_column() {
    let form = form("values");
    let missing = Entry::Missing(MissingReason::UppgiftSaknas);
    let (yes_no, multiple) = (form.field("ja_nej").unwrap(), form.field("flera").unwrap());
    assert_eq!(cells(yes_no, Some(&missing), false), ["#uppgift_saknas"]);
    assert_eq!(cells(multiple, Some(&missing), false), ["#uppgift_saknas", "", ""]);
    assert_eq!(cells(multiple, Some(&missing), true), ["Uppgift saknas", "", ""]);
    assert_eq!(cells(multiple, None, false), ["#ej_stalld", "", ""]);
    assert_eq!(cells(yes_no, None, true), ["Ej ställd"]);
    assert_eq!(cells(yes_no, Some(&Entry::Unreadable("x".into())), false), [""]);
    assert_eq!(read_cells(multiple, &["#ej_stalld", "#ej_stalld", "#ej_stalld"]), Ok(None));
}

#[test]
fn cells_that_cannot_be_read_say_why_and_where() {
    let form = form("values");
    for (field, texts, column, message) in [
        ("ja_nej", vec!["Ja"], 0, "`Ja` is not an option of `ja_nej`; write one of ja, nej"),
        ("val", vec!["gul"], 0, "`gul` is not an option of `val`; write one of rod, bla"),
        ("heltal", vec!["12,5"], 0, "`12,5` is not a number; write digits only, with a decimal point"),
        ("heltal", vec!["1 240"], 0, "`1 240` is not a number; write digits only, with a decimal point"),
        ("heltal", vec!["1_240"], 0, "`1_240` is not a number; write digits only, with a decimal point"),
        ("heltal", vec!["+12"], 0, "`+12` is not a number; write digits only, with a decimal point"),
        ("dag", vec!["30/4 2026"], 0, "`30/4 2026` is not a day; write it as 2026-04-30"),
        ("dag", vec!["2026-4-30"], 0, "`2026-4-30` is not a day; write it as 2026-04-30"),
        ("flera", vec!["1", "x", "0"], 1, "`x` is neither 0 nor 1; write 0 or 1"),
        ("flera", vec!["1", "0", ""], 2, "the cell is empty but the question is answered; write 0 or 1"),
        ("flera", vec!["0", "0", "0"], 0, "no option is chosen; write 1 for one of them, or leave all the cells empty"),
        ("flera", vec!["#vet_ej", "", "1"], 2, "`#vet_ej` stands for the whole question; leave this cell empty"),
        ("flera", vec!["1", "0"], 0, "`flera` has 3 columns, not 2; export the file anew"),
        (
            "rad",
            vec!["#inget"],
            0,
            "`#inget` is not a missing reason; write one of #vet_ej, #ej_tillampligt, #uppgift_saknas, #vill_ej_svara, #ej_stalld",
        ),
    ] {
        let fault = read_cells(form.field(field).unwrap(), &texts).unwrap_err();
        assert_eq!((fault.column, fault.message.as_str()), (column, message), "{field} {texts:?}");
    }
}

#[test]
fn the_codebook_has_the_keys_that_other_programs_read() {
    let rows = serde_json::to_value(codebook(&form("matrix"))).unwrap();
    assert_eq!(
        rows[1],
        serde_json::json!({
            "variable": "etjanster.familjeratt/chatt",
            "field": "etjanster.familjeratt",
            "section": "avsnitt",
            "section_title": "Avsnitt",
            "question": "etjanster",
            "label": "Vilka e-tjänster finns: Familjerätt: Chatt",
            "type": "multiple",
            "unit": null,
            "minimum": null,
            "maximum": null,
            "option": {"code": "chatt", "label": "Chatt"},
            "options": [
                {"code": "ansokan", "label": "Digital ansökan", "exclusive": false},
                {"code": "chatt", "label": "Chatt", "exclusive": false},
                {"code": "inga", "label": "Inga e-tjänster", "exclusive": true},
            ],
            "help": "Räkna bara sådana som går att använda.",
            "terms": [{"term": "e-tjänst", "definition": "En tjänst på webben som kräver inloggning."}],
            "relevance": null,
            "checks": [{
                "severity": "warning",
                "kind": "consistency",
                "condition": "count-selected(.) < 2",
                "message": "Två e-tjänster i samma område. Stämmer det?",
            }],
            "missing_reasons": ["vet_ej", "ej_tillampligt", "uppgift_saknas"],
            "required": true,
            "publication": "open",
            "lineage": null,
            "roles": ["it-chef", "socialchef"],
        })
    );
    assert_eq!(rows.as_array().unwrap().len(), 9);
    assert_eq!(rows[6]["options"][0], serde_json::json!({"code": "ja", "label": "Ja", "exclusive": false}));
    assert_eq!(rows[6]["option"], serde_json::Value::Null);
    let rows = serde_json::to_value(codebook(&form("values"))).unwrap();
    let number = |variable: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["variable"] == variable).unwrap();
        [row["unit"].clone(), row["minimum"].clone(), row["maximum"].clone()]
    };
    assert_eq!(number("heltal"), [serde_json::json!("dispensrar"), 0.into(), 1000.into()]);
    assert_eq!(number("tal"), [serde_json::json!("timmar"), serde_json::json!(-0.5), serde_json::Value::Null]);
    assert_eq!(number("andel"), [serde_json::json!("%"), 0.into(), 100.into()], "a share has its bounds unsaid");
    assert_eq!(number("belopp"), [serde_json::json!("kr"), 0.into(), serde_json::Value::Null]);
    let rows = serde_json::to_value(codebook(&form("matrix_rows"))).unwrap();
    assert_eq!(rows[2]["relevance"], "${bedriver} = 'ja'");
    assert_eq!(rows[3]["relevance"], "(${bedriver} = 'ja') and (${stor} = 'ja')");
    let rows = serde_json::to_value(codebook(&form("lineage_after"))).unwrap();
    assert_eq!(rows[2]["lineage"], serde_json::json!({"relation": "split", "from": ["nattillsyn"]}));
}
