//! The counted answers of a round and what is computed from them, kept until another copy is made or a status changes.

use super::catalogue::PreparedResults;
use crate::{
    Actor, Error, RoundKey, Store,
    rounds::{RoundState, rounds},
};
use sea_orm::{FromQueryResult, Statement};
use statistics::{
    ObservedRound,
    aggregate::{Aggregate, Audience, aggregates},
    dataset::{Counted, Dataset},
    groups::{GroupLabels, Grouping, OrganisationGroups, TOTAL},
    observation::Observation,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use survey::{form::Form, name::FieldName};
use time::OffsetDateTime;

/// What is kept.
#[derive(Debug, Default)]
pub(crate) struct ResultCache {
    prepared: Mutex<Option<Arc<PreparedResults>>>,
    datasets: Mutex<HashMap<RoundKey, (ChangeStamp, Arc<Dataset>)>>,
    observed: Mutex<HashMap<RoundGroupings, Observed>>,
    aggregated: Mutex<HashMap<GroupedRound, (ChangeStamp, Arc<Aggregated>)>>,
    /// Held by whoever reads a round's answers in, for everybody who waits.
    turn: tokio::sync::Mutex<()>,
}

/// A round and what its answers are grouped by.
type GroupedRound = (RoundKey, Option<Grouping>);

/// What the public sees of the aggregate of a round by one grouping, to be looked up by group and field.
#[derive(Debug, Default)]
pub(crate) struct Aggregated {
    rows: HashMap<String, HashMap<FieldName, Vec<Aggregate>>>,
    responses: HashMap<String, usize>,
}

impl Aggregated {
    fn new(dataset: &Dataset, by: Option<Grouping>) -> Self {
        let groups = dataset.grouped(by);
        let sizes = groups.codes().iter().enumerate().map(|(place, code)| (code.clone(), groups.size(place)));
        let responses = sizes.chain([(TOTAL.to_owned(), dataset.len())]).collect();
        let mut aggregated = Self { rows: HashMap::new(), responses };
        for row in aggregates(dataset, by, &GroupLabels::default(), Audience::Publication) {
            let of_group = aggregated.rows.entry(row.group.clone()).or_default();
            of_group.entry(row.field.clone()).or_default().push(row);
        }
        aggregated
    }

    /// The rows of a field in a group: one, or one for each option.
    pub(crate) fn rows(&self, group: &str, field: &FieldName) -> &[Aggregate] {
        self.rows.get(group).and_then(|of_group| of_group.get(field)).map_or(&[], Vec::as_slice)
    }

    /// How many responses are counted in a group.
    pub(crate) fn responses(&self, group: &str) -> usize {
        self.responses.get(group).copied().unwrap_or_default()
    }
}

/// The observations of a round, with the stamps that they were computed at.
type Observed = (ChangeStamps, Arc<Vec<Observation>>);

/// What was asked for: a round, by these groupings.
type RoundGroupings = (RoundKey, Vec<Grouping>);

/// Changes with the answers of a round: the sum of its responses' revisions.
type ChangeStamp = i64;

/// The round's own stamp, and that of the round before.
type ChangeStamps = (ChangeStamp, Option<ChangeStamp>);

impl ResultCache {
    pub(super) fn prepared(&self, is_current: impl Fn(&PreparedResults) -> bool) -> Option<Arc<PreparedResults>> {
        let cache = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        cache.as_ref().filter(|prepared| is_current(prepared)).cloned()
    }

    pub(super) fn put_prepared(&self, prepared: Arc<PreparedResults>) {
        *self.prepared.lock().unwrap_or_else(PoisonError::into_inner) = Some(prepared);
        // What was computed with the one before may name fields of other forms.
        self.observed.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn dataset(&self, key: &RoundKey, stamp: ChangeStamp) -> Option<Arc<Dataset>> {
        let cache = self.datasets.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(key).filter(|(of, _)| *of == stamp).map(|(_, dataset)| Arc::clone(dataset))
    }
}

/// Reads in the answers of every closed round and decides what the public sees of them, so that no reader waits for it. For
/// the program itself.
pub async fn read_closed_rounds(store: &Store, actor: &Actor, now: OffsetDateTime) -> Result<(), Error> {
    if !matches!(actor, Actor::System) {
        return Err(Error::Forbidden);
    }
    for round in rounds(store, actor, now).await?.iter().filter(|round| round.state == RoundState::Closed) {
        dataset(store, &round.key).await?;
    }
    Ok(())
}

/// The counted answers of a round: the latest frozen copy of every submitted or approved response that belongs to the
/// population.
pub(crate) async fn dataset(store: &Store, key: &RoundKey) -> Result<Arc<Dataset>, Error> {
    let prepared = PreparedResults::of(store).await?;
    let stamp = stamp(store, key).await?;
    current(store, &prepared, key, stamp).await
}

/// The aggregate of a round by one grouping.
pub(crate) async fn aggregated(store: &Store, key: &RoundKey, by: Option<Grouping>) -> Result<Arc<Aggregated>, Error> {
    let prepared = PreparedResults::of(store).await?;
    let stamp = stamp(store, key).await?;
    let cache = &store.cache().datasets.aggregated;
    let asked = (key.clone(), by);
    if let Some((of, aggregated)) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&asked)
        && *of == stamp
    {
        return Ok(Arc::clone(aggregated));
    }
    let dataset = current(store, &prepared, key, stamp).await?;
    let aggregated = Arc::new(Aggregated::new(&dataset, by));
    cache.lock().unwrap_or_else(PoisonError::into_inner).insert(asked, (stamp, Arc::clone(&aggregated)));
    Ok(aggregated)
}

/// The round of the survey before this one, if there is one, with its form.
pub(crate) async fn round_before(store: &Store, key: &RoundKey) -> Result<Option<(RoundKey, Arc<Form>)>, Error> {
    let prepared = PreparedResults::of(store).await?;
    let before = before(&prepared, key);
    Ok(before.and_then(|before| {
        let (_, form) = prepared.forms.get(&before)?;
        Some((before.clone(), Arc::clone(form)))
    }))
}

/// The observations of a round, of all together and by these groupings.
pub(super) async fn observed(
    store: &Store,
    prepared: &PreparedResults,
    key: &RoundKey,
    groupings: &[Grouping],
) -> Result<Arc<Vec<Observation>>, Error> {
    let before = before(prepared, key);
    let own = stamp(store, key).await?;
    let before_stamp = match &before {
        Some(before) => Some(stamp(store, before).await?),
        None => None,
    };
    let asked: RoundGroupings = (key.clone(), groupings.to_vec());
    let stamps = (own, before_stamp);
    let cache = &store.cache().datasets.observed;
    if let Some((of, observations)) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&asked)
        && *of == stamps
    {
        return Ok(Arc::clone(observations));
    }
    let dataset = current(store, prepared, key, own).await?;
    let earlier = match (&before, before_stamp) {
        (Some(before), Some(stamp)) => Some((before.year, current(store, prepared, before, stamp).await?)),
        _ => None,
    };
    let round = ObservedRound { year: key.year, dataset: &dataset };
    let earlier = earlier.as_ref().map(|(year, dataset)| ObservedRound { year: *year, dataset });
    let observations = Arc::new(prepared.catalogue.observations(&key.survey, round, earlier, groupings));
    cache.lock().unwrap_or_else(PoisonError::into_inner).insert(asked, (stamps, Arc::clone(&observations)));
    Ok(observations)
}

