//! The answers of a group to one field, counted by option.

use super::FEWEST_IN_GROUP;
use crate::dataset::{Dataset, DatasetCell};
use survey::value::Value;

/// The options that every organisation has chosen, by row.
pub(super) struct Marks {
    /// How many options the field has; none of a number, a date or a text.
    pub options: usize,
    /// Whether several options can be chosen.
    pub several: bool,
    rows: Vec<usize>,
    chosen: Vec<Option<Vec<usize>>>,
}

impl Marks {
    /// The options that an organisation has chosen; `None` where it has no valid answer.
    pub fn of_row(&self, row: usize) -> Option<&[usize]> {
        self.chosen.get(*self.rows.get(row)?)?.as_deref()
    }
}

/// Reads the chosen options of a field.
pub(super) fn marks(dataset: &Dataset, at: usize) -> Marks {
    let field = dataset.form().fields().get(at);
    let options: Vec<&str> = field.iter().flat_map(|field| field.field_type.codes()).collect();
    let place = |code: &str| options.iter().position(|option| *option == code);
    let chosen = |cell: &DatasetCell| match cell.value()? {
        Value::Code(code) => Some(place(code.as_str()).into_iter().collect()),
        Value::Codes(codes) => Some(codes.iter().filter_map(|code| place(code.as_str())).collect()),
        Value::Number(_) | Value::Date(_) | Value::Text(_) => Some(Vec::new()),
    };
    let column = dataset.column(at);
    Marks {
        options: options.len(),
        several: field.is_some_and(|field| matches!(field.field_type, survey::definition::FieldType::Multiple(_))),
        rows: column.map(|column| column.places().collect()).unwrap_or_default(),
        chosen: column.map(|column| column.different().iter().map(chosen).collect()).unwrap_or_default(),
    }
}

/// How many organisations of a group have answered, and how many have chosen each option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    answers: usize,
    chosen: Vec<usize>,
}

impl Tally {
    pub fn of(marks: &Marks, rows: impl Iterator<Item = usize>) -> Self {
        let mut tally = Self { answers: 0, chosen: vec![0; marks.options] };
        for chosen in rows.filter_map(|row| marks.of_row(row)) {
            tally.answers += 1;
            for option in chosen {
                if let Some(count) = tally.chosen.get_mut(*option) {
                    *count += 1;
                }
            }
        }
        tally
    }

    /// How many organisations have a valid answer.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// Returns whether a group with these answers may be shown: there are enough, and not all or all but one are alike.
    pub fn is_safe(&self) -> bool {
        let most = self.chosen.iter().copied().max().unwrap_or_default();
        self.answers >= FEWEST_IN_GROUP && most + 1 < self.answers
    }
}
