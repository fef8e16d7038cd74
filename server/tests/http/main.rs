//! The site over HTTP: what every response carries, how one signs in, what is refused, and how answers are kept.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a broken promise in a test is a failed test"
)]

mod assets;
mod change_feed;
mod correcting;
mod declining;
mod downloads;
mod headers;
mod inviting;
mod limits;
mod public;
mod querying;
mod reading_through;
mod respond;
mod rounds;
mod security_log;
mod sessions;
mod sign_in;
mod signing_off;
mod support;
mod workbook;
