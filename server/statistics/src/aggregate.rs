//! The aggregate of a round: what has been answered to every question, of all together and by group.
//!
//! Shares are fractions of those who answered, 0–1, with up to six decimals in the file. Where regioner are asked there
//! are no shares, only counts. A sum is the sum over those who answered, never a national total. Of texts it is only said
//! how many were asked and have answered.
//!
//! Those who follow a survey up see everything, and why it is hidden from the public. Everybody else sees what
//! [`protection`] leaves.

use super::{
    dataset::{Dataset, DatasetCell, GroupIndex},
    groups::{GroupLabels, Grouping, Population, TOTAL, TOTAL_LABEL},
    numbers::NumberSummary,
    protection::{self, Reason},
    rounding::{fraction, written},
};
use rust_decimal::Decimal;
use survey::form::Field;
use survey::name::{FieldName, Name};
use survey::value::{MissingReason, Value};
use time::Date;

/// The columns of the aggregate file.
pub const COLUMNS: [&str; 17] = [
    "field",
    "option",
    "group",
    "label",
    "n_asked",
    "n_answered",
    "n_vet_ej",
    "n_uppgift_saknas",
    "n_vill_ej_svara",
    "n_empty",
    "count",
    "share",
    "sum",
    "mean",
    "median",
    "minimum",
    "maximum",
];

/// One row: a field, or an option of it, in one group. What has no meaning or is hidden is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregate {
    /// The field.
    pub field: FieldName,
    /// The option, of a field that has options; of a yes/no question `ja` and `nej`.
    pub option: Option<Name>,
    /// The code of the group, or `total`.
    pub group: String,
    /// The words of the group.
    pub label: String,
    /// How many were asked.
    pub n_asked: Option<usize>,
    /// How many gave a valid answer.
    pub n_answered: Option<usize>,
    /// How many of those asked gave none, and why.
    pub nonresponse: Option<Nonresponse>,
    /// How many chose the option.
    pub count: Option<usize>,
    /// How large a part of those who answered they are, 0–1, exact.
    pub share: Option<Decimal>,
    /// The sum of the numbers.
    pub sum: Option<Decimal>,
    /// Their mean.
    pub mean: Option<Decimal>,
    /// Their median.
    pub median: Option<Decimal>,
    /// The smallest number, or the first day.
    pub minimum: Option<Point>,
    /// The largest number, or the last day.
    pub maximum: Option<Point>,
    /// Why the figures are hidden from the public; `None` where they are shown.
    pub hidden: Option<Reason>,
}

/// How many of those asked gave no valid answer, by why not. "Ej tillämpligt" is not among them: it was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nonresponse {
    /// They do not know.
    pub vet_ej: usize,
    /// The information is not there.
    pub uppgift_saknas: usize,
    /// They do not want to answer.
    pub vill_ej_svara: usize,
    /// They left the field empty.
    pub empty: usize,
}

impl Nonresponse {
    fn add(&mut self, cell: &DatasetCell, count: usize) {
        match cell {
            DatasetCell::Missing(MissingReason::VetEj) => self.vet_ej += count,
            DatasetCell::Missing(MissingReason::UppgiftSaknas) => self.uppgift_saknas += count,
            DatasetCell::Missing(MissingReason::VillEjSvara) => self.vill_ej_svara += count,
            DatasetCell::Empty => self.empty += count,
            DatasetCell::NotAsked | DatasetCell::Missing(MissingReason::EjTillampligt) | DatasetCell::Value(_) => {}
        }
    }
}

/// A number or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
}

impl Point {
    fn written(self) -> String {
        match self {
            Self::Number(number) => written(number),
            Self::Day(day) => day.to_string(),
        }
    }
}

impl Aggregate {
    /// The row in the file.
    pub fn cells(&self) -> Vec<String> {
        let count = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
        let number = |number: Option<Decimal>| number.map(written).unwrap_or_default();
        let point = |point: Option<Point>| point.map(Point::written).unwrap_or_default();
        vec![
            self.field.to_string(),
            self.option.as_ref().map(Name::to_string).unwrap_or_default(),
            self.group.clone(),
            self.label.clone(),
            count(self.n_asked),
            count(self.n_answered),
            count(self.nonresponse.map(|why| why.vet_ej)),
            count(self.nonresponse.map(|why| why.uppgift_saknas)),
            count(self.nonresponse.map(|why| why.vill_ej_svara)),
            count(self.nonresponse.map(|why| why.empty)),
            count(self.count),
            number(self.share),
            number(self.sum),
            number(self.mean),
            number(self.median),
            point(self.minimum),
            point(self.maximum),
        ]
    }
}

/// Whom an aggregate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Owners and reviewers of the survey: everything, marked where it is hidden from the public.
    Review,
    /// Everybody: only what is shown to the public.
    Publication,
}

/// The aggregate of every field: in the order of the questionnaire, its options in order, and of each the total, then
/// each group by code.
pub fn aggregates(dataset: &Dataset, by: Option<Grouping>, labels: &GroupLabels, audience: Audience) -> Vec<Aggregate> {
    let table = AggregateBuilder { dataset, groups: dataset.grouped(by), labels, audience };
    dataset.form().fields().iter().enumerate().flat_map(|(at, field)| table.of_field(at, field)).collect()
}

struct AggregateBuilder<'a> {
    dataset: &'a Dataset,
    groups: GroupIndex,
    labels: &'a GroupLabels,
    audience: Audience,
}

/// The answers to one field in one group, by their place among the different cells of the column.
type CellCounts = Vec<usize>;

