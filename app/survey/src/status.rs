//! The state machine of a response. Normative: INTERFACES, "Codes".

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The status of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is saved yet.
    NotStarted,
    /// Something is saved.
    InProgress,
    /// Waits for sign-off.
    Ready,
    /// Sent in.
    Submitted,
    /// Sent back whole; open again.
    Returned,
    /// Reviewed and taken.
    Approved,
    /// The organisation does not answer this round.
    Declined,
}

impl Status {
    /// Every status, in the order of columns in the files.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::InProgress,
        Self::Ready,
        Self::Submitted,
        Self::Returned,
        Self::Approved,
        Self::Declined,
    ];

    /// The code in files and databases.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Ready => "ready",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    /// The words in the interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "Ej påbörjat",
            Self::InProgress => "Påbörjat",
            Self::Ready => "Klart för underskrift",
            Self::Submitted => "Inskickat",
            Self::Returned => "Åter för komplettering",
            Self::Approved => "Godkänt",
            Self::Declined => "Avböjt",
        }
    }

    /// Whether the response's latest frozen copy counts in every figure.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Submitted | Self::Approved)
    }

    /// Whether the organisation may change its answers.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotStarted | Self::InProgress | Self::Ready | Self::Returned)
    }

    /// The status after `step`, or nothing where the step is not allowed from here.
    ///
    /// A save in a returned response keeps it returned, and a save in a ready response takes it back to in progress.
    pub fn after(self, step: Step) -> Option<Self> {
        use Status::*;
        match (self, step) {
            (NotStarted | InProgress | Ready, Step::Save) => Some(InProgress),
            (Returned, Step::Save) => Some(Returned),
            (InProgress | Returned, Step::AskForSignOff) => Some(Ready),
            (Ready, Step::SendBackUnsigned) => Some(InProgress),
            (InProgress | Ready | Returned, Step::Submit) => Some(Submitted),
            (NotStarted | InProgress | Ready, Step::Decline) => Some(Declined),
            (Declined, Step::Resume) => Some(InProgress),
            (Submitted, Step::Approve) => Some(Approved),
            (Submitted | Approved, Step::Return) => Some(Returned),
            (Submitted | Approved, Step::Ask) => Some(self),
            _ => None,
        }
    }
}

/// What moves a response from one status to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An answer is saved.
    Save,
    /// The coordinator asks for sign-off.
    AskForSignOff,
    /// The signatory sends it back to the coordinator.
    #[serde(rename = "send_back")]
    SendBackUnsigned,
    /// It is sent in.
    Submit,
    /// The organisation does not answer this round.
    Decline,
    /// A declined response is taken up again.
    Resume,
    /// The reviewer takes it.
    Approve,
    /// The reviewer sends the whole response back.
    Return,
    /// The reviewer asks about one answer, which moves nothing.
    Ask,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is not the code of a status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a status")]
pub struct UnknownStatus(pub String);

impl FromStr for Status {
    type Err = UnknownStatus;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.code() == code).ok_or_else(|| UnknownStatus(code.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Status::*, Step::*, *};

    #[test]
    fn only_the_steps_of_the_table_are_allowed() {
        let table = [
            (NotStarted, Save, InProgress),
            (InProgress, Save, InProgress),
            (Ready, Save, InProgress),
            (Returned, Save, Returned),
            (InProgress, AskForSignOff, Ready),
            (Returned, AskForSignOff, Ready),
            (Ready, SendBackUnsigned, InProgress),
            (InProgress, Submit, Submitted),
            (Ready, Submit, Submitted),
            (Returned, Submit, Submitted),
            (NotStarted, Decline, Declined),
            (InProgress, Decline, Declined),
            (Ready, Decline, Declined),
            (Declined, Resume, InProgress),
            (Submitted, Approve, Approved),
            (Submitted, Return, Returned),
            (Approved, Return, Returned),
            (Submitted, Ask, Submitted),
            (Approved, Ask, Approved),
        ];
        for from in Status::ALL {
            for step in [Save, AskForSignOff, SendBackUnsigned, Submit, Decline, Resume, Approve, Return, Ask] {
                let expected = table.iter().find(|row| row.0 == from && row.1 == step).map(|row| row.2);
                assert_eq!(from.after(step), expected, "{from} after {step:?}");
            }
        }
    }

    #[test]
    fn a_code_survives_being_written_and_read() {
        for status in Status::ALL {
            assert_eq!(status.code().parse(), Ok(status));
        }
    }
}
