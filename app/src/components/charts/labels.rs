//! Where the numbers of points stand so that they do not run into each other.

/// Where a number stands beside its point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum LabelPlacement {
    /// Centred above.
    Above,
    /// Centred below.
    Below,
    /// To the right, so many pixels down from the point.
    Right(f64),
    /// There is no room; the table says it.
    Nowhere,
}

/// How high a number is, and how far from the middle of a point one above or below it begins.
const TEXT: f64 = 17.0;
const MARKER: f64 = 9.0;

/// Places for the numbers of one year, whose points stand above each other at `heights`.
///
/// In the last year they stand to the right, pushed apart. In the others above or below, where nothing else is.
pub(super) fn places(heights: &[f64], is_last: bool) -> Vec<LabelPlacement> {
    let mut order: Vec<(usize, f64)> = heights.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut places = vec![LabelPlacement::Nowhere; heights.len()];
    if is_last {
        let mut lowest = f64::NEG_INFINITY;
        for (place, height) in order {
            let at = height.max(lowest + TEXT);
            lowest = at;
            set(&mut places, place, LabelPlacement::Right(at - height));
        }
        return places;
    }
    // Boxes that are taken, as top and bottom: every marker, and every number placed so far.
    let mut taken: Vec<(f64, f64)> = heights.iter().map(|height| (height - MARKER, height + MARKER)).collect();
    for (place, height) in order {
        let above = (height - MARKER - 3.0 - TEXT, height - MARKER - 3.0);
        let below = (height + MARKER + 3.0, height + MARKER + 3.0 + TEXT);
        for (choice, (top, bottom)) in [(LabelPlacement::Above, above), (LabelPlacement::Below, below)] {
            if taken.iter().all(|(from, to)| bottom <= *from || *to <= top) {
                taken.push((top, bottom));
                set(&mut places, place, choice);
                break;
            }
        }
    }
    places
}

fn set(places: &mut [LabelPlacement], at: usize, place: LabelPlacement) {
    if let Some(slot) = places.get_mut(at) {
        *slot = place;
    }
}

#[cfg(test)]
mod tests {
    use super::{LabelPlacement::*, *};

    #[test]
    fn numbers_stand_above_where_there_is_room_and_below_where_not() {
        assert_eq!(places(&[195.2, 301.2, 313.4], false), [Above, Above, Below]);
    }

    #[test]
    fn a_number_without_room_is_left_to_the_table() {
        assert_eq!(places(&[100.0, 108.0, 116.0], false), [Above, Nowhere, Below]);
    }

    #[test]
    fn the_last_years_numbers_are_pushed_apart() {
        assert_eq!(places(&[100.0, 60.0, 105.0], true), [Right(0.0), Right(0.0), Right(12.0)]);
    }
}
