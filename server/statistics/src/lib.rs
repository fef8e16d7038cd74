//! The statistics: response rate, the aggregate of every question, indicators, and how they agree with what has been
//! published. Rules: INTERFACES, "Statistics".

pub mod aggregate;
mod change;
pub mod check;
pub mod continuation;
mod contribution;
pub mod dataset;
pub mod external;
mod footnotes;
pub mod groups;
pub mod indicator;
pub mod measure;
pub mod numbers;
pub mod observation;
mod observe;
pub mod protection;
pub mod published;
pub mod reference_range;
pub mod response_rate;
pub mod rounding;
pub mod series;
mod tables;
mod totals;
pub mod verify;

pub use dataset::{Counted, Dataset};
pub use groups::{GroupLabels, Grouping, OrganisationGroups, Population};
pub use measure::{Catalogue, SurveyForms};
pub use observation::{Breakdown, Observation, ObservationStatus};
pub use tables::ObservedRound;
