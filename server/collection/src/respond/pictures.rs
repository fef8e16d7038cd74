//! The pictures that are kept in memory, told apart by the responses' revisions.

use super::{head::HeadRow, picture::Picture};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use survey::evaluation::Circumstances;

/// The pictures that are kept: those that were asked for last.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<PicturesByUse>);

#[derive(Debug, Default)]
struct PicturesByUse {
    uses: u64,
    by_response: HashMap<i64, (u64, Arc<Picture>)>,
}

/// The most pictures that are kept: more than the people who work at once, and a few tens of megabytes.
const MOST_PICTURES: usize = 512;

impl Pictures {
    /// The picture of a response, if it is current and of these circumstances.
    pub(super) fn get(&self, head: &HeadRow, circumstances: Circumstances) -> Option<Arc<Picture>> {
        self.current(head).filter(|picture| picture.circumstances == circumstances)
    }

    fn current(&self, head: &HeadRow) -> Option<Arc<Picture>> {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.uses += 1;
        let uses = pictures.uses;
        let (used, picture) = pictures.by_response.get_mut(&head.id)?;
        if picture.revision != head.revision || picture.earlier != head.earlier {
            return None;
        }
        *used = uses;
        Some(Arc::clone(picture))
    }

    /// Lets go of a picture, if it is kept: whoever is about to change it need not copy it then.
    pub(super) fn let_go(&self, response: i64, picture: &Arc<Picture>) -> bool {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_kept = pictures.by_response.get(&response).is_some_and(|(_, kept)| Arc::ptr_eq(kept, picture));
        if is_kept {
            pictures.by_response.remove(&response);
        }
        is_kept
    }

    /// Notes that a committed change has touched no answer: the picture is that of the next revision too.
    pub(crate) fn carry_over(&self, head: &HeadRow) {
        if let Some(picture) = self.current(head) {
            self.keep(head.id, Arc::new(Picture { revision: head.revision + 1, ..Picture::clone(&picture) }));
        }
    }

    /// Keeps a picture of what is committed, unless a newer one is there.
    pub(super) fn keep(&self, response: i64, picture: Arc<Picture>) {
        let mut pictures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.uses += 1;
        let uses = pictures.uses;
        match pictures.by_response.get_mut(&response) {
            Some((_, kept)) if kept.revision > picture.revision => {}
            Some(kept) => *kept = (uses, picture),
            None => {
                if pictures.by_response.len() >= MOST_PICTURES {
                    // The half that was used longest ago goes at once, so that this is rare.
                    let mut used: Vec<u64> = pictures.by_response.values().map(|(used, _)| *used).collect();
                    used.sort_unstable();
                    let middle = used.get(used.len() / 2).copied().unwrap_or(uses);
                    pictures.by_response.retain(|_, (used, _)| *used > middle);
                }
                pictures.by_response.insert(response, (uses, picture));
            }
        }
    }
}
