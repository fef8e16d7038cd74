use crate::scenario::{form, name};
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    definition::{Relation, yaml},
    evaluation::Evaluation,
    form::Form,
    input,
    lineage::{
        EarlierRound, PreviousAnswer, check_lineage, comparable_values, no_longer_asked, previous_answers,
        relation_in_words,
    },
    name::FieldName,
    same_as_before::{NotReusable, reusable},
    value::{Entry, MissingReason},
};

fn copy(definition: &str, typed: &[(&str, &str)]) -> BTreeMap<FieldName, Entry> {
    let form = form(definition);
    let entry = |field: &str, text: &str| input::read(&form.field(field).expect(field).field_type, &[text]);
    typed.iter().map(|(field, text)| (name(field), entry(field, text))).collect()
}

fn before(year: i32, typed: &[(&str, &str)]) -> EarlierRound {
    (year, form("lineage_before"), Some(copy("lineage_before", typed)))
}

fn answers(earlier: &[EarlierRound]) -> BTreeMap<FieldName, PreviousAnswer> {
    previous_answers(&form("lineage_after"), earlier)
}

fn told(answer: &PreviousAnswer) -> (i32, &str, Relation) {
    (answer.year, answer.words.as_str(), answer.relation)
}

#[test]
fn every_relation_finds_its_answer() {
    let answers = answers(&[before(
        2025,
        &[
            ("samma", "ja"),
            ("gammalt_namn", "1240"),
            ("nattillsyn", "nej"),
            ("kostnad", "500"),
            ("sip_utskrivning", "nej"),
            ("sip_annars", "ja"),
            ("larm.dorr", "nej"),
            ("larm.sang", "nej"),
            ("bytt_typ", "3"),
        ],
    )]);
    for (field, words, relation) in [
        ("samma", "Ja", Relation::Same),
        ("nytt_namn", "1\u{a0}240", Relation::Reworded),
        ("nattillsyn.aldreomsorg", "Nej", Relation::Split),
        ("nattillsyn.funktionshinder", "Nej", Relation::Split),
        ("kostnad_drift", "500\u{a0}kr", Relation::Split),
        ("sip", "Ja", Relation::Merged),
        ("larmen.dorr", "Nej", Relation::Same),
        ("larmen.nagot", "Nej", Relation::Merged),
        ("ny", "", Relation::New),
        ("larmen.golv", "", Relation::New),
        ("bytt_typ", "", Relation::New),
    ] {
        assert_eq!(told(&answers[&name(field)]), (2025, words, relation), "{field}");
    }
    assert_eq!(answers.len(), 11);
    assert_eq!(answers[&name("nytt_namn")].note.as_deref(), Some("Frågan fick nya ord."));
    assert_eq!(answers[&name("larmen.nagot")].fields, [name("larm.dorr"), name("larm.sang")]);
    assert!(answers[&name("larmen.nagot")].series_break && !answers[&name("larmen.dorr")].series_break);
    let comparable: Vec<String> = comparable_values(&answers).keys().map(FieldName::to_string).collect();
    // Not what is broken, and not the whole cost beside a part of it.
    assert_eq!(
        comparable,
        ["larmen.dorr", "nattillsyn.aldreomsorg", "nattillsyn.funktionshinder", "nytt_namn", "samma", "sip"]
    );
}

#[test]
fn merged_answers_are_no_only_where_all_are_no() {
    for (utskrivning, annars, expected) in
        [("ja", "", "Ja"), ("nej", "nej", "Nej"), ("nej", "", ""), ("", "", ""), ("nej", "ja", "Ja")]
    {
        let answers = answers(&[before(2025, &[("sip_utskrivning", utskrivning), ("sip_annars", annars)])]);
        let words = answers.get(&name("sip")).map_or("", |answer| answer.words.as_str());
        assert_eq!(words, expected, "{utskrivning} {annars}");
    }
}

#[test]
fn the_chain_is_followed_through_years_without_an_answer() {
    let middle = |entries: &[(&str, &str)]| (2025, form("lineage_after"), Some(copy("lineage_after", entries)));
    let silent = (2025, form("lineage_after"), None);
    let old = || before(2024, &[("samma", "ja"), ("gammalt_namn", "7"), ("nattillsyn", "ja")]);

    let found = answers(&[silent, old()]);
    assert_eq!(told(&found[&name("samma")]), (2024, "Ja", Relation::Same));
    assert_eq!(told(&found[&name("nattillsyn.aldreomsorg")]), (2024, "Ja", Relation::Split));

    let found = answers(&[middle(&[("samma", "nej"), ("nattillsyn.aldreomsorg", "")]), old()]);
    assert_eq!(told(&found[&name("samma")]), (2025, "Nej", Relation::Same));
    assert_eq!(told(&found[&name("nattillsyn.aldreomsorg")]), (2024, "Ja", Relation::Split));
}

#[test]
fn new_words_do_not_hide_that_the_question_was_divided_before() {
    let questionnaire = serde_json::json!({
        "survey": "test", "title": "T",
        "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
            {"name": "kostnad_drift", "label": "L", "type": "money", "lineage": {"relation": "reworded"}},
        ]}],
    });
    let form = Form::new(serde_json::from_value(questionnaire).unwrap()).unwrap();
    let answers = previous_answers(
        &form,
        &[(2025, crate::scenario::form("lineage_after"), None), before(2024, &[("kostnad", "500")])],
    );
    assert_eq!(told(&answers[&name("kostnad_drift")]), (2024, "500\u{a0}kr", Relation::Split));
    assert!(comparable_values(&answers).is_empty());
}

