//! Saves that come at the same time are carried out together: one transaction, a statement for each table, and one wait
//! for the disk. Whoever saves alone waits no longer than before.
//!
//! What a save comes to is found before its turn, so that it costs the others no time. It holds if the response, once it is
//! locked, stands as it did; otherwise it is found again.

use super::{
    head::HeadRow,
    picture::Picture,
    save::{Prepared, Save, Saved, prepare},
    writing::Writing,
};
use crate::{Actor, Error, ResponseKey, Store, hash::sha256, store::Kept};
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
const MOST: usize = 256;

/// The saves that wait.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    saves: Mutex<Vec<(Order, Option<Ahead>, Answer)>>,
    /// Held by whoever carries saves out. The others wait, so that there is something to carry out together.
    turn: tokio::sync::Mutex<()>,
}

/// Who wants what saved, and when.
#[derive(Debug)]
pub(super) struct Order {
    pub actor: Actor,
    pub save: Save,
    /// The hash of what is saved, by which a retry is known.
    pub hash: String,
    pub now: OffsetDateTime,
    /// Nothing is saved where anything is in conflict.
    pub whole: bool,
}

impl Order {
    pub(super) fn new(actor: &Actor, save: Save, now: OffsetDateTime) -> Result<Self, Error> {
        let hash = sha256(&serde_json::to_vec(&save.changes)?);
        Ok(Self { actor: actor.clone(), save, hash, now, whole: false })
    }
}

/// What a save comes to as long as the response stands so.
type Ahead = (HeadRow, Prepared);

/// Where the caller waits for what came of its save.
type Answer = oneshot::Sender<Result<Saved, Error>>;

/// What a save came to, and the picture of the response after it, where it changed.
pub(super) type Outcome = Result<(Saved, Option<(i64, Arc<Picture>)>), Error>;

impl Waiting {
    /// Carries a save out, together with those that wait, and answers when it is on disk.
    pub(super) async fn carry_out(store: &Store, order: Order) -> Result<Saved, Error> {
        let (answer, answered) = oneshot::channel();
        // Apart from the request: others may be carried out with it, and its caller may go away.
        tokio::spawn(begin(store.clone(), order, answer));
        answered.await.map_err(|_| DbErr::Custom("the save was not carried through".into()))?
    }

    /// The next saves in the order in which they came; of a response only one, which the next builds on.
    fn next(&self) -> (Vec<Order>, Vec<Option<Ahead>>, Vec<Answer>) {
        let mut saves = self.saves.lock().unwrap_or_else(PoisonError::into_inner);
        let mut responses = BTreeSet::new();
        let (taken, left): (Vec<_>, Vec<_>) = mem::take(&mut *saves)
            .into_iter()
            .partition(|(order, ..)| responses.len() < MOST && responses.insert(order.save.key.clone()));
        *saves = left;
        taken.into_iter().collect()
    }
}

/// Lets a save wait for its turn with what it comes to.
async fn begin(store: Store, order: Order, answer: Answer) {
    // What fails here is tried again in its turn.
    let ahead = ahead(&store, &order).await.ok().flatten();
    store.kept().waiting.saves.lock().unwrap_or_else(PoisonError::into_inner).push((order, ahead, answer));
    serve(store).await;
}

/// What a save comes to as the response stands now. Nothing once it is sent in: then that hangs on more than the response,
/// on what reviewers ask.
async fn ahead(store: &Store, order: &Order) -> Result<Option<Ahead>, Error> {
    let head = HeadRow::read(store, &order.save.key).await?;
    if head.status()?.is_counted() {
        return Ok(None);
    }
    let picture = Picture::read(store, &head, order.now).await?;
    let prepared = prepare(store.read(), store.kept(), &head, picture, order).await?;
    Ok(Some((head, prepared)))
}