impl AggregateBuilder<'_> {
    fn of_field(&self, at: usize, field: &Field) -> Vec<Aggregate> {
        let Some(column) = self.dataset.column(at) else { return Vec::new() };
        let different = column.different();
        let mut groups: Vec<CellCounts> = vec![vec![0; different.len()]; self.groups.len_with_rest()];
        let mut total = vec![0; different.len()];
        for (place, group) in column.places().zip(self.groups.of_row()) {
            for counts in [Some(&mut total), groups.get_mut(*group)].into_iter().flatten() {
                if let Some(count) = counts.get_mut(place) {
                    *count += 1;
                }
            }
        }
        let groups = self.groups.codes().iter().map(Some).zip(&groups);
        let cells: Vec<Vec<Aggregate>> = std::iter::once((None, &total))
            .chain(groups)
            .map(|(code, counts)| self.cell(at, field, code, different, counts))
            .collect();
        // Row by row the cells have the same options; the file has an option's groups together.
        let rows = cells.first().map_or(0, Vec::len);
        (0..rows).flat_map(|row| cells.iter().filter_map(move |cell| cell.get(row).cloned())).collect()
    }

    /// The rows of one field in one group: one, or one for each option.
    fn cell(
        &self,
        at: usize,
        field: &Field,
        group: Option<&String>,
        different: &[DatasetCell],
        counts: &CellCounts,
    ) -> Vec<Aggregate> {
        let counted = || different.iter().zip(counts).filter(|(_, count)| **count > 0);
        let asked = counted().filter(|(cell, _)| cell.is_asked()).map(|(_, count)| count).sum();
        let answered: usize = counted().filter(|(cell, _)| cell.value().is_some()).map(|(_, count)| count).sum();
        let mut nonresponse = Nonresponse::default();
        counted().for_each(|(cell, count)| nonresponse.add(cell, *count));
        let hidden = self.dataset.protection().hidden(at, self.groups.grouping().zip(group.map(String::as_str)));
        let is_shown = hidden.is_none() || self.audience == Audience::Review;
        let row = Aggregate {
            field: field.name.clone(),
            option: None,
            group: group.map_or(TOTAL, String::as_str).to_owned(),
            label: self.label(group).to_owned(),
            n_asked: is_shown.then_some(asked),
            n_answered: is_shown.then_some(answered),
            nonresponse: is_shown.then_some(nonresponse),
            count: None,
            share: None,
            sum: None,
            mean: None,
            median: None,
            minimum: None,
            maximum: None,
            hidden,
        };
        let options: Vec<Name> = field.field_type.codes().filter_map(|code| code.parse().ok()).collect();
        if !options.is_empty() {
            let count_of = |option: &Name| counted().filter(|(cell, _)| has_chosen(cell, option)).map(|(_, n)| n).sum();
            let with_option = |option: Name| {
                let count: Option<usize> = is_shown.then(|| count_of(&option));
                let share = match self.dataset.population() {
                    Population::Municipalities => count.and_then(|count| fraction(count, answered)),
                    Population::Regions => None,
                };
                Aggregate { option: Some(option), count, share, ..row.clone() }
            };
            return options.into_iter().map(with_option).collect();
        }
        if !is_shown {
            return vec![row];
        }
        let (mut numbers, mut days) = (Vec::new(), Vec::new());
        for (cell, count) in counted() {
            match cell.value() {
                Some(Value::Number(number)) => numbers.extend(std::iter::repeat_n(*number, *count)),
                Some(Value::Date(day)) => days.push(*day),
                _ => {}
            }
        }
        vec![self.with_numbers(at, row, numbers, &days)]
    }

    /// A row with the figures of its numbers or days. Of what is published only together, the public sees the sum and the
    /// mean of all, and no figure that is the answer of one organisation.
    fn with_numbers(&self, at: usize, row: Aggregate, numbers: Vec<Decimal>, days: &[Date]) -> Aggregate {
        let is_aggregated_only = self.dataset.protection().is_aggregated_only(at);
        let hidden_sum =
            if is_aggregated_only && !numbers.is_empty() { protection::hidden_sum(&numbers) } else { None };
        let hides_points = is_aggregated_only && !(numbers.is_empty() && days.is_empty());
        let is_public = |is_hidden: bool| !is_hidden || self.audience == Audience::Review;
        let numbers = NumberSummary::of(numbers);
        let point = |number: Option<Decimal>, day: Option<&Date>| {
            number.map(Point::Number).or_else(|| day.copied().map(Point::Day)).filter(|_| is_public(hides_points))
        };
        Aggregate {
            sum: numbers.sum.filter(|_| is_public(hidden_sum.is_some())),
            mean: numbers.mean.filter(|_| is_public(hidden_sum.is_some())),
            median: numbers.median.filter(|_| is_public(hides_points)),
            minimum: point(numbers.minimum, days.iter().min()),
            maximum: point(numbers.maximum, days.iter().max()),
            hidden: row.hidden.or(hidden_sum).or(hides_points.then_some(Reason::SingleAnswer)),
            ..row
        }
    }

    fn label<'a>(&'a self, group: Option<&'a String>) -> &'a str {
        match (self.groups.grouping(), group) {
            (Some(grouping), Some(code)) => self.labels.label(grouping, code),
            _ => TOTAL_LABEL,
        }
    }
}

fn has_chosen(cell: &DatasetCell, option: &Name) -> bool {
    match cell.value() {
        Some(Value::Code(code)) => code == option,
        Some(Value::Codes(codes)) => codes.contains(option),
        _ => false,
    }
}
