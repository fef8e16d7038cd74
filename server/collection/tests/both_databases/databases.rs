//! Databases for scenarios: empty ones, and copies of a seeded template.

use crate::{postgres::Server, world};
use collection::{Actor, Store, seed::seed_people};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// The databases of one kind.
pub struct Databases {
    kind: DatabaseKind,
    made: AtomicUsize,
}

enum DatabaseKind {
    Sqlite(TempDir),
    Postgres(Server),
}

impl Databases {
    pub fn sqlite() -> Self {
        Self::seeded(DatabaseKind::Sqlite(tempfile::tempdir().unwrap()))
    }

    pub fn postgresql() -> Self {
        Self::seeded(DatabaseKind::Postgres(Server::start()))
    }

    fn seeded(kind: DatabaseKind) -> Self {
        let url = match &kind {
            DatabaseKind::Sqlite(folder) => format!("sqlite://{}", folder.path().join("template.db").display()),
            DatabaseKind::Postgres(server) => server.create("template", None),
        };
        // The runtime ends here and with it every connection: a template that is in use is not copied.
        runtime().block_on(async {
            let store = Store::open(&url).await.unwrap();
            store.migrate().await.unwrap();
            seed_people(&store, &Actor::System, world::TODAY, world::NOW).await.unwrap();
            store.close().await.unwrap();
        });
        Self { kind, made: AtomicUsize::new(0) }
    }

    /// The address of a database with everything a demo has.
    pub fn copy(&self) -> String {
        let name = self.name();
        match &self.kind {
            DatabaseKind::Sqlite(folder) => {
                let copy = folder.path().join(format!("{name}.db"));
                std::fs::copy(folder.path().join("template.db"), &copy).unwrap();
                format!("sqlite://{}", copy.display())
            }
            DatabaseKind::Postgres(server) => server.create(&name, Some("template")),
        }
    }

    /// The address of a database without a schema.
    pub fn empty(&self) -> String {
        let name = self.name();
        match &self.kind {
            DatabaseKind::Sqlite(folder) => format!("sqlite://{}", folder.path().join(format!("{name}.db")).display()),
            DatabaseKind::Postgres(server) => server.create(&name, None),
        }
    }

    fn name(&self) -> String {
        format!("scenario_{}", self.made.fetch_add(1, Ordering::Relaxed))
    }
}

/// A runtime for one scenario.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}
