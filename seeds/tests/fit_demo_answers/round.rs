//! A round whose answers are drawn: held against the engine, and written as files.

use super::{drawn_answers::DrawnAnswers, panel::Panel, words::explanation};
use seeds::{Edition, questionnaire};
use statistics::reference_range::{ReferenceRanges, ReferenceRangesByGroup};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use survey::{
    definition::{FieldType, yaml},
    evaluation::{Evaluation, EvaluationContext, Obstacle},
    form::Form,
    input, lineage,
    name::FieldName,
    status::Status,
    value::Entry,
    variable,
};
use time::{Date, Duration, macros::date};

/// What the days of a relative round are counted from while it is drawn; any day would do.
const SOME_DAY: Date = date!(2030 - 03 - 04);

/// How a recipient stands in a round.
#[derive(Clone)]
pub struct RecipientStanding {
    pub status: Status,
    /// When it was submitted, as in the file.
    pub submitted_at: String,
}

impl RecipientStanding {
    pub fn of(status: Status) -> Self {
        Self { status, submitted_at: String::new() }
    }
}

/// A round that has been drawn.
pub struct DrawnRound {
    pub survey: &'static str,
    pub edition: Edition,
    pub form: Arc<Form>,
    pub standings: Vec<RecipientStanding>,
    /// What has been submitted.
    pub entries: BTreeMap<usize, BTreeMap<FieldName, Entry>>,
    /// The name of each file and its text.
    pub files: BTreeMap<&'static str, String>,
}

/// The form of a round.
pub fn form(survey: &str, edition: Edition) -> Arc<Form> {
    Arc::new(yaml::read_form(questionnaire(survey, edition).unwrap()).unwrap())
}

/// The entry that an answer of a sheet stands for.
pub fn entry(field_type: &FieldType, answer: &str) -> Entry {
    if let Some(reason) = answer.strip_prefix('#') {
        return Entry::Missing(reason.parse().unwrap());
    }
    if let Some(days) = answer.strip_prefix('@') {
        let day = SOME_DAY + Duration::days(days.parse().unwrap());
        return input::read(field_type, &[&day.to_string()]);
    }
    match field_type {
        FieldType::Multiple(_) => input::read(field_type, &answer.split(' ').collect::<Vec<_>>()),
        _ => input::read(field_type, &[answer]),
    }
}

/// What the organisation at a place answered before, newest first.
fn before(at: usize, earlier: &[DrawnRound]) -> Vec<lineage::EarlierRound> {
    let of_round = |round: &DrawnRound| {
        let counted = round.standings[at].status.is_counted();
        let copy = round.entries.get(&at).filter(|_| counted).cloned();
        (round.edition.year(2030), Arc::clone(&round.form), copy)
    };
    earlier.iter().rev().map(of_round).collect()
}

/// What others usually answer, by kommungrupp; empty for a region.
pub fn reference_ranges(form: &Form, panel: &Panel, earlier: &[DrawnRound]) -> ReferenceRangesByGroup {
    let newest = earlier.last().map_or(&[][..], std::slice::from_ref);
    ReferenceRangesByGroup::new(
        form,
        panel.all().map(|at| (panel.organisations[at].kommungrupp.clone(), before(at, newest))),
    )
}

/// An organisation's answers, evaluated beside those of the rounds before.
pub fn evaluated(
    form: &Arc<Form>,
    given: &BTreeMap<String, String>,
    at: usize,
    earlier: &[DrawnRound],
    reference_ranges: &ReferenceRanges,
) -> Evaluation {
    let entries = given.iter().map(|(name, answer)| {
        let field = form.field(name).unwrap_or_else(|| panic!("{name} is not asked"));
        (field.name.clone(), entry(&field.field_type, answer))
    });
    let previous = lineage::comparable_values(&lineage::previous_answers(form, &before(at, earlier)));
    // Everybody has answered by the end of the round, and what is drawn is far from what a population would make unusual.
    let context = EvaluationContext { today: SOME_DAY + Duration::days(52), population: None };
    let entries: BTreeMap<_, _> = entries.collect();
    Evaluation::with_reference_ranges(Arc::clone(form), entries, previous, (**reference_ranges).clone(), context)
}

