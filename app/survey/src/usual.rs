//! What others usually answer: the answers of the round before, by group.

use crate::{
    definition::{FieldType, Publication},
    evaluation::{Among, Usual},
    form::{Field, Form},
    lineage::{Earlier, previous_answer},
    name::FieldName,
    value::Value,
};
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What is usual for each field.
pub type Ranges = Arc<BTreeMap<FieldName, Usual>>;

/// What is usual for each field, in every group and among all.
#[derive(Debug, Clone, Default)]
pub struct UsualAnswers {
    by_group: HashMap<String, Ranges>,
    of_all: Ranges,
}

type Answers = BTreeMap<FieldName, Vec<Decimal>>;

impl UsualAnswers {
    /// What is usual by what the members of each group answered in the round before; `earlier` holds no other copies
    /// than those. A region belongs to no group.
    pub fn new(form: &Form, members: impl IntoIterator<Item = (String, Vec<Earlier>)>) -> Self {
        let (mut by_group, mut of_all) = (HashMap::<String, Answers>::new(), Answers::new());
        for (group, earlier) in members {
            for (field, answer) in numbers(form, &earlier) {
                of_all.entry(field.clone()).or_default().push(answer);
                if !group.is_empty() {
                    by_group.entry(group.clone()).or_default().entry(field).or_default().push(answer);
                }
            }
        }
        let of_all = ranges(of_all, if by_group.is_empty() { Among::Regioner } else { Among::Kommuner });
        let by_group = by_group.into_iter().map(|(group, answers)| {
            // Where too few of the group have answered, all say what is usual.
            let own = ranges(answers, Among::Kommungrupp);
            (group, Arc::new(of_all.clone().into_iter().chain(own).collect()))
        });
        Self { by_group: by_group.collect(), of_all: Arc::new(of_all) }
    }

    /// What is usual for a member of the group.
    pub fn of(&self, group: &str) -> Ranges {
        Arc::clone(self.by_group.get(group).unwrap_or(&self.of_all))
    }
}

fn ranges(answers: Answers, among: Among) -> BTreeMap<FieldName, Usual> {
    answers.into_iter().filter_map(|(field, answers)| Some((field, Usual::of(answers, among)?))).collect()
}

/// What an organisation answered before to the questions about numbers that are asked again. Only answers that may be
/// published: the limits of what is usual are somebody's answers.
fn numbers(form: &Form, earlier: &[Earlier]) -> Vec<(FieldName, Decimal)> {
    let is_open_number = |field: &&Field| {
        let is_number = matches!(
            field.field_type,
            FieldType::Integer(..) | FieldType::Decimal(..) | FieldType::Percent(_) | FieldType::Money(_)
        );
        is_number && field.publication == Publication::Open
    };
    let number = |field: &Field| match previous_answer(field, earlier)?.comparable()? {
        Value::Number(number) => Some((field.name.clone(), *number)),
        _ => None,
    };
    form.fields().iter().filter(is_open_number).filter_map(number).collect()
}
