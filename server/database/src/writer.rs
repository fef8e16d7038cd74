//! The one writer of an SQLite database.
//!
//! SQLite takes one writer at a time and makes each commit durable by itself, so the writes that wait are gathered: each
//! runs in a savepoint of one transaction, and is acknowledged when that transaction is on disk. A write that fails rolls
//! back its own savepoint and leaves the others alone. The first needs no savepoint, which would copy every page that it
//! changes: if it fails the transaction holds nothing else. A write is carried through even if its caller has gone away.

use crate::{Error, file::DatabaseFile};
use futures::{FutureExt, future::BoxFuture};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::{panic::AssertUnwindSafe, path::PathBuf, sync::Arc};
use tokio::sync::{mpsc, oneshot};

/// The most writes that share one transaction: enough to make the cost of a durable commit small, few enough that the
/// first does not wait long for the last.
const LARGEST_GROUP: usize = 128;

/// The most writes that wait; after that callers wait to be let in.
const LONGEST_QUEUE: usize = 1024;

/// What came of the transaction that the write shared. The caller learns it by this.
type Acknowledge = Box<dyn FnOnce(Committed) + Send>;

/// Whether the transaction is on disk; else why not.
type Committed = Result<(), Uncommitted>;

/// Why a transaction was not kept, told to each of the writes that shared it.
#[derive(Debug, Clone)]
enum Uncommitted {
    /// The database refused, in its words.
    Refused(String),
    /// It went into a file that is gone.
    Gone(PathBuf),
}

impl From<Uncommitted> for Error {
    fn from(why: Uncommitted) -> Self {
        match why {
            Uncommitted::Refused(words) => DbErr::Custom(words).into(),
            Uncommitted::Gone(path) => Self::Gone { path },
        }
    }
}

/// Where a write is carried out.
enum GroupPosition<'t> {
    /// It is the first of its transaction.
    First(&'t DatabaseTransaction),
    /// Others have written before it.
    After(&'t DatabaseTransaction),
    /// There is no transaction, and why.
    Nowhere(String),
}

/// One waiting write. Given no transaction, it tells its caller why and does nothing.
type Job = Box<dyn for<'t> FnOnce(GroupPosition<'t>) -> BoxFuture<'t, Option<Acknowledge>> + Send>;

/// What the writer is told.
enum WriterMessage {
    Write(Job),
    Close(oneshot::Sender<()>),
}

/// Lets writes into the one transaction at a time that SQLite has.
#[derive(Debug, Clone)]
pub struct Writer {
    messages: mpsc::Sender<WriterMessage>,
}

impl Writer {
    /// Starts a writer on a connection that nothing else uses, to this file.
    pub fn start(connection: DatabaseConnection, file: Arc<DatabaseFile>) -> Self {
        let (messages, waiting) = mpsc::channel(LONGEST_QUEUE);
        tokio::spawn(run(connection, file, waiting));
        Self { messages }
    }

    /// Carries out one write and answers when it is on disk.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |place| Box::pin(carry_out(work, place, answer)));
        self.messages.send(WriterMessage::Write(job)).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }

    /// Closes the connection when the writes that wait have been carried out. Later writes fail.
    pub async fn close(&self) {
        let (closed, is_closed) = oneshot::channel();
        // A writer that is gone has closed already.
        if self.messages.send(WriterMessage::Close(closed)).await.is_ok() {
            let _ = is_closed.await;
        }
    }
}

fn stopped() -> Error {
    DbErr::Custom("the writer has stopped".into()).into()
}

/// Runs one write. What is left to do after the commit is returned; nothing when it failed.
async fn carry_out<T, E, F>(
    work: F,
    place: GroupPosition<'_>,
    answer: oneshot::Sender<Result<T, E>>,
) -> Option<Acknowledge>
where
    F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    // A caller that has gone away does not read its answer; the write stands all the same.
    let result = match place {
        GroupPosition::First(transaction) => work(transaction).await,
        GroupPosition::After(transaction) => in_savepoint(work, transaction).await,
        GroupPosition::Nowhere(message) => Err(Error::from(DbErr::Custom(message)).into()),
    };
    match result {
        Ok(value) => Some(Box::new(move |committed| {
            let _ = answer.send(committed.map(|()| value).map_err(|why| Error::from(why).into()));
        })),
        Err(error) => {
            let _ = answer.send(Err(error));
            None
        }
    }
}

async fn in_savepoint<T, E, F>(work: F, transaction: &DatabaseTransaction) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>>,
    E: From<Error>,
{
    let savepoint = transaction.begin().await.map_err(Error::from)?;
    match work(&savepoint).await {
        Ok(value) => {
            savepoint.commit().await.map_err(Error::from)?;
            Ok(value)
        }
        Err(error) => {
            savepoint.rollback().await.map_err(Error::from)?;
            Err(error)
        }
    }
}

