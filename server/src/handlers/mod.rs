//! What is posted, loaded and downloaded. A handler reads the request, calls one use case, and answers.

pub mod assignments;
pub mod change_feed;
pub mod correction;
pub mod downloads;
pub mod failure;
pub mod follow_up;
pub mod form;
pub mod health;
pub mod invitation;
pub mod key;
pub mod papers;
pub mod queries;
pub mod questionnaires;
pub mod respond;
mod same_as_before;
pub mod save;
pub mod send_mail;
pub mod sessions;
pub mod sign_in;
pub mod sign_off;
pub mod workbook;
