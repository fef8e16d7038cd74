//! The tables as they are, one module each. Nothing outside this crate sees them.

#![allow(missing_docs)] // A column is what its name says; the migrations tell the rest.

pub mod answers;
pub mod assignments;
pub mod commissions;
pub mod copies;
pub mod correction_requests;
pub mod events;
pub mod groups;
pub mod link_requests;
pub mod login_links;
pub mod mail_counts;
pub mod memberships;
pub mod organisations;
pub mod persons;
pub mod presences;
pub mod queries;
pub mod query_messages;
pub mod questionnaires;
pub mod responses;
pub mod rounds;
pub mod saves;
pub mod section_marks;
pub mod sessions;
pub mod settings;
pub mod sign_offs;
pub mod surveys;
