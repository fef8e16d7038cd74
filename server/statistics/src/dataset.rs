//! The counted answers of a round, field by field.
//!
//! A round is read column-wise, and few different values stand in a column; so every column is a list of places in its own
//! list of different values.

use super::{
    groups::{Grouping, OrganisationGroups, Population},
    protection::Protection,
};
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use survey::expression::AnswerSource;
use survey::form::Form;
use survey::name::FieldName;
use survey::value::{Entry, MissingReason, Value};
use time::Date;

/// A counted response: the latest frozen copy of one that is submitted or approved. A field that is not in it was not
/// relevant.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The code of the organisation.
    pub organisation: String,
    /// Its groups in this round.
    pub groups: OrganisationGroups,
    /// What it has answered.
    pub entries: BTreeMap<FieldName, Entry>,
}

/// The counted answers of a round.
#[derive(Debug, Clone)]
pub struct Dataset {
    form: Arc<Form>,
    population: Population,
    organisations: Vec<String>,
    groups: Vec<OrganisationGroups>,
    columns: Vec<DatasetColumn>,
    protection: Protection,
}

impl Dataset {
    /// Sorts the answers of these responses by field, and decides what the public sees of them.
    pub fn new(form: Arc<Form>, population: Population, responses: impl IntoIterator<Item = Counted>) -> Self {
        let mut columns: Vec<ColumnBuilder> = form.fields().iter().map(|_| ColumnBuilder::default()).collect();
        let mut by_name: Vec<(&FieldName, usize)> =
            form.fields().iter().enumerate().map(|(at, field)| (&field.name, at)).collect();
        by_name.sort_unstable();
        let (mut organisations, mut groups) = (Vec::new(), Vec::new());
        for response in responses {
            let mut entries = response.entries.into_iter().peekable();
            for (name, at) in &by_name {
                while entries.next_if(|(entry, _)| entry < name).is_some() {}
                let entry = entries.next_if(|(entry, _)| entry == *name).map(|(_, entry)| entry);
                if let Some(column) = columns.get_mut(*at) {
                    column.push(entry);
                }
            }
            organisations.push(response.organisation);
            groups.push(response.groups);
        }
        let columns = columns.into_iter().map(ColumnBuilder::finish).collect();
        let protection = Protection::undecided();
        let undecided = Self { form, population, organisations, groups, columns, protection };
        Self { protection: Protection::of(&undecided), ..undecided }
    }

    /// The form that was answered.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Who was asked.
    pub fn population(&self) -> Population {
        self.population
    }

    /// How many responses are counted.
    pub fn len(&self) -> usize {
        self.organisations.len()
    }

    /// Whether no response is counted.
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty()
    }

    /// The codes of the organisations, by row.
    pub fn organisations(&self) -> &[String] {
        &self.organisations
    }

    /// Which group every organisation belongs to.
    pub fn grouped(&self, by: Option<Grouping>) -> GroupIndex {
        let code = |groups| by.and_then(|grouping: Grouping| grouping.of(groups));
        let mut codes: Vec<&str> = self.groups.iter().filter_map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        let place = |groups| code(groups).and_then(|code| codes.binary_search(&code).ok()).unwrap_or(codes.len());
        let of_row = self.groups.iter().map(place).collect();
        GroupIndex { grouping: by, codes: codes.into_iter().map(str::to_owned).collect(), of_row }
    }

    /// The protection of these answers: which of their results are hidden from the public.
    pub fn protection(&self) -> &Protection {
        &self.protection
    }

    pub(super) fn column(&self, field: usize) -> Option<&DatasetColumn> {
        self.columns.get(field)
    }

    pub(super) fn row(&self, row: usize) -> DatasetRow<'_> {
        DatasetRow { dataset: self, row }
    }
}

/// Which group every organisation of a dataset belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupIndex {
    grouping: Option<Grouping>,
    codes: Vec<String>,
    of_row: Vec<usize>,
}

impl GroupIndex {
    /// What they are grouped by.
    pub fn grouping(&self) -> Option<Grouping> {
        self.grouping
    }

    /// The groups, by code.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// How many organisations belong to the group at a place among the codes.
    pub fn size(&self, place: usize) -> usize {
        self.of_row.iter().filter(|group| **group == place).count()
    }

