//! What the organisation posts about a reviewer's query, without JavaScript.

use crate::support::TestSite;
use collection::{
    Actor, ResponseKey, RoundKey,
    respond::{QueryRead, answer_query, section},
    review, rounds,
};
use http::StatusCode;

const FIELD: &str = "ledningssystem";

/// A response that was sent in, and a query on one of its answers.
struct QueriedResponse {
    site: TestSite,
    key: ResponseKey,
    query: i64,
    page: String,
}

impl QueriedResponse {
    async fn new() -> Self {
        let site = TestSite::demo().await;
        let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("0117");
        let reviewer = site.actor("granskare").await;
        let read = review::sent_answer(&site.store, &Actor::System, &key, FIELD, site.now()).await.unwrap().version;
        let told = review::ask(&site.store, &reviewer, &key, FIELD, "Stämmer det?", read.into(), site.now()).await;
        let told = told.unwrap();
        let page = format!("/svara/kommun-ehalsa/{}/0117/komplettering/{}", key.year, told.query);
        Self { site, key, query: told.query, page }
    }

    /// The version that the field has now.
    async fn version(&self) -> String {
        let actor = self.site.actor("samordnare.0117").await;
        let view = section(&self.site.store, &actor, &self.key, "styrning", self.site.now()).await.unwrap();
        view.stored.iter().find(|(field, _)| field.as_str() == FIELD).unwrap().1.version.to_string()
    }
}

