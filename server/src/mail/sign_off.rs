//! The letters about a signature: to the signatory who is asked, and to the coordinator who is answered.

use super::{MailMessage, to_colleague, way_in, writes};
use crate::{config::PublicUrl, handlers::respond::hub};
use app::words::weekday;
use collection::respond::SignOffNotice;

/// A signatory is asked to sign.
pub fn sign_off_asked(notice: &SignOffNotice, public_url: &PublicUrl) -> MailMessage {
    let by = if notice.by.is_empty() { "Samordnaren" } else { &notice.by };
    let message = notice.message.as_ref().map(|words| writes(&notice.by, &notice.by_email, words)).unwrap_or_default();
    let text = format!(
        "Hej {}!\n\n\
         Svaret på {} för {} är klart, och {by} ber dig skriva under det.\n\n\
         {message}\
         Öppna länken och logga in. Där ser du vad som är nytt sedan förra året, vad som är \
         förklarat och vad som saknas. Sedan godkänner du, eller skickar tillbaka.\n\n\
         {}\n\n\
         Svaret ska in senast {}.\n\n\
         Lägesbild\n",
        notice.to.name,
        notice.head.round_title,
        notice.head.organisation_name,
        way_in(&notice.to, &format!("{}/underskrift", hub(&notice.head.key)), public_url),
        weekday(notice.head.due),
    );
    to_colleague(
        &notice.to,
        format!("Skriv under: {}, {}", notice.head.organisation_name, notice.head.round_title),
        text,
    )
}

/// The signatory has sent the response back.
pub fn sign_off_unsigned(notice: &SignOffNotice, public_url: &PublicUrl) -> MailMessage {
    let text = format!(
        "Hej {}!\n\n\
         {} har skickat tillbaka svaret på {} för {} utan att skriva under.\n\n\
         {}\
         Rätta det som behövs och skicka för underskrift igen:\n\n\
         {}\n\n\
         Svaret ska in senast {}.\n\n\
         Lägesbild\n",
        notice.to.name,
        signatory(notice),
        notice.head.round_title,
        notice.head.organisation_name,
        writes(signatory(notice), &notice.by_email, notice.message.as_deref().unwrap_or_default()),
        public_url.of(&hub(&notice.head.key)),
        weekday(notice.head.due),
    );
    to_colleague(&notice.to, format!("Tillbaka utan underskrift: {}", notice.head.round_title), text)
}

fn signatory(notice: &SignOffNotice) -> &str {
    if notice.by.is_empty() { "Undertecknaren" } else { &notice.by }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::fixture::head;
    use collection::{OrganisationRole, respond::Member};

    /// A letter to this person, about what the other one did and said.
    fn notice(to: &str, by: &str, message: Option<&str>) -> SignOffNotice {
        let (id, email) = (1, format!("{}@sundsvall.example", to.to_lowercase()));
        SignOffNotice {
            to: Member { id, name: to.into(), email, roles: vec![OrganisationRole::Coordinator], invited: None },
            by: by.into(),
            by_email: format!("{}@sundsvall.example", by.to_lowercase()),
            head: head(),
            message: message.map(str::to_owned),
            role_change: None,
        }
    }

    fn says(mail: &MailMessage, all: &[&str]) {
        for words in all {
            assert!(mail.text.contains(words), "{words:?} is not in\n{}", mail.text);
        }
    }

    const RESPONSE: &str = "http://127.0.0.1:3000/svara/kommun-ehalsa/2026/2281";

    #[test]
    fn a_signatory_is_told_what_to_look_at_and_until_when() {
        let asked = sign_off_asked(&notice("Maria", "Karin", Some("Läs avsnitt D\nnoga.")), &PublicUrl::default());
        assert_eq!((asked.name.as_str(), asked.email.as_str()), ("Maria", "maria@sundsvall.example"));
        assert_eq!(asked.subject, "Skriv under: Sundsvalls kommun, E-hälsa 2026");
        let way = "\n\nhttp://127.0.0.1:3000/logga-in?epost=maria%40sundsvall.example\
                   &till=%2Fsvara%2Fkommun-ehalsa%2F2026%2F2281%2Funderskrift\n\n";
        says(
            &asked,
            &[
                "Hej Maria!",
                "\n\nKarin, karin@sundsvall.example, skriver:\n\nLäs avsnitt D\nnoga.\n\n",
                way,
                "torsdag 30 april 2026",
            ],
        );
        let without = sign_off_asked(&notice("Maria", "", None), &PublicUrl::default());
        says(&without, &["är klart, och Samordnaren ber dig skriva under det."]);
        assert!(!without.text.contains("skriver:"), "{}", without.text);
    }

    #[test]
    fn a_coordinator_is_told_why_it_came_back() {
        let back = sign_off_unsigned(&notice("Karin", "Maria", Some("D4 stämmer inte.")), &PublicUrl::default());
        assert_eq!(back.subject, "Tillbaka utan underskrift: E-hälsa 2026");
        let way = format!("\n\n{RESPONSE}\n\n");
        says(
            &back,
            &[
                "Maria har skickat tillbaka",
                "Maria, maria@sundsvall.example, skriver:\n\nD4 stämmer inte.\n\n",
                &way,
                "torsdag 30 april 2026",
            ],
        );
    }
}
