//! Why something was not done. Codes with what belongs to them; the words are made in the interface.

use crate::{
    import::RowFault,
    respond::{InputFault, ObstacleView},
    rounds::RoundState,
};
use sea_orm::DbErr;
use survey::status::{Status, Step};
use time::OffsetDateTime;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor may not do this.
    #[error("the actor may not do this")]
    Forbidden,
    /// There is no such round, response, section, copy or person.
    #[error("there is no such thing")]
    NotFound,
    /// The round is not open, or the response is sent in or declined: answers cannot change.
    #[error("the round is {round:?} and the response {status}: answers cannot change")]
    Closed {
        /// The state of the round.
        round: RoundState,
        /// The status of the response.
        status: Status,
    },
    /// The state machine does not allow the step from this status.
    #[error("{step:?} is not allowed from {status}")]
    NotAllowed {
        /// The status of the response.
        status: Status,
        /// What was asked for.
        step: Step,
    },
    /// What stops submitting, in the order of the questionnaire.
    #[error("{} obstacles stop submitting", .0.len())]
    Obstacles(Vec<ObstacleView>),
    /// The query does not wait for the organisation: it is answered or closed.
    #[error("the query does not wait for an answer")]
    QueryAnswered,
    /// Something was sent in, written or closed about an answer after the actor read what had been asked about it.
    #[error("something has come about the answer after it was read")]
    Answered,
    /// Somebody of the organisation has asked to correct the response already.
    #[error("a request to correct waits for an answer already")]
    CorrectionAsked,
    /// The request to correct that was read waits for no answer: it was answered, or taken back.
    #[error("the request to correct waits for no answer")]
    CorrectionDecided,
    /// The organisation sent in once more after the actor read what it had sent in.
    #[error("the response was sent in again after it was read")]
    SentInAgain,
    /// Somebody changed the response after the actor read it.
    #[error("the response was changed after it was read")]
    Stale,
    /// An organisation has offered the actor something else after the invitation was read.
    #[error("the invitation was changed after it was read")]
    InvitationChanged,
    /// It is not told which version the actor has read.
    #[error("it is not told which version was read")]
    Unseen,
    /// The questionnaire has no such field, or the field is named twice in one save.
    #[error("`{0}` is not a field that can be saved here")]
    UnknownField(String),
    /// The questionnaire has no such variable.
    #[error("`{0}` is not a variable of this questionnaire; take one that `codebook` lists")]
    UnknownVariable(String),
    /// An internal variable was asked for without saying that internal ones are wanted.
    #[error("`{0}` is internal; ask for internal variables too, or leave it out")]
    InternalVariable(String),
    /// A reason is needed, and what was given is empty or longer than [`LONGEST_TEXT`].
    #[error("a reason is needed, of at most {LONGEST_TEXT} characters")]
    Reason,
    /// A text is longer than [`LONGEST_TEXT`].
    #[error("the text in `{0}` is longer than {LONGEST_TEXT} characters")]
    TooLong(String),
    /// What is wrong with what was filled in.
    #[error("{} faults in what was filled in", .0.len())]
    Faults(Vec<InputFault>),
    /// There is no such login link.
    #[error("the login link is unknown")]
    LinkUnknown,
    /// The login link has been used.
    #[error("the login link has been used")]
    LinkUsed,
    /// The login link is older than half an hour.
    #[error("the login link has expired")]
    LinkExpired,
    /// As many login links as there may be in an hour were asked for with one address, known or not.
    #[error("too many login links were asked for")]
    TooManyLinks {
        /// Until when the last of them holds.
        last_until: OffsetDateTime,
        /// When there may be another.
        again_at: OffsetDateTime,
    },
    /// As many letters have been sent about the organisation's responses today as may be.
    #[error("too many letters have been sent about this organisation's responses today")]
    DailyMailLimit,
    /// The database is not a demo, and this is for demos only.
    #[error("this database is not a demo")]
    NotDemo,
    /// The survey asks regioner, which have neither kommungrupp nor size.
    #[error("regioner have neither kommungrupp nor size; group by lan")]
    NotGrouped,
    /// Every row of the file that cannot be taken. Nothing was imported.
    #[error("{} faults in the file", .0.len())]
    Import(Vec<RowFault>),
    /// The database refused, holds what cannot be understood, or its file or archive cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

pub use database::Error as DatabaseError;
pub use survey::value::LONGEST_TEXT;

impl Error {
    /// Stored data that does not fit its type.
    pub(crate) fn stored(what: impl std::fmt::Display) -> Self {
        Self::Database(DatabaseError::stored(what))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Database(error.into())
    }
}
