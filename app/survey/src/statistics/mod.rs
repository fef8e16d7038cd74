//! The statistics: response rate, the aggregate of every question, indicators, and how they agree with what has been
//! published. Rules: INTERFACES, "Statistics".

pub mod groups;
pub mod indicator;
pub mod numbers;
pub mod response_rate;
pub mod rounding;
pub mod suppression;

pub use groups::{GroupLabels, Grouping, Groups};
