//! The database: how it is opened, read and written.

use crate::{Error, file::DatabaseFile, writer::Writer};
use futures::future::BoxFuture;
use migrations::Migrator;
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, TransactionTrait,
    sqlx::postgres::{PgConnectOptions, PgSslMode},
};
use sea_orm_migration::MigratorTrait;
use std::{net::IpAddr, path::Path, sync::Arc, time::Duration};

/// Readers of an SQLite database at a time; reading does not wait for the writer.
const SQLITE_READERS: u32 = 4;

/// Connections to PostgreSQL for one node.
const POSTGRES_CONNECTIONS: u32 = 16;

/// How long a write waits for another process that is writing.
const BUSY: Duration = Duration::from_secs(30);

/// An open database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    read: DatabaseConnection,
    sqlite: Option<Sqlite>,
}

/// What only an SQLite database has.
#[derive(Debug, Clone)]
struct Sqlite {
    writer: Writer,
    file: Arc<DatabaseFile>,
}

impl Database {
    /// Opens `sqlite://PATH` or `postgres://…`. An SQLite file and its folder are created where they are missing.
    pub async fn open(url: &str) -> Result<Self, Error> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            if path.is_empty() || path.starts_with(":memory:") {
                return Err(Error::Url { url: url.into() });
            }
            if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)?;
            }
            let file = Arc::new(DatabaseFile::open(Path::new(path))?);
            let writer = sea_orm::Database::connect(sqlite(file.path(), 1, false)).await?;
            let read = sea_orm::Database::connect(sqlite(file.path(), SQLITE_READERS, true)).await?;
            let sqlite = Sqlite { writer: Writer::start(writer, Arc::clone(&file)), file };
            Ok(Self { read, sqlite: Some(sqlite) })
        } else if is_postgres(url) {
            let mut options = ConnectOptions::new(url);
            options.max_connections(POSTGRES_CONNECTIONS).sqlx_logging(false);
            let read = sea_orm::Database::connect(options).await?;
            Ok(Self { read, sqlite: None })
        } else {
            // An address without a known scheme may hold anything, a password too.
            let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
            Err(Error::Url { url: format!("{scheme}:…") })
        }
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        match &self.sqlite {
            // The migrator begins its own transactions; inside the writer's they are savepoints.
            Some(sqlite) => sqlite.writer.write(|transaction| Box::pin(migrate(transaction))).await,
            None => Ok(Migrator::up(&self.read, None).await?),
        }
    }

    /// Whether the database answers and has the schema of this program.
    pub async fn is_ready(&self) -> Result<(), Error> {
        if let Some(sqlite) = &self.sqlite {
            sqlite.file.check()?;
        }
        let pending = Migrator::get_pending_migrations_read_only(&self.read).await?;
        if pending.is_empty() {
            Ok(())
        } else {
            Err(DbErr::Migration(format!("{} migrations have not been run", pending.len())).into())
        }
    }

    /// Closes the database when the writes that wait are carried out. An SQLite database is one file again then, without
    /// its log beside it.
    pub async fn close(&self) -> Result<(), Error> {
        if let Some(sqlite) = &self.sqlite {
            sqlite.writer.close().await;
        }
        Ok(self.read.close_by_ref().await?)
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Postgres
    }

    /// The connection for reading.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Carries out one write as one transaction and answers when it is durable. It is carried through even if the caller
    /// goes away meanwhile.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.sqlite {
            Some(sqlite) => sqlite.writer.write(work).await,
            None => {
                let connection = self.read.clone();
                let task = tokio::spawn(async move {
                    let transaction = connection.begin().await.map_err(Error::from)?;
                    match work(&transaction).await {
                        Ok(value) => {
                            transaction.commit().await.map_err(Error::from)?;
                            Ok(value)
                        }
                        Err(error) => {
                            transaction.rollback().await.map_err(Error::from)?;
                            Err(error)
                        }
                    }
                });
                task.await.map_err(|error| Error::from(DbErr::Custom(error.to_string())))?
            }
        }
    }
}

/// Whether what is sent to a database could be read on the way: one on another machine that is not told to use TLS. Of an
/// address that is none [`Database::open`] says so.
pub fn is_unencrypted(url: &str) -> bool {
    if !is_postgres(url) {
        return false;
    }
    let Ok(options) = url.parse::<PgConnectOptions>() else { return true };
    let host = options.get_host().trim_matches(['[', ']']);
    let is_near = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    let insists = matches!(options.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    !is_near && !insists
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres:") || url.starts_with("postgresql:")
}

async fn migrate(transaction: &DatabaseTransaction) -> Result<(), Error> {
    Ok(Migrator::up(transaction, None).await?)
}

fn sqlite(path: &Path, connections: u32, reads_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite://database");
    let path = path.to_owned();
    options.max_connections(connections).sqlx_logging(false).test_before_acquire(false);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            // Not by the address, in which `%` has a meaning.
            .filename(&path)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .statement_cache_capacity(256)
            .pragma("journal_mode", "WAL")
            // An acknowledged write survives the machine losing its power, not only the program being killed.
            .pragma("synchronous", "FULL")
            // 16 MB of log: the same pages are written again and again, and go to the database once in a while.
            .pragma("wal_autocheckpoint", "4000")
            // Kilobytes, for each connection. What a reader does not keep, the system's own cache does.
            .pragma("cache_size", if reads_only { "-4000" } else { "-16000" });
        if reads_only { options.pragma("query_only", "true") } else { options }
    });
    options
}
