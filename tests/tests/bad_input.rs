//! What goes wrong in a person's hands, and what no person sends: a clear page in Swedish, nothing lost, nothing broken.

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use serde_json::json;
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::Program,
    section::FieldAnswer::{Choice, Text},
};

fn hub(program: &Program, organisation: &str) -> String {
    format!("/svara/kommun-ehalsa/{}/{organisation}", program.year())
}

#[tokio::test]
async fn two_tabs_are_asked_which_answer_holds_without_javascript() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link("samordnare.2281")).await;
    let section = format!("{}{}/avsnitt/boenden_funktionsnedsattning", program.url, hub(&program, "2281"));
    browser.go(&section).await;
    let first = browser.client.window().await.expect("a tab");
    let second = browser.client.new_window(true).await.expect("another tab").handle;

    browser.client.switch_to_window(second).await.expect("the second tab");
    browser.go(&section).await;
    browser.answer("fh_sip_utskrivning", Choice("ja")).await;
    browser.answer("fh_sip_andra", Choice("ja")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "G. Kommunal hälso- och sjukvård").await;

    browser.client.switch_to_window(first).await.expect("the first tab");
    browser.answer("fh_sip_utskrivning", Choice("nej")).await;
    browser.answer("fh_sip_andra", Choice("nej")).await;
    browser.answer("fh_internet", Choice("ja")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("#fel", "Någon annan har svarat på").await;
    assert!(browser.title().await.starts_with("Fel: F. "), "{}", browser.title().await);
    assert_eq!(browser.count("#fel li a").await, 2, "{}", browser.text().await);
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        let words = browser.messages(field).await;
        assert!(words.contains("Ni har svarat olika. Vilket svar ska gälla?"), "{words}");
        assert!(words.contains("svarade Ja kl.") && words.contains("Du svarade Nej, medan"), "{words}");
        browser.expect_answer(field, Choice("nej")).await;
    }
    browser.expect_answer("fh_internet", Choice("ja")).await;

    // One choice settles one question; the other still waits for its own.
    browser.press("[data-messages='fh_sip_utskrivning'] button[value='mitt']").await;
    let settled = "return !document.querySelector(`[data-messages='fh_sip_utskrivning'] button`)";
    browser.until("the first is settled", settled, vec![]).await;
    let waits = browser.messages("fh_sip_andra").await;
    assert!(waits.contains("Ni har svarat olika."), "the second tab's answer was lost: {}", browser.text().await);
    browser.press("[data-messages='fh_sip_andra'] button[value='deras']").await;
    browser.until("both are settled", "return !document.querySelector('.messages button')", vec![]).await;

    browser.go(&section).await;
    browser.expect_answer("fh_sip_utskrivning", Choice("nej")).await;
    browser.expect_answer("fh_sip_andra", Choice("ja")).await;
    browser.expect_answer("fh_internet", Choice("ja")).await;
}

#[tokio::test]
async fn the_enter_key_chooses_none_of_two_answers() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link("samordnare.2281")).await;
    let section = format!("{}/avsnitt/halso_och_sjukvard", hub(&program, "2281"));
    browser.go(&format!("{}{section}", program.url)).await;
    let other = Visitor::signed_in(&program, "bidragsgivare.2281");
    assert_eq!(other.post(&section, &[("hemsjukvard/version", "0"), ("hemsjukvard", "ja")]).status, 303);
    browser.answer("hemsjukvard", Choice("nej")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("[data-messages='hemsjukvard']", "Ni har svarat olika.").await;
    browser.write("[name='medicindispensrar']", "8\u{e007}").await;
    browser
        .until(
            "the form was sent",
            "return !!document.querySelector(`[name='medicindispensrar/version'][value='1']`)",
            vec![],
        )
        .await;
    browser.says("[data-messages='hemsjukvard']", "Ni har svarat olika.").await;
    browser.expect_answer("hemsjukvard", Choice("nej")).await;
    assert!(other.get(&section).text().contains("name=\"hemsjukvard/version\" value=\"1\""), "it was settled");
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_shown_again_without_javascript() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link("samordnare.2281")).await;
    let hub = format!("{}{}", program.url, hub(&program, "2281"));
    for (section, field, typed, said) in [
        ("halso_och_sjukvard", "medicindispensrar", "tolv", "tolv"),
        ("halso_och_sjukvard", "medicindispensrar", "1.240", "1.240"),
        ("halso_och_sjukvard", "medicindispensrar", "-3", "0"),
        ("e_tjanster", "ekonomiskt_bistand_digitalt_andel", "162,5", "100"),
        ("uppgiftslamnare", "kontakt_epost", "12", "Det här ser inte ut som en e-postadress."),
        ("informationssakerhet", "infosak_uppfoljd", "31 februari", "31 februari"),
    ] {
        browser.go(&format!("{hub}/avsnitt/{section}")).await;
        if field == "infosak_uppfoljd" {
            browser.answer("infosak_uppfoljning", Choice("ja")).await;
        }
        browser.answer(field, Text(typed)).await;
        browser.press_words("Spara och").await;
        browser.appears("#fel").await;
        assert!(browser.title().await.starts_with("Fel: "), "{}", browser.title().await);
        let message = browser.messages(field).await;
        assert!(message.contains(said), "{field}: {message}");
        browser.appears(&format!("#fel a[href='#f-{field}']")).await;
        let shown = Text(if typed == "-3" { "\u{2212}3" } else { typed });
        browser.expect_answer(field, shown).await;
        browser.appears(&format!("[name='{field}'][aria-invalid='true']")).await;
        browser.go(&format!("{hub}/avsnitt/{section}")).await;
        browser.expect_answer(field, shown).await;
    }
    // Where text is asked for, a number is text.
    browser.go(&format!("{hub}/avsnitt/uppgiftslamnare")).await;
    browser.answer("kontakt_namn", Text("12 345")).await;
    browser.answer("kontakt_epost", Text("bengt@sundsvall.example")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "B. Styrning").await;
    browser.go(&format!("{hub}/avsnitt/uppgiftslamnare")).await;
    browser.expect_answer("kontakt_namn", Text("12 345")).await;
}

