//! The whole road of a response, as a coordinator walks it: with JavaScript and without.

use serde_json::json;
use tests::{
    browser::{Browser, JavaScript},
    program::{Program, address},
    section::FieldAnswer::{self, Choice, Codes, Missing, Text},
};

/// A kommun that is under way: one answer is wrong, two deviate, and sixteen are missing.
const COORDINATOR: &str = "samordnare.2281";

/// A section, and for each field what is given and what stands there afterwards.
type SectionAnswers = (&'static str, &'static [(&'static str, FieldAnswer<'static>, FieldAnswer<'static>)]);

/// Every type of question, each answered in its own way. Together they complete the response, but for one warning.
const ANSWERS: [SectionAnswers; 8] = [
    (
        "uppgiftslamnare",
        &[
            ("uppgiftslamnare_roll", Choice("annan"), Choice("annan")),
            ("uppgiftslamnare_roll_annan", Text("  Utvecklingsledare "), Text("Utvecklingsledare")),
            (
                "svaren_avser",
                Codes(&["aldreomsorg", "halso_och_sjukvard"]),
                Codes(&["aldreomsorg", "halso_och_sjukvard"]),
            ),
        ],
    ),
    (
        "styrning",
        &[
            (
                "styrdokument.funktionshinder",
                Codes(&["strategi", "handlingsplan"]),
                Codes(&["strategi", "handlingsplan"]),
            ),
            ("valfardsteknik_kostnad", Text("2150000 kr"), Text("2\u{a0}150\u{a0}000")),
        ],
    ),
    (
        "e_tjanster",
        &[
            ("etjanster.familjeratt", Codes(&["digital_ansokan"]), Codes(&["digital_ansokan"])),
            ("ekonomiskt_bistand_automatiserat", Choice("ja"), Choice("ja")),
            ("ekonomiskt_bistand_digitalt_andel", Text("71,50 %"), Text("71,5")),
            // It was "vet ej"; the answer takes the reason's place.
            ("digitala_moten.funktionshinder", Choice("ja"), Choice("ja")),
        ],
    ),
    (
        "ordinart_boende",
        &[
            ("teknik_lage.nattillsyn", Choice("drift"), Choice("drift")),
            ("teknik_antal.passiva_larm", Text("1 240"), Text("1\u{a0}240")),
            ("sip_andra.funktionshinder", Missing("uppgift_saknas"), Missing("uppgift_saknas")),
        ],
    ),
    (
        "boenden_funktionsnedsattning",
        &[
            ("fh_sip_utskrivning", Choice("ja"), Choice("ja")),
            ("fh_sip_andra", Choice("ja"), Choice("ja")),
            ("fh_internet", Choice("ja"), Choice("ja")),
        ],
    ),
    (
        "halso_och_sjukvard",
        &[
            ("hemsjukvard", Choice("ja"), Choice("ja")),
            ("nyckelfria_las", Choice("ja"), Choice("ja")),
            ("epilepsilarm", Choice("ja"), Choice("ja")),
            ("medicindispensrar", Text("9"), Text("9")),
            ("lakemedel_signering", Choice("mer_an_halften"), Choice("mer_an_halften")),
        ],
    ),
    (
        "mobil_dokumentation",
        &[
            ("dokumentera_mobilt.barn_och_unga", Choice("cirka_halften"), Choice("cirka_halften")),
            ("dokumentera_enheter", Codes(&["mobil", "surfplatta"]), Codes(&["mobil", "surfplatta"])),
            ("mobilt_hinder", Text("Täckningen.\n</textarea><b>Pengar"), Text("Täckningen.\n</textarea><b>Pengar")),
        ],
    ),
    (
        "informationssakerhet",
        &[
            ("infosak_samordnare", Choice("ja"), Choice("ja")),
            ("infosak_resurs", Choice("en_heltid"), Choice("en_heltid")),
            ("infosakpolicy", Choice("ja"), Choice("ja")),
            ("infosakplan", Choice("nej"), Choice("nej")),
            ("infosak_uppfoljning", Choice("ja"), Choice("ja")),
            ("infosak_uppfoljd", Text("30 april 2026"), Text("2026-04-30")),
            ("infosak_incidentrutin", Missing("vet_ej"), Missing("vet_ej")),
            ("infoklassning", Choice("delar"), Choice("delar")),
            ("infoklassning_modell", Choice("msb"), Choice("msb")),
            ("stark_autentisering", Missing("vill_ej_svara"), Missing("vill_ej_svara")),
        ],
    ),
];

#[tokio::test]
async fn a_response_from_the_login_link_to_the_receipt_without_javascript() {
    from_link_to_receipt(JavaScript::Off).await;
}

#[tokio::test]
async fn a_response_from_the_login_link_to_the_receipt_with_javascript() {
    from_link_to_receipt(JavaScript::On).await;
}

async fn from_link_to_receipt(scripts: JavaScript) {
    let program = Program::start();
    let browser = Browser::open(scripts).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/2281", program.url, program.year());

    sign_in_by_mail(&program, &browser).await;
    hub_shows_what_is_left(&browser).await;
    submitting_is_stopped(&browser, &hub).await;
    a_section_says_what_is_wrong(&browser, &hub).await;
    every_section_is_answered(&browser, &hub).await;
    everything_stands_as_it_was_answered(&browser, &hub).await;
    a_warning_is_explained(&browser, &hub).await;
    it_is_submitted(&browser, &hub).await;
    browser.expect_quiet_console().await;
}

async fn sign_in_by_mail(program: &Program, browser: &Browser) {
    browser.go(&format!("{}/logga-in", program.url)).await;
    browser.write("#epost", &address(COORDINATOR)).await;
    browser.press("main form button").await;
    browser.says("h1", "Titta i din e-post").await;
    // Without a mail server the link stands in the log.
    let line = program.logged("the login link stands here");
    let link = line.split_whitespace().find_map(|word| word.strip_prefix("url=")).expect("the log names the link");

    // Scanners of mail follow links: opening it twice does not use it.
    for _ in 0..2 {
        browser.go(link).await;
        assert_eq!(browser.count("main button").await, 1);
    }
    browser.press("main button").await;
    browser.says("h1", "Svara").await;
    assert_eq!(browser.path().await, "/svara");

    browser.press(".site-header form button").await;
    browser.says(".site-header", "Logga in").await;
    browser.go(link).await;
    assert!(browser.text().await.contains("Länken är redan använd, eller så har du loggat in med en annan länk"));
    assert_eq!(browser.count("main form button").await, 0);
    // The page of a spent link is an error to the browser, and to nobody else.
    assert_eq!(browser.console_errors().await.len(), 1);

    browser.sign_in(&program.login_link(COORDINATOR)).await;
    browser.press_words("E-hälsa och välfärdsteknik i kommunerna").await;
}

async fn hub_shows_what_is_left(browser: &Browser) {
    browser.says("h1", "Sundsvalls kommun").await;
    let text = browser.text().await;
    for words in [
        "8 dagar",
        "5 av 9",
        "51 av 68",
        "Rätta 1 fel, börja i avsnitt C",
        "Förklara 2 svar, börja i avsnitt B",
        "Svara på 16 frågor till, börja i avsnitt F",
        "Fortsätt där du slutade: avsnitt F",
    ] {
        assert!(text.contains(words), "no `{words}` in {text}");
    }
    // On a telephone it says what is left before the sections, and beside them on a wide screen.
    let places =
        "return ['kvar', 'avsnitt'].map((id) => Math.round(document.getElementById(id).getBoundingClientRect().top))";
    browser.resize(360, 640).await;
    let narrow = browser.run(places, vec![]).await;
    assert!(narrow[0].as_i64() < narrow[1].as_i64(), "{narrow}");
    browser.resize(1280, 900).await;
    let wide = browser.run(places, vec![]).await;
    assert!(wide[0].as_i64().zip(wide[1].as_i64()).is_some_and(|(left, list)| (left - list).abs() < 60), "{wide}");
}

async fn submitting_is_stopped(browser: &Browser, hub: &str) {
    browser.go(&format!("{hub}/granska")).await;
    browser.press_words("Skicka in").await;
    browser.appears("#fel").await;
    browser.until("the summary has the focus", "return document.activeElement.id === 'fel'", vec![]).await;
    assert!(browser.title().await.starts_with("Fel: Läs igenom alla svar"), "{}", browser.title().await);
    browser.says("#fel", "19\u{a0}saker återstår innan ni kan skicka in").await;
    browser.says("#fel", "Inget är inskickat.").await;
    assert_eq!(browser.count("#fel li a").await, 19);
    let targets = "return [...document.querySelectorAll('#fel li a')].every((link) => link.pathname.includes('/avsnitt/') && link.hash)";
    browser.until("every link of the summary leads to its question", targets, vec![]).await;
    refused(browser, 422).await;
}

async fn a_section_says_what_is_wrong(browser: &Browser, hub: &str) {
    browser.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.appears("#fel").await;
    assert!(browser.title().await.starts_with("Fel: C. E-tjänster"), "{}", browser.title().await);
    let wrong = browser.messages("etjanster.familjeratt").await;
    assert!(wrong.contains("Familjerätt har både Digital ansökan och Inga e-tjänster. Ta bort en av dem."), "{wrong}");
    // The link leads into the control.
    browser.press("#fel li a").await;
    let focused = "return document.activeElement.name === arguments[0]";
    browser.until("the control has the focus", focused, vec![json!("etjanster.familjeratt")]).await;
    refused(browser, 422).await;
}

/// The page that was shown for a refused post is an error to the browser's console, and nothing else is.
async fn refused(browser: &Browser, status: u16) {
    let errors = browser.console_errors().await;
    assert!(errors.len() == 1 && errors[0].contains(&format!("status of {status}")), "{errors:#?}");
}

async fn every_section_is_answered(browser: &Browser, hub: &str) {
    for (place, (section, answers)) in ANSWERS.iter().enumerate() {
        browser.go(&format!("{hub}/avsnitt/{section}")).await;
        for (field, given, _) in *answers {
            browser.answer(field, *given).await;
        }
        if *section == "styrning" {
            browser.comment("styrdokument.funktionshinder", "Beslutad i juni.").await;
        }
        let is_last = place + 1 == ANSWERS.len();
        browser.press_words(if is_last { "Spara och gå till översikten" } else { "Spara och fortsätt" }).await;
        if is_last {
            browser.says("h1", "Sundsvalls kommun").await;
        } else {
            let here = json!(format!("/avsnitt/{section}"));
            browser.until("the next section", "return !location.pathname.endsWith(arguments[0])", vec![here]).await;
        }
        assert_eq!(browser.count("#fel").await, 0, "after {section}: {}", browser.text().await);
    }
}

async fn everything_stands_as_it_was_answered(browser: &Browser, hub: &str) {
    for (section, answers) in ANSWERS {
        browser.go(&format!("{hub}/avsnitt/{section}")).await;
        for (field, _, expected) in answers {
            browser.expect_answer(field, *expected).await;
        }
        if section == "styrning" {
            browser.expect_answer("styrdokument.funktionshinder/kommentar", Text("Beslutad i juni.")).await;
        }
        // A reason stands in the answer's place, and an answer in the reason's.
        match section {
            "e_tjanster" => assert!(browser.standing("digitala_moten.funktionshinder/saknas").await.is_empty()),
            "ordinart_boende" => assert!(browser.standing("sip_andra.funktionshinder").await.is_empty()),
            _ => {}
        }
    }
}

async fn a_warning_is_explained(browser: &Browser, hub: &str) {
    browser.go(&format!("{hub}/granska")).await;
    browser.press_words("Skicka in").await;
    browser.says("#fel", "1\u{a0}sak återstår innan ni kan skicka in").await;
    browser
        .says("#fel", "Förra gången hade ni minst en e-tjänst här, nu ingen. Har den avvecklats? Förklara svaret.")
        .await;
    refused(browser, 422).await;

    browser.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    let asks = browser.messages("etjanster.vuxna_missbruk").await;
    assert!(asks.contains("Har den avvecklats?"), "{asks}");
    browser.explain("etjanster.vuxna_missbruk", "Leverantören lade ned den i mars.").await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "D. Välfärdsteknik").await;
    browser.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    let explanation = "etjanster.vuxna_missbruk/forklaring";
    browser.expect_answer(explanation, Text("Leverantören lade ned den i mars.")).await;
}

async fn it_is_submitted(browser: &Browser, hub: &str) {
    browser.go(hub).await;
    browser.press_words("Läs igenom och skicka in").await;
    browser.says("h1", "Läs igenom alla svar").await;
    let text = browser.text().await;
    for words in [
        "2 150 000 kr",
        "71,5 %",
        "30 april 2026",
        "Förklaring: Leverantören lade ned den i mars.",
        "Kommentar till kollegor: Beslutad i juni.",
        "</textarea><b>Pengar",
    ] {
        assert!(text.contains(words), "no `{words}` in {text}");
    }
    browser.press_words("Skicka in").await;
    browser.says("main", "Svaret är inskickat. Tack för att ni har svarat.").await;
    let number = browser.path().await.rsplit('/').next().expect("the receipt has a number").to_owned();
    let receipt = browser.text().await;
    assert!(receipt.contains(&number) && receipt.contains("Leverantören lade ned den i mars."), "{receipt}");

    browser.go(hub).await;
    browser.says("main", "Svaret är inskickat").await;
    browser.says("main", &number).await;
    for page in ["granska", "avsnitt/e_tjanster"] {
        browser.go(&format!("{hub}/{page}")).await;
        assert_eq!(browser.count("main form, main input, main textarea").await, 0, "{page} can be changed");
    }
    browser.go(&format!("{hub}/kvitto/{number}")).await;
    assert!(!browser.text().await.contains("Tack för"), "thanks are said once");
}

#[tokio::test]
async fn a_response_is_declined_and_taken_up_again_without_javascript() {
    declined_and_taken_up(JavaScript::Off).await;
}

#[tokio::test]
async fn a_response_is_declined_and_taken_up_again_with_javascript() {
    declined_and_taken_up(JavaScript::On).await;
}

async fn declined_and_taken_up(scripts: JavaScript) {
    let program = Program::start();
    let browser = Browser::open(scripts).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/0180", program.url, program.year());
    browser.sign_in(&program.login_link("samordnare.0180")).await;
    browser.go(&hub).await;
    let before = browser.appears(".facts").await;

    browser.press_words("Meddela att ni inte kan svara i år").await;
    browser.says("h1", "Meddela att ni inte kan svara i år").await;
    browser.press_words("Meddela att vi inte svarar").await;
    browser.says("#fel", "Skriv varför ni inte kan svara, med högst 10 000 tecken.").await;
    assert!(browser.title().await.starts_with("Fel: Meddela"), "{}", browser.title().await);
    refused(&browser, 422).await;
    browser.write("#skal", "Nämnden <har> beslutat.").await;
    browser.press_words("Meddela att vi inte svarar").await;

    browser.says("main", "Ni har meddelat att ni inte svarar i år").await;
    browser.says("main", "Nämnden <har> beslutat.").await;
    browser.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    assert_eq!(browser.count("main input, main textarea").await, 0, "a declined response can be changed");

    browser.go(&hub).await;
    browser.press_words("Ta upp svaret igen").await;
    browser.says("main", "Svaret är upptaget igen. Allt som var skrivet finns kvar.").await;
    assert_eq!(browser.appears(".facts").await, before);
    browser.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    browser.expect_answer("etjanster.familjeradgivning", Codes(&["saker_kommunikation"])).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn a_region_answers_its_own_questionnaire_where_sections_depend_on_each_other() {
    let program = Program::start();
    let hub = format!("{}/svara/region-ehalsa-it/{}/01", program.url, program.year());
    for (scripts, number, shown) in
        [(JavaScript::Off, "14000,25", "14\u{a0}000,25"), (JavaScript::On, "14 500,5", "14\u{a0}500,5")]
    {
        let browser = Browser::open(scripts).await;
        browser.sign_in(&program.login_link("samordnare.r01")).await;
        browser.go(&hub).await;
        browser.says("h1", "Region Stockholm").await;
        browser.go(&format!("{hub}/avsnitt/ekonomi")).await;
        browser.answer("it_personal", Text(number)).await;
        // The number of employees stands in another section.
        let deviates = "Mer än var femte anställd arbetar med it enligt svaret.";
        if scripts == JavaScript::On {
            browser.says("[data-messages='it_personal']", deviates).await;
        }
        browser.press_words("Spara och fortsätt").await;
        // Another answer of the section is wrong; what was typed is kept all the same.
        browser.says("#fel", "It-kostnaden är större än omslutningen.").await;
        browser.go(&format!("{hub}/avsnitt/ekonomi")).await;
        browser.expect_answer("it_personal", Text(shown)).await;
        browser.says("[data-messages='it_personal']", deviates).await;
        let comment = "Bolagen är inte med. De redovisas för sig.";
        browser.expect_answer("it_personal/kommentar", Text(comment)).await;
    }
}

#[tokio::test]
async fn questions_that_an_answer_brings_are_told_before_the_next_section_without_javascript() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link(COORDINATOR)).await;
    let section = format!("/svara/kommun-ehalsa/{}/2281/avsnitt/halso_och_sjukvard", program.year());
    browser.go(&format!("{}{section}", program.url)).await;
    browser.answer("hemsjukvard", Choice("nej")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "H. ").await;

    browser.go(&format!("{}{section}", program.url)).await;
    browser.answer("hemsjukvard", Choice("ja")).await;
    browser.answer("epilepsilarm", Choice("ja")).await;
    browser.press_words("Markera avsnittet som klart").await;
    browser.says(".status-row", "Tre frågor har tillkommit: G2 G4 G5").await;
    assert_eq!(browser.path().await, section);
    browser.expect_answer("epilepsilarm", Choice("ja")).await;
    assert!(!browser.text().await.contains("markerade avsnittet som klart"));
    browser.press(".status-row a[href='#G4']").await;
    // Told once: now they have been seen.
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "H. ").await;
}

#[tokio::test]
async fn going_back_without_javascript_puts_no_old_choice_beside_a_new_answer() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link(COORDINATOR)).await;
    let section = "svara/kommun-ehalsa/{}/2281/avsnitt/boenden_funktionsnedsattning";
    let section = section.replace("{}", &program.year().to_string());
    browser.go(&format!("{}/{section}", program.url)).await;
    browser.answer("fh_internet", Choice("nej")).await;
    browser.press_words("Tillbaka till alla avsnitt").await;
    browser.until("the hub is there", "return !document.getElementById('avsnitt-lage')", vec![]).await;
    // A browser that has kept the page itself shows it whole, with its old versions; after another sign-in it may not.
    let cookie = json!({ "url": program.url, "name": "annan", "value": "1", "httpOnly": true });
    browser.devtools("Network.setCookie", cookie).await;
    browser.client.back().await.expect("the browser goes back");
    browser.find("#avsnitt-lage").await;
    assert_eq!(browser.standing("fh_internet").await, Vec::<serde_json::Value>::new());
}
