//! The questionnaire as a file holds it. What is wrong with it as a whole is found when it becomes a form.

mod attributes;
mod check;
pub(crate) mod decimal;
mod lineage;
#[cfg(feature = "yaml")]
mod position;
mod question;
mod questionnaire;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use attributes::{Choice, Evidence, PublicationLevel, Range, Term, TextFormat, default_missing_reasons};
pub use check::{Check, CheckKind, Severity};
pub use decimal::Bound;
pub use lineage::{Dropped, Lineage, Relation};
pub use question::{FieldType, MatrixRow, Question, QuestionKind};
pub use questionnaire::{Questionnaire, Section, default_reasons};
