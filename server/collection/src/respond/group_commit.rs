//! Saves that come at the same time are carried out together: one transaction, a statement for each table, and one wait
//! for the disk. Whoever saves alone waits no longer than before.
//!
//! What a save comes to is found before its turn, so that it costs the others no time. It holds if the response, once it is
//! locked, stands as it did; otherwise it is found again.

use super::{
    head::HeadRow,
    save::{PreparedSave, Save, Saved, prepare},
    snapshot::Snapshot,
    write_batch::WriteBatch,
};
use crate::{Actor, Error, ResponseKey, Store, hash::sha256, store::Cache};
use sea_orm::{DatabaseTransaction, DbErr};
use std::{
    collections::{BTreeMap, BTreeSet},
    iter::repeat_with,
    mem,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};
use time::OffsetDateTime;
use tokio::sync::oneshot;

/// The most saves in one transaction: enough to make the cost of a durable commit small, few enough that the first does
/// not wait long for the last.
const MOST_SAVES: usize = 256;

/// The saves that wait.
#[derive(Debug, Default)]
pub(crate) struct SaveQueue {
    saves: Mutex<Vec<(QueuedSave, Option<PreparedAhead>, ResultSender)>>,
    /// Held by whoever carries saves out. The others wait, so that there is something to carry out together.
    turn: tokio::sync::Mutex<()>,
}

/// Who wants what saved, and when.
#[derive(Debug)]
pub(super) struct QueuedSave {
    pub actor: Actor,
    pub save: Save,
    /// The hash of what is saved, by which a retry is known.
    pub hash: String,
    pub now: OffsetDateTime,
    /// Nothing is saved where anything is in conflict.
    pub whole: bool,
}

impl QueuedSave {
    pub(super) fn new(actor: &Actor, save: Save, now: OffsetDateTime) -> Result<Self, Error> {
        let hash = sha256(&serde_json::to_vec(&save.changes)?);
        Ok(Self { actor: actor.clone(), save, hash, now, whole: false })
    }
}

/// What a save comes to as long as the response stands so.
type PreparedAhead = (HeadRow, PreparedSave);

/// Where the caller waits for what came of its save.
type ResultSender = oneshot::Sender<Result<Saved, Error>>;

/// What a save came to, and the picture of the response after it, where it changed.
pub(super) type SaveOutcome = Result<(Saved, Option<(i64, Arc<Snapshot>)>), Error>;

impl SaveQueue {
    /// Carries a save out, together with those that wait, and answers when it is on disk.
    pub(super) async fn carry_out(store: &Store, queued: QueuedSave) -> Result<Saved, Error> {
        let (answer, answered) = oneshot::channel();
        // Apart from the request: others may be carried out with it, and its caller may go away.
        tokio::spawn(enqueue(store.clone(), queued, answer));
        answered.await.map_err(|_| DbErr::Custom("the save was not carried through".into()))?
    }

    /// The next saves in the order in which they came; of a response only one, which the next builds on.
    fn next(&self) -> (Vec<QueuedSave>, Vec<Option<PreparedAhead>>, Vec<ResultSender>) {
        let mut saves = self.saves.lock().unwrap_or_else(PoisonError::into_inner);
        let mut responses = BTreeSet::new();
        let (taken, left): (Vec<_>, Vec<_>) = mem::take(&mut *saves)
            .into_iter()
            .partition(|(queued, ..)| responses.len() < MOST_SAVES && responses.insert(queued.save.key.clone()));
        *saves = left;
        taken.into_iter().collect()
    }
}

/// Lets a save wait for its turn with what it comes to.
async fn enqueue(store: Store, queued: QueuedSave, answer: ResultSender) {
    // What fails here is tried again in its turn.
    let prepared_ahead = prepared_ahead(&store, &queued).await.ok().flatten();
    store.cache().save_queue.saves.lock().unwrap_or_else(PoisonError::into_inner).push((
        queued,
        prepared_ahead,
        answer,
    ));
    run_group(store).await;
}

/// What a save comes to as the response stands now. Nothing once it is sent in: then that hangs on more than the response,
/// on what reviewers ask.
async fn prepared_ahead(store: &Store, queued: &QueuedSave) -> Result<Option<PreparedAhead>, Error> {
    let head = HeadRow::read(store, &queued.save.key).await?;
    if head.status()?.is_counted() {
        return Ok(None);
    }
    let snapshot = Snapshot::read(store, &head, queued.now).await?;
    let prepared = prepare(store.read(), store.cache(), &head, snapshot, queued).await?;
    Ok(Some((head, prepared)))
}

