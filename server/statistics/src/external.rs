//! Observations of indicators that nothing is computed of: what the report states of them.

use super::{
    indicator::{Indicator, IndicatorFile},
    observation::{Breakdown, Observation, ObservationStatus, add_note},
    published::PublishedValue,
};
use time::Date;

/// The dimension of a published value whose breakdown names none: `riket`, `kvinnor 18–35 år`.
const OF: &str = "avser";

/// A row for every published value of the indicators that have no measure, and one for each of which nothing is published.
/// The measure is in the words of the report. No round has collected them: the year stands for it that they refer to.
pub fn external_observations(
    published: &[PublishedValue],
    file: &IndicatorFile,
    date: Date,
    refers_to: i32,
) -> Vec<Observation> {
    let mut observations: Vec<Observation> = Vec::new();
    for indicator in file.indicators.iter().filter(|indicator| indicator.measures.is_empty()) {
        let own = published.iter().filter(|value| value.indicator == indicator.indicator);
        let mut found: Vec<Observation> = Vec::new();
        for observation in own.map(|value| stated(indicator, value, date, refers_to)) {
            // The report says some values twice: in the text and in a figure.
            if !found.iter().any(|other| other.is_same_figure(&observation)) {
                found.push(observation);
            }
        }
        if found.is_empty() {
            found.push(nothing(indicator, refers_to));
        }
        observations.extend(found);
    }
    observations
}

fn stated(indicator: &Indicator, value: &PublishedValue, date: Date, refers_to: i32) -> Observation {
    let year = year(&value.period);
    let mut note = format!("Publicerat som {}.", value.in_words());
    if year.is_none_or(|year| year.to_string() != value.period) && !value.period.is_empty() {
        add_note(&mut note, &format!("Avser {}.", value.period));
    }
    add_note(&mut note, &value.note);
    Observation {
        measure: value.measure.clone(),
        published: Some(date),
        breakdown: breakdown(&value.breakdown),
        unit: value.unit.clone(),
        value: value.number(),
        status: ObservationStatus::Published,
        note,
        ..nothing(indicator, year.unwrap_or(refers_to))
    }
}

fn nothing(indicator: &Indicator, year: i32) -> Observation {
    Observation {
        indicator: indicator.indicator.clone(),
        measure: String::new(),
        round: year,
        refers_to: year,
        published: None,
        breakdown: Breakdown::default(),
        unit: indicator.unit.clone(),
        value: None,
        numerator: None,
        denominator: None,
        n_asked: None,
        n_answered: None,
        status: ObservationStatus::NotAvailable,
        note: "Rapporten anger inget värde.".to_owned(),
        series_break: false,
    }
}

/// The last year that a period names: 2020 of `2019–2020`, 2021 of `2021-01-26`.
fn year(period: &str) -> Option<i32> {
    let digits = period.split(|letter: char| !letter.is_ascii_digit());
    digits.filter(|digits| digits.len() == 4).filter_map(|digits| digits.parse().ok()).max()
}

/// A breakdown in the words of the report, with a dimension for each part.
fn breakdown(words: &str) -> Breakdown {
    let parts = words.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts.fold(Breakdown::default(), |breakdown, part| match part.split_once('=') {
        Some((dimension, code)) => breakdown.and(dimension.trim(), code.trim()),
        None => breakdown.and(OF, part),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Precision;
    use time::macros::date;

    fn value(indicator: &str, measure: &str, breakdown: &str, period: &str, value: &str) -> PublishedValue {
        PublishedValue {
            id: "V1".into(),
            indicator: indicator.into(),
            framework_ids: String::new(),
            figure: String::new(),
            measure: measure.into(),
            breakdown: breakdown.into(),
            period: period.into(),
            value: value.into(),
            printed: value.into(),
            precision: Precision::Exakt,
            unit: "antal".into(),
            n: String::new(),
            lines: String::new(),
            quotation: String::new(),
            control: String::new(),
            conflict: String::new(),
            note: String::new(),
        }
    }

    #[test]
    fn every_indicator_without_measures_has_what_the_report_states_of_it() {
        let indicator = |key: &str, measures: serde_json::Value| {
            serde_json::json!({"indicator": key, "title": key, "part": "mal-1", "unit": "antal", "source": "Inera",
                "external": measures.as_array().unwrap().is_empty(), "measures": measures})
        };
        let measured =
            serde_json::json!([{"measure": "m", "title": "M", "kind": "sum", "unit": "antal", "numerator": "${m}"}]);
        let file = serde_json::json!({"frameworks": [], "indicators":
            [indicator("F13", serde_json::json!([])), indicator("F26", serde_json::json!([])), indicator("F06", measured)]});
        let published = [
            value("F13", "inloggningar", "", "2020", "96000000"),
            value("F13", "inloggningar", "", "2020", "96"),
            value("F13", "ökning", "fråga=a; riket", "2019–2020", "84"),
            value("F13", "startmånad", "", "2021-01-26", "2021-01"),
            value("F06", "nattillsyn", "", "2017", "37"),
        ];
        let file = serde_json::from_value(file).unwrap();
        let rows = external_observations(&published, &file, date!(2021 - 04 - 15), 2020);
        let rows: Vec<String> = rows.iter().map(|row| row.cells().join(",")).collect();
        assert_eq!(
            rows,
            [
                "F13,inloggningar,2020,2020,2021-04-15,,antal,96000000,,,,,published,Publicerat som 96000000.",
                "F13,ökning,2020,2020,2021-04-15,fråga=a;avser=riket,antal,84,,,,,published,Publicerat som 84. Avser 2019–2020.",
                "F13,startmånad,2021,2021,2021-04-15,,antal,,,,,,published,Publicerat som 2021-01. Avser 2021-01-26.",
                "F26,,2020,2020,,,antal,,,,,,not_available,Rapporten anger inget värde.",
            ]
        );
    }
}
