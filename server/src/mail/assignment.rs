//! The letters to a colleague who is given something to answer, is reminded of it, or need not any more.

use super::{MailMessage, to_colleague, way_in, writes};
use crate::{config::PublicUrl, handlers::respond::hub};
use app::words::{target, targets, weekday};
use collection::respond::AssignmentNotice;

/// Something is given to a colleague.
pub fn assignment(notice: &AssignmentNotice, public_url: &PublicUrl) -> MailMessage {
    let message = notice.message.as_ref().map(|words| writes(&notice.by, &notice.by_email, words)).unwrap_or_default();
    let text = format!(
        "Hej {}!\n\n\
         {} ber dig svara på en del av {} för {}:\n\n\
         {}\n\
         {message}\
         Svara senast {}.\n\n\
         {}\n\
         Lägesbild\n",
        notice.to.name,
        by(notice),
        notice.head.round_title,
        notice.head.organisation_name,
        list(notice),
        weekday(notice.due),
        way(notice, public_url),
    );
    to_colleague(&notice.to, format!("{} har lämnat {} till dig", by(notice), targets(&notice.targets)), text)
}

/// Something waits.
pub fn assignment_reminder(notice: &AssignmentNotice, public_url: &PublicUrl) -> MailMessage {
    let text = format!(
        "Hej {}!\n\n\
         Det här väntar på ditt svar i {} för {}:\n\n\
         {}\n\
         Svara senast {}.\n\n\
         {}\n\
         Kan du inte svara? Säg det till {}, så får någon annan ta över.\n\n\
         Lägesbild\n",
        notice.to.name,
        notice.head.round_title,
        notice.head.organisation_name,
        list(notice),
        weekday(notice.due),
        way(notice, public_url),
        if notice.by.is_empty() { "samordnaren" } else { &notice.by },
    );
    to_colleague(&notice.to, format!("Påminnelse: {} väntar på dig", targets(&notice.targets)), text)
}

/// Something need not be answered any more.
pub fn assignment_taken_back(notice: &AssignmentNotice) -> MailMessage {
    let text = format!(
        "Hej {}!\n\n\
         {} har tagit tillbaka det här i {} för {}:\n\n\
         {}\n\
         Du behöver inte göra något mer. Det du har svarat finns kvar.\n\n\
         Lägesbild\n",
        notice.to.name,
        by(notice),
        notice.head.round_title,
        notice.head.organisation_name,
        list(notice),
    );
    to_colleague(&notice.to, format!("Du behöver inte längre svara på {}", targets(&notice.targets)), text)
}

fn by(notice: &AssignmentNotice) -> &str {
    if notice.by.is_empty() { "Samordnaren" } else { &notice.by }
}

fn list(notice: &AssignmentNotice) -> String {
    notice.targets.iter().map(|view| format!("- {}\n", target(view))).collect()
}

/// The way to the first section of it.
fn way(notice: &AssignmentNotice, public_url: &PublicUrl) -> String {
    let first = notice.targets.first();
    let section = first.map(|view| format!("/avsnitt/{}", view.target.section)).unwrap_or_default();
    let path = format!("{}{section}", hub(&notice.head.key));
    format!("Öppna länken och logga in, så kommer du rätt:\n\n{}\n", way_in(&notice.to, &path, public_url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use collection::{
        Actor, RoundKey, Store,
        respond::{AssignmentTarget, Colleague, NewAssignment, assign},
        seed::seed,
    };
    use std::collections::BTreeSet;
    use time::{Duration, macros::datetime};

    #[tokio::test]
    async fn assignment_mail_says_who_what_when_and_where() {
        let now = datetime!(2026-04-22 08:40 UTC);
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("letters.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        seed(&store, &Actor::System, false, now.date(), now).await.unwrap();
        let target = |section: &str, question: Option<&str>| AssignmentTarget {
            section: section.into(),
            question: question.map(str::to_owned),
        };
        let order = NewAssignment {
            key: RoundKey::new("kommun-ehalsa", 2026).response("2281"),
            to: Some(Colleague::New { name: "Per Ek".into(), email: "per@sundsvall.example".into(), reads_all: false }),
            targets: BTreeSet::from([target("styrning", None), target("e_tjanster", Some("digitala_moten"))]),
            message: "Ring mig\nom något är oklart.".into(),
            due: Some(now.date() + Duration::days(2)),
        };
        let mut notice = assign(&store, &Actor::System, order, now).await.unwrap();
        (notice.by, notice.by_email) = ("Karin Nyström".into(), "karin@sundsvall.example".into());
        let url = PublicUrl::default();
        let mail = assignment(&notice, &url);
        assert_eq!((mail.name.as_str(), mail.email.as_str()), ("Per Ek", "per@sundsvall.example"));
        assert_eq!(mail.subject, "Karin Nyström har lämnat avsnitt B och fråga C4 till dig");
        for words in [
            "Hej Per Ek!",
            "Sundsvalls kommun",
            "- B. Styrning\n- C4. ",
            "Karin Nyström, karin@sundsvall.example, skriver:\n\nRing mig\nom något är oklart.",
            "Svara senast fredag 24 april 2026.",
            "\n\nhttp://127.0.0.1:3000/logga-in?epost=per%40sundsvall.example\
             &till=%2Fsvara%2Fkommun-ehalsa%2F2026%2F2281%2Favsnitt%2Fstyrning\n\n",
        ] {
            assert!(mail.text.contains(words), "{words:?} is not in\n{}", mail.text);
        }
        let mail = assignment_reminder(&notice, &url);
        assert_eq!(mail.subject, "Påminnelse: avsnitt B och fråga C4 väntar på dig");
        assert!(mail.text.contains("Säg det till Karin Nyström"), "{}", mail.text);
        let mail = assignment_taken_back(&notice);
        assert_eq!(mail.subject, "Du behöver inte längre svara på avsnitt B och fråga C4");
        assert!(mail.text.contains("Det du har svarat finns kvar."), "{}", mail.text);
    }
}
