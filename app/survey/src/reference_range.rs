//! What others usually answer: the answers of the round before, by group.

use crate::{
    definition::{FieldType, PublicationLevel},
    evaluation::{ReferenceGroup, ReferenceRange},
    form::{Field, Form},
    lineage::{EarlierRound, previous_answer},
    name::FieldName,
    value::Value,
};
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

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
        for (group, earlier) in members {
            for (field, answer) in numbers(form, &earlier) {
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

/// What an organisation answered before to the questions about numbers that are asked again. Only answers that may be
/// published: the limits of what is usual are somebody's answers.
fn numbers(form: &Form, earlier: &[EarlierRound]) -> Vec<(FieldName, Decimal)> {
    let is_open_number = |field: &&Field| {
        let is_number = matches!(
            field.field_type,
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)
        );
        is_number && field.publication_level == PublicationLevel::Open
    };
    let number = |field: &Field| match previous_answer(field, earlier)?.comparable()? {
        Value::Number(number) => Some((field.name.clone(), *number)),
        _ => None,
    };
    form.fields().iter().filter(is_open_number).filter_map(number).collect()
}
