//! Invited colleagues over HTTP: the tick, what the pages of the response lead to, and the answer to an invitation.

use crate::support::TestSite;
use http::StatusCode;

const PER: &str = "per@sundsvall.example";

fn hub(site: &TestSite) -> String {
    format!("/svara/kommun-ehalsa/{}/2281", site.now().year())
}

async fn invite(site: &TestSite, email: &str, more: &[(&str, &str)]) {
    let coordinator = site.sign_in("samordnare.2281").await;
    let form = [("person", "ny"), ("namn", "Per Ek"), ("epost", email), ("del", "uppgiftslamnare")];
    let form: Vec<(&str, &str)> = form.iter().chain(more).copied().collect();
    let posted = site.post(&format!("{}/kollegor", hub(site)), Some(&coordinator), &form).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
}

async fn signed_in(site: &TestSite, email: &str) -> String {
    site.post("/demo", None, &[("epost", email)]).await.cookie()
}

#[tokio::test]
async fn the_pages_lead_an_invited_colleague_only_to_what_is_assigned() {
    let site = TestSite::demo().await;
    invite(&site, PER, &[]).await;
    let (per, hub) = (signed_in(&site, PER).await, hub(&site));
    let page = site.get(&hub, Some(&per)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let links: Vec<&str> = page.text().split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for link in links.iter().filter(|link| link.starts_with(&hub)) {
        let answer = site.get(link.split('#').next().unwrap(), Some(&per)).await;
        assert_eq!(answer.status, StatusCode::OK, "{link} leads nowhere");
    }
    assert!(page.text().contains("Styrning"), "the titles stand there: {}", page.text());
    assert!(!links.contains(&format!("{hub}/avsnitt/halso_och_sjukvard").as_str()));
    for address in [
        "avsnitt/halso_och_sjukvard",
        "granska",
        "kollegor",
        "underskrift",
        "svar.csv",
        "svar.xlsx",
        "fil",
        "avboj",
        "formular.pdf",
        "formular.html",
        "nedlagd-tid",
        "aterkoppling",
        "aterkoppling.csv",
    ] {
        assert_eq!(site.get(&format!("{hub}/{address}"), Some(&per)).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    // Neither the page nor what its program is told holds the answers of other sections.
    let section = site.get(&format!("{hub}/avsnitt/uppgiftslamnare"), Some(&per)).await;
    assert_eq!(section.status, StatusCode::OK);
    assert!(!section.text().contains("dokumentera_enheter"), "{}", section.text());
    let coordinator = site.sign_in("samordnare.2281").await;
    let whole = site.get(&format!("{hub}/avsnitt/uppgiftslamnare"), Some(&coordinator)).await;
    assert!(whole.text().contains("dokumentera_enheter"), "or this shows nothing");
}

#[tokio::test]
async fn a_tick_gives_the_whole_response_to_read() {
    let site = TestSite::demo().await;
    invite(&site, PER, &[("laser-allt", "ja")]).await;
    let (per, hub) = (signed_in(&site, PER).await, hub(&site));
    for address in ["avsnitt/halso_och_sjukvard", "granska", "svar.csv", "underskrift"] {
        assert_eq!(site.get(&format!("{hub}/{address}"), Some(&per)).await.status, StatusCode::OK, "{address}");
    }
    let coordinator = site.sign_in("samordnare.2281").await;
    let page = site.get(&format!("{hub}/kollegor"), Some(&coordinator)).await;
    assert!(page.text().contains("Får läsa hela svaret") && page.text().contains("Bidragsgivare, läser hela svaret"));
}

#[tokio::test]
async fn whoever_has_another_part_is_asked_first() {
    let site = TestSite::demo().await;
    let owner = "agare@lagesbild.example";
    invite(&site, owner, &[]).await;
    let cookie = signed_in(&site, owner).await;
    let section = format!("{}/avsnitt/uppgiftslamnare", hub(&site));
    let refused = site.get(&section, Some(&cookie)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains("href=\"/inbjudan/2281\""), "the letter's link leads here: {}", refused.text());
    assert!(site.get("/svara", Some(&cookie)).await.text().contains("Sundsvalls kommun har bjudit in dig"));
    let page = site.get("/inbjudan/2281", Some(&cookie)).await;
    assert!(page.text().contains("Du är inbjuden som bidragsgivare."), "{}", page.text());
    let (read, unseen) = (page.hidden("inbjudan").to_owned(), "Det framgår inte vilken version du har läst");
    for (form, why) in [
        (&[("inbjudan", read.as_str())][..], unseen),
        (&[("svar", "ja")], unseen),
        (&[("svar", "ja"), ("inbjudan", "i går")], unseen),
        (&[("svar", "nej"), ("inbjudan", "0")], "Inbjudan har ändrats sedan du öppnade sidan"),
    ] {
        let refused = site.post("/inbjudan/2281", Some(&cookie), form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{form:?}");
        assert!(refused.text().contains(why) && refused.text().contains("Tacka ja"), "{}", refused.text());
    }
    let accepted = site.post("/inbjudan/2281", Some(&cookie), &[("svar", "ja"), ("inbjudan", &read)]).await;
    assert_eq!(accepted.location(), "/svara", "{}", accepted.text());
    assert_eq!(site.get(&section, Some(&cookie)).await.status, StatusCode::OK);
    assert_eq!(site.get("/undersokningar", Some(&cookie)).await.status, StatusCode::OK, "the other part stays");
    for address in ["/inbjudan/2281", "/inbjudan/0180"] {
        assert_eq!(site.get(address, Some(&cookie)).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(site.get("/inbjudan/2281", None).await.status, StatusCode::FORBIDDEN);
}
