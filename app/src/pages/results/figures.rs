//! Values in words: percent without decimals, regions as counts, sums as they are.

use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use statistics::{
    indicator::{MeasureKind, Unit},
    observation::Observation,
    series::SeriesTable,
};
use survey::format;

/// How the values of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueFormat {
    kind: MeasureKind,
    unit: Unit,
}

/// A value as the one large figure of a page: the figure, and what stands smaller after it.
pub struct HeadlineFigure {
    /// `66`, `12`, `11,2`.
    pub figure: String,
    /// ` %`, ` av 19`.
    pub after: String,
    /// A unit that is too long to stand beside the figure: `miljarder kronor`.
    pub unit: &'static str,
}

impl HeadlineFigure {
    /// The figure with its unit, in one line.
    pub fn in_line(&self) -> String {
        format!("{}{} {}", self.figure, self.after, self.unit).trim_end().to_owned()
    }
}

impl ValueFormat {
    /// How the values of this table are written.
    pub fn of(table: &SeriesTable) -> Self {
        Self { kind: table.kind(), unit: table.unit() }
    }

    /// Whether organisations are counted, so that values are a part of a whole.
    pub fn is_counting(self) -> bool {
        self.kind.is_counting()
    }

    /// Whether values are shown as a count of a whole: `12 av 19`.
    pub fn is_count_of_whole(self) -> bool {
        self.is_counting() && self.unit.counts_organisations()
    }

    /// Whether it is a sum over those who answered.
    pub fn is_sum(self) -> bool {
        self.kind == MeasureKind::Sum
    }

    /// Returns whether values are whole numbers: what is counted has no halves.
    pub fn is_whole(self) -> bool {
        self.is_counting() && self.unit != Unit::Percent || self.is_sum() && self.unit == Unit::Number
    }

    /// Whether it is a change, which can be below zero.
    pub fn is_change(self) -> bool {
        self.kind == MeasureKind::Change
    }

    fn decimals(self) -> u32 {
        let is_exact = matches!(
            self.kind,
            MeasureKind::Ratio | MeasureKind::Minimum | MeasureKind::Maximum | MeasureKind::Mean | MeasureKind::Median
        );
        u32::from(is_exact && self.unit == Unit::Percent || self.kind == MeasureKind::Mean)
    }

    /// The number alone: `66`, `12`, `+4`, `1 240`.
    pub fn number(self, value: Decimal) -> String {
        let number = format::rounded(value, self.decimals());
        if self.is_change() && value.is_sign_positive() && !value.is_zero() { format!("+{number}") } else { number }
    }

    /// As it stands in a table: `66`, `12 av 19`.
    pub fn in_table(self, observation: &Observation) -> Option<String> {
        let number = self.number(observation.value?);
        Some(match observation.denominator {
            Some(whole) if self.is_count_of_whole() => format!("{number} av {}", format::number(whole)),
            _ => number,
        })
    }

    /// As it stands in a sentence: `66 procent`, `12 av 19 regioner`, `11,2 miljarder kronor`.
    pub fn in_sentence(self, observation: &Observation) -> Option<String> {
        let value = observation.value?;
        Some(match self.unit {
            Unit::Kronor => {
                let scale = Scale::of(self.unit, value);
                format!("{} {}", scale.text(value), scale.unit)
            }
            unit => format!("{} {}", self.in_table(observation)?, noun(unit)).trim_end().to_owned(),
        })
    }

    /// As the one large figure of a page.
    pub fn large(self, observation: &Observation) -> Option<HeadlineFigure> {
        let value = observation.value?;
        let number = self.number(value);
        Some(match (self.unit, observation.denominator) {
            (Unit::Percent, _) => HeadlineFigure { figure: number, after: "\u{a0}%".to_owned(), unit: "" },
            (Unit::Kronor, _) => {
                let scale = Scale::of(self.unit, value);
                HeadlineFigure { figure: scale.text(value), after: String::new(), unit: scale.unit }
            }
            (_, Some(whole)) if self.is_count_of_whole() => {
                HeadlineFigure { figure: number, after: format!(" av {}", format::number(whole)), unit: "" }
            }
            (Unit::PercentagePoints, _) => {
                HeadlineFigure { figure: number, after: String::new(), unit: "procentenheter" }
            }
            _ => HeadlineFigure { figure: number, after: String::new(), unit: "" },
        })
    }

    /// What an axis of these values counts.
    pub fn axis(self, largest: Decimal) -> Scale {
        Scale::of(self.unit, largest)
    }

    /// What the values are, over a table.
    pub fn caption(self, table: &SeriesTable) -> String {
        let below = match table.measures.as_slice() {
            [only] => only.denominator_words.as_deref(),
            _ => None,
        };
        let mut caption = match (self.kind, self.unit) {
            (MeasureKind::Change, Unit::Percent) => "Förändring i procent".to_owned(),
            (MeasureKind::Change, Unit::PercentagePoints) => "Förändring i procentenheter".to_owned(),
            (MeasureKind::Change, unit) => format!("Förändring, {}", unit.code()),
            (kind, Unit::Percent) if kind.is_counting() => match below {
                Some(words) => format!("Procent av {}", super::lower(words)),
                None => "Procent av de kommuner som har svarat".to_owned(),
            },
            (_, Unit::Percent) => "Procent".to_owned(),
            (_, Unit::Kronor) => "Kronor, hos dem som har svarat".to_owned(),
            (MeasureKind::Sum, _) => "Antal, hos dem som har svarat".to_owned(),
            (_, Unit::Regions) => "Antal regioner, av dem som har svarat".to_owned(),
            (_, Unit::Municipalities) => "Antal kommuner, av dem som har svarat".to_owned(),
            (_, Unit::Counties) => "Antal län, av dem vars region har svarat".to_owned(),
            (_, unit) => unit.code().to_owned(),
        };
        if table.lag() != 0 {
            caption.push_str(". Åren är de som uppgifterna gäller");
        }
        caption
    }
}

