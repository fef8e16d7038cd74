//! The order in which relevance is decided, and the circles that have none.

use super::{Fault, Field, rules::Condition};
use crate::expression::words_for_authors;
use std::collections::BTreeSet;

/// The fields in an order in which each comes after those that its relevance names. Circles are reported.
pub(super) fn by_relevance(fields: &[Field], relevance: &[Vec<Condition>], faults: &mut Vec<Fault>) -> Vec<usize> {
    let mut order = Vec::with_capacity(fields.len());
    // Collecting would sort, and sorting is much for the browser to download.
    let mut waiting = BTreeSet::new();
    waiting.extend(0..fields.len());
    while !waiting.is_empty() {
        let ready: Vec<usize> =
            waiting.iter().copied().filter(|field| next_in(*field, relevance, &waiting).is_none()).collect();
        if ready.is_empty() {
            let circle = circle(relevance, &waiting);
            faults.extend(fault(fields, relevance, &circle));
            for field in circle {
                waiting.remove(&field);
            }
        }
        for field in ready {
            waiting.remove(&field);
            order.push(field);
        }
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
    while let Some(next) = walked.last().and_then(|last| next_in(*last, relevance, waiting)) {
        if let Some(start) = walked.iter().position(|field| *field == next) {
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
