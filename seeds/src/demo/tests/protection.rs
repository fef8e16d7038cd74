//! An attack on what is published only together in the rounds of the demo: answers are exchanged between organisations, and
//! whenever everything public is the same afterwards, a reader cannot tell that world from the true one. Every count that a
//! hidden group has in such a world is one that no reader can rule out, by whatever means.

use super::{KOMMUN, REGION, counted};
use statistics::{
    self, Catalogue, Counted, Dataset, GroupLabels, Grouping, Observation, OrganisationGroups, Population, SurveyForms,
    aggregate::{Aggregate, Audience, aggregates},
    groups::TOTAL,
    indicator::Indicator,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    definition::{PublicationLevel, Questionnaire, Severity},
    form::Form,
    name::FieldName,
    value::{Entry, Value},
};

/// The questions to kommuner that are published only together. Those that depend on each other stand together.
const OF_KOMMUNER: [&[&str]; 7] = [
    &["infosak_samordnare"],
    &["infosak_resurs"],
    &["infosakpolicy", "infosakplan"],
    &["infosak_uppfoljning", "infosak_uppfoljd"],
    &["infosak_incidentrutin"],
    &["infoklassning", "infoklassning_modell"],
    &["stark_autentisering"],
];

/// The same to regioner.
const OF_REGIONER: [&[&str]; 3] =
    [&["tvafaktor"], &["infosakpolicy", "infosakplan", "infosakplan_beslutad"], &["pdl_fullt_ut", "pdl_delar"]];

/// Deterministic numbers (Knuth's MMIX generator), so that every run tries the same worlds.
struct RandomNumbers(u64);

impl RandomNumbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

type Entries = BTreeMap<FieldName, Entry>;

/// The answers to one family in one round.
struct FamilyRound {
    survey: &'static str,
    population: Population,
    year: i32,
    form: Arc<Form>,
    /// The measures that name nothing else.
    catalogue: Catalogue,
    groups: Vec<OrganisationGroups>,
}

/// The public figures, without the reasons for what is hidden.
#[derive(PartialEq, Eq)]
struct Public {
    rows: Vec<(Vec<String>, bool)>,
    observations: Vec<Vec<String>>,
}

impl FamilyRound {
    fn dataset(&self, world: &[Entries]) -> Dataset {
        let responses = self.groups.iter().zip(world).enumerate().map(|(row, (groups, entries))| Counted {
            organisation: format!("{row:04}"),
            groups: groups.clone(),
            entries: entries.clone(),
        });
        Dataset::new(Arc::clone(&self.form), self.population, responses)
    }

    fn aggregates(&self, dataset: &Dataset) -> Vec<Aggregate> {
        let by = |grouping| aggregates(dataset, Some(grouping), &GroupLabels::default(), Audience::Publication);
        Grouping::ALL.into_iter().flat_map(by).collect()
    }

    fn public(&self, world: &[Entries]) -> Public {
        let dataset = self.dataset(world);
        let rows = self.aggregates(&dataset).iter().map(|row| (row.cells(), row.hidden.is_some())).collect();
        let round = statistics::ObservedRound { year: self.year, dataset: &dataset };
        let observations = self.catalogue.observations(self.survey, round, None, &Grouping::ALL);
        Public { rows, observations: observations.iter().map(Observation::cells).collect() }
    }

    /// The organisations that belong to the same shown groups.
    fn pools(&self, shown: &BTreeSet<String>) -> Vec<Vec<usize>> {
        let mut pools: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for (row, groups) in self.groups.iter().enumerate() {
            let signature = Grouping::ALL.into_iter().filter_map(|grouping| grouping.of(groups));
            pools.entry(signature.filter(|code| shown.contains(*code)).collect()).or_default().push(row);
        }
        pools.into_values().collect()
    }
}

/// Only these questions, so that a world is published quickly.
fn only(form: &Form, fields: &[&str]) -> Arc<Form> {
    let mut questionnaire: Questionnaire = form.questionnaire().clone();
    questionnaire.sections.retain_mut(|section| {
        section.questions.retain(|question| fields.contains(&question.name.as_str()));
        section
            .questions
            .iter_mut()
            .for_each(|question| question.checks.retain(|check| check.severity == Severity::Error));
        !section.questions.is_empty()
    });
    Arc::new(Form::new(questionnaire).unwrap())
}

