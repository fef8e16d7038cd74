//! Handing out: which colleague answers which section or question, by when, and how far they have come.

mod finish;
mod hand_out;
mod handed;
mod opening;
mod overview;
mod portion;
mod reach;
mod remind;
mod take_back;

pub use finish::finish_questions;
pub use hand_out::{HandOut, HandoutNotice, hand_out};
pub use opening::HandedHere;
pub use overview::{GivenTo, Handout, Handouts, QuestionOutline, SectionOutline, handouts};
pub use portion::{Portion, PortionView};
pub use reach::Reach;
pub use remind::remind;
pub use take_back::take_back;

pub(crate) use handed::Handed;
pub(crate) use opening::open;
