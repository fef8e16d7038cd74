//! Measures that continue another: a question was divided or rewritten, so one measure ends where another begins.

use super::measure::{Catalogue, CompiledMeasure, SurveyForms};
use std::{collections::BTreeSet, sync::Arc};
use survey::form::Form;
use survey::lineage;

/// One series in two measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The indicator of both.
    pub indicator: String,
    /// The measure that ends.
    pub earlier: String,
    /// The measure that goes on from there.
    pub later: String,
}

impl Catalogue {
    /// The measures that continue another of their indicator. One does when it begins in the round where the other can no
    /// longer be computed, and rests on exactly those fields that the other's fields have become.
    pub fn continuations(&self, surveys: &[SurveyForms]) -> Vec<Continuation> {
        let mut continuations = Vec::new();
        for later in self.measures() {
            let Some(forms) = surveys.iter().find(|forms| forms.survey == later.survey) else { continue };
            let earlier = self.measures().iter().find(|earlier| {
                earlier.indicator == later.indicator
                    && earlier.measure.measure != later.measure.measure
                    && earlier.measure.kind == later.measure.kind
                    && continues(later, earlier, forms)
            });
            continuations.extend(earlier.map(|earlier| Continuation {
                indicator: later.indicator.clone(),
                earlier: earlier.measure.measure.clone(),
                later: later.measure.measure.clone(),
            }));
        }
        continuations
    }
}

fn continues(later: &CompiledMeasure, earlier: &CompiledMeasure, forms: &SurveyForms) -> bool {
    // A measure of several dimensions would have to agree in all of them; there is none, so only plain ones are looked at.
    let ([later], [earlier]) = (later.parts.as_slice(), earlier.parts.as_slice()) else { return false };
    let Some((year, rule)) = later.rules.first_key_value() else { return false };
    let Some((before, old_form)) = forms.rounds.range(..year).next_back() else { return false };
    let (Some(old_rule), Some(form)) = (earlier.rules.get(before), forms.rounds.get(year)) else { return false };
    let own: BTreeSet<usize> = rule.fields.iter().copied().collect();
    !earlier.rules.contains_key(year) && !own.is_empty() && own == descendants(form, old_form, &old_rule.fields)
}

/// The fields of a form that come from these fields of the form before.
fn descendants(form: &Arc<Form>, before: &Form, of: &[usize]) -> BTreeSet<usize> {
    let comes = |(_, field): &(usize, &survey::form::Field)| {
        lineage::origin(field, before).from.iter().any(|source| of.contains(source))
    };
    form.fields().iter().enumerate().filter(comes).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::Population;
    use serde_json::{Value, json};
    use survey::definition::Questionnaire;

    fn form(questions: Value) -> Arc<Form> {
        let questionnaire: Questionnaire = serde_json::from_value(json!({
            "survey": "s", "title": "T",
            "sections": [{"letter": "A", "name": "a", "title": "A", "questions": questions}],
        }))
        .unwrap();
        Arc::new(Form::new(questionnaire).unwrap())
    }

    fn split(name: &str) -> Value {
        json!({"name": name, "label": "L", "type": "yes_no", "lineage": {"relation": "split", "from": ["video"]}})
    }

    /// The continuations of a video question that is divided in two, for measures of these numerators.
    fn found(measures: &[(&str, &str)]) -> Vec<(String, String)> {
        let before = form(json!([{"name": "video", "label": "L", "type": "yes_no"}]));
        let after = form(json!([split("sip_utskrivning"), split("sip_andra")]));
        let measures: Vec<Value> = measures
            .iter()
            .map(|(name, numerator)| json!({"measure": name, "title": "T", "kind": "share", "unit": "procent", "numerator": numerator}))
            .collect();
        let file = serde_json::from_value(json!({
            "frameworks": [{"version": "2020", "title": "T", "parts": [{"key": "mal-1", "kind": "goal", "number": 1, "title": "T"}]}],
            "indicators": [{"indicator": "F06", "title": "T", "part": "mal-1", "unit": "procent", "source": "S", "survey": "s", "measures": measures}],
        }))
        .unwrap();
        let rounds = [(2019, before), (2020, after)].into_iter().collect();
        let surveys = [SurveyForms { survey: "s".into(), population: Population::Municipalities, rounds }];
        let catalogue = Catalogue::new(file, &surveys).unwrap();
        catalogue.continuations(&surveys).into_iter().map(|found| (found.earlier, found.later)).collect()
    }

    #[test]
    fn what_rests_on_all_that_a_question_became_continues_it() {
        let measures = [
            ("utskrivning", "${sip_utskrivning} = 'ja'"),
            ("video", "${video} = 'ja'"),
            ("sammanslagen", "any-yes(${sip_utskrivning}, ${sip_andra}) = 'ja'"),
        ];
        assert_eq!(found(&measures), [("video".to_owned(), "sammanslagen".to_owned())]);
    }

    #[test]
    fn a_part_of_what_a_question_became_does_not() {
        assert!(found(&[("video", "${video} = 'ja'"), ("andra", "${sip_andra} = 'ja'")]).is_empty());
    }
}
