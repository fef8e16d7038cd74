//! The letters about a signature: to the signatory who is asked, and to the coordinator who gets the response back.

use super::Letter;
use crate::{config::PublicUrl, handlers::respond::hub};
use app::words::weekday;
use collection::respond::SignOffNotice;

/// A signatory is asked to sign.
pub fn sign_off_asked(notice: &SignOffNotice, public_url: &PublicUrl) -> Letter {
    let by = if notice.by.is_empty() { "Samordnaren" } else { &notice.by };
    let message = notice.message.as_ref().map_or_else(String::new, |words| format!("{by} skriver:\n\n{words}\n\n"));
    let text = format!(
        "Hej {}!\n\n\
         Svaret på {} för {} är klart, och {by} ber dig skriva under det.\n\n\
         {message}\
         Öppna länken och logga in med den här e-postadressen. Där ser du vad som är nytt sedan förra året, vad som är \
         förklarat och vad som saknas. Sedan godkänner du, eller skickar tillbaka.\n\n\
         {}\n\n\
         Svaret ska in senast {}.\n\n\
         Lägesbild\n",
        notice.to.name,
        notice.head.round_title,
        notice.head.organisation_name,
        public_url.of(&format!("{}/underskrift", hub(&notice.head.key))),
        weekday(notice.head.due),
    );
    letter(notice, format!("Skriv under: {}, {}", notice.head.organisation_name, notice.head.round_title), text)
}

/// The signatory has sent the response back.
pub fn sign_off_sent_back(notice: &SignOffNotice, public_url: &PublicUrl) -> Letter {
    let by = if notice.by.is_empty() { "Undertecknaren" } else { &notice.by };
    let text = format!(
        "Hej {}!\n\n\
         {by} har skickat tillbaka svaret på {} för {} utan att skriva under:\n\n\
         {}\n\n\
         Rätta det som behövs och skicka för underskrift igen:\n\n\
         {}\n\n\
         Svaret ska in senast {}.\n\n\
         Lägesbild\n",
        notice.to.name,
        notice.head.round_title,
        notice.head.organisation_name,
        notice.message.as_deref().unwrap_or_default(),
        public_url.of(&hub(&notice.head.key)),
        weekday(notice.head.due),
    );
    letter(notice, format!("Tillbaka utan underskrift: {}", notice.head.round_title), text)
}

fn letter(notice: &SignOffNotice, subject: String, text: String) -> Letter {
    Letter { name: notice.to.name.clone(), email: notice.to.email.clone(), subject, text }
}
