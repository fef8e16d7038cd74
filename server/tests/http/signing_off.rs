//! The signature while no mail can be sent: what is done stays done, and each page says what to do instead.

use crate::support::{Answer, TestSite};
use http::StatusCode;
use lagesbild::mail::Mailer;
use tokio::net::TcpListener;

/// A kommun of the demo that waits for a signature.
const KOMMUN: &str = "2282";

/// A site whose mail server takes no mail.
async fn without_mail() -> TestSite {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let from = "Lägesbild <lagesbild@example.se>".parse().unwrap();
    let mailer = Mailer::new(Some((format!("smtp://{nobody}"), from))).unwrap();
    TestSite::with(true, "http://127.0.0.1:3000", mailer).await
}

/// The page that a form leads to.
async fn led(site: &TestSite, cookie: &str, posted: Answer) -> String {
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    site.get(posted.location(), Some(cookie)).await.text().to_owned()
}

#[tokio::test]
async fn what_is_done_is_done_and_the_page_says_that_no_letter_went() {
    let site = without_mail().await;
    let hub = format!("/svara/kommun-ehalsa/{}/{KOMMUN}", site.now().year());
    let chief = site.sign_in(&format!("undertecknare.{KOMMUN}")).await;
    let coordinator = site.sign_in(&format!("samordnare.{KOMMUN}")).await;

    let form = [("tillbaka", "Se över D4.")];
    let posted = site.post(&format!("{hub}/underskrift/tillbaka"), Some(&chief), &form).await;
    let page = led(&site, &chief, posted).await;
    assert!(page.contains("brevet gick inte att skicka: säg till samordnaren"), "{page}");
    let page = site.get(&hub, Some(&coordinator)).await;
    assert!(page.text().contains("Se över D4."), "{}", page.text());

    let person = site.actor(&format!("undertecknare.{KOMMUN}")).await.person().unwrap().id.to_string();
    let form = [("person", person.as_str())];
    let posted = site.post(&format!("{hub}/underskrift/be"), Some(&coordinator), &form).await;
    let page = led(&site, &coordinator, posted).await;
    assert!(page.contains("brevet gick inte att skicka: be undertecknaren logga in här"), "{page}");

    let seen = site.get(&format!("{hub}/underskrift"), Some(&chief)).await;
    let form = [("revision", seen.hidden("revision"))];
    let posted = site.post(&format!("{hub}/underskrift/godkann"), Some(&chief), &form).await;
    let page = led(&site, &chief, posted).await;
    assert!(page.contains("brevet till samordnaren gick inte att skicka: säg till att"), "{page}");
    assert!(page.contains(&format!("KOMMUN-{KOMMUN}-1")), "{page}");
    let page = site.get(&hub, Some(&coordinator)).await;
    assert!(page.text().contains("Svaret är inskickat"), "{}", page.text());
}
