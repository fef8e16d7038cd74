//! One archive of everything, whatever the database: restoring it moves SQLite to PostgreSQL and back.
//!
//! JSON lines. The first says what it is and which schema it fits; then, table after table in the order that rows point at
//! each other, the table's name and a row a line; the last says how many rows there are, so that a file that was cut off
//! is known. Sessions and login links are left out, and who asked for them: whoever holds the file could sign in with them.
//! So is who is where, which is over when the file is read, and how many letters have been sent today.

use crate::{Database, Error, entities::*, rows::chunks};
use futures::TryStreamExt;
use migrations::Migrator;
use sea_orm::{
    AccessMode, ActiveModelBehavior, ConnectionTrait, DatabaseTransaction, DbBackend, EntityName, EntityTrait,
    IntoActiveModel, IsolationLevel, Iterable, ModelTrait, PaginatorTrait, PrimaryKeyTrait, QueryOrder, QuerySelect,
    Statement, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    /// The version of the format.
    lagesbild_backup: u32,
    /// The last migration of the schema that it fits.
    schema: String,
}

/// The line before the rows of a table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableHead {
    table: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    rows: u64,
}

fn head() -> Head {
    let schema = Migrator::migrations().last().map(|migration| migration.name().to_owned()).unwrap_or_default();
    Head { lagesbild_backup: 1, schema }
}

/// Does something with each table, in an order in which every row comes after those it points at.
macro_rules! each_table {
    ($do:ident) => {
        $do!(settings);
        $do!(groups);
        $do!(organisations);
        $do!(surveys);
        $do!(persons);
        $do!(memberships);
        $do!(commissions);
        $do!(questionnaires);
        $do!(rounds);
        $do!(responses);
        $do!(answers);
        $do!(saves);
        $do!(section_marks);
        $do!(copies);
        $do!(events);
        $do!(assignments);
        $do!(sign_offs);
        $do!(correction_requests);
        $do!(queries);
        $do!(query_messages);
    };
}

/// Writes everything there is, as it was at one moment.
pub async fn write(database: &Database, file: impl Write) -> Result<(), Error> {
    // SQLite reads from one moment in any transaction; PostgreSQL must be asked to.
    let isolation = database.is_postgres().then_some((IsolationLevel::RepeatableRead, AccessMode::ReadOnly)).unzip();
    let transaction = database.read().begin_with_config(isolation.0, isolation.1).await?;
    let mut archive = ArchiveWriter { file: BufWriter::new(file), rows: 0 };
    archive.line(&head())?;
    macro_rules! write {
        ($table:ident) => {
            archive.table::<$table::Entity>(&transaction).await?;
        };
    }
    each_table!(write);
    let end = End { rows: archive.rows };
    archive.line(&end)?;
    archive.file.flush()?;
    Ok(())
}

struct ArchiveWriter<W: Write> {
    file: BufWriter<W>,
    rows: u64,
}

impl<W: Write> ArchiveWriter<W> {
    fn line(&mut self, line: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.file, line)?;
        self.file.write_all(b"\n")?;
        Ok(())
    }

    async fn table<E>(&mut self, transaction: &DatabaseTransaction) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: Serialize + Send,
    {
        self.line(&TableHead { table: E::default().table_name().to_owned() })?;
        // By key, so that the same data give the same file.
        let by_key = E::PrimaryKey::iter()
            .fold(E::find(), |find, key| find.order_by_asc(sea_orm::PrimaryKeyToColumn::into_column(key)));
        let mut rows = by_key.stream(transaction).await?;
        while let Some(row) = rows.try_next().await? {
            self.line(&row)?;
            self.rows += 1;
        }
        Ok(())
    }
}

/// Reads an archive into an empty database. All or nothing.
pub async fn restore(database: &Database, file: impl Read + Send + 'static) -> Result<(), Error> {
    database
        .write(move |transaction| Box::pin(async move { ArchiveReader::new(file).restore(transaction).await }))
        .await
}

/// The lines of an archive, as they are read.
struct ArchiveReader<R: Read> {
    file: BufReader<R>,
    number: usize,
    text: String,
    rows: u64,
}

impl<R: Read> ArchiveReader<R> {
    fn new(file: R) -> Self {
        Self { file: BufReader::new(file), number: 0, text: String::new(), rows: 0 }
    }

    fn next(&mut self) -> Result<(), Error> {
        self.number += 1;
        self.text.clear();
        self.file.read_line(&mut self.text)?;
        if self.text.is_empty() { Err(self.fault("the file ends here; use a whole backup")) } else { Ok(()) }
    }

    fn fault(&self, message: impl ToString) -> Error {
        Error::Archive { line: self.number, message: message.to_string() }
    }

    fn read<T: DeserializeOwned>(&self, what: &str) -> Result<T, Error> {
        serde_json::from_str(&self.text)
            .map_err(|error| self.fault(format!("this is not {what} ({error}); use a backup made by this program")))
    }

    async fn restore(mut self, transaction: &DatabaseTransaction) -> Result<(), Error> {
        macro_rules! refuse_rows {
            ($table:ident) => {
                if $table::Entity::find().limit(1).count(transaction).await? > 0 {
                    return Err(Error::NotEmpty);
                }
            };
        }
        each_table!(refuse_rows);
        self.next()?;
        let (found, fits) = (self.read::<Head>("the beginning of a backup")?, head());
        if found != fits {
            let message = format!(
                "the backup fits the schema {}, this program {}; restore with the program that made it, then migrate",
                found.schema, fits.schema
            );
            return Err(self.fault(message));
        }
        self.next()?;
        macro_rules! read {
            ($table:ident) => {
                self.table::<$table::Entity, $table::ActiveModel>(transaction).await?;
            };
        }
        each_table!(read);
        let end: End = self.read("the end of a backup")?;
        if end.rows != self.rows {
            return Err(
                self.fault(format!("{} rows were written and {} are here; use a whole backup", end.rows, self.rows))
            );
        }
        reset_sequences(transaction).await
    }

    /// Reads one table; the line after its rows is the current one then.
    async fn table<E, A>(&mut self, transaction: &DatabaseTransaction) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: DeserializeOwned + IntoActiveModel<A> + ModelTrait<Entity = E>,
        A: ActiveModelBehavior<Entity = E> + Send,
    {
        let head: TableHead = self.read("the name of a table")?;
        let entity = E::default();
        let name = entity.table_name();
        if head.table != name {
            return Err(
                self.fault(format!("this is the table {}, not {name}; use a backup made by this program", head.table))
            );
        }
        let mut rows = Vec::new();
        loop {
            self.next()?;
            let is_next = self.text.starts_with("{\"table\":") || self.text.starts_with("{\"rows\":");
            if is_next || rows.len() >= 10_000 {
                for rows in chunks(std::mem::take(&mut rows)) {
                    E::insert_many(rows).exec_without_returning(transaction).await?;
                }
            }
            if is_next {
                return Ok(());
            }
            rows.push(self.read::<E::Model>("a row of this table")?.into_active_model());
            self.rows += 1;
        }
    }
}

/// PostgreSQL gives out numbers from counters that do not know of rows that brought their own.
async fn reset_sequences(transaction: &DatabaseTransaction) -> Result<(), Error> {
    if transaction.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    macro_rules! go_on {
        ($table:ident) => {
            if $table::PrimaryKey::auto_increment() {
                let table = $table::Entity.table_name();
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
                );
                transaction.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
            }
        };
    }
    each_table!(go_on);
    Ok(())
}
