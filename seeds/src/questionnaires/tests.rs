//! The questionnaires as forms: they load, their lineage holds, and they say what other programs rely on.

use super::{Edition, questionnaire, surveys};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    definition::{CheckKind, Evidence, PublicationLevel, Question, Relation, Severity, yaml},
    evaluation::Evaluation,
    form::Form,
    input, lineage,
    name::FieldName,
    value::Value,
};

const KOMMUN: &str = "kommun-ehalsa";
const REGION: &str = "region-ehalsa-it";

fn form(survey: &str, edition: Edition) -> Form {
    let text = questionnaire(survey, edition).unwrap();
    yaml::read_form(text).unwrap_or_else(|faults| panic!("{survey} {edition:?}: {faults:#?}"))
}

fn forms(survey: &str) -> [Form; 4] {
    Edition::ALL.map(|edition| form(survey, edition))
}

fn questions(form: &Form) -> impl Iterator<Item = &Question> {
    form.questionnaire().sections.iter().flat_map(|section| &section.questions)
}

fn letters(survey: &str) -> [String; 4] {
    forms(survey).map(|form| form.questionnaire().sections.iter().map(|section| section.letter.as_str()).collect())
}

/// What a person types into fields, evaluated beside last year's values.
fn evaluated(form: Form, typed: &[(&str, &[&str])], previous: &[(&str, Value)]) -> Evaluation {
    let form = Arc::new(form);
    let name = |name: &str| -> FieldName { name.parse().unwrap() };
    let entries: BTreeMap<_, _> = typed
        .iter()
        .map(|(field, posted)| (name(field), input::read(&form.field(field).unwrap().field_type, posted)))
        .collect();
    let previous: BTreeMap<_, _> = previous.iter().map(|(field, value)| (name(field), value.clone())).collect();
    Evaluation::new(form, entries, previous)
}

fn found(evaluation: &Evaluation, field: &str) -> Vec<(Severity, CheckKind)> {
    evaluation.violations(field).iter().map(|violation| (violation.severity, violation.kind)).collect()
}

#[test]
fn every_questionnaire_is_a_form_of_its_survey() {
    for survey in surveys() {
        for form in forms(survey.code) {
            assert_eq!(form.questionnaire().survey, survey.code);
            assert_eq!(form.questionnaire().title, survey.title);
        }
    }
    assert_eq!(questionnaire("okand", Edition::Y2019), None);
}

#[test]
fn the_sections_keep_their_letters() {
    assert_eq!(letters(KOMMUN), ["ACDEFHI", "ACDEFGHI", "ABCDEFGHI", "ABCDEFGHI"]);
    assert_eq!(letters(REGION), ["ABCDFGHJ", "ABCDEFGHIJ", "ABCDEFGHIJ", "ABCDEFGHIJ"]);
}

#[test]
fn lineage_holds_from_one_edition_to_the_next() {
    for survey in surveys() {
        for pair in forms(survey.code).windows(2) {
            let [before, form] = pair else { unreachable!() };
            assert_eq!(lineage::check_lineage(form, before), [], "{}", survey.code);
        }
    }
}

#[test]
fn every_way_to_relate_to_last_year_occurs_this_year() {
    for survey in surveys() {
        let [.., before, form] = forms(survey.code);
        let occurring = form.fields().iter().map(|field| lineage::origin(field, &before).relation).collect::<Vec<_>>();
        for relation in [Relation::Same, Relation::Reworded, Relation::Split, Relation::Merged, Relation::New] {
            assert!(occurring.contains(&relation), "{} {relation:?}", survey.code);
        }
        assert_eq!(form.questionnaire().dropped.len(), 1, "{}", survey.code);
    }
}

#[test]
fn the_question_of_2019_is_split_in_2020_and_the_series_broken() {
    let [y2019, y2020, ..] = forms(KOMMUN);
    let split = |field: &str| {
        let origin = lineage::origin(y2020.field(field).unwrap(), &y2019);
        let from = origin.from.iter().map(|at| y2019.fields()[*at].name.to_string()).collect::<Vec<_>>();
        (origin.relation, origin.series_break, from)
    };
    for row in ["aldreomsorg", "funktionshinder"] {
        assert_eq!(split(&format!("nattillsyn.{row}")), (Relation::Split, true, vec!["nattillsyn".to_owned()]));
        for part in ["sip_utskrivning", "sip_andra"] {
            let whole = vec!["vardplanering_video".to_owned()];
            assert_eq!(split(&format!("{part}.{row}")), (Relation::Split, true, whole));
        }
    }
    for place in ["sabo", "fh"] {
        for part in ["sip_utskrivning", "sip_andra"] {
            let whole = vec![format!("{place}_vardplanering_video")];
            assert_eq!(split(&format!("{place}_{part}")), (Relation::Split, true, whole));
        }
    }
}

