//! Questionnaires as they are sent, compressed once.

use crate::assets::ContentCoding;
use axum::body::Bytes;
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// Questionnaires, compressed. They never change, and there are few.
#[derive(Debug, Default)]
pub struct PackedQuestionnaires(RwLock<HashMap<(String, ContentCoding), Bytes>>);

impl PackedQuestionnaires {
    /// The packed questionnaire, if it has been asked for before.
    pub fn get(&self, asked: &(String, ContentCoding)) -> Option<Bytes> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(asked).cloned()
    }

    /// Keeps a packed questionnaire for the next that asks.
    pub fn keep(&self, asked: (String, ContentCoding), packed: Bytes) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(asked, packed);
    }
}
