//! Who gives a reason instead of an answer, in the rounds that nothing is fitted to.

use super::{
    chance::{chance, one_of},
    drawn_answers::DrawnAnswers,
};
use survey::{form::Form, value::MissingReason};

/// Questions that are of no concern to somebody.
const NOT_FOR_ALL: [&str; 6] = [
    "etjanster.familjeradgivning",
    "etjanster.familjeratt",
    "fh_nattillsyn",
    "fh_larm",
    "dokumentera_mobilt.arbetsmarknadsinsatser",
    "journalforing_all_verksamhet",
];

/// Figures that somebody does not have.
const OFTEN_UNKNOWN: [&str; 4] =
    ["ekonomiskt_bistand_digitalt_andel", "teknik_antal", "it_utveckling_andel", "it_personal"];

/// Some of those who have not answered a field give a reason, of those that the question allows.
pub fn some(drawn_answers: &mut DrawnAnswers<'_>, form: &Form) {
    for field in form.fields().iter().filter(|field| field.required && !field.missing_reasons.is_empty()) {
        let name = field.name.as_str();
        let rate = match name {
            _ if OFTEN_UNKNOWN.contains(&field.name.question()) => 0.08,
            // Everything else about home health care depends on it.
            "hemsjukvard" => 0.0,
            name => 0.004 + 0.02 * chance(&[name, "bortfall"]),
        };
        let concerns_all = !NOT_FOR_ALL.contains(&name);
        let reasons: Vec<MissingReason> = field
            .missing_reasons
            .iter()
            .copied()
            .filter(|reason| *reason != MissingReason::EjTillampligt || !concerns_all)
            .collect();
        for at in drawn_answers.left(name) {
            let small = !concerns_all && drawn_answers.lasting(at, &format!("{name} gäller inte")) < 0.05;
            if small && field.missing_reasons.contains(&MissingReason::EjTillampligt) {
                drawn_answers.put(at, name, "#ej_tillampligt");
            } else if drawn_answers.chance(at, &format!("{name} bortfall")) < rate {
                let known = [MissingReason::VetEj.code()];
                let codes: Vec<&str> = reasons.iter().map(|reason| reason.code()).collect();
                let codes = if codes.is_empty() { &known[..] } else { &codes };
                drawn_answers.put(
                    at,
                    name,
                    format!("#{}", one_of(codes, &[drawn_answers.code(at), name, drawn_answers.round, "skäl"])),
                );
            }
        }
    }
}
