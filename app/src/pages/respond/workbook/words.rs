//! What is wrong with a row of a workbook, in words: what, then what to do.

use collection::respond::{WorkbookColumn, WorkbookProblem};
use survey::format;

const NEW_FILE: &str = "Hämta en ny fil och flytta över svaren till den.";

/// The header of a column.
pub(super) fn column(column: WorkbookColumn) -> &'static str {
    match column {
        WorkbookColumn::Answer => "Svar",
        WorkbookColumn::Reason => "Varför inget svar",
        WorkbookColumn::Explanation => "Förklaring",
        WorkbookColumn::Comment => "Kommentar",
    }
}

/// What is wrong; what to do.
pub(super) fn wrong(what: &WorkbookProblem) -> String {
    match what {
        WorkbookProblem::OtherRound(survey, year) => {
            format!(
                "Filen hör till en annan undersökning eller ett annat år ({survey} {year}). Hämta filen för den här omgången."
            )
        }
        WorkbookProblem::OtherOrganisation(code) => {
            format!("Filen hör till en annan organisation ({code}). Läs in den fil som ni har hämtat här.")
        }
        WorkbookProblem::OtherQuestionnaire => format!("Formuläret har ändrats sedan filen hämtades. {NEW_FILE}"),
        WorkbookProblem::UnknownRow => {
            "Raden hör inte till formuläret. Ta bort den, och skriv svaret på frågans egen rad.".to_owned()
        }
        WorkbookProblem::Twice(row) => format!("Frågan står också på rad {row}. Ta bort den ena raden."),
        WorkbookProblem::NoVersion => format!("Radens dolda uppgifter är borta. {NEW_FILE}"),
        WorkbookProblem::OptionsGone => format!("Några av frågans rader är borta. {NEW_FILE}"),
        WorkbookProblem::OnOptions => {
            "Skriv inget på frågans egen rad. Skriv Ja på raden för varje alternativ som gäller.".to_owned()
        }
        WorkbookProblem::NotChosen(text) => format!("”{}” går inte att läsa. Skriv Ja eller lämna tomt.", shown(text)),
        WorkbookProblem::Answer(message) => message.clone(),
        WorkbookProblem::ShareOfOne(number) => {
            format!(
                "Cellen är {number}, som i Excel kan betyda procent. Skriv andelen med procenttecken, till exempel 86 %. Menar ni {number} procent, skriv ”{number} %”."
            )
        }
        WorkbookProblem::Reason(text, allowed) => {
            let allowed: Vec<&str> = allowed.iter().map(|reason| reason.label()).collect();
            match allowed.as_slice() {
                [] => "Här behövs ett svar; något skäl går inte att välja. Töm cellen och svara på frågan.".to_owned(),
                allowed => format!("”{}” är inget av skälen. Välj ur listan: {}.", shown(text), allowed.join(", ")),
            }
        }
        WorkbookProblem::AnswerAndReason => "Raden har både ett svar och ett skäl. Ta bort det ena.".to_owned(),
        WorkbookProblem::Formula(words) => {
            format!("Formeln går inte att räkna ut ({words}). Skriv svaret i stället för formeln.")
        }
        WorkbookProblem::Uncomputed => {
            "Cellen har en formel utan värde. Öppna filen i Excel, spara den och läs in den igen, eller skriv svaret i stället för formeln.".to_owned()
        }
        WorkbookProblem::Merged => {
            "Cellen är sammanfogad med andra. Dela upp cellerna i Excel och skriv svaret på frågans egen rad.".to_owned()
        }
        WorkbookProblem::TooLong => "Texten är för lång. Skriv högst 10 000 tecken.".to_owned(),
        WorkbookProblem::NotYours => {
            "Du har inte fått den här frågan att svara på. Ta bort ändringen, eller be samordnaren att läsa in filen."
                .to_owned()
        }
        WorkbookProblem::SentIn => {
            "Svaret är inskickat, och bara det som granskaren frågar om går att ändra. Ta bort ändringen.".to_owned()
        }
        WorkbookProblem::Changed(by, at, theirs) => {
            let by = if by.is_empty() { "Någon" } else { by };
            let theirs = if theirs.is_empty() { "Inget svar" } else { theirs };
            format!(
                "{by} har ändrat svaret {} till ”{}” medan filen var ute. Kom överens om vad som gäller och svara i Lägesbild, eller hämta en ny fil.",
                format::moment(*at),
                shown(theirs)
            )
        }
    }
}

/// No more of a text than is needed to find it.
fn shown(text: &str) -> String {
    if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text.to_owned() }
}
