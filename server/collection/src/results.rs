//! The results: the framework tree, the indicators and their observations. Public for rounds that are closed; those who
//! follow a survey up see its open round too.

mod catalogue;
mod datasets;
mod formula;
mod goals;
mod indicator;
mod series;
mod verification;

pub use catalogue::{framework_tree, indicator_list};
pub use formula::Formula;
pub use goals::{GoalMeasure, goal_measures};
pub use indicator::{IndicatorView, MeasureView, QuestionReference, indicator};
pub use series::{IndicatorSeries, indicator_series};
pub use verification::verify_published;

pub(crate) use datasets::{Aggregated, Datasets, aggregated, dataset, round_before};

use crate::{
    Actor, Error, Store,
    rounds::{RoundState, RoundSummary, rounds},
};
use catalogue::Prepared;
use datasets::observed;
use survey::statistics::{
    groups::Grouping,
    observation::{Observation, sort},
    verify::published_observations,
};
use time::{Date, OffsetDateTime, macros::date};

/// When the report that the published values are taken from was published.
pub(crate) const REPORT_PUBLISHED: Date = date!(2021 - 04 - 15);

/// Which observations are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this survey only.
    pub survey: Option<String>,
    /// Of this round only.
    pub round: Option<i32>,
    /// Of this indicator only.
    pub indicator: Option<String>,
}

/// Every observation that the actor may see, computed from the counted responses, and the published values of rounds
/// without answers, sorted as in the file.
pub async fn observations(
    store: &Store,
    actor: &Actor,
    wanted: &Wanted,
    now: OffsetDateTime,
) -> Result<Vec<Observation>, Error> {
    observations_by(store, actor, wanted, &[], now).await
}

/// The same, and broken down by groups.
pub(crate) async fn observations_by(
    store: &Store,
    actor: &Actor,
    wanted: &Wanted,
    groupings: &[Grouping],
    now: OffsetDateTime,
) -> Result<Vec<Observation>, Error> {
    let prepared = Prepared::of(store).await?;
    let rounds = visible_rounds(store, actor, now).await?;
    let is_wanted = |survey: &str, year: i32| {
        wanted.survey.as_deref().is_none_or(|wanted| wanted == survey)
            && wanted.round.is_none_or(|wanted| wanted == year)
    };
    let mut observations = Vec::new();
    for round in rounds.iter().filter(|round| round.responded > 0 && is_wanted(&round.key.survey, round.key.year)) {
        observations.extend(observed(store, &prepared, &round.key, groupings).await?.iter().cloned());
    }
    let has_answers = |survey: &str, year: i32| {
        rounds.iter().any(|round| round.key.survey == survey && round.key.year == year && round.responded > 0)
    };
    let mut published = published_observations(
        &prepared.published,
        &prepared.map,
        prepared.catalogue.file(),
        REPORT_PUBLISHED,
        has_answers,
    );
    published.iter_mut().for_each(|observation| with_lineage(&prepared, observation));
    let survey_of = |observation: &Observation| {
        let indicators = &prepared.catalogue.file().indicators;
        indicators
            .iter()
            .find(|indicator| indicator.indicator == observation.indicator)
            .and_then(|found| found.survey.clone())
    };
    observations.extend(
        published
            .into_iter()
            .filter(|observation| is_wanted(&survey_of(observation).unwrap_or_default(), observation.round)),
    );
    if let Some(wanted) = &wanted.indicator {
        observations.retain(|observation| observation.indicator == *wanted);
    }
    sort(&mut observations);
    Ok(observations)
}

/// A published value of a round without answers here stands behind the same breaks as an answered one.
fn with_lineage(prepared: &Prepared, observation: &mut Observation) {
    let Observation { indicator, measure, breakdown, round, .. } = &*observation;
    if let Some((note, series_break)) = prepared.catalogue.lineage(indicator, measure, breakdown, *round) {
        let note = note.to_owned();
        observation.series_break = series_break;
        if !note.is_empty() {
            observation.note = format!("{} {note}", observation.note);
        }
    }
}

/// The rounds whose results the actor may see. What is still being collected is for those who follow it up.
async fn visible_rounds(store: &Store, actor: &Actor, now: OffsetDateTime) -> Result<Vec<RoundSummary>, Error> {
    let rounds = rounds(store, actor, now).await?;
    let is_visible = |round: &RoundSummary| round.state == RoundState::Closed || actor.may_follow_up(&round.key.survey);
    Ok(rounds.into_iter().filter(is_visible).collect())
}