#[tokio::test]
async fn what_is_sent_after_somebody_else_has_answered_is_shown_to_be_copied() {
    let asked = QueriedResponse::new().await;
    let (site, version) = (&asked.site, asked.version().await);
    let cookie = site.sign_in("bidragsgivare.0117").await;
    let actor = site.actor("samordnare.0117").await;
    let read = QueryRead { messages: 1.into(), answers: vec![] };
    answer_query(&site.store, &actor, &asked.key, asked.query, "Ja, det stämmer.", read, site.now()).await.unwrap();
    let (version_name, comment_name) = (format!("{FIELD}/version"), format!("{FIELD}/kommentar"));
    let form = [
        (version_name.as_str(), version.as_str()),
        (FIELD, "nej"),
        (comment_name.as_str(), "Fråga Leila."),
        ("svar", "Nej, inte hemtjänsten."),
    ];
    let answer = site.post(&asked.page, Some(&cookie), &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.text();
    for expected in ["Det du skrev är inte sparat", "En kollega har redan", "Nej, inte hemtjänsten.", "Fråga Leila."]
    {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
    assert_eq!(asked.version().await, version, "nothing was saved");
    let empty = site.post(&asked.page, Some(&cookie), &[]).await;
    assert!(!empty.text().contains("Det du skrev är inte sparat"), "nothing was typed");
}

#[tokio::test]
async fn a_changed_answer_waits_for_the_signatory_where_the_round_wants_a_signature() {
    let asked = QueriedResponse::new().await;
    let site = &asked.site;
    rounds::set_sign_off(&site.store, &site.actor("agare").await, &asked.key.round(), true).await.unwrap();
    let (cookie, chief) = (site.sign_in("samordnare.0117").await, site.sign_in("undertecknare.0117").await);
    let page = site.get(&asked.page, Some(&cookie)).await;
    assert!(page.text().contains("Ett ändrat svar skickas av en undertecknare"), "{}", page.text());
    let (version_name, version) = (format!("{FIELD}/version"), asked.version().await);
    let planned = "ledningssystem_planeras";
    let planned_version = format!("{planned}/version");
    let (why, planned_why) = (format!("{FIELD}/forklaring"), format!("{planned}/forklaring"));
    let because = "Vi har delat upp det.";
    let form = [(version_name.as_str(), version.as_str()), (FIELD, "nej"), (&why, because), ("spara", "ja")];
    assert_eq!(site.post(&asked.page, Some(&cookie), &form).await.status, StatusCode::SEE_OTHER);
    let version = asked.version().await;
    let form = [
        (version_name.as_str(), version.as_str()),
        (FIELD, "nej"),
        (&why, because),
        (&planned_version, "0"),
        (planned, "senare"),
        (&planned_why, because),
        ("svar", "Nej."),
        ("skrivet", "1"),
    ];
    let refused = site.post(&asked.page, Some(&cookie), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Er undertecknare har fått ett brev"), "{}", refused.text());
    assert!(refused.text().contains("Nej."), "what was written is still there");

    let page = site.get(&asked.page, Some(&chief)).await;
    assert!(page.text().contains("Det här skickas") && page.text().contains("Ja, men senare"), "{}", page.text());
    assert!(!page.text().contains("name=\"ledningssystem\""), "who signs changes nothing");
    // Who signs sends what was read, and that alone.
    let (system, planned) = (format!("visat:{FIELD}"), format!("visat:{planned}"));
    let read = [(system.as_str(), page.hidden(&system)), (&planned, page.hidden(&planned)), ("skrivet", "1")];
    for (left_out, _) in read {
        let form = read.into_iter().filter(|(input, _)| *input != left_out);
        let form: Vec<_> = form.chain([("svar", "Nej, <inte> än.")]).collect();
        let refused = site.post(&asked.page, Some(&chief), &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "without {left_out}: {}", refused.text());
        assert!(refused.text().contains("Nej, &lt;inte&gt; än."), "what was written is still there");
    }
    let form: Vec<_> = read.into_iter().chain([("svar", "Nej.")]).collect();
    let sent = site.post(&asked.page, Some(&chief), &form).await;
    assert!(sent.location().ends_with("?klart=nytt-kvitto"), "{} {}", sent.status, sent.text());
}

#[tokio::test]
async fn mail_is_said_to_be_sent_only_when_it_is() {
    let site = TestSite::without_mail().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("0117");
    let reviewer = site.sign_in("granskare").await;
    let ask = format!("/undersokningar/kommun-ehalsa/{}/svar/0117/fraga/{FIELD}", key.year);
    let page = site.get(&ask, Some(&reviewer)).await;
    for unseen in [None, Some(("version", "")), Some(("version", "0"))] {
        let form: Vec<_> = [("text", "Stämmer <det>?")].into_iter().chain(unseen).collect();
        let refused = site.post(&ask, Some(&reviewer), &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        assert!(refused.text().contains("Stämmer &lt;det&gt;?"), "what was written is still there");
    }
    let form = [("text", "Stämmer det?"), ("version", page.hidden("version"))];
    let posted = site.post(&ask, Some(&reviewer), &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let page = site.get(posted.location(), Some(&reviewer)).await;
    assert!(page.text().contains("brevet till samordnaren gick inte att skicka"), "{}", page.text());
    assert!(!page.text().contains("Frågan är skickad"), "{}", page.text());

    let coordinator = site.sign_in("samordnare.0117").await;
    let hub = site.get(&format!("/svara/kommun-ehalsa/{}/0117", key.year), Some(&coordinator)).await;
    let query = hub.text().split("/komplettering/").nth(1).unwrap().split('"').next().unwrap();
    let query = format!("/svara/kommun-ehalsa/{}/0117/komplettering/{query}", key.year);
    let page = site.get(&query, Some(&coordinator)).await;
    let form = [("svar", "Ja."), ("skrivet", page.hidden("skrivet"))];
    let posted = site.post(&query, Some(&coordinator), &form).await;
    let page = site.get(posted.location(), Some(&coordinator)).await;
    assert!(page.text().contains("Men ett brev om det gick inte att skicka"), "{}", page.text());
    assert!(!page.text().contains("Svaret är skickat till granskaren"), "{}", page.text());
}

#[tokio::test]
async fn what_has_come_since_is_neither_answered_nor_closed_unread() {
    let asked = QueriedResponse::new().await;
    let (site, query) = (&asked.site, asked.query);
    let (one, reviewer) = (site.sign_in("samordnare.0117").await, site.sign_in("granskare").await);
    let response = format!("/undersokningar/kommun-ehalsa/{}/svar/0117", asked.key.year);
    let ask = format!("{response}/fraga/{FIELD}");
    let read = site.get(&asked.page, Some(&one)).await.hidden("skrivet").to_owned();
    let first = site.get(&ask, Some(&reviewer)).await.hidden("version").to_owned();
    let posted = site.post(&ask, Some(&reviewer), &[("text", "Och sedan när?"), ("version", &first)]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    let (unseen, changed) = ("Det framgår inte vilken version du har läst", "Det har kommit något nytt här");
    for (messages, why) in [("", unseen), (read.as_str(), changed)] {
        let refused = site.post(&asked.page, Some(&one), &[("svar", "Ja, <alla>."), ("skrivet", messages)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        for words in [why, "Och sedan när?", "Ja, &lt;alla&gt;."] {
            assert!(refused.text().contains(words), "no {words} in {}", refused.text());
        }
    }
    let read = site.get(&ask, Some(&reviewer)).await.hidden("version").to_owned();
    let answered = site.post(&asked.page, Some(&one), &[("svar", "Ja, sedan maj."), ("skrivet", "2")]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let close = format!("{response}/stang/{query}");
    for (version, why) in [("", unseen), (read.as_str(), changed)] {
        let refused = site.post(&close, Some(&reviewer), &[("falt", FIELD), ("version", version)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        for words in [why, "Ja, sedan maj.", "Avsluta frågan"] {
            assert!(refused.text().contains(words), "no {words} in {}", refused.text());
        }
    }
    let read = site.get(&ask, Some(&reviewer)).await.hidden("version").to_owned();
    let closed = site.post(&close, Some(&reviewer), &[("falt", FIELD), ("version", &read)]).await;
    assert_eq!(closed.location(), format!("{response}#kompletteringar"));
}