/// Carries out what waits when its turn has come. Every save brings one of these, so none is left waiting.
async fn run_group(store: Store) {
    let _turn = store.cache().save_queue.turn.lock().await;
    let (queued_saves, prepared_ahead, answers) = store.cache().save_queue.next();
    if queued_saves.is_empty() {
        return;
    }
    let queued_saves = Arc::new(queued_saves);
    match write(&store, &queued_saves, 0..queued_saves.len(), prepared_ahead).await {
        Ok(outcomes) => {
            outcomes.into_iter().zip(answers).for_each(|(outcome, answer)| acknowledge(&store, answer, outcome))
        }
        Err(error) => {
            if queued_saves.len() > 1 {
                tracing::warn!(%error, saves = queued_saves.len(), "saves are carried out one by one");
            }
            // So that what is wrong with one does not stand in the way of the others.
            for (at, answer) in answers.into_iter().enumerate() {
                let outcomes = write(&store, &queued_saves, at..at + 1, Vec::new()).await;
                acknowledge(&store, answer, outcomes.and_then(single));
            }
        }
    }
}

/// Carries out some of the saves in one transaction.
async fn write(
    store: &Store,
    queued_saves: &Arc<Vec<QueuedSave>>,
    which: Range<usize>,
    prepared_ahead: Vec<Option<PreparedAhead>>,
) -> Result<Vec<SaveOutcome>, Error> {
    let (cache, queued_saves) = (store.cache().clone(), Arc::clone(queued_saves));
    store
        .write(move |transaction| {
            Box::pin(async move {
                commit_group(transaction, &cache, queued_saves.get(which).unwrap_or_default(), prepared_ahead).await
            })
        })
        .await
}

/// Tells the caller. What is committed is kept in memory first: the next save builds on it.
fn acknowledge(store: &Store, answer: ResultSender, outcome: SaveOutcome) {
    let saved = outcome.map(|(saved, snapshot)| {
        if let Some((response, snapshot)) = snapshot {
            store.cache().snapshots.put(response, snapshot);
        }
        saved
    });
    // A caller that has gone away does not hear it.
    let _ = answer.send(saved);
}

/// Carries one save out as a part of a transaction.
pub(super) async fn save_in(transaction: &DatabaseTransaction, cache: &Cache, queued: QueuedSave) -> SaveOutcome {
    commit_group(transaction, cache, &[queued], Vec::new()).await.and_then(single)
}

fn single(outcomes: Vec<SaveOutcome>) -> SaveOutcome {
    outcomes.into_iter().next().unwrap_or(Err(Error::NotFound))
}

/// Carries saves of different responses out in one transaction. What one of them may not do stops only that one; nothing
/// is written of it.
async fn commit_group(
    transaction: &DatabaseTransaction,
    cache: &Cache,
    queued_saves: &[QueuedSave],
    prepared_ahead: Vec<Option<PreparedAhead>>,
) -> Result<Vec<SaveOutcome>, Error> {
    let keys: Vec<&ResponseKey> = queued_saves.iter().map(|queued| &queued.save.key).collect();
    let heads = HeadRow::lock_all(transaction, &keys).await?;
    let heads: BTreeMap<ResponseKey, HeadRow> = heads.into_iter().map(|head| (head.key(), head)).collect();
    let mut write_batch = WriteBatch::default();
    let mut outcomes = Vec::with_capacity(queued_saves.len());
    for (queued, prepared_ahead) in queued_saves.iter().zip(prepared_ahead.into_iter().chain(repeat_with(|| None))) {
        let Some(head) = heads.get(&queued.save.key) else {
            outcomes.push(Err(Error::NotFound));
            continue;
        };
        let prepared = match prepared_ahead.filter(|(seen, _)| seen == head) {
            Some((_, prepared)) => Ok(prepared),
            None => prepare_locked(transaction, cache, head, queued).await,
        };
        outcomes.push(prepared.map(|PreparedSave { saved, change }| {
            let snapshot = change.map(|(own, snapshot)| {
                write_batch.add(own);
                (head.id, snapshot)
            });
            (saved, snapshot)
        }));
    }
    write_batch.write(transaction).await?;
    Ok(outcomes)
}

/// What a save comes to on a locked response.
async fn prepare_locked(
    transaction: &DatabaseTransaction,
    cache: &Cache,
    head: &HeadRow,
    queued: &QueuedSave,
) -> Result<PreparedSave, Error> {
    let snapshot = Snapshot::of(transaction, cache, head, queued.now).await?;
    prepare(transaction, cache, head, snapshot, queued).await
}
