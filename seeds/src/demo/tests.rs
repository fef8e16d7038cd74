//! The files of the demo hold what a demo needs: they can be read, what is counted could have been submitted, and every
//! status occurs.

use super::*;
use crate::{questionnaire, surveys};
use std::{collections::BTreeSet, sync::Arc};
use survey::{
    definition::yaml,
    evaluation::Evaluation,
    lineage,
    statistics::{Catalogue, Counted, Dataset, Groups, Observation, Population, Round, SurveyForms, verify},
};
use time::macros::date;

const KOMMUN: &str = "kommun-ehalsa";
const REGION: &str = "region-ehalsa-it";

fn opens(edition: Edition) -> Date {
    match edition {
        Edition::Y2019 => date!(2019 - 01 - 28),
        Edition::Y2020 => date!(2020 - 01 - 27),
        Edition::LastYear => date!(2025 - 09 - 30),
        Edition::ThisYear => date!(2026 - 09 - 30),
    }
}

/// A round, read.
struct Read {
    edition: Edition,
    form: Arc<Form>,
    responses: Vec<DemoResponse>,
}

fn read(survey: &str, edition: Edition) -> Read {
    let form = yaml::read_form(questionnaire(survey, edition).unwrap()).unwrap();
    let responses = demo_round(survey, edition).unwrap().responses(&form, opens(edition)).unwrap();
    Read { edition, form: Arc::new(form), responses }
}

fn count(round: &Read, is: impl Fn(Status) -> bool) -> usize {
    round.responses.iter().filter(|response| is(response.status)).count()
}

/// What the organisation answered before, by the names of this form.
fn previous(form: &Form, earlier: &[Read], organisation: &str) -> BTreeMap<FieldName, survey::value::Value> {
    let copy = |round: &Read| {
        let response = round.responses.iter().find(|response| response.organisation == organisation)?;
        response.entries.clone().filter(|_| response.status.is_counted())
    };
    let earlier: Vec<lineage::Earlier> =
        earlier.iter().rev().map(|round| (round.edition.year(2026), Arc::clone(&round.form), copy(round))).collect();
    lineage::comparable_values(&lineage::previous_answers(form, &earlier))
}

#[test]
fn every_survey_has_every_round() {
    for survey in surveys() {
        for edition in Edition::ALL {
            let round = read(survey.code, edition);
            let recipients: Vec<&str> = round.responses.iter().map(|response| response.organisation.as_str()).collect();
            assert_eq!(recipients.len(), if survey.code == KOMMUN { 290 } else { 21 });
            assert!(recipients.is_sorted_by(|a, b| a < b));
        }
    }
    assert_eq!(demo_round("okand", Edition::Y2019), None);
}

#[test]
fn as_many_are_counted_as_the_report_says() {
    let counted = |survey, edition| count(&read(survey, edition), Status::is_counted);
    assert_eq!([Edition::Y2019, Edition::Y2020].map(|edition| counted(KOMMUN, edition)), [202, 250]);
    assert_eq!([Edition::Y2019, Edition::Y2020].map(|edition| counted(REGION, edition)), [18, 19]);
}

#[test]
fn what_has_been_submitted_could_be_submitted() {
    for survey in surveys() {
        let mut earlier = Vec::new();
        for edition in Edition::ALL {
            let round = read(survey.code, edition);
            let explanations = demo_round(survey.code, edition).unwrap().explanations().unwrap();
            let mut unused: BTreeSet<_> =
                explanations.iter().map(|said| (said.organisation.as_str(), &said.field)).collect();
            for response in &round.responses {
                let Some(entries) = &response.entries else { continue };
                let code = response.organisation.as_str();
                let previous = previous(&round.form, &earlier, code);
                let evaluation = Evaluation::new(Arc::clone(&round.form), entries.clone(), previous);
                let at = format!("{} {edition:?} {code}", survey.code);
                assert_eq!(evaluation.obstacles(|field| unused.contains(&(code, field))), [], "{at}");
                assert_eq!(evaluation.frozen(), *entries, "{at}: what was asked");
                let warned = evaluation.obstacles(|_| false);
                unused.retain(|(of, field)| *of != code || !warned.iter().any(|obstacle| obstacle.field() == *field));
            }
            assert_eq!(unused, BTreeSet::new(), "{} {edition:?}: nothing to explain", survey.code);
            earlier.push(round);
        }
    }
}

