//! All indicators of a round, computed anew from the counted answers: the real ones, and many more organisations than
//! there are. And what the public sees of a round, decided anew.

use super::{
    large::open,
    questionnaire::{self, answer},
    report::{Measurement, grouped, milliseconds},
    timing::{Times, ms, timed},
};
use rusqlite::{Connection, params};
use serde_json::json;
use statistics::{
    ObservedRound,
    dataset::{Counted, Dataset},
    groups::{Grouping, OrganisationGroups, Population},
    indicator::IndicatorFile,
    measure::{Catalogue, SurveyForms},
    protection::Protection,
};
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};
use survey::{definition::FieldType, form::Form, name::FieldName, value::Entry};

/// The real surveys.
const SURVEYS: [(&str, Population); 2] =
    [("kommun-ehalsa", Population::Municipalities), ("region-ehalsa-it", Population::Regions)];
/// How often the real ones are computed.
const TIMES: usize = 21;
/// What they may take, in milliseconds.
const LIMIT: f64 = 20.0;
/// The limit for deciding the protection of a round, in milliseconds.
const LIMIT_OF_PROTECTION: f64 = 10_000.0;
/// How many organisations there might be.
const MANY: usize = 100_000;
/// What their indicators may take, in milliseconds.
const LIMIT_OF_MANY: f64 = 10_000.0;

/// Measures both.
pub fn measure(database: &Path) -> Vec<Measurement> {
    let mut figures = real(database);
    figures.push(protection(database));
    figures.push(many());
    figures
}

/// The newest round that all have answered is 2020: both surveys, 311 organisations at most.
fn real(database: &Path) -> Vec<Measurement> {
    let connection = open(database);
    let surveys: Vec<(SurveyForms, Vec<(i32, Dataset)>)> = SURVEYS
        .into_iter()
        .map(|(survey, population)| {
            let forms = forms(&connection, survey);
            let datasets = forms
                .iter()
                .map(|(year, form)| (*year, dataset(&connection, survey, *year, population, form)))
                .collect();
            (SurveyForms { survey: survey.to_owned(), population, rounds: forms }, datasets)
        })
        .collect();
    let forms: Vec<SurveyForms> = surveys.iter().map(|(forms, _)| forms.clone()).collect();
    let file = seeds::indicators().expect("the indicators");
    let catalogue = Catalogue::new(file, &forms).unwrap_or_else(|faults| panic!("{faults:?}"));
    let newest: Vec<(&str, ObservedRound<'_>, Option<ObservedRound<'_>>)> = surveys
        .iter()
        .map(|(forms, datasets)| {
            let mut rounds = datasets.iter().rev().map(|(year, dataset)| ObservedRound { year: *year, dataset });
            (forms.survey.as_str(), rounds.next().expect("a round"), rounds.next())
        })
        .collect();
    let organisations: usize = newest.iter().map(|(_, round, _)| round.dataset.len()).sum();
    let compute = |groupings: &[Grouping]| {
        let mut observations = 0;
        let times: Times = (0..TIMES)
            .map(|_| {
                let (computed, took) = timed(|| {
                    let of = |(survey, now, before): &(&str, ObservedRound<'_>, Option<ObservedRound<'_>>)| {
                        catalogue.observations(survey, *now, *before, groupings).len()
                    };
                    newest.iter().map(of).sum()
                });
                observations = computed;
                took
            })
            .collect();
        (observations, ms(times.median()))
    };
    [("", &[][..]), (" and by län, kommungrupp and size", &Grouping::ALL[..])]
        .into_iter()
        .map(|(words, groupings)| {
            let (observations, took) = compute(groupings);
            let what = format!("all indicators of a round recomputed{words}, {organisations} organisations");
            let measured = format!("{} ({} values)", milliseconds(took), grouped(observations as f64));
            Measurement::new(&what, measured, format!("under {}", milliseconds(LIMIT)), took < LIMIT)
        })
        .collect()
}

/// Measures the protection of the newest rounds, decided anew as if all organisations had responded.
fn protection(database: &Path) -> Measurement {
    let connection = open(database);
    let datasets: Vec<Dataset> = SURVEYS
        .into_iter()
        .map(|(survey, population)| {
            let (year, form) = forms(&connection, survey).pop_last().expect("a round");
            everybody(&connection, survey, year, population, &form)
        })
        .collect();
    let decide = || datasets.iter().map(Protection::of).collect::<Vec<_>>();
    let times: Times = (0..TIMES).map(|_| timed(decide).1).collect();
    let organisations: usize = datasets.iter().map(Dataset::len).sum();
    let what = format!("protection of a round decided, {organisations} organisations");
    Measurement::under_ms(&what, ms(times.within(1.0)), LIMIT_OF_PROTECTION)
}

fn forms(connection: &Connection, survey: &str) -> BTreeMap<i32, Arc<Form>> {
    let sql = "SELECT d.year, q.json FROM rounds d JOIN questionnaires q ON q.id = d.questionnaire WHERE d.survey = ?1";
    let mut statement = connection.prepare(sql).expect("a query");
    let rows = statement.query_map([survey], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).expect("rows");
    rows.map(|row| {
        let (year, json) = row.expect("a round");
        let questionnaire = serde_json::from_str(&json).expect("a questionnaire");
        (year, Arc::new(Form::new(questionnaire).expect("a form")))
    })
    .collect()
}

/// The counted answers of everybody, also where the round is still open.
fn dataset(connection: &Connection, survey: &str, year: i32, population: Population, form: &Arc<Form>) -> Dataset {
    let responses = recipients(connection, survey, year)
        .into_iter()
        .filter_map(|(organisation, groups, entries)| Some(Counted { organisation, groups, entries: entries? }));
    Dataset::new(Arc::clone(form), population, responses)
}

