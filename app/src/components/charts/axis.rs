//! The upright axis: where its lines are, and how a value becomes a height.

use super::rounded;
use leptos::prelude::*;

/// An upright axis from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// The highest value.
    pub maximum: f64,
    /// The distance between lines.
    pub step: f64,
    /// The pixel of the highest value.
    pub top: f64,
    /// The pixel of 0.
    pub bottom: f64,
}

/// Which numbers the lines of an axis may stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Steps {
    /// Any round ones: 0,25.
    Any,
    /// Whole ones, for what has no halves: regioner.
    Whole,
}

impl Axis {
    /// An axis that holds `largest`, with round numbers at its lines.
    pub fn up_to(largest: f64, steps: Steps, top: f64, bottom: f64) -> Self {
        let largest = if largest.is_finite() && largest > 0.0 { largest } else { 1.0 };
        let step = round_step(largest / 4.0, steps);
        Self { maximum: (largest / step).ceil() * step, step, top, bottom }
    }

    /// An axis that ends exactly at a known whole, such as the number of kommuner.
    pub fn of_whole(whole: f64, top: f64, bottom: f64) -> Self {
        let whole = whole.max(1.0);
        Self { maximum: whole, step: round_step(whole / 3.0, Steps::Whole), top, bottom }
    }

    /// The pixel of a value.
    pub fn height(self, value: f64) -> f64 {
        rounded(self.bottom - (self.bottom - self.top) * (value / self.maximum))
    }

    /// The values of the lines above 0. A line that would crowd the highest is left out.
    pub fn lines(self) -> Vec<f64> {
        let mut lines = Vec::new();
        let mut value = self.step;
        while value < self.maximum - self.step * 0.4 {
            lines.push(value);
            value += self.step;
        }
        lines.push(self.maximum);
        lines
    }

    /// The lines with their numbers; the highest also says what is counted.
    pub fn view(self, unit: &str) -> AnyView {
        let lines = self.lines();
        let highest = lines.len().saturating_sub(1);
        let drawn = lines
            .into_iter()
            .enumerate()
            .map(|(place, value)| {
                let y = self.height(value);
                let number = number(value);
                let text = if place == highest { format!("{number} {unit}").trim_end().to_owned() } else { number };
                view! { <line class="chart-grid" x1="0" x2="100%" y1=y y2=y></line><text x="0" y=y - 6.0>{text}</text> }
            })
            .collect_view();
        view! { <line class="chart-base" x1="0" x2="100%" y1=self.bottom y2=self.bottom></line>{drawn} }.into_any()
    }
}

/// The nearest of 1, 2, 2.5 and 5 times a power of ten that is not smaller.
fn round_step(least: f64, steps: Steps) -> f64 {
    let least = if steps == Steps::Whole { least.max(1.0) } else { least };
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .filter(|step| steps == Steps::Any || step.fract() == 0.0)
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(10.0 * power)
}

/// A line's number: `1 000`, `0,25`.
fn number(value: f64) -> String {
    let text = rounded(value).to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut shown = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            shown.push('\u{a0}');
        }
        shown.push(digit);
    }
    if !decimals.is_empty() {
        shown.push(',');
        shown.push_str(decimals);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_numbers() {
        let lines = |largest| Axis::up_to(largest, Steps::Any, 20.0, 346.0).lines();
        assert_eq!(lines(66.0), [20.0, 40.0, 60.0, 80.0]);
        assert_eq!(lines(100.0), [25.0, 50.0, 75.0, 100.0]);
        assert_eq!(lines(3.0), [1.0, 2.0, 3.0]);
        assert_eq!(lines(1_234_567.0), [500_000.0, 1_000_000.0, 1_500_000.0]);
        assert_eq!(lines(0.0), lines(1.0));
    }

    #[test]
    fn what_has_no_halves_has_whole_lines() {
        let lines = |largest| Axis::up_to(largest, Steps::Whole, 20.0, 346.0).lines();
        assert_eq!(lines(9.0), [5.0, 10.0], "and not 2,5 regioner");
        assert_eq!(lines(1.0), [1.0]);
        assert_eq!(lines(3.0), [1.0, 2.0, 3.0]);
        assert_eq!(lines(21.0), [10.0, 20.0, 30.0]);
        assert_eq!(lines(100.0), [25.0, 50.0, 75.0, 100.0]);
        assert_eq!(lines(0.0), [1.0]);
    }

    #[test]
    fn a_known_whole_is_the_end() {
        assert_eq!(Axis::of_whole(290.0, 24.0, 272.0).lines(), [100.0, 200.0, 290.0]);
        assert_eq!(Axis::of_whole(21.0, 24.0, 272.0).lines(), [10.0, 21.0]);
    }

    #[test]
    fn numbers_are_swedish() {
        assert_eq!(number(1_500_000.0), "1\u{a0}500\u{a0}000");
        assert_eq!(number(0.25), "0,25");
    }

    #[test]
    fn a_height_is_measured_from_the_bottom() {
        let axis = Axis::up_to(80.0, Steps::Any, 20.0, 346.0);
        assert_eq!((axis.height(0.0), axis.height(80.0)), (346.0, 20.0));
    }
}