    /// How many groups there are, with the one of those that belong to none, which comes last and is never shown.
    pub(super) fn len_with_rest(&self) -> usize {
        self.codes.len() + 1
    }

    /// The place of every organisation's group.
    pub(super) fn of_row(&self) -> &[usize] {
        &self.of_row
    }
}

/// What stands in one field of one response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum DatasetCell {
    /// It was not relevant.
    NotAsked,
    /// Nothing.
    Empty,
    /// A reason why there is no value.
    Missing(MissingReason),
    /// A valid value.
    Value(Value),
}

impl DatasetCell {
    /// Whether the organisation counts as asked: the field was relevant, and applies to it.
    pub(super) fn is_asked(&self) -> bool {
        !matches!(self, Self::NotAsked | Self::Missing(MissingReason::EjTillampligt))
    }

    /// The valid value.
    pub(super) fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotAsked | Self::Empty | Self::Missing(_) => None,
        }
    }
}

/// A field of all responses.
#[derive(Debug, Clone)]
pub(super) struct DatasetColumn {
    different: Vec<DatasetCell>,
    rows: Vec<u32>,
}

impl DatasetColumn {
    /// The different cells. Their places are what [`places`](Self::places) gives.
    pub(super) fn different(&self) -> &[DatasetCell] {
        &self.different
    }

    /// The place of every row's cell among the different ones.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(|place| *place as usize)
    }

    /// The place of one row's cell among the different ones.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        self.rows.get(row).map(|place| *place as usize)
    }

    fn cell(&self, row: usize) -> Option<&DatasetCell> {
        self.different.get(self.place(row)?)
    }
}

/// A column that is being filled.
#[derive(Default)]
struct ColumnBuilder {
    different: Vec<DatasetCell>,
    places: HashMap<DatasetCell, u32>,
    rows: Vec<u32>,
}

impl ColumnBuilder {
    fn push(&mut self, entry: Option<Entry>) {
        let cell = match entry {
            None => DatasetCell::NotAsked,
            Some(Entry::Value(value)) => DatasetCell::Value(value),
            Some(Entry::Missing(reason)) => DatasetCell::Missing(reason),
            // What cannot be read is never submitted; if it were, nobody could count it.
            Some(Entry::Empty | Entry::Unreadable(_)) => DatasetCell::Empty,
        };
        let place = self.place(cell);
        self.rows.push(place);
    }

    fn place(&mut self, cell: DatasetCell) -> u32 {
        // Most columns hold few different cells, and comparing a few is faster than hashing one.
        const FEW: usize = 12;
        if let Some(place) = self.different.iter().take(FEW).position(|other| *other == cell) {
            return place as u32;
        }
        let next = self.different.len() as u32;
        if self.different.len() >= FEW {
            let place = *self.places.entry(cell.clone()).or_insert(next);
            if place != next {
                return place;
            }
        }
        self.different.push(cell);
        next
    }

    fn finish(self) -> DatasetColumn {
        DatasetColumn { different: self.different, rows: self.rows }
    }
}

/// One response.
#[derive(Clone, Copy)]
pub(super) struct DatasetRow<'a> {
    dataset: &'a Dataset,
    row: usize,
}

impl<'a> DatasetRow<'a> {
    pub(super) fn cell(self, field: usize) -> Option<&'a DatasetCell> {
        self.dataset.column(field)?.cell(self.row)
    }
}

impl AnswerSource for DatasetRow<'_> {
    fn value(&self, field: usize) -> Option<&Value> {
        self.cell(field)?.value()
    }

    fn missing_reason(&self, field: usize) -> Option<MissingReason> {
        match self.cell(field)? {
            DatasetCell::Missing(reason) => Some(*reason),
            DatasetCell::NotAsked | DatasetCell::Empty | DatasetCell::Value(_) => None,
        }
    }

    /// A measure says something of one round, and cannot name the one before, the day or the organisation.
    fn previous(&self, _field: usize) -> Option<&Value> {
        None
    }

    fn today(&self) -> Option<Date> {
        None
    }

    fn population(&self) -> Option<Decimal> {
        None
    }
}
