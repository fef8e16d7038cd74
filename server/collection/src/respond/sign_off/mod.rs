//! Sign-off: the coordinator asks a signatory, who signs by sending the response in, or sends it back. Whom a coordinator
//! proposes as a signatory, another person confirms.

mod ask;
mod confirm;
mod request;
mod send_back_unsigned;
mod summary;
mod view;

pub use ask::{AskForSignOff, ask_for_sign_off};
pub use confirm::{ProposedSignatory, confirm_signatory};
pub use request::{SignOffNotice, SignOffRequest, SignOffState};
pub use send_back_unsigned::send_back_unsigned;
pub use summary::{ChangedAnswer, Explained, SectionSummary, Unanswered};
pub use view::{SignOff, sign_off};

pub(crate) use confirm::proposed;
pub(crate) use request::{note_sent_in, state, withdraw};
