//! Every answer on one page, to read through before submitting.

use super::{
    May, ObstacleView, Picture, Reach, ResponseHead, Unsent, head::HeadRow, obstacle_views, picture::StoredAnswer,
    unsent::unsent,
};
use crate::{Actor, Error, ResponseKey, Store};
use std::{collections::BTreeMap, sync::Arc};
use survey::{evaluation::Evaluation, lineage::PreviousAnswer, name::FieldName};
use time::OffsetDateTime;

/// Every answer of a response.
#[derive(Debug, Clone)]
pub struct CheckAnswers {
    /// What the response is and where it stands. Its revision is what [`submit`](super::submit()) wants to see.
    pub head: ResponseHead,
    /// The answers, evaluated.
    pub evaluation: Arc<Evaluation>,
    /// What is stored.
    pub stored: Arc<BTreeMap<FieldName, Arc<StoredAnswer>>>,
    /// Last year's answers.
    pub previous: Arc<BTreeMap<FieldName, PreviousAnswer>>,
    /// What stops submitting, in order.
    pub obstacles: Vec<ObstacleView>,
    /// What is changed since it was sent in and is not sent.
    pub unsent: Vec<Unsent>,
    /// What the actor may do.
    pub may: May,
    /// What of the response the actor may change.
    pub reach: Reach,
}

/// Every answer of a response, for those of the organisation.
pub async fn check_answers(
    store: &Store,
    actor: &Actor,
    key: &ResponseKey,
    now: OffsetDateTime,
) -> Result<CheckAnswers, Error> {
    if !actor.may_read_whole(&key.organisation) {
        return Err(Error::Forbidden);
    }
    let row = HeadRow::read(store, key).await?;
    let picture = Picture::read(store, &row).await?;
    Ok(CheckAnswers {
        head: row.head(now)?,
        obstacles: obstacle_views(picture.evaluation.form(), picture.obstacles()),
        evaluation: Arc::clone(&picture.evaluation),
        stored: Arc::clone(&picture.stored),
        previous: Arc::clone(&picture.previous),
        unsent: unsent(store.read(), &row, &picture).await?,
        may: picture.may(&row, actor, now),
        reach: picture.reach(&row, actor),
    })
}
