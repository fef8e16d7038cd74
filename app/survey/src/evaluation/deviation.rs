//! What deviates: an answer beside the one of the year before, and beside what others usually answer.
//!
//! Every yes/no and every number has these checks. Where a question has checks of the kind deviation of its own, they
//! take the place of those against the year before, so that nothing is said twice.

use crate::{definition::FieldType, format, value::Value};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What others usually answer: between the smallest and the largest of what most of them answered the year before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceRange {
    /// Few answered less.
    pub low: Decimal,
    /// Few answered more.
    pub high: Decimal,
    /// Who the others are.
    pub among: ReferenceGroup,
}

/// Whom an answer is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceGroup {
    /// The kommuner of the same kommungrupp.
    Kommungrupp,
    /// All kommuner.
    Kommuner,
    /// All regioner.
    Regioner,
}

/// The fewest answers that say what is usual.
const FEWEST_ANSWERS: usize = 10;

/// How many of a hundred answers are left out at each end.
const TRIMMED_PERCENT: usize = 5;

impl ReferenceRange {
    /// What is usual by the answers of others: all but the smallest and the largest twentieth. None where too few have
    /// answered.
    pub fn of(mut answers: Vec<Decimal>, among: ReferenceGroup) -> Option<Self> {
        if answers.len() < FEWEST_ANSWERS {
            return None;
        }
        answers.sort_unstable();
        // The nearest rank, counted from 0 and the same number from either end.
        let left_out = (answers.len() * TRIMMED_PERCENT).div_ceil(100) - 1;
        let low = answers.get(left_out).copied()?;
        let high = answers.iter().rev().nth(left_out).copied()?;
        Some(Self { low, high, among })
    }

    fn holds(&self, number: Decimal) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

impl ReferenceGroup {
    fn words(self) -> &'static str {
        match self {
            Self::Kommungrupp => "De flesta i er kommungrupp",
            Self::Kommuner => "De flesta kommuner",
            Self::Regioner => "De flesta regioner",
        }
    }
}

/// Whether answers of the type are held against the year before, whatever the questionnaire says.
pub(super) fn is_compared(field_type: &FieldType) -> bool {
    matches!(
        field_type,
        FieldType::YesNo
            | FieldType::Integer(..)
            | FieldType::Decimal(..)
            | FieldType::Percent(_)
            | FieldType::Money(_)
    )
}

/// What has changed since the year before, in words.
pub(super) fn changed_since_previous(field_type: &FieldType, value: &Value, previous: &Value) -> Option<String> {
    match (previous, value) {
        (Value::Code(before), Value::Code(now)) if *field_type == FieldType::YesNo => (before.as_str() == "ja"
            && now.as_str() == "nej")
            .then(|| "Förra gången svarade ni ja, nu nej. Stämmer det?".to_owned()),
        (Value::Number(before), Value::Number(now)) => number_changed(field_type, *before, *now),
        _ => None,
    }
}

fn number_changed(field_type: &FieldType, before: Decimal, now: Decimal) -> Option<String> {
    let change = match (before.is_zero(), now.is_zero()) {
        (true, true) => return None,
        (true, false) | (false, true) => "",
        (false, false) if !differs_by_half(before, now) => return None,
        (false, false) if now > before => " Det är över 50 procent mer.",
        (false, false) => " Det är över 50 procent mindre.",
    };
    let shown = |number| format::with_unit(field_type, number);
    Some(format!("Förra gången svarade ni {}, nu {}.{change} Stämmer det?", shown(before), shown(now)))
}

/// Whether two numbers are more than half of the first apart. What is too large to be told apart is.
fn differs_by_half(before: Decimal, now: Decimal) -> bool {
    now.checked_sub(before).is_none_or(|change| change.abs() > before.abs() / Decimal::TWO)
}

/// That the answer is not a usual one, in words. Whoever answers about as the year before need not tell why.
pub(super) fn outside_reference_range(
    field_type: &FieldType,
    value: &Value,
    previous: Option<&Value>,
    reference_range: &ReferenceRange,
) -> Option<String> {
    let Value::Number(now) = value else { return None };
    let is_as_before = matches!(previous, Some(Value::Number(before)) if !differs_by_half(*before, *now));
    if reference_range.holds(*now) || is_as_before {
        return None;
    }
    let shown = |number| format::with_unit(field_type, number);
    let (among, low, high) =
        (reference_range.among.words(), format::number(reference_range.low), shown(reference_range.high));
    Some(format!("Svaret är {}. {among} svarade mellan {low} och {high} förra gången. Stämmer det?", shown(*now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::Range;

    fn reference_range(answers: impl IntoIterator<Item = i64>) -> Option<(Decimal, Decimal)> {
        let reference_range =
            ReferenceRange::of(answers.into_iter().map(Decimal::from).collect(), ReferenceGroup::Regioner);
        reference_range.map(|reference_range| (reference_range.low, reference_range.high))
    }

    #[test]
    fn a_twentieth_is_left_out_at_each_end() {
        let pair = |low: i64, high: i64| Some((Decimal::from(low), Decimal::from(high)));
        assert_eq!(reference_range(1..=9), None, "too few");
        assert_eq!(reference_range(1..=10), pair(1, 10));
        assert_eq!(reference_range((1..=20).rev()), pair(1, 20));
        assert_eq!(reference_range(1..=21), pair(2, 20));
        assert_eq!(reference_range(1..=100), pair(5, 96));
    }

    #[test]
    fn a_number_may_change_by_half_of_what_it_was() {
        let number = FieldType::Integer(Range::default(), None);
        let told = |before: i64, now: i64| {
            changed_since_previous(&number, &Value::Number(now.into()), &Value::Number(before.into()))
                .unwrap_or_default()
        };
        for (before, now) in [(10, 15), (10, 5), (0, 0), (-10, -15)] {
            assert_eq!(told(before, now), "", "{before} to {now}");
        }
        assert_eq!(told(10, 16), "Förra gången svarade ni 10, nu 16. Det är över 50 procent mer. Stämmer det?");
        assert_eq!(told(10, 4), "Förra gången svarade ni 10, nu 4. Det är över 50 procent mindre. Stämmer det?");
        assert_eq!(told(0, 3), "Förra gången svarade ni 0, nu 3. Stämmer det?");
        assert_eq!(told(3, 0), "Förra gången svarade ni 3, nu 0. Stämmer det?");
        let apart = [Decimal::MIN, Decimal::MAX].map(Value::Number);
        assert!(changed_since_previous(&number, &apart[1], &apart[0]).is_some());
    }

    #[test]
    fn whoever_answers_about_as_before_is_not_asked_why() {
        let number = FieldType::Integer(Range::default(), Some("dispensrar".into()));
        let reference_range = ReferenceRange { low: 2.into(), high: 340.into(), among: ReferenceGroup::Kommungrupp };
        let told = |before: Option<i64>, now: i64| {
            let before = before.map(|before| Value::Number(before.into()));
            outside_reference_range(&number, &Value::Number(now.into()), before.as_ref(), &reference_range)
                .unwrap_or_default()
        };
        let words = "Svaret är 900\u{a0}dispensrar. De flesta i er kommungrupp svarade mellan 2 och 340\u{a0}dispensrar \
                     förra gången. Stämmer det?";
        assert_eq!((told(None, 900).as_str(), told(Some(340), 900).as_str()), (words, words));
        for (before, now) in [(None, 2), (None, 340), (Some(0), 340), (Some(600), 900)] {
            assert_eq!(told(before, now), "", "{before:?} to {now}");
        }
    }
}
