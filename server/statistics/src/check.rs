//! What is wrong with an indicator file, apart from its expressions. Every fault is found, not only the first.

use super::{
    groups::Grouping,
    indicator::{FrameworkPart, Indicator, IndicatorFile, Measure, MeasureKind, Unit},
};
use std::collections::BTreeSet;

/// Something wrong in an indicator file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct IndicatorFault {
    /// The indicator and the measure, or the framework and the part.
    pub place: String,
    /// What is wrong; what to do.
    pub message: String,
}

impl IndicatorFault {
    pub(super) fn of_measure(indicator: &Indicator, measure: &Measure, message: impl Into<String>) -> Self {
        let place = format!("indicator `{}`, measure `{}`", indicator.indicator, measure.measure);
        Self { place, message: message.into() }
    }

    fn of_indicator(indicator: &Indicator, message: impl Into<String>) -> Self {
        Self { place: format!("indicator `{}`", indicator.indicator), message: message.into() }
    }
}

/// Every fault in the file, in its order.
pub fn faults(file: &IndicatorFile) -> Vec<IndicatorFault> {
    let mut faults = framework_faults(file);
    let mut keys = BTreeSet::new();
    for indicator in &file.indicators {
        let mut fault = |message: String| faults.push(IndicatorFault::of_indicator(indicator, message));
        if !keys.insert(&indicator.indicator) {
            fault("the key is used twice; give every indicator its own".into());
        }
        place_fault(file, indicator).into_iter().for_each(&mut fault);
        match (&indicator.survey, indicator.external, indicator.measures.is_empty()) {
            (None, false, _) => fault("it has neither a `survey` nor `external: true`; say where it comes from".into()),
            (Some(_), true, _) => fault("it is external and has a survey; take one away".into()),
            (None, true, false) => fault("it is external, so nothing is computed; take `measures` away".into()),
            _ => {}
        }
        let mut names = BTreeSet::new();
        for measure in &indicator.measures {
            let mut messages = measure_faults(indicator, measure);
            if !names.insert(&measure.measure) {
                messages.insert(0, "the name is used twice; give every measure of an indicator its own".into());
            }
            faults.extend(messages.into_iter().map(|message| IndicatorFault::of_measure(indicator, measure, message)));
        }
    }
    faults
}

fn framework_faults(file: &IndicatorFile) -> Vec<IndicatorFault> {
    let mut faults = Vec::new();
    let mut versions = BTreeSet::new();
    for framework in &file.frameworks {
        let mut fault = |message: String| {
            faults.push(IndicatorFault { place: format!("framework `{}`", framework.version), message });
        };
        if !versions.insert(&framework.version) {
            fault("the version is used twice; give every framework its own".into());
        }
        let mut parts = BTreeSet::new();
        for part in &framework.parts {
            if !parts.insert(&part.key) {
                fault(format!("part `{}` stands there twice; take one away", part.key));
            }
            let mut areas = BTreeSet::new();
            for area in part.areas.iter().filter(|area| !areas.insert(&area.key)) {
                fault(format!("area `{}` stands twice in part `{}`; take one away", area.key, part.key));
            }
        }
    }
    faults
}

/// What is wrong with the place in the framework.
fn place_fault(file: &IndicatorFile, indicator: &Indicator) -> Option<String> {
    let parts = file.frameworks.iter().flat_map(|framework| &framework.parts);
    let named: Vec<&FrameworkPart> = parts.filter(|part| part.key == indicator.part).collect();
    if named.is_empty() {
        return Some(format!("no framework has a part `{}`; add it or name another", indicator.part));
    }
    let area = indicator.area.as_ref()?;
    let is_there = named.iter().flat_map(|part| &part.areas).any(|other| other.key == *area);
    (!is_there).then(|| format!("part `{}` has no area `{area}`; add it or name another", indicator.part))
}

/// What is wrong with a measure, apart from its expressions.
fn measure_faults(indicator: &Indicator, measure: &Measure) -> Vec<String> {
    let mut faults: Vec<String> = [
        key_faults(measure),
        change_fault(indicator, measure).into_iter().collect(),
        unit_fault(measure).into_iter().collect(),
        dimension_faults(measure),
    ]
    .concat();
    if measure.rounds.as_ref().is_some_and(Vec::is_empty) {
        faults.push("`rounds` is empty; list the years, or take it away to compute it in every round".into());
    }
    faults
}

