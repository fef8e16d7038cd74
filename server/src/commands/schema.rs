//! `migrate` and `seed`.

use super::CommandFailure;
use collection::{Actor, Store, seed as seeding};
use survey::stockholm;
use time::OffsetDateTime;

pub async fn migrate(store: &Store) -> Result<(), CommandFailure> {
    Ok(store.migrate().await?)
}

/// Also migrates, so that a new database needs one command.
pub async fn seed(store: &Store, demo: bool) -> Result<(), CommandFailure> {
    store.migrate().await?;
    let now = OffsetDateTime::now_utc();
    seeding::seed(store, &Actor::System, demo, stockholm::local(now).date(), now).await?;
    Ok(())
}
