//! Codes into Swedish words: the edge where errors and counts become sentences.

use collection::{
    Error, OrganisationKind, Person,
    respond::{AssignmentTargetView, CopyView, InputFault, Receipt, ResponseHead, SurveyOwner},
    rounds::{RoundState, RoundSummary},
};
use http::StatusCode;
use statistics::{Grouping, protection::Reason};
use survey::{format, status::Status, stockholm::local, value::AnswerPart};
use time::{Date, OffsetDateTime, Weekday};

/// What readers are told where a figure is hidden. Always the same: the reason would tell answers.
pub const PROTECTED: &str = "visas inte, för att skydda enskilda svar";

/// Why a figure is hidden from the public, for owners and reviewers.
pub fn why_hidden(reason: Reason) -> &'static str {
    match reason {
        Reason::Internal => "intern fråga",
        Reason::TooFew => "för få svar",
        Reason::Alike => "alla eller alla utom en har svarat lika",
        Reason::Cover => "skulle avslöja annat som är dolt",
        Reason::OnlyTotal => "bara totalen visas offentligt",
        Reason::SingleAnswer => {
            "medianen, det minsta eller det största är ett enskilt svar, eller ett svar är mer än hälften av summan"
        }
    }
}

/// What a refusal means and what to do, with the status to answer with. Nothing for faults of ours and for what every
/// page shows alike (not found, forbidden).
pub fn refusal(error: &Error) -> Option<(StatusCode, String)> {
    let words = match error {
        Error::Closed { round, status } => return Some((StatusCode::CONFLICT, closed(*round, *status))),
        Error::NotAllowed { status, .. } => {
            return Some((
                StatusCode::CONFLICT,
                format!(
                    "Svaret är nu: {}. Då går det inte att göra det här. Läs in sidan igen och se hur det står till.",
                    status.label().to_lowercase()
                ),
            ));
        }
        Error::SentInAgain => {
            return Some((
                StatusCode::CONFLICT,
                "Organisationen har skickat in på nytt sedan du öppnade sidan. Läs det nya svaret och bestäm sedan."
                    .to_owned(),
            ));
        }
        Error::CorrectionAsked => {
            return Some((
                StatusCode::CONFLICT,
                "En kollega har redan bett om att få rätta. Öppna översikten och se vad som är skrivet.".to_owned(),
            ));
        }
        Error::CorrectionDecided => {
            return Some((
                StatusCode::CONFLICT,
                "Den begäran om att få rätta som du läste är redan besvarad eller tillbakatagen. Se hur det står till nu."
                    .to_owned(),
            ));
        }
        Error::Stale => {
            return Some((
                StatusCode::CONFLICT,
                "Svaret har ändrats sedan du öppnade sidan. Läs igenom det som står nu och försök sedan igen."
                    .to_owned(),
            ));
        }
        Error::Unseen => {
            return Some((
                StatusCode::CONFLICT,
                "Det framgår inte vilken version du har läst, så ingenting är gjort. Läs sidan igen och försök sedan."
                    .to_owned(),
            ));
        }
        Error::Answered => {
            return Some((
                StatusCode::CONFLICT,
                "Det har kommit något nytt här sedan du öppnade sidan. Läs det och försök sedan igen.".to_owned(),
            ));
        }
        Error::InvitationChanged => {
            return Some((
                StatusCode::CONFLICT,
                "Inbjudan har ändrats sedan du öppnade sidan. Läs vad du är inbjuden som och svara sedan.".to_owned(),
            ));
        }
        Error::QueryAnswered => {
            return Some((
                StatusCode::CONFLICT,
                "Frågan väntar inte längre på svar från er. Läs in sidan igen och se hur det står till.".to_owned(),
            ));
        }
        Error::Obstacles(obstacles) => {
            format!("{} återstår innan ni kan skicka in.", counted(obstacles.len(), "sak", "saker"))
        }
        Error::UnknownField(field) => format!("Formuläret har inget fält som heter {field}. Läs in sidan igen."),
        Error::Reason => "Skriv varför, med högst 10 000 tecken.".to_owned(),
        Error::TooLong(_) => "Texten är för lång. Skriv högst 10 000 tecken.".to_owned(),
        Error::Faults(faults) => faults.iter().map(|fault| faulty(*fault).1).collect::<Vec<_>>().join(" "),
        Error::LinkUnknown => "Länken är inte rätt. Kopiera hela länken ur brevet, eller be om en ny.".to_owned(),
        Error::LinkUsed => "Länken är redan använd, eller så har du loggat in med en annan länk sedan dess. Varje länk går att använda en gång. Be om en ny.".to_owned(),
        Error::LinkExpired => "Länken är för gammal. Den gäller i 30 minuter. Be om en ny.".to_owned(),
        Error::TooManyLinks { last_until, again_at } => {
            return Some((
                StatusCode::TOO_MANY_REQUESTS,
                format!(
                    "Finns adressen hos oss har fem länkar skickats till den inom en timme. Titta i din e-post: varje länk \
                     gäller i 30 minuter, den sista till kl.\u{a0}{}. Från kl.\u{a0}{} går det att be om en ny.",
                    format::time(*last_until),
                    format::time(*again_at)
                ),
            ));
        }
        Error::DailyMailLimit => {
            return Some((
                StatusCode::TOO_MANY_REQUESTS,
                "Organisationen har fått skicka så många brev som går på en dag. Försök igen i morgon.".to_owned(),
            ));
        }
        Error::NotDemo => "Det går bara i en demomiljö.".to_owned(),
        Error::NotGrouped => "Regioner kan bara grupperas efter län.".to_owned(),
        Error::Forbidden
        | Error::NotFound
        | Error::UnknownVariable(_)
        | Error::InternalVariable(_)
        | Error::Import(_)
        | Error::Database(_) => return None,
    };
    Some((StatusCode::UNPROCESSABLE_ENTITY, words))
}

