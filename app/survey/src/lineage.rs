//! How fields relate to the questionnaires before: last year's answers, and whether the lineage holds.

use crate::{
    definition::{Dropped, FieldType, Relation},
    form::{Fault, Field, Form, Path},
    format,
    name::FieldName,
    value::{Entry, Value},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Where a field comes from in the questionnaire before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// How it relates.
    pub relation: Relation,
    /// The places of its fields in the form before; none for a new field.
    pub from: Vec<usize>,
    /// The two years cannot be compared.
    pub series_break: bool,
    /// What must be known before two years are compared.
    pub note: Option<String>,
}

/// Where a field comes from in the form before.
///
/// Where nothing is written, a field of the same name and type is the same and any other is new. A name under `from`
/// that is a matrix stands for its row of the same name, or for all its rows where there is none.
pub fn origin(field: &Field, before: &Form) -> Origin {
    let Some(lineage) = &field.lineage else {
        let same = before.position(field.name.as_str()).filter(|at| is_same_type(field, before, *at));
        let relation = if same.is_some() { Relation::Same } else { Relation::New };
        return Origin { relation, from: same.into_iter().collect(), series_break: false, note: None };
    };
    let from: Vec<usize> = match (lineage.relation, lineage.from.as_slice()) {
        (Relation::New, _) => Vec::new(),
        (_, []) => before.position(field.name.as_str()).into_iter().collect(),
        (_, names) => names.iter().flat_map(|name| sources(field, name, before)).collect(),
    };
    let relation = if from.is_empty() { Relation::New } else { lineage.relation };
    Origin { relation, from, series_break: lineage.series_break, note: lineage.note.clone() }
}

fn is_same_type(field: &Field, before: &Form, at: usize) -> bool {
    before.fields().get(at).is_some_and(|earlier| earlier.field_type.code() == field.field_type.code())
}

fn sources(field: &Field, name: &FieldName, before: &Form) -> Vec<usize> {
    if let Some(at) = before.position(name.as_str()) {
        return vec![at];
    }
    let own_row = field.name.row().and_then(|row| before.position(&format!("{name}.{row}")));
    match own_row {
        Some(at) => vec![at],
        None => {
            before.fields_of_question(name.as_str()).filter_map(|field| before.position(field.name.as_str())).collect()
        }
    }
}

/// An organisation's latest earlier answer to a field, through lineage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviousAnswer {
    /// The year of the answer; of a new field, the year before it.
    pub year: i32,
    /// The fields that were answered then; none for a new field.
    pub fields: Vec<FieldName>,
    /// The answer; empty for a new field.
    pub entry: Entry,
    /// The answer for reading, in the words of that year's questionnaire.
    pub words: String,
    /// The latest change on the way from then to now; new words only where nothing else changed.
    pub relation: Relation,
    /// What must be known before the two are compared.
    pub note: Option<String>,
    /// The two cannot be compared.
    pub series_break: bool,
}

impl PreviousAnswer {
    /// The value that checks compare with: none where the two cannot be compared, or one is only a part of the other.
    pub fn comparable(&self) -> Option<&Value> {
        let value = self.entry.value().filter(|_| !self.series_break)?;
        let is_part = self.relation == Relation::Split && matches!(value, Value::Number(_));
        (!is_part).then_some(value)
    }
}

/// An earlier round of the survey: its year, its form, and the organisation's latest counted copy where there is one.
pub type EarlierRound = (i32, Arc<Form>, Option<BTreeMap<FieldName, Entry>>);

/// The organisation's earlier answers to the fields of a form. `earlier` is newest first.
///
/// The chain of lineages is followed through years without an answer. A field that is new in this questionnaire has
/// an entry too, so that it can be said; a field that was asked before but never answered has none.
pub fn previous_answers(form: &Form, earlier: &[EarlierRound]) -> BTreeMap<FieldName, PreviousAnswer> {
    form.fields().iter().filter_map(|field| Some((field.name.clone(), previous_answer(field, earlier)?))).collect()
}

