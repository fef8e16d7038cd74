//! The letters about queries: to the coordinators when something is asked, to the asker when it is answered, to the
//! signatories when a changed answer waits for them.

use super::{MailMessage, writes};
use crate::config::PublicUrl;
use collection::queries::QueryNotice;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryRecipient {
    /// The organisation, that something is asked.
    Organisation,
    /// The reviewer, that it is answered.
    Reviewer,
    /// The signatories, that a changed answer waits for them.
    Signatory,
}

/// A letter to everyone whom a query concerns.
pub fn about_query(notice: &QueryNotice, told: QueryRecipient, public_url: &PublicUrl) -> Vec<MailMessage> {
    let QueryNotice { key, organisation_name, round_title, query, field, number, label, by, by_email, text, to } =
        notice;
    let (survey, year, organisation) = (&key.survey, key.year, &key.organisation);
    let (subject, happened, path) = match told {
        QueryRecipient::Organisation => (
            format!("Fråga om ert svar på {number}"),
            format!("{by} granskar svaren på {round_title} och har en fråga om ert svar på {number}, {label}."),
            format!("/svara/{survey}/{year}/{organisation}/komplettering/{query}"),
        ),
        QueryRecipient::Reviewer => (
            format!("{organisation_name} har svarat om {number}"),
            format!("{by}, {organisation_name}, har svarat på din fråga om {number}, {label}."),
            format!("/undersokningar/{survey}/{year}/svar/{organisation}/fraga/{field}"),
        ),
        QueryRecipient::Signatory => (
            format!("Ett ändrat svar på {number} väntar på dig"),
            format!(
                "En granskare frågar om ert svar på {number}, {label}, i {round_title}. {by} har ändrat svaret. I den \
                 här omgången skickar en undertecknare det som är ändrat. Det här vill {by} skriva till granskaren."
            ),
            format!("/svara/{survey}/{year}/{organisation}/komplettering/{query}"),
        ),
    };
    let what_to_do = match told {
        QueryRecipient::Organisation => "Svara här, och ändra svaret om det behövs:",
        QueryRecipient::Reviewer => "Läs svaret här:",
        QueryRecipient::Signatory => "Läs igenom det ändrade svaret och skicka det här:",
    };
    let url = public_url.of(&path);
    let words = writes(by, by_email, text);
    let text = format!("Hej!\n\n{happened}\n\n{words}{what_to_do}\n\n{url}\n\nLägesbild\n");
    let mail = |(name, email): &(String, String)| MailMessage {
        name: name.clone(),
        email: email.clone(),
        subject: subject.clone(),
        text: text.clone(),
    };
    to.iter().map(mail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use collection::ResponseKey;

    fn notice() -> QueryNotice {
        QueryNotice {
            key: ResponseKey { survey: "kommun-ehalsa".into(), year: 2026, organisation: "2281".into() },
            organisation_name: "Sundsvalls kommun".into(),
            round_title: "E-hälsa 2026".into(),
            query: 7,
            field: "ledningssystem".parse().unwrap(),
            number: "B3".into(),
            label: "Har kommunen ett ledningssystem?".into(),
            by: "Åsa Lindkvist".into(),
            by_email: "asa@ehalsa.example".into(),
            text: "Gäller det alla delar?".into(),
            to: vec![("Karin Nyström".into(), "karin@sundsvall.example".into())],
        }
    }

    #[test]
    fn each_side_gets_the_text_and_the_way_to_answer() {
        let [asked, answered, waits] =
            [QueryRecipient::Organisation, QueryRecipient::Reviewer, QueryRecipient::Signatory]
                .map(|told| about_query(&notice(), told, &PublicUrl::default()).remove(0));
        assert_eq!(
            (asked.email.as_str(), asked.subject.as_str()),
            ("karin@sundsvall.example", "Fråga om ert svar på B3")
        );
        assert!(asked.text.contains("/svara/kommun-ehalsa/2026/2281/komplettering/7\n"), "{}", asked.text);
        assert!(answered.text.contains("/svar/2281/fraga/ledningssystem\n"), "{}", answered.text);
        assert_eq!(waits.subject, "Ett ändrat svar på B3 väntar på dig");
        assert!(waits.text.contains("/svara/kommun-ehalsa/2026/2281/komplettering/7\n"), "{}", waits.text);
        let words = "\n\nÅsa Lindkvist, asa@ehalsa.example, skriver:\n\nGäller det alla delar?\n\n";
        for mail in [asked, answered, waits] {
            assert!(mail.text.contains(words), "{}", mail.text);
        }
    }
}
