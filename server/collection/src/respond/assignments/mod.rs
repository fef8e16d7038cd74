//! Handing out: which colleague answers which section or question, by when, and how far they have come.

mod access_scope;
mod assign;
mod assignment;
mod finish;
mod opening;
mod overview;
mod remind;
mod take_back;
mod target;

pub use access_scope::AccessScope;
pub use assign::{AssignmentNotice, NewAssignment, assign};
pub use finish::finish_questions;
pub use opening::OwnAssignment;
pub use overview::{Assignee, AssignmentOverview, AssignmentView, QuestionOutline, SectionOutline, assignments};
pub use remind::remind;
pub use take_back::take_back;
pub use target::{AssignmentTarget, AssignmentTargetView};

pub(crate) use assignment::Assignment;
pub(crate) use opening::open;
