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

pub use attributes::{Choice, Evidence, Publication, Range, Term, TextFormat, usual_missing_reasons};
pub use check::{Check, CheckKind, Severity};
pub use decimal::Bound;
pub use lineage::{Dropped, Lineage, Relation};
pub use question::{FieldType, Question, QuestionKind, Row};
pub use questionnaire::{Questionnaire, Section, usual_reasons};
