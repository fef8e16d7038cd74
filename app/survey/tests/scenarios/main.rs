//! The engine as a client sees it: small questionnaires of `tests/definitions`, answered as a person would.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod checks;
mod data;
mod lineage;
mod missing;
mod relevance;
mod scenario;
mod values;
