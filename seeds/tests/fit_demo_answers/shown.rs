//! The drafts that the demo shows: Stockholms and Sundsvalls kommun, and Region Stockholm.

use super::{
    drafts::{DrawnDraft, Stage},
    round::DrawnRound,
};
use Stage::{Done, Partly, Untouched};
use std::collections::BTreeMap;

/// The draft of an organisation that the demo shows.
pub fn draft(round: &DrawnRound, code: &str) -> Option<DrawnDraft> {
    let (stages, instead, comments) = match code {
        "2281" => (&SUNDSVALL_STAGES[..], &SUNDSVALL[..], &SUNDSVALL_SAYS[..]),
        "0180" => (&STOCKHOLM_STAGES[..], &STOCKHOLM[..], &STOCKHOLM_SAYS[..]),
        "01" => (&REGION_STOCKHOLM_STAGES[..], &REGION_STOCKHOLM[..], &REGION_STOCKHOLM_SAYS[..]),
        _ => return None,
    };
    let all = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(stages.len(), round.form.questionnaire().sections.len());
    Some(DrawnDraft { stages: stages.to_vec(), instead: all(instead), comments: all(comments), explained: 0 })
}

const SUNDSVALL_STAGES: [Stage; 9] = [Done, Done, Done, Done, Done, Partly(34), Untouched, Done, Untouched];

/// An error and a warning among the e-services, and a cost that seems to be in thousands.
const SUNDSVALL: [(&str, &str); 17] = [
    ("etjanster.barn_och_unga", "tidsbokning intresseanmalan"),
    ("etjanster.ekonomiskt_bistand", "digital_ansokan saker_kommunikation"),
    ("etjanster.familjeratt", "digital_ansokan inga"),
    ("etjanster.familjeradgivning", "tidsbokning"),
    ("etjanster.vuxna_missbruk", "inga"),
    ("etjanster.funktionshinder", "digital_ansokan saker_kommunikation"),
    ("etjanster.aldreomsorg", "digital_ansokan intresseanmalan"),
    ("ekonomiskt_bistand_automatiserat", "delvis"),
    ("ekonomiskt_bistand_digitalt_andel", "62,5"),
    ("digitala_moten.individ_och_familjeomsorg", "ja"),
    ("digitala_moten.aldreomsorg", "ja"),
    ("digitala_moten.funktionshinder", "#vet_ej"),
    ("nattillsyn.aldreomsorg", "ja"),
    ("teknik_antal.nattillsyn", "64"),
    ("valfardsteknik_kostnad", "950"),
    ("uppgiftslamnare_roll", "socialchef"),
    ("hemsjukvard", "ja"),
];

const SUNDSVALL_SAYS: [(&str, &str); 2] = [
    ("ekonomiskt_bistand_automatiserat", "Gäller återansökningar sedan februari."),
    ("teknik_antal.nattillsyn", "Räknat den dag vi svarade. Fler har beviljats men väntar på kamera."),
];

const STOCKHOLM_STAGES: [Stage; 9] = [Done, Done, Done, Done, Partly(70), Untouched, Done, Done, Partly(25)];

/// A contradiction, a number that is not one, and two answers that have turned to no.
const STOCKHOLM: [(&str, &str); 8] = [
    ("etjanster.barn_och_unga", "intresseanmalan inga"),
    ("passiva_larm.aldreomsorg", "ja"),
    ("passiva_larm.funktionshinder", "nej"),
    ("teknik_antal.passiva_larm", "cirka 4 000"),
    ("sabo_nattillsyn", "nej"),
    ("sabo_internet", "ja"),
    ("valfardsteknik_kostnad", "#uppgift_saknas"),
    ("hemsjukvard", "nej"),
];

const STOCKHOLM_SAYS: [(&str, &str); 2] = [
    ("teknik_antal.passiva_larm", "Stadsdelarna räknar olika. Exakt siffra kommer nästa vecka."),
    ("valfardsteknik_kostnad", "Kostnaden ligger i hemtjänstpengen och kan inte brytas ut."),
];

const REGION_STOCKHOLM_STAGES: [Stage; 10] =
    [Done, Done, Done, Partly(60), Done, Untouched, Done, Done, Untouched, Untouched];

/// Amounts in kronor beside amounts in thousands, too many tablets, and a largest hindrance that is not among those chosen.
const REGION_STOCKHOLM: [(&str, &str); 7] = [
    ("antal_lasplattor", "91 400"),
    ("it_kostnad", "4 120 000 000"),
    ("omslutning", "134 500 000"),
    ("it_personal", "1 212,5"),
    ("hinder", "oklar_lagstiftning ekonomi brist_pa_kompetens"),
    ("hinder_storst", "egna_resurser"),
    ("infosakpolicy", "ja"),
];

const REGION_STOCKHOLM_SAYS: [(&str, &str); 1] = [("it_personal", "Bolagen är inte med. De redovisas för sig.")];
