//! The letters about a response that has been sent in: its receipt, that it is sent back, and what was asked to correct.

use super::MailMessage;
use crate::{
    config::PublicUrl,
    handlers::{
        follow_up::path,
        respond::{hub, receipt_path},
    },
};
use app::words::unconfirmed;
use collection::respond::{Receipt, ResponseNotice};

/// The receipt, to each of these: whoever sent it in, and the coordinators.
pub fn receipts(notice: &ResponseNotice, receipt: &Receipt, public_url: &PublicUrl) -> Vec<MailMessage> {
    let text = format!(
        "Svaret på {} för {} är inskickat av {}{}.\n\n\
         Kvittots nummer är {}. Här är kvittot, med alla svar:\n\n\
         {}\n\n\
         Ni behöver inte göra något mer. Har granskaren en fråga får ni ett brev. Behöver något rättas? Be om det från \
         sidan, så svarar undersökningens ägare.\n",
        notice.head.round_title,
        notice.head.organisation_name,
        by(notice, "Lägesbild"),
        unconfirmed(receipt),
        receipt.number,
        public_url.of(&receipt_path(&notice.head.key, receipt)),
    );
    mails(&notice.to, &format!("Kvitto {}", receipt.number), &text)
}

/// The whole response is sent back, with the reason.
pub fn returned(notice: &ResponseNotice, public_url: &PublicUrl) -> Vec<MailMessage> {
    let text = format!(
        "{} har skickat tillbaka ert svar på {} för {}:\n\n\
         {}\n\n\
         Hela svaret är öppet. Rätta det som behövs och skicka in igen:\n\n\
         {}\n",
        by(notice, "Granskaren"),
        notice.head.round_title,
        notice.head.organisation_name,
        notice.text,
        public_url.of(&hub(&notice.head.key)),
    );
    mails(&notice.to, &format!("Svaret är tillbakaskickat: {}", notice.head.round_title), &text)
}

/// An organisation asks to correct what it has sent in.
pub fn correction_asked(notice: &ResponseNotice, public_url: &PublicUrl) -> Vec<MailMessage> {
    let ResponseNotice { head, text, to, .. } = notice;
    let words = format!(
        "{}, {}, ber om att få rätta svaret på {}:\n\n\
         {text}\n\n\
         Svara ja eller nej här:\n\n\
         {}\n",
        by(notice, "Samordnaren"),
        head.organisation_name,
        head.round_title,
        public_url.of(&path(&head.key)),
    );
    mails(to, &format!("{} ber om att få rätta", head.organisation_name), &words)
}

/// The organisation may correct.
pub fn correction_granted(notice: &ResponseNotice, public_url: &PublicUrl) -> Vec<MailMessage> {
    let text = format!(
        "{} har öppnat ert svar på {} för {}, så som ni bad om.\n\n\
         Hela svaret är öppet. Rätta det som behövs och skicka in igen. Det räknas inte förrän ni har gjort det:\n\n\
         {}\n",
        by(notice, "Undersökningens ägare"),
        notice.head.round_title,
        notice.head.organisation_name,
        public_url.of(&hub(&notice.head.key)),
    );
    mails(&notice.to, &format!("Ni får rätta: {}", notice.head.round_title), &text)
}

/// The organisation may not correct, and why.
pub fn correction_refused(notice: &ResponseNotice, public_url: &PublicUrl) -> Vec<MailMessage> {
    let text = format!(
        "{} öppnar inte ert svar på {} för {}:\n\n\
         {}\n\n\
         Det som är inskickat gäller. Här är svaret:\n\n\
         {}\n",
        by(notice, "Undersökningens ägare"),
        notice.head.round_title,
        notice.head.organisation_name,
        notice.text,
        public_url.of(&hub(&notice.head.key)),
    );
    mails(&notice.to, &format!("Svaret öppnas inte för rättelse: {}", notice.head.round_title), &text)
}

fn by<'a>(notice: &'a ResponseNotice, nobody: &'a str) -> &'a str {
    if notice.by.is_empty() { nobody } else { &notice.by }
}

fn mails(to: &[(String, String)], subject: &str, text: &str) -> Vec<MailMessage> {
    let mail = |(name, email): &(String, String)| MailMessage {
        name: name.clone(),
        email: email.clone(),
        subject: subject.to_owned(),
        text: format!("Hej {name}!\n\n{text}\nLägesbild\n"),
    };
    to.iter().map(mail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::fixture::head;
    use time::macros::datetime;

    fn notice(text: &str) -> ResponseNotice {
        ResponseNotice {
            head: head(),
            by: "Karin Nyström".into(),
            text: text.into(),
            to: vec![("Maria Berg".into(), "maria@sundsvall.example".into())],
        }
    }

    fn says(mails: &[MailMessage], subject: &str, all: &[&str]) {
        let [mail] = mails else { panic!("{mails:?}") };
        assert_eq!((mail.email.as_str(), mail.subject.as_str()), ("maria@sundsvall.example", subject));
        for words in all.iter().chain(&["Hej Maria Berg!", "Karin Nyström", "Sundsvalls kommun", "E-hälsa 2026"]) {
            assert!(mail.text.contains(words), "{words:?} is not in\n{}", mail.text);
        }
    }

    const RESPONSE: &str = "http://127.0.0.1:3000/svara/kommun-ehalsa/2026/2281";

    #[test]
    fn each_mail_says_what_was_done_why_and_the_way_on() {
        let url = PublicUrl::default();
        let receipt = Receipt {
            number: "LB-2026-KOMMUN-2281-1".into(),
            sequence: 1,
            submitted_at: datetime!(2026-04-22 08:40 UTC),
            by: "Karin Nyström".into(),
            checksum: "0".into(),
            unconfirmed: false,
        };
        let way = format!("\n\n{RESPONSE}/kvitto/LB-2026-KOMMUN-2281-1\n\n");
        let sent_in = "Svaret på E-hälsa 2026 för Sundsvalls kommun är inskickat av Karin Nyström.\n";
        says(&receipts(&notice(""), &receipt, &url), "Kvitto LB-2026-KOMMUN-2281-1", &[sent_in, &way]);
        let unconfirmed = Receipt { unconfirmed: true, ..receipt };
        let sent_in = "är inskickat av Karin Nyström, undertecknare (inte bekräftad).\n";
        says(&receipts(&notice(""), &unconfirmed, &url), "Kvitto LB-2026-KOMMUN-2281-1", &[sent_in, &way]);
        let (hub, why) = (format!("\n\n{RESPONSE}\n"), "\n\nF2 gäller fel år.\n\n");
        says(&returned(&notice("F2 gäller fel år."), &url), "Svaret är tillbakaskickat: E-hälsa 2026", &[why, &hub]);
        let owners = "\n\nhttp://127.0.0.1:3000/undersokningar/kommun-ehalsa/2026/svar/2281\n";
        let asked = correction_asked(&notice("F2 gäller fel år."), &url);
        says(&asked, "Sundsvalls kommun ber om att få rätta", &[why, owners]);
        says(&correction_granted(&notice(""), &url), "Ni får rätta: E-hälsa 2026", &[&hub, "så som ni bad om"]);
        let refused = correction_refused(&notice("F2 gäller fel år."), &url);
        says(&refused, "Svaret öppnas inte för rättelse: E-hälsa 2026", &[why, &hub]);
    }
}
