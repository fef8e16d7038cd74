//! How many pages one person may have open that are told what colleagues do: each asks the database every second.

use collection::Actor;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Every section of a questionnaire, and some twice.
const MOST: usize = 20;

/// Counts the open pages of each person.
#[derive(Debug, Clone, Default)]
pub struct OpenPages(Arc<Mutex<HashMap<i64, usize>>>);

/// One open page. Closed when it goes away.
#[derive(Debug)]
pub struct OpenPage {
    pages: OpenPages,
    person: i64,
}

impl OpenPages {
    /// One more page of this person; none when there are too many. Nobody has none.
    pub fn open(&self, actor: &Actor) -> Option<OpenPage> {
        let person = actor.person()?.id;
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = pages.entry(person).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(OpenPage { pages: self.clone(), person })
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        let mut pages = self.pages.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = pages.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                pages.remove(&self.person);
            }
        }
    }
}
