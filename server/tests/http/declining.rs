//! Not answering a round, and taking it up again: by the coordinator, and by the owner on the organisation's behalf.

use crate::support::{TestResponse, TestSite};
use http::StatusCode;

/// A coordinator of a response that is begun.
struct Desk {
    site: TestSite,
    cookie: String,
    hub: String,
}

impl Desk {
    async fn new() -> Self {
        let site = TestSite::demo().await;
        let cookie = site.sign_in("samordnare.0180").await;
        let hub = format!("/svara/kommun-ehalsa/{}/0180", site.now().year());
        Self { site, cookie, hub }
    }

    async fn page(&self, path: &str) -> TestResponse {
        self.site.get(&format!("{}{path}", self.hub), Some(&self.cookie)).await
    }

    async fn post(&self, page: &str, form: &[(&str, &str)]) -> TestResponse {
        self.site.post(&format!("{}/{page}", self.hub), Some(&self.cookie), form).await
    }
}

#[tokio::test]
async fn declining_needs_a_reason_and_can_be_undone() {
    let desk = Desk::new().await;
    let without = desk.post("avboj", &[("skal", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("Skriv varför"), "{}", without.text());
    let page = desk.page("/avboj").await;
    let declined = desk.post("avboj", &[("skal", "Ingen tid."), ("revision", page.hidden("revision"))]).await;
    assert_eq!(declined.location(), format!("{}?klart=avbojt", desk.hub));
    let hub = desk.page("").await;
    assert!(hub.text().contains("Ingen tid."), "{}", hub.text());
    let resumed = desk.post("ta-upp", &[("revision", hub.hidden("revision"))]).await;
    assert_eq!(resumed.location(), format!("{}?klart=upptaget", desk.hub));
    let again = desk.page("/avboj").await;
    assert!(again.text().contains("Varför kan ni inte svara?"), "{}", again.text());
}

#[tokio::test]
async fn what_was_not_read_is_neither_declined_nor_taken_up() {
    let desk = Desk::new().await;
    let says = |answer: &TestResponse, words: &[&str]| {
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
        for words in words.iter().chain(&["<title>Fel: "]) {
            assert!(answer.text().contains(words), "no {words} in {}", answer.text());
        }
    };
    let (unseen, stale) = ("Det framgår inte vilken version du har läst", "Svaret har ändrats sedan du öppnade sidan");
    let old = desk.page("/avboj").await.hidden("revision").to_owned();
    let (section, version) = ("avsnitt/styrning", "valfardsteknik_kostnad/version");
    let page = desk.page("/avsnitt/styrning").await;
    desk.post(section, &[(version, page.hidden(version)), ("valfardsteknik_kostnad", "5")]).await;
    says(&desk.post("avboj", &[("skal", "Ingen <tid>.")]).await, &[unseen, "Ingen &lt;tid&gt;."]);
    let refused = desk.post("avboj", &[("skal", "Ingen <tid>."), ("revision", &old)]).await;
    says(&refused, &[stale, "Ingen &lt;tid&gt;."]);
    // The page that came back has what was read now.
    let declined = desk.post("avboj", &[("skal", "Ingen tid."), ("revision", refused.hidden("revision"))]).await;
    assert_eq!(declined.location(), format!("{}?klart=avbojt", desk.hub));

    says(&desk.post("ta-upp", &[]).await, &[unseen, "Ta upp svaret igen"]);
    says(&desk.post("ta-upp", &[("revision", &old)]).await, &[stale, "Ta upp svaret igen"]);
    // Owners are told on their page.
    let owner = desk.site.sign_in("agare").await;
    let detail = format!("/undersokningar/kommun-ehalsa/{}/svar/0180", desk.site.now().year());
    let refused = desk.site.post(&format!("{detail}/ta-upp"), Some(&owner), &[("revision", &old)]).await;
    says(&refused, &[stale, "Ta upp svaret igen"]);
    let read = refused.hidden("revision").to_owned();
    let resumed = desk.site.post(&format!("{detail}/ta-upp"), Some(&owner), &[("revision", &read)]).await;
    assert_eq!(resumed.location(), format!("{detail}?klart=upptaget"));
    let form = [("avboj", "De ringde <igen>."), ("revision", read.as_str())];
    let refused = desk.site.post(&format!("{detail}/avboj"), Some(&owner), &form).await;
    says(&refused, &[stale, "De ringde &lt;igen&gt;."]);
    let form = [("avboj", "De ringde igen."), ("revision", refused.hidden("revision"))];
    let declined = desk.site.post(&format!("{detail}/avboj"), Some(&owner), &form).await;
    assert_eq!(declined.location(), format!("{detail}?klart=avboj"));
    // A declined response cannot be declined: the page says how it is.
    let late = desk.post("avboj", &[("skal", "Ingen tid."), ("revision", &old)]).await;
    says(&late, &["Det går inte att meddela det nu", "Svaret är nu: avböjt"]);
}
