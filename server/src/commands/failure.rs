//! How a command fails: what stands on stderr, and the exit code.

use crate::{config::ConfigError, exports::ExportError, mail::MailError};
use collection::{DatabaseError, Error};
use std::{io, path::Path, process::ExitCode};

/// Why a command was not carried out.
#[derive(Debug)]
pub enum CommandFailure {
    /// The input or the data is refused: exit 1, a reason a line.
    Refused(Vec<String>),
    /// Wrong use: exit 2.
    Usage(String),
    /// Whoever read the output has read enough.
    Closed,
}

impl CommandFailure {
    /// Refused for one reason.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(vec![reason.into()])
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &io::Error) -> Self {
        Self::refused(format!("{}: {error}", path.display()))
    }

    /// Writes the reasons to stderr.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Refused(reasons) => {
                for reason in reasons {
                    eprintln!("{reason}");
                }
                ExitCode::from(1)
            }
            Self::Usage(reason) => {
                eprintln!("error: {reason}");
                ExitCode::from(2)
            }
            Self::Closed => ExitCode::SUCCESS,
        }
    }
}

impl From<Error> for CommandFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(DatabaseError::Url { .. }) => Self::Usage(error.to_string()),
            error => Self::refused(error.to_string()),
        }
    }
}

impl From<ConfigError> for CommandFailure {
    fn from(error: ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<MailError> for CommandFailure {
    fn from(error: MailError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<io::Error> for CommandFailure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::refused(error.to_string()),
        }
    }
}

impl From<ExportError> for CommandFailure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Collection(error) => error.into(),
            ExportError::Io(error) => error.into(),
            error => Self::refused(error.to_string()),
        }
    }
}
