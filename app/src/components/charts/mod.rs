//! Charts, drawn on the server. Widths are shares, heights and text are pixels, so text never shrinks.
//!
//! Coordinates are floating point because they are positions on a screen; the values shown are texts made elsewhere.

mod axis;
mod curve;
mod dot_pair;
mod labels;
mod series;

pub use curve::{Curve, CurveData, CurveRow};
pub use dot_pair::{DotPair, DotPairPoint};
pub use series::{Series, SeriesBreak, SeriesChart, SeriesChartData, SeriesValue, SeriesYear};

/// A share, 0 to 1, as a length in SVG: `86.21%`.
pub(super) fn share_of_width(share: f64) -> String {
    format!("{}%", rounded(share.clamp(0.0, 1.0) * 100.0))
}

/// A coordinate with at most two decimals, so that pages stay small.
fn rounded(value: f64) -> f64 {
    let hundredths = (value * 100.0).round() / 100.0;
    // Never -0.
    hundredths + 0.0
}