/// The round before, if there is one.
fn before(prepared: &PreparedResults, key: &RoundKey) -> Option<RoundKey> {
    prepared.forms.keys().filter(|other| other.survey == key.survey && other.year < key.year).max().cloned()
}

async fn current(
    store: &Store,
    prepared: &PreparedResults,
    key: &RoundKey,
    stamp: ChangeStamp,
) -> Result<Arc<Dataset>, Error> {
    let cache = &store.cache().datasets;
    if let Some(dataset) = cache.dataset(key, stamp) {
        return Ok(dataset);
    }
    let _turn = cache.turn.lock().await;
    if let Some(dataset) = cache.dataset(key, stamp) {
        return Ok(dataset);
    }
    let dataset = Arc::new(load(store, prepared, key).await?);
    cache.datasets.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), (stamp, Arc::clone(&dataset)));
    Ok(dataset)
}

#[derive(FromQueryResult)]
struct CountedCopyRow {
    organisation: String,
    lan: String,
    kommungrupp: String,
    size: String,
    entries: String,
}

async fn load(store: &Store, prepared: &PreparedResults, key: &RoundKey) -> Result<Dataset, Error> {
    let (population, form) = prepared.forms.get(key).ok_or(Error::NotFound)?;
    let statement = statement(
        store,
        "SELECT r.organisation, r.lan, r.kommungrupp, r.size, c.entries FROM responses r \
         JOIN copies c ON c.response_id = r.id AND c.sequence = r.copies \
         WHERE r.survey = $1 AND r.year = $2 AND r.eligible AND r.status IN ('submitted', 'approved') \
         ORDER BY r.organisation",
        key,
    );
    let rows = CountedCopyRow::find_by_statement(statement).all(store.read()).await?;
    let responses: Vec<Counted> = rows
        .into_iter()
        .map(|row| {
            Ok(Counted {
                organisation: row.organisation,
                groups: OrganisationGroups { lan: row.lan, kommungrupp: row.kommungrupp, size: row.size },
                entries: serde_json::from_str(&row.entries)?,
            })
        })
        .collect::<Result<_, Error>>()?;
    let (form, population) = (Arc::clone(form), *population);
    // Deciding what the public sees can take seconds, in which others are served.
    tokio::task::spawn_blocking(move || Dataset::new(form, population, responses)).await.map_err(Error::stored)
}

#[derive(FromQueryResult)]
struct StampRow {
    stamp: i64,
}

/// Counts every change of the round's responses that can change a figure. Saving a draft is not one: it neither makes a
/// copy nor changes which responses are counted.
async fn stamp(store: &Store, key: &RoundKey) -> Result<ChangeStamp, Error> {
    let statement = statement(
        store,
        "SELECT CAST(COALESCE(SUM(r.revision), 0) + COUNT(r.id) AS BIGINT) AS stamp FROM responses r \
         WHERE r.survey = $1 AND r.year = $2 AND (r.copies > 0 OR r.status IN ('submitted', 'approved'))",
        key,
    );
    let row = StampRow::find_by_statement(statement).one(store.read()).await?;
    Ok(row.map_or(0, |row| row.stamp))
}

fn statement(store: &Store, sql: &str, key: &RoundKey) -> Statement {
    let values = [key.survey.as_str().into(), i64::from(key.year).into()];
    Statement::from_sql_and_values(store.read().get_database_backend(), sql, values)
}
