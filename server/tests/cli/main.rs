//! The command line as other programs see it: exit codes, stdout and stderr.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a broken promise in a test is a failed test"
)]

mod files;
mod refusals;
mod support;