#[test]
fn a_missing_reason_is_an_answer_and_no_value() {
    let mut copy = copy("lineage_before", &[]);
    copy.insert(name("samma"), Entry::Missing(MissingReason::VetEj));
    let answers = answers(&[(2025, form("lineage_before"), Some(copy)), before(2024, &[("samma", "ja")])]);
    assert_eq!(told(&answers[&name("samma")]), (2025, "Vet ej", Relation::Same));
    assert!(comparable_values(&answers).is_empty());
}

#[test]
fn nothing_is_new_where_there_was_nothing_before() {
    assert!(answers(&[]).is_empty());
}

#[test]
fn what_happened_is_told_in_words() {
    let answers =
        answers(&[before(2025, &[("samma", "ja"), ("gammalt_namn", "1"), ("nattillsyn", "ja"), ("sip_annars", "ja")])]);
    for (field, words) in [
        ("samma", ""),
        ("nytt_namn", "Frågan har nya ord."),
        ("nattillsyn.aldreomsorg", "Frågan har delats. Svaret gällde alla delarna tillsammans."),
        ("sip", "Flera frågor har blivit en. Svaret är ja om något av svaren var ja."),
        ("ny", "Frågan är ny i år."),
    ] {
        assert_eq!(relation_in_words(&answers[&name(field)]), words, "{field}");
    }
}

#[test]
fn what_is_no_longer_asked_is_told_where_it_would_be_looked_for() {
    let told: Vec<_> = no_longer_asked(&form("lineage_after"), &form("lineage_before"))
        .into_iter()
        .map(|gone| (gone.section, gone.label, gone.note.unwrap_or_default()))
        .collect();
    let gone = |label: &str, note: &str| (0, label.to_owned(), note.to_owned());
    assert_eq!(told, [gone("Finns fax?", "Ingen har fax."), gone("Hur många?", "")]);
}

#[test]
fn lineage_that_holds_has_no_faults() {
    assert_eq!(check_lineage(&form("lineage_after"), &form("lineage_before")), []);
    // What is not written is the same field, and every field of a form is there in the form itself.
    assert_eq!(check_lineage(&form("values"), &form("values")), []);
}

#[test]
fn broken_lineage_is_told_where_it_is() {
    let faults = check_lineage(&form("lineage_broken"), &form("lineage_before"));
    let told: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.pointer(), fault.message)).collect();
    assert_eq!(
        told,
        [
            "dropped: `gammalt_namn` was asked before and is gone; name it under `dropped`, or under `from` of a field",
            "dropped: `nattillsyn` was asked before and is gone; name it under `dropped`, or under `from` of a field",
            "dropped/0/field: `kostnad` is continued by a field of this questionnaire; take it away here",
            "dropped/1/field: `aldrig_fragad` was not asked in the questionnaire before; correct the name, or write `relation: new`",
            "sections/0/questions/0/lineage/relation: `samma` was of another type before; write `relation: reworded`",
            "sections/0/questions/1/lineage/from/0: `gamalt_namn` was not asked in the questionnaire before; correct the name, or write `relation: new`",
            "sections/0/questions/2/lineage: `pahittad` was not asked in the questionnaire before; correct the name, or write `relation: new`",
        ]
    );
}

#[test]
fn only_what_means_the_same_is_given_again() {
    let answers = answers(&[before(
        2025,
        &[
            ("samma", "ja"),
            ("gammalt_namn", "1240"),
            ("nattillsyn", "nej"),
            ("sip_utskrivning", "nej"),
            ("larm.dorr", "nej"),
            ("larm.sang", "nej"),
            ("bytt_typ", "3"),
        ],
    )]);
    let evaluation = Evaluation::new(form("lineage_after"), [], comparable_values(&answers));
    let told = |field: &str| reusable(&evaluation, answers.get(&name(field)), &name(field));
    for (field, value) in [("samma", "ja"), ("nytt_namn", "1240"), ("larmen.dorr", "nej")] {
        assert_eq!(told(field).map(Entry::Value), Ok(copy("lineage_after", &[(field, value)])[&name(field)].clone()));
    }
    for (field, why) in [
        ("nattillsyn.aldreomsorg", NotReusable::Split),
        ("sip", NotReusable::NotAnswered),
        ("larmen.nagot", NotReusable::NotComparable),
        ("ny", NotReusable::New),
    ] {
        assert_eq!(told(field), Err(why), "{field}");
    }
    // An option that is gone.
    let choice = |options: &str| {
        let questionnaire = format!(
            "survey: test\ntitle: T\nsections:\n- {{letter: A, name: a, title: A, questions: [{{name: val, label: L, \
             type: choice, options: [{options}]}}]}}"
        );
        Arc::new(yaml::read_form(&questionnaire).unwrap())
    };
    let (then, now) = (choice("{name: a, label: A}, {name: b, label: B}"), choice("{name: a, label: A}"));
    let chosen = input::read(&then.field("val").unwrap().field_type, &["b"]);
    let answers = previous_answers(&now, &[(2025, then, Some([(name("val"), chosen)].into()))]);
    let evaluation = Evaluation::new(now, [], comparable_values(&answers));
    assert_eq!(reusable(&evaluation, answers.get(&name("val")), &name("val")), Err(NotReusable::OtherAnswers));
}