#[test]
fn whoever_is_counted_has_submitted_within_the_round() {
    for survey in surveys() {
        for edition in Edition::ALL {
            for response in read(survey.code, edition).responses {
                let has_copy = response.status.is_counted() || response.status == Status::Returned;
                assert_eq!(response.submitted_at.is_some(), has_copy, "{response:?}");
                assert_eq!(response.entries.is_some(), has_copy);
                if let Some(submitted_at) = response.submitted_at {
                    let days = (submitted_at.date() - opens(edition)).whole_days();
                    let last = if edition == Edition::ThisYear { 51 } else { 73 };
                    assert!((1..=last).contains(&days), "{response:?}");
                }
            }
        }
    }
}

#[test]
fn every_missing_reason_occurs_in_2020() {
    let mut reasons = BTreeSet::new();
    for response in read(KOMMUN, Edition::Y2020).responses {
        for entry in response.entries.iter().flat_map(BTreeMap::values) {
            if let Entry::Missing(reason) = entry {
                reasons.insert(*reason);
            }
        }
    }
    assert_eq!(Vec::from_iter(reasons), survey::value::MissingReason::ALL);
}

/// What the answers to a survey give, round by round, and its forms.
fn observed(survey: &str, population: Population) -> (SurveyForms, Vec<(i32, Dataset)>) {
    let municipalities = crate::municipalities().unwrap();
    let groups = |code: &str| {
        let kommun = municipalities.iter().find(|kommun| kommun.code == code);
        Groups {
            lan: code.chars().take(2).collect(),
            kommungrupp: kommun.map_or_else(String::new, |kommun| kommun.kommungrupp.clone()),
            size: kommun.map_or_else(String::new, |kommun| kommun.size.clone()),
        }
    };
    let (mut forms, mut datasets) = (BTreeMap::new(), Vec::new());
    for edition in Edition::ALL {
        let round = read(survey, edition);
        let counted =
            round.responses.into_iter().filter(|response| response.status.is_counted()).map(|response| Counted {
                groups: groups(&response.organisation),
                organisation: response.organisation,
                entries: response.entries.unwrap(),
            });
        let year = edition.year(2026);
        datasets.push((year, Dataset::new(Arc::clone(&round.form), population, counted)));
        forms.insert(year, round.form);
    }
    (SurveyForms { survey: survey.to_owned(), population, rounds: forms }, datasets)
}

#[test]
fn the_answers_give_back_every_published_value() {
    let surveys = [observed(KOMMUN, Population::Municipalities), observed(REGION, Population::Regions)];
    let (forms, datasets): (Vec<_>, Vec<_>) = surveys.into_iter().unzip();
    let catalogue = Catalogue::new(crate::indicators().unwrap(), &forms).unwrap();
    let mut observations: Vec<Observation> = Vec::new();
    for (forms, rounds) in forms.iter().zip(&datasets) {
        let round = |at: usize| rounds.get(at).map(|(year, dataset)| Round { year: *year, dataset });
        for at in 0..rounds.len() {
            let before = at.checked_sub(1).and_then(round);
            observations.extend(catalogue.observations(&forms.survey, round(at).unwrap(), before, &[]));
        }
    }
    let compared = verify::compare(
        &crate::published_values().unwrap(),
        &crate::published_map().unwrap(),
        catalogue.file(),
        &observations,
        |_, year| [2019, 2020].contains(&year),
    );
    let count = |verdict| compared.iter().filter(|comparison| comparison.verdict == verdict).count();
    let differing: Vec<_> =
        compared.iter().filter(|comparison| comparison.verdict == verify::Verdict::Differs).collect();
    assert_eq!(differing, Vec::<&verify::Comparison>::new());
    assert_eq!((count(verify::Verdict::Equal), count(verify::Verdict::Conflict)), (185, 8));
}
