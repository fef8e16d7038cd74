//! How long one stays signed in, and ending it elsewhere.

use crate::support::TestSite;
use http::StatusCode;
use time::Duration;

const PAGE: &str = "/inloggningar";

async fn is_signed_in(site: &TestSite, cookie: &str) -> bool {
    site.get(PAGE, Some(cookie)).await.status == StatusCode::OK
}

#[tokio::test]
async fn a_session_that_is_not_used_ends_after_a_day() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("samordnare.0180").await;
    site.wait(Duration::hours(24) - Duration::minutes(1));
    assert!(is_signed_in(&site, &cookie).await);
    site.wait(Duration::hours(24));
    assert!(!is_signed_in(&site, &cookie).await);
}

#[tokio::test]
async fn a_session_that_has_ended_does_not_come_back() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in("agare").await;
    site.wait(Duration::hours(12));
    assert!(!is_signed_in(&site, &cookie).await);
    // As if it lasted longer, as it does for whoever no longer has a survey.
    site.wait(-Duration::hours(6));
    assert!(!is_signed_in(&site, &cookie).await);
}

/// For how many hours one stays signed in who does something every hour.
async fn hours_signed_in(site: &TestSite, person: &str) -> i64 {
    let cookie = site.sign_in(person).await;
    let mut hours = 0;
    while is_signed_in(site, &cookie).await {
        site.wait(Duration::hours(1));
        hours += 1;
    }
    hours
}

#[tokio::test]
async fn a_session_that_is_used_ends_after_a_week_and_of_those_who_follow_surveys_up_after_twelve_hours() {
    let site = TestSite::demo().await;
    assert_eq!(hours_signed_in(&site, "samordnare.0180").await, 7 * 24);
    for person in ["agare", "granskare", "admin"] {
        assert_eq!(hours_signed_in(&site, person).await, 12, "{person}");
    }
}

#[tokio::test]
async fn the_cookie_lasts_as_long_as_the_session() {
    let site = TestSite::demo().await;
    let cookie = async |person: &str| {
        let form = [("epost", format!("{person}@lagesbild.example"))];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        site.post("/demo", None, &form).await.header("set-cookie").to_owned()
    };
    assert!(cookie("samordnare.0180").await.contains("Max-Age=86400"));
    assert!(cookie("agare").await.contains("Max-Age=43200"));
}

#[tokio::test]
async fn a_page_warns_five_minutes_before_the_end_that_nothing_puts_off() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let says = async || site.get("/undersokningar", Some(&owner)).await.text().contains("Du loggas ut kl.");
    site.wait(Duration::hours(12) - Duration::minutes(6));
    assert!(!says().await);
    site.wait(Duration::seconds(61));
    assert!(says().await);
}

/// The keys of the sessions on a page, in its order.
fn keys(page: &str) -> Vec<String> {
    let parts = page.split("name=\"inloggning\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_it() {
    let site = TestSite::demo().await;
    let (here, phone) = (site.sign_in("samordnare.0180").await, site.sign_in("samordnare.0180").await);
    let page = site.get(PAGE, Some(&here)).await;
    assert_eq!((keys(page.text()).len(), page.text().matches(", den här").count()), (2, 1), "{}", page.text());
    assert!(!page.text().contains("Någon annans inloggningar"), "{}", page.text());
    let others = site.get(PAGE, Some(&phone)).await;
    let this = |page: &str| {
        let row = page.split("<tr>").find(|row| row.contains(", den här")).unwrap();
        keys(row).remove(0)
    };
    let ended = site.post(&format!("{PAGE}/avsluta"), Some(&here), &[("inloggning", &this(others.text()))]).await;
    assert_eq!((ended.status, ended.location()), (StatusCode::SEE_OTHER, "/inloggningar?klart=ja"));
    assert!(!is_signed_in(&site, &phone).await);
    assert!(site.get(ended.location(), Some(&here)).await.text().contains("Inloggningen är avslutad."));
    let again = site.post(&format!("{PAGE}/avsluta"), Some(&here), &[("inloggning", &this(others.text()))]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);

    let phone = site.sign_in("samordnare.0180").await;
    let own = [("person", "samordnare.0180@lagesbild.example")];
    let everywhere = site.post(&format!("{PAGE}/avsluta-alla"), Some(&here), &own).await;
    assert_eq!((everywhere.status, everywhere.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(!is_signed_in(&site, &here).await && !is_signed_in(&site, &phone).await);
}

#[tokio::test]
async fn an_administrator_ends_the_sessions_of_others_and_nobody_else_does() {
    let site = TestSite::demo().await;
    let (karin, owner, admin) =
        (site.sign_in("samordnare.0180").await, site.sign_in("agare").await, site.sign_in("admin").await);
    let page = format!("{PAGE}?person=samordnare.0180%40lagesbild.example");
    assert_eq!(site.get(&page, Some(&owner)).await.status, StatusCode::FORBIDDEN);
    let hers = [("person", "samordnare.0180@lagesbild.example")];
    let refused = site.post(&format!("{PAGE}/avsluta-alla"), Some(&owner), &hers).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(is_signed_in(&site, &karin).await);

    let list = site.get(&page, Some(&admin)).await;
    assert!(list.text().contains("Logga ut personen överallt"), "{}", list.text());
    let ended = site.post(&format!("{PAGE}/avsluta-alla"), Some(&admin), &hers).await;
    assert_eq!(
        (ended.status, ended.location()),
        (StatusCode::SEE_OTHER, "/inloggningar?klart=ja&person=samordnare.0180%40lagesbild.example")
    );
    assert!(!is_signed_in(&site, &karin).await && is_signed_in(&site, &admin).await);
    let after = site.get(ended.location(), Some(&admin)).await;
    assert!(after.text().contains("Personen är inte inloggad någonstans"), "{}", after.text());
}
