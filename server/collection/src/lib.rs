//! What may be done, by whom, in one transaction: the use cases of Lägesbild over its database.
//!
//! A use case takes the [`Store`], the [`Actor`] who asks and, where time matters, the moment it is; there is no clock in
//! here. It decides itself whether the actor may, and answers [`Error::Forbidden`] where not. Every write is one
//! transaction. The same code runs on SQLite and PostgreSQL.

mod actor;
mod bulk;
mod error;
mod forms;
mod hash;
mod keys;
mod return_to;
mod store;
mod text;

pub mod backup;
pub mod correction_requests;
pub mod exports;
pub mod follow_up;
pub mod import;
pub mod mail_quota;
pub mod people;
pub mod queries;
pub mod respond;
pub mod results;
pub mod review;
pub mod rounds;
pub mod seed;
pub mod session_store;
pub mod sessions;

pub use actor::{Actor, Commission, Invitation, Membership, OrganisationRole, Person, SurveyRole};
pub use database::is_unencrypted;
pub use error::{DatabaseError, Error, LONGEST_TEXT};
pub use forms::questionnaire_json;
pub use keys::{OrganisationKind, ResponseKey, RoundKey, SeenVersion};
pub use return_to::ReturnTo;
pub use store::Store;
