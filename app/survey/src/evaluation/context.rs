//! What is known of a response and is no answer: what `today()` and `population()` give.

use serde::{Deserialize, Serialize};
use time::Date;

/// The day on which answers are judged, and whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationContext {
    /// The day it is in Sweden. The server hands it in, also to the browser.
    #[serde(with = "crate::iso_date")]
    pub today: Date,
    /// How many live in the kommun or region; none where the register has no number.
    pub population: Option<u32>,
}
