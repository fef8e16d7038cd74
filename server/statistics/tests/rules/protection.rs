//! An attack on what is published only together: every possible set of answers of a small world is published, and worlds
//! that look alike to the public are put together. Whoever knows who belongs where, who responded and the rule knows no
//! more than that the true world is one of those. In each of them every count of a hidden group is noted.

use serde_json::{Value as Json, json};
use statistics::{
    Counted, Dataset, GroupLabels, Grouping, OrganisationGroups, Population,
    aggregate::{Aggregate, Audience, aggregates},
    groups::TOTAL,
    protection::Reason,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use survey::{
    form::Form,
    name::FieldName,
    value::{Entry, MissingReason, Value},
};

/// Organisations of the same groups: län, kommungrupp, size, and how many they are.
type WorldCell = (&'static str, &'static str, &'static str, usize);

/// What an organisation can have answered, by field.
type PossibleAnswers = Vec<(&'static str, Entry)>;

fn code(code: &str) -> Entry {
    Entry::Value(Value::Code(code.parse().unwrap()))
}

fn missing() -> Entry {
    Entry::Missing(MissingReason::VetEj)
}

fn form(questions: Json) -> Arc<Form> {
    let questionnaire = json!({
        "survey": "s", "title": "T", "sections": [{"letter": "A", "name": "a", "title": "A", "questions": questions}],
    });
    Arc::new(Form::new(serde_json::from_value(questionnaire).unwrap()).unwrap())
}

fn yes_no() -> Arc<Form> {
    form(json!([{"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"}]))
}

/// Ja, nej and no valid answer.
fn yes_no_answers() -> Vec<PossibleAnswers> {
    vec![vec![("val", code("ja"))], vec![("val", code("nej"))], vec![("val", missing())]]
}

/// Every way to give so many organisations one of so many answers, as how many gave each.
fn compositions(members: usize, answers: usize) -> Vec<Vec<usize>> {
    if answers == 1 {
        return vec![vec![members]];
    }
    (0..=members)
        .flat_map(|first| {
            compositions(members - first, answers - 1).into_iter().map(move |rest| [vec![first], rest].concat())
        })
        .collect()
}

fn dataset(form: &Arc<Form>, cells: &[WorldCell], answers: &[PossibleAnswers], world: &[Vec<usize>]) -> Dataset {
    let mut responses = Vec::new();
    for ((lan, kommungrupp, size, _), counts) in cells.iter().zip(world) {
        let groups =
            OrganisationGroups { lan: (*lan).into(), kommungrupp: (*kommungrupp).into(), size: (*size).into() };
        for (answers, count) in answers.iter().zip(counts) {
            for _ in 0..*count {
                responses.push(Counted {
                    organisation: format!("{:04}", responses.len()),
                    groups: groups.clone(),
                    entries: answers.iter().map(|(field, entry)| (field.parse().unwrap(), entry.clone())).collect(),
                });
            }
        }
    }
    Dataset::new(form.clone(), Population::Municipalities, responses)
}

fn everything(dataset: &Dataset, audience: Audience) -> Vec<Aggregate> {
    let by = |grouping| aggregates(dataset, Some(grouping), &GroupLabels::default(), audience);
    Grouping::ALL.into_iter().flat_map(by).collect()
}

/// What a reader can tell of a row: why it is hidden is not told.
fn seen(row: &Aggregate) -> (Vec<String>, bool) {
    (row.cells(), row.hidden.is_some())
}

/// A count that must stay unknown: field, option, grouping (by its place) and group.
type SecretCount = (FieldName, String, usize, String);

/// What every count can be in worlds that are alike.
type Possible = BTreeMap<SecretCount, BTreeSet<usize>>;

fn note(possible: &mut Possible, true_rows: &[Aggregate], fields: usize) {
    let mut grouping = 0;
    let mut totals = 0;
    let mut last: Option<(FieldName, Option<_>)> = None;
    for row in true_rows {
        if row.group == TOTAL {
            let key = (row.field.clone(), row.option.clone());
            if last.as_ref() != Some(&key) {
                totals += 1;
                last = Some(key);
            }
            grouping = (totals - 1) / fields;
        } else if let (Some(option), Some(count)) = (&row.option, row.count) {
            let secret = (row.field.clone(), option.to_string(), grouping, row.group.clone());
            possible.entry(secret).or_default().insert(count);
        }
    }
}

/// Publishes every world and tells what readers find out.
struct Attack {
    worlds: usize,
    /// Worlds in which a group is shown.
    with_groups: usize,
    hidden_counts: usize,
    found: Vec<String>,
}

fn attack(form: &Arc<Form>, cells: &[WorldCell], answers: &[PossibleAnswers]) -> Attack {
    let fields = form.fields().iter().map(|field| field.field_type.codes().count()).sum();
    let mut worlds = vec![Vec::new()];
    for (.., members) in cells {
        let ways = compositions(*members, answers.len());
        worlds = worlds
            .iter()
            .flat_map(|world: &Vec<Vec<usize>>| ways.iter().map(move |way| [world.clone(), vec![way.clone()]].concat()))
            .collect();
    }
    type Public = Vec<(Vec<String>, bool)>;
    let mut alike: HashMap<Public, (Possible, usize)> = HashMap::new();
    let mut by_total: HashMap<Public, Possible> = HashMap::new();
    let mut totals = HashMap::new();
    for world in &worlds {
        let dataset = dataset(form, cells, answers, world);
        let (shown, true_rows) = (everything(&dataset, Audience::Publication), everything(&dataset, Audience::Review));
        let public: Public = shown.iter().map(seen).collect();
        let total: Public = shown.iter().filter(|row| row.group == TOTAL).map(seen).collect();
        note(by_total.entry(total.clone()).or_default(), &true_rows, fields);
        totals.insert(public.clone(), total);
        let (possible, count) = alike.entry(public).or_default();
        note(possible, &true_rows, fields);
        *count += 1;
    }
    let members = |grouping: usize, group: &str| -> usize {
        let of = |(lan, kommungrupp, size, _): &&WorldCell| [*lan, *kommungrupp, *size][grouping] == group;
        cells.iter().filter(of).map(|(.., members)| members).sum()
    };
    let mut result = Attack { worlds: worlds.len(), with_groups: 0, hidden_counts: 0, found: Vec::new() };
    for (public, (possible, count)) in &alike {
        let is_hidden: BTreeSet<(&str, &str)> = public
            .iter()
            .filter(|(_, hidden)| *hidden)
            .map(|(cells, _)| (cells[0].as_str(), cells[2].as_str()))
            .collect();
        if public.iter().any(|(cells, hidden)| cells[2] != TOTAL && !hidden) {
            result.with_groups += count;
        }
        for (secret, counts) in possible {
            let (field, _, grouping, group) = secret;
            if !is_hidden.contains(&(field.as_str(), group.as_str())) {
                continue;
            }
            result.hidden_counts += 1;
            let wanted = members(*grouping, group).min(2) + 1;
            let by_total_alone = by_total[&totals[public]][secret].len();
            if counts.len() < wanted && by_total_alone >= wanted {
                result
                    .found
                    .push(format!("{secret:?} is one of {counts:?} in {count} worlds that look like {public:?}"));
            }
        }
    }
    result
}

fn assert_nothing_is_found(form: &Arc<Form>, cells: &[WorldCell], answers: &[PossibleAnswers]) {
    let attack = attack(form, cells, answers);
    println!(
        "{} worlds, {} with groups, {} hidden, {} found",
        attack.worlds,
        attack.with_groups,
        attack.hidden_counts,
        attack.found.len()
    );
    assert!(attack.found.is_empty(), "{} found, such as {}", attack.found.len(), attack.found[0]);
    assert!(attack.hidden_counts > 0);
}

const ONE_GROUPING: [&[WorldCell]; 4] = [
    &[("01", "", "", 6), ("03", "", "", 5), ("09", "", "", 1)],
    &[("01", "", "", 11), ("03", "", "", 5)],
    &[("01", "", "", 10), ("09", "", "", 1)],
    &[("01", "", "", 5), ("03", "", "", 5), ("04", "", "", 5)],
];

/// Larger worlds, in which everybody answers ja or nej.
const ALL_ANSWER: [&[WorldCell]; 6] = [
    &[("01", "", "", 8), ("03", "", "", 7), ("04", "", "", 5), ("05", "", "", 5)],
    &[("01", "", "", 12), ("03", "", "", 11), ("04", "", "", 6), ("09", "", "", 1)],
    &[("01", "", "", 12), ("03", "", "", 12), ("04", "", "", 11)],
    &[
        ("01", "", "1", 3),
        ("01", "", "2", 3),
        ("03", "", "1", 3),
        ("03", "", "2", 3),
        ("04", "", "1", 3),
        ("04", "", "2", 3),
    ],
    &[("01", "", "1", 6), ("01", "", "2", 5), ("03", "", "1", 5), ("03", "", "2", 6), ("09", "", "2", 1)],
    &[("01", "A", "1", 5), ("01", "B", "1", 4), ("03", "A", "1", 4), ("03", "B", "2", 5), ("04", "B", "2", 2)],
];

#[test]
fn no_hidden_count_of_one_grouping_is_found_by_whoever_knows_everything_public_and_the_rule() {
    for cells in ONE_GROUPING {
        println!("{cells:?}");
        assert_nothing_is_found(&yes_no(), cells, &yes_no_answers());
    }
}

#[test]
fn no_hidden_count_is_found_where_everybody_answers() {
    let answers = &yes_no_answers()[..2];
    for cells in ALL_ANSWER {
        println!("{cells:?}");
        assert_nothing_is_found(&yes_no(), cells, answers);
    }
}

#[test]
fn groupings_do_not_give_each_other_away() {
    let worlds: [&[WorldCell]; 3] = [
        &[("01", "", "1", 3), ("01", "", "2", 3), ("03", "", "1", 3), ("03", "", "2", 3)],
        &[("01", "", "1", 4), ("03", "", "1", 2), ("03", "", "2", 4), ("09", "", "2", 1)],
        &[("01", "A", "1", 5), ("03", "A", "2", 4), ("03", "B", "2", 3)],
    ];
    for cells in worlds {
        println!("{cells:?}");
        assert_nothing_is_found(&yes_no(), cells, &yes_no_answers());
    }
}

#[test]
fn no_rare_option_is_found() {
    let form = form(json!([{"name": "val", "label": "L", "type": "choice", "publication": "aggregated", "options": [
        {"name": "a", "label": "A"}, {"name": "b", "label": "B"}, {"name": "c", "label": "C"},
    ]}]));
    let answers: Vec<PossibleAnswers> = ["a", "b", "c"].into_iter().map(|option| vec![("val", code(option))]).collect();
    for cells in ONE_GROUPING {
        println!("{cells:?}");
        assert_nothing_is_found(&form, cells, &answers);
    }
}

/// A question and one that is asked where the first is answered so.
fn parent_and_child(asked_where: &str) -> Arc<Form> {
    form(json!([
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "sen", "label": "L", "type": "yes_no", "publication": "aggregated", "relevance": asked_where},
    ]))
}

#[test]
fn a_question_with_too_few_answers_is_not_told_by_how_many_were_asked_the_next() {
    let form = parent_and_child("${val} != 'ja'");
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("ja"))],
        vec![("val", missing()), ("sen", code("ja"))],
        vec![("val", missing()), ("sen", code("nej"))],
    ];
    assert_nothing_is_found(&form, &[("01", "", "", 6), ("03", "", "", 6), ("04", "", "", 6)], &answers);
}

