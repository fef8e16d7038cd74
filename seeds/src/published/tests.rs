//! The published values stand whole, and each belongs somewhere or says why not.

use super::*;
use crate::{indicators, indicators::for_authors};
use statistics::{
    Breakdown,
    indicator::Dimension,
    published::Precision,
    verify::{self, PublishedVerdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a breakdown names each dimension in order, with one of its codes.
fn is_of(breakdown: &Breakdown, dimensions: &[Dimension]) -> bool {
    let is_code = |(part, dimension): (&(String, String), &Dimension)| {
        part.0 == dimension.dimension.as_str() && dimension.codes.iter().any(|code| code.code.as_str() == part.1)
    };
    breakdown.parts().len() == dimensions.len() && breakdown.parts().iter().zip(dimensions).all(is_code)
}

fn conflict_numbers() -> BTreeSet<String> {
    conflicts().unwrap().into_iter().map(|conflict| conflict.conflict).collect()
}

#[test]
fn every_published_value_is_there_once() {
    let values = published_values().unwrap();
    assert_eq!(values.len(), 395);
    for (index, value) in values.iter().enumerate() {
        assert_eq!(value.id, format!("V{:03}", index + 1));
        assert!(!value.printed.is_empty() && !value.unit.is_empty() && !value.lines.is_empty(), "{value:?}");
        assert!(value.number().is_some() || value.precision == Precision::Klass || value.unit == "månad", "{value:?}");
    }
}

/// Whoever gathered a value and noted something about it says it to readers, too.
#[test]
fn what_was_noted_of_a_value_is_told_in_plain_words() {
    let noted = read::<PublishedValue>("published_values.csv", VALUES).unwrap();
    let noted: Vec<String> = noted.into_iter().filter(|value| !value.note.is_empty()).map(|value| value.id).collect();
    let told: Vec<String> =
        read::<PublishedNote>("published_notes.csv", NOTES).unwrap().into_iter().map(|note| note.rad_id).collect();
    assert_eq!(told, noted);
    for value in published_values().unwrap() {
        assert!(!for_authors(&value.note), "{}: {}", value.id, value.note);
        assert!(value.note.is_empty() || value.note.ends_with('.'), "{}: {}", value.id, value.note);
    }
}

#[test]
fn every_published_value_has_its_indicator_and_its_conflict() {
    let file = indicators().unwrap();
    let keys: BTreeSet<_> = file.indicators.iter().map(|indicator| indicator.indicator.as_str()).collect();
    let numbers = conflict_numbers();
    assert_eq!((conflicts().unwrap().len(), numbers.len()), (29, 29));
    for value in published_values().unwrap() {
        assert!(keys.contains(value.indicator.as_str()), "{value:?}");
        assert!(value.conflict.is_empty() || numbers.contains(&value.conflict), "{value:?}");
    }
}

#[test]
fn each_value_that_a_survey_feeds_is_mapped_once() {
    let file = indicators().unwrap();
    let fed: BTreeSet<_> =
        file.indicators.iter().filter(|indicator| indicator.survey.is_some()).map(|i| i.indicator.clone()).collect();
    let expected: Vec<_> = published_values()
        .unwrap()
        .into_iter()
        .filter(|value| fed.contains(&value.indicator))
        .map(|value| (value.id, value.indicator))
        .collect();
    let mapped: Vec<_> =
        published_map().unwrap().into_iter().map(|mapping| (mapping.rad_id, mapping.indicator)).collect();
    assert_eq!(mapped.len(), 210);
    assert_eq!(mapped, expected);
}

#[test]
fn every_place_is_a_measure_with_those_codes() {
    let file = indicators().unwrap();
    for mapping in published_map().unwrap() {
        let has_place = !mapping.measure.is_empty();
        assert_eq!((mapping.round.is_some(), mapping.quantity.is_some()), (has_place, has_place), "{mapping:?}");
        assert_eq!(mapping.breakdown.contains('|'), mapping.over.is_some(), "{mapping:?}");
        if !has_place {
            assert_eq!(mapping.breakdown, "", "{mapping:?}");
            continue;
        }
        let indicator = file.indicators.iter().find(|indicator| indicator.indicator == mapping.indicator).unwrap();
        let measure = indicator.measures.iter().find(|measure| measure.measure == mapping.measure).unwrap();
        let dimensions = indicator.dimensions_of(measure);
        for breakdown in mapping.breakdown.split('|') {
            assert!(is_of(&breakdown.parse().unwrap(), dimensions), "{mapping:?}");
        }
    }
}

/// Where nothing is computed, what is compared differs. A K number in its note would excuse it, so there must be none.
#[test]
fn a_value_is_compared_or_says_why_not() {
    let (values, map, file) = (published_values().unwrap(), published_map().unwrap(), indicators().unwrap());
    let mut counts = BTreeMap::new();
    for comparison in verify::compare(&values, &map, &file, &[], |_, year| year >= 2019) {
        let year = comparison.mapping.round;
        match comparison.verdict {
            PublishedVerdict::Differs => assert!(matches!(year, Some(2019 | 2020)), "{comparison:?}"),
            PublishedVerdict::Conflict => {
                let number = comparison.reason.split(':').next().unwrap();
                assert!(year.is_none() && conflict_numbers().contains(number), "{comparison:?}");
            }
            _ => assert!(year.is_none_or(|year| year < 2019) && !comparison.reason.is_empty(), "{comparison:?}"),
        }
        *counts.entry(comparison.verdict.code()).or_insert(0) += 1;
    }
    assert_eq!(counts, BTreeMap::from([("differs", 185), ("conflict", 8), ("published_only", 17)]));
}

#[test]
fn a_file_that_cannot_be_read_says_which_and_why() {
    let header = "rad_id,indicator,measure,round,breakdown,quantity,over,note\n";
    let error = read::<Mapping>("published_map.csv", &format!("{header}V1,F33,m,2020,,andel,,\n")).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("published_map.csv") && text.contains("line: 2") && text.contains("andel"), "{text}");
}
