//! The results: the framework tree, the indicators and their observations. Public for rounds that are closed; those who
//! follow a survey up see its open round too.

mod catalogue;
mod datasets;
mod formula;
mod goals;
mod indicator;
mod series;
mod verification;

pub use catalogue::{IndicatorList, framework_tree, indicator_list};
pub use datasets::read_closed_rounds;
pub use formula::Formula;
pub use goals::{GoalMeasure, goal_measures};
pub use indicator::{IndicatorView, MeasureView, QuestionReference, indicator};
pub use series::{IndicatorSeries, indicator_series};
pub use verification::verify_published;

pub(crate) use datasets::{Aggregated, ResultCache, aggregated, dataset, round_before};

use crate::{
    Actor, Error, OrganisationKind, Store,
    rounds::{RoundState, RoundSummary, rounds},
};
use catalogue::PreparedResults;
use datasets::observed;
use statistics::{
    external::external_observations,
    groups::Grouping,
    observation::{Observation, ObservationStatus, sort},
    verify::published_observations,
};
use time::{Date, OffsetDateTime, macros::date};

/// When the report that the published values are taken from was published.
pub(crate) const REPORT_PUBLISHED: Date = date!(2021 - 04 - 15);

/// The year that the report is about.
const REPORT_REFERS_TO: i32 = 2020;

/// What is said of each value that is computed from a demo's answers, in files.
const INVENTED: &str = "Påhittat värde: svaren i demon är påhittade.";

/// Which observations are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObservationFilter {
    /// Of this survey only.
    pub survey: Option<String>,
    /// Of this round only.
    pub round: Option<i32>,
    /// Of this indicator only.
    pub indicator: Option<String>,
    /// Broken down by this grouping, too.
    pub by: Option<Grouping>,
    /// With rounds that are still open, where the actor follows them up.
    pub preliminary: bool,
}

/// Every observation that the actor may see, sorted as in the file: of the surveys, and what the report states of
/// indicators from elsewhere. In a demo, every value that comes from answers says that they are invented.
///
/// # Errors
/// [`Error::NotGrouped`] where the wanted survey does not ask those who are grouped so.
pub async fn observations(
    store: &Store,
    actor: &Actor,
    wanted: &ObservationFilter,
    now: OffsetDateTime,
) -> Result<Vec<Observation>, Error> {
    let prepared = PreparedResults::of(store).await?;
    let mut observations = of_surveys(store, actor, wanted, now).await?;
    if wanted.survey.is_none() {
        let file = prepared.catalogue.file();
        let external = external_observations(&prepared.published, file, REPORT_PUBLISHED, REPORT_REFERS_TO);
        let is_wanted = |one: &Observation| {
            wanted.round.is_none_or(|round| one.round == round)
                && wanted.indicator.as_ref().is_none_or(|indicator| one.indicator == *indicator)
        };
        observations.extend(external.into_iter().filter(is_wanted));
        sort(&mut observations);
    }
    if store.is_demo().await? {
        observations.iter_mut().filter(|one| one.is_from_answers()).for_each(|one| one.add_note(INVENTED));
    }
    Ok(observations)
}

/// The observations of the surveys that the actor may see, computed from the counted responses, and the published values
/// of rounds without answers, sorted as in the file.
pub(crate) async fn of_surveys(
    store: &Store,
    actor: &Actor,
    wanted: &ObservationFilter,
    now: OffsetDateTime,
) -> Result<Vec<Observation>, Error> {
    let prepared = PreparedResults::of(store).await?;
    let mut rounds = visible_rounds(store, actor, now).await?;
    let is_of_regions = |round: &RoundSummary| {
        Some(&round.key.survey) == wanted.survey.as_ref() && round.kind == OrganisationKind::Region
    };
    if matches!(wanted.by, Some(Grouping::Kommungrupp | Grouping::Size)) && rounds.iter().any(is_of_regions) {
        return Err(Error::NotGrouped);
    }
    rounds.retain(|round| round.state == RoundState::Closed || wanted.preliminary);
    let groupings: Vec<Grouping> = wanted.by.into_iter().collect();
    let is_wanted = |survey: &str, year: i32| {
        wanted.survey.as_deref().is_none_or(|wanted| wanted == survey)
            && wanted.round.is_none_or(|wanted| wanted == year)
    };
    let mut observations = Vec::new();
    for round in rounds.iter().filter(|round| round.responded > 0 && is_wanted(&round.key.survey, round.key.year)) {
        let found = observed(store, &prepared, &round.key, &groupings).await?;
        observations.extend(found.iter().cloned().map(|one| match (round.state, one.status) {
            (RoundState::Closed, _) => one,
            (_, ObservationStatus::Computed) => Observation { status: ObservationStatus::Preliminary, ..one },
            _ => one,
        }));
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
fn with_lineage(prepared: &PreparedResults, observation: &mut Observation) {
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