async fn run(connection: DatabaseConnection, file: Arc<DatabaseFile>, mut waiting: mpsc::Receiver<WriterMessage>) {
    let mut next = waiting.recv().await;
    while let Some(message) = next {
        next = match message {
            WriterMessage::Write(first) => {
                // Immediate: a transaction that reads first and then writes could not wait for another process to finish.
                let options = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..Default::default()
                };
                match connection.begin_with_options(options).await {
                    Ok(transaction) => commit_group(transaction, &file, first, &mut waiting).await,
                    Err(error) => {
                        tracing::error!(%error, "a transaction could not begin");
                        first(GroupPosition::Nowhere(error.to_string())).await;
                        None
                    }
                }
            }
            WriterMessage::Close(closed) => {
                let _ = connection.close().await;
                let _ = closed.send(());
                return;
            }
        };
        if next.is_none() {
            next = waiting.recv().await;
        }
    }
}

/// Carries out the first write and those that wait meanwhile, commits them together, and tells their callers. A message
/// that is no write ends the group and is handed back.
async fn commit_group(
    transaction: DatabaseTransaction,
    file: &DatabaseFile,
    first: Job,
    waiting: &mut mpsc::Receiver<WriterMessage>,
) -> Option<WriterMessage> {
    let mut done = Vec::new();
    let mut next = Some(first);
    let mut other = None;
    let mut carried_out = 0;
    while let Some(job) = next.take() {
        // A write that panics must not take the writer with it. Its savepoint is in an unknown state, so the group is undone.
        let is_first = carried_out == 0;
        let place = if is_first { GroupPosition::First(&transaction) } else { GroupPosition::After(&transaction) };
        match AssertUnwindSafe(job(place)).catch_unwind().await {
            Ok(Some(acknowledge)) => done.push(acknowledge),
            Ok(None) if is_first => {
                let _ = transaction.rollback().await;
                return None;
            }
            Ok(None) => {}
            Err(_) => {
                tracing::error!(writes = done.len() + 1, "a write panicked, and those of its transaction are undone");
                let _ = transaction.rollback().await;
                for acknowledge in done {
                    let words = "another write of the same transaction failed; try again";
                    acknowledge(Err(Uncommitted::Refused(words.into())));
                }
                return None;
            }
        }
        carried_out += 1;
        if carried_out < LARGEST_GROUP {
            match waiting.try_recv() {
                Ok(WriterMessage::Write(job)) => next = Some(job),
                Ok(message) => other = Some(message),
                Err(_) => {}
            }
        }
    }
    let committed = commit(transaction, file).await;
    if let Err(error) = &committed {
        tracing::error!(?error, writes = done.len(), "a transaction could not be committed");
    }
    for acknowledge in done {
        acknowledge(committed.clone());
    }
    other
}

