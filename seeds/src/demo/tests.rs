//! The files of the demo hold what a demo needs: they can be read, what is counted could have been submitted, and every
//! status occurs.

mod protection;

use super::*;
use crate::{questionnaire, surveys};
use statistics::reference_range::ReferenceRangesByGroup;
use statistics::{
    Catalogue, Counted, Dataset, Observation, ObservedRound, OrganisationGroups, Population, SurveyForms, verify,
};
use std::{collections::BTreeSet, sync::Arc};
use survey::{
    definition::yaml,
    evaluation::{Evaluation, EvaluationContext, Obstacle},
    lineage,
    stockholm::local,
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

/// What the organisation answered before, newest first.
fn before(earlier: &[Read], organisation: &str) -> Vec<lineage::EarlierRound> {
    let copy = |round: &Read| {
        let response = round.responses.iter().find(|response| response.organisation == organisation)?;
        response.entries.clone().filter(|_| response.status.is_counted())
    };
    earlier.iter().rev().map(|round| (round.edition.year(2026), Arc::clone(&round.form), copy(round))).collect()
}

/// What the organisation answered before, by the names of this form.
fn previous(form: &Form, earlier: &[Read], organisation: &str) -> BTreeMap<FieldName, survey::value::Value> {
    lineage::comparable_values(&lineage::previous_answers(form, &before(earlier, organisation)))
}

/// The kommungrupp of every kommun.
fn kommungrupper() -> BTreeMap<String, String> {
    crate::municipalities().unwrap().into_iter().map(|row| (row.code, row.kommungrupp)).collect()
}

/// How many live in every kommun and region.
fn populations() -> BTreeMap<String, u32> {
    let kommuner = crate::municipalities().unwrap().into_iter().map(|row| (row.code, row.population));
    kommuner.chain(crate::regions().unwrap().into_iter().map(|row| (row.code, row.population))).collect()
}

/// What others usually answer, by kommungrupp.
fn reference_ranges(round: &Read, earlier: &[Read], groups: &BTreeMap<String, String>) -> ReferenceRangesByGroup {
    let newest = earlier.last().map_or(&[][..], std::slice::from_ref);
    let member = |response: &DemoResponse| {
        let group = groups.get(&response.organisation).cloned().unwrap_or_default();
        (group, before(newest, &response.organisation))
    };
    ReferenceRangesByGroup::new(&round.form, round.responses.iter().map(member))
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
fn as_many_are_counted_as_is_known() {
    for (survey, expected) in [(KOMMUN, [202, 250, 242, 250]), (REGION, [18, 19, 20, 19])] {
        assert_eq!(Edition::ALL.map(|edition| count(&read(survey, edition), Status::is_counted)), expected, "{survey}");
    }
}

#[test]
fn every_status_occurs_this_year() {
    let kommuner = read(KOMMUN, Edition::ThisYear);
    for status in Status::ALL {
        assert!(count(&kommuner, |other| other == status) > 3, "{status:?}");
    }
    let regioner = read(REGION, Edition::ThisYear);
    for status in [Status::InProgress, Status::Submitted, Status::Approved, Status::Returned] {
        assert!(count(&regioner, |other| other == status) > 0, "{status:?}");
    }
}

#[test]
fn whoever_declined_or_got_the_response_back_knows_why() {
    for survey in surveys() {
        for edition in Edition::ALL {
            let reasons = demo_round(survey.code, edition).unwrap().reasons(opens(edition)).unwrap();
            let given: Vec<&str> = reasons.iter().map(|reason| reason.organisation.as_str()).collect();
            let round = read(survey.code, edition);
            let needed = round
                .responses
                .iter()
                .filter(|response| [Status::Declined, Status::Returned].contains(&response.status));
            assert_eq!(given, needed.map(|response| response.organisation.as_str()).collect::<Vec<_>>());
            for reason in &reasons {
                let response = round.responses.iter().find(|response| response.organisation == reason.organisation);
                let submitted_at = response.unwrap().submitted_at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
                assert!(submitted_at < reason.given_at && !reason.reason.is_empty(), "{reason:?}");
            }
        }
    }
}

#[test]
fn what_has_been_submitted_could_be_submitted() {
    let (groups, populations) = (kommungrupper(), populations());
    for survey in surveys() {
        let mut earlier = Vec::new();
        for edition in Edition::ALL {
            let round = read(survey.code, edition);
            let explanations = demo_round(survey.code, edition).unwrap().explanations().unwrap();
            let mut unused: BTreeSet<_> =
                explanations.iter().map(|said| (said.organisation.as_str(), &said.field)).collect();
            let reference_ranges = reference_ranges(&round, &earlier, &groups);
            for response in &round.responses {
                let Some(entries) = &response.entries else { continue };
                let code = response.organisation.as_str();
                let previous = previous(&round.form, &earlier, code);
                let reference_ranges = (*reference_ranges.of(groups.get(code).map_or("", String::as_str))).clone();
                let today = local(response.submitted_at.unwrap()).date();
                let context = EvaluationContext { today, population: populations.get(code).copied() };
                let (form, entries_now) = (Arc::clone(&round.form), entries.clone());
                let evaluation =
                    Evaluation::with_reference_ranges(form, entries_now, previous, reference_ranges, context);
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

/// The drafts of a round, evaluated beside what each organisation answered before; and the fields that are explained.
fn drafted(survey: &str) -> BTreeMap<String, (Status, Evaluation, BTreeSet<FieldName>)> {
    let mut rounds: Vec<Read> = Edition::ALL.map(|edition| read(survey, edition)).into();
    let round = rounds.pop().unwrap();
    let drafts = demo_round(survey, round.edition).unwrap().drafts(&round.form, opens(round.edition)).unwrap();
    let (mut drafted, populations) = (BTreeMap::new(), populations());
    for draft in drafts {
        let code = draft.organisation.as_str();
        let (_, evaluation, explained) = drafted.entry(code.to_owned()).or_insert_with(|| {
            let status = round.responses.iter().find(|response| response.organisation == code).unwrap().status;
            let previous = previous(&round.form, &rounds, code);
            let today = opens(round.edition) + time::Duration::days(52);
            let context = EvaluationContext { today, population: populations.get(code).copied() };
            let evaluation = Evaluation::with_reference_ranges(Arc::clone(&round.form), [], previous, [], context);
            (status, evaluation, BTreeSet::new())
        });
        let days = (draft.saved_at.date() - opens(round.edition)).whole_days();
        assert!((0..52).contains(&days), "{draft:?}");
        explained.extend(draft.explanation.map(|_| draft.field.clone()));
        evaluation.set(&draft.field, draft.entry);
    }
    drafted
}

#[test]
fn whoever_is_under_way_has_a_draft_and_nobody_else() {
    for survey in surveys() {
        let drafted = drafted(survey.code);
        for response in read(survey.code, Edition::ThisYear).responses {
            let under_way = [Status::InProgress, Status::Ready].contains(&response.status);
            assert_eq!(drafted.contains_key(&response.organisation), under_way, "{response:?}");
        }
        for (code, (status, evaluation, explained)) in drafted {
            let left = evaluation.obstacles(|field| explained.contains(field)).len();
            assert_eq!(left == 0, status == Status::Ready, "{code}: {left}");
        }
    }
}

#[test]
fn the_drafts_that_are_shown_have_something_of_everything() {
    for (survey, code) in [(KOMMUN, "0180"), (KOMMUN, "2281"), (REGION, "01")] {
        let drafted = drafted(survey);
        let (status, evaluation, explained) = &drafted[code];
        assert_eq!(*status, Status::InProgress);
        let left = evaluation.obstacles(|field| explained.contains(field));
        assert!(left.iter().any(|left| matches!(left, Obstacle::Error(_))), "{code}: {left:#?}");
        assert!(left.iter().any(|left| matches!(left, Obstacle::Unexplained(_))), "{code}: {left:#?}");
        assert!(left.iter().filter(|left| matches!(left, Obstacle::Unanswered(_))).count() > 5, "{code}");
        let marks = demo_round(survey, Edition::ThisYear).unwrap().marks(opens(Edition::ThisYear)).unwrap();
        let sections = marks.iter().filter(|mark| mark.organisation == code).collect::<Vec<_>>();
        assert!(sections.len() >= 3, "{code}");
        assert!(sections.iter().all(|mark| evaluation.form().section(&mark.section).is_some()));
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

/// The counted responses to a survey, round by round, and its forms.
fn counted(survey: &str, population: Population) -> (SurveyForms, Vec<(i32, Vec<Counted>)>) {
    let municipalities = crate::municipalities().unwrap();
    let groups = |code: &str| {
        let kommun = municipalities.iter().find(|kommun| kommun.code == code);
        OrganisationGroups {
            lan: code.chars().take(2).collect(),
            kommungrupp: kommun.map_or_else(String::new, |kommun| kommun.kommungrupp.clone()),
            size: kommun.map_or_else(String::new, |kommun| kommun.size.clone()),
        }
    };
    let (mut forms, mut rounds) = (BTreeMap::new(), Vec::new());
    for edition in Edition::ALL {
        let round = read(survey, edition);
        let counted =
            round.responses.into_iter().filter(|response| response.status.is_counted()).map(|response| Counted {
                groups: groups(&response.organisation),
                organisation: response.organisation,
                entries: response.entries.unwrap(),
            });
        rounds.push((edition.year(2026), counted.collect()));
        forms.insert(edition.year(2026), round.form);
    }
    (SurveyForms { survey: survey.to_owned(), population, rounds: forms }, rounds)
}

/// The same, by field.
fn observed(survey: &str, population: Population) -> (SurveyForms, Vec<(i32, Dataset)>) {
    let (forms, rounds) = counted(survey, population);
    let dataset = |(year, counted)| (year, Dataset::new(Arc::clone(&forms.rounds[&year]), population, counted));
    let datasets = rounds.into_iter().map(dataset).collect();
    (forms, datasets)
}

#[test]
fn the_answers_give_back_every_published_value() {
    let surveys = [observed(KOMMUN, Population::Municipalities), observed(REGION, Population::Regions)];
    let (forms, datasets): (Vec<_>, Vec<_>) = surveys.into_iter().unzip();
    let catalogue = Catalogue::new(crate::indicators().unwrap(), &forms).unwrap();
    let mut observations: Vec<Observation> = Vec::new();
    for (forms, rounds) in forms.iter().zip(&datasets) {
        let round = |at: usize| rounds.get(at).map(|(year, dataset)| ObservedRound { year: *year, dataset });
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
        compared.iter().filter(|comparison| comparison.verdict == verify::PublishedVerdict::Differs).collect();
    assert_eq!(differing, Vec::<&verify::PublishedComparison>::new());
    assert_eq!((count(verify::PublishedVerdict::Equal), count(verify::PublishedVerdict::Conflict)), (185, 8));
}

#[test]
fn queries_are_about_answers_that_are_submitted() {
    let round = read(KOMMUN, Edition::ThisYear);
    let queries = demo_round(KOMMUN, Edition::ThisYear).unwrap().queries(opens(Edition::ThisYear)).unwrap();
    for query in &queries {
        let response = round.responses.iter().find(|response| response.organisation == query.organisation).unwrap();
        assert!(response.status.is_counted() && response.submitted_at.unwrap() < query.written_at, "{query:?}");
        assert!(response.entries.as_ref().unwrap().contains_key(&query.field), "{query:?}");
        assert_eq!(query.what == DemoQueryStep::Closed, query.text.is_empty(), "{query:?}");
    }
    for what in [DemoQueryStep::Asked, DemoQueryStep::Answered, DemoQueryStep::Closed] {
        assert!(queries.iter().any(|query| query.what == what), "{what:?}");
    }
}