#[test]
fn names_that_other_programs_rely_on_are_there() {
    let [y2019, later @ ..] = forms(KOMMUN);
    assert!(y2019.field("nattillsyn").is_some());
    for form in &later {
        for field in ["nattillsyn.aldreomsorg", "nattillsyn.funktionshinder", "medicindispensrar"] {
            assert!(form.field(field).is_some(), "{field}");
        }
    }
    for form in later.iter().chain([&y2019]) {
        let variables = form.variables().iter().map(|variable| variable.name.as_str()).collect::<BTreeSet<_>>();
        for row in
            "barn_och_unga ekonomiskt_bistand familjeratt familjeradgivning vuxna_missbruk funktionshinder aldreomsorg"
                .split(' ')
        {
            for option in "tidsbokning digital_ansokan chatt saker_kommunikation intresseanmalan annan inga".split(' ')
            {
                let variable = format!("etjanster.{row}/{option}");
                assert!(variables.contains(variable.as_str()), "{variable}");
            }
        }
    }
    for form in forms(REGION) {
        assert!(form.variables().iter().any(|variable| variable.name == "hinder/ekonomi"));
    }
}

#[test]
fn the_first_edition_compares_with_nothing_and_every_later_one_does() {
    for survey in surveys() {
        for (edition, form) in Edition::ALL.into_iter().zip(forms(survey.code)) {
            let checks = questions(&form).flat_map(|question| &question.checks);
            let compares = checks.filter(|check| check.kind == CheckKind::Deviation).count();
            assert_eq!(compares > 0, edition != Edition::Y2019, "{} {edition:?}", survey.code);
        }
    }
}

#[test]
fn every_kind_and_severity_of_check_occurs_this_year() {
    for survey in surveys() {
        let form = form(survey.code, Edition::ThisYear);
        let checks = questions(&form).flat_map(|question| &question.checks).collect::<Vec<_>>();
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            assert!(checks.iter().any(|check| check.severity == severity), "{} {severity:?}", survey.code);
        }
        for kind in [CheckKind::Format, CheckKind::Consistency, CheckKind::Deviation] {
            assert!(checks.iter().any(|check| check.kind == kind), "{} {kind:?}", survey.code);
        }
    }
}

#[test]
fn every_type_of_field_occurs_this_year() {
    let occurring = [KOMMUN, REGION]
        .iter()
        .flat_map(|survey| {
            let form = form(survey, Edition::ThisYear);
            form.fields().iter().map(|field| field.field_type.code()).collect::<Vec<_>>()
        })
        .collect::<BTreeSet<_>>();
    let every = "choice date decimal integer long_text money multiple percent scale text yes_no";
    assert_eq!(Vec::from_iter(occurring), every.split(' ').collect::<Vec<_>>());
}

