//! Signing in and out.

use crate::support::{TestSite, encoded};
use app::return_to::sign_in_by;
use collection::{Actor, ReturnTo, people};
use http::StatusCode;
use lagesbild::mail::Mailer;
use survey::format;
use time::Duration;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

const KARIN: &str = "samordnare.0180@lagesbild.example";

async fn link(site: &TestSite) -> String {
    let link =
        people::request_login_link(&site.store, &Actor::Anonymous, KARIN, None, site.now()).await.unwrap().unwrap();
    format!("/logga-in/{}", link.token)
}

#[tokio::test]
async fn a_link_opens_a_page_with_one_button_and_works_once() {
    let site = TestSite::demo().await;
    let link = link(&site).await;
    for _ in 0..2 {
        let page = site.get(&link, None).await;
        assert_eq!(page.status, StatusCode::OK, "a mail scanner that follows the link does not use it");
        assert_eq!(page.text().matches("<button").count(), 1);
        assert!(
            page.text().contains(&format!("{KARIN}. Den går att använda en gång.")),
            "whose it is: {}",
            page.text()
        );
    }
    let used = site.post(&link, None, &[]).await;
    assert_eq!((used.status, used.location()), (StatusCode::SEE_OTHER, "/svara"));
    assert_eq!(site.get("/svara", Some(&used.cookie())).await.status, StatusCode::OK);

    let again = site.post(&link, None, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Länken är redan använd"), "{}", again.text());
    assert_eq!(again.header("set-cookie"), "");
}

/// The address that a link in a page leads to, where its text begins so.
fn link_in(page: &str, start: &str) -> String {
    let at = page.find(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{start} in {page}"));
    page[at + 6..].split('"').next().unwrap().replace("&amp;", "&")
}

fn carried(page: &str) -> &str {
    let name = "name=\"till\" value=\"";
    page.find(name).map_or("", |at| page[at + name.len()..].split('"').next().unwrap())
}

#[tokio::test]
async fn after_signing_in_one_lands_on_the_page_that_was_asked_for() {
    let site = TestSite::demo().await;
    let asked = format!("/svara/kommun-ehalsa/{}/0180/avsnitt/styrning?x=1", site.now().year());
    let refused = site.get(&asked, None).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let sign_in = site.get(&link_in(refused.text(), "/logga-in?"), None).await;
    assert_eq!(carried(sign_in.text()), asked);

    // By mail; the link itself stays short, and knows where it leads.
    let sent = site.post("/logga-in", None, &[("epost", "ingen@lagesbild.example"), ("till", &asked)]).await;
    assert!(sent.location().starts_with("/logga-in?skickat=1&till=%2Fsvara%2F"), "{}", sent.location());
    let wrong = site.post("/logga-in", None, &[("epost", "ingen"), ("till", &asked)]).await;
    assert_eq!(carried(wrong.text()), asked, "a mistyped address forgets nothing");
    let return_to = ReturnTo::new(&asked);
    let link = people::request_login_link(&site.store, &Actor::Anonymous, KARIN, return_to, site.now()).await;
    let link = format!("/logga-in/{}", link.unwrap().unwrap().token);
    let page = site.get(&link, None).await;
    let used = site.post(&link, None, &[("till", carried(page.text()))]).await;
    assert_eq!((used.status, used.location()), (StatusCode::SEE_OTHER, asked.as_str()));

    // In the demo, also after a search.
    let demo = link_in(sign_in.text(), "/demo?");
    for page in [&demo, &format!("{demo}&sok=0180")] {
        let page = site.get(page, None).await;
        let picked = site.post("/demo", None, &[("epost", KARIN), ("till", carried(page.text()))]).await;
        assert_eq!(picked.location(), asked);
    }
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let site = TestSite::demo().await;
    for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "/svara@evil.example"] {
        let page = site.get(&format!("/logga-in?{}", encoded(&[("till", elsewhere)])), None).await;
        assert!(!page.text().contains("evil.example"), "{}", page.text());
        let form = [("epost", KARIN), ("till", elsewhere)];
        assert_eq!(site.post("/demo", None, &form).await.location(), "/svara", "{elsewhere}");
        assert_eq!(site.post("/logga-in", None, &form).await.location(), "/logga-in?skickat=1", "{elsewhere}");
        // Nobody gets many links in an hour.
        site.wait(Duration::hours(1));
        let link = link(&site).await;
        assert_eq!(site.post(&link, None, &[("till", elsewhere)]).await.location(), "/svara", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_link_works_for_half_an_hour() {
    let site = TestSite::demo().await;
    let link = link(&site).await;
    site.wait(Duration::minutes(31));
    for answer in [site.get(&link, None).await, site.post(&link, None, &[]).await] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Länken är för gammal"), "{}", answer.text());
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn an_invented_link_opens_nothing() {
    let site = TestSite::demo().await;
    let answer = site.post("/logga-in/pahittad", None, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Länken är inte rätt"), "{}", answer.text());
}

#[tokio::test]
async fn nobody_learns_whose_address_is_known() {
    let site = TestSite::demo().await;
    let known = site.post("/logga-in", None, &[("epost", KARIN)]).await;
    let unknown = site.post("/logga-in", None, &[("epost", "ingen@lagesbild.example")]).await;
    assert_eq!((known.status, known.location()), (StatusCode::SEE_OTHER, "/logga-in?skickat=1"));
    assert_eq!((unknown.status, unknown.location()), (known.status, known.location()));
    assert_eq!(known.body, unknown.body);
    assert!(site.get("/logga-in?skickat=1", None).await.text().contains("Titta i din e-post"));
}

#[tokio::test]
async fn after_five_an_hour_the_page_says_so_of_any_address() {
    let site = TestSite::demo().await;
    let mut pages = Vec::new();
    for address in [KARIN, "samordnare.ingen@lagesbild.example"] {
        for _ in 0..5 {
            let sent = site.post("/logga-in", None, &[("epost", address)]).await;
            assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/logga-in?skickat=1"));
        }
        let told = site.post("/logga-in", None, &[("epost", address)]).await;
        assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
        let wait: i64 = told.header("retry-after").parse().unwrap();
        assert!((1700..=1800).contains(&wait), "{wait}");
        let until = format::time(site.now() + Duration::minutes(30));
        let before = format::time(site.now() + Duration::minutes(29));
        let words = |until| format!("varje länk gäller i 30 minuter, den sista till kl.\u{a0}{until}.");
        let five = "Finns adressen hos oss har fem länkar skickats till den inom en timme.";
        assert!(told.text().contains(five), "{}", told.text());
        assert!(told.text().contains(&words(until)) || told.text().contains(&words(before)), "{}", told.text());
        pages.push(told.text().replace(address, "").split("kl.\u{a0}").next().unwrap().to_owned());
    }
    assert_eq!(pages[0], pages[1], "known or not");
    // Nobody is shut out: a link that was sent works, and then there are new ones; else when the last has ended.
    let link = link(&site).await;
    assert_eq!(site.post(&link, None, &[]).await.location(), "/svara");
    assert_eq!(site.post("/logga-in", None, &[("epost", KARIN)]).await.status, StatusCode::SEE_OTHER);
    site.wait(Duration::minutes(30));
    let form = [("epost", "samordnare.ingen@lagesbild.example")];
    assert_eq!(site.post("/logga-in", None, &form).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_used_link_leads_on_whoever_is_signed_in() {
    let site = TestSite::demo().await;
    let (link, older) = (link(&site).await, link(&site).await);
    let cookie = site.post(&link, None, &[]).await.cookie();
    for used in [&link, &older] {
        let led_on = site.get(used, Some(&cookie)).await;
        assert_eq!((led_on.status, led_on.location()), (StatusCode::SEE_OTHER, "/svara"));
        let pressed = site.post(used, Some(&cookie), &[]).await;
        assert_eq!((pressed.status, pressed.location()), (StatusCode::SEE_OTHER, "/svara"));
    }
    let other = site.sign_in("agare").await;
    for cookie in [None, Some(other.as_str())] {
        let refused = site.get(&link, cookie).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Länken är redan använd, eller så har du loggat in med en annan länk"));
    }
}

#[tokio::test]
async fn a_mailed_link_needs_one_button_or_none() {
    let site = TestSite::demo().await;
    let there = format!("/svara/kommun-ehalsa/{}/0180/avsnitt/styrning", site.now().year());
    let letter = sign_in_by(KARIN, ReturnTo::new(&there).as_ref());
    let page = site.get(&letter, None).await;
    assert!(page.text().contains(&format!("value=\"{KARIN}\"")), "{}", page.text());
    assert_eq!(carried(page.text()), there);
    let own = site.sign_in("samordnare.0180").await;
    assert_eq!(site.get(&letter, Some(&own)).await.location(), there);
    let other = site.get(&letter, Some(&site.sign_in("samordnare.1480").await)).await;
    assert_eq!(other.status, StatusCode::OK, "another's letter asks who one is");
}

#[tokio::test]
async fn what_is_no_address_is_shown_again() {
    let site = TestSite::demo().await;
    let answer = site.post("/logga-in", None, &[("epost", "karin<i>")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("<title>Fel: Logga in"), "{}", answer.text());
    assert!(answer.text().contains("value=\"karin&lt;i&gt;\""), "{}", answer.text());
    assert!(answer.text().contains("Skriv adressen så här"));
}

#[tokio::test]
async fn one_place_may_not_ask_without_end() {
    let site = TestSite::demo().await;
    for number in 0..30 {
        let address = format!("ingen.{number}@lagesbild.example");
        let answer = site.post("/logga-in", None, &[("epost", &address)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
    let answer = site.post("/logga-in", None, &[("epost", KARIN)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=10).contains(&seconds), "{seconds}");
    assert!(answer.text().contains("För många försök"), "{}", answer.text());
    assert_eq!(site.get("/logga-in", None).await.status, StatusCode::OK, "reading is not limited");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let http = TestSite::demo().await;
    let cookie = http.post("/demo", None, &[("epost", KARIN)]).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("lagesbild="), "{cookie}");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"] {
        assert!(cookie.contains(flag), "{flag} in {cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");

    let https = TestSite::with(true, "https://lagesbild.example", Mailer::Log).await;
    let cookie = https.post("/demo", None, &[("epost", KARIN)]).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-lagesbild="), "{cookie}");
    for flag in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "{flag} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn signing_in_gives_a_session_that_nobody_knew_before() {
    let site = TestSite::demo().await;
    let first = site.sign_in("samordnare.0180").await;
    let second = site.post("/demo", Some(&first), &[("epost", "agare@lagesbild.example")]).await;
    assert_ne!(second.cookie(), first);
    assert_eq!(site.get("/svara", Some(&first)).await.status, StatusCode::FORBIDDEN, "the old one is gone");
    assert_eq!(site.get("/undersokningar", Some(&second.cookie())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    let out = site.post("/logga-ut", Some(&cookie), &[]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(site.get("/svara", Some(&cookie)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn using_a_session_prolongs_it_once_a_minute() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    assert_eq!(site.get("/svara", Some(&cookie)).await.header("set-cookie"), "", "nothing is written");
    site.wait(Duration::seconds(61));
    assert!(site.get("/svara", Some(&cookie)).await.header("set-cookie").contains("Max-Age=86400"));
    assert_eq!(site.get("/svara", Some(&cookie)).await.header("set-cookie"), "");
}

#[tokio::test]
async fn people_are_picked_only_in_a_demo() {
    let site = TestSite::with(false, "http://127.0.0.1:3000", Mailer::Log).await;
    let answer = site.post("/demo", None, &[("epost", KARIN)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.header("set-cookie"), "");
    let demo = TestSite::demo().await;
    let nobody = demo.post("/demo", None, &[("epost", "ingen@lagesbild.example")]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_in_or_out() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let request = http::Request::builder()
            .method("POST")
            .uri("/logga-ut")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(axum::body::Body::empty());
        let answer = site.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.text().contains("Ingenting har ändrats"), "{}", answer.text());
    }
    assert_eq!(site.get("/svara", Some(&cookie)).await.status, StatusCode::OK, "still signed in");
    let same = http::Request::builder()
        .method("POST")
        .uri("/logga-ut")
        .header("cookie", &cookie)
        .header("origin", "http://127.0.0.1:3000")
        .body(axum::body::Body::empty());
    assert_eq!(site.send(same.unwrap()).await.status, StatusCode::SEE_OTHER);
}

/// Takes one mail, and gives its text.
async fn take_mail(listener: TcpListener) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = String::new();
    write.write_all(b"220 test\r\n").await.unwrap();
    while let Some(line) = lines.next_line().await.unwrap() {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap() {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while let Some(line) = lines.next_line().await.unwrap().filter(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                write.write_all(b"250 taken\r\n").await.unwrap();
                return mail;
            }
            "EHLO" => b"250 test\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await.unwrap();
    }
    mail
}

#[tokio::test]
async fn a_link_comes_by_mail_and_signs_in() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("smtp://{}", listener.local_addr().unwrap());
    let mail = tokio::spawn(take_mail(listener));
    let from = "Lägesbild <lagesbild@example.se>".parse().unwrap();
    let site = TestSite::with(true, "http://127.0.0.1:3000", Mailer::new(Some((server, from))).unwrap()).await;
    site.post("/logga-in", None, &[("epost", &KARIN.to_uppercase())]).await;
    let mail = mail.await.unwrap();
    assert!(mail.contains(&format!("<{KARIN}>")), "{mail}");
    let link = mail.lines().find_map(|line| line.strip_prefix("http://127.0.0.1:3000")).expect("a whole link");
    assert_eq!(site.post(link, None, &[]).await.location(), "/svara");
}