/// The same with everybody: who has not answered, as whoever comes before.
fn everybody(connection: &Connection, survey: &str, year: i32, population: Population, form: &Arc<Form>) -> Dataset {
    let mut last = Entries::new();
    let responses = recipients(connection, survey, year).into_iter().map(|(organisation, groups, entries)| {
        last = entries.unwrap_or_else(|| std::mem::take(&mut last));
        Counted { organisation, groups, entries: last.clone() }
    });
    Dataset::new(Arc::clone(form), population, responses)
}

type Entries = BTreeMap<FieldName, Entry>;

/// Every recipient with its groups and its newest copy, by code.
fn recipients(connection: &Connection, survey: &str, year: i32) -> Vec<(String, OrganisationGroups, Option<Entries>)> {
    let sql = "SELECT r.organisation, r.lan, r.kommungrupp, r.size, c.entries FROM responses r \
               LEFT JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
               WHERE r.survey = ?1 AND r.year = ?2 ORDER BY r.organisation";
    let mut statement = connection.prepare(sql).expect("a query");
    let rows = statement.query_map(params![survey, year], |row| {
        let groups = OrganisationGroups { lan: row.get(1)?, kommungrupp: row.get(2)?, size: row.get(3)? };
        Ok((row.get(0)?, groups, row.get::<_, Option<String>>(4)?))
    });
    rows.expect("rows")
        .map(|row| {
            let (organisation, groups, entries) = row.expect("a recipient");
            let read = |entries: String| serde_json::from_str(&entries).expect("the answers");
            (organisation, groups, entries.map(read))
        })
        .collect()
}

/// A hundred thousand organisations that have answered 252 fields, and a measure of every field.
fn many() -> Measurement {
    let (_, form) = questionnaire::form(&questionnaire::text());
    let form = Arc::new(form);
    let file = indicators(&form);
    let measures: usize = file.indicators.iter().map(|indicator| indicator.measures.len()).sum();
    let survey = SurveyForms {
        survey: "kommun-ehalsa".to_owned(),
        population: Population::Municipalities,
        rounds: BTreeMap::from([(2026, Arc::clone(&form))]),
    };
    let catalogue = Catalogue::new(file, &[survey]).unwrap_or_else(|faults| panic!("{faults:?}"));
    // Made beforehand and handed out, so that making them is no part of reading them in.
    let answered: Vec<BTreeMap<FieldName, Entry>> = (0..500)
        .map(|turn| {
            let of = |(at, field): (usize, &survey::form::Field)| {
                (field.name.clone(), answer(&field.field_type, turn * 13 + at * 7 + turn * at))
            };
            form.fields().iter().enumerate().map(of).collect()
        })
        .collect();
    let mut copying = Duration::ZERO;
    let responses = (0..MANY).map(|number| {
        let (entries, took) = timed(|| answered[number % answered.len()].clone());
        copying += took;
        let groups = OrganisationGroups {
            lan: format!("{:02}", number % 21),
            kommungrupp: format!("A{}", number % 9),
            size: format!("{}", number % 6),
        };
        Counted { organisation: format!("{number:06}"), groups, entries }
    });
    let (dataset, read) = timed(|| Dataset::new(Arc::clone(&form), Population::Municipalities, responses));
    let read = read.saturating_sub(copying);
    let round = ObservedRound { year: 2026, dataset: &dataset };
    let (observations, took) = timed(|| catalogue.observations("kommun-ehalsa", round, None, &[]));
    assert!(observations.len() >= measures, "every measure gives a value");
    let whole = ms(read + took);
    let what = format!("{} organisations × 252 answers, {measures} measures", grouped(MANY as f64));
    let measured = format!(
        "{} (reading the answers in {}, computing {})",
        milliseconds(whole),
        milliseconds(ms(read)),
        milliseconds(ms(took))
    );
    Measurement::new(&what, measured, format!("under {}", milliseconds(LIMIT_OF_MANY)), whole < LIMIT_OF_MANY)
}

/// One measure of every field: a share of yes and of every option, the mean and the median of numbers.
fn indicators(form: &Form) -> IndicatorFile {
    let mut measures = Vec::new();
    let mut add = |kind: &str, unit: &str, numerator: String| {
        let name = format!("m{}", measures.len());
        measures.push(json!({"measure": name, "title": name, "kind": kind, "unit": unit, "numerator": numerator}));
    };
    for field in form.fields() {
        let name = &field.name;
        match &field.field_type {
            FieldType::YesNo => add("share", "procent", format!("${{{name}}} = 'ja'")),
            FieldType::Choice(options) | FieldType::Scale(options) => {
                add("share", "procent", format!("${{{name}}} = '{}'", options[0].name));
            }
            FieldType::Multiple(options) => {
                for option in options {
                    add("share", "procent", format!("selected(${{{name}}}, '{}')", option.name));
                }
            }
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_) => {
                add("mean", "antal", format!("${{{name}}}"));
                add("median", "antal", format!("${{{name}}}"));
            }
            FieldType::Date(_) | FieldType::Text(_) | FieldType::LongText => {}
        }
    }
    let file = json!({
        "frameworks": [{"version": "2020", "title": "Mätning", "parts": [
            {"key": "mal-1", "kind": "goal", "number": 1, "title": "Mål"}
        ]}],
        "indicators": [{
            "indicator": "M1", "title": "Mätning", "part": "mal-1", "unit": "procent", "source": "Mätning",
            "survey": "kommun-ehalsa", "measures": measures
        }]
    });
    serde_json::from_value(file).expect("indicators")
}