/// The values that `previous()` gives: what [`Evaluation::new`](crate::evaluation::Evaluation::new) takes.
pub fn comparable_values(answers: &BTreeMap<FieldName, PreviousAnswer>) -> BTreeMap<FieldName, Value> {
    answers.iter().filter_map(|(field, answer)| Some((field.clone(), answer.comparable()?.clone()))).collect()
}

/// The organisation's earlier answer to one field; see [`previous_answers`].
pub fn previous_answer(field: &Field, earlier: &[EarlierRound]) -> Option<PreviousAnswer> {
    let mut way = LineageTrace::default();
    let mut current: Vec<&Field> = vec![field];
    for (hop, (year, form, entries)) in earlier.iter().enumerate() {
        let mut from = BTreeSet::new();
        for field in current {
            let origin = origin(field, form);
            from.extend(origin.from.iter().copied());
            way.pass(origin);
        }
        current = from.into_iter().filter_map(|at| form.fields().get(at)).collect();
        if current.is_empty() {
            return (hop == 0).then(|| way.arrive(*year, Vec::new(), Entry::Empty, String::new()));
        }
        if let Some((entry, field_type)) = entries.as_ref().and_then(|entries| combined(&current, entries)) {
            let words = format::answer(field_type, &entry);
            let fields = current.iter().map(|field| field.name.clone()).collect();
            return Some(way.arrive(*year, fields, entry, words));
        }
    }
    None
}

/// What was met on the way back through the questionnaires.
#[derive(Default)]
struct LineageTrace {
    relation: Option<Relation>,
    note: Option<String>,
    series_break: bool,
}

impl LineageTrace {
    fn pass(&mut self, origin: Origin) {
        let says_more = match self.relation {
            None => origin.relation != Relation::Same,
            Some(Relation::Reworded) => matches!(origin.relation, Relation::Split | Relation::Merged),
            Some(_) => false,
        };
        if says_more {
            self.relation = Some(origin.relation);
        }
        self.note = self.note.take().or(origin.note);
        self.series_break |= origin.series_break;
    }

    fn arrive(self, year: i32, fields: Vec<FieldName>, entry: Entry, words: String) -> PreviousAnswer {
        let relation = self.relation.unwrap_or(Relation::Same);
        PreviousAnswer { year, fields, entry, words, relation, note: self.note, series_break: self.series_break }
    }
}

/// The answer of one field, or of several yes/no together: ja if any is ja, nej only if all are nej.
fn combined<'a>(fields: &[&'a Field], entries: &BTreeMap<FieldName, Entry>) -> Option<(Entry, &'a FieldType)> {
    let said =
        |field: &&Field| entries.get(&field.name).filter(|entry| matches!(entry, Entry::Value(_) | Entry::Missing(_)));
    match fields {
        [only] => Some((said(only)?.clone(), &only.field_type)),
        [first, ..] if fields.iter().all(|field| field.field_type == FieldType::YesNo) => {
            let codes: Vec<&str> = fields.iter().filter_map(said).filter_map(code).collect();
            let code = if codes.contains(&"ja") {
                "ja"
            } else if codes.len() == fields.len() {
                "nej"
            } else {
                return None;
            };
            Some((Entry::Value(Value::Code(code.parse().ok()?)), &first.field_type))
        }
        _ => None,
    }
}

fn code(entry: &Entry) -> Option<&str> {
    match entry {
        Entry::Value(Value::Code(code)) => Some(code.as_str()),
        _ => None,
    }
}

/// A question of the year before that is no longer asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLongerAsked {
    /// The place of the section where it would be looked for.
    pub section: usize,
    /// Its words then.
    pub label: String,
    /// Why it is no longer asked.
    pub note: Option<String>,
}

/// The questions of the form before that are no longer asked: each in the section of the same name, or else in the last.
pub fn no_longer_asked(form: &Form, before: &Form) -> Vec<NoLongerAsked> {
    let sections = &form.questionnaire().sections;
    let told = |dropped: &Dropped| {
        let at = *places(before, dropped.field.as_str()).first()?;
        let field = before.fields().get(at)?;
        let home = &before.questionnaire().sections.get(field.section)?.name;
        let section =
            sections.iter().position(|section| section.name == *home).unwrap_or(sections.len().saturating_sub(1));
        let is_whole = field.name != dropped.field;
        let label = if is_whole { &before.question_of(field)?.label } else { &field.label };
        Some(NoLongerAsked { section, label: label.clone(), note: dropped.note.clone() })
    };
    form.questionnaire().dropped.iter().filter_map(told).collect()
}