/// The measures of the indicators that can be computed from this form alone.
fn measures_of(survey: &str, population: Population, year: i32, form: &Arc<Form>) -> Catalogue {
    let forms =
        [SurveyForms { survey: survey.into(), population, rounds: [(year, Arc::clone(form))].into_iter().collect() }];
    let mut file = crate::indicators().unwrap();
    file.indicators.retain(|indicator| indicator.survey.as_deref() == Some(survey));
    let alone = file.clone();
    for (at, indicator) in file.indicators.iter_mut().enumerate() {
        indicator.stands_for_part = None;
        indicator.measures.retain_mut(|measure| {
            measure.rounds = None;
            let mut alone = alone.clone();
            alone.indicators = vec![Indicator {
                measures: vec![measure.clone()],
                stands_for_part: None,
                ..alone.indicators[at].clone()
            }];
            Catalogue::new(alone, &forms).is_ok()
        });
    }
    file.indicators.retain(|indicator| !indicator.measures.is_empty());
    Catalogue::new(file, &forms).unwrap()
}

fn has_chosen(entry: Option<&Entry>, option: &str) -> bool {
    matches!(entry, Some(Entry::Value(Value::Code(code))) if code.as_str() == option)
}

/// A count that must stay unknown.
struct DemoSecret {
    field: FieldName,
    option: String,
    rows: BTreeSet<usize>,
    wanted: usize,
    possible: BTreeSet<usize>,
}

impl DemoSecret {
    fn count(&self, world: &[Entries]) -> usize {
        self.rows.iter().filter(|row| has_chosen(world[**row].get(&self.field), &self.option)).count()
    }
}

/// How many counts are hidden, and which of them are left with too few values.
fn attack(round: &FamilyRound, truth: &[Entries]) -> (usize, BTreeSet<String>, Vec<String>) {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    let mut secrets: Vec<DemoSecret> = Vec::new();
    let organisations = truth.len();
    for row in round.aggregates(&round.dataset(truth)).iter().filter(|row| row.group != TOTAL) {
        let Some(option) = &row.option else { continue };
        if row.hidden.is_none() {
            shown.insert(row.group.clone());
            continue;
        }
        let is_in = |groups: &OrganisationGroups| {
            Grouping::ALL.iter().any(|grouping| grouping.of(groups) == Some(row.group.as_str()))
        };
        let rows: BTreeSet<usize> =
            round.groups.iter().enumerate().filter(|(_, groups)| is_in(groups)).map(|(row, _)| row).collect();
        let total = truth.iter().filter(|entries| has_chosen(entries.get(&row.field), option.as_str())).count();
        let by_total = rows.len().min(total) - (rows.len() + total).saturating_sub(organisations) + 1;
        let wanted = rows.len().min(2) + 1;
        if by_total >= wanted {
            let secret = DemoSecret {
                field: row.field.clone(),
                option: option.to_string(),
                rows,
                wanted,
                possible: BTreeSet::new(),
            };
            secrets.push(secret);
        }
    }
    let pools = round.pools(&shown);
    let told_of_truth = round.public(truth);
    let mut numbers = RandomNumbers(1);
    let try_world = |secrets: &mut Vec<DemoSecret>, world: &[Entries]| {
        if round.public(world) == told_of_truth {
            for secret in secrets.iter_mut() {
                secret.possible.insert(secret.count(world));
            }
        }
    };
    try_world(&mut secrets, truth);
    for _ in 0..8 {
        let mut world = truth.to_vec();
        for pool in &pools {
            for last in (1..pool.len()).rev() {
                world.swap(pool[last], pool[numbers.below(last + 1)]);
            }
        }
        try_world(&mut secrets, &world);
    }
    // Readers know that more groups would be shown if they could be. So worlds are sought, too, in which all members of
    // another group are alike.
    let mut starts: Vec<(Vec<Entries>, BTreeSet<usize>)> = vec![(truth.to_vec(), BTreeSet::new())];
    let groups: BTreeSet<BTreeSet<usize>> = secrets.iter().map(|secret| secret.rows.clone()).collect();
    let options: BTreeSet<(FieldName, String)> =
        secrets.iter().map(|secret| (secret.field.clone(), secret.option.clone())).collect();
    for group in groups.iter().filter(|group| group.len() >= 5) {
        for (field, option) in &options {
            let mut world = truth.to_vec();
            let has = |world: &[Entries], row: usize| has_chosen(world[row].get(field), option);
            for row in group {
                let pool = pools.iter().find(|pool| pool.contains(row)).unwrap();
                let other = pool.iter().find(|other| !group.contains(other) && has(&world, **other));
                if let (false, Some(other)) = (has(&world, *row), other) {
                    world.swap(*row, *other);
                }
            }
            if round.public(&world) == told_of_truth {
                starts.push((world, group.clone()));
            }
        }
    }
    // Towards what has not been reached yet: more or fewer of the option in the group, one exchange at a time.
    for place in 0..secrets.len() {
        for ((start, frozen), more) in starts.iter().flat_map(|start| [(start, true), (start, false)]) {
            if secrets[place].possible.len() >= secrets[place].wanted {
                break;
            }
            let mut world = start.clone();
            for _ in 0..4 {
                try_world(&mut secrets, &world);
                let secret = &secrets[place];
                if secret.possible.len() >= secret.wanted {
                    break;
                }
                let has = |row: &usize| has_chosen(world[*row].get(&secret.field), &secret.option);
                let exchange = pools.iter().find_map(|pool| {
                    let mut free = pool.iter().copied().filter(|row| !frozen.contains(row));
                    let inside = free.clone().find(|row| secret.rows.contains(row) && has(row) != more)?;
                    Some((inside, free.find(|row| !secret.rows.contains(row) && has(row) == more)?))
                });
                let Some((inside, outside)) = exchange else { break };
                world.swap(inside, outside);
            }
        }
    }
    let left = secrets.iter().filter(|secret| secret.possible.len() < secret.wanted);
    let left = left.map(|secret| {
        format!("{} {} of {:?} is one of {:?}", secret.field, secret.option, secret.rows, secret.possible)
    });
    (secrets.len(), shown, left.collect())
}

