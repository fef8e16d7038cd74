//! One measure of each goal, to show how far it has come.

use super::series::{IndicatorSeries, indicator_series};
use crate::{Error, Store};
use statistics::indicator::{Framework, FrameworkPart, PartKind};
use time::OffsetDateTime;

/// A goal, and the indicator whose headline stands for it.
#[derive(Debug, Clone)]
pub struct GoalMeasure {
    /// The goal, in the words of the newest version of the framework.
    pub part: FrameworkPart,
    /// The indicator.
    pub series: IndicatorSeries,
}

/// One measure of each goal, of rounds that are closed. Public.
pub async fn goal_measures(store: &Store, now: OffsetDateTime) -> Result<Vec<GoalMeasure>, Error> {
    let (frameworks, mut series) = indicator_series(store, now).await?;
    let parts = frameworks.last().map(|Framework { parts, .. }| parts.as_slice()).unwrap_or_default();
    let measure = |part: &FrameworkPart| {
        let stands_for_it =
            |one: &IndicatorSeries| one.indicator.part == part.key && one.indicator.stands_for_part.is_some();
        let place = series.iter().position(stands_for_it)?;
        Some(GoalMeasure { part: part.clone(), series: series.swap_remove(place) })
    };
    Ok(parts.iter().filter(|part| part.kind == PartKind::Goal).filter_map(measure).collect())
}
