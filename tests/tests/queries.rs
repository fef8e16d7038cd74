//! A query from the reviewer's question to its end, in two browsers: with JavaScript and without.

use tests::{
    browser::{Browser, JavaScript},
    program::Program,
    section::FieldAnswer::{Choice, Text},
};

#[tokio::test]
async fn a_query_from_the_question_to_its_end_without_javascript() {
    from_question_to_end(JavaScript::Off).await;
}

#[tokio::test]
async fn a_query_from_the_question_to_its_end_with_javascript() {
    from_question_to_end(JavaScript::On).await;
}

async fn from_question_to_end(scripts: JavaScript) {
    let program = Program::start();
    let (reviewer, coordinator) = (Browser::open(scripts).await, Browser::open(scripts).await);
    reviewer.sign_in(&program.login_link("granskare")).await;
    coordinator.sign_in(&program.login_link("samordnare.0117")).await;
    let year = program.year();
    let response = format!("{}/undersokningar/kommun-ehalsa/{year}/svar/0117", program.url);
    let hub = format!("{}/svara/kommun-ehalsa/{year}/0117", program.url);

    // The reviewer asks about one answer in what was sent in.
    reviewer.go(&format!("{response}/LB-{year}-KOMMUN-0117-1")).await;
    reviewer.press("a[href$='/fraga/ledningssystem']").await;
    reviewer.press_words("Skicka frågan").await;
    reviewer.says("#fel", "Skriv vad du undrar").await;
    reviewer.write("#text", "Gäller det <b>alla</b> delar?").await;
    reviewer.press_words("Skicka frågan").await;
    reviewer.says(".status-row", "skickad").await;
    let letter = program.logged("Fråga om ert svar på B2");
    assert!(letter.contains("samordnare.0117@") && letter.contains("/komplettering/"), "{letter}");

    // It alone is open. What follows from its answer is asked too.
    coordinator.go(&format!("{hub}/avsnitt/styrning")).await;
    assert_eq!(coordinator.count("main input, main textarea").await, 0, "the section can only be read");
    coordinator.go(&hub).await;
    coordinator.says(".message-warn", "Det är er tur").await;
    coordinator.press(".message-warn a").await;
    coordinator.says(".thread", "Gäller det <b>alla</b> delar?").await;
    coordinator.expect_answer("ledningssystem", Choice("ja")).await;
    assert_eq!(coordinator.count("[data-question]").await, 1);
    coordinator.answer("ledningssystem", Choice("nej")).await;
    if matches!(scripts, JavaScript::On) {
        coordinator.says("#avsnitt-besked", "Svaret påverkar fler frågor.").await;
    }
    coordinator.write("#svar", "Nej, inte hemtjänsten.").await;
    coordinator.press_words("Skicka svaret").await;
    coordinator.says("#fel", "vara, eller säg varför").await;
    assert!(coordinator.title().await.starts_with("Fel:"));
    assert_eq!(coordinator.count("[data-question]").await, 2);
    coordinator.answer("ledningssystem_planeras", Choice("senare")).await;
    coordinator.press_words("Spara utan att skicka").await;
    coordinator.says(".status-row", "sparat").await;
    coordinator.expect_answer("ledningssystem_planeras", Choice("senare")).await;

    // What is saved is not sent.
    reviewer.go(&format!("{response}/fraga/ledningssystem")).await;
    reviewer.says("main", "Väntar på organisationen").await;
    reviewer.says("dl", "Ja").await;
    // The browser has kept the reply that was not sent.
    coordinator.write("#svar", "").await;
    coordinator.press_words("Skicka svaret").await;
    coordinator.says("#fel", "Skriv ett svar till granskaren").await;
    coordinator.write("#svar", "Nej, inte hemtjänsten.").await;
    if coordinator.count(".explain:not([hidden]) textarea").await > 0 {
        coordinator.write(".explain:not([hidden]) textarea", "Vi har delat upp det.").await;
    }
    coordinator.press_words("Skicka svaret").await;
    coordinator.says(".status-row", "nytt kvitto").await;
    coordinator.says("main", "Granskaren läser ert svar").await;
    assert!(program.logged("har svarat om B2").contains("granskare@"));

    // A new copy, and the old one kept. The reviewer has no more to ask.
    reviewer.go(&format!("{response}/LB-{year}-KOMMUN-0117-2")).await;
    reviewer.says("main", "Ja, men senare").await;
    reviewer.go(&format!("{response}/LB-{year}-KOMMUN-0117-1")).await;
    reviewer.says("main", "Ett senare svar har skickats in").await;
    assert_eq!(reviewer.count("a[href*='/fraga/']").await, 0, "only the latest copy is asked about");
    reviewer.go(&format!("{response}/fraga/ledningssystem")).await;
    reviewer.says(".thread", "Nej, inte hemtjänsten.").await;
    reviewer.press_words("Avsluta frågan").await;
    reviewer.says("#kompletteringar + ul", "Avslutad").await;
    coordinator.go(&hub).await;
    coordinator.press("details summary").await;
    coordinator.press("details a").await;
    coordinator.says("main", "Frågan är avslutad").await;
    assert_eq!(coordinator.count("main form").await, 0);
}

#[tokio::test]
async fn what_two_people_answer_to_one_query_stands_against_each_other() {
    let program = Program::start();
    let (one, other) = (Browser::open(JavaScript::Off).await, Browser::open(JavaScript::Off).await);
    one.sign_in(&program.login_link("samordnare.0381")).await;
    other.sign_in(&program.login_link("bidragsgivare.0381")).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/0381", program.url, program.year());
    for browser in [&one, &other] {
        browser.go(&hub).await;
        browser.press(".message-warn a").await;
    }
    other.answer("valfardsteknik_kostnad", Text("2500000")).await;
    other.press_words("Spara utan att skicka").await;
    one.answer("valfardsteknik_kostnad", Text("2700000")).await;
    one.write("#svar", "Så här är det.").await;
    one.press_words("Skicka svaret").await;
    one.says(".messages", "Ni har svarat olika").await;
    one.press("button[value=mitt]").await;
    one.says(".status-row", "sparat").await;
    one.expect_answer("valfardsteknik_kostnad", Text("2\u{a0}700\u{a0}000")).await;
}

#[tokio::test]
async fn what_is_changed_for_a_query_is_saved_by_itself_and_the_reply_kept() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link("samordnare.0381")).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/0381", program.url, program.year());
    browser.go(&hub).await;
    browser.press(".message-warn a").await;
    browser.answer("valfardsteknik_kostnad", Text("2500000")).await;
    browser.write("#svar", "Vi räknade om.").await;
    browser.saved("valfardsteknik_kostnad").await;

    // Whoever leaves finds both, and nothing is sent to the reviewer before it is said so.
    browser.go(&hub).await;
    browser.says(".message-warn", "Det är er tur").await;
    browser.press(".message-warn a").await;
    browser.expect_answer("valfardsteknik_kostnad", Text("2\u{a0}500\u{a0}000")).await;
    browser
        .until("the reply is back", "return document.getElementById('svar').value === 'Vi räknade om.'", vec![])
        .await;
    browser.press_words("Skicka svaret").await;
    browser.says(".status-row", "nytt kvitto").await;
    browser.says(".thread", "Vi räknade om.").await;
    browser.expect_quiet_console().await;
}