/// Carries out what waits when its turn has come. Every save brings one of these, so none is left waiting.
async fn serve(store: Store) {
    let _turn = store.kept().waiting.turn.lock().await;
    let (orders, ahead, answers) = store.kept().waiting.next();
    if orders.is_empty() {
        return;
    }
    let orders = Arc::new(orders);
    match write(&store, &orders, 0..orders.len(), ahead).await {
        Ok(outcomes) => outcomes.into_iter().zip(answers).for_each(|(outcome, answer)| tell(&store, answer, outcome)),
        Err(error) => {
            if orders.len() > 1 {
                tracing::warn!(%error, saves = orders.len(), "saves are carried out one by one");
            }
            // So that what is wrong with one does not stand in the way of the others.
            for (at, answer) in answers.into_iter().enumerate() {
                let outcomes = write(&store, &orders, at..at + 1, Vec::new()).await;
                tell(&store, answer, outcomes.and_then(only));
            }
        }
    }
}

/// Carries out some of the saves in one transaction.
async fn write(
    store: &Store,
    orders: &Arc<Vec<Order>>,
    which: Range<usize>,
    ahead: Vec<Option<Ahead>>,
) -> Result<Vec<Outcome>, Error> {
    let (kept, orders) = (store.kept().clone(), Arc::clone(orders));
    store
        .write(move |transaction| {
            Box::pin(async move { together(transaction, &kept, orders.get(which).unwrap_or_default(), ahead).await })
        })
        .await
}

/// Tells the caller. What is committed is kept in memory first: the next save builds on it.
fn tell(store: &Store, answer: Answer, outcome: Outcome) {
    let saved = outcome.map(|(saved, picture)| {
        if let Some((response, picture)) = picture {
            store.kept().pictures.keep(response, picture);
        }
        saved
    });
    // A caller that has gone away does not hear it.
    let _ = answer.send(saved);
}

/// Carries one save out as a part of a transaction.
pub(super) async fn save_in(transaction: &DatabaseTransaction, kept: &Kept, order: Order) -> Outcome {
    together(transaction, kept, &[order], Vec::new()).await.and_then(only)
}

fn only(outcomes: Vec<Outcome>) -> Outcome {
    outcomes.into_iter().next().unwrap_or(Err(Error::NotFound))
}

/// Carries saves of different responses out in one transaction. What one of them may not do stops only that one; nothing
/// is written of it.
async fn together(
    transaction: &DatabaseTransaction,
    kept: &Kept,
    orders: &[Order],
    ahead: Vec<Option<Ahead>>,
) -> Result<Vec<Outcome>, Error> {
    let keys: Vec<&ResponseKey> = orders.iter().map(|order| &order.save.key).collect();
    let heads = HeadRow::lock_all(transaction, &keys).await?;
    let heads: BTreeMap<ResponseKey, HeadRow> = heads.into_iter().map(|head| (head.key(), head)).collect();
    let mut writing = Writing::default();
    let mut outcomes = Vec::with_capacity(orders.len());
    for (order, ahead) in orders.iter().zip(ahead.into_iter().chain(repeat_with(|| None))) {
        let Some(head) = heads.get(&order.save.key) else {
            outcomes.push(Err(Error::NotFound));
            continue;
        };
        let prepared = match ahead.filter(|(seen, _)| seen == head) {
            Some((_, prepared)) => Ok(prepared),
            None => in_turn(transaction, kept, head, order).await,
        };
        outcomes.push(prepared.map(|Prepared { saved, change }| {
            let picture = change.map(|(own, picture)| {
                writing.add(own);
                (head.id, picture)
            });
            (saved, picture)
        }));
    }
    writing.write(transaction).await?;
    Ok(outcomes)
}

/// What a save comes to on a locked response.
async fn in_turn(
    transaction: &DatabaseTransaction,
    kept: &Kept,
    head: &HeadRow,
    order: &Order,
) -> Result<Prepared, Error> {
    let picture = Picture::of(transaction, kept, head, order.now).await?;
    prepare(transaction, kept, head, picture, order).await
}
