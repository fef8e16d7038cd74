//! "Samma som förra året": which earlier answers can be given again as they are.

use crate::{definition::Relation, evaluation::Evaluation, lineage::PreviousAnswer, name::FieldName, value::Value};

/// Why an earlier answer cannot be given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotReusable {
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
pub fn reusable(
    evaluation: &Evaluation,
    earlier: Option<&PreviousAnswer>,
    field: &FieldName,
) -> Result<Value, NotReusable> {
    let earlier = earlier.ok_or(NotReusable::NotAnswered)?;
    match earlier.relation {
        Relation::New => Err(NotReusable::New),
        Relation::Split => Err(NotReusable::Split),
        _ if earlier.series_break => Err(NotReusable::NotComparable),
        _ if earlier.entry.value().is_none() => Err(NotReusable::NotAnswered),
        Relation::Same | Relation::Reworded | Relation::Merged => {
            evaluation.previous(field.as_str()).cloned().ok_or(NotReusable::OtherAnswers)
        }
    }
}
