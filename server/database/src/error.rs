//! Why the database did not do something.

use sea_orm::DbErr;
use std::path::PathBuf;

/// Why the database did not do something.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive cannot be read.
    #[error("line {line} of the backup: {message}")]
    Archive {
        /// Counted from 1.
        line: usize,
        /// The fault and the remedy.
        message: String,
    },
    /// An archive is restored only into an empty database.
    #[error("the database is not empty")]
    NotEmpty,
    /// The address of the database cannot be used.
    #[error("`{url}` is not a database; write sqlite://PATH or postgres://…")]
    Url {
        /// The address, without a password.
        url: String,
    },
    /// The file of the database is gone, or another is in its place: what is written to it is not kept.
    #[error("{} is gone or another file; put it back and start the program anew", .path.display())]
    Gone {
        /// Where the file was.
        path: PathBuf,
    },
    /// Stored data cannot be understood.
    #[error("stored data cannot be read: {0}")]
    Stored(String),
    /// Reading or writing a file failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The database refused.
    #[error(transparent)]
    Refused(#[from] DbErr),
}

impl Error {
    /// Stored data that does not fit its type.
    pub fn stored(what: impl std::fmt::Display) -> Self {
        Self::Stored(what.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::stored(error)
    }
}
