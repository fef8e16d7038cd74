//! What others usually answer, once computed for every round, and kept.

use super::{earlier::EarlierRounds, head::HeadRow};
use crate::{Error, Store, store::Cache};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use statistics::reference_range::{ReferenceRanges, ReferenceRangesByGroup};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use survey::form::Form;

/// What is usual in each round that is answered.
#[derive(Debug, Default)]
pub(crate) struct ReferenceRangeCache {
    /// With the stamp of the answers that it was computed from.
    known: Mutex<HashMap<(String, i64), (i64, ReferenceRangesByGroup)>>,
    /// Held by whoever computes, for everybody who waits.
    turn: tokio::sync::Mutex<()>,
}

impl ReferenceRangeCache {
    /// What is usual for the organisation of a response. When a round's first pages are asked for all at once, one of them
    /// computes and the others wait.
    pub(super) async fn read(store: &Store, form: &Form, head: &HeadRow) -> Result<ReferenceRanges, Error> {
        let (connection, cache) = (store.read(), store.cache());
        let own = standing(connection, head).await?;
        if let Some(ranges) = cache.reference_range_cache.known(head, &own) {
            return Ok(ranges);
        }
        let _turn = cache.reference_range_cache.turn.lock().await;
        match cache.reference_range_cache.known(head, &own) {
            Some(ranges) => Ok(ranges),
            None => compute(connection, cache, form, head, own).await,
        }
    }

    /// As [`read`](Self::read), inside a transaction: that waits for nobody, who might wait for its connection.
    pub(super) async fn of(
        connection: &impl ConnectionTrait,
        cache: &Cache,
        form: &Form,
        head: &HeadRow,
    ) -> Result<ReferenceRanges, Error> {
        let own = standing(connection, head).await?;
        match cache.reference_range_cache.known(head, &own) {
            Some(ranges) => Ok(ranges),
            None => compute(connection, cache, form, head, own).await,
        }
    }

    fn known(&self, head: &HeadRow, own: &GroupStamp) -> Option<ReferenceRanges> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, reference_ranges) = known.get(&(head.survey.clone(), head.year))?;
        (*stamp == own.stamp).then(|| reference_ranges.of(&own.kommungrupp))
    }
}

async fn compute(
    connection: &impl ConnectionTrait,
    cache: &Cache,
    form: &Form,
    head: &HeadRow,
    own: GroupStamp,
) -> Result<ReferenceRanges, Error> {
    let earlier = EarlierRounds::of_round_before(connection, cache, &head.survey, head.year).await?;
    let members = members(connection, head).await?;
    let members = members.into_iter().map(|member| (member.kommungrupp, earlier.of(&member.organisation)));
    let reference_ranges = ReferenceRangesByGroup::new(form, members);
    let ranges = reference_ranges.of(&own.kommungrupp);
    let key = (head.survey.clone(), head.year);
    cache
        .reference_range_cache
        .known
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(key, (own.stamp, reference_ranges));
    Ok(ranges)
}

#[derive(FromQueryResult)]
struct GroupStamp {
    kommungrupp: String,
    stamp: i64,
}

/// The group that the organisation belongs to in this round, and what changes with the answers of the rounds before.
async fn standing(connection: &impl ConnectionTrait, head: &HeadRow) -> Result<GroupStamp, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.kommungrupp, (SELECT CAST(COALESCE(SUM(e.revision), 0) + COUNT(e.id) AS BIGINT) FROM responses e \
         WHERE e.survey = r.survey AND e.year < r.year AND (e.copies > 0 OR e.status IN ('submitted', 'approved'))) \
         AS stamp FROM responses r WHERE r.id = $1",
        [head.id.into()],
    );
    GroupStamp::find_by_statement(statement).one(connection).await?.ok_or(Error::NotFound)
}

#[derive(FromQueryResult)]
struct GroupMemberRow {
    organisation: String,
    kommungrupp: String,
}

async fn members(connection: &impl ConnectionTrait, head: &HeadRow) -> Result<Vec<GroupMemberRow>, Error> {
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT r.organisation, r.kommungrupp FROM responses r WHERE r.survey = $1 AND r.year = $2",
        [head.survey.as_str().into(), head.year.into()],
    );
    Ok(GroupMemberRow::find_by_statement(statement).all(connection).await?)
}
