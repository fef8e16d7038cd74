//! What others usually answer: the answers of the round before, by group.

use crate::protection::open_fields;
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use survey::definition::FieldType;
use survey::evaluation::{ReferenceGroup, ReferenceRange};
use survey::form::{Field, Form};
use survey::lineage::{EarlierRound, previous_answer};
use survey::name::FieldName;
use survey::value::Value;

/// What is usual for each field.
pub type ReferenceRanges = Arc<BTreeMap<FieldName, ReferenceRange>>;

/// What is usual for each field, in every group and among all.
#[derive(Debug, Clone, Default)]
pub struct ReferenceRangesByGroup {
    by_group: HashMap<String, ReferenceRanges>,
    of_all: ReferenceRanges,
}

type NumbersByField = BTreeMap<FieldName, Vec<Decimal>>;

impl ReferenceRangesByGroup {
    /// What is usual by what the members of each group answered in the round before; `earlier` holds no other copies
    /// than those. A region belongs to no group.
    pub fn new(form: &Form, members: impl IntoIterator<Item = (String, Vec<EarlierRound>)>) -> Self {
        let (mut by_group, mut of_all) = (HashMap::<String, NumbersByField>::new(), NumbersByField::new());
        let asked = open_numbers(form);
        for (group, earlier) in members {
            for (field, answer) in numbers(&asked, &earlier) {
                of_all.entry(field.clone()).or_default().push(answer);
                if !group.is_empty() {
                    by_group.entry(group.clone()).or_default().entry(field).or_default().push(answer);
                }
            }
        }
        let of_all =
            ranges(of_all, if by_group.is_empty() { ReferenceGroup::Regioner } else { ReferenceGroup::Kommuner });
        let by_group = by_group.into_iter().map(|(group, answers)| {
            // Where too few of the group have answered, all say what is usual.
            let own = ranges(answers, ReferenceGroup::Kommungrupp);
            (group, Arc::new(of_all.clone().into_iter().chain(own).collect()))
        });
        Self { by_group: by_group.collect(), of_all: Arc::new(of_all) }
    }

    /// What is usual for a member of the group.
    pub fn of(&self, group: &str) -> ReferenceRanges {
        Arc::clone(self.by_group.get(group).unwrap_or(&self.of_all))
    }
}

fn ranges(answers: NumbersByField, among: ReferenceGroup) -> BTreeMap<FieldName, ReferenceRange> {
    answers.into_iter().filter_map(|(field, answers)| Some((field, ReferenceRange::of(answers, among)?))).collect()
}

/// The questions about numbers whose answers are published by organisation: the limits of what is usual are somebody's
/// answers.
fn open_numbers(form: &Form) -> Vec<&Field> {
    let is_number = |field: &&Field| {
        matches!(
            field.field_type,
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)
        )
    };
    open_fields(form).into_iter().filter_map(|at| form.fields().get(at)).filter(is_number).collect()
}

/// Returns the numbers that an organisation answered the year before to the fields in `asked`.
fn numbers(asked: &[&Field], earlier: &[EarlierRound]) -> Vec<(FieldName, Decimal)> {
    let number = |field: &Field| match previous_answer(field, earlier)?.comparable()? {
        Value::Number(number) => Some((field.name.clone(), *number)),
        _ => None,
    };
    asked.iter().filter_map(|field| number(field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use survey::value::Entry;

    #[test]
    fn what_is_usual_is_told_of_open_numbers_that_follow_from_no_other_answer() {
        let questionnaire = json!({
            "survey": "s", "title": "T", "sections": [{"letter": "A", "name": "a", "title": "A", "questions": [
                {"name": "val", "label": "L", "type": "yes_no", "publication": "aggregated"},
                {"name": "oppet", "label": "L", "type": "integer", "lineage": {"relation": "same"}},
                {"name": "foljer", "label": "L", "type": "integer", "relevance": "${val} = 'ja'", "lineage": {"relation": "same"}},
                {"name": "hemligt", "label": "L", "type": "integer", "publication": "aggregated", "lineage": {"relation": "same"}},
            ]}],
        });
        let form = Arc::new(Form::new(serde_json::from_value(questionnaire).unwrap()).unwrap());
        let copy = |number: i64| -> Vec<EarlierRound> {
            let number = Entry::Value(Value::Number(Decimal::from(number)));
            let entries = ["oppet", "foljer", "hemligt"].map(|field| (field.parse().unwrap(), number.clone()));
            vec![(2025, Arc::clone(&form), Some(entries.into_iter().collect()))]
        };
        let reference_ranges =
            ReferenceRangesByGroup::new(&form, (1..=30).map(|number| ("A1".to_owned(), copy(number))));
        let told: Vec<String> = reference_ranges.of("A1").keys().map(ToString::to_string).collect();
        assert_eq!(told, ["oppet"]);
    }
}
