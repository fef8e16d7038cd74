//! What is wrong with what was filled in when something is handed over or asked for.

use time::Date;

/// What is wrong with one part of what was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFault {
    /// Nobody is chosen.
    Nobody,
    /// Somebody new has no name, or too long a one.
    Name,
    /// What is given as an address is none.
    Email,
    /// Somebody asks for their own signature, and is no signatory: what the round wants is somebody else's.
    Oneself,
    /// No section and no question is chosen.
    Nothing,
    /// The due date is over already.
    DuePassed,
    /// The due date is after the last day that answers are taken.
    DueTooLate(Date),
    /// The message is too long.
    Message,
    /// The person has been reminded within the last day.
    RemindedToday,
    /// The person is done with everything.
    Finished,
}
