//! The signature while no mail can be sent: what is done stays done, and each page says what to do instead.

use crate::support::{TestResponse, TestSite};
use http::StatusCode;

/// A kommun of the demo that waits for a signature.
const KOMMUN: &str = "2282";

/// The page that a form leads to.
async fn led(site: &TestSite, cookie: &str, posted: TestResponse) -> String {
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    site.get(posted.location(), Some(cookie)).await.text().to_owned()
}

#[tokio::test]
async fn what_is_done_is_done_and_the_page_says_that_no_mail_went() {
    let site = TestSite::without_mail().await;
    let hub = format!("/svara/kommun-ehalsa/{}/{KOMMUN}", site.now().year());
    let chief = site.sign_in(&format!("undertecknare.{KOMMUN}")).await;
    let coordinator = site.sign_in(&format!("samordnare.{KOMMUN}")).await;

    let seen = site.get(&format!("{hub}/underskrift"), Some(&chief)).await;
    let form = [("tillbaka", "Se över D4."), ("revision", seen.hidden("revision"))];
    let posted = site.post(&format!("{hub}/underskrift/tillbaka"), Some(&chief), &form).await;
    let page = led(&site, &chief, posted).await;
    assert!(page.contains("brevet gick inte att skicka: säg till samordnaren"), "{page}");
    let page = site.get(&hub, Some(&coordinator)).await;
    assert!(page.text().contains("Se över D4."), "{}", page.text());

    let person = site.actor(&format!("undertecknare.{KOMMUN}")).await.person().unwrap().id.to_string();
    let seen = site.get(&format!("{hub}/underskrift"), Some(&coordinator)).await;
    let form = [("person", person.as_str()), ("revision", seen.hidden("revision"))];
    let posted = site.post(&format!("{hub}/underskrift/be"), Some(&coordinator), &form).await;
    let page = led(&site, &coordinator, posted).await;
    assert!(page.contains("brevet gick inte att skicka: be undertecknaren logga in här"), "{page}");

    let seen = site.get(&format!("{hub}/underskrift"), Some(&chief)).await;
    let form = [("revision", seen.hidden("revision"))];
    let posted = site.post(&format!("{hub}/underskrift/godkann"), Some(&chief), &form).await;
    let page = led(&site, &chief, posted).await;
    assert!(page.contains("kvittot gick inte att skicka med e-post"), "{page}");
    assert!(page.contains(&format!("KOMMUN-{KOMMUN}-1")), "{page}");
    let page = site.get(&hub, Some(&coordinator)).await;
    assert!(page.text().contains("Svaret är inskickat"), "{}", page.text());
}

#[tokio::test]
async fn a_proposed_signatory_is_told_of_everywhere_until_confirmed() {
    let site = TestSite::demo().await;
    let (year, email) = (site.now().year(), "karin@gmail.example");
    let hub = format!("/svara/kommun-ehalsa/{year}/{KOMMUN}");
    let chief = site.sign_in(&format!("undertecknare.{KOMMUN}")).await;
    let seen = site.get(&format!("{hub}/underskrift"), Some(&chief)).await;
    let form = [("tillbaka", "Byt undertecknare."), ("revision", seen.hidden("revision"))];
    site.post(&format!("{hub}/underskrift/tillbaka"), Some(&chief), &form).await;
    let coordinator = site.sign_in(&format!("samordnare.{KOMMUN}")).await;
    let seen = site.get(&format!("{hub}/underskrift"), Some(&coordinator)).await;
    let change_number = ("revision", seen.hidden("revision"));
    let form = [("person", "ny"), ("namn", "Karin Chef"), ("epost", email), change_number];
    let asked = site.post(&format!("{hub}/underskrift/be"), Some(&coordinator), &form).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let second = site.post("/demo", None, &[("epost", email)]).await.cookie();
    let page = site.get(&format!("{hub}/underskrift"), Some(&second)).await;
    assert!(page.text().contains("Undertecknare som inte är bekräftade"), "{}", page.text());
    assert!(!page.text().contains("Bekräfta Karin Chef"), "one cannot confirm oneself");
    let form = [("revision", page.hidden("revision"))];
    let signed = site.post(&format!("{hub}/underskrift/godkann"), Some(&second), &form).await;
    let receipt = signed.location().split('?').next().unwrap().to_owned();

    let owner = site.sign_in("agare").await;
    let detail = format!("/undersokningar/kommun-ehalsa/{year}/svar/{KOMMUN}");
    let list = format!("/undersokningar/kommun-ehalsa/{year}?sok={KOMMUN}");
    let number = receipt.rsplit('/').next().unwrap().to_owned();
    let places = [
        (receipt.clone(), &coordinator, "(inte bekräftad)"),
        (format!("{detail}/{number}"), &owner, "(inte bekräftad)"),
        (detail.clone(), &owner, "(inte bekräftad)"),
        (list, &owner, "Undertecknaren är inte bekräftad"),
    ];
    for (place, who, words) in &places {
        let page = site.get(place, Some(who)).await;
        assert!(page.text().contains(words), "{place}: {}", page.text());
    }
    let person = site.actor_by(email).await.person().unwrap().id.to_string();
    for (who, path) in [(&second, &hub), (&coordinator, &hub)] {
        let refused = site.post(&format!("{path}/underskrift/bekrafta"), Some(who), &[("person", &person)]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let confirmed = site.post(&format!("{detail}/bekrafta"), Some(&owner), &[("person", &person)]).await;
    assert_eq!(confirmed.location(), format!("{detail}?klart=bekraftad"));
    for (place, who, words) in &places {
        let page = site.get(place, Some(who)).await;
        assert!(!page.text().contains(words), "{place}: {}", page.text());
    }
}

#[tokio::test]
async fn what_was_not_read_is_neither_sent_back_nor_asked_for() {
    let site = TestSite::demo().await;
    let page = format!("/svara/kommun-ehalsa/{}/{KOMMUN}/underskrift", site.now().year());
    let (chief, one) = (format!("undertecknare.{KOMMUN}"), format!("samordnare.{KOMMUN}"));
    let person = site.actor(&chief).await.person().unwrap().id.to_string();
    let (chief, one) = (site.sign_in(&chief).await, site.sign_in(&one).await);
    let said = "Se över <D4>.";
    let sends_back = [("tillbaka", said)];
    let asks = [("person", person.as_str()), ("meddelande", said)];
    for (step, who, form) in [("tillbaka", &chief, &sends_back[..]), ("be", &one, &asks)] {
        let seen = site.get(&page, Some(who)).await.hidden("revision").to_owned();
        for (change_number, why) in [
            (None, "Det framgår inte vilken version du har läst"),
            (Some("senaste"), "Det framgår inte vilken version du har läst"),
            (Some("0"), "Svaret har ändrats sedan du öppnade sidan"),
        ] {
            let form: Vec<_> = form.iter().copied().chain(change_number.map(|seen| ("revision", seen))).collect();
            let refused = site.post(&format!("{page}/{step}"), Some(who), &form).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
            for words in [why, "Se över &lt;D4&gt;.", "<title>Fel: "] {
                assert!(refused.text().contains(words), "{step}: no {words} in {}", refused.text());
            }
        }
        let form: Vec<_> = form.iter().copied().chain([("revision", seen.as_str())]).collect();
        let done = site.post(&format!("{page}/{step}"), Some(who), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
}
