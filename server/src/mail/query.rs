//! The letters about queries: to the coordinators when something is asked, to the asker when it is answered, to the
//! signatories when a changed answer waits for them.

use super::{Letter, writes};
use crate::config::PublicUrl;
use collection::queries::Notice;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The organisation, that something is asked.
    Organisation,
    /// The reviewer, that it is answered.
    Reviewer,
    /// The signatories, that a changed answer waits for them.
    Signatory,
}

/// A letter to everyone whom a query concerns.
pub fn about_query(notice: &Notice, told: Told, public_url: &PublicUrl) -> Vec<Letter> {
    let Notice { key, organisation_name, round_title, query, field, number, label, by, by_email, text, to } = notice;
    let (survey, year, organisation) = (&key.survey, key.year, &key.organisation);
    let (subject, happened, path) = match told {
        Told::Organisation => (
            format!("Fråga om ert svar på {number}"),
            format!("{by} granskar svaren på {round_title} och har en fråga om ert svar på {number}, {label}."),
            format!("/svara/{survey}/{year}/{organisation}/komplettering/{query}"),
        ),
        Told::Reviewer => (
            format!("{organisation_name} har svarat om {number}"),
            format!("{by}, {organisation_name}, har svarat på din fråga om {number}, {label}."),
            format!("/undersokningar/{survey}/{year}/svar/{organisation}/fraga/{field}"),
        ),
        Told::Signatory => (
            format!("Ett ändrat svar på {number} väntar på dig"),
            format!(
                "En granskare frågar om ert svar på {number}, {label}, i {round_title}. {by} har ändrat svaret. I den \
                 här omgången skickar en undertecknare det som är ändrat. Det här vill {by} skriva till granskaren."
            ),
            format!("/svara/{survey}/{year}/{organisation}/komplettering/{query}"),
        ),
    };
    let what_to_do = match told {
        Told::Organisation => "Svara här, och ändra svaret om det behövs:",
        Told::Reviewer => "Läs svaret här:",
        Told::Signatory => "Läs igenom det ändrade svaret och skicka det här:",
    };
    let url = public_url.of(&path);
    let words = writes(by, by_email, text);
    let text = format!("Hej!\n\n{happened}\n\n{words}{what_to_do}\n\n{url}\n\nLägesbild\n");
    let letter = |(name, email): &(String, String)| Letter {
        name: name.clone(),
        email: email.clone(),
        subject: subject.clone(),
        text: text.clone(),
    };
    to.iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use collection::ResponseKey;

    fn notice() -> Notice {
        Notice {
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
        let [asked, answered, waits] = [Told::Organisation, Told::Reviewer, Told::Signatory]
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
        for letter in [asked, answered, waits] {
            assert!(letter.text.contains(words), "{}", letter.text);
        }
    }
}
