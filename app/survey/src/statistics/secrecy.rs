//! What is suppressed in the tables of a whole round, by group.
//!
//! The mask of a field is the same wherever it is shown: in its aggregate, and in every indicator that names it. Two tables
//! of one question that hid different groups would give each other away.
//!
//! Whether a question was asked can depend on the answer to another: then how many were asked says how many gave that
//! answer, and where the answers to the first are hidden, so is everything about the second. The answers to an internal
//! field always are.

use super::{
    dataset::{Cell, Column, Dataset, GroupIndex},
    suppression::{Mask, Tally, suppress},
};
use crate::{
    definition::{FieldType, Publication},
    value::Value,
};

/// What is suppressed of every field.
#[derive(Debug, Clone)]
pub struct Secrecy {
    fields: Vec<Option<Hidden>>,
    open: Mask,
}

/// What is suppressed of one field.
#[derive(Debug, Clone, Default)]
struct Hidden {
    /// Its answers.
    answers: Mask,
    /// How many were asked and have answered, and so its answers, too.
    numbers: Mask,
}

impl Secrecy {
    /// What is suppressed in tables of this dataset by these groups.
    pub fn of(dataset: &Dataset, groups: &GroupIndex) -> Self {
        let fields = dataset.form().fields();
        let open = Mask::nothing(groups.len_with_rest());
        let mut secrecy = Self { fields: vec![None; fields.len()], open };
        if !dataset.is_empty() && fields.iter().any(|field| field.publication != Publication::Open) {
            for at in dataset.form().rules().order() {
                secrecy.resolve(dataset, groups, *at);
            }
        }
        secrecy
    }

    /// Where the answers to a field are suppressed.
    pub fn answers(&self, field: usize) -> &Mask {
        self.hidden(field).map_or(&self.open, |hidden| &hidden.answers)
    }

    /// Where even how many were asked and have answered is suppressed.
    pub fn numbers(&self, field: usize) -> &Mask {
        self.hidden(field).map_or(&self.open, |hidden| &hidden.numbers)
    }

    /// No suppression, of as many groups.
    pub fn nothing(&self) -> Mask {
        self.open.clone()
    }

    fn hidden(&self, field: usize) -> Option<&Hidden> {
        self.fields.get(field)?.as_ref()
    }

    /// Works out a field. Those that its relevance depends on are known by then.
    fn resolve(&mut self, dataset: &Dataset, groups: &GroupIndex, at: usize) {
        let form = dataset.form();
        let (Some(field), Some(column)) = (form.fields().get(at), dataset.column(at)) else { return };
        let mut numbers = self.nothing();
        for before in form.rules().relevance_of(at) {
            numbers.also(self.answers(before));
            numbers.also(self.numbers(before));
        }
        let answers = match field.publication {
            Publication::Open => numbers.clone(),
            Publication::Aggregated => suppress(&tallies(&field.field_type, column, groups), &numbers),
            Publication::Internal => Mask::everything(groups.len_with_rest()),
        };
        if let Some(hidden) = self.fields.get_mut(at) {
            *hidden = Some(Hidden { answers, numbers });
        }
    }
}

/// The answers to a field, by group.
fn tallies(field_type: &FieldType, column: &Column, groups: &GroupIndex) -> Vec<Tally> {
    let marks: Vec<Option<Vec<u32>>> =
        column.different().iter().enumerate().map(|(place, cell)| marks(field_type, place, cell)).collect();
    let mut tallies = vec![Tally::default(); groups.len_with_rest()];
    for (place, group) in column.places().zip(groups.of_row()) {
        if let (Some(Some(marks)), Some(tally)) = (marks.get(place), tallies.get_mut(*group)) {
            tally.add(1, marks);
        }
    }
    tallies
}

/// What an answer shares with those that are like it: each chosen option of a multiple choice, or the value itself.
fn marks(field_type: &FieldType, place: usize, cell: &Cell) -> Option<Vec<u32>> {
    let choices = field_type.choices();
    Some(match cell.value()? {
        Value::Codes(codes) => {
            (0_u32..).zip(choices).filter(|(_, choice)| codes.contains(&choice.name)).map(|(mark, _)| mark).collect()
        }
        Value::Code(_) | Value::Number(_) | Value::Date(_) | Value::Text(_) => vec![place as u32],
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        form::Form,
        statistics::{Counted, Dataset, GroupLabels, Grouping, Groups, Population, aggregate::aggregates},
        value::{Entry, Value},
    };
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn how_many_were_asked_because_of_an_internal_answer_is_hidden() {
        let questionnaire = json!({
            "survey": "s", "title": "T",
            "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
                {"name": "vilken", "label": "L", "type": "text", "relevance": "${roll} = 'ja'"},
                {"name": "roll", "label": "L", "type": "yes_no", "publication": "internal"},
            ]}],
        });
        let form = Arc::new(Form::new(serde_json::from_value(questionnaire).unwrap()).unwrap());
        let counted = |number: usize| {
            let mut entries = vec![("roll", if number < 5 { "ja" } else { "nej" })];
            if number < 5 {
                entries.push(("vilken", "nej"));
            }
            let entry = |code: &str| Entry::Value(Value::Code(code.parse().unwrap()));
            Counted {
                organisation: number.to_string(),
                groups: Groups { lan: "01".into(), ..Groups::default() },
                entries: entries.into_iter().map(|(field, code)| (field.parse().unwrap(), entry(code))).collect(),
            }
        };
        let dataset = Dataset::new(form, Population::Municipalities, (0..10).map(counted));
        for row in aggregates(&dataset, Some(Grouping::Lan), &GroupLabels::default()) {
            let numbers = (row.n_asked, row.n_answered);
            let expected = if row.field.as_str() == "roll" { (Some(10), Some(10)) } else { (None, None) };
            assert_eq!((numbers, row.count), (expected, None), "{} {}", row.field, row.group);
        }
    }
}
