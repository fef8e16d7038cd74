//! The attack: every world is published, and worlds that look alike to the public are put together. Whoever knows who belongs
//! where, who responded, every open answer and the rule knows no more than that the true world is one of those. What a
//! secret can be in them is what is left of it.

use serde_json::{Value as Json, json};
use statistics::{
    Catalogue, Counted, Dataset, GroupLabels, Grouping, ObservedRound, OrganisationGroups, Population, SurveyForms,
    aggregate::{Aggregate, Audience, aggregates},
    groups::TOTAL,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use survey::{
    definition::PublicationLevel,
    form::Form,
    value::{Entry, Value},
};

/// The year of the first round.
const FIRST_YEAR: i32 = 2025;

/// Organisations of the same groups: län, kommungrupp, size, and how many they are.
pub type WorldCell = (&'static str, &'static str, &'static str, usize);

/// What an organisation can have answered, by field.
pub type PossibleAnswers = Vec<(&'static str, Entry)>;

/// The places of everybody's answers among those that can be given, round by round. Where there are fewer than organisations,
/// the last have not responded.
pub type World = Vec<Vec<usize>>;

/// A survey that is published.
pub struct Survey {
    pub form: Arc<Form>,
    catalogue: Option<Catalogue>,
    population: Population,
}

impl Survey {
    pub fn new(questions: Json) -> Self {
        let questionnaire = json!({
            "survey": "s", "title": "T",
            "sections": [{"letter": "A", "name": "a", "title": "A", "questions": questions}],
        });
        let form = Arc::new(Form::new(serde_json::from_value(questionnaire).unwrap()).unwrap());
        Self { form, catalogue: None, population: Population::Municipalities }
    }

    pub fn of_regions(self) -> Self {
        Self { population: Population::Regions, ..self }
    }

    /// With measures in its indicators.
    pub fn with_measures(self, measures: Json) -> Self {
        let file = json!({
            "frameworks": [{"version": "1", "title": "T", "parts": [{"key": "mal-1", "kind": "goal", "number": 1, "title": "T"}]}],
            "indicators": [{
                "indicator": "P1", "title": "T", "part": "mal-1", "unit": "u", "source": "s", "survey": "s", "measures": measures,
            }],
        });
        let rounds = (FIRST_YEAR..FIRST_YEAR + 2).map(|year| (year, Arc::clone(&self.form))).collect();
        let forms = SurveyForms { survey: "s".into(), population: self.population, rounds };
        let catalogue = Catalogue::new(serde_json::from_value(file).unwrap(), &[forms]).unwrap();
        Self { catalogue: Some(catalogue), ..self }
    }

    pub fn dataset(&self, groups: &[OrganisationGroups], answers: &[PossibleAnswers], given: &[usize]) -> Dataset {
        let entries = |answers: &PossibleAnswers| {
            answers.iter().map(|(field, entry)| (field.parse().unwrap(), entry.clone())).collect::<BTreeMap<_, _>>()
        };
        let entries: Vec<_> = answers.iter().map(entries).collect();
        let responses = groups.iter().zip(given).enumerate().map(|(row, (groups, given))| Counted {
            organisation: format!("{row:04}"),
            groups: groups.clone(),
            entries: entries[*given].clone(),
        });
        Dataset::new(Arc::clone(&self.form), self.population, responses)
    }

    /// The public rows of the aggregate.
    fn rows(&self, dataset: &Dataset, groupings: &[Grouping]) -> Vec<Row> {
        let by: Vec<Option<Grouping>> =
            if groupings.is_empty() { vec![None] } else { groupings.iter().copied().map(Some).collect() };
        let of = |grouping| aggregates(dataset, grouping, &GroupLabels::default(), Audience::Publication);
        let row = |row: Aggregate| Row {
            is_hidden: row.hidden.is_some(),
            cells: row.cells().join(","),
            field: row.field.to_string(),
            group: row.group,
        };
        by.into_iter().flat_map(of).map(row).collect()
    }

    /// The public observations of the indicators.
    fn observations(&self, rounds: &[&Dataset], groupings: &[Grouping]) -> Vec<String> {
        let Some(catalogue) = &self.catalogue else { return Vec::new() };
        let round = |at: usize| Some(ObservedRound { year: FIRST_YEAR + at as i32, dataset: rounds.get(at)? });
        let of = |at: usize| {
            let before = at.checked_sub(1).and_then(round);
            catalogue.observations("s", round(at).unwrap(), before, groupings)
        };
        (0..rounds.len()).flat_map(of).map(|observation| observation.cells().join(",")).collect()
    }
}

/// All public figures, without the reasons for what is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Public {
    /// Of every round.
    rows: Vec<Arc<Vec<Row>>>,
    observations: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    field: String,
    group: String,
    cells: String,
    is_hidden: bool,
}

impl Public {
    /// The public totals of the fields that tell of a secret: its own, and those in its relevance.
    fn total(&self, secret: &SecretCount) -> String {
        let is_total = |row: &&Row| row.group == TOTAL && secret.told_by.contains(&row.field);
        let rows = self.rows[secret.round].iter().filter(is_total);
        rows.map(|row| row.cells.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn written(&self) -> String {
        let rows = self.rows.iter().flat_map(|rows| rows.iter()).map(|row| row.cells.as_str());
        rows.chain(self.observations.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
    }

    fn hides(&self, secret: &SecretCount) -> bool {
        let is_of = |row: &&Row| row.field == secret.field && row.group == secret.group;
        self.rows[secret.round].iter().find(is_of).is_some_and(|row| row.is_hidden)
    }
}

/// Returns the number of organisations of a group that chose an option.
struct SecretCount {
    round: usize,
    field: String,
    option: String,
    group: String,
    members: Vec<usize>,
    /// The field, and those that decide whether it is asked: their totals tell of it whatever is hidden.
    told_by: Vec<String>,
    /// True if the possible answer at a place has the option.
    has: Vec<bool>,
}

impl SecretCount {
    fn count(&self, world: &World) -> usize {
        let has = |row: &&usize| world[self.round].get(**row).is_some_and(|answer| self.has[*answer]);
        self.members.iter().filter(has).count()
    }

    /// The fewest counts that must stay possible: three, or two for a group of one member.
    fn wanted(&self) -> usize {
        self.members.len().min(2) + 1
    }
}

fn has_chosen(answers: &PossibleAnswers, field: &str, option: &str) -> bool {
    answers.iter().any(|(name, entry)| {
        *name == field
            && match entry {
                Entry::Value(Value::Code(code)) => code.as_str() == option,
                Entry::Value(Value::Codes(codes)) => codes.iter().any(|code| code.as_str() == option),
                _ => false,
            }
    })
}

fn told_by(form: &Form, field: &str) -> Vec<String> {
    let questions = || form.questionnaire().sections.iter().flat_map(|section| &section.questions);
    let asked_where = questions().find(|question| question.name.as_str() == field).unwrap().relevance.as_deref();
    let decides = |name: &&str| asked_where.is_some_and(|source| source.contains(&format!("${{{name}}}")));
    let deciding = questions().map(|question| question.name.as_str()).filter(decides);
    deciding.chain([field]).map(str::to_owned).collect()
}

/// The result of an attack on every world of a small survey.
#[derive(Debug, Default)]
pub struct Found {
    pub worlds: usize,
    /// Worlds in which a group is shown.
    pub with_groups: usize,
    pub hidden_counts: usize,
    /// Hidden counts that are left with too few values, and more than the total of their field leaves.
    pub counts: Vec<String>,
    /// Numbers of single organisations that are found.
    pub numbers: Vec<String>,
}

impl Found {
    pub fn assert_nothing(&self) {
        println!(
            "{} worlds, {} with groups, {} hidden, {} counts and {} numbers found",
            self.worlds,
            self.with_groups,
            self.hidden_counts,
            self.counts.len(),
            self.numbers.len()
        );
        assert!(self.counts.is_empty(), "{} found, such as {}", self.counts.len(), self.counts[0]);
        assert!(self.numbers.is_empty(), "{} found, such as {}", self.numbers.len(), self.numbers[0]);
    }
}

/// The organisations that responded, with the possible answers of each.
pub struct Attack<'a> {
    pub survey: &'a Survey,
    pub groups: Vec<OrganisationGroups>,
    pub answers: &'a [PossibleAnswers],
}

impl<'a> Attack<'a> {
    pub fn new(survey: &'a Survey, cells: &[WorldCell], answers: &'a [PossibleAnswers]) -> Self {
        let members = |(lan, kommungrupp, size, members): &WorldCell| {
            let groups =
                OrganisationGroups { lan: (*lan).into(), kommungrupp: (*kommungrupp).into(), size: (*size).into() };
            std::iter::repeat_n(groups, *members)
        };
        Self { survey, groups: cells.iter().flat_map(members).collect(), answers }
    }

    fn groupings(&self) -> Vec<Grouping> {
        let has_groups = |grouping: &Grouping| self.groups.iter().any(|groups| grouping.of(groups).is_some());
        Grouping::ALL.into_iter().filter(has_groups).collect()
    }

    fn secrets(&self, rounds: usize) -> Vec<SecretCount> {
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, groups) in self.groups.iter().enumerate() {
            for group in Grouping::ALL.iter().filter_map(|grouping| grouping.of(groups)) {
                members.entry(group).or_default().push(row);
            }
        }
        let fields = self.survey.form.fields();
        let options: Vec<(String, &str)> = fields
            .iter()
            .flat_map(|field| field.field_type.codes().map(|option| (field.name.to_string(), option)))
            .collect();
        let mut secrets = Vec::new();
        for round in 0..rounds {
            for (field, option) in &options {
                secrets.extend(members.iter().map(|(group, members)| SecretCount {
                    round,
                    field: field.clone(),
                    option: (*option).to_owned(),
                    group: (*group).to_owned(),
                    members: members.clone(),
                    told_by: told_by(&self.survey.form, field),
                    has: self.answers.iter().map(|answers| has_chosen(answers, field, option)).collect(),
                }));
            }
        }
        secrets
    }

    /// The fields that are published only together.
    fn protected(&self) -> BTreeSet<String> {
        let fields = self.survey.form.fields().iter();
        fields
            .filter(|field| field.publication_level == PublicationLevel::Aggregated)
            .map(|field| field.name.to_string())
            .collect()
    }

    /// Those of them that have no options, with what every organisation answered.
    fn numbers(&self) -> Vec<(String, Vec<usize>)> {
        let has_options = |name: &str| {
            let field = self.survey.form.fields().iter().find(|field| field.name.as_str() == name);
            field.unwrap().field_type.codes().next().is_some()
        };
        let numbers = self.protected().into_iter().filter(|name| !has_options(name));
        numbers.map(|name| (name.clone(), self.alike(&name))).collect()
    }

    /// The answers of all organisations to a field; equal answers have the place of the first of them.
    fn alike(&self, field: &str) -> Vec<usize> {
        let of =
            |answers: &PossibleAnswers| answers.iter().find(|(name, _)| *name == field).map(|(_, entry)| entry.clone());
        let all: Vec<Option<Entry>> = self.answers.iter().map(of).collect();
        all.iter().map(|one| all.iter().position(|other| other == one).unwrap()).collect()
    }

    /// Publishes these worlds and puts together what looks alike.
    pub fn run(&self, worlds: &[World]) -> Found {
        let alike: Vec<(Public, Vec<usize>)> = self.alike_worlds(worlds).into_iter().collect();
        let secrets = self.secrets(worlds[0].len());
        // What each secret is in the worlds that look alike, and in those with the same total.
        let counts = |secret: &SecretCount, alike: &[usize]| -> BTreeSet<usize> {
            alike.iter().map(|at| secret.count(&worlds[*at])).collect()
        };
        let left: Vec<Vec<BTreeSet<usize>>> =
            secrets.iter().map(|secret| alike.iter().map(|(_, worlds)| counts(secret, worlds)).collect()).collect();
        let mut found = Found { worlds: worlds.len(), ..Found::default() };
        for (secret, left) in secrets.iter().zip(&left) {
            let mut by_total: HashMap<String, BTreeSet<usize>> = HashMap::new();
            let totals: Vec<String> = alike.iter().map(|(public, _)| public.total(secret)).collect();
            for (total, left) in totals.iter().zip(left) {
                by_total.entry(total.clone()).or_default().extend(left);
            }
            for ((public, worlds), (total, left)) in alike.iter().zip(totals.iter().zip(left)) {
                if !public.hides(secret) {
                    continue;
                }
                found.hidden_counts += 1;
                if left.len() < secret.wanted() && by_total[total].len() >= secret.wanted() {
                    let SecretCount { round, field, option, group, .. } = secret;
                    found.counts.push(format!(
                        "round {round}, {field}={option} in {group} is one of {left:?} in {} worlds, and by the total of {:?}, \
                         where this is public:\n{}",
                        worlds.len(),
                        by_total[total],
                        public.written()
                    ));
                }
            }
        }
        let protected = self.protected();
        let is_shown = |row: &Row| row.group != TOTAL && !row.is_hidden && protected.contains(&row.field);
        let shows_groups = |public: &Public| public.rows.iter().any(|rows| rows.iter().any(is_shown));
        found.with_groups =
            alike.iter().filter(|(public, _)| shows_groups(public)).map(|(_, worlds)| worlds.len()).sum();
        found.numbers = self.numbers_found(worlds, &alike);
        found
    }

    fn alike_worlds(&self, worlds: &[World]) -> HashMap<Public, Vec<usize>> {
        type Published = (Dataset, Arc<Vec<Row>>);
        let groupings = self.groupings();
        let publish = |given: &Vec<usize>| -> Published {
            let dataset = self.survey.dataset(&self.groups, self.answers, given);
            let rows = Arc::new(self.survey.rows(&dataset, &groupings));
            (dataset, rows)
        };
        let mut alike: HashMap<Public, Vec<usize>> = HashMap::new();
        let mut kept: HashMap<&Vec<usize>, Published> = HashMap::new();
        for (at, world) in worlds.iter().enumerate() {
            // Only where there are several rounds a set of answers comes again.
            if world.len() == 1 {
                kept.clear();
            }
            for given in world {
                kept.entry(given).or_insert_with(|| publish(given));
            }
            let rounds: Vec<&Published> = world.iter().map(|given| &kept[given]).collect();
            let datasets: Vec<&Dataset> = rounds.iter().map(|(dataset, _)| dataset).collect();
            let rows = rounds.iter().map(|(_, rows)| Arc::clone(rows)).collect();
            let public = Public { rows, observations: self.survey.observations(&datasets, &groupings) };
            alike.entry(public).or_default().push(at);
        }
        alike
    }

    /// The numbers that are the same in all worlds that look alike.
    fn numbers_found(&self, worlds: &[World], alike: &[(Public, Vec<usize>)]) -> Vec<String> {
        let mut found = Vec::new();
        for (field, answer) in self.numbers() {
            for (public, alike) in alike {
                for (round, given) in worlds[alike[0]].iter().enumerate() {
                    let is_known =
                        |row: &usize| alike.iter().all(|at| answer[worlds[*at][round][*row]] == answer[given[*row]]);
                    let known = (0..given.len()).filter(is_known);
                    found.extend(
                        known.map(|row| format!("round {round}, {field} of {row}, where\n{}", public.written())),
                    );
                }
            }
        }
        found
    }
}

/// Every way to give so many organisations one of so many answers, as how many gave each.
pub fn compositions(members: usize, answers: usize) -> Vec<Vec<usize>> {
    if answers == 1 {
        return vec![vec![members]];
    }
    (0..=members)
        .flat_map(|first| {
            compositions(members - first, answers - 1).into_iter().map(move |rest| [vec![first], rest].concat())
        })
        .collect()
}

/// Every combination of one way to answer for each cell, where a way is how many gave each answer that can be given.
pub fn combined(ways: impl IntoIterator<Item = Vec<Vec<usize>>>) -> Vec<World> {
    ways.into_iter().fold(vec![vec![Vec::new()]], |worlds, ways| {
        let ways: Vec<Vec<usize>> = ways.iter().map(|counts| spread(counts)).collect();
        worlds.iter().flat_map(|world| ways.iter().map(move |way| vec![[world[0].as_slice(), way].concat()])).collect()
    })
}

/// The answers of so many organisations, one after the other.
pub fn spread(counts: &[usize]) -> Vec<usize> {
    counts.iter().enumerate().flat_map(|(answer, count)| std::iter::repeat_n(answer, *count)).collect()
}

/// Every world where each organisation can give every answer. Who of a cell gave which changes nothing that is public.
pub fn every_world(cells: &[WorldCell], answers: &[PossibleAnswers]) -> Vec<World> {
    combined(cells.iter().map(|(.., members)| compositions(*members, answers.len())))
}

/// Every world where the organisations of a cell can give only these answers, by their places: their open answers are known.
pub fn worlds_with_known(cells: &[(WorldCell, &[usize])], answers: &[PossibleAnswers]) -> Vec<World> {
    let in_place = |counts: Vec<usize>, may: &[usize]| {
        let mut all = vec![0; answers.len()];
        may.iter().zip(counts).for_each(|(answer, count)| all[*answer] = count);
        all
    };
    combined(cells.iter().map(|((.., members), may)| {
        compositions(*members, may.len()).into_iter().map(|counts| in_place(counts, may)).collect()
    }))
}

/// Worlds in which each of so many organisations has every place in turn.
pub fn in_turn(counts: &[usize]) -> Vec<Vec<usize>> {
    let mut given = spread(counts);
    (0..given.len())
        .map(|_| {
            given.rotate_left(1);
            given.clone()
        })
        .collect()
}

/// Every set of answers of the first round with every one of the second.
pub fn in_two_rounds(first: &[Vec<usize>], second: &[Vec<usize>]) -> Vec<World> {
    first.iter().flat_map(|one| second.iter().map(move |other| vec![one.clone(), other.clone()])).collect()
}

/// Attacks every world where each organisation can give every answer.
pub fn attack_all(survey: &Survey, cells: &[WorldCell], answers: &[PossibleAnswers]) -> Found {
    println!("{cells:?}");
    Attack::new(survey, cells, answers).run(&every_world(cells, answers))
}

pub fn assert_nothing_is_found(survey: &Survey, cells: &[WorldCell], answers: &[PossibleAnswers]) {
    let found = attack_all(survey, cells, answers);
    found.assert_nothing();
    assert!(found.hidden_counts > 0);
}
