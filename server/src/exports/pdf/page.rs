//! The sheet of paper.

/// A4, in points: width and height.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
