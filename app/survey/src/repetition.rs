//! "Samma som förra året": which earlier answers can be given again as they are.

use crate::{definition::Relation, evaluation::Evaluation, lineage::PreviousAnswer, name::FieldName, value::Value};

/// Why an earlier answer cannot be given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotRepeated {
    /// The question was not asked then.
    New,
    /// The question has been divided, and the answer was about all of its parts.
    Split,
    /// The two years cannot be compared.
    NotComparable,
    /// There is no value from then, or only a part of one.
    NotAnswered,
    /// What was answered then can no longer be answered.
    OtherAnswers,
}

/// The value of an earlier answer that can be given again. A missing reason cannot: who did not know then is asked anew.
pub fn repeated(
    evaluation: &Evaluation,
    earlier: Option<&PreviousAnswer>,
    field: &FieldName,
) -> Result<Value, NotRepeated> {
    let earlier = earlier.ok_or(NotRepeated::NotAnswered)?;
    match earlier.relation {
        Relation::New => Err(NotRepeated::New),
        Relation::Split => Err(NotRepeated::Split),
        _ if earlier.series_break => Err(NotRepeated::NotComparable),
        _ if earlier.entry.value().is_none() => Err(NotRepeated::NotAnswered),
        Relation::Same | Relation::Reworded | Relation::Merged => {
            evaluation.previous(field.as_str()).cloned().ok_or(NotRepeated::OtherAnswers)
        }
    }
}
