//! What can be wrong in a questionnaire beside its expressions: names used twice, empty words, ranges, lineage.

use super::{Fault, Path};
use crate::definition::{
    Choice, FieldType, Lineage, PublicationLevel, Question, QuestionKind, Questionnaire, Range, Relation,
    default_missing_reasons,
};
use crate::variable::OWN_COLUMNS;
use rust_decimal::Decimal;
use std::{collections::BTreeSet, fmt};

pub(super) fn faults(questionnaire: &Questionnaire) -> Vec<Fault> {
    let mut found = ContentCheck::default();
    found.questionnaire(questionnaire);
    found.faults
}

#[derive(Default)]
struct ContentCheck {
    faults: Vec<Fault>,
}

impl ContentCheck {
    fn fault(&mut self, path: &Path, message: impl Into<String>) {
        self.faults.push(Fault::new(path, message));
    }

    fn words(&mut self, text: &str, path: &Path, what: &str) {
        if text.trim().is_empty() {
            self.fault(path, format!("the {what} is empty; write it"));
        }
    }

    /// Names that must differ, each with where it stands.
    fn distinct<'a>(&mut self, names: impl Iterator<Item = (&'a str, Path)>, what: &str) {
        self.once(names, what, "give it another name");
    }

    /// What may be listed only once.
    fn once<'a>(&mut self, items: impl Iterator<Item = (&'a str, Path)>, what: &str, way_out: &str) {
        let mut seen = BTreeSet::new();
        for (item, path) in items {
            if !seen.insert(item) {
                self.fault(&path, format!("{what} `{item}` stands here a second time; {way_out}"));
            }
        }
    }

    /// Names that the file of responses has for itself.
    fn reserved<'a>(&mut self, names: impl Iterator<Item = (&'a str, Path)>) {
        for (name, path) in names.filter(|(name, _)| OWN_COLUMNS.contains(name)) {
            self.fault(
                &path,
                format!("`{name}` is a column of every file of responses; give the question another name"),
            );
        }
    }

    fn questionnaire(&mut self, questionnaire: &Questionnaire) {
        let top = Path::default();
        self.words(&questionnaire.survey, &top.key("survey"), "survey");
        self.words(&questionnaire.title, &top.key("title"), "title");
        let sections =
            || questionnaire.sections.iter().enumerate().map(|(at, section)| (section, top.item("sections", at)));
        self.distinct(sections().map(|(section, path)| (section.name.as_str(), path.key("name"))), "the section");
        self.distinct(sections().map(|(section, path)| (section.letter.as_str(), path.key("letter"))), "the letter");
        let names = sections().flat_map(|(section, path)| {
            let questions = section.questions.iter().enumerate();
            questions.map(move |(at, question)| (question.name.as_str(), path.item("questions", at).key("name")))
        });
        self.reserved(names.clone());
        self.distinct(names, "the question");
        if questionnaire.sections.is_empty() {
            self.fault(&top.key("sections"), "there are no sections; write one");
        }
        for (section, path) in sections() {
            if section.questions.is_empty() {
                self.fault(&path.key("questions"), "the section has no questions; write one, or take the section away");
            }
            self.words(&section.letter, &path.key("letter"), "letter");
            self.words(&section.title, &path.key("title"), "title");
            for (at, question) in section.questions.iter().enumerate() {
                self.question(question, &path.item("questions", at));
            }
        }
        self.dropped(questionnaire);
        let reasons =
            || questionnaire.reasons.iter().enumerate().map(|(at, text)| (text.as_str(), top.item("reasons", at)));
        self.once(reasons(), "the reason", "take one of them away");
        for (reason, path) in reasons() {
            self.words(reason, &path, "reason");
        }
    }

    fn dropped(&mut self, questionnaire: &Questionnaire) {
        let dropped = questionnaire.dropped.iter().enumerate();
        let names =
            dropped.map(|(at, dropped)| (dropped.field.as_str(), Path::default().item("dropped", at).key("field")));
        self.once(names, "the dropped field", "take one of them away");
    }

    fn question(&mut self, question: &Question, path: &Path) {
        self.words(&question.label, &path.key("label"), "label");
        let reasons = question.missing_reasons.iter().enumerate();
        self.once(
            reasons.map(|(at, reason)| (reason.code(), path.item("missing_reasons", at))),
            "the missing reason",
            "take one of them away",
        );
        for (at, check) in question.checks.iter().enumerate() {
            self.words(&check.message, &path.item("checks", at).key("message"), "message");
        }
        if let Some(lineage) = &question.lineage {
            self.lineage(lineage, &path.key("lineage"));
        }
        match &question.kind {
            QuestionKind::Info => {
                self.info(question, path);
            }
            QuestionKind::Field(field_type) => self.field_type(field_type, path),
            QuestionKind::Matrix { of, rows } => {
                self.field_type(of, path);
                let named = rows.iter().enumerate();
                self.distinct(named.map(|(at, row)| (row.name.as_str(), path.item("rows", at).key("name"))), "the row");
                for (at, row) in rows.iter().enumerate() {
                    let path = path.item("rows", at);
                    self.words(&row.label, &path.key("label"), "label");
                    if let Some(lineage) = &row.lineage {
                        self.lineage(lineage, &path.key("lineage"));
                    }
                }
            }
        }
    }

    /// What is only to be read has nothing that belongs to an answer.
    fn info(&mut self, question: &Question, path: &Path) {
        let of_an_answer = [
            ("required", !question.required),
            ("checks", !question.checks.is_empty()),
            ("missing_reasons", question.missing_reasons != default_missing_reasons()),
            ("publication", question.publication_level != PublicationLevel::default()),
            ("roles", !question.roles.is_empty()),
            ("lineage", question.lineage.is_some()),
        ];
        for (key, _) in of_an_answer.into_iter().filter(|(_, is_written)| *is_written) {
            self.fault(&path.key(key), format!("an info has no answer; take `{key}` away"));
        }
    }

    fn field_type(&mut self, field_type: &FieldType, path: &Path) {
        match field_type {
            FieldType::Choice(choices) | FieldType::Scale(choices) | FieldType::Multiple(choices) => {
                self.options(choices, matches!(field_type, FieldType::Multiple(_)), path);
            }
            FieldType::Percent(range) => {
                self.range(range, path);
                for (key, bound) in [("minimum", range.minimum), ("maximum", range.maximum)] {
                    if bound.is_some_and(|bound| bound < Decimal::ZERO || bound > Decimal::ONE_HUNDRED) {
                        self.fault(&path.key(key), "a percentage is 0 to 100; write a bound between them");
                    }
                }
            }
            FieldType::Integer(range, _) | FieldType::Decimal(range, _) | FieldType::Money(range) => {
                self.range(range, path)
            }
            FieldType::Date(range) => self.range(range, path),
            FieldType::YesNo | FieldType::Text(_) | FieldType::LongText => {}
        }
    }

    fn options(&mut self, choices: &[Choice], is_multiple: bool, path: &Path) {
        let named = choices.iter().enumerate();
        self.distinct(
            named.map(|(at, choice)| (choice.name.as_str(), path.item("options", at).key("name"))),
            "the option",
        );
        for (at, choice) in choices.iter().enumerate() {
            let path = path.item("options", at);
            self.words(&choice.label, &path.key("label"), "label");
            if choice.exclusive && !is_multiple {
                let message = "only an option of a multiple choice can be exclusive; take `exclusive` away";
                self.fault(&path.key("exclusive"), message);
            }
        }
    }

    fn range<T: PartialOrd + fmt::Display>(&mut self, range: &Range<T>, path: &Path) {
        if let Range { minimum: Some(minimum), maximum: Some(maximum) } = range
            && minimum > maximum
        {
            let message = format!("the minimum {minimum} is more than the maximum {maximum}; correct one of them");
            self.fault(&path.key("minimum"), message);
        }
    }

    fn lineage(&mut self, lineage: &Lineage, path: &Path) {
        let from = lineage.from.iter().enumerate();
        self.once(
            from.map(|(at, field)| (field.as_str(), path.item("from", at))),
            "the field",
            "take one of them away",
        );
        match (lineage.relation, lineage.from.len()) {
            (Relation::New, 1..) => {
                self.fault(
                    &path.key("from"),
                    "a new field comes from no other; take `from` away, or change `relation`",
                );
            }
            (Relation::Split | Relation::Merged, 0) => {
                self.fault(path, "a split or merged field comes from others; name them under `from`");
            }
            (Relation::Same | Relation::Reworded, 2..) => {
                self.fault(&path.key("from"), "this comes from several fields; name one, or write `relation: merged`");
            }
            _ => {}
        }
    }
}
