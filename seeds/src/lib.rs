//! The data that Lägesbild starts with, embedded in the program: the registers of kommuner, regioner and their groups,
//! the questionnaires of every round, the indicators, what has been published of them, and the answers of the demo.

mod demo;
mod indicators;
mod published;
mod questionnaires;
mod registers;

pub use demo::{
    DemoAuthor, DemoDraft, DemoError, DemoExplanation, DemoMark, DemoQuery, DemoQueryStep, DemoReason, DemoResponse,
    DemoRound, demo_round, demo_rounds,
};
pub use indicators::{IndicatorsError, indicators};
pub use published::{PublishedError, SourceConflict, conflicts, published_map, published_values};
pub use questionnaires::{Edition, Survey, SurveyedKind, questionnaire, surveys};
pub use registers::{Municipality, Region, RegisterError, RegisterGroup, groups, municipalities, regions};