/// What kommuner are grouped by in a round, and of which year that is; of every grouping where none is chosen. Nothing
/// where they are grouped by län, which is the same every year, and nothing of regioner.
pub fn grouped_by(round: &RoundSummary, by: Option<Grouping>) -> Option<String> {
    if round.kind != OrganisationKind::Municipality {
        return None;
    }
    let year = round.key.year;
    let classes = format!("Kommungrupperna är SKR:s indelning från {}.", round.kommungrupp_year);
    let population = round.population_year;
    // The population at the end of the year before is the newest there is when a round begins.
    let other = if (year - 1..=year).contains(&population) { "" } else { ", inte omgångens år" };
    let sizes = format!("Storleksklasserna följer folkmängden den 31 december {population}{other}.");
    match by {
        None => Some(format!("{classes} {sizes}")),
        Some(Grouping::Kommungrupp) => Some(classes),
        Some(Grouping::Size) => Some(sizes),
        Some(Grouping::Lan) => None,
    }
}

/// Why the answers of a response cannot change now, with the day on which a planned round opens.
pub fn closed_now(head: &ResponseHead) -> String {
    match (head.round, head.status.is_open()) {
        (RoundState::Planned, true) => format!("Omgången öppnar {}. Då kan ni börja svara.", weekday(head.opens)),
        (round, _) => closed(round, head.status),
    }
}

/// Why answers cannot change.
pub fn closed(round: RoundState, status: Status) -> String {
    match (round, status) {
        (_, Status::Submitted | Status::Approved) => {
            "Svaret är inskickat och går inte att ändra. Behöver något rättas? Be om att få rätta, från översikten.".to_owned()
        }
        (_, Status::Declined) => {
            "Ni har meddelat att ni inte svarar. Samordnaren kan ta upp svaret igen från översikten.".to_owned()
        }
        (RoundState::Planned, _) => "Omgången har inte öppnat än.".to_owned(),
        (RoundState::Closed, _) => {
            "Omgången är stängd och tar inte emot fler svar. Hör av er till undersökningens ägare om ni behöver mer tid.".to_owned()
        }
        (RoundState::Open, _) => "Svaret går inte att ändra just nu.".to_owned(),
    }
}

/// What is wrong with what was filled in, with the input that it is about; none for the page as a whole.
pub fn faulty(fault: InputFault) -> (&'static str, String) {
    let (input, words) = match fault {
        InputFault::Nobody => ("person", "Välj vem det gäller."),
        InputFault::Oneself => ("person", "Du kan inte be dig själv om underskriften. Välj någon annan."),
        InputFault::Name => ("namn", "Skriv kollegans namn, med högst 200 tecken."),
        InputFault::Email => ("epost", "Skriv adressen så här: namn@kommun.se."),
        InputFault::Nothing => ("delar", "Välj minst ett avsnitt eller en fråga."),
        InputFault::DuePassed => ("senast", "Dagen har redan varit. Välj i dag eller en senare dag."),
        InputFault::DueTooLate(due) => {
            return ("senast", format!("Dagen är för sen. Välj {} eller en dag före den.", weekday(due)));
        }
        InputFault::Message => ("meddelande", "Meddelandet är för långt. Skriv högst 10 000 tecken."),
        InputFault::RemindedToday => {
            ("", "Kollegan har redan fått en påminnelse det senaste dygnet. Vänta till i morgon.")
        }
        InputFault::Finished => ("", "Kollegan är redan klar med allt."),
    };
    (input, words.to_owned())
}

