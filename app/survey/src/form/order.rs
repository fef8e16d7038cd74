//! The order in which relevance is decided, and the circles that have none.

use super::{
    Fault, Field,
    condition::{Condition, Dependents},
};
use crate::expression::words_for_authors;
use std::collections::BTreeSet;

/// The fields in an order in which each comes after those that its relevance names. Circles are reported.
pub(super) fn by_relevance(
    fields: &[Field],
    relevance: &[Vec<Condition>],
    dependents: &[Dependents],
    faults: &mut Vec<Fault>,
) -> Vec<usize> {
    let mut order = Vec::with_capacity(fields.len());
    // How many fields each waits for.
    let mut unmet = vec![0_usize; fields.len()];
    for field in dependents.iter().flat_map(|of| &of.relevance) {
        if let Some(unmet) = unmet.get_mut(*field) {
            *unmet += 1;
        }
    }
    // Collecting would sort, and sorting is much for the browser to download.
    let (mut waiting, mut ready) = (BTreeSet::new(), BTreeSet::new());
    waiting.extend(0..fields.len());
    ready.extend(waiting.iter().copied().filter(|field| unmet.get(*field) == Some(&0)));
    while !waiting.is_empty() {
        if ready.is_empty() {
            let circle = circle(relevance, &waiting);
            faults.extend(fault(fields, relevance, &circle));
            ready.extend(circle);
        } else {
            order.extend(&ready);
        }
        let mut next = BTreeSet::new();
        for field in &ready {
            waiting.remove(field);
            for dependent in dependents.get(*field).into_iter().flat_map(|of| &of.relevance) {
                let Some(unmet) = unmet.get_mut(*dependent) else { continue };
                *unmet -= 1;
                if *unmet == 0 {
                    next.insert(*dependent);
                }
            }
        }
        // What goes in a circle has no place in the order.
        ready = next;
        ready.retain(|field| waiting.contains(field));
    }
    order
}

/// A field among `waiting` that the relevance of this one names.
fn next_in(field: usize, relevance: &[Vec<Condition>], waiting: &BTreeSet<usize>) -> Option<usize> {
    let conditions = relevance.get(field)?;
    conditions.iter().flat_map(|condition| condition.compiled.fields()).copied().find(|named| waiting.contains(named))
}

/// A circle among fields that all wait for one of the others. It begins with its first field in the questionnaire.
fn circle(relevance: &[Vec<Condition>], waiting: &BTreeSet<usize>) -> Vec<usize> {
    let mut walked: Vec<usize> = waiting.first().copied().into_iter().collect();
    let mut seen = BTreeSet::new();
    seen.extend(&walked);
    while let Some(next) = walked.last().and_then(|last| next_in(*last, relevance, waiting)) {
        if !seen.insert(next) {
            let start = walked.iter().position(|field| *field == next).unwrap_or_default();
            let mut circle = walked.split_off(start);
            let first = circle.iter().enumerate().min_by_key(|(_, field)| **field).map_or(0, |(at, _)| at);
            circle.rotate_left(first);
            return circle;
        }
        walked.push(next);
    }
    walked
}

fn fault(fields: &[Field], relevance: &[Vec<Condition>], circle: &[usize]) -> Option<Fault> {
    let first = circle.first()?;
    let second = circle.get(1).unwrap_or(first);
    let condition = relevance.get(*first)?.iter().find(|condition| condition.compiled.fields().contains(second))?;
    let message = words_for_authors(|| {
        let named = circle.iter().chain([first]).filter_map(|at| fields.get(*at));
        let names: Vec<String> = named.map(|field| format!("`{}`", field.name)).collect();
        format!(
            "the relevance goes in a circle: {}; let one of them be asked whatever the other says",
            names.join(", which depends on ").replacen(", which depends on ", " depends on ", 1)
        )
    });
    Some(Fault::new(&condition.path, message))
}