impl DrawnRound {
    /// Holds the answers against the engine, writes them, and remembers them as what was answered before.
    pub fn finish(
        survey: &'static str,
        edition: Edition,
        drawn_answers: &DrawnAnswers<'_>,
        standings: Vec<RecipientStanding>,
        earlier: &[DrawnRound],
    ) -> Self {
        let form = form(survey, edition);
        let mut entries = BTreeMap::new();
        let mut explanations = vec![["organisation", "field", "explanation"].map(str::to_owned).to_vec()];
        let submitted: BTreeSet<usize> =
            drawn_answers.answering.iter().copied().filter(|at| !standings[*at].submitted_at.is_empty()).collect();
        let reference_ranges = reference_ranges(&form, drawn_answers.panel, earlier);
        for at in submitted {
            let group = &drawn_answers.panel.organisations[at].kommungrupp;
            let evaluation = evaluated(&form, &drawn_answers.given[at], at, earlier, &reference_ranges.of(group));
            let code = drawn_answers.code(at);
            let mut explained = BTreeSet::new();
            for obstacle in evaluation.obstacles(|_| false) {
                let Obstacle::Unexplained(violation) = obstacle else {
                    panic!("{survey} {edition:?} {code}: {obstacle:?}");
                };
                if explained.insert(violation.field.clone()) {
                    let text = explanation(&violation, &evaluation, code, drawn_answers.round);
                    explanations.push(vec![code.to_owned(), violation.field.to_string(), text]);
                }
            }
            entries.insert(at, evaluation.frozen());
        }
        let mut round = Self { survey, edition, form, standings, entries, files: BTreeMap::new() };
        round.files.insert("responses.csv", round.responses(drawn_answers));
        round.write("explanations.csv", &explanations);
        round.write("reasons.csv", &[vec!["organisation".into(), "given_at".into(), "reason".into()]]);
        let draft = ["organisation", "author", "saved_at", "field", "answer", "comment", "explanation"];
        round.write("drafts.csv", &[draft.map(str::to_owned).to_vec()]);
        round.write("marks.csv", &[["organisation", "author", "marked_at", "section"].map(str::to_owned).to_vec()]);
        round
    }

    fn responses(&self, drawn_answers: &DrawnAnswers<'_>) -> String {
        let mut rows = vec![
            ["organisation", "status", "submitted_at"]
                .into_iter()
                .chain(self.form.variables().iter().map(|variable| variable.name.as_str()))
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        ];
        for at in drawn_answers.panel.all() {
            let standing = &self.standings[at];
            let mut row = vec![
                drawn_answers.code(at).to_owned(),
                standing.status.code().to_owned(),
                standing.submitted_at.clone(),
            ];
            match self.entries.get(&at) {
                None => row.resize(rows[0].len(), String::new()),
                Some(entries) => {
                    for field in self.form.fields() {
                        let answer = drawn_answers.answer(at, field.name.as_str());
                        // A day is written as it is counted.
                        if entries.contains_key(&field.name) && answer.starts_with('@') {
                            row.push(answer.to_owned());
                        } else {
                            row.extend(variable::cells(field, entries.get(&field.name), false));
                        }
                    }
                }
            }
            rows.push(row);
        }
        csv(&rows)
    }

    pub fn write(&mut self, name: &'static str, rows: &[Vec<String>]) {
        self.files.insert(name, csv(rows));
    }

    /// What the organisations that are counted have answered, added to what they answered before.
    pub fn remember(&self, panel: &mut Panel, drawn_answers: Vec<BTreeMap<String, String>>) {
        for (at, given) in drawn_answers.into_iter().enumerate() {
            if let Some(entries) = self.entries.get(&at).filter(|_| self.standings[at].status.is_counted()) {
                let valid = given
                    .into_iter()
                    .filter(|(field, answer)| !answer.starts_with('#') && entries.contains_key(field.as_str()));
                panel.latest[at].extend(valid);
            }
        }
    }
}

fn csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
