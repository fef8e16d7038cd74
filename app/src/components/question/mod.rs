//! A question on a section's page. It works whole without JavaScript; the island only finds its places in it.
//!
//! Its markup is written with maud and not as Leptos views: it is nine tenths of what the server ever renders, nothing in
//! it is hydrated, and as views it took three quarters of a page's time.
//!
//! Names when posted: `FIELD`, `FIELD/kommentar`, `FIELD/saknas`, `FIELD/forklaring`, `FIELD/skal`, and `FIELD/version`,
//! which says that the field stood on the page although nothing is posted for it. Buttons: `samma` with a question's name
//! gives an earlier answer again, `angra` with a revision takes that back. Ids: the question's number (`C3`), `f-FIELD` for
//! the field's first control, `m-FIELD` for its messages. The attributes that the island finds its places by are listed
//! with it (`islands::section_form`).

mod choices;
mod control;
mod explanation;
mod field;
mod foot;
mod matrix;
mod parts;
mod read_only;
mod verdict;
mod view;

pub use crate::field_messages::SaveState;
pub use field::{AnswerConflict, FieldProps, QuestionProps, SameAsBeforeNotice, control_id};
pub use view::Questions;

#[cfg(test)]
mod tests;
