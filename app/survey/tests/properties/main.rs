//! What holds for every questionnaire and every answer, tried with generated ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cells;
mod evaluation;
mod files;
mod generated;
