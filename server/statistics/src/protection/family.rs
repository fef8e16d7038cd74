//! Which fields are protected, and which of them together.
//!
//! How many were asked because of an answer tells how many gave that answer. So a field is at least as secret as those its
//! relevance depends on, and what is published only together is decided for all fields that depend on each other at once.
//! So do answers that an error check excludes together: no submitted response has them.

use super::FieldProtection;
use crate::dataset::Dataset;
use survey::definition::PublicationLevel;
use survey::form::Form;

/// Fields that are published only together and depend on each other, by relevance or by an error check.
#[derive(Debug, Default)]
pub(super) struct Family {
    /// The places of the fields, in the order of the form.
    pub fields: Vec<usize>,
    /// The places of the other fields that they depend on in the same ways.
    outside: Vec<usize>,
}

impl Family {
    /// What the other fields say of every organisation: only answers of organisations alike in them can be exchanged.
    pub fn outside_signature(&self, dataset: &Dataset) -> Vec<Vec<usize>> {
        let columns: Vec<_> = self.outside.iter().filter_map(|at| dataset.column(*at)).collect();
        (0..dataset.len()).map(|row| columns.iter().filter_map(|column| column.place(row)).collect()).collect()
    }
}

/// The publication level of every field, and the families of those that are published only together.
pub(super) fn families(form: &Form) -> (Vec<FieldProtection>, Vec<Family>) {
    let levels = effective_levels(form);
    let count = form.fields().len();
    // The number of a field's family is the place of one of its fields until all are joined.
    let mut family_of: Vec<usize> = (0..count).collect();
    let is_aggregated_only = |at: usize| levels.get(at) == Some(&PublicationLevel::Aggregated);
    let ties: Vec<(usize, usize)> = (0..count)
        .flat_map(|at| {
            let others = form.relevance_of(at).chain(form.named_in_errors(at));
            others.filter(move |other| *other != at).map(move |other| (at, other))
        })
        .collect();
    for (at, other) in ties.iter().filter(|(at, other)| is_aggregated_only(*at) && is_aggregated_only(*other)) {
        let (Some(one), Some(joined)) = (family_of.get(*at).copied(), family_of.get(*other).copied()) else { continue };
        family_of.iter_mut().filter(|family| **family == joined).for_each(|family| *family = one);
    }
    let mut families: Vec<(usize, Family)> = Vec::new();
    for (at, number) in family_of.iter().enumerate().filter(|(at, _)| is_aggregated_only(*at)) {
        let place = families.iter().position(|(known, _)| known == number).unwrap_or_else(|| {
            families.push((*number, Family::default()));
            families.len() - 1
        });
        let Some((_, family)) = families.get_mut(place) else { continue };
        family.fields.push(at);
        for (one, other) in &ties {
            let tied = [(one, other), (other, one)].into_iter().find(|(own, _)| **own == at).map(|(_, tied)| *tied);
            family.outside.extend(tied.filter(|tied| !is_aggregated_only(*tied)));
        }
    }
    let fields = levels.iter().map(|level| match level {
        // A field that is published only together gets its protection when its family is decided.
        PublicationLevel::Open => FieldProtection::Open,
        PublicationLevel::Aggregated | PublicationLevel::Internal => FieldProtection::Internal,
    });
    let families = families.into_iter().map(|(_, mut family)| {
        family.outside.sort_unstable();
        family.outside.dedup();
        family
    });
    (fields.collect(), families.collect())
}

/// The level of every field, at least as strict as those of the fields its relevance depends on.
fn effective_levels(form: &Form) -> Vec<PublicationLevel> {
    let mut levels: Vec<PublicationLevel> = form.fields().iter().map(|field| field.publication_level).collect();
    for at in form.relevance_order() {
        let before = form.relevance_of(*at).filter_map(|before| levels.get(before).copied()).max();
        if let Some(level) = levels.get_mut(*at) {
            *level = (*level).max(before.unwrap_or_default());
        }
    }
    levels
}
