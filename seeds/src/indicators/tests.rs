//! The indicators are whole, sound as a file, and their expressions hold in the questionnaires of the rounds.

use super::{for_authors, indicators, read};
use crate::{Edition, SurveyedKind, conflicts, published_values, questionnaire, surveys};
use statistics::{
    Breakdown, Population,
    indicator::{Measure, MeasureKind, PartKind},
    measure::{Catalogue, SurveyForms},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    definition::yaml,
    expression::{Expects, Expression},
    form::Form,
};

fn form(survey: &str, edition: Edition) -> Form {
    yaml::read_form(questionnaire(survey, edition).unwrap()).unwrap()
}

/// An expression of a measure for each combination of its codes. `${name}` is a field, whatever the dimensions are called.
fn expanded(measure: &Measure, source: &str) -> Vec<String> {
    measure.dimensions.iter().fold(vec![source.to_owned()], |sources, dimension| {
        let placeholder = format!("{{{}}}", dimension.dimension);
        let field = format!("${placeholder}");
        let with = |source: &String| {
            let pieces: Vec<_> = source.split(&field).collect();
            let fill = |code: &str| pieces.iter().map(|piece| piece.replace(&placeholder, code)).collect::<Vec<_>>();
            dimension.codes.iter().map(|code| fill(code.code.as_str()).join(&field)).collect::<Vec<_>>()
        };
        sources.iter().flat_map(with).collect()
    })
}

/// The expressions of a measure with what each of them has to give.
fn expressions(measure: &Measure) -> Vec<(String, Expects)> {
    let numerator = if measure.kind.is_counting() { Expects::Boolean } else { Expects::Number };
    let denominator = if measure.kind == MeasureKind::Ratio { Expects::Number } else { Expects::Boolean };
    [(&measure.numerator, numerator), (&measure.denominator, denominator), (&measure.filter, Expects::Boolean)]
        .into_iter()
        .filter_map(|(source, expects)| Some((source.as_ref()?, expects)))
        .flat_map(|(source, expects)| expanded(measure, source).into_iter().map(move |source| (source, expects)))
        .collect()
}

/// Whether every field that the measure names stands in the form.
fn is_asked(form: &Form, measure: &Measure) -> bool {
    let is_there = |name: &str| form.field(name).is_some() || form.fields_of_question(name).next().is_some();
    expressions(measure).iter().all(|(source, _)| {
        Expression::parse(source).unwrap_or_else(|error| panic!("{source}: {error}")).names().all(is_there)
    })
}

#[test]
fn the_file_is_sound_with_the_forms_of_every_round() {
    let surveys = surveys().iter().map(|survey| SurveyForms {
        survey: survey.code.to_owned(),
        population: match survey.kind {
            SurveyedKind::Municipality => Population::Municipalities,
            SurveyedKind::Region => Population::Regions,
        },
        rounds: Edition::ALL.map(|edition| (edition.year(2026), Arc::new(form(survey.code, edition)))).into(),
    });
    if let Err(faults) = Catalogue::new(indicators().unwrap(), &surveys.collect::<Vec<_>>()) {
        panic!("{faults:#?}");
    }
}

#[test]
fn every_measure_of_the_report_is_in_the_tree() {
    let file = indicators().unwrap();
    let count = |survey: Option<&str>| file.indicators.iter().filter(|i| i.survey.as_deref() == survey).count();
    assert_eq!(
        (file.indicators.len(), count(Some("kommun-ehalsa")), count(Some("region-ehalsa-it")), count(None)),
        (55, 15, 12, 28)
    );
    let mut of_part = BTreeMap::new();
    for indicator in &file.indicators {
        assert!(indicator.area.is_some(), "{}", indicator.indicator);
        *of_part.entry(indicator.part.as_str()).or_insert(0) += 1;
    }
    assert_eq!(of_part, BTreeMap::from([("bakgrund", 7), ("mal-1", 20), ("mal-2", 12), ("mal-3", 8), ("mal-4", 8)]));
}

#[test]
fn the_versions_differ_in_the_second_goal_only() {
    let file = indicators().unwrap();
    let [of_2020, of_2024] = file.frameworks.as_slice() else { panic!("{:?}", file.frameworks) };
    assert_eq!((of_2020.version.as_str(), of_2024.version.as_str()), ("2020", "2024"));
    let kinds: Vec<_> = of_2020.parts.iter().map(|part| (part.kind, part.number)).collect();
    let foundation = (PartKind::Foundation, None);
    let goals = [1, 2, 3, 4].map(|number| (PartKind::Goal, Some(number)));
    assert_eq!(kinds, [vec![(PartKind::Background, None)], vec![foundation; 3], goals.to_vec()].concat());
    let differing: Vec<_> =
        of_2020.parts.iter().zip(&of_2024.parts).filter(|(before, after)| before != after).collect();
    let [(before, after)] = differing.as_slice() else { panic!("{differing:?}") };
    assert_eq!(before.title, "Rätt information och kunskap");
    assert_eq!(after.title, "Rätt information och kunskap vid rätt tillfälle");
}