/// What somebody has in hand, shortly: `avsnitt C och D`, `fråga F2`, `avsnitt C och frågorna F2 och F3`.
pub fn assigned(sections: &[String], questions: &[String]) -> String {
    let sections = (!sections.is_empty()).then(|| format!("avsnitt {}", listed(sections)));
    let questions = match questions {
        [] => None,
        [one] => Some(format!("fråga {one}")),
        several => Some(format!("frågorna {}", listed(several))),
    };
    listed(&sections.into_iter().chain(questions).collect::<Vec<_>>())
}

/// What somebody has in hand, shortly, by its views.
pub fn targets(views: &[AssignmentTargetView]) -> String {
    let sections: Vec<String> =
        views.iter().filter(|view| view.question.is_none()).map(|view| view.letter.clone()).collect();
    let questions: Vec<String> =
        views.iter().filter_map(|view| view.question.as_ref()).map(|(number, _)| number.clone()).collect();
    assigned(&sections, &questions)
}

/// One thing that somebody has in hand, with its words: `C. E-tjänster`, `C4. Hur många …?`.
pub fn target(view: &AssignmentTargetView) -> String {
    match &view.question {
        None => format!("{}. {}", view.letter, view.title),
        Some((number, label)) => format!("{number}. {label}"),
    }
}

/// Words in a row: `C`, `C och D`, `C, D och E`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} och {last}", first.join(", ")),
    }
}

/// What the error summary says of an answer that somebody else has changed since the page was opened.
pub fn changed_meanwhile(label: &str) -> String {
    format!("Någon annan har svarat på ”{label}”. Välj vilket svar som ska gälla.")
}

/// What the error summary says of an answer that is not saved since a part of it has so many characters too many.
pub fn too_long(part: AnswerPart, label: &str, excess: usize) -> String {
    let (what, long, it) = match part {
        AnswerPart::Entry => ("Svaret på", "långt", "det"),
        AnswerPart::Comment => ("Kommentaren till", "lång", "den"),
        AnswerPart::Explanation => ("Förklaringen till", "lång", "den"),
    };
    format!("{what} ”{label}” är {excess} tecken för {long}. Svaret är inte sparat. Korta {it}, så sparas det.")
}

/// What a receipt says, term by term, on the page and on paper.
pub fn receipt_facts(copy: &CopyView) -> Vec<(String, String)> {
    let receipt = &copy.receipt;
    let by = if receipt.by.is_empty() { "Inläst från fil".to_owned() } else { receipt.by.clone() };
    let owner = |owner: &SurveyOwner| format!("{}, {}", owner.name, owner.email);
    let owners = copy.owners.iter().map(owner).collect::<Vec<_>>().join("; ");
    let submitted =
        format!("{} kl. {}", weekday(local(receipt.submitted_at).date()), format::time(receipt.submitted_at));
    [
        ("Kvittonummer", receipt.number.clone()),
        ("Organisation", copy.head.organisation_name.clone()),
        ("Undersökning", copy.head.round_title.clone()),
        ("Inskickat", format!("{}, svensk tid", capitalised(&submitted))),
        ("Inskickat av", format!("{by}{}", unconfirmed(receipt))),
        ("Kontrollsumma (SHA-256)", receipt.checksum.clone()),
        ("Frågor om undersökningen", owners),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(term, text)| (term.to_owned(), text))
    .collect()
}

/// What is said after who sent a response in, where nobody has confirmed that they may sign; otherwise nothing.
pub fn unconfirmed(receipt: &Receipt) -> &'static str {
    if receipt.unconfirmed { ", undertecknare (inte bekräftad)" } else { "" }
}

/// A number with its noun: `1 fel`, `4 frågor`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1\u{a0}{one}") } else { format!("{number}\u{a0}{many}") }
}

/// How many questions have been added: `En fråga har tillkommit`, `Två frågor har tillkommit`.
pub fn questions_added(number: usize) -> String {
    const IN_LETTERS: [&str; 12] =
        ["En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv"];
    let many = number.checked_sub(1).and_then(|at| IN_LETTERS.get(at)).map_or(number.to_string(), ToString::to_string);
    format!("{many} {} har tillkommit", if number == 1 { "fråga" } else { "frågor" })
}