#[test]
fn what_is_sensitive_is_not_published_per_organisation() {
    for survey in surveys() {
        for form in forms(survey.code) {
            for field in form.fields() {
                let name = field.name.as_str();
                if name.starts_with("kontakt_") {
                    assert_eq!(field.publication_level, PublicationLevel::Internal, "{name}");
                }
                if ["infosak", "infoklassning", "stark_", "pdl_", "tvafaktor"].iter().any(|s| name.starts_with(s)) {
                    assert_eq!(field.publication_level, PublicationLevel::Aggregated, "{name}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_new_says_where_it_is_known_from() {
    for survey in surveys() {
        for form in forms(survey.code) {
            for question in questions(&form) {
                assert!(question.evidence == Evidence::New || question.source.is_some(), "{}", question.name);
            }
        }
    }
}

#[test]
fn a_kommun_without_home_care_is_not_asked_about_it() {
    let mut evaluation = evaluated(form(KOMMUN, Edition::Y2020), &[("hemsjukvard", &["nej"])], &[]);
    assert!(!evaluation.is_relevant("medicindispensrar"));
    let yes = input::read(&evaluation.form().field("hemsjukvard").unwrap().field_type, &["ja"]);
    evaluation.set(&"hemsjukvard".parse().unwrap(), yes);
    assert!(evaluation.is_relevant("medicindispensrar"));
}

#[test]
fn the_model_of_classification_is_asked_of_those_who_classify() {
    for (answer, asked) in [("alla", true), ("delar", true), ("nej", false)] {
        let evaluation = evaluated(form(KOMMUN, Edition::Y2020), &[("infoklassning", &[answer])], &[]);
        assert_eq!(evaluation.is_relevant("infoklassning_modell"), asked, "{answer}");
    }
}

#[test]
fn what_contradicts_itself_is_an_error() {
    let typed: &[(&str, &[&str])] = &[("infosakpolicy", &["nej"]), ("infosakplan", &["ja"])];
    let evaluation = evaluated(form(KOMMUN, Edition::ThisYear), typed, &[]);
    assert_eq!(found(&evaluation, "infosakplan"), [(Severity::Error, CheckKind::Consistency)]);

    let typed: &[(&str, &[&str])] = &[("hinder", &["ekonomi", "annat"]), ("hinder_storst", &["personalomsattning"])];
    let evaluation = evaluated(form(REGION, Edition::ThisYear), typed, &[]);
    assert_eq!(found(&evaluation, "hinder_storst"), [(Severity::Error, CheckKind::Consistency)]);

    let typed: &[(&str, &[&str])] = &[("it_kostnad", &["900 000 000"]), ("omslutning", &["90 000 000"])];
    let evaluation = evaluated(form(REGION, Edition::Y2020), typed, &[]);
    assert_eq!(found(&evaluation, "omslutning"), [(Severity::Error, CheckKind::Consistency)]);

    let typed: &[(&str, &[&str])] = &[("etjanster.familjeratt", &["digital_ansokan", "inga"])];
    let evaluation = evaluated(form(KOMMUN, Edition::Y2019), typed, &[]);
    assert_eq!(found(&evaluation, "etjanster.familjeratt"), [(Severity::Error, CheckKind::Consistency)]);
}

#[test]
fn what_differs_from_last_year_is_to_be_explained() {
    let number = |number: i64| Value::Number(number.into());
    let dispensers = |typed: &str, previous: &[(&str, Value)]| {
        let typed: &[(&str, &[&str])] = &[("hemsjukvard", &["ja"]), ("medicindispensrar", &[typed])];
        found(&evaluated(form(KOMMUN, Edition::ThisYear), typed, previous), "medicindispensrar")
    };
    let deviates = [(Severity::Warning, CheckKind::Deviation)];
    for (typed, before, expected) in [
        ("12", 8, &[][..]),
        ("13", 8, &deviates[..]),
        ("4", 8, &[]),
        ("3", 8, &deviates),
        ("0", 8, &deviates),
        ("8", 0, &[]),
    ] {
        assert_eq!(dispensers(typed, &[("medicindispensrar", number(before))]), expected, "{before} to {typed}");
    }
    assert_eq!(dispensers("400", &[]), []);

    let no_longer = |previous: &str| {
        let typed: &[(&str, &[&str])] = &[("nattillsyn.aldreomsorg", &["nej"])];
        let previous = [("nattillsyn.aldreomsorg", Value::Code(previous.parse().unwrap()))];
        found(&evaluated(form(KOMMUN, Edition::LastYear), typed, &previous), "nattillsyn.aldreomsorg")
    };
    assert_eq!((no_longer("ja"), no_longer("nej")), (deviates.to_vec(), Vec::new()));
}

#[test]
fn last_years_answer_to_what_was_split_or_merged_is_one_of_any_yes() {
    let [.., before, form] = forms(KOMMUN);
    let entries = |answers: &[(&str, &str)]| -> BTreeMap<_, _> {
        let entry = |(field, code): &(&str, &str)| {
            let entry = input::read(&before.field(field).unwrap().field_type, &[*code]);
            (field.parse().unwrap(), entry)
        };
        answers.iter().map(entry).collect()
    };
    let answered = entries(&[("digitala_moten", "ja"), ("sabo_rorelselarm", "nej"), ("sabo_dorrlarm", "ja")]);
    let earlier = [(2025, Arc::new(before), Some(answered))];
    let previous = lineage::previous_answers(&form, &earlier);
    for (field, from) in [("digitala_moten.aldreomsorg", 1), ("sabo_larm", 2)] {
        let answer = &previous[field];
        assert_eq!((answer.words.as_str(), answer.fields.len()), ("Ja", from), "{field}");
        assert!(answer.comparable().is_some(), "{field}");
    }
}
