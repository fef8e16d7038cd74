//! Reading an answer through before it is sent: what to know is seen, what is looked for is found, and the chief is asked
//! again first.

use crate::support::TestSite;
use collection::{
    Actor, ResponseKey, RoundKey,
    respond::{AnswerFilter, AskForSignOff, Change, Colleague, Save, ask_for_sign_off, check_answers, save},
};
use survey::value::{Entry, MissingReason, Value};

/// Says that home care is run and that nobody of it has answered, in two sections far from each other.
const REMARK: &str = "Ni bedriver hemsjukvård men har inte kryssat för kommunal hälso- och sjukvård.";

async fn answer(site: &TestSite, actor: &Actor, key: &ResponseKey, field: &str, entry: Entry) {
    let view = check_answers(&site.store, actor, key, site.now()).await.unwrap();
    let field: survey::name::FieldName = field.parse().unwrap();
    let base_version = view.stored.get(&field).map_or(0, |stored| stored.version);
    let save_id = format!("{field} {base_version}");
    let change = Change { field, entry: Some(entry), comment: None, explanation: None, base_version };
    save(&site.store, actor, Save { key: key.clone(), save_id, changes: vec![change] }, site.now()).await.unwrap();
}

fn codes(code: &str) -> Entry {
    Entry::Value(Value::Codes(vec![code.parse().unwrap()]))
}

fn code(code: &str) -> Entry {
    Entry::Value(Value::Code(code.parse().unwrap()))
}

#[tokio::test]
async fn what_another_section_raises_is_seen_before_sending_and_stops_nothing() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("2281");
    let actor = site.actor("samordnare.2281").await;
    answer(&site, &actor, &key, "svaren_avser", codes("aldreomsorg")).await;
    let cookie = site.sign_in("samordnare.2281").await;
    let hub = format!("/svara/kommun-ehalsa/{}/2281", key.year);
    let pages = [hub.clone(), format!("{hub}/granska"), format!("{hub}/underskrift")];
    for path in &pages {
        assert!(!site.get(path, Some(&cookie)).await.text().contains(REMARK), "{path}");
    }
    answer(&site, &actor, &key, "hemsjukvard", code("ja")).await;
    for path in &pages {
        let page = site.get(path, Some(&cookie)).await;
        assert!(page.text().contains(REMARK), "{path}: {}", page.text());
        assert!(
            page.text().contains(&format!("{hub}/avsnitt/uppgiftslamnare#f-svaren_avser")),
            "{path}: the way there"
        );
    }
    let page = site.get(&pages[1], Some(&cookie)).await;
    let row = page.text().split("id=\"svar-svaren_avser\"").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(row.contains("check-deviates") && row.contains(REMARK) && !row.contains("check-wrong"), "soft: {row}");
    let view = check_answers(&site.store, &actor, &key, site.now()).await.unwrap();
    assert!(view.obstacles.iter().all(|obstacle| obstacle.field.as_str() != "svaren_avser"));
}

#[tokio::test]
async fn what_is_changed_missing_and_to_check_is_shown_alone() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("2281");
    let actor = site.actor("samordnare.2281").await;
    answer(&site, &actor, &key, "svaren_avser", codes("aldreomsorg")).await;
    answer(&site, &actor, &key, "hemsjukvard", code("ja")).await;
    answer(&site, &actor, &key, "infosak_resurs", Entry::Missing(MissingReason::VetEj)).await;
    answer(&site, &actor, &key, "kontakt_telefon", Entry::Value(Value::Text("08-123 456 78".into()))).await;
    let view = check_answers(&site.store, &actor, &key, site.now()).await.unwrap();
    let names = |filter| view.fields(filter).into_iter().map(|field| field.name.to_string()).collect::<Vec<_>>();
    let to_check = names(AnswerFilter::ToCheck);
    assert!(to_check.contains(&"svaren_avser".to_owned()) && !to_check.contains(&"infosak_resurs".to_owned()));
    assert!(names(AnswerFilter::Missing).contains(&"infosak_resurs".to_owned()));
    assert!(!names(AnswerFilter::Missing).contains(&"hemsjukvard".to_owned()));
    assert!(names(AnswerFilter::Changed).contains(&"kontakt_telefon".to_owned()), "a new question that is answered");
    assert!(!names(AnswerFilter::Missing).contains(&"kontakt_telefon".to_owned()));
    assert!(names(AnswerFilter::All).contains(&"hemsjukvard".to_owned()));

    let cookie = site.sign_in("samordnare.2281").await;
    let page = async |visa: &str| {
        let path = format!("/svara/kommun-ehalsa/{}/2281/granska{visa}", key.year);
        site.get(&path, Some(&cookie)).await.text().to_owned()
    };
    let (all, check) = (page("").await, page("?visa=kontrollera").await);
    assert!(all.contains("Alla svar (") && all.contains("id=\"svar-hemsjukvard\""), "{all}");
    assert!(check.contains(&format!("Att kontrollera ({})", to_check.len())), "{check}");
    assert!(check.contains("id=\"svar-svaren_avser\"") && !check.contains("id=\"svar-infosak_resurs\""), "{check}");
    assert!(page("?visa=saknas").await.contains("id=\"svar-infosak_resurs\""));
    assert!(page("?visa=hittepa").await.contains("id=\"svar-hemsjukvard\""), "what no filter is called shows all");
}