/// The keys that each kind needs, and those that it has no use for.
fn key_faults(measure: &Measure) -> Vec<String> {
    let kind = measure.kind;
    let mut faults = Vec::new();
    let mut key = |name: &str, present: bool, needed: bool, allowed: bool| {
        if present && !allowed {
            faults.push(format!("`{name}` has no use in a {kind}; take it away"));
        } else if needed && !present {
            faults.push(format!("a {kind} needs `{name}`; write it"));
        }
    };
    let is_change = kind == MeasureKind::Change;
    let has_denominator = measure.denominator.is_some();
    let takes_denominator =
        matches!(kind, MeasureKind::Share | MeasureKind::Count | MeasureKind::Distribution | MeasureKind::Ratio);
    key("numerator", measure.numerator.is_some(), !is_change, !is_change);
    key("denominator", has_denominator, kind == MeasureKind::Ratio, takes_denominator);
    key("denominator_words", measure.denominator_words.is_some(), has_denominator, has_denominator);
    key("filter", measure.filter.is_some(), false, !is_change);
    key("for", !measure.dimensions.is_empty(), kind == MeasureKind::Distribution, !is_change);
    key("of", measure.of.is_some(), is_change, is_change);
    key("relative", measure.relative, false, is_change);
    faults
}

fn change_fault(indicator: &Indicator, measure: &Measure) -> Option<String> {
    let of = measure.of.as_ref().filter(|_| measure.kind == MeasureKind::Change)?;
    let Some(compared) = indicator.measures.iter().find(|other| other.measure == *of) else {
        return Some(format!("`of` names `{of}`, which is no measure of this indicator; name one"));
    };
    if compared.kind == MeasureKind::Change {
        return Some(format!("`of` names `{of}`, which is a change itself; name what changes"));
    }
    if measure.relative && compared.kind != MeasureKind::Sum {
        return Some(format!("a relative change is of a sum, and `{of}` is a {}; take `relative` away", compared.kind));
    }
    let expected = match (measure.relative, compared.unit) {
        (true, _) => Unit::Percent,
        (false, Unit::Percent) => Unit::PercentagePoints,
        (false, unit) => unit,
    };
    (measure.unit != expected).then(|| format!("a change of `{of}` is in `{expected}`, not `{}`", measure.unit))
}

fn unit_fault(measure: &Measure) -> Option<String> {
    let unit = measure.unit;
    let allowed = match measure.kind {
        MeasureKind::Share | MeasureKind::Distribution => unit == Unit::Percent || unit.counts_organisations(),
        MeasureKind::Count => unit == Unit::Number || unit.counts_organisations(),
        MeasureKind::Sum => matches!(unit, Unit::Number | Unit::Kronor),
        MeasureKind::Mean | MeasureKind::Median | MeasureKind::Minimum | MeasureKind::Maximum | MeasureKind::Ratio => {
            matches!(unit, Unit::Percent | Unit::Number | Unit::Kronor)
        }
        MeasureKind::Change => true,
    };
    (!allowed).then(|| format!("a {} is not in `{unit}`; choose another unit", measure.kind))
}

