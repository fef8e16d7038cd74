use crate::generated::{answers, questionnaires, value};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};
use survey::{
    evaluation::{Among, Circumstances, Evaluation, Usual},
    form::Form,
    name::FieldName,
    value::{Entry, Value},
};
use time::macros::date;

type Answers = Vec<(usize, Entry)>;
type Previous = BTreeMap<FieldName, Value>;
type Usuals = BTreeMap<FieldName, Usual>;

const CIRCUMSTANCES: Circumstances = Circumstances { today: date!(2026 - 04 - 22), population: Some(9) };

fn usual() -> impl Strategy<Value = Option<Usual>> {
    let range = (-50i64..50, 0i64..50);
    let range = range.prop_map(|(low, width)| (Decimal::from(low), Decimal::from(low + width)));
    prop::option::of(range.prop_map(|(low, high)| Usual { low, high, among: Among::Regioner }))
}

fn forms() -> impl Strategy<Value = (Arc<Form>, Answers, Previous, Usuals)> {
    let forms = questionnaires()
        .prop_filter_map("a question can never be asked", |questionnaire| Form::new(questionnaire).ok().map(Arc::new));
    forms.prop_flat_map(|form| {
        let values: Vec<_> = form
            .fields()
            .iter()
            .map(|field| {
                let name = field.name.clone();
                let known = (prop::option::of(value(field.field_type.clone())), usual());
                known.prop_map(move |(value, usual)| (name.clone(), value, usual))
            })
            .collect();
        let answers = answers(form.fields());
        (Just(form), answers, values).prop_map(|(form, answers, known)| {
            let (mut previous, mut usuals) = (Previous::new(), Usuals::new());
            for (name, value, usual) in known {
                previous.extend(value.map(|value| (name.clone(), value)));
                usuals.extend(usual.map(|usual| (name, usual)));
            }
            (form, answers, previous, usuals)
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
    fn one_change_gives_what_evaluating_everything_gives((form, answers, previous, usual) in forms()) {
        // The server evaluates everything, by a form that was checked; the browser change by change, by what is sent there.
        let browser_form = Arc::new(Form::of_checked(form.questionnaire().for_judging()).unwrap());
        let mut evaluation = Evaluation::with_usual(browser_form, BTreeMap::new(), previous.clone(), usual.clone(), CIRCUMSTANCES);
        let mut entries = BTreeMap::new();
        for (at, entry) in answers {
            let field = &form.fields()[at].name;
            let before = evaluation.clone();
            let changed = evaluation.set(field, entry.clone());
            entries.insert(field.clone(), entry);

            let whole = Evaluation::with_usual(Arc::clone(&form), entries.clone(), previous.clone(), usual.clone(), CIRCUMSTANCES);
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
    fn the_frozen_copy_evaluates_as_the_response_did((form, answers, previous, usual) in forms()) {
        let entries: Vec<_> = answers.into_iter().map(|(at, entry)| (form.fields()[at].name.clone(), entry)).collect();
        let evaluation = Evaluation::with_usual(Arc::clone(&form), entries, previous.clone(), usual.clone(), CIRCUMSTANCES);
        let again = Evaluation::with_usual(Arc::clone(&form), evaluation.frozen(), previous, usual, CIRCUMSTANCES);
        prop_assert_eq!(evaluation.frozen(), again.frozen());
        prop_assert_eq!(evaluation.progress(), again.progress());
        prop_assert_eq!(evaluation.obstacles(|_| true), again.obstacles(|_| true));
    }

    #[test]
    fn what_is_counted_adds_up((form, answers, previous, usual) in forms()) {
        let entries: Vec<_> = answers.into_iter().map(|(at, entry)| (form.fields()[at].name.clone(), entry)).collect();
        let evaluation = Evaluation::with_usual(Arc::clone(&form), entries, previous, usual, CIRCUMSTANCES);
        let (total, obstacles) = (evaluation.progress().total, evaluation.obstacles(|_| false));
        prop_assert_eq!(total.asked, evaluation.frozen().len());
        prop_assert!(total.answered + total.unanswered + total.optional <= total.asked);
        prop_assert_eq!(obstacles.len(), total.unanswered + total.errors + total.warnings);
    }
}