#[tokio::test]
async fn a_double_click_on_submit_gives_one_receipt() {
    let program = Program::start();
    // Two that wait for nothing but being sent in.
    for (organisation, scripts) in [("1445", JavaScript::Off), ("1730", JavaScript::On)] {
        let browser = Browser::open(scripts).await;
        browser.sign_in(&program.login_link(&format!("samordnare.{organisation}"))).await;
        browser.go(&format!("{}{}/granska", program.url, hub(&program, organisation))).await;
        let button = browser.find("form.section-end button").await;
        let down = || PointerAction::Down { button: MOUSE_BUTTON_LEFT };
        let up = || PointerAction::Up { button: MOUSE_BUTTON_LEFT };
        let over = PointerAction::MoveToElement { element: button, duration: None, x: 0.0, y: 0.0 };
        let twice = MouseActions::new("mouse".to_owned()).then(over).then(down()).then(up()).then(down()).then(up());
        browser.client.perform_actions(twice).await.expect("a double click");
        browser.says("main", "Svaret är inskickat. Tack för att ni har svarat.").await;

        let owner = Visitor::signed_in(&program, "agare");
        let response = owner.get(&format!("/undersokningar/kommun-ehalsa/{}/svar/{organisation}", program.year()));
        assert_eq!(response.text().matches(">Kvitto ").count(), 1, "{scripts:?}: {}", response.text());
        // Sent again much later, from a page that was left open.
        let coordinator = Visitor::signed_in(&program, &format!("samordnare.{organisation}"));
        let again = coordinator.post(&format!("{}/skicka-in", hub(&program, organisation)), &[("revision", "1")]);
        assert!([303, 409].contains(&again.status), "{}", again.status);
        let response = owner.get(&format!("/undersokningar/kommun-ehalsa/{}/svar/{organisation}", program.year()));
        assert_eq!(response.text().matches(">Kvitto ").count(), 1);
    }
}

