//! Where a round stands, as its pages tell: before it opens, after its due date, after it is closed.

use crate::support::TestSite;
use app::words::weekday;
use collection::{
    RoundKey,
    follow_up::{follow_up, response},
    review::return_response,
    rounds,
};
use time::Duration;

/// The words between two others.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let rest = page.split(start).nth(1).unwrap_or_else(|| panic!("no {start} in {page}"));
    rest.split(end).next().unwrap()
}

#[tokio::test]
async fn a_planned_round_is_told_as_planned() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year());
    let hub = format!("/svara/kommun-ehalsa/{}/2281", key.year);
    site.wait(Duration::days(-60));
    let coordinator = site.sign_in("samordnare.2281").await;
    let opens = rounds::round(&site.store, &site.actor("agare").await, &key, site.now()).await.unwrap().opens;
    let told = format!("Omgången öppnar {}. Då kan ni börja svara.", weekday(opens));
    for path in [hub.clone(), format!("{hub}/avsnitt/styrning"), format!("{hub}/kollegor")] {
        let page = site.get(&path, Some(&coordinator)).await;
        assert!(page.text().contains(&told), "{path}: {}", page.text());
        assert!(!page.text().contains("stängd") && !page.text().contains("Svara senast"), "{path}: {}", page.text());
    }
    let list = site.get("/svara?alla=1", Some(&coordinator)).await;
    let planned = between(list.text(), "Öppnar senare</h2>", "</section>");
    assert!(planned.contains(&hub) && planned.contains(&format!("Öppnar {}", weekday(opens))), "{planned}");
    assert!(!planned.contains("Svarade inte"), "{planned}");
    assert!(!between(list.text(), "Att svara på nu</h2>", "</section>").contains(&hub), "{}", list.text());

    let owner = site.sign_in("agare").await;
    let page = site.get(&format!("/undersokningar/kommun-ehalsa/{}?sok=2281", key.year), Some(&owner)).await;
    assert!(page.text().contains(&format!("Öppnar {}.", weekday(opens))), "{}", page.text());
    assert!(!page.text().contains("Samordnarens tur"), "nobody's turn before it opens: {}", page.text());
}

#[tokio::test]
async fn the_due_date_is_told_as_over_when_it_is() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year());
    let due = rounds::round(&site.store, &site.actor("agare").await, &key, site.now()).await.unwrap().due;
    let (before, after) = (
        format!("Svara senast {}.", weekday(due)),
        format!("Svaren skulle lämnas senast {}. Sena svar tas fortfarande emot.", weekday(due)),
    );
    let page = site.get("/", None).await;
    assert!(page.text().contains(&before) && !page.text().contains("skulle lämnas"), "{}", page.text());
    for days in [9, 74 * 365] {
        site.wait(Duration::days(days));
        let page = site.get("/", None).await;
        assert!(page.text().contains(&after) && !page.text().contains("Svara senast"), "{}", page.text());
        let coordinator = site.sign_in("samordnare.2281").await;
        let list = site.get("/svara?alla=1", Some(&coordinator)).await;
        assert!(!list.text().contains("Svara senast"), "{}", list.text());
        for path in ["", "/avsnitt/styrning"] {
            let path = format!("/svara/kommun-ehalsa/{}/2281{path}", key.year);
            let page = site.get(&path, Some(&coordinator)).await;
            assert!(page.text().contains("Svaren skulle lämnas senast"), "{path}: {}", page.text());
            assert!(!page.text().contains("Svara senast"), "{path}: {}", page.text());
        }
    }
}

#[tokio::test]
async fn what_is_on_time_is_counted_among_those_who_have_responded() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year());
    let total = follow_up(&site.store, &site.actor("agare").await, &key, site.now()).await.unwrap().total;
    assert!(total.on_time <= total.responded && total.responded == 250, "{total:?}");
    let owner = site.sign_in("agare").await;
    let page = site.get(&format!("/undersokningar/kommun-ehalsa/{}", key.year), Some(&owner)).await;
    let told = format!("{} av {}", total.on_time, total.responded);
    assert!(between(page.text(), "Svarade i tid", "</dd>").contains(&told), "{told} is not in {}", page.text());
}

#[tokio::test]
async fn what_was_returned_is_to_be_answered_although_its_round_is_closed() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year() - 1).response("2281");
    let hub = format!("/svara/kommun-ehalsa/{}/2281", key.year);
    let coordinator = site.sign_in("samordnare.2281").await;
    let list = site.get("/svara?alla=1", Some(&coordinator)).await;
    assert!(between(list.text(), "Tidigare omgångar</h2>", "</section>").contains(&hub), "{}", list.text());
    let reviewer = site.actor("granskare").await;
    let read = response(&site.store, &reviewer, &key, site.now()).await.unwrap().head.copies;
    return_response(&site.store, &reviewer, &key, "Se över F2.", read.into(), site.now()).await.unwrap();
    let list = site.get("/svara?alla=1", Some(&coordinator)).await;
    assert!(between(list.text(), "Att svara på nu</h2>", "</section>").contains(&hub), "{}", list.text());
    let page = site.get(&hub, Some(&coordinator)).await;
    assert!(page.text().contains("Se över F2.") && page.text().contains("Hela svaret är öppet"), "{}", page.text());
    assert!(!page.text().contains("stängd"), "{}", page.text());
}

#[tokio::test]
async fn what_is_sent_in_is_not_to_be_answered() {
    let site = TestSite::demo().await;
    let hub = format!("/svara/kommun-ehalsa/{}/0117", site.now().year());
    let coordinator = site.sign_in("samordnare.0117").await;
    let list = site.get("/svara?alla=1", Some(&coordinator)).await;
    assert!(!between(list.text(), "Att svara på nu</h2>", "</section>").contains(&hub), "{}", list.text());
    assert!(between(list.text(), "Inget mer att göra</h2>", "</section>").contains(&hub), "{}", list.text());
}
