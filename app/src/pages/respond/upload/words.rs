//! What is wrong with a row of a workbook, in words: what, then what to do.

use collection::respond::{SheetColumn, Wrong};
use survey::format;

const NEW_FILE: &str = "Hämta en ny fil och flytta över svaren till den.";

/// The header of a column.
pub(super) fn column(column: SheetColumn) -> &'static str {
    match column {
        SheetColumn::Answer => "Svar",
        SheetColumn::Reason => "Varför inget svar",
        SheetColumn::Explanation => "Förklaring",
        SheetColumn::Comment => "Kommentar",
    }
}

/// What is wrong; what to do.
pub(super) fn wrong(what: &Wrong) -> String {
    match what {
        Wrong::OtherRound(survey, year) => {
            format!(
                "Filen hör till en annan undersökning eller ett annat år ({survey} {year}). Hämta filen för den här omgången."
            )
        }
        Wrong::OtherOrganisation(code) => {
            format!("Filen hör till en annan organisation ({code}). Läs in den fil som ni har hämtat här.")
        }
        Wrong::OtherQuestionnaire => format!("Formuläret har ändrats sedan filen hämtades. {NEW_FILE}"),
        Wrong::UnknownRow => {
            "Raden hör inte till formuläret. Ta bort den, och skriv svaret på frågans egen rad.".to_owned()
        }
        Wrong::Twice(row) => format!("Frågan står också på rad {row}. Ta bort den ena raden."),
        Wrong::NoVersion => format!("Radens dolda uppgifter är borta. {NEW_FILE}"),
        Wrong::OptionsGone => format!("Några av frågans rader är borta. {NEW_FILE}"),
        Wrong::OnOptions => {
            "Skriv inget på frågans egen rad. Skriv Ja på raden för varje alternativ som gäller.".to_owned()
        }
        Wrong::NotChosen(text) => format!("”{}” går inte att läsa. Skriv Ja eller lämna tomt.", shown(text)),
        Wrong::Answer(message) => message.clone(),
        Wrong::ShareOfOne(number) => {
            format!(
                "Cellen är {number}, som i Excel kan betyda procent. Skriv andelen med procenttecken, till exempel 86 %. Menar ni {number} procent, skriv ”{number} %”."
            )
        }
        Wrong::Reason(text, allowed) => {
            let allowed: Vec<&str> = allowed.iter().map(|reason| reason.label()).collect();
            match allowed.as_slice() {
                [] => "Här behövs ett svar; något skäl går inte att välja. Töm cellen och svara på frågan.".to_owned(),
                allowed => format!("”{}” är inget av skälen. Välj ur listan: {}.", shown(text), allowed.join(", ")),
            }
        }
        Wrong::AnswerAndReason => "Raden har både ett svar och ett skäl. Ta bort det ena.".to_owned(),
        Wrong::Formula(words) => {
            format!("Formeln går inte att räkna ut ({words}). Skriv svaret i stället för formeln.")
        }
        Wrong::Uncomputed => {
            "Cellen har en formel utan värde. Öppna filen i Excel, spara den och läs in den igen, eller skriv svaret i stället för formeln.".to_owned()
        }
        Wrong::Merged => {
            "Cellen är sammanfogad med andra. Dela upp cellerna i Excel och skriv svaret på frågans egen rad.".to_owned()
        }
        Wrong::TooLong => "Texten är för lång. Skriv högst 10 000 tecken.".to_owned(),
        Wrong::NotYours => {
            "Du har inte fått den här frågan att svara på. Ta bort ändringen, eller be samordnaren att läsa in filen."
                .to_owned()
        }
        Wrong::SentIn => {
            "Svaret är inskickat, och bara det som granskaren frågar om går att ändra. Ta bort ändringen.".to_owned()
        }
        Wrong::Changed(by, at, theirs) => {
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
