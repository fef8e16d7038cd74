//! The pictures that are kept in memory, told apart by the responses' revisions.

use super::{head::HeadRow, snapshot::Snapshot};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use survey::evaluation::EvaluationContext;

/// The pictures that are kept: those that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct SnapshotCache(Mutex<SnapshotsByUse>);

#[derive(Debug, Default)]
struct SnapshotsByUse {
    uses: u64,
    by_response: HashMap<i64, (u64, Arc<Snapshot>)>,
}

/// The most pictures that are kept: more than the people who work at once, and a few tens of megabytes.
const MOST_SNAPSHOTS: usize = 512;

impl SnapshotCache {
    /// The picture of a response, if it is current and of these circumstances.
    pub(super) fn get(&self, head: &HeadRow, context: EvaluationContext) -> Option<Arc<Snapshot>> {
        self.current(head).filter(|snapshot| snapshot.context == context)
    }

    fn current(&self, head: &HeadRow) -> Option<Arc<Snapshot>> {
        let mut snapshots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.uses += 1;
        let uses = snapshots.uses;
        let (used, snapshot) = snapshots.by_response.get_mut(&head.id)?;
        if snapshot.change_number != head.change_number || snapshot.earlier != head.earlier {
            return None;
        }
        *used = uses;
        Some(Arc::clone(snapshot))
    }

    /// Lets go of a picture, if it is kept: whoever is about to change it need not copy it then.
    pub(super) fn evict(&self, response: i64, snapshot: &Arc<Snapshot>) -> bool {
        let mut snapshots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_cached = snapshots.by_response.get(&response).is_some_and(|(_, cached)| Arc::ptr_eq(cached, snapshot));
        if is_cached {
            snapshots.by_response.remove(&response);
        }
        is_cached
    }

    /// Notes that a committed change has touched no answer: the picture is that of the next revision too.
    pub(crate) fn advance(&self, head: &HeadRow) {
        if let Some(snapshot) = self.current(head) {
            self.put(
                head.id,
                Arc::new(Snapshot { change_number: head.change_number + 1, ..Snapshot::clone(&snapshot) }),
            );
        }
    }

    /// Keeps a picture of what is committed, unless a newer one is there.
    pub(super) fn put(&self, response: i64, snapshot: Arc<Snapshot>) {
        let mut snapshots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.uses += 1;
        let uses = snapshots.uses;
        match snapshots.by_response.get_mut(&response) {
            Some((_, cached)) if cached.change_number > snapshot.change_number => {}
            Some(cached) => *cached = (uses, snapshot),
            None => {
                if snapshots.by_response.len() >= MOST_SNAPSHOTS {
                    // The half that was used longest ago goes at once, so that this is rare.
                    let mut used: Vec<u64> = snapshots.by_response.values().map(|(used, _)| *used).collect();
                    used.sort_unstable();
                    let middle = used.get(used.len() / 2).copied().unwrap_or(uses);
                    snapshots.by_response.retain(|_, (used, _)| *used > middle);
                }
                snapshots.by_response.insert(response, (uses, snapshot));
            }
        }
    }
}
