//! The database of Lägesbild: its tables, how it is opened, read and written, and its archive. Knows no use case.
//!
//! The same code runs on SQLite, which has one writer that gathers the writes that wait into one transaction, and on
//! PostgreSQL.

pub mod archive;
pub mod entities;
pub mod rows;
pub mod stored;

mod batch_loader;
mod connection;
mod error;
mod file;
mod schema;
mod writer;

pub use batch_loader::BatchLoader;
pub use connection::{Database, is_unencrypted};
pub use error::Error;
