//! Answering, submitting and reviewing over HTTP: nothing typed is lost, and every refusal is a page that says what to do.

use crate::support::{TestResponse, TestSite};
use collection::{
    Actor, RoundKey,
    follow_up::{ListQuery, responses},
    respond::{self, AssignmentTarget, Colleague, NewAssignment, assign, assignments, take_back},
};
use http::StatusCode;
use serde_json::json;
use survey::status::Status;

/// A number that a kommun answers with, in its section.
const FIELD: &str = "valfardsteknik_kostnad";
const SECTION: &str = "styrning";

/// A coordinator at a section of this year's round.
struct SectionFixture {
    site: TestSite,
    cookie: String,
    hub: String,
}

impl SectionFixture {
    async fn new() -> Self {
        let site = TestSite::demo().await;
        let cookie = site.sign_in("samordnare.0180").await;
        let hub = format!("/svara/kommun-ehalsa/{}/0180", site.now().year());
        Self { site, cookie, hub }
    }

    fn section(&self) -> String {
        format!("{}/avsnitt/{SECTION}", self.hub)
    }

    async fn page(&self) -> TestResponse {
        self.site.get(&self.section(), Some(&self.cookie)).await
    }

    /// The version of the field that the page was written with.
    async fn version(&self) -> String {
        attribute(self.page().await.text(), &format!("name=\"{FIELD}/version\" value=\"")).to_owned()
    }

    /// What the field's control says.
    async fn value(&self) -> String {
        shown(self.page().await.text())
    }

    async fn post(&self, form: &[(&str, &str)]) -> TestResponse {
        self.site.post(&self.section(), Some(&self.cookie), form).await
    }

    /// Posts a value of the field, from a version of it.
    async fn answer(&self, version: &str, value: &str) -> TestResponse {
        self.post(&[(&format!("{FIELD}/version"), version), (FIELD, value)]).await
    }
}

fn attribute<'a>(html: &'a str, start: &str) -> &'a str {
    let at = html.find(start).unwrap_or_else(|| panic!("{start} in {html}")) + start.len();
    html[at..].split('"').next().unwrap()
}

/// What the field's control says in a page.
fn shown(html: &str) -> String {
    let control = attribute(html, &format!("id=\"f-{FIELD}\" name=\"{FIELD}\""));
    assert!(control.trim().starts_with("value="), "the value stands beside the name: {control}");
    attribute(html, &format!("id=\"f-{FIELD}\" name=\"{FIELD}\" value=\"")).to_owned()
}

#[tokio::test]
async fn an_answer_is_kept_and_the_next_section_follows() {
    let desk = SectionFixture::new().await;
    let answer = desk.answer(&desk.version().await, "1 240").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(answer.location().starts_with(&format!("{}/avsnitt/", desk.hub)), "{}", answer.location());
    assert_ne!(answer.location(), desk.section());
    assert_eq!(desk.value().await, "1\u{a0}240");
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_shown_again() {
    let desk = SectionFixture::new().await;
    let answer = desk.answer(&desk.version().await, "ett dussin").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("<title>Fel: "), "{}", answer.text());
    assert!(answer.text().contains("error-summary") && answer.text().contains(&format!("href=\"#f-{FIELD}\"")));
    assert_eq!(shown(answer.text()), "ett dussin");
    assert_eq!(desk.value().await, "ett dussin", "the draft is kept");
}

#[tokio::test]
async fn two_tabs_are_asked_which_answer_holds() {
    let desk = SectionFixture::new().await;
    let version = desk.version().await;
    assert_eq!(desk.answer(&version, "11").await.status, StatusCode::SEE_OTHER);
    let second = desk.answer(&version, "22").await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains("Vilket svar ska gälla?"), "{}", second.text());
    assert_eq!(shown(second.text()), "22", "what was typed stands in the page");
    assert_eq!(desk.value().await, "11", "and has overwritten nothing");

    let newer = attribute(second.text(), &format!("name=\"{FIELD}/version\" value=\"")).to_owned();
    let mine = format!("{FIELD}/behall");
    let kept = desk.post(&[(&format!("{FIELD}/version"), &newer), (FIELD, "22"), (&mine, "mitt")]).await;
    assert_eq!((kept.status, kept.location()), (StatusCode::SEE_OTHER, desk.section().as_str()));
    assert_eq!(desk.value().await, "22");
}

