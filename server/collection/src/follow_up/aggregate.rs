//! What has been answered to every question of a round, of all together and by group.

use super::{
    check,
    recipients::{groupings, rate_recipients, recipients},
};
use crate::{
    Actor, Error, RoundKey, Store, results,
    rounds::{self, RoundSummary},
};
use sea_orm::{FromQueryResult, Statement};
use statistics::{
    aggregate::{Aggregate, Audience, aggregates},
    dataset::Dataset,
    groups::{GroupLabels, Grouping, Population},
    protection::Reason,
};
use std::sync::Arc;
use survey::form::Form;
use time::OffsetDateTime;

/// The aggregate of a round.
#[derive(Debug, Clone)]
pub struct AggregateView {
    /// The round.
    pub round: RoundSummary,
    /// Its form.
    pub form: Arc<Form>,
    /// What it is by.
    pub by: Option<Grouping>,
    /// What it can be by.
    pub groupings: Vec<Grouping>,
    /// The rows of the file.
    pub rows: Vec<Aggregate>,
    /// The words of the groups.
    pub labels: GroupLabels,
}

/// The aggregate of a round for its owners and reviewers: nothing is hidden, and what the public does not see is marked.
pub async fn aggregate(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
    now: OffsetDateTime,
) -> Result<AggregateView, Error> {
    let (dataset, labels) = counted(store, actor, key).await?;
    let round = rounds::one(store.read(), key, now).await?;
    let groupings = groupings(&rate_recipients(&recipients(store, key, None).await?));
    let rows = rows_for(actor, key, aggregates(&dataset, by, &labels, Audience::Review));
    Ok(AggregateView { round, form: Arc::clone(dataset.form()), by, groupings, rows, labels })
}

/// The rows of the file alone.
pub(crate) async fn aggregate_rows(
    store: &Store,
    actor: &Actor,
    key: &RoundKey,
    by: Option<Grouping>,
    audience: Audience,
) -> Result<Vec<Aggregate>, Error> {
    let (dataset, labels) = counted(store, actor, key).await?;
    if dataset.population() == Population::Regions && by.is_some_and(|by| by != Grouping::Lan) {
        return Err(Error::NotGrouped);
    }
    let rows = aggregates(&dataset, by, &labels, audience);
    Ok(if audience == Audience::Review { rows_for(actor, key, rows) } else { rows })
}

/// Leaves out rows of internal fields unless the actor owns the survey.
fn rows_for(actor: &Actor, key: &RoundKey, mut rows: Vec<Aggregate>) -> Vec<Aggregate> {
    rows.retain(|row| row.hidden != Some(Reason::Internal) || actor.owns(&key.survey));
    rows
}

async fn counted(store: &Store, actor: &Actor, key: &RoundKey) -> Result<(Arc<Dataset>, GroupLabels), Error> {
    check(actor, &key.survey)?;
    Ok((results::dataset(store, key).await?, labels(store).await?))
}

#[derive(FromQueryResult)]
struct LabelRow {
    grouping: String,
    code: String,
    label: String,
}

/// The words of every group.
async fn labels(store: &Store) -> Result<GroupLabels, Error> {
    let sql = "SELECT g.grouping, g.code, g.label FROM groups g";
    let statement = Statement::from_string(store.read().get_database_backend(), sql);
    let label = |row: LabelRow| Ok((row.grouping.parse::<Grouping>().map_err(Error::stored)?, row.code, row.label));
    LabelRow::find_by_statement(statement).all(store.read()).await?.into_iter().map(label).collect()
}
