//! The change of a measure from the round before.

mod relative;

use super::{
    footnotes,
    measure::{CompiledMeasure, MeasurePart},
    observation::{Observation, ObservationStatus, add_note},
    tables::{Tables, blank},
};
use std::collections::HashMap;

/// How a measure has changed since the round before.
pub(super) fn of(
    change: &CompiledMeasure,
    compared: &CompiledMeasure,
    now: &Tables<'_>,
    before: Option<&Tables<'_>>,
) -> Vec<Observation> {
    let year = now.round.year;
    let nothing = |part: &MeasurePart, status, note: String| vec![blank(change, year, &part.breakdown, status, note)];
    compared
        .parts
        .iter()
        .flat_map(|part| {
            let Some(before) = before.filter(|before| compared.is_in(before.round.year)) else {
                let note = "Det finns ingen omgång före att jämföra med.".to_owned();
                return nothing(part, ObservationStatus::NotAvailable, note);
            };
            let unasked = [year, before.round.year].into_iter().find(|year| !part.rules.contains_key(year));
            if let Some(unasked) = unasked {
                return nothing(part, ObservationStatus::NotAsked, footnotes::not_asked(unasked));
            }
            if change.measure.relative {
                relative::of(change, part, now, before)
            } else {
                absolute(change, compared, part, now, before)
            }
        })
        .collect()
}

/// Value minus value.
fn absolute(
    change: &CompiledMeasure,
    compared: &CompiledMeasure,
    part: &MeasurePart,
    now: &Tables<'_>,
    before: &Tables<'_>,
) -> Vec<Observation> {
    let earlier: HashMap<String, Observation> = before
        .observe(compared, part)
        .into_iter()
        .map(|observation| (observation.breakdown.to_string(), observation))
        .collect();
    let with = |observation: Observation| {
        let earlier = earlier.get(&observation.breakdown.to_string());
        let is_suppressed = |observation: &Observation| observation.status == ObservationStatus::Suppressed;
        let value = earlier
            .and_then(|earlier| earlier.value)
            .zip(observation.value)
            .and_then(|(then, now)| now.checked_sub(then));
        let status = if is_suppressed(&observation) || earlier.is_some_and(is_suppressed) {
            ObservationStatus::Suppressed
        } else if value.is_some() {
            ObservationStatus::Computed
        } else {
            ObservationStatus::NotAvailable
        };
        let mut note = format!("Jämfört med {}.", before.round.year);
        add_note(&mut note, &observation.note);
        Observation {
            value,
            n_asked: observation.n_asked,
            n_answered: observation.n_answered,
            series_break: observation.series_break,
            ..blank(change, now.round.year, &observation.breakdown, status, note)
        }
    };
    now.observe(compared, part).into_iter().map(with).collect()
}
