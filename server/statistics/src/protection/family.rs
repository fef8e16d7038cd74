//! Which fields are protected together.
//!
//! How many were asked because of an answer tells how many gave that answer, and answers that an error check excludes
//! together are in no submitted response. So what is published only together is decided for all fields that depend on each
//! other at once. What is internal is among them as far as it ties others: its answers can be exchanged along.

use super::publicity::Publicity;
use crate::dataset::{Dataset, DatasetCell};
use std::collections::{BTreeMap, BTreeSet};
use survey::form::Form;

/// Fields that are published only together and depend on each other, by relevance or by an error check.
#[derive(Debug, Default)]
pub(super) struct Family {
    /// The places of the fields, in the order of the form.
    pub fields: Vec<usize>,
    /// Those of them that are asked because of something public.
    asked_openly: Vec<usize>,
    /// The open fields that an error check ties to them.
    checked_openly: Vec<usize>,
}

impl Family {
    /// What everybody knows of every organisation that decides which answers it can have given: only answers of
    /// organisations alike in it can be exchanged.
    pub fn known(&self, dataset: &Dataset) -> Vec<Vec<usize>> {
        let asked = |row: usize| self.asked_openly.iter().map(move |at| usize::from(is_asked(dataset, *at, row)));
        let open: Vec<_> = self.checked_openly.iter().filter_map(|at| dataset.column(*at)).collect();
        let answered = |row: usize| open.iter().filter_map(move |column| column.place(row)).collect::<Vec<_>>();
        (0..dataset.len()).map(|row| asked(row).chain(answered(row)).collect()).collect()
    }

    /// Returns whether several totals together tell more than each does of its own field: where not all organisations that
    /// were asked can have given the same answers, and everybody knows which could give which.
    pub fn tells_by_totals(&self, dataset: &Dataset) -> bool {
        let is_asked = |row: usize| self.fields.iter().any(|at| is_asked(dataset, *at, row));
        let known = self.known(dataset);
        let kinds: BTreeSet<&Vec<usize>> =
            known.iter().enumerate().filter(|(row, _)| is_asked(*row)).map(|(_, known)| known).collect();
        self.fields.len() > 1 && kinds.len() > 1
    }
}

fn is_asked(dataset: &Dataset, at: usize, row: usize) -> bool {
    dataset.row(row).cell(at).is_some_and(|cell| *cell != DatasetCell::NotAsked)
}

/// The families of those fields that are published only together.
pub(super) fn families(form: &Form, publicity: &[Publicity]) -> Vec<Family> {
    let rules = form.rules();
    let is_open = |at: usize| publicity.get(at) == Some(&Publicity::Open);
    let places = || 0..form.fields().len();
    let checked: Vec<Vec<usize>> =
        places().map(|at| std::iter::once(at).chain(rules.named_in_errors(at)).collect()).collect();
    let asked = places().map(|at| std::iter::once(at).chain(rules.relevance_of(at)).collect());
    // The number of a field's family is the place of one of its fields.
    let mut family_of: Vec<usize> = places().collect();
    for tied in checked.iter().cloned().chain(asked) {
        let numbers: Vec<usize> =
            tied.iter().filter(|at| !is_open(**at)).filter_map(|at| family_of.get(*at).copied()).collect();
        if let Some(joined) = numbers.first() {
            family_of.iter_mut().filter(|family| numbers.contains(family)).for_each(|family| *family = *joined);
        }
    }
    let mut families: BTreeMap<usize, Family> = BTreeMap::new();
    let together = places().filter(|at| publicity.get(*at) == Some(&Publicity::AggregatedOnly));
    for (at, number) in together.filter_map(|at| Some((at, *family_of.get(at)?))) {
        let family = families.entry(number).or_default();
        family.fields.push(at);
        if rules.relevance_asks_of_organisation(at) || rules.relevance_of(at).any(is_open) {
            family.asked_openly.push(at);
        }
    }
    for tied in &checked {
        let number = tied.iter().find(|at| !is_open(**at)).and_then(|at| family_of.get(*at));
        if let Some(family) = number.and_then(|number| families.get_mut(number)) {
            family.checked_openly.extend(tied.iter().filter(|at| is_open(**at)));
            family.checked_openly.sort_unstable();
            family.checked_openly.dedup();
        }
    }
    families.into_values().collect()
}
