//! The database, and the caches over it.

use crate::{
    Error, Person, ResponseKey,
    forms::FormCache,
    respond::{HeadRow, ReferenceRangeCache, SaveQueue, SnapshotCache},
    results::ResultCache,
};
use database::{BatchLoader, Database, entities::sessions};
use futures::future::BoxFuture;
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use std::sync::{Arc, OnceLock};

/// The database, and what is kept of it in memory. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    database: Database,
    cache: Arc<Cache>,
}

/// What is kept in memory. All of it can be read again from the database.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    pub(crate) forms: FormCache,
    pub(crate) snapshots: SnapshotCache,
    pub(crate) reference_range_cache: ReferenceRangeCache,
    /// What is being asked for now: every page of a response reads a session, a person and a head.
    pub(crate) sessions: BatchLoader<String, sessions::Model>,
    pub(crate) people: BatchLoader<i64, Person>,
    pub(crate) heads: BatchLoader<ResponseKey, HeadRow>,
    /// Saves that wait for the database.
    pub(crate) save_queue: SaveQueue,
    /// What results are computed from.
    pub(crate) datasets: ResultCache,
    pub(crate) demo: OnceLock<bool>,
}

impl Store {
    /// Opens `sqlite://PATH` or `postgres://…`. An SQLite file and its folder are created where they are missing.
    ///
    /// # Errors
    /// When the address is none of the two, or the database does not answer.
    pub async fn open(url: &str) -> Result<Self, Error> {
        Ok(Self { database: Database::open(url).await?, cache: Arc::default() })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When the database refuses a step.
    pub async fn migrate(&self) -> Result<(), Error> {
        Ok(self.database.migrate().await?)
    }

    /// Checks that the database answers and has the schema of this program.
    ///
    /// # Errors
    /// When it does not answer, its file is gone, or migrations have not been run.
    pub async fn is_ready(&self) -> Result<(), Error> {
        Ok(self.database.is_ready().await?)
    }

    /// Closes the database when the writes that wait are carried out.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(&self) -> Result<(), Error> {
        Ok(self.database.close().await?)
    }

    /// Lists how the schema differs from what this program expects; nothing where all is well.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn schema_differences(&self) -> Result<Vec<String>, Error> {
        Ok(self.database.schema_differences().await?)
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.database.is_postgres()
    }

    /// The database itself.
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// The connection for reading.
    pub(crate) fn read(&self) -> &DatabaseConnection {
        self.database.read()
    }

    /// What is kept in memory.
    pub(crate) fn cache(&self) -> &Arc<Cache> {
        &self.cache
    }

    /// Carries out one write as one transaction and answers when it is durable. It is carried through even if the caller
    /// goes away meanwhile.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
        T: Send + 'static,
    {
        self.database.write(work).await
    }
}