#[test]
fn every_expression_holds_in_each_round_that_asks_its_fields() {
    let mut asked = BTreeMap::<_, Vec<_>>::new();
    // An option can be new: then it is in no earlier round, but in every later one.
    let mut not_yet_an_option = BTreeMap::new();
    for edition in Edition::ALL {
        for indicator in indicators().unwrap().indicators {
            let Some(survey) = &indicator.survey else { continue };
            let form = form(survey, edition);
            for measure in indicator.measures.iter().filter(|measure| is_asked(&form, measure)) {
                for (source, expects) in expressions(measure) {
                    let what = format!("{} {} {source}", indicator.indicator, measure.measure);
                    match form.compile(&source, expects).map_err(|error| error.to_string()) {
                        Ok(_) => drop(not_yet_an_option.remove(&what)),
                        Err(error) => {
                            assert!(error.contains("is not an option"), "{what}, {edition:?}: {error}");
                            not_yet_an_option.insert(what, error);
                        }
                    }
                }
                let name = format!("{} {}", indicator.indicator, measure.measure);
                asked.entry(name).or_default().push(edition);
            }
        }
    }
    assert_eq!(not_yet_an_option, BTreeMap::new());
    for indicator in indicators().unwrap().indicators {
        for measure in &indicator.measures {
            let name = format!("{} {}", indicator.indicator, measure.measure);
            assert!(asked.contains_key(&name), "{name} is asked in no round");
        }
    }
    // The series of vårdplanering goes on as the merged value of two questions.
    for indicator in ["F06", "F07", "F08"] {
        assert_eq!(asked[&format!("{indicator} vardplanering_video")], [Edition::Y2019]);
        assert_eq!(
            asked[&format!("{indicator} vardplanering_video_sammanslagen")],
            [Edition::Y2020, Edition::LastYear, Edition::ThisYear]
        );
    }
    assert_eq!(asked["F06 nattillsyn"], Edition::ALL);
}

#[test]
fn a_note_names_conflicts_that_exist() {
    let numbers: BTreeSet<_> = conflicts().unwrap().into_iter().map(|conflict| conflict.conflict).collect();
    let mut named = BTreeSet::new();
    for note in indicators().unwrap().indicators.iter().flat_map(|indicator| &indicator.notes) {
        for (_, rest) in note.match_indices('(').map(|(at, _)| note.split_at(at + 1)) {
            let number: String = rest.chars().take(3).collect();
            if number.starts_with('K') {
                assert!(numbers.contains(&number), "{note}");
                named.insert(number);
            }
        }
    }
    // K19 is about precision words everywhere; every other conflict is told where it matters.
    assert_eq!(numbers.difference(&named).collect::<Vec<_>>(), ["K19"]);
}

/// A published value leads to the note that tells its conflict, which therefore has to be there.
#[test]
fn an_indicator_tells_the_conflicts_of_its_published_values() {
    let indicators = indicators().unwrap().indicators;
    for value in published_values().unwrap().iter().filter(|value| !value.conflict.is_empty()) {
        let indicator = indicators.iter().find(|indicator| indicator.indicator == value.indicator).unwrap();
        let number = format!("({})", value.conflict);
        assert!(indicator.notes.iter().any(|note| note.contains(&number)), "{} {number}", value.indicator);
    }
}

#[test]
fn what_is_said_of_an_indicator_is_for_its_readers() {
    let file = indicators().unwrap();
    let descriptions = file.frameworks.iter().filter_map(|framework| framework.description.clone());
    let said = file.indicators.iter().flat_map(|one| one.notes.iter().chain([&one.title, &one.source]).cloned());
    for words in descriptions.chain(said) {
        assert!(!for_authors(&words), "{words}");
    }
}

#[test]
fn an_unknown_key_is_refused() {
    let error = read("frameworks: []\nindicators: []\nmått: []\n").unwrap_err().to_string();
    assert!(error.contains("mått"), "{error}");
}

#[test]
fn one_indicator_of_each_goal_stands_for_it_by_a_measure_that_it_has() {
    let file = indicators().unwrap();
    let goals: Vec<&str> = file.frameworks[0]
        .parts
        .iter()
        .filter(|part| part.kind == PartKind::Goal)
        .map(|part| part.key.as_str())
        .collect();
    let chosen: Vec<_> = file.indicators.iter().filter(|indicator| indicator.stands_for_part.is_some()).collect();
    assert_eq!(chosen.iter().map(|indicator| indicator.part.as_str()).collect::<Vec<_>>(), goals);
    for indicator in chosen {
        let stands_for = indicator.stands_for_part.as_ref().unwrap();
        let measure = indicator.measures.iter().find(|measure| measure.measure == stands_for.measure).unwrap();
        let breakdown: Breakdown = stands_for.breakdown.parse().unwrap();
        let names: Vec<_> = breakdown.parts().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, measure.dimensions.iter().map(|one| one.dimension.as_str()).collect::<Vec<_>>());
        for (dimension, (_, code)) in measure.dimensions.iter().zip(breakdown.parts()) {
            assert!(dimension.codes.iter().any(|one| one.code.as_str() == code), "{code}");
        }
        assert!(stands_for.says.ends_with('.'), "{}", stands_for.says);
    }
}
