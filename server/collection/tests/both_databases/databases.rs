//! Databases for a scenario: a seeded one, and empty ones.

use crate::{
    postgres::{self, Server},
    template, world,
};
use collection::{Actor, Store, seed::seed_people};
use std::{
    env::current_exe,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};
use tempfile::TempDir;

/// The seeded database of a server: one that every server has, so that no other is copied with it for nothing.
const SEEDED: &str = "template1";
/// The seeded database in a folder.
const SEEDED_FILE: &str = "seeded.db";

/// The databases of one scenario. They go when it ends.
pub struct Databases {
    place: DatabasePlace,
    made: AtomicUsize,
}

enum DatabasePlace {
    Sqlite(TempDir),
    Postgres(Server),
}

impl Databases {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join(SEEDED_FILE);
        let make = |template: &_| seed(&sqlite_url(template));
        template::copy("sqlite", &[current_exe().unwrap()], make, &to);
        Self { place: DatabasePlace::Sqlite(folder), made: AtomicUsize::new(0) }
    }

    pub fn postgresql() -> Self {
        let folder = postgres::folder();
        let to = postgres::data(&folder);
        let made_by = [current_exe().unwrap(), postgres::binaries().join("postgres")];
        let make = |template: &_| {
            let mut server = Server::start();
            seed(&server.url(SEEDED));
            assert!(server.tool("dropdb", &["postgres"]).status().unwrap().success(), "dropdb");
            // Whole: a server that is started on a copy has nothing to recover.
            server.stop("fast");
            template::copy_all(&postgres::data(&server.folder), template);
        };
        template::copy("postgresql", &made_by, make, &to);
        Self { place: DatabasePlace::Postgres(Server::run(folder)), made: AtomicUsize::new(0) }
    }

    /// The address of the database with everything a demo has.
    pub fn seeded(&self) -> String {
        match &self.place {
            DatabasePlace::Sqlite(folder) => sqlite_url(&folder.path().join(SEEDED_FILE)),
            DatabasePlace::Postgres(server) => server.url(SEEDED),
        }
    }

    /// The address of a new database without a schema.
    pub fn empty(&self) -> String {
        let name = format!("empty_{}", self.made.fetch_add(1, Ordering::Relaxed));
        match &self.place {
            DatabasePlace::Sqlite(folder) => sqlite_url(&folder.path().join(format!("{name}.db"))),
            DatabasePlace::Postgres(server) => server.create(&name),
        }
    }
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Fills a database with everything a demo has.
fn seed(url: &str) {
    // The runtime ends here and with it every connection: what is in use is not copied.
    runtime().block_on(async {
        let store = Store::open(url).await.unwrap();
        store.migrate().await.unwrap();
        seed_people(&store, &Actor::System, world::TODAY, world::NOW).await.unwrap();
        store.close().await.unwrap();
    });
}

/// A runtime for one scenario.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}
