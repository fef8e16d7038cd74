//! What an open page of a section is told.

use crate::support::TestSite;
use axum::body::{Body, BodyDataStream};
use futures::StreamExt;
use http::{
    HeaderMap, Request, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE},
};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const HUB: &str = "/svara/kommun-ehalsa/YEAR/2281";

fn hub() -> String {
    HUB.replace("YEAR", &OffsetDateTime::now_utc().year().to_string())
}

fn events(since: &str) -> String {
    format!("{}/avsnitt/halso_och_sjukvard/handelser?revision={since}", hub())
}

/// An open page.
struct FeedStream {
    stream: BodyDataStream,
    read: String,
}

impl FeedStream {
    async fn open(site: &TestSite, path: &str, cookie: &str, last_id: Option<&str>) -> Self {
        let mut request = Request::get(path).header(COOKIE, cookie).header(ACCEPT_ENCODING, "br, gzip");
        if let Some(last_id) = last_id {
            request = request.header("last-event-id", last_id);
        }
        let (status, headers, body) = site.open(request.body(Body::empty()).unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(header(&headers, CONTENT_TYPE.as_str()), "text/event-stream");
        assert_eq!(header(&headers, CONTENT_ENCODING.as_str()), "", "a compressed message would wait for more");
        assert_eq!(header(&headers, "cache-control"), "no-cache");
        Self { stream: body.into_data_stream(), read: String::new() }
    }

    /// The id and the content of the next message.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((message, rest)) = self.read.split_once("\n\n") {
                let line = |name: &str| message.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let found = line("id:").zip(line("data:"));
                let found = found.map(|(id, data)| (id.to_owned(), serde_json::from_str(data).unwrap()));
                self.read = rest.to_owned();
                match found {
                    Some(message) => return Some(message),
                    // Something that only keeps the connection open.
                    None => continue,
                }
            }
            let chunk = self.stream.next().await?.unwrap();
            self.read.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next message that says something of this kind.
    async fn next_of(&mut self, kind: &str) -> (String, Value) {
        loop {
            let (id, message) = self.next().await.expect("the stream goes on");
            if !message[kind].is_null() {
                return (id, message);
            }
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

async fn save(site: &TestSite, cookie: &str, id: &str, code: &str, base: i64) {
    let entry = json!({ "value": { "code": code } });
    let change = json!({ "field": "hemsjukvard", "base_version": base, "entry": entry, "comment": "Till er." });
    let request = json!({ "save_id": id, "changes": [change] });
    let answer = site.post_json(&format!("{}/spara", hub()), Some(cookie), &request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.text().contains("saved\":{"), "{}", answer.text());
}

#[tokio::test]
async fn a_page_is_told_what_a_colleague_saves_and_goes_on_where_it_was_cut_off() {
    let site = TestSite::demo().await;
    let (mine, theirs) = (site.sign_in("samordnare.2281").await, site.sign_in("bidragsgivare.2281").await);
    save(&site, &theirs, "early", "ja", 0).await;
    let mut page = FeedStream::open(&site, &events("0"), &mine, None).await;
    let (id, message) = loop {
        let (id, message) = page.next_of("save_id").await;
        if message["save_id"] != "demo" {
            break (id, message);
        }
    };
    assert_eq!(message["save_id"], "early");
    let answer = &message["answers"][0];
    assert_eq!((&answer["field"], &answer["version"]), (&json!("hemsjukvard"), &json!(1)), "{message}");
    assert_eq!((&answer["comment"], &answer["by"]), (&json!("Till er."), &json!("Karl Rask")), "{message}");
    assert_eq!(message["revision"].to_string(), id);

    save(&site, &theirs, "later", "nej", 1).await;
    let (_, message) = page.next_of("save_id").await;
    assert_eq!((&message["save_id"], &message["answers"][0]["version"]), (&json!("later"), &json!(2)), "{message}");
    drop(page);

    let mut again = FeedStream::open(&site, &events("0"), &mine, Some(&id)).await;
    let (_, message) = again.next().await.unwrap();
    assert_eq!(message["save_id"], "later", "only what came after {id}: {message}");
    let (_, message) = again.next().await.unwrap();
    assert_eq!(message["here"], json!([]));
    assert!(message["signed_in_for"].as_i64().unwrap() > 23 * 3600, "{message}");
}

#[tokio::test]
async fn colleagues_see_each_other_come_and_go_and_the_mark_too() {
    let site = TestSite::demo().await;
    let (mine, theirs) = (site.sign_in("samordnare.2281").await, site.sign_in("bidragsgivare.2281").await);
    let mut page = FeedStream::open(&site, &events("0"), &mine, None).await;
    assert_eq!(page.next_of("here").await.1["here"], json!([]));
    let other = FeedStream::open(&site, &events("0"), &theirs, None).await;
    assert_eq!(page.next_of("here").await.1["here"], json!(["Karl Rask"]));
    drop(other);
    assert_eq!(page.next_of("here").await.1["here"], json!([]));

    let section = format!("{}/avsnitt/halso_och_sjukvard", hub());
    site.post(&section, Some(&theirs), &[("klart", "ja")]).await;
    let done = page.next_of("done").await.1["done"].clone();
    assert!(done.as_str().unwrap().starts_with("Karl Rask markerade avsnittet som klart "), "{done}");
    save(&site, &theirs, "a", "ja", 0).await;
    assert_eq!(page.next_of("done").await.1["done"], "");
}

#[tokio::test]
async fn a_page_is_told_of_the_end_that_nothing_puts_off() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.2281").await;
    let told = async || {
        let mut page = FeedStream::open(&site, &events("0"), &cookie, None).await;
        page.next_of("signed_in_for").await.1
    };
    assert_eq!(told().await["signed_in_at_most"], Value::Null);
    for _ in 0..7 {
        site.wait(Duration::hours(23));
        assert_eq!(site.get("/svara", Some(&cookie)).await.status, StatusCode::OK);
    }
    let last = told().await;
    assert_eq!(last["signed_in_at_most"], true, "{last}");
    assert!((last["signed_in_for"].as_i64().unwrap() - 7 * 3600).abs() < 60, "{last}");
}

#[tokio::test]
async fn a_page_that_is_only_open_does_not_keep_one_signed_in() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.2281").await;
    let mut page = FeedStream::open(&site, &events("0"), &cookie, None).await;
    let begin = page.next_of("signed_in_for").await.1["signed_in_for"].as_i64().unwrap();
    site.wait(Duration::hours(2));
    drop(page);
    let mut page = FeedStream::open(&site, &events("0"), &cookie, None).await;
    let left = page.next_of("signed_in_for").await.1["signed_in_for"].as_i64().unwrap();
    assert!((begin - left - 7200).abs() < 60, "{begin} then {left}");

    // Any request does, and the page hears of it.
    site.get("/svara", Some(&cookie)).await;
    site.wait(Duration::seconds(20));
    let left = page.next_of("signed_in_for").await.1["signed_in_for"].as_i64().unwrap();
    assert!(left > begin - 60, "{left}");

    site.post("/logga-ut", Some(&cookie), &[]).await;
    site.wait(Duration::seconds(20));
    assert_eq!(page.next_of("signed_in_for").await.1["signed_in_for"], 0);
    assert!(page.next().await.is_none(), "nothing is told to who is not signed in");
    assert_eq!(site.get(&events("0"), Some(&cookie)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_program_that_stops_does_not_wait_for_open_pages() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.2281").await;
    let mut page = FeedStream::open(&site, &events("0"), &cookie, None).await;
    page.next().await.unwrap();
    site.stopping.begin();
    // What was on its way may still come.
    let ended = async { while page.next().await.is_some() {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), ended).await.expect("the stream ends");
}

#[tokio::test]
async fn only_colleagues_are_told_anything() {
    let site = TestSite::demo().await;
    for stranger in ["samordnare.2282", "agare", "granskare", "admin"] {
        let cookie = site.sign_in(stranger).await;
        assert_eq!(site.get(&events("0"), Some(&cookie)).await.status, StatusCode::FORBIDDEN, "{stranger}");
    }
    assert_eq!(site.get(&events("0"), None).await.status, StatusCode::FORBIDDEN);
    let cookie = site.sign_in("samordnare.2281").await;
    let unknown = format!("{}/avsnitt/finns-inte/handelser", hub());
    assert_eq!(site.get(&unknown, Some(&cookie)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_person_has_only_so_many_pages_open() {
    let site = TestSite::demo().await;
    let (mine, theirs) = (site.sign_in("samordnare.2281").await, site.sign_in("bidragsgivare.2281").await);
    let mut pages = Vec::new();
    for _ in 0..20 {
        pages.push(FeedStream::open(&site, &events("0"), &mine, None).await);
    }
    let one_more = Request::get(events("0")).header(COOKIE, &mine).body(Body::empty()).unwrap();
    assert_eq!(site.open(one_more).await.0, StatusCode::TOO_MANY_REQUESTS);
    // Others may, and so may whoever closes one.
    pages.push(FeedStream::open(&site, &events("0"), &theirs, None).await);
    drop(pages.remove(0));
    pages.push(FeedStream::open(&site, &events("0"), &mine, None).await);
}

#[tokio::test]
async fn a_removed_colleagues_page_and_session_end_at_once() {
    let site = TestSite::demo().await;
    let coordinator = site.sign_in("samordnare.2281").await;
    let invited =
        [("person", "ny"), ("namn", "Per Ek"), ("epost", "per@sundsvall.example"), ("del", "halso_och_sjukvard")];
    site.post(&format!("{}/kollegor", hub()), Some(&coordinator), &invited).await;
    let cookie = site.post("/demo", None, &[("epost", "per@sundsvall.example")]).await.cookie();
    let mut page = FeedStream::open(&site, &events("0"), &cookie, None).await;
    page.next().await.unwrap();
    let per = site.actor_by("per@sundsvall.example").await.person().unwrap().id.to_string();
    let removed = site.post(&format!("{}/kollegor/ta-bort", hub()), Some(&coordinator), &[("person", &per)]).await;
    assert_eq!(removed.location(), format!("{}/kollegor?klart=borttagen", hub()));
    save(&site, &coordinator, "secret", "ja", 0).await;
    // What was on its way before may still come; no time passes.
    while let Some((_, message)) = page.next().await {
        assert!(message["save_id"] != "secret", "{message}");
    }
    let after = site.get(&hub(), Some(&cookie)).await;
    assert_eq!(after.status, StatusCode::FORBIDDEN);
    assert!(after.text().contains("Logga in först"), "{}", after.text());
}
