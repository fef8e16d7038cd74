//! The statistics: response rate, the aggregate of every question, indicators, and how they agree with what has been
//! published. Rules: INTERFACES, "Statistics".

pub mod indicator;