#[tokio::test]
async fn after_the_chief_has_sent_it_back_unsigned_the_first_button_asks_again() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("2282");
    let hub = format!("/svara/kommun-ehalsa/{}/2282", key.year);
    let (one, chief) = (site.sign_in("samordnare.2282").await, site.sign_in("undertecknare.2282").await);
    let seen = site.get(&format!("{hub}/underskrift"), Some(&chief)).await;
    let form = [("tillbaka", "Se över D4."), ("revision", seen.hidden("revision"))];
    site.post(&format!("{hub}/underskrift/tillbaka"), Some(&chief), &form).await;
    let first_button = |page: &str| {
        let main = page.split("<main").nth(1).unwrap();
        let button = main.split("class=\"button\"").nth(1).unwrap();
        button.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    for path in [hub.clone(), format!("{hub}/granska")] {
        let page = site.get(&path, Some(&one)).await;
        assert_eq!(first_button(page.text()), "Skicka för underskrift igen", "{path}: {}", page.text());
    }
    let page = site.get(&format!("{hub}/granska"), Some(&one)).await;
    assert!(page.text().contains("Skicka in utan underskrift"), "no signature is needed here: {}", page.text());

    let actor = site.actor("samordnare.2282").await;
    let to = Some(Colleague::Known(site.actor("undertecknare.2282").await.person().unwrap().id));
    let seen = check_answers(&site.store, &actor, &key, site.now()).await.unwrap().head.change_number;
    let ask = AskForSignOff { key: key.clone(), to, message: String::new(), change_number_seen: seen.into() };
    ask_for_sign_off(&site.store, &actor, ask, site.now()).await.unwrap();
    let page = site.get(&hub, Some(&one)).await;
    assert!(!page.text().contains("Skicka för underskrift igen"), "it waits: {}", page.text());
}

#[tokio::test]
async fn every_question_says_who_knows_and_where_it_is_published() {
    let site = TestSite::demo().await;
    let hub = format!("/svara/kommun-ehalsa/{}/2281", site.now().year());
    let cookie = site.sign_in("samordnare.2281").await;
    let page = async |path: &str| site.get(&format!("{hub}{path}"), Some(&cookie)).await.text().to_owned();
    let question = |page: &str, name: &str| {
        let start = format!("data-question=\"{name}\"");
        page.split(&start).nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    let security = page("/avsnitt/informationssakerhet").await;
    let known =
        "Brukar kunna svara: informationssäkerhetssamordnare, it-chef. Svaret redovisas bara sammanslaget med andras.";
    assert!(question(&security, "infosak_resurs").contains(known), "{security}");
    let contact = page("/avsnitt/uppgiftslamnare").await;
    assert!(question(&contact, "kontakt_namn").contains("Svaret publiceras inte."), "{contact}");
    assert!(question(&contact, "svaren_avser").contains("Svaret publiceras."), "{contact}");
    for path in ["", "/kollegor"] {
        let page = page(path).await;
        assert!(page.contains("Brukar kunna svara: informationssäkerhetssamordnare"), "{path}: {page}");
    }
    // Paper, on which colleagues prepare, says it too.
    assert!(page("/formular.html").await.contains("Svaret redovisas bara sammanslaget med andras."));
}
