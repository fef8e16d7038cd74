//! One measure of each goal, to show how far it has come.

use super::series::{IndicatorSeries, indicator_series};
use crate::{Error, Store};
use survey::statistics::{
    indicator::{Framework, Part},
    series::Chosen,
};
use time::OffsetDateTime;

/// The measure that stands for each goal. It is also what its indicator is known by.
const STANDS_FOR: [(&str, &str, Chosen<'static>); 4] = [
    ("mal-1", "F06", Chosen { measure: "nattillsyn", breakdown: "" }),
    ("mal-2", "F30", Chosen { measure: "omfattning", breakdown: "omfattning=alla" }),
    ("mal-3", "F34", Chosen { measure: "omfattning", breakdown: "omfattning=alla" }),
    ("mal-4", "F37", Chosen { measure: "status", breakdown: "status=ja" }),
];

/// A goal, and the indicator whose headline stands for it.
#[derive(Debug, Clone)]
pub struct GoalMeasure {
    /// The goal, in the words of the newest version of the framework.
    pub part: Part,
    /// The indicator.
    pub series: IndicatorSeries,
}

/// The row of an indicator that has been chosen as its headline.
pub(super) fn chosen(indicator: &str) -> Option<Chosen<'static>> {
    STANDS_FOR.into_iter().find(|(_, key, _)| *key == indicator).map(|(_, _, chosen)| chosen)
}

/// One measure of each goal, of rounds that are closed. Public.
pub async fn goal_measures(store: &Store, now: OffsetDateTime) -> Result<Vec<GoalMeasure>, Error> {
    let (frameworks, mut series) = indicator_series(store, now).await?;
    let parts = frameworks.last().map(|Framework { parts, .. }| parts.as_slice()).unwrap_or_default();
    let measure = |(part, indicator, _): (&str, &str, Chosen<'_>)| {
        let part = parts.iter().find(|one| one.key == part)?.clone();
        let place = series.iter().position(|one| one.indicator.indicator == indicator)?;
        Some(GoalMeasure { part, series: series.swap_remove(place) })
    };
    Ok(STANDS_FOR.into_iter().filter_map(measure).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use survey::statistics::observation::Breakdown;

    #[test]
    fn every_goal_has_a_measure_that_there_is() {
        let file = seeds::indicators().unwrap();
        let goals: Vec<&str> = file.frameworks[0]
            .parts
            .iter()
            .filter(|part| part.number.is_some())
            .map(|part| part.key.as_str())
            .collect();
        assert_eq!(goals, STANDS_FOR.map(|(part, ..)| part));
        for (part, key, chosen) in STANDS_FOR {
            let indicator = file.indicators.iter().find(|indicator| indicator.indicator == key).unwrap();
            assert_eq!(indicator.part, part);
            let measure = indicator.measures.iter().find(|measure| measure.measure == chosen.measure).unwrap();
            let breakdown: Breakdown = chosen.breakdown.parse().unwrap();
            assert_eq!(breakdown.parts().len(), measure.dimensions.len());
            for (dimension, code) in measure.dimensions.iter().zip(breakdown.parts()) {
                assert_eq!(dimension.dimension.as_str(), code.0);
                assert!(dimension.codes.iter().any(|one| one.code.as_str() == code.1));
            }
        }
    }
}
