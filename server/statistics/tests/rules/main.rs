//! The statistics against fixtures that were computed by hand: `tests/fixtures/statistics`, whose README has the
//! calculations. They know nothing of the demo answers, which were fitted to the formulas they would prove.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod faults;
mod properties;
mod protection;

use statistics::{
    Catalogue, Counted, Dataset, GroupLabels, Grouping, Observation, ObservedRound, OrganisationGroups, Population,
    SurveyForms, aggregate, observation, published::PublishedValue, response_rate, verify,
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use survey::{definition::yaml, form::Form, name::FieldName, value::Entry, variable};
use time::macros::date;

type CsvRows = Vec<Vec<String>>;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/statistics").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file with its header.
fn table(name: &str) -> CsvRows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(fixture(name)).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn rows<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    csv::Reader::from_path(fixture(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

fn form(name: &str) -> Arc<Form> {
    Arc::new(yaml::read_form(&text(name)).unwrap_or_else(|faults| panic!("{name}: {faults:?}")))
}

fn dataset(form: &Arc<Form>, population: Population, answers: &str) -> Dataset {
    let table = table(answers);
    let variables: Vec<&str> = form.variables().iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(table[0][4..], variables, "{answers} has other columns than its form");
    let responses = table[1..].iter().map(|row| {
        let mut entries: BTreeMap<FieldName, Entry> = BTreeMap::new();
        for (at, field) in form.fields().iter().enumerate() {
            let cells: Vec<&str> = form
                .variables()
                .iter()
                .zip(&row[4..])
                .filter(|(variable, _)| variable.field == at)
                .map(|(_, cell)| cell.as_str())
                .collect();
            let entry = variable::read_cells(field, &cells).unwrap_or_else(|fault| panic!("{answers}: {fault:?}"));
            entries.extend(entry.map(|entry| (field.name.clone(), entry)));
        }
        let groups = OrganisationGroups { lan: row[1].clone(), kommungrupp: row[2].clone(), size: row[3].clone() };
        Counted { organisation: row[0].clone(), groups, entries }
    });
    Dataset::new(form.clone(), population, responses)
}

fn catalogue(file: &str, survey: &str, population: Population, rounds: &[(i32, &Arc<Form>)]) -> Catalogue {
    let rounds = rounds.iter().map(|(year, form)| (*year, Arc::clone(form))).collect();
    let forms = SurveyForms { survey: survey.into(), population, rounds };
    let file = serde_saphyr::from_str(&text(file)).unwrap();
    Catalogue::new(file, &[forms]).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn labels() -> GroupLabels {
    [
        (Grouping::Lan, "01", "Stockholms län"),
        (Grouping::Lan, "03", "Uppsala län"),
        (Grouping::Lan, "04", "Södermanlands län"),
        (Grouping::Size, "1", "under 10 000 invånare"),
        (Grouping::Size, "2", "10 000 invånare eller fler"),
    ]
    .into_iter()
    .collect()
}

fn assert_same(actual: &[Vec<String>], expected: &str) {
    let wanted = table(expected);
    for (actual, wanted) in actual.iter().zip(&wanted) {
        assert_eq!(actual, wanted, "{expected}");
    }
    assert_eq!(actual.len(), wanted.len(), "{expected} has another number of rows");
}

fn written<'a>(columns: &[&str], rows: impl IntoIterator<Item = &'a Observation>) -> CsvRows {
    let header = columns.iter().map(|column| (*column).to_owned()).collect();
    std::iter::once(header).chain(rows.into_iter().map(Observation::cells)).collect()
}

fn observations<'a>(rows: impl IntoIterator<Item = &'a Observation>) -> CsvRows {
    written(&observation::COLUMNS, rows)
}

fn aggregates(dataset: &Dataset, by: Option<Grouping>) -> CsvRows {
    let header = aggregate::COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let rows = aggregate::aggregates(dataset, by, &labels(), aggregate::Audience::Publication);
    std::iter::once(header).chain(rows.iter().map(aggregate::Aggregate::cells)).collect()
}

/// The two rounds of the kommuner.
struct Kommuner {
    catalogue: Catalogue,
    y2019: Dataset,
    y2020: Dataset,
}

impl Kommuner {
    const SURVEY: &str = "prov-kommun";

    fn new() -> Self {
        let (form_2019, form_2020) =
            (form("kommuner/questionnaire-2019.yaml"), form("kommuner/questionnaire-2020.yaml"));
        let population = Population::Municipalities;
        Self {
            catalogue: catalogue(
                "kommuner/indicators.yaml",
                Self::SURVEY,
                population,
                &[(2019, &form_2019), (2020, &form_2020)],
            ),
            y2019: dataset(&form_2019, population, "kommuner/answers-2019.csv"),
            y2020: dataset(&form_2020, population, "kommuner/answers-2020.csv"),
        }
    }

    fn in_2019(&self) -> Vec<Observation> {
        self.catalogue.observations(Self::SURVEY, ObservedRound { year: 2019, dataset: &self.y2019 }, None, &[])
    }

    fn in_2020(&self, groupings: &[Grouping]) -> Vec<Observation> {
        let before = ObservedRound { year: 2019, dataset: &self.y2019 };
        let round = ObservedRound { year: 2020, dataset: &self.y2020 };
        self.catalogue.observations(Self::SURVEY, round, Some(before), groupings)
    }
}

#[test]
fn every_kind_of_measure_with_every_missing_reason_filter_and_split() {
    assert_same(&observations(&Kommuner::new().in_2020(&[])), "kommuner/expected-2020.csv");
}

#[test]
fn what_was_not_asked_and_what_nobody_answered_has_no_value() {
    assert_same(&observations(&Kommuner::new().in_2019()), "kommuner/expected-2019.csv");
}

#[test]
fn an_indicator_by_group() {
    let all = Kommuner::new().in_2020(&Grouping::ALL);
    let of_larm = all.iter().filter(|row| row.measure == "larm_andel" || row.measure == "larm_forandring");
    assert_same(&observations(of_larm), "kommuner/expected-2020-by-group.csv");
}

#[test]
fn the_aggregate_of_every_field() {
    assert_same(&aggregates(&Kommuner::new().y2020, None), "kommuner/expected-aggregate-2020.csv");
}

#[test]
fn the_aggregate_by_group() {
    let mut rows = aggregates(&Kommuner::new().y2020, Some(Grouping::Lan));
    rows.retain(|row| ["field", "larm", "dispensrar"].contains(&row[0].as_str()));
    assert_same(&rows, "kommuner/expected-aggregate-2020-by-lan.csv");
}

#[test]
fn published_values_beside_what_the_answers_give() {
    let kommuner = Kommuner::new();
    let rows = verify::compare(
        &rows::<PublishedValue>("kommuner/published.csv"),
        &rows::<verify::Mapping>("kommuner/map.csv"),
        kommuner.catalogue.file(),
        &kommuner.in_2020(&[]),
        |_, year| year == 2020,
    );
    let header = verify::COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let rows: CsvRows = std::iter::once(header).chain(rows.iter().map(verify::PublishedComparison::cells)).collect();
    assert_same(&rows, "kommuner/expected-verify.csv");
}

#[test]
fn a_published_value_stands_where_there_are_no_answers() {
    let found = verify::published_observations(
        &rows::<PublishedValue>("kommuner/published.csv"),
        &rows::<verify::Mapping>("kommuner/map.csv"),
        Kommuner::new().catalogue.file(),
        date!(2021 - 05 - 01),
        |_, year| year == 2020,
    );
    assert_same(&observations(&found), "kommuner/expected-published.csv");
}

#[test]
fn a_value_that_changed_after_it_was_published_is_revised() {
    let mut now = Kommuner::new().in_2020(&[]);
    let mut release = Vec::new();
    for row in &table("kommuner/release.csv")[1..] {
        let same = now.iter().find(|observation| {
            observation.indicator == row[0]
                && observation.measure == row[1]
                && observation.round.to_string() == row[2]
                && observation.breakdown.to_string() == row[3]
        });
        release.push(Observation { value: Some(row[4].parse().unwrap()), ..same.unwrap().clone() });
    }
    observation::mark_published(&mut now, &release, date!(2021 - 05 - 01));
    let published = now.iter().filter(|observation| observation.published.is_some());
    assert_same(&observations(published), "kommuner/expected-after-release.csv");
}

#[test]
fn what_is_aggregated_only_is_suppressed_where_it_would_tell_answers() {
    let form = form("sekretess/questionnaire.yaml");
    let population = Population::Municipalities;
    let dataset = dataset(&form, population, "sekretess/answers.csv");
    assert_same(&aggregates(&dataset, Some(Grouping::Lan)), "sekretess/expected-aggregate-by-lan.csv");
    let catalogue = catalogue("sekretess/indicators.yaml", "prov-kommun", population, &[(2020, &form)]);
    let round = ObservedRound { year: 2020, dataset: &dataset };
    let found = catalogue.observations("prov-kommun", round, None, &[Grouping::Lan]);
    assert_same(&observations(&found), "sekretess/expected-by-lan.csv");
}

#[test]
fn a_change_is_suppressed_where_either_round_is_and_of_those_in_both_rounds_always() {
    let form = form("sekretess/questionnaire.yaml");
    let population = Population::Municipalities;
    let (before, now) = (
        dataset(&form, population, "sekretess/answers-before.csv"),
        dataset(&form, population, "sekretess/answers.csv"),
    );
    let catalogue = catalogue("sekretess/indicators.yaml", "prov-kommun", population, &[(2019, &form), (2020, &form)]);
    let found = catalogue.observations(
        "prov-kommun",
        ObservedRound { year: 2020, dataset: &now },
        Some(ObservedRound { year: 2019, dataset: &before }),
        &[Grouping::Lan],
    );
    let changes = found.iter().filter(|row| row.measure == "resurs_forandring" || row.measure == "resurs_tillvaxt");
    assert_same(&observations(changes), "sekretess/expected-change-by-lan.csv");
}

#[test]
fn regioner_are_counted_and_their_money_is_shown_as_it_is() {
    let form = form("regioner/questionnaire.yaml");
    let dataset = dataset(&form, Population::Regions, "regioner/answers.csv");
    assert_same(&aggregates(&dataset, None), "regioner/expected-aggregate.csv");
    let catalogue = catalogue("regioner/indicators.yaml", "prov-region", Population::Regions, &[(2020, &form)]);
    let found = catalogue.observations("prov-region", ObservedRound { year: 2020, dataset: &dataset }, None, &[]);
    assert_same(&observations(&found), "regioner/expected.csv");
}

#[test]
fn a_share_of_regioner_in_percent_is_refused() {
    let form = form("regioner/questionnaire.yaml");
    let forms = SurveyForms {
        survey: "prov-region".into(),
        population: Population::Regions,
        rounds: [(2020, form)].into_iter().collect(),
    };
    let file = text("regioner/indicators.yaml").replace(
        "{measure: informatik, title: Informatik, kind: share, unit: antal regioner",
        "{measure: informatik, title: Informatik, kind: share, unit: procent",
    );
    let faults = Catalogue::new(serde_saphyr::from_str(&file).unwrap(), &[forms]).unwrap_err();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "indicator `P04`, measure `informatik`: a share of regioner is shown as a count; use the unit `antal regioner`"
        ]
    );
}

#[test]
fn the_response_rate() {
    let recipients: Vec<response_rate::Recipient> = table("svarsfrekvens/recipients.csv")[1..]
        .iter()
        .map(|row| response_rate::Recipient {
            groups: OrganisationGroups { lan: row[1].clone(), kommungrupp: row[2].clone(), size: row[3].clone() },
            eligible: row[4] == "true",
            status: row[5].parse().unwrap(),
            on_time: row[6] == "true",
        })
        .collect();
    for (by, expected) in [
        (None, "svarsfrekvens/expected.csv"),
        (Some(Grouping::Lan), "svarsfrekvens/expected-by-lan.csv"),
        (Some(Grouping::Size), "svarsfrekvens/expected-by-size.csv"),
    ] {
        let header = response_rate::COLUMNS.iter().map(|column| (*column).to_owned()).collect();
        let rows = response_rate::response_rates(&recipients, by, &labels());
        let rows: CsvRows =
            std::iter::once(header).chain(rows.iter().map(response_rate::ResponseRate::cells)).collect();
        assert_same(&rows, expected);
    }
}