/// Commits, into a file that is there: SQLite sees no difference.
async fn commit(transaction: DatabaseTransaction, file: &DatabaseFile) -> Committed {
    transaction.commit().await.map_err(|error| Uncommitted::Refused(error.to_string()))?;
    file.check_committed().map_err(|error| match error {
        Error::Gone { path } => Uncommitted::Gone(path),
        error => Uncommitted::Refused(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::{ConnectionTrait, Database, Statement};
    use tempfile::TempDir;
    use tokio::sync::Notify;

    struct WriterFixture {
        writer: Writer,
        reader: DatabaseConnection,
        _folder: TempDir,
    }

    async fn setting() -> WriterFixture {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let file = Arc::new(DatabaseFile::open(&path).unwrap());
        let url = format!("sqlite://{}", path.display());
        let connection = Database::connect(&url).await.unwrap();
        connection.execute_unprepared("PRAGMA journal_mode = WAL").await.unwrap();
        connection.execute_unprepared("CREATE TABLE words (word TEXT)").await.unwrap();
        let reader = Database::connect(&url).await.unwrap();
        WriterFixture { writer: Writer::start(connection, file), reader, _folder: folder }
    }

    async fn words(connection: &impl ConnectionTrait) -> Vec<String> {
        let sql = "SELECT word FROM words ORDER BY rowid";
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get("", "word").unwrap()).collect()
    }

    async fn insert(transaction: &DatabaseTransaction, word: &str) -> Result<(), Error> {
        transaction.execute_unprepared(&format!("INSERT INTO words VALUES ('{word}')")).await?;
        Ok(())
    }

    type Write<T> = for<'t> fn(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, Error>>;

    /// Starts writes that wait for each other: the first goes on only when the others are in the queue.
    async fn grouped<T: Send + 'static>(setting: &WriterFixture, writes: Vec<Write<T>>) -> Vec<Result<T, Error>> {
        let (begun, others_wait) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let writer = setting.writer.clone();
        let (tell_begun, wait_for_others) = (Arc::clone(&begun), Arc::clone(&others_wait));
        let first = tokio::spawn(async move {
            writer
                .write(move |transaction| {
                    Box::pin(async move {
                        tell_begun.notify_one();
                        wait_for_others.notified().await;
                        insert(transaction, "first").await
                    })
                })
                .await
        });
        begun.notified().await;
        let waiting = writes.len();
        let mut outcomes: Vec<_> = writes.into_iter().map(|write| Box::pin(setting.writer.write(write))).collect();
        // Asked once each, they stand in the queue.
        for outcome in &mut outcomes {
            assert!(futures::poll!(outcome).is_pending());
        }
        assert_eq!(outcomes.len(), waiting);
        others_wait.notify_one();
        let outcomes = futures::future::join_all(outcomes).await;
        let _ = first.await.unwrap();
        outcomes
    }

    #[tokio::test]
    async fn waiting_writes_share_a_transaction_and_a_refused_one_leaves_the_others_alone() {
        let setting = setting().await;
        let outcomes = grouped(
            &setting,
            vec![
                |transaction| {
                    Box::pin(async move {
                        insert(transaction, "second").await?;
                        Ok(words(transaction).await)
                    })
                },
                |transaction| {
                    Box::pin(async move {
                        insert(transaction, "refused").await?;
                        Err(Error::NotEmpty)
                    })
                },
                |transaction| Box::pin(async move { Ok(words(transaction).await) }),
            ],
        )
        .await;
        assert_eq!(outcomes[0].as_ref().unwrap(), &["first", "second"]);
        assert!(matches!(outcomes[1], Err(Error::NotEmpty)));
        assert_eq!(outcomes[2].as_ref().unwrap(), &["first", "second"]);
        assert_eq!(words(&setting.reader).await, ["first", "second"]);
    }

    #[tokio::test]
    async fn what_the_first_has_written_is_undone_when_it_fails() {
        let setting = setting().await;
        let refused: Result<(), Error> = setting
            .writer
            .write(|transaction| {
                Box::pin(async move {
                    insert(transaction, "refused").await?;
                    Err(Error::NotEmpty)
                })
            })
            .await;
        assert!(matches!(refused, Err(Error::NotEmpty)));
        setting.writer.write(|transaction| Box::pin(insert(transaction, "after"))).await.unwrap();
        assert_eq!(words(&setting.reader).await, ["after"]);
    }

    #[tokio::test]
    async fn a_write_that_panics_is_undone_with_its_group_and_the_writer_goes_on() {
        let setting = setting().await;
        let outcomes = grouped::<()>(
            &setting,
            vec![|transaction| Box::pin(insert(transaction, "second")), |transaction| {
                Box::pin(async move {
                    insert(transaction, "third").await?;
                    panic!("a fault in a use case")
                })
            }],
        )
        .await;
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(Error::Refused(_)))), "{outcomes:?}");
        assert_eq!(words(&setting.reader).await, Vec::<String>::new());
        setting.writer.write(|transaction| Box::pin(insert(transaction, "after"))).await.unwrap();
        assert_eq!(words(&setting.reader).await, ["after"]);
    }

    #[tokio::test]
    async fn what_is_not_committed_is_not_acknowledged() {
        let setting = setting().await;
        let seen = grouped(
            &setting,
            vec![|transaction| {
                Box::pin(async move {
                    insert(transaction, "second").await?;
                    // Breaks the commit: the transaction is gone when it is to be committed.
                    transaction.execute_unprepared("ROLLBACK").await?;
                    Ok(())
                })
            }],
        )
        .await;
        assert!(seen[0].is_err(), "{seen:?}");
        assert_eq!(words(&setting.reader).await, Vec::<String>::new());
        setting.writer.write(|transaction| Box::pin(insert(transaction, "after"))).await.unwrap();
        assert_eq!(words(&setting.reader).await, ["after"]);
    }

    #[tokio::test]
    async fn a_write_is_carried_through_when_its_caller_has_gone() {
        let setting = setting().await;
        let mut abandoned = Box::pin(setting.writer.write(|transaction| Box::pin(insert(transaction, "abandoned"))));
        assert!(futures::poll!(&mut abandoned).is_pending());
        drop(abandoned);
        setting.writer.write(|transaction| Box::pin(insert(transaction, "next"))).await.unwrap();
        assert_eq!(words(&setting.reader).await, ["abandoned", "next"]);
    }
}