#[tokio::test]
async fn the_other_tabs_answer_can_be_kept() {
    let desk = SectionFixture::new().await;
    let version = desk.version().await;
    desk.answer(&version, "11").await;
    let second = desk.answer(&version, "22").await;
    let newer = attribute(second.text(), &format!("name=\"{FIELD}/version\" value=\"")).to_owned();
    let theirs = format!("{FIELD}/behall");
    let kept = desk.post(&[(&format!("{FIELD}/version"), &newer), (FIELD, "22"), (&theirs, "deras")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.value().await, "11");
}

#[tokio::test]
async fn an_answer_that_does_not_say_its_version_overwrites_nothing() {
    let desk = SectionFixture::new().await;
    desk.answer(&desk.version().await, "11").await;
    let version = format!("{FIELD}/version");
    let older = format!("{FIELD}/grund");
    let stored = desk.version().await;
    for form in [
        &[(FIELD, "22")][..],
        &[(FIELD, "22"), (&version, "")],
        &[(FIELD, "22"), (&version, "senaste")],
        &[(FIELD, "22"), (&version, &stored), (&older, "")],
    ] {
        let refused = desk.post(form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{form:?}");
        assert!(refused.text().contains("Vilket svar ska gälla?"), "{}", refused.text());
        assert_eq!(shown(refused.text()), "22", "what was typed stands in the page");
        assert_eq!(desk.value().await, "11");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_changes_nothing_the_second_time() {
    let desk = SectionFixture::new().await;
    let version = desk.version().await;
    let first = desk.answer(&version, "77").await;
    let stored = desk.version().await;
    let second = desk.answer(&version, "77").await;
    assert_eq!((second.status, second.location()), (first.status, first.location()));
    assert_eq!(desk.version().await, stored);
}

#[tokio::test]
async fn what_is_too_long_is_never_told_as_saved_and_the_rest_is() {
    let desk = SectionFixture::new().await;
    let page = desk.page().await;
    let version = |field: &str| attribute(page.text(), &format!("name=\"{field}/version\" value=\"")).to_owned();
    let change = |field: &str, comment: &str| {
        let base: i64 = version(field).parse().unwrap();
        json!({ "field": field, "base_version": base, "comment": comment })
    };
    let changes = [change(FIELD, &"å".repeat(10_001)), change("ledningssystem", "Kort.")];
    let request = json!({ "save_id": "a", "changes": changes });
    let answer = desk.site.post_json(&format!("{}/spara", desk.hub), Some(&desk.cookie), &request).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains(&format!("{{\"too_long\":{{\"field\":\"{FIELD}\"}}}}")), "{}", answer.text());
    assert!(answer.text().contains("{\"saved\":{\"field\":\"ledningssystem\""), "{}", answer.text());

    let (version, comment) = (version(FIELD), "å".repeat(10_002));
    let (of_version, of_comment) = (format!("{FIELD}/version"), format!("{FIELD}/kommentar"));
    let answer = desk.post(&[(of_version.as_str(), version.as_str()), (of_comment.as_str(), comment.as_str())]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = "är 2 tecken för lång. Svaret är inte sparat. Korta den, så sparas det.";
    assert!(answer.text().contains(words), "{}", answer.text());
    assert!(answer.text().contains(&format!("href=\"#f-{FIELD}-kommentar\"")), "{}", answer.text());
    assert!(answer.text().contains("Allt annat på sidan är sparat."), "{}", answer.text());
    assert!(!desk.page().await.text().contains(&comment));
}

#[tokio::test]
async fn a_section_is_marked_as_done() {
    let desk = SectionFixture::new().await;
    let answer = desk.post(&[("klart", "ja")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(desk.page().await.text().contains("markerade avsnittet som klart"));
    let answer = desk.post(&[("klart", "nej")]).await;
    assert_eq!(answer.location(), desk.section());
    assert!(!desk.page().await.text().contains("markerade avsnittet som klart"));
}

#[tokio::test]
async fn a_closed_round_takes_no_answers_and_says_so() {
    let mut desk = SectionFixture::new().await;
    desk.hub = format!("/svara/kommun-ehalsa/{}/0180", desk.site.now().year() - 1);
    let answer = desk.answer("1", "12").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("går inte att ändra"), "{}", answer.text());
}

/// The words of the list of what was typed.
fn unsaved(page: &str) -> &str {
    let at = page.find("Det du skrev är inte sparat").unwrap_or_else(|| panic!("nothing unsaved in {page}"));
    page[at..].split("</dl>").next().unwrap()
}

#[tokio::test]
async fn what_was_typed_when_the_round_closed_is_shown_to_be_copied() {
    let mut desk = SectionFixture::new().await;
    desk.hub = format!("/svara/kommun-ehalsa/{}/0180", desk.site.now().year() - 1);
    let comment = "Ur <b>bokslutet</b>";
    let answer = desk.post(&[("ledningssystem/version", "1"), ("ledningssystem/kommentar", comment)]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let unsaved = unsaved(answer.text());
    assert!(unsaved.contains("Har kommunen ett ledningssystem"), "{unsaved}");
    assert!(answer.text().contains("<title>Fel: ") && !answer.text().contains("Allt ni har skrivit är sparat"));
    assert!(unsaved.contains("Kommentar: Ur &lt;b&gt;bokslutet&lt;/b&gt;"), "{unsaved}");
    assert!(!desk.page().await.text().contains("bokslutet"));
}

#[tokio::test]
async fn what_was_typed_when_a_colleague_submitted_is_shown_to_be_copied() {
    let mut desk = SectionFixture::new().await;
    let round = RoundKey::new("kommun-ehalsa", desk.site.now().year());
    let query = ListQuery { status: vec![Status::Ready], ..ListQuery::default() };
    let ready = responses(&desk.site.store, &desk.site.actor("agare").await, &round, &query).await.unwrap();
    let code = &ready.rows.first().expect("a response that is ready").organisation;
    desk.cookie = desk.site.sign_in(&format!("samordnare.{code}")).await;
    desk.hub = desk.hub.replace("0180", code);
    let (version, value) = (desk.version().await, desk.value().await);
    let review = desk.site.get(&format!("{}/granska", desk.hub), Some(&desk.cookie)).await;
    let form = [("revision", review.hidden("revision"))];
    let submitted = desk.site.post(&format!("{}/skicka-in", desk.hub), Some(&desk.cookie), &form).await;
    assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.text());
    let answer = desk.answer(&version, "98 765").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Svaret är inskickat och går inte att ändra."), "{}", answer.text());
    assert!(unsaved(answer.text()).contains("98\u{a0}765"), "{}", answer.text());
    let same = desk.answer(&version, &value).await;
    assert_eq!(same.status, StatusCode::CONFLICT);
    assert!(!same.text().contains("Det du skrev är inte sparat"), "all of it is stored: {}", same.text());
}

#[tokio::test]
async fn whoever_is_signed_out_while_typing_is_told_how_to_lose_nothing() {
    let desk = SectionFixture::new().await;
    let version = desk.version().await;
    let answer = desk.site.post(&desk.section(), None, &[(&format!("{FIELD}/version"), &version), (FIELD, "3")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("Logga in i en ny flik"), "{}", answer.text());
    let back = desk.section().replace('/', "%2F");
    assert!(answer.text().contains(&format!("href=\"/logga-in?till={back}\" target=\"_blank\"")), "{}", answer.text());
    let submitted = desk.site.post(&format!("{}/skicka-in", desk.hub), None, &[]).await;
    let back = format!("{}/granska", desk.hub).replace('/', "%2F");
    assert!(submitted.text().contains(&format!("href=\"/logga-in?till={back}\"")), "{}", submitted.text());
}

#[tokio::test]
async fn another_organisation_is_closed() {
    let desk = SectionFixture::new().await;
    let other = desk.section().replace("/0180/", "/1480/");
    let answer = desk.site.post(&other, Some(&desk.cookie), &[(&format!("{FIELD}/version"), "0"), (FIELD, "3")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_island_saves_retries_and_meets_conflicts() {
    let desk = SectionFixture::new().await;
    let path = format!("{}/spara", desk.hub);
    let version: i64 = desk.version().await.parse().unwrap();
    let save = |id: &str, value: &str| {
        json!({ "save_id": id, "changes": [{
            "field": FIELD, "base_version": version, "entry": { "value": { "number": value } }
        }] })
    };
    let saved = desk.site.post_json(&path, Some(&desk.cookie), &save("a", "31")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let reply: serde_json::Value = serde_json::from_slice(&saved.body).unwrap();
    assert_eq!(reply["fields"][0]["saved"]["version"], version + 1, "{reply}");
    let retried = desk.site.post_json(&path, Some(&desk.cookie), &save("a", "31")).await;
    assert_eq!(retried.body, saved.body, "a retry is answered alike");
    let conflict = desk.site.post_json(&path, Some(&desk.cookie), &save("b", "32")).await;
    let reply: serde_json::Value = serde_json::from_slice(&conflict.body).unwrap();
    assert_eq!(reply["fields"][0]["conflict"]["entry"]["value"]["number"], "31", "{reply}");
    assert_eq!(desk.value().await, "31");

    let unsigned = desk.site.post_json(&path, None, &save("c", "33")).await;
    assert_eq!((unsigned.status, unsigned.text()), (StatusCode::UNAUTHORIZED, "null"));
    let reader = desk.site.sign_in("lasare.0180").await;
    let reading = desk.site.post_json(&path, Some(&reader), &save("d", "34")).await;
    assert_eq!((reading.status, reading.text()), (StatusCode::FORBIDDEN, "null"));
}

#[tokio::test]
async fn what_is_left_stops_submitting_and_is_listed() {
    let desk = SectionFixture::new().await;
    let review = desk.site.get(&format!("{}/granska", desk.hub), Some(&desk.cookie)).await;
    let change_number = review.hidden("revision").to_owned();
    let path = format!("{}/skicka-in", desk.hub);
    let answer = desk.site.post(&path, Some(&desk.cookie), &[("revision", &change_number)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("<title>Fel: "), "{}", answer.text());
    assert!(answer.text().contains("error-summary"));

    for unseen in [&[][..], &[("revision", "")], &[("revision", "senaste")]] {
        let refused = desk.site.post(&path, Some(&desk.cookie), unseen).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("Det framgår inte vilken version du har läst"), "{}", refused.text());
    }

    desk.answer(&desk.version().await, "5").await;
    let stale = desk.site.post(&path, Some(&desk.cookie), &[("revision", &change_number)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("Svaret har ändrats sedan du öppnade sidan"), "{}", stale.text());
}

#[tokio::test]
async fn a_double_click_submits_once_and_the_owner_approves_or_returns_it() {
    let site = TestSite::demo().await;
    let year = site.now().year();
    let round = RoundKey::new("kommun-ehalsa", year);
    let query = ListQuery { status: vec![Status::Ready], ..ListQuery::default() };
    let ready = responses(&site.store, &site.actor("agare").await, &round, &query).await.unwrap();
    let code = &ready.rows.first().expect("a response that is ready").organisation;
    let coordinator = site.sign_in(&format!("samordnare.{code}")).await;
    let hub = format!("/svara/kommun-ehalsa/{year}/{code}");
    let review = site.get(&format!("{hub}/granska"), Some(&coordinator)).await;
    let form = [("revision", review.hidden("revision"))];
    let first = site.post(&format!("{hub}/skicka-in"), Some(&coordinator), &form).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let second = site.post(&format!("{hub}/skicka-in"), Some(&coordinator), &form).await;
    assert_eq!(second.location(), first.location(), "one receipt");
    let receipt = site.get(first.location(), Some(&coordinator)).await;
    assert!(receipt.text().contains("Svaret är inskickat"), "{}", receipt.text());

    let owner = site.sign_in("agare").await;
    let detail = format!("/undersokningar/kommun-ehalsa/{year}/svar/{code}");
    let without = site.post(&format!("{detail}/skicka-tillbaka"), Some(&owner), &[("tillbaka", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("Skriv varför"), "{}", without.text());
    let forbidden = site.post(&format!("{detail}/godkann"), Some(&coordinator), &[]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    for unseen in [None, Some(("kvitton", "")), Some(("kvitton", "ett"))] {
        for step in ["godkann", "skicka-tillbaka"] {
            let form: Vec<_> = [("tillbaka", "Rätta <C1>.")].into_iter().chain(unseen).collect();
            let refused = site.post(&format!("{detail}/{step}"), Some(&owner), &form).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "it does not say what was read");
            let page = refused.text();
            assert!(page.contains("Det framgår inte vilken version du har läst"), "{step}: {page}");
            assert!(page.contains("<title>Fel: ") && page.contains("name=\"kvitton\" value=\"1\""), "{step}: {page}");
            assert_eq!(page.contains("Rätta &lt;C1&gt;."), step == "skicka-tillbaka", "what was typed is kept: {page}");
        }
    }
    let old = [("tillbaka", "Rätta C1."), ("kvitton", "0")];
    let refused = site.post(&format!("{detail}/skicka-tillbaka"), Some(&owner), &old).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("har skickat in på nytt sedan du öppnade sidan"), "{}", refused.text());
    let read = [("tillbaka", "Rätta C1."), ("kvitton", "1")];
    let back = site.post(&format!("{detail}/skicka-tillbaka"), Some(&owner), &read).await;
    assert_eq!((back.status, back.location()), (StatusCode::SEE_OTHER, format!("{detail}?klart=tillbaka").as_str()));
    assert!(site.get(&hub, Some(&coordinator)).await.text().contains("Rätta C1."));
    let approve = site.post(&format!("{detail}/godkann"), Some(&owner), &[("kvitton", "1")]).await;
    assert_eq!(approve.status, StatusCode::CONFLICT, "it is open again");
}

/// What the page says where something was just done.
fn told(html: &str) -> &str {
    let at = html.find("class=\"status-row\"").unwrap_or_else(|| panic!("nothing is told in {html}"));
    &html[at..at + html[at..].find("</div>").unwrap()]
}

#[tokio::test]
async fn a_section_is_answered_as_the_year_before_and_that_taken_back() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    let section = format!("/svara/kommun-ehalsa/{}/0180/avsnitt/sarskilda_boenden", site.now().year());
    let page = async || site.get(&section, Some(&cookie)).await.text().to_owned();
    let chosen = async |field: &str, code: &str| {
        let page = page().await;
        let input = format!("name=\"{field}\" value=\"{code}\"");
        let at = page.find(&input).unwrap_or_else(|| panic!("{input} in {page}"));
        page[at..at + page[at..].find('>').unwrap()].contains(" checked")
    };
    let version = |html: &str, field: &str| attribute(html, &format!("name=\"{field}/version\" value=\"")).to_owned();
    // Nothing is answered to begin with.
    let html = page().await;
    let fields = ["sabo_nattillsyn", "sabo_larm", "sabo_sip_utskrivning", "sabo_sip_andra", "sabo_internet"];
    let names: Vec<(String, String)> =
        fields.iter().map(|field| (format!("{field}/version"), version(&html, field))).collect();
    let mut form: Vec<(&str, &str)> = names.iter().map(|(name, version)| (name.as_str(), version.as_str())).collect();
    site.post(&section, Some(&cookie), &form).await;

    // What is typed in the same form is kept, and what is unanswered is filled in.
    let html = page().await;
    let names: Vec<(String, String)> =
        fields.iter().map(|field| (format!("{field}/version"), version(&html, field))).collect();
    form = names.iter().map(|(name, version)| (name.as_str(), version.as_str())).collect();
    form.extend([("sabo_internet", "nej"), ("samma_avsnitt", "ja")]);
    let answer = site.post(&section, Some(&cookie), &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(answer.location().starts_with(&format!("{section}?samma=")), "{}", answer.location());
    let address = answer.location().split('#').next().unwrap().to_owned();
    let html = site.get(&address, Some(&cookie)).await.text().to_owned();
    assert!(told(&html).contains("som förra gången"), "{}", told(&html));
    assert!(chosen("sabo_internet", "nej").await);
    let filled = async || {
        let mut count = 0;
        for field in ["sabo_nattillsyn", "sabo_larm", "sabo_sip_utskrivning", "sabo_sip_andra"] {
            count += u32::from(chosen(field, "ja").await || chosen(field, "nej").await);
        }
        count
    };
    let before = filled().await;
    assert!(before >= 2, "{before}");

    let change_number = attribute(&html, "name=\"angra\" value=\"").to_owned();
    let answer = site.post(&section, Some(&cookie), &[("angra", &change_number)]).await;
    assert_eq!(answer.location(), format!("{section}?angrat=avsnitt#samma"));
    let html = site.get(&format!("{section}?angrat=avsnitt"), Some(&cookie)).await.text().to_owned();
    assert!(told(&html).contains("borttaget"), "{}", told(&html));
    assert_eq!(filled().await, 0);
    assert!(chosen("sabo_internet", "nej").await, "what was typed stays");
    // Once more changes nothing.
    let answer = site.post(&section, Some(&cookie), &[("angra", &change_number)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    let answer = site.post(&section, Some(&cookie), &[("samma", "sabo_nattillsyn")]).await;
    assert!(answer.location().contains("?samma=") && answer.location().contains("#E"), "{}", answer.location());
    assert_eq!(filled().await, 1);
}

#[tokio::test]
async fn a_picked_reason_begins_the_explanation() {
    let desk = SectionFixture::new().await;
    let (explanation, reason) = (format!("{FIELD}/forklaring"), format!("{FIELD}/skal"));
    let explained = async |picked: Option<&str>, words: &str| {
        let (version, name) = (desk.version().await, format!("{FIELD}/version"));
        let mut form = vec![(name.as_str(), version.as_str()), (FIELD, "7"), (explanation.as_str(), words)];
        form.extend(picked.map(|picked| (reason.as_str(), picked)));
        desk.post(&form).await;
        let page = desk.page().await;
        let html = page.text();
        let at = html.find(&format!("name=\"{explanation}\"")).unwrap();
        let text = &html[at + html[at..].find('>').unwrap() + 1..];
        text[..text.find("</textarea>").unwrap()].trim().to_owned()
    };
    let both = "Verksamheten har förändrats: Ny enhet i mars.";
    assert_eq!(explained(Some("Verksamheten har förändrats"), "Ny enhet i mars.").await, both);
    assert_eq!(explained(None, both).await, both);
    assert_eq!(
        explained(Some("Frågan tolkades annorlunda"), both).await,
        "Frågan tolkades annorlunda: Ny enhet i mars."
    );
    // A reason that stood there before gives way to what is written.
    assert_eq!(explained(Some("Frågan tolkades annorlunda"), "Ny enhet i mars.").await, "Ny enhet i mars.");
    assert_eq!(explained(Some("Verksamheten har förändrats"), "").await, "Verksamheten har förändrats");
}

#[tokio::test]
async fn earlier_answers_are_offered_for_ones_own_questions_alone() {
    let site = TestSite::demo().await;
    let coordinator = site.sign_in("samordnare.2281").await;
    let person = site.actor("bidragsgivare.2281").await.person().unwrap().id.to_string();
    let hub = format!("/svara/kommun-ehalsa/{}/2281", site.now().year());
    let assignees = [("person", person.as_str()), ("del", "boenden_funktionsnedsattning/fh_internet")];
    site.post(&format!("{hub}/kollegor"), Some(&coordinator), &assignees).await;
    let offered = async |person: &str| {
        let cookie = site.sign_in(person).await;
        let page = site.get(&format!("{hub}/avsnitt/boenden_funktionsnedsattning"), Some(&cookie)).await;
        let offer = "name=\"samma\" value=\"";
        let buttons = page.text().split(offer).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        buttons.collect::<Vec<_>>()
    };
    assert!(offered("samordnare.2281").await.len() > 1);
    assert_eq!(offered("bidragsgivare.2281").await, ["fh_internet"]);
}

#[tokio::test]
async fn the_list_of_ones_own_leads_to_what_a_reviewer_waits_for() {
    let site = TestSite::demo().await;
    let (cookie, owner) = (site.sign_in("samordnare.0381").await, site.sign_in("agare").await);
    let year = site.now().year();
    let hub = format!("/svara/kommun-ehalsa/{year}/0381");
    let list = async || site.get("/svara", Some(&cookie)).await.text().to_owned();
    let asked = |href: &str, count: &str| {
        format!("<a href=\"{href}\">Granskaren har frågat om {count}\u{a0}svar. Det är er tur.</a>")
    };
    let page = list().await;
    assert!(page.contains(&asked(&hub, "2")), "{page}");
    let page = site.get(&hub, Some(&cookie)).await;
    let query = |place: usize| {
        let rest = page.text().split(&format!("href=\"{hub}/komplettering/")).nth(place).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (first, second) = (query(1), query(2));
    // Closed by its owner, on the page where it is read.
    let key = RoundKey::new("kommun-ehalsa", year).response("0381");
    let of_first = respond::query(&site.store, &Actor::System, &key, first.parse().unwrap(), site.now()).await.unwrap();
    let response = format!("/undersokningar/kommun-ehalsa/{year}/svar/0381");
    let page = site.get(&format!("{response}/fraga/{}", of_first.query.field), Some(&owner)).await;
    let read = [("version", page.hidden("version"))];
    let closed = site.post(&format!("{response}/stang/{first}"), Some(&owner), &read).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
    let page = list().await;
    assert!(page.contains(&asked(&format!("{hub}/komplettering/{second}"), "1")), "{page}");
}

#[tokio::test]
async fn whoever_is_led_to_their_work_finds_the_list_from_there() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("bidragsgivare.0180").await;
    let led = site.get("/svara", Some(&cookie)).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.text());
    let page = site.get(led.location(), Some(&cookie)).await;
    let list = "/svara?alla=1";
    assert!(page.text().contains(&format!("href=\"{list}\"")), "{}", page.text());
    let list = site.get(list, Some(&cookie)).await;
    assert!(list.text().contains("Tidigare omgångar"), "{}", list.text());
}

#[tokio::test]
async fn what_was_typed_where_a_colleague_has_taken_over_is_shown_as_unsaved() {
    let site = TestSite::demo().await;
    let (coordinator, other) = (site.actor("samordnare.2281").await, site.actor("bidragsgivare.2281").await);
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("2281");
    let id = other.person().unwrap().id;
    let single =
        |question: &str| AssignmentTarget { section: "halso_och_sjukvard".into(), question: Some(question.into()) };
    let assignees = NewAssignment {
        key: key.clone(),
        to: Some(Colleague::Known(id)),
        targets: [single("hemsjukvard"), single("medicindispensrar")].into(),
        message: String::new(),
        due: None,
    };
    assign(&site.store, &coordinator, assignees, site.now()).await.unwrap();
    let view = assignments(&site.store, &coordinator, &key, site.now()).await.unwrap();
    let gone = &view.assignees[0].assignments[1];
    assert_eq!(gone.what.target, single("medicindispensrar"));
    take_back(&site.store, &coordinator, &key, gone.id, site.now()).await.unwrap();
    let cookie = site.sign_in("bidragsgivare.2281").await;
    let section = format!("/svara/kommun-ehalsa/{}/2281/avsnitt/halso_och_sjukvard", key.year);
    let form = [
        ("hemsjukvard/version", "0"),
        ("hemsjukvard", "ja"),
        ("medicindispensrar/version", "0"),
        ("medicindispensrar", "4711"),
    ];
    let answer = site.post(&section, Some(&cookie), &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let (unsaved, section) = answer.text().split_once("name=\"hemsjukvard/version\"").unwrap();
    assert!(unsaved.contains("Det du skrev är inte sparat") && unsaved.contains("4\u{a0}711"), "{unsaved}");
    assert!(!section.contains("4\u{a0}711") && !section.contains("4711"), "it looks stored: {section}");
}
