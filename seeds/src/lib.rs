//! The data that Lägesbild starts with, embedded in the program: the registers of kommuner, regioner and their groups,
//! the questionnaires of every round, the indicators, and what has been published of them.

mod indicators;
mod published;
mod questionnaires;
mod registers;

pub use indicators::{IndicatorsError, indicators};
pub use published::{Conflict, PublishedError, conflicts, published_map, published_values};
pub use questionnaires::{Edition, OrganisationKind, Survey, questionnaire, surveys};
pub use registers::{Group, Grouping, Municipality, Region, RegisterError, groups, municipalities, regions};