#[test]
fn what_an_error_check_excludes_does_not_give_an_answer_away() {
    let form = form(json!([
        {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
        {"name": "mer", "label": "L", "type": "yes_no", "publication": "aggregated", "checks": [
            {"severity": "error", "kind": "consistency", "condition": "not(. = 'ja' and ${val} = 'nej')", "message": "M"},
        ]},
    ]));
    let answers: Vec<PossibleAnswers> = [("ja", "ja"), ("ja", "nej"), ("nej", "nej")]
        .into_iter()
        .map(|(val, mer)| vec![("val", code(val)), ("mer", code(mer))])
        .collect();
    assert_nothing_is_found(&form, &[("01", "", "", 5), ("03", "", "", 5), ("04", "", "", 5)], &answers);
}

#[test]
fn what_follows_from_an_answer_does_not_give_it_away() {
    let form = parent_and_child("${val} = 'ja'");
    let answers: Vec<PossibleAnswers> = vec![
        vec![("val", code("nej"))],
        vec![("val", code("ja")), ("sen", code("ja"))],
        vec![("val", code("ja")), ("sen", code("nej"))],
    ];
    for cells in ONE_GROUPING {
        println!("{cells:?}");
        assert_nothing_is_found(&form, cells, &answers);
    }
}

#[test]
fn what_follows_from_an_internal_answer_is_internal_too() {
    let form = form(json!([
        {"name": "roll", "label": "L", "type": "yes_no", "publication": "internal"},
        {"name": "val", "label": "L", "type": "yes_no", "relevance": "${roll} = 'ja'"},
    ]));
    let answers: Vec<PossibleAnswers> =
        vec![vec![("roll", code("nej"))], vec![("roll", code("ja")), ("val", code("ja"))]];
    let dataset = dataset(&form, &[("01", "", "", 20)], &answers, &[vec![8, 12]]);
    for row in everything(&dataset, Audience::Publication) {
        assert_eq!(
            (row.hidden, row.n_asked, row.count),
            (Some(Reason::Internal), None, None),
            "{} {}",
            row.field,
            row.group
        );
    }
}