/// Whom a sum is over: it is never a total of the country.
pub fn among(observation: &Observation) -> Option<String> {
    observation.n_answered.map(|n| format!("bland de {} som svarade", format::number(n.into())))
}

/// The noun of a unit, after a number.
pub fn noun(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => "procent",
        Unit::Municipalities => "kommuner",
        Unit::Regions => "regioner",
        Unit::Counties => "län",
        Unit::Number => "",
        Unit::Kronor => "kronor",
        Unit::PercentagePoints => "procentenheter",
    }
}

/// How large numbers are made readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    divisor: Decimal,
    decimals: u32,
    /// The unit of what is left.
    pub unit: &'static str,
}

impl Scale {
    fn of(unit: Unit, largest: Decimal) -> Self {
        let (milliard, million) = (Decimal::from(1_000_000_000), Decimal::from(1_000_000));
        let (divisor, decimals, unit) = match unit {
            Unit::Kronor if largest >= milliard => (milliard, 1, "miljarder kronor"),
            Unit::Kronor if largest >= million => (million, 1, "miljoner kronor"),
            unit => (Decimal::ONE, 0, noun(unit)),
        };
        Self { divisor, decimals, unit }
    }

    /// Where a value stands on an axis.
    pub fn height(self, value: Decimal) -> f64 {
        value.checked_div(self.divisor).and_then(|value| value.to_f64()).unwrap_or_default()
    }

    /// A value as it stands beside its unit.
    fn text(self, value: Decimal) -> String {
        format::rounded(value.checked_div(self.divisor).unwrap_or_default(), self.decimals)
    }

    /// A value as it stands in a chart.
    pub fn in_chart(self, figures: ValueFormat, value: Decimal) -> String {
        if self.divisor == Decimal::ONE { figures.number(value) } else { self.text(value) }
    }
}

/// The one large figure of a page.
pub fn figure_view(large: HeadlineFigure) -> impl IntoView {
    let after = (!large.after.is_empty()).then(|| view! { <span class="figure-unit">{large.after}</span> });
    view! { <p class="figure">{large.figure}{after}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statistics::observation::ObservationStatus;

    fn observation(value: &str, denominator: Option<&str>) -> Observation {
        Observation {
            indicator: "F37".into(),
            measure: "m".into(),
            round: 2020,
            refers_to: 2020,
            published: None,
            breakdown: "".parse().unwrap(),
            unit: String::new(),
            value: Some(value.parse().unwrap()),
            numerator: None,
            denominator: denominator.map(|whole| whole.parse().unwrap()),
            n_asked: None,
            n_answered: None,
            status: ObservationStatus::Computed,
            note: String::new(),
            series_break: false,
        }
    }

    fn written(kind: MeasureKind, unit: Unit, value: &str, whole: Option<&str>) -> (String, String) {
        let (figures, observation) = (ValueFormat { kind, unit }, observation(value, whole));
        let clean = |text: Option<String>| text.unwrap().replace('\u{a0}', " ");
        (clean(figures.in_table(&observation)), clean(figures.in_sentence(&observation)))
    }

    #[test]
    fn values_are_written_as_the_rules_have_it() {
        for (kind, unit, value, whole, in_table, in_sentence) in [
            (MeasureKind::Share, Unit::Percent, "66.5", Some("250"), "67", "67 procent"),
            (MeasureKind::Count, Unit::Regions, "12", Some("19"), "12 av 19", "12 av 19 regioner"),
            (MeasureKind::Count, Unit::Counties, "13", None, "13", "13 län"),
            (MeasureKind::Ratio, Unit::Percent, "2.84", Some("9"), "2,8", "2,8 procent"),
            (MeasureKind::Minimum, Unit::Percent, "15", None, "15,0", "15,0 procent"),
            (MeasureKind::Sum, Unit::Number, "1240", None, "1 240", "1 240"),
            (MeasureKind::Sum, Unit::Kronor, "11234567890", None, "11 234 567 890", "11,2 miljarder kronor"),
            (MeasureKind::Change, Unit::PercentagePoints, "4.2", None, "+4", "+4 procentenheter"),
            (MeasureKind::Change, Unit::Regions, "-2", None, "−2", "−2 regioner"),
        ] {
            assert_eq!(
                written(kind, unit, value, whole),
                (in_table.to_owned(), in_sentence.to_owned()),
                "{kind} {value}"
            );
        }
    }

    #[test]
    fn regions_are_counted_also_where_the_figure_is_large() {
        let large = ValueFormat { kind: MeasureKind::Count, unit: Unit::Regions }
            .large(&observation("12", Some("19")))
            .unwrap();
        assert_eq!((large.figure.as_str(), large.after.as_str()), ("12", " av 19"));
    }
}
