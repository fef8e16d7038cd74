//! Series of values that are only known as a report prints them.

use crate::{
    indicator::Unit,
    published::{Precision, PublishedValue},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Values of one thing in one unit, over the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSeries {
    /// What is stated.
    pub measure: String,
    /// Of whom; empty where it is of all.
    pub of: String,
    /// The unit, in words.
    pub unit: String,
    /// The value of each year.
    pub values: BTreeMap<i32, Decimal>,
}

impl PrintedSeries {
    /// Returns whether something is counted, so that there are no halves of it. A mean of counts can have the unit of a count.
    pub fn is_count(&self) -> bool {
        let units = [Unit::Municipalities, Unit::Regions, Unit::Counties, Unit::Number];
        units.iter().any(|unit| unit.code() == self.unit) && self.values.values().all(Decimal::is_integer)
    }
}

/// The series among published values: what is stated of the same, in the same unit, for at least two years. A period that
/// is not one year, and a value that is a class or a turn of phrase, belongs in none.
pub fn printed_series(values: &[PublishedValue]) -> Vec<PrintedSeries> {
    let mut series: Vec<PrintedSeries> = Vec::new();
    for value in values {
        let is_value = !matches!(value.precision, Precision::Klass | Precision::Ungefarlig | Precision::Intervall);
        let (Ok(year), Some(number), true) = (value.period.parse::<i32>(), value.number(), is_value) else { continue };
        let (measure, of) = (value.measure.clone(), in_words(&value.breakdown));
        let is_same =
            |series: &&mut PrintedSeries| series.measure == measure && series.of == of && series.unit == value.unit;
        match series.iter_mut().find(is_same) {
            Some(series) => {
                series.values.entry(year).or_insert(number);
            }
            None => {
                series.push(PrintedSeries { measure, of, unit: value.unit.clone(), values: [(year, number)].into() });
            }
        }
    }
    series.retain(|series| series.values.len() > 1);
    series
}

/// Whom a published value is for, without the names of dimensions: `land=Sverige; kön=kvinnor` is `Sverige, kvinnor`.
pub fn in_words(breakdown: &str) -> String {
    let codes = breakdown.split(';').map(|part| part.split_once('=').map_or(part, |(_, code)| code).trim());
    codes.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(measure: &str, breakdown: &str, period: &str, value: &str, precision: Precision) -> PublishedValue {
        PublishedValue {
            id: "V1".into(),
            indicator: "F19".into(),
            framework_ids: String::new(),
            figure: String::new(),
            measure: measure.into(),
            breakdown: breakdown.into(),
            period: period.into(),
            value: value.into(),
            printed: value.into(),
            precision,
            unit: "procent".into(),
            n: String::new(),
            lines: String::new(),
            quotation: String::new(),
            control: String::new(),
            conflict: String::new(),
            note: String::new(),
        }
    }

    #[test]
    fn what_is_stated_of_the_same_for_several_years_is_a_series() {
        let values = [
            value("inställning", "svar=positiva", "2020", "42", Precision::Exakt),
            value("inställning", "svar=positiva", "2019", "46", Precision::Drygt),
            value("inställning", "svar=negativa", "2020", "34", Precision::Exakt),
            value("inställning", "svar=negativa", "2019–2020", "5", Precision::Exakt),
            value("inställning", "svar=negativa", "2018", "fördubblades", Precision::Exakt),
            value("inställning", "svar=negativa", "2017", "100", Precision::Ungefarlig),
        ];
        let series = printed_series(&values);
        assert_eq!(series.len(), 1);
        assert_eq!((series[0].measure.as_str(), series[0].of.as_str()), ("inställning", "positiva"));
        assert_eq!(series[0].values.keys().copied().collect::<Vec<_>>(), [2019, 2020]);
    }

    #[test]
    fn what_is_counted_has_no_halves() {
        let is_count = |unit: &str, values: [&str; 2]| {
            let values = [2019, 2020].into_iter().zip(values.map(|value| value.parse().unwrap())).collect();
            PrintedSeries { measure: "svarande".into(), of: String::new(), unit: unit.into(), values }.is_count()
        };
        assert!(is_count("antal regioner", ["1", "3"]));
        assert!(is_count("antal kommuner", ["144", "182.0"]));
        assert!(is_count("antal län", ["1", "2"]));
        assert!(is_count("antal", ["1073", "1430"]));
        assert!(!is_count("antal", ["1.5", "2"]), "a mean");
        assert!(!is_count("procent", ["66", "73"]));
        assert!(!is_count("recept/dag", ["20", "9"]));
    }

    #[test]
    fn a_breakdown_is_said_without_its_dimensions() {
        assert_eq!(in_words("fråga=vård; region=Uppsala"), "vård, Uppsala");
        assert_eq!(in_words("kvinnor 30–39 år"), "kvinnor 30–39 år");
    }
}