fn dimension_faults(measure: &Measure) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    for dimension in &measure.dimensions {
        let name = &dimension.dimension;
        if !names.insert(name) {
            faults.push(format!("dimension `{name}` stands there twice; take one away"));
        }
        if Grouping::ALL.iter().any(|grouping| grouping.dimension() == name.as_str()) {
            faults.push(format!("dimension `{name}` is what organisations are grouped by; choose another name"));
        }
        if dimension.codes.is_empty() {
            faults.push(format!("dimension `{name}` has no codes; list them"));
        }
        let mut codes = BTreeSet::new();
        for code in dimension.codes.iter().filter(|code| !codes.insert(&code.code)) {
            faults.push(format!("code `{}` stands twice in dimension `{name}`; take one away", code.code));
        }
        let expressions = [&measure.numerator, &measure.denominator, &measure.filter];
        if !expressions.into_iter().flatten().any(|source| source.contains(&format!("{{{name}}}"))) {
            faults.push(format!("dimension `{name}` is in no expression; write {{{name}}} where its code belongs"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sound file with one indicator, changed by the test.
    fn file(change: impl FnOnce(&mut serde_json::Value)) -> Vec<String> {
        let mut file = serde_json::json!({
            "frameworks": [{"version": "2020", "title": "T", "parts": [
                {"key": "mal-1", "kind": "goal", "number": 1, "title": "M", "areas": [{"key": "boende", "title": "B"}]}]}],
            "indicators": [{"indicator": "F06", "title": "T", "part": "mal-1", "area": "boende", "unit": "procent",
                "source": "S", "survey": "kommun-ehalsa", "measures": [
                    {"measure": "andel", "title": "A", "kind": "share", "unit": "procent", "numerator": "${f} = 'ja'"},
                    {"measure": "summa", "title": "S", "kind": "sum", "unit": "kronor", "numerator": "${n}"}]}]
        });
        change(&mut file);
        faults(&serde_json::from_value(file).unwrap()).iter().map(ToString::to_string).collect()
    }

    fn measure(extra: serde_json::Value) -> Vec<String> {
        file(|file| {
            let measure = &mut file["indicators"][0]["measures"][0];
            for (key, value) in extra.as_object().unwrap() {
                if value.is_null() {
                    measure.as_object_mut().unwrap().remove(key);
                } else {
                    measure[key] = value.clone();
                }
            }
        })
    }

    #[test]
    fn a_sound_file_has_no_faults() {
        assert_eq!(file(|_| {}), Vec::<String>::new());
    }

    #[test]
    fn every_fault_names_its_place() {
        assert_eq!(
            file(|file| {
                file["indicators"][0]["area"] = "annat".into();
                file["indicators"][0]["measures"][0]["kind"] = "ratio".into();
                file["indicators"][0]["measures"][1]["unit"] = "procent".into();
                let areas = file["frameworks"][0]["parts"][0]["areas"].as_array_mut().unwrap();
                areas.push(areas[0].clone());
            }),
            [
                "framework `2020`: area `boende` stands twice in part `mal-1`; take one away",
                "indicator `F06`: part `mal-1` has no area `annat`; add it or name another",
                "indicator `F06`, measure `andel`: a ratio needs `denominator`; write it",
                "indicator `F06`, measure `summa`: a sum is not in `procent`; choose another unit",
            ]
        );
    }

    #[test]
    fn an_indicator_has_a_place_and_a_source() {
        let faulty = |key: &str, value: serde_json::Value| file(|file| file["indicators"][0][key] = value)[0].clone();
        assert!(faulty("part", "mal-9".into()).ends_with("no framework has a part `mal-9`; add it or name another"));
        assert!(faulty("survey", serde_json::Value::Null).contains("neither a `survey`"));
        assert!(faulty("external", true.into()).contains("external and has a survey"));
        let twice = file(|file| {
            let again = file["indicators"][0].clone();
            file["indicators"].as_array_mut().unwrap().push(again);
        });
        assert_eq!(twice, ["indicator `F06`: the key is used twice; give every indicator its own"]);
    }

    #[test]
    fn a_kind_has_its_own_keys() {
        for (extra, expected) in [
            (serde_json::json!({"numerator": null}), "a share needs `numerator`; write it"),
            (serde_json::json!({"denominator": "${f} != ''"}), "a share needs `denominator_words`; write it"),
            (
                serde_json::json!({"denominator_words": "de som"}),
                "`denominator_words` has no use in a share; take it away",
            ),
            (serde_json::json!({"of": "summa"}), "`of` has no use in a share; take it away"),
            (serde_json::json!({"kind": "distribution"}), "a distribution needs `for`; write it"),
            (serde_json::json!({"unit": "kronor"}), "a share is not in `kronor`; choose another unit"),
            (serde_json::json!({"unit": "procentenheter"}), "a share is not in `procentenheter`; choose another unit"),
            (
                serde_json::json!({"rounds": []}),
                "`rounds` is empty; list the years, or take it away to compute it in every round",
            ),
            (
                serde_json::json!({"kind": "mean", "denominator": "1", "denominator_words": "x"}),
                "`denominator` has no use in a mean; take it away",
            ),
        ] {
            assert_eq!(measure(extra), [format!("indicator `F06`, measure `andel`: {expected}")]);
        }
    }

    #[test]
    fn a_change_is_of_another_measure_and_in_its_unit() {
        let change = |of: &str, unit: &str, relative: bool| {
            measure(
                serde_json::json!({"kind": "change", "numerator": null, "of": of, "unit": unit, "relative": relative}),
            )
        };
        assert_eq!(change("summa", "kronor", false), Vec::<String>::new());
        assert_eq!(change("summa", "procent", true), Vec::<String>::new());
        assert!(change("summa", "procent", false)[0].ends_with("a change of `summa` is in `kronor`, not `procent`"));
        assert!(change("annat", "kronor", false)[0].contains("no measure of this indicator"));
        assert!(change("andel", "procentenheter", false)[0].contains("which is a change itself"));
    }

    #[test]
    fn a_dimension_is_used_and_has_its_own_name() {
        let with = |name: &str, numerator: &str, codes: serde_json::Value| {
            measure(serde_json::json!({"numerator": numerator, "for": [{"dimension": name, "codes": codes}]}))
        };
        let codes = serde_json::json!([{"code": "a", "label": "A"}]);
        assert_eq!(with("del", "${q.{del}} = 'ja'", codes.clone()), Vec::<String>::new());
        assert!(with("del", "${q.a} = 'ja'", codes.clone())[0].contains("is in no expression; write {del}"));
        assert!(with("storlek", "${q.{storlek}} = 'ja'", codes)[0].contains("is what organisations are grouped by"));
        assert!(with("del", "${q.{del}} = 'ja'", serde_json::json!([]))[0].contains("has no codes"));
    }
}
