//! What an organisation answers differently from last time: what a signatory looks at first.

use crate::{
    definition::{FieldType, Relation},
    evaluation::Evaluation,
    form::Field,
    format,
    lineage::PreviousAnswer,
    name::FieldName,
    value::{Entry, Value},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// How an answer differs from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Yes has become no.
    YesToNo,
    /// No has become yes.
    NoToYes,
    /// Another number; the change in percent of the earlier one, where that was not 0.
    Number(Option<Decimal>),
    /// Another answer.
    Other,
    /// There is a reason in the answer's place.
    Missing,
    /// The question is new and answered.
    New,
}

/// An answer that differs from the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<'a> {
    /// The field.
    pub field: &'a Field,
    /// How it differs.
    pub difference: Difference,
    /// The year of the answer before; of a new question, the year before it.
    pub year: i32,
    /// The answer before, in words; empty for a new question.
    pub before: String,
    /// The answer now, in words.
    pub after: String,
}

/// The relevant, answered fields whose answer differs from the one before, in the order of the questionnaire. Two answers
/// that cannot be compared do not differ.
pub fn changes<'a>(evaluation: &'a Evaluation, previous: &BTreeMap<FieldName, PreviousAnswer>) -> Vec<Changed<'a>> {
    let fields = evaluation.form().fields().iter();
    fields
        .filter(|field| evaluation.is_relevant(field.name.as_str()))
        .filter_map(|field| {
            let (previous, now) = (previous.get(&field.name)?, evaluation.entry(field.name.as_str()));
            Some(Changed {
                field,
                difference: difference(field, previous, now)?,
                year: previous.year,
                before: previous.words.clone(),
                after: format::answer(&field.field_type, now),
            })
        })
        .collect()
}

fn difference(field: &Field, previous: &PreviousAnswer, now: &Entry) -> Option<Difference> {
    if previous.relation == Relation::New {
        return matches!(now, Entry::Value(_) | Entry::Missing(_)).then_some(Difference::New);
    }
    match (previous.comparable()?, now) {
        (_, Entry::Missing(_)) => Some(Difference::Missing),
        (before, Entry::Value(after)) if !before.says_same(after) => Some(match (before, after) {
            (Value::Code(_), Value::Code(after)) if field.field_type == FieldType::YesNo => match after.as_str() {
                "ja" => Difference::NoToYes,
                _ => Difference::YesToNo,
            },
            (Value::Number(before), Value::Number(after)) => Difference::Number(percent(*before, *after)),
            _ => Difference::Other,
        }),
        _ => None,
    }
}

/// The change in percent of the earlier number.
fn percent(before: Decimal, after: Decimal) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    after.checked_sub(before)?.checked_mul(hundred)?.checked_div(before.abs())
}

#[cfg(test)]
#[cfg(feature = "yaml")]
mod tests {
    use super::*;
    use crate::{definition::yaml::read_form, lineage::comparable_values, value::MissingReason};
    use std::sync::Arc;

    const FORM: &str = "
survey: prov
title: Prov
sections:
  - name: a
    letter: A
    title: Ett
    questions:
      - { name: larm, type: yes_no, label: Larm? }
      - { name: tillsyn, type: yes_no, label: Tillsyn? }
      - { name: antal, type: integer, label: Antal? }
      - { name: noll, type: integer, label: Noll? }
      - { name: lika, type: integer, label: Lika? }
      - { name: borta, type: integer, label: Borta?, missing_reasons: [vet_ej] }
      - { name: ny, type: integer, label: Ny? }
      - { name: bruten, type: integer, label: Bruten? }
      - { name: tom, type: integer, label: Tom? }
      - { name: ord, type: text, label: Ord? }
";

    fn number(number: i64) -> Entry {
        Entry::Value(Value::Number(number.into()))
    }

    fn code(code: &str) -> Entry {
        Entry::Value(Value::Code(code.parse().unwrap()))
    }

    fn previous(entry: Entry, relation: Relation, series_break: bool) -> PreviousAnswer {
        let words = format!("{entry:?}");
        PreviousAnswer { year: 2025, fields: Vec::new(), entry, words, relation, note: None, series_break }
    }

    #[test]
    fn what_differs_is_told_apart() {
        let same = |entry: Entry| previous(entry, Relation::Same, false);
        let text = |text: &str| Entry::Value(Value::Text(text.into()));
        let before = [
            ("larm", same(code("ja"))),
            ("tillsyn", same(code("nej"))),
            ("antal", same(number(40))),
            ("noll", same(number(0))),
            ("lika", same(number(5))),
            ("borta", same(number(5))),
            ("ny", previous(Entry::Empty, Relation::New, false)),
            ("bruten", previous(number(5), Relation::Same, true)),
            ("tom", same(number(5))),
            ("ord", same(text("ett"))),
        ];
        let before: BTreeMap<FieldName, PreviousAnswer> =
            before.into_iter().map(|(name, answer)| (name.parse().unwrap(), answer)).collect();
        let now = [
            ("larm", code("nej")),
            ("tillsyn", code("ja")),
            ("antal", number(30)),
            ("noll", number(3)),
            ("lika", number(5)),
            ("borta", Entry::Missing(MissingReason::VetEj)),
            ("ny", number(1)),
            ("bruten", number(9)),
            ("ord", text("två")),
        ];
        let now = now.into_iter().map(|(name, entry)| (name.parse().unwrap(), entry));
        let form = Arc::new(read_form(FORM).unwrap());
        let evaluation = Evaluation::new(form, now, comparable_values(&before));
        let found = changes(&evaluation, &before);
        let found: Vec<(&str, Difference)> =
            found.iter().map(|changed| (changed.field.name.as_str(), changed.difference)).collect();
        assert_eq!(
            found,
            [
                ("larm", Difference::YesToNo),
                ("tillsyn", Difference::NoToYes),
                ("antal", Difference::Number(Some((-25).into()))),
                ("noll", Difference::Number(None)),
                ("borta", Difference::Missing),
                ("ny", Difference::New),
                ("ord", Difference::Other),
            ]
        );
    }
}