/// What has happened to the question since the answer, in words; empty where it is the same.
pub fn relation_in_words(answer: &PreviousAnswer) -> String {
    let words = match answer.relation {
        Relation::Same if answer.series_break => "Svaren kan inte jämföras.",
        Relation::Same => "",
        Relation::Reworded if answer.series_break => "Frågan har nya ord, och svaren kan inte jämföras.",
        Relation::Reworded => "Frågan har nya ord.",
        Relation::Split => "Frågan har delats. Svaret gällde alla delarna tillsammans.",
        Relation::Merged if answer.fields.len() > 1 => {
            "Flera frågor har blivit en. Svaret är ja om något av svaren var ja."
        }
        Relation::Merged => "Flera frågor har blivit en.",
        Relation::New => "Frågan är ny i år.",
    };
    words.to_owned()
}

/// Whether the lineage of a form holds against the questionnaire before: that every field it names was asked, that what
/// is called the same is of the same type, and that every field asked then is asked still, continued or dropped.
pub fn check_lineage(form: &Form, before: &Form) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut continued = BTreeSet::new();
    for field in form.fields() {
        let origin = origin(field, before);
        continued.extend(origin.from.iter().copied());
        let Some(lineage) = &field.lineage else { continue };
        let path = lineage_path(form, field);
        for (at, name) in lineage.from.iter().enumerate() {
            if sources(field, name, before).is_empty() {
                faults.push(Fault::new(&path.item("from", at), never_asked(name.as_str())));
            }
        }
        if lineage.from.is_empty() && lineage.relation != Relation::New && origin.from.is_empty() {
            faults.push(Fault::new(&path, never_asked(field.name.as_str())));
        }
        if lineage.relation == Relation::Same && origin.from.iter().any(|at| !is_same_type(field, before, *at)) {
            let message = format!("`{}` was of another type before; write `relation: reworded`", field.name);
            faults.push(Fault::new(&path.key("relation"), message));
        }
    }
    let mut dropped = BTreeSet::new();
    for (at, item) in form.questionnaire().dropped.iter().enumerate() {
        let path = Path::default().item("dropped", at).key("field");
        let gone: Vec<usize> = places(before, item.field.as_str());
        if gone.is_empty() {
            faults.push(Fault::new(&path, never_asked(item.field.as_str())));
        }
        if gone.iter().any(|at| continued.contains(at)) {
            let message = format!("`{}` is continued by a field of this questionnaire; take it away here", item.field);
            faults.push(Fault::new(&path, message));
        }
        dropped.extend(gone);
    }
    for (at, field) in before.fields().iter().enumerate() {
        if !continued.contains(&at) && !dropped.contains(&at) {
            let message = format!(
                "`{}` was asked before and is gone; name it under `dropped`, or under `from` of a field",
                field.name
            );
            faults.push(Fault::new(&Path::default().key("dropped"), message));
        }
    }
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    faults.dedup();
    faults
}

fn never_asked(name: &str) -> String {
    format!("`{name}` was not asked in the questionnaire before; correct the name, or write `relation: new`")
}

/// The places of a field, or of the rows of a matrix.
fn places(form: &Form, name: &str) -> Vec<usize> {
    let fields = form.fields().iter().enumerate();
    fields.filter(|(_, field)| field.name.as_str() == name || field.name.question() == name).map(|(at, _)| at).collect()
}

/// Where the lineage of a field is written: in its row, or in its question.
fn lineage_path(form: &Form, field: &Field) -> Path {
    let path = Path::question(field.section, field.question);
    let is_own = |row: &usize| {
        form.question_of(field).is_some_and(|question| question.row(*row).is_some_and(|row| row.lineage.is_some()))
    };
    match field.row.filter(is_own) {
        Some(row) => path.item("rows", row).key("lineage"),
        None => path.key("lineage"),
    }
}