/// Who said that a section is done, and when.
pub fn marked_as_done(by: &str, at: OffsetDateTime) -> String {
    format!("{by} markerade avsnittet som klart {}.", format::moment(at))
}

/// A day with its weekday: `torsdag 30 april 2026`.
pub fn weekday(day: Date) -> String {
    let name = match day.weekday() {
        Weekday::Monday => "måndag",
        Weekday::Tuesday => "tisdag",
        Weekday::Wednesday => "onsdag",
        Weekday::Thursday => "torsdag",
        Weekday::Friday => "fredag",
        Weekday::Saturday => "lördag",
        Weekday::Sunday => "söndag",
    };
    format!("{name} {}", format::date(day))
}

/// A moment of the last weeks, as people say it: `i dag 10.41`, `i går 9.05`, `31 oktober`; with the year where it is
/// another one.
pub fn recent(moment: OffsetDateTime, now: OffsetDateTime) -> String {
    let (day, today) = (local(moment).date(), local(now).date());
    match (today - day).whole_days() {
        0 => format!("i dag {}", format::time(moment)),
        1 => format!("i går {}", format::time(moment)),
        _ if day.year() == today.year() => format::day(day),
        _ => format::date(day),
    }
}

/// When something was, shortly: the time of today, or the day.
pub fn time_or_day(moment: OffsetDateTime, now: OffsetDateTime) -> String {
    if local(moment).date() == local(now).date() { format::time(moment) } else { format::day(local(moment).date()) }
}

/// When something was, in a sentence: the time of today, `kl. 10.41`, or the day.
pub fn at_or_on(moment: OffsetDateTime, now: OffsetDateTime) -> String {
    let words = time_or_day(moment, now);
    if local(moment).date() == local(now).date() { format!("kl.\u{a0}{words}") } else { words }
}

/// The words with their first letter as at the beginning of a sentence.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Until when answers are wanted, or were.
pub fn answer_by(due: Date, is_over: bool) -> String {
    if is_over {
        format!("Svaren skulle lämnas senast {}.", weekday(due))
    } else {
        format!("Svara senast {}.", weekday(due))
    }
}

/// How long is left, as a number with its unit and a sentence around it: `8 dagar` and `kvar`.
pub fn days_left(days: i64) -> (String, &'static str) {
    let number = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
    match days {
        0 => ("Sista dagen".to_owned(), "i dag"),
        1.. => (counted(number, "dag", "dagar"), "kvar"),
        _ => (counted(number, "dag", "dagar"), "efter sista dagen"),
    }
}

/// A person's foremost part: `samordnare`, `ägare`, `administratör`.
pub fn role(person: &Person) -> &'static str {
    let survey = person.commissions.iter().map(|commission| commission.role).min();
    let organisation = person.memberships.iter().map(|membership| membership.role).min();
    match (person.administrator, survey, organisation) {
        (true, ..) => "administratör",
        (false, Some(role), _) => role.label(),
        (false, None, Some(role)) => role.label(),
        (false, None, None) => "utan roll",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_on_another_day_is_told_by_its_day() {
        use time::macros::datetime;
        // In Stockholm it is the 23rd already.
        let now = datetime!(2026-11-22 23:30 UTC);
        let words = |moment| (time_or_day(moment, now), at_or_on(moment, now));
        assert_eq!(words(datetime!(2026-11-22 23:10 UTC)), ("0.10".to_owned(), "kl.\u{a0}0.10".to_owned()));
        assert_eq!(words(datetime!(2026-11-22 09:00 UTC)), ("22 november".to_owned(), "22 november".to_owned()));
    }

    #[test]
    fn few_questions_are_counted_in_letters() {
        assert_eq!(questions_added(1), "En fråga har tillkommit");
        assert_eq!(questions_added(2), "Två frågor har tillkommit");
        assert_eq!(questions_added(13), "13 frågor har tillkommit");
    }

    #[test]
    fn assignments_are_listed_shortly() {
        let words = |sections: &[&str], questions: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            assigned(&owned(sections), &owned(questions))
        };
        assert_eq!(words(&["C"], &[]), "avsnitt C");
        assert_eq!(words(&["C", "D", "F"], &[]), "avsnitt C, D och F");
        assert_eq!(words(&[], &["F2"]), "fråga F2");
        assert_eq!(words(&["C"], &["F2", "F3"]), "avsnitt C och frågorna F2 och F3");
    }
}
