//! What lineage says of an observation: first asked, reworded, split, merged, a broken series.

use super::{indicator::MeasureKind, observation::add_note};
use survey::definition::Relation;
use survey::form::{Field, Form};
use survey::lineage;

/// What holds for every sum.
pub(super) const OF_SUMS: &str = "Summan gäller dem som har svarat och är inte uppräknad till hela landet.";

/// What must be known of a value in a round, and whether the series is broken between the round before and this one.
pub(super) fn footnote(
    kind: MeasureKind,
    year: i32,
    form: &Form,
    before: Option<&Form>,
    fields: &[usize],
) -> (String, bool) {
    let mut sentences: Vec<String> = Vec::new();
    let mut is_broken = false;
    if let Some(before) = before {
        for field in fields.iter().filter_map(|at| form.fields().get(*at)) {
            let (sentence, breaks) = since(year, before, field);
            is_broken |= breaks;
            if let Some(sentence) = sentence
                && !sentences.contains(&sentence)
            {
                sentences.push(sentence);
            }
        }
    }
    if is_broken {
        sentences.push(format!("Tidsserien är bruten före {year}."));
    }
    if kind == MeasureKind::Sum {
        sentences.push(OF_SUMS.into());
    }
    let mut note = String::new();
    sentences.iter().for_each(|sentence| add_note(&mut note, sentence));
    (note, is_broken)
}

/// What stands where a question was not asked.
pub(super) fn not_asked(year: i32) -> String {
    format!("Frågan ställdes inte {year}.")
}

/// How a field relates to the questionnaire before, in words.
fn since(year: i32, before: &Form, field: &Field) -> (Option<String>, bool) {
    let origin = lineage::origin(field, before);
    let words = match origin.relation {
        Relation::Same => None,
        Relation::New => Some(format!("Frågan ställdes först {year}.")),
        Relation::Reworded => Some(format!("Frågan formulerades om {year}.")),
        Relation::Split => Some(format!("Frågan delades {year}.")),
        Relation::Merged => Some(format!("Flera frågor slogs ihop {year}.")),
    };
    (origin.note.or(words), origin.series_break)
}