#[test]
fn a_closed_round_says_so_and_changes_nothing() {
    let program = Program::start();
    // Kungsör had not begun when the round of 2020 closed.
    let person = Visitor::signed_in(&program, "samordnare.0123");
    let section = "/svara/kommun-ehalsa/2020/0123/avsnitt/halso_och_sjukvard";
    let page = person.get(section);
    assert!(page.text().contains("Omgången är stängd och tar inte emot fler svar."), "{}", page.text());
    assert!(!page.text().contains("<input"), "{}", page.text());

    let late = person.post(section, &[("medicindispensrar/version", "0"), ("medicindispensrar", "12")]);
    assert_eq!(late.status, 409);
    assert!(late.text().contains("Omgången är stängd och tar inte emot fler svar."), "{}", late.text());
    let change = json!({ "field": "medicindispensrar", "base_version": 0, "entry": { "value": "12" } });
    let late =
        person.post_json("/svara/kommun-ehalsa/2020/0123/spara", &json!({ "save_id": "1", "changes": [change] }));
    assert!((400..500).contains(&late.status), "{}", late.status);
    for step in ["skicka-in", "avboj"] {
        let late = person.post(&format!("/svara/kommun-ehalsa/2020/0123/{step}"), &[("skal", "För sent.")]);
        assert_eq!(late.status, 409, "{step}: {}", late.text());
    }
    assert_eq!(person.get(section).text(), page.text());
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const SECTION: &str = "/svara/kommun-ehalsa/YEAR/2281/avsnitt/halso_och_sjukvard";
const SAVE: &str = "/svara/kommun-ehalsa/YEAR/2281/spara";

/// What no page of ours sends: method, address, type, body, and the statuses that may answer it.
type Nonsense = (&'static str, &'static str, &'static str, Vec<u8>, &'static [u16]);

fn addresses_that_name_nothing() -> Vec<Nonsense> {
    vec![
        ("GET", "/svara/kommun-ehalsa/YEAR/2281/avsnitt/hittat_pa", "", vec![], &[404]),
        ("GET", "/svara/kommun-ehalsa/1999/2281", "", vec![], &[404]),
        ("GET", "/svara/kommun-ehalsa/i%C3%A5r/2281", "", vec![], &[404]),
        ("GET", "/svara/kommun-ehalsa/99999999999999999999/2281", "", vec![], &[404]),
        ("GET", "/svara/hittat-pa/YEAR/2281", "", vec![], &[404]),
        ("GET", "/svara/kommun-ehalsa/YEAR/2281/kvitto/LB-1", "", vec![], &[404]),
        ("GET", "/svara/kommun-ehalsa/YEAR/%FF%FE", "", vec![], &[400, 403, 404]),
        ("GET", "/resultat/F9999", "", vec![], &[404]),
        ("GET", "/finns/inte", "", vec![], &[404]),
        ("GET", "/formular/..%2F..%2Fetc%2Fpasswd", "", vec![], &[404]),
        ("POST", "/svara/kommun-ehalsa/YEAR/2281/avsnitt/hittat_pa", FORM, b"a=b".to_vec(), &[404]),
        ("POST", "/svara/kommun-ehalsa/sju/2281/spara", JSON, b"{}".to_vec(), &[404, 422]),
        ("PUT", SECTION, FORM, vec![], &[405]),
        ("DELETE", "/svara", "", vec![], &[405]),
        ("POST", "/resultat", FORM, vec![], &[405]),
    ]
}

fn forms_that_are_none() -> Vec<Nonsense> {
    let large = vec![b'a'; 20 * 1024 * 1024];
    vec![
        ("POST", SECTION, "text/plain", b"medicindispensrar=12".to_vec(), &[415]),
        ("POST", SECTION, "multipart/form-data; boundary=x", b"--x--".to_vec(), &[415]),
        ("POST", SECTION, "", b"medicindispensrar=12".to_vec(), &[415]),
        ("POST", SECTION, FORM, b"%&=&&%ZZ=%".to_vec(), &[303, 400]),
        ("POST", SECTION, FORM, vec![], &[303]),
        ("POST", SECTION, FORM, b"hittat_pa=1&hittat_pa/version=1&medicindispensrar/behall=mitt".to_vec(), &[303]),
        // What does not say which version it was made from is not saved, and the page says so.
        ("POST", SECTION, FORM, b"medicindispensrar=12".to_vec(), &[409]),
        ("POST", SECTION, FORM, b"medicindispensrar=12&medicindispensrar/version=tusen".to_vec(), &[409]),
        ("POST", SECTION, FORM, b"medicindispensrar=12&medicindispensrar/version=9e99".to_vec(), &[409]),
        ("POST", SECTION, FORM, large.clone(), &[413]),
        ("POST", SAVE, JSON, large, &[413]),
    ]
}

const FILE: &str = "/svara/kommun-ehalsa/YEAR/2281/fil";
const MULTIPART: &str = "multipart/form-data; boundary=grans";

fn files_that_are_none() -> Vec<Nonsense> {
    let form = |name: &str, file: &[u8]| {
        let start = format!("--grans\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.xlsx\"\r\n\r\n");
        [start.as_bytes(), file, b"\r\n--grans--\r\n"].concat()
    };
    let sent = |body: Vec<u8>, expected: &'static [u16]| -> Nonsense { ("POST", FILE, MULTIPART, body, expected) };
    let read = "/svara/kommun-ehalsa/YEAR/2281/fil/las-in";
    vec![
        sent(form("fil", b""), &[422]),
        sent(form("annat", b"PK"), &[422]),
        sent(form("fil", b"Nr;Svar\r\nA1;Ja\r\n"), &[422]),
        sent(form("fil", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), &[422]),
        sent(form("fil", b"PK\x03\x04\xff\xff\xff\xff"), &[422]),
        sent(form("fil", &vec![b'P'; 5 * 1024 * 1024 + 1]), &[422]),
        sent(vec![b'P'; 20 * 1024 * 1024], &[413]),
        sent(b"--grans".to_vec(), &[422]),
        sent(vec![], &[422]),
        ("POST", FILE, "multipart/form-data", b"--x--".to_vec(), &[415]),
        ("POST", FILE, FORM, b"fil=PK".to_vec(), &[415]),
        ("POST", read, FORM, b"andringar=hej&nyckel=1".to_vec(), &[422]),
        (
            "POST",
            read,
            FORM,
            b"andringar=%5B%7B%22field%22%3A%22finns_inte%22%2C%22base_version%22%3A0%7D%5D&nyckel=1".to_vec(),
            &[422],
        ),
        ("POST", read, MULTIPART, form("fil", b"PK"), &[415]),
    ]
}

fn saves_that_are_none() -> Vec<Nonsense> {
    let save = |field: &str, version: &str, entry: &str| {
        let change = format!(r#"{{"field":"{field}","base_version":{version},"entry":{entry}}}"#);
        format!(r#"{{"save_id":"x","changes":[{change}]}}"#).into_bytes()
    };
    vec![
        ("POST", SAVE, "text/plain", save("medicindispensrar", "0", r#""empty""#), &[415]),
        ("POST", SAVE, JSON, b"{".to_vec(), &[400]),
        ("POST", SAVE, JSON, b"\xff".to_vec(), &[400]),
        ("POST", SAVE, JSON, b"[]".to_vec(), &[422]),
        ("POST", SAVE, JSON, "[".repeat(100_000).into_bytes(), &[400, 422]),
        ("POST", SAVE, JSON, save("hittat_pa", "0", r#""empty""#), &[422]),
        ("POST", SAVE, JSON, save("inget namn", "0", r#""empty""#), &[422]),
        ("POST", SAVE, JSON, save("medicindispensrar", "0", r#"{"hittat_pa":1}"#), &[422]),
        ("POST", SAVE, JSON, save("medicindispensrar", "\"noll\"", r#""empty""#), &[422]),
        ("POST", SAVE, JSON, save("medicindispensrar", "1e300", r#""empty""#), &[400, 422]),
    ]
}

#[test]
fn what_no_page_sends_is_answered_with_a_page_and_changes_nothing() {
    let program = Program::start();
    let person = Visitor::signed_in(&program, "samordnare.2281");
    let year = program.year().to_string();
    let section = SECTION.replace("YEAR", &year);
    let before = person.get(&section);
    let mut wrong = Vec::new();
    for (method, path, kind, body, expected) in addresses_that_name_nothing()
        .into_iter()
        .chain(forms_that_are_none())
        .chain(files_that_are_none())
        .chain(saves_that_are_none())
    {
        let path = path.replace("YEAR", &year);
        let headers: &[(&str, &str)] = if kind.is_empty() { &[] } else { &[("content-type", kind)] };
        let answer = person.send(method, &path, headers, &body);
        let what = format!("{method} {path} {kind} {}", String::from_utf8_lossy(&body[..body.len().min(60)]));
        if !expected.contains(&answer.status) {
            wrong.push(format!("{what}: {} and not {expected:?}", answer.status));
        }
        // The island is answered with JSON, everybody else with a page.
        let is_page = answer.header("content-type").starts_with("text/html") && answer.text().contains("lang=\"sv\"");
        if answer.status >= 400 && !is_page && !path.ends_with("/spara") {
            wrong.push(format!("{what}: no page in Swedish but {}", answer.text()));
        }
        let policy = answer.header("content-security-policy");
        if answer.header("x-content-type-options") != "nosniff" || policy.is_empty() || policy.contains("unsafe-inline")
        {
            wrong.push(format!("{what}: without the headers"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(person.get(&section).text(), before.text(), "something was changed");
}

#[test]
fn an_answer_that_is_too_long_or_too_old_is_shown_again() {
    let program = Program::start();
    let person = Visitor::signed_in(&program, "samordnare.2281");
    let section = format!("{}/avsnitt/mobil_dokumentation", hub(&program, "2281"));
    let long = "Ä".repeat(10_001);
    let form = [
        ("mobilt_hinder/version", "0"),
        ("mobilt_hinder", long.as_str()),
        ("dokumentera_enheter/version", "1"),
        ("dokumentera_enheter", "digital_penna"),
        ("dokumentera_enheter/kommentar", "Bara pennor."),
    ];
    let answer = person.post(&section, &form);
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(text.contains("<title>Fel: ") && text.contains("href=\"#f-mobilt_hinder\""), "{text}");
    assert!(text.contains("är 1 tecken för långt. Svaret är inte sparat. Korta det, så sparas det."), "{text}");
    assert!(text.contains("Inte sparat: svaret är 1 tecken för långt."), "{text}");
    assert!(text.contains("Allt annat på sidan är sparat.") && !text.contains("Allt på sidan är sparat."), "{text}");
    assert!(text.contains(&long) && text.contains("Bara pennor."), "what was typed is not shown again");
    assert!(!text.contains("Ni har svarat olika"), "nobody else has answered");
    let stored = person.get(&section);
    assert!(stored.text().contains("Bara pennor.") && !stored.text().contains(&long), "the rest is not saved");

    // A version that never was is as good as an old one: nobody's answer is written over.
    for version in ["-1", "4", "9223372036854775807"] {
        let form = [
            ("dokumentera_mobilt.hemtjanst/version", version),
            ("dokumentera_mobilt.hemtjanst", "ingen"),
            ("dokumentera_mobilt.hemtjanst/kommentar", "Från en gammal flik."),
        ];
        let answer = person.post(&section, &form);
        assert_eq!(answer.status, 409, "{version}");
        assert!(answer.text().contains("Ni har svarat olika. Vilket svar ska gälla?"), "{version}");
        assert!(answer.text().contains("Från en gammal flik."), "the comment is lost");
    }
}

#[test]
fn bytes_that_are_no_text_are_an_answer_that_cannot_be_read() {
    let program = Program::start();
    let person = Visitor::signed_in(&program, "samordnare.2281");
    let section = SECTION.replace("YEAR", &program.year().to_string());
    let body = b"medicindispensrar/version=0&medicindispensrar=1\xff2";
    let answer = person.send("POST", &section, &[("content-type", FORM)], body);
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("<title>Fel: ") && answer.text().contains("value=\"1\u{fffd}2\""),
        "{}",
        answer.text()
    );
}

#[test]
fn a_comment_on_an_older_answer_is_not_lost() {
    let program = Program::start();
    let (coordinator, contributor) =
        (Visitor::signed_in(&program, "samordnare.2281"), Visitor::signed_in(&program, "bidragsgivare.2281"));
    let section = format!("{}/avsnitt/mobil_dokumentation", hub(&program, "2281"));
    let comment = |text| {
        [
            ("dokumentera_enheter/version", "1"),
            ("dokumentera_enheter", "mobil"),
            ("dokumentera_enheter/kommentar", text),
        ]
    };
    assert_eq!(contributor.post(&section, &comment("Sedan maj.")).status, 303);
    let answer = coordinator.post(&section, &comment("Sedan juni."));
    assert_eq!(answer.status, 409);
    let text = answer.text();
    assert!(text.contains("Mobil (”Sedan maj.”)") && text.contains("Mobil (”Sedan juni.”)"), "{text}");
}

#[test]
fn another_sites_page_can_send_nothing() {
    let program = Program::start();
    let person = Visitor::signed_in(&program, "samordnare.2281");
    let section = SECTION.replace("YEAR", &program.year().to_string());
    let body = b"medicindispensrar/version=0&medicindispensrar=8";
    let before = person.get(&section);
    let from = |headers: &[(&str, &str)]| {
        let headers: Vec<_> = [("content-type", FORM)].into_iter().chain(headers.iter().copied()).collect();
        person.send("POST", &section, &headers, body)
    };
    for headers in [
        [("origin", "https://ond.example"), ("sec-fetch-site", "cross-site")].as_slice(),
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://ond.example")],
        &[("origin", "null")],
    ] {
        from(headers).expect_page(403, "Sidan tog inte emot det som skickades");
    }
    assert_eq!(person.get(&section).text(), before.text());
    assert_eq!(from(&[("origin", &program.url), ("sec-fetch-site", "same-origin")]).status, 303);
}

#[test]
fn the_session_is_out_of_reach_of_scripts_and_other_sites() {
    let program = Program::start();
    let answer = Visitor::new(&program).post("/demo", &[("epost", "samordnare.2281@lagesbild.example")]);
    let cookie = answer.cookie();
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(flag), "no {flag} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}