/// The questions that are published only together.
fn aggregated_only(form: &Form) -> Vec<&str> {
    let fields = form.fields().iter().filter(|field| field.publication_level == PublicationLevel::Aggregated);
    fields.map(|field| field.name.question()).collect()
}

/// The attack on families of a round: how many counts are hidden, and which of them are found.
fn attack_families(
    survey: &'static str,
    population: Population,
    families: &[&[&str]],
    (year, form, responses): (i32, &Arc<Form>, &[Counted]),
) -> (usize, Vec<String>) {
    let aggregated_only = aggregated_only(form);
    let (mut hidden, mut left) = (0, Vec::new());
    for family in families {
        let fields: Vec<&str> = family.iter().copied().filter(|field| aggregated_only.contains(field)).collect();
        if fields.is_empty() {
            continue;
        }
        let form = only(form, &fields);
        let catalogue = measures_of(survey, population, year, &form);
        let groups = responses.iter().map(|response| response.groups.clone()).collect();
        let round = FamilyRound { survey, population, year, form, catalogue, groups };
        let of_family = |(field, _): &(&FieldName, &Entry)| fields.contains(&field.question());
        let of_response = |response: &Counted| -> Entries {
            response.entries.iter().filter(of_family).map(|(field, entry)| (field.clone(), entry.clone())).collect()
        };
        let truth: Vec<Entries> = responses.iter().map(of_response).collect();
        let (secrets, shown, found) = attack(&round, &truth);
        let measures: usize = round.catalogue.file().indicators.iter().map(|indicator| indicator.measures.len()).sum();
        println!(
            "{year} {fields:?}, {measures} measures: {shown:?} groups shown, {secrets} counts hidden, {} found",
            found.len()
        );
        left.extend(found.into_iter().map(|found| format!("{year}: {found}")));
        hidden += secrets;
    }
    (hidden, left)
}

fn attack_rounds(survey: &'static str, population: Population, families: &[&[&str]]) -> usize {
    let (forms, rounds) = counted(survey, population);
    let (mut hidden, mut left) = (0, Vec::new());
    for (year, responses) in rounds {
        let mut aggregated_only = aggregated_only(&forms.rounds[&year]).into_iter();
        assert!(aggregated_only.all(|field| families.iter().any(|family| family.contains(&field))), "{year}");
        let round = attack_families(survey, population, families, (year, &forms.rounds[&year], &responses));
        hidden += round.0;
        left.extend(round.1);
    }
    assert!(left.is_empty(), "{left:#?}");
    hidden
}

#[test]
fn no_hidden_count_of_the_kommuner_can_be_found() {
    let hidden = attack_rounds(KOMMUN, Population::Municipalities, &OF_KOMMUNER);
    assert!(hidden > 2000, "{hidden}");
}

#[test]
fn no_answer_of_a_region_can_be_found() {
    let hidden = attack_rounds(REGION, Population::Regions, &OF_REGIONER);
    assert!(hidden > 300, "{hidden}");
}

/// More than 1,000 organisations: five of each kommun.
#[test]
fn no_hidden_count_of_five_times_as_many_kommuner_can_be_found() {
    let (forms, rounds) = counted(KOMMUN, Population::Municipalities);
    let (year, responses) = rounds.last().unwrap();
    let many: Vec<Counted> = std::iter::repeat_n(responses, 5).flatten().cloned().collect();
    assert!(many.len() > 1000);
    let families = &OF_KOMMUNER[..2];
    let (hidden, left) =
        attack_families(KOMMUN, Population::Municipalities, families, (*year, &forms.rounds[year], &many));
    assert!(left.is_empty(), "{left:#?}");
    assert!(hidden > 100, "{hidden}");
}
