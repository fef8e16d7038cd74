use crate::generated::{answers, questionnaires, value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Evaluation, EvaluationContext, ReferenceGroup, ReferenceRange},
    form::Form,
    name::FieldName,
    value::{Entry, Value},
};
use time::macros::date;

type GeneratedAnswers = Vec<(usize, Entry)>;
type Previous = BTreeMap<FieldName, Value>;
type RangesByField = BTreeMap<FieldName, ReferenceRange>;

const CIRCUMSTANCES: EvaluationContext = EvaluationContext { today: date!(2026 - 04 - 22), population: Some(9) };

fn reference_ranges() -> impl Strategy<Value = Option<ReferenceRange>> {
    let range = (-50i64..50, 0i64..50);
    let range = range.prop_map(|(low, width)| (Decimal::from(low), Decimal::from(low + width)));
    prop::option::of(range.prop_map(|(low, high)| ReferenceRange { low, high, among: ReferenceGroup::Regioner }))
}

fn forms() -> impl Strategy<Value = (Arc<Form>, GeneratedAnswers, Previous, RangesByField)> {
    let forms = questionnaires()
        .prop_filter_map("a question can never be asked", |questionnaire| Form::new(questionnaire).ok().map(Arc::new));
    forms.prop_flat_map(|form| {
        let values: Vec<_> = form
            .fields()
            .iter()
            .map(|field| {
                let name = field.name.clone();
                let known = (prop::option::of(value(field.field_type.clone())), reference_ranges());
                known.prop_map(move |(value, reference_ranges)| (name.clone(), value, reference_ranges))
            })
            .collect();
        let answers = answers(form.fields());
        (Just(form), answers, values).prop_map(|(form, answers, known)| {
            let (mut previous, mut ranges_by_field) = (Previous::new(), RangesByField::new());
            for (name, value, reference_ranges) in known {
                previous.extend(value.map(|value| (name.clone(), value)));
                ranges_by_field.extend(reference_ranges.map(|reference_ranges| (name, reference_ranges)));
            }
            (form, answers, previous, ranges_by_field)
        })
    })
}

/// Everything that can be seen of one field.
fn seen<'a>(evaluation: &'a Evaluation, field: &FieldName) -> (bool, &'a [survey::evaluation::Violation]) {
    (evaluation.is_relevant(field.as_str()), evaluation.violations(field.as_str()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_change_gives_what_evaluating_everything_gives((form, answers, previous, reference_ranges) in forms()) {
        // The server evaluates everything, by a form that was checked; the browser change by change, by what is sent there.
        let browser_form = Arc::new(Form::of_checked(form.questionnaire().for_evaluation()).unwrap());
        let mut evaluation = Evaluation::with_reference_ranges(browser_form, BTreeMap::new(), previous.clone(), reference_ranges.clone(), CIRCUMSTANCES);
        let mut entries = BTreeMap::new();
        for (at, entry) in answers {
            let field = &form.fields()[at].name;
            let before = evaluation.clone();
            let changed = evaluation.set(field, entry.clone());
            entries.insert(field.clone(), entry);

            let whole = Evaluation::with_reference_ranges(Arc::clone(&form), entries.clone(), previous.clone(), reference_ranges.clone(), CIRCUMSTANCES);
            let mut really_changed = Vec::new();
            for field in form.fields() {
                prop_assert_eq!(evaluation.entry(field.name.as_str()), whole.entry(field.name.as_str()));
                prop_assert_eq!(seen(&evaluation, &field.name), seen(&whole, &field.name));
                if seen(&before, &field.name) != seen(&whole, &field.name) {
                    really_changed.push(field.name.clone());
                }
            }
            prop_assert_eq!(changed, really_changed);
            prop_assert_eq!(evaluation.progress(), whole.progress());
            prop_assert_eq!(evaluation.frozen(), whole.frozen());
            prop_assert_eq!(evaluation.obstacles(|_| false), whole.obstacles(|_| false));
        }
    }

    #[test]
    fn the_frozen_copy_evaluates_as_the_response_did((form, answers, previous, reference_ranges) in forms()) {
        let entries: Vec<_> = answers.into_iter().map(|(at, entry)| (form.fields()[at].name.clone(), entry)).collect();
        let evaluation = Evaluation::with_reference_ranges(Arc::clone(&form), entries, previous.clone(), reference_ranges.clone(), CIRCUMSTANCES);
        let again = Evaluation::with_reference_ranges(Arc::clone(&form), evaluation.frozen(), previous, reference_ranges, CIRCUMSTANCES);
        prop_assert_eq!(evaluation.frozen(), again.frozen());
        prop_assert_eq!(evaluation.progress(), again.progress());
        prop_assert_eq!(evaluation.obstacles(|_| true), again.obstacles(|_| true));
    }

    #[test]
    fn what_is_counted_adds_up((form, answers, previous, reference_ranges) in forms()) {
        let entries: Vec<_> = answers.into_iter().map(|(at, entry)| (form.fields()[at].name.clone(), entry)).collect();
        let evaluation = Evaluation::with_reference_ranges(Arc::clone(&form), entries, previous, reference_ranges, CIRCUMSTANCES);
        let (total, obstacles) = (evaluation.progress().total, evaluation.obstacles(|_| false));
        prop_assert_eq!(total.asked, evaluation.frozen().len());
        prop_assert!(total.answered + total.unanswered + total.optional <= total.asked);
        prop_assert_eq!(obstacles.len(), total.unanswered + total.errors + total.warnings);
    }
}
