//! The data that Lägesbild starts with, embedded in the program: the registers of kommuner, regioner and their groups,
//! and the questionnaires of every round.

mod questionnaires;
mod registers;

pub use questionnaires::{Edition, OrganisationKind, Survey, questionnaire, surveys};
pub use registers::{Group, Grouping, Municipality, Region, RegisterError, groups, municipalities, regions};
