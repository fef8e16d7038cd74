//! The published values beside what the answers give.

use super::{catalogue::PreparedResults, datasets::observed};
use crate::{Actor, Error, Store, rounds::rounds};
use statistics::{
    observation::Observation,
    verify::{PublishedComparison, compare},
};
use time::OffsetDateTime;

/// Every published value that the two surveys feed, beside what the answers give. For the command line and administrators:
/// it looks at rounds whatever their state.
pub async fn verify_published(
    store: &Store,
    actor: &Actor,
    now: OffsetDateTime,
) -> Result<Vec<PublishedComparison>, Error> {
    let is_administrator = actor.person().is_some_and(|person| person.administrator);
    if !is_administrator && !matches!(actor, Actor::System) {
        return Err(Error::Forbidden);
    }
    let prepared = PreparedResults::of(store).await?;
    let rounds = rounds(store, actor, now).await?;
    let mut observations: Vec<Observation> = Vec::new();
    for round in rounds.iter().filter(|round| round.responded > 0) {
        observations.extend(observed(store, &prepared, &round.key, &[]).await?.iter().cloned());
    }
    let has_answers = |survey: &str, year: i32| {
        rounds.iter().any(|round| round.key.survey == survey && round.key.year == year && round.responded > 0)
    };
    Ok(compare(&prepared.published, &prepared.map, prepared.catalogue.file(), &observations, has_answers))
}
