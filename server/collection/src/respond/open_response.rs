//! A change of a response while it takes answers: in one transaction, on the locked response.

use super::head::HeadRow;
use crate::{Actor, Error, ResponseKey, Store, store::Cache};
use futures::future::BoxFuture;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction};
use std::sync::Arc;
use time::OffsetDateTime;

/// A response that takes answers from an actor, locked until the transaction ends.
pub(super) struct OpenResponse {
    pub row: HeadRow,
    pub actor: Actor,
    pub cache: Arc<Cache>,
}

impl OpenResponse {
    /// Changes something of it. Refused where the response takes no answers from the actor.
    pub(super) async fn change<T, F>(
        store: &Store,
        actor: &Actor,
        key: &ResponseKey,
        now: OffsetDateTime,
        work: F,
    ) -> Result<T, Error>
    where
        F: for<'t> FnOnce(&'t DatabaseTransaction, Self) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, key, cache) = (actor.clone(), key.clone(), Arc::clone(store.cache()));
        store
            .write(move |transaction| {
                Box::pin(async move {
                    let row = HeadRow::lock(transaction, &key).await?;
                    row.check_edit(&actor, now)?;
                    work(transaction, Self { row, actor, cache }).await
                })
            })
            .await
    }

    /// Counts a change that is of no answer.
    pub(super) async fn count_change(&self, connection: &impl ConnectionTrait) -> Result<(), Error> {
        self.row.changed().update_without_returning(connection).await?;
        Ok(())
    }
}
