//! Reads of one kind that come at the same time are one query. A query is handed to another thread and back, which costs
//! more than to find a row. Whoever reads alone waits no longer than before, and nothing is read before it is asked for.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::{Mutex, PoisonError},
};
use tokio::sync::oneshot::{self, error::TryRecvError};

/// The most keys in one query.
const MOST_KEYS: usize = 64;

/// Those who wait for a value by its key.
#[derive(Debug)]
pub struct BatchLoader<K, V> {
    waiting: Mutex<Vec<(K, oneshot::Sender<Option<V>>)>>,
    /// Held by whoever reads, for everybody who waits.
    turn: tokio::sync::Mutex<()>,
}

impl<K, V> Default for BatchLoader<K, V> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }
}

impl<K: Clone + Ord, V: Clone> BatchLoader<K, V> {
    /// The value of a key, if there is one. `read` finds the values of several.
    pub async fn find<F, E>(&self, key: K, read: impl Fn(Vec<K>) -> F) -> Result<Option<V>, E>
    where
        F: Future<Output = Result<BTreeMap<K, V>, E>>,
    {
        let (tell, mut told) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((key.clone(), tell));
        let _turn = self.turn.lock().await;
        loop {
            match told.try_recv() {
                Ok(value) => return Ok(value),
                // Whoever read it failed, or has gone away.
                Err(TryRecvError::Closed) => return Ok(read(vec![key.clone()]).await?.remove(&key)),
                Err(TryRecvError::Empty) => {}
            }
            let batch = self.next();
            let found = read(padded_to_power_of_two(batch.iter().map(|(key, _)| key.clone()))).await?;
            for (key, tell) in batch {
                // A caller that has gone away does not hear it.
                let _ = tell.send(found.get(&key).cloned());
            }
        }
    }

    /// The next that wait, in the order in which they came.
    fn next(&self) -> Vec<(K, oneshot::Sender<Option<V>>)> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = waiting.len().min(MOST_KEYS);
        let left = waiting.split_off(taken);
        mem::replace(&mut *waiting, left)
    }
}

/// The keys, the last of them repeated until there are 1, 2, 4, 8 …: the database keeps the statements that it has prepared
/// by their text.
fn padded_to_power_of_two<K: Clone + Ord>(keys: impl Iterator<Item = K>) -> Vec<K> {
    let keys: BTreeSet<K> = keys.collect();
    let mut keys: Vec<K> = keys.into_iter().collect();
    if let Some(last) = keys.last().cloned() {
        keys.resize(keys.len().next_power_of_two(), last);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use futures::future::join_all;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn keys_that_wait_are_one_query_and_each_caller_gets_its_own() {
        let (loader, queries) = (BatchLoader::default(), AtomicUsize::new(0));
        let (loader, queries) = (&loader, &queries);
        let read = |keys: Vec<usize>| async move {
            queries.fetch_add(1, Ordering::Relaxed);
            assert!(keys.len() <= MOST_KEYS);
            tokio::task::yield_now().await;
            Ok::<_, Error>(keys.into_iter().filter(|key| key % 2 == 0).map(|key| (key, key * 10)).collect())
        };
        let found = join_all((0..150).map(|key| loader.find(key, read))).await;
        for (key, value) in found.into_iter().enumerate() {
            assert_eq!(value.unwrap(), (key % 2 == 0).then_some(key * 10));
        }
        // The first alone, the others in three portions.
        assert_eq!(queries.load(Ordering::Relaxed), 4);
        // Asked again it is read again.
        assert_eq!(loader.find(4, read).await.unwrap(), Some(40));
        assert_eq!(queries.load(Ordering::Relaxed), 5);
    }

    #[tokio::test]
    async fn one_that_fails_or_goes_away_leaves_the_others_their_answers() {
        let loader: &BatchLoader<usize, usize> = &BatchLoader::default();
        let mut gone = Box::pin(loader.find(1, |_| std::future::pending::<Result<_, Error>>()));
        assert!(futures::poll!(&mut gone).is_pending());
        let fails = |keys: Vec<usize>| async move {
            if keys.contains(&2) { Err(Error::NotEmpty) } else { Ok(BTreeMap::from([(3, 30)])) }
        };
        let mut others = Box::pin(futures::future::join(loader.find(2, fails), loader.find(3, fails)));
        assert!(futures::poll!(&mut others).is_pending());
        drop(gone);
        let (failed, found) = others.await;
        assert!(failed.is_err());
        assert_eq!(found.unwrap(), Some(30));
    }
}
