//! Typing with JavaScript on: verdicts while typing, each answer saved by itself, and two people at one question.

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::{
    program::Program,
    section::FieldAnswer::{Choice, Codes, Text},
    section_browser::{
        ColleagueBrowsers, SectionBrowser, SectionPerson, acknowledged, open, paste, section, signed_in,
        stored_changes, version, version_is,
    },
};

#[tokio::test]
async fn conditions_and_checks_follow_the_typing() {
    let desk = SectionBrowser::at("halso_och_sjukvard").await;
    let browser = &desk.browser;
    browser.says("[data-progress]", "0 av 5 besvarade").await;
    assert!(browser.is_shown("medicindispensrar").await);
    assert_eq!(version(browser, "hemsjukvard").await, "0");

    // What the answer makes irrelevant goes, and what deviates is asked about, before anything is sent.
    browser.answer("hemsjukvard", Choice("nej")).await;
    browser.says("[data-messages='hemsjukvard']", "Ert svar är ett annat än förra gången.").await;
    browser.says("[data-progress]", "1 av 1 besvarade").await;
    for field in ["nyckelfria_las", "epilepsilarm", "medicindispensrar", "lakemedel_signering"] {
        assert!(!browser.is_shown(field).await, "{field} is still asked");
    }
    browser.explain("hemsjukvard", "Regionen tog över i våras.").await;
    browser.saved("hemsjukvard").await;
    browser.answer("hemsjukvard", Choice("ja")).await;
    browser.says("[data-progress]", "1 av 5 besvarade").await;
    assert!(browser.is_shown("medicindispensrar").await);
    assert_eq!(browser.messages("hemsjukvard").await, "");

    // What cannot be read is told at once, kept as it is, and saved.
    browser.answer("medicindispensrar", Text("tolv")).await;
    browser.says("[data-messages='medicindispensrar']", "tolv").await;
    browser.says("[data-save='medicindispensrar']", "stämmer inte").await;
    browser.appears("[name='medicindispensrar'][aria-invalid='true']").await;
    version_is(browser, "medicindispensrar", 1).await;
    browser.answer("medicindispensrar", Text("12")).await;
    browser
        .says("[data-messages='medicindispensrar']", "Antalet skiljer sig med mer än hälften från förra gången.")
        .await;
    browser.answer("medicindispensrar", Text("8")).await;
    let silent = "return document.querySelector(`[data-messages='medicindispensrar']`).textContent === ''";
    browser.until("nothing is wrong any more", silent, vec![]).await;
    browser.until("no control is marked", "return !document.querySelector('[aria-invalid]')", vec![]).await;

    acknowledged(browser).await;
    browser.says("[data-save='medicindispensrar']", "Sparat ").await;
    desk.reopen().await;
    browser.expect_answer("hemsjukvard", Choice("ja")).await;
    browser.expect_answer("medicindispensrar", Text("8")).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn nothing_is_red_before_a_field_is_left_and_then_it_is_told_with_its_question() {
    let desk = SectionBrowser::at("uppgiftslamnare").await;
    let browser = &desk.browser;
    browser.run("document.getElementById('f-kontakt_epost').select()", vec![]).await;
    browser.type_keys("b").await;
    version_is(browser, "kontakt_epost", 2).await;
    assert_eq!(browser.messages("kontakt_epost").await, "");
    assert_eq!(browser.count("[aria-invalid]").await, 0);
    let state = browser.appears("[data-save='kontakt_epost']").await;
    assert!(!state.contains("stämmer inte"), "{state}");

    browser.leave().await;
    browser.says("[data-messages='kontakt_epost']", "Det här ser inte ut som en e-postadress.").await;
    browser.says("#avsnitt-nytt", "Fel i A4: Det här ser inte ut som en e-postadress.").await;
    browser.says("[data-save='kontakt_epost']", "stämmer inte").await;
    // What is told already goes as soon as it is corrected.
    browser.run("document.getElementById('f-kontakt_epost').focus()", vec![]).await;
    browser.type_keys("@sundsvall.example").await;
    let silent = "return document.querySelector(`[data-messages='kontakt_epost']`).textContent === ''";
    browser.until("nothing is wrong any more", silent, vec![]).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn what_is_found_when_something_is_chosen_is_told_with_its_question() {
    let desk = SectionBrowser::at("boenden_funktionsnedsattning").await;
    let browser = &desk.browser;
    browser.answer("fh_sip_andra", Choice("nej")).await;
    browser.says("[data-messages='fh_sip_andra']", "Förra gången svarade ni ja, nu nej.").await;
    browser.says("#avsnitt-nytt", "F4: Förra gången svarade ni ja, nu nej.").await;
    // Of the saving a screen reader is told what came of it, and not also that it has begun.
    browser.run("window.fetch = () => new Promise(() => {})", vec![]).await;
    browser.answer("fh_internet", Choice("ja")).await;
    browser.says("[data-save='fh_internet'] [aria-hidden='true']", "Sparar…").await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn an_explained_warning_is_calm_and_stays_so() {
    let desk = SectionBrowser::at("halso_och_sjukvard").await;
    let browser = &desk.browser;
    browser.answer("hemsjukvard", Choice("nej")).await;
    browser.appears("[data-messages='hemsjukvard'] .message-warn").await;
    browser.explain("hemsjukvard", "Regionen tog över i våras.").await;
    browser.saved("hemsjukvard").await;
    let is_calm = async || {
        browser.says("[data-messages='hemsjukvard'] .message-heading", "Förklarat").await;
        browser.says("[data-messages='hemsjukvard']", "Ert svar är ett annat än förra gången.").await;
        assert_eq!(browser.count(".messages .message-warn").await, 0);
        let page = browser.text().await;
        assert!(!page.contains("Förklaringen behövs innan ni kan skicka in."), "{page}");
        browser.expect_answer("hemsjukvard/forklaring", Text("Regionen tog över i våras.")).await;
    };
    is_calm().await;
    acknowledged(browser).await;
    desk.reopen().await;
    is_calm().await;
    // Without its explanation it is asked for again.
    paste(browser, "hemsjukvard/forklaring", "").await;
    browser.says("[data-messages='hemsjukvard'] .message-warn", "Ert svar är ett annat än förra gången.").await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn an_exclusive_box_unticks_the_others_and_they_it() {
    let desk = SectionBrowser::at("e_tjanster").await;
    let browser = &desk.browser;
    let field = "etjanster.familjeratt";
    browser.answer(field, Codes(&["digital_ansokan"])).await;
    browser.answer(field, Choice("inga")).await;
    browser.expect_answer(field, Codes(&["inga"])).await;
    browser.answer(field, Choice("digital_ansokan")).await;
    browser.expect_answer(field, Codes(&["digital_ansokan"])).await;
    browser.saved(field).await;
    acknowledged(browser).await;
    desk.reopen().await;
    browser.expect_answer(field, Codes(&["digital_ansokan"])).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn a_question_that_opens_can_be_answered_as_before_and_says_so_in_sight() {
    let desk = SectionBrowser::at("halso_och_sjukvard").await;
    let browser = &desk.browser;
    browser.answer("hemsjukvard", Choice("nej")).await;
    browser.saved("hemsjukvard").await;
    acknowledged(browser).await;
    desk.reopen().await;
    browser.until("it is put away", "return document.getElementById('G4').hidden", vec![]).await;
    browser.answer("hemsjukvard", Choice("ja")).await;
    browser.resize(360, 640).await;
    browser.press("[name='samma'][value='medicindispensrar']").await;
    browser.says("#G4", "Ifyllt med det tidigare svaret.").await;
    let in_sight = "const box = document.querySelector('#G4 .status-row').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight";
    browser.until("it is told in sight", in_sight, vec![]).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn a_row_of_boxes_is_one_stop_and_the_arrows_move_in_it() {
    let desk = SectionBrowser::at("e_tjanster").await;
    let browser = &desk.browser;
    browser.until("the island has woken", "return !document.querySelector('[data-arrows]').hidden", vec![]).await;
    let press = async |key: Key| browser.type_keys(&char::from(key).to_string()).await;
    // It was 81 while every box was a stop.
    let is_at_the_end = "return document.activeElement.matches('.section-end .button:not(.button-second)')";
    let mut presses = 0;
    while browser.run(is_at_the_end, vec![]).await != json!(true) {
        press(Key::Tab).await;
        presses += 1;
        assert!(presses <= 40, "the end is not reached");
    }
    browser.run("document.getElementById('f-etjanster.familjeratt').focus()", vec![]).await;
    let focus =
        async || browser.run("return [document.activeElement.name, document.activeElement.value]", vec![]).await;
    let first = focus().await;
    press(Key::Right).await;
    let second = focus().await;
    assert_eq!(first[0], second[0]);
    assert_ne!(first[1], second[1]);
    press(Key::Down).await;
    let below = focus().await;
    assert_ne!(below[0], second[0]);
    assert_eq!(below[1], second[1]);
    press(Key::Up).await;
    press(Key::Left).await;
    assert_eq!(focus().await, first);
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn what_is_typed_before_the_program_of_the_browser_has_come_is_saved() {
    let program = Program::start();
    let browser = signed_in(&program, SectionPerson::Coordinator).await;
    let slowly =
        |bytes: i32| json!({ "offline": false, "latency": 0, "downloadThroughput": bytes, "uploadThroughput": -1 });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", slowly(25_000)).await;
    browser.go(&section(&program, "mobil_dokumentation")).await;
    browser.answer("mobilt_hinder", Text("Skrivet i förväg.")).await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("cirka_halften")).await;
    browser.comment("mobilt_hinder", "Fråga Ann.").await;
    let arrived =
        "return performance.getEntriesByType('resource').some((r) => r.name.endsWith('.wasm') && r.responseEnd > 0)";
    assert_eq!(browser.run(arrived, vec![]).await, json!(false), "the test was too slow to be early");

    browser.devtools("Network.emulateNetworkConditions", slowly(-1)).await;
    version_is(&browser, "mobilt_hinder", 1).await;
    version_is(&browser, "dokumentera_mobilt.hemtjanst", 2).await;
    browser.saved("mobilt_hinder").await;
    browser.expect_answer("mobilt_hinder", Text("Skrivet i förväg.")).await;
    open(&browser, &section(&program, "mobil_dokumentation")).await;
    browser.expect_answer("mobilt_hinder", Text("Skrivet i förväg.")).await;
    browser.expect_answer("dokumentera_mobilt.hemtjanst", Choice("cirka_halften")).await;
    browser.expect_answer("mobilt_hinder/kommentar", Text("Fråga Ann.")).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn two_answers_to_one_question_stand_side_by_side_until_one_is_chosen() {
    let colleagues = ColleagueBrowsers::at("boenden_funktionsnedsattning").await;
    let (mine, theirs) = (&colleagues.mine, &colleagues.theirs);
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        theirs.answer(field, Choice("ja")).await;
        theirs.saved(field).await;
        mine.answer(field, Choice("nej")).await;
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika. Vilket svar ska gälla?").await;
        let words = mine.messages(field).await;
        assert!(words.contains("svarade Ja kl.") && words.contains("Du svarade Nej, medan"), "{words}");
        mine.says(&format!("[data-save='{field}']"), "Ändrat av Karl Rask").await;
    }
    // Answering something else settles nothing, and waits for nothing.
    mine.answer("fh_internet", Choice("ja")).await;
    mine.saved("fh_internet").await;

    for (field, keep) in [("fh_sip_utskrivning", "theirs"), ("fh_sip_andra", "mine")] {
        mine.press(&format!("[data-of='{field}'][data-keep='{keep}']")).await;
        // The button is gone; who uses the keyboard goes on at the question.
        mine.until(
            "the focus is on the question",
            "return document.activeElement.id === arguments[0]",
            vec![json!(format!("f-{field}"))],
        )
        .await;
    }
    mine.says("[data-save='fh_sip_utskrivning']", "Ändrat av Karl Rask").await;
    mine.saved("fh_sip_andra").await;
    mine.expect_answer("fh_sip_utskrivning", Choice("ja")).await;
    mine.expect_answer("fh_sip_andra", Choice("nej")).await;
    mine.says("[data-messages='fh_sip_andra']", "Förra gången svarade ni ja, nu nej.").await;
    acknowledged(mine).await;

    colleagues.look_again().await;
    theirs.expect_answer("fh_sip_utskrivning", Choice("ja")).await;
    theirs.expect_answer("fh_sip_andra", Choice("nej")).await;
    theirs.expect_answer("fh_internet", Choice("ja")).await;
    mine.expect_quiet_console().await;
    theirs.expect_quiet_console().await;
}

#[tokio::test]
async fn a_form_that_is_sent_before_one_of_two_answers_is_chosen_asks_again() {
    let colleagues = ColleagueBrowsers::at("boenden_funktionsnedsattning").await;
    let (mine, theirs) = (&colleagues.mine, &colleagues.theirs);
    theirs.answer("fh_sip_andra", Choice("ja")).await;
    theirs.saved("fh_sip_andra").await;
    mine.answer("fh_sip_andra", Choice("nej")).await;
    mine.says("[data-messages='fh_sip_andra']", "Ni har svarat olika.").await;
    mine.press_words("Spara och fortsätt").await;

    // Now the server asks, and the island of this page leaves the question open.
    mine.says("#fel", "Någon annan har svarat på").await;
    mine.answer("fh_internet", Choice("ja")).await;
    mine.saved("fh_internet").await;
    mine.says("[data-messages='fh_sip_andra']", "Ni har svarat olika.").await;
    colleagues.look_again().await;
    theirs.expect_answer("fh_sip_andra", Choice("ja")).await;
    theirs.expect_answer("fh_internet", Choice("ja")).await;

    mine.press("[data-messages='fh_sip_andra'] button[value='mitt']").await;
    mine.until("it is settled", "return !document.querySelector('.messages button')", vec![]).await;
    colleagues.look_again().await;
    theirs.expect_answer("fh_sip_andra", Choice("nej")).await;
    let errors = mine.console_errors().await;
    assert!(errors.len() == 1 && errors[0].contains("status of 409"), "{errors:#?}");
}

#[tokio::test]
async fn notes_in_an_answer_that_somebody_else_changed_are_shown_kept_and_never_dropped_unseen() {
    let colleagues = ColleagueBrowsers::at("boenden_funktionsnedsattning").await;
    let (mine, theirs) = (&colleagues.mine, &colleagues.theirs);
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        theirs.comment(field, "Enligt Karl.").await;
        theirs.saved(field).await;
        mine.comment(field, "Enligt mig.").await;
        mine.answer(field, Choice("nej")).await;
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika.").await;
    }
    let stored_changes = stored_changes(mine).await.to_string();
    assert!(stored_changes.contains("Enligt mig."), "what stands against another answer is kept: {stored_changes}");

    // Opened again before one is chosen, the page asks again.
    open(mine, &colleagues.address).await;
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika.").await;
        let words = mine.messages(field).await;
        assert!(words.contains("svarade Inget svar (”Enligt Karl.”) kl."), "{words}");
        assert!(words.contains("Du svarade Nej (”Enligt mig.”), medan"), "{words}");
    }
    mine.press("[data-of='fh_sip_utskrivning'][data-keep='theirs']").await;
    mine.press("[data-of='fh_sip_andra'][data-keep='mine']").await;
    mine.says("[data-save='fh_sip_utskrivning']", "Ändrat av Karl Rask").await;
    mine.saved("fh_sip_andra").await;
    acknowledged(mine).await;
    assert_eq!(mine.standing("fh_sip_utskrivning/kommentar").await, [json!("Enligt Karl.")]);

    colleagues.look_again().await;
    assert_eq!(theirs.standing("fh_sip_utskrivning").await, Vec::<Value>::new());
    theirs.expect_answer("fh_sip_andra", Choice("nej")).await;
    assert_eq!(theirs.standing("fh_sip_andra/kommentar").await, [json!("Enligt mig.")]);
    mine.expect_quiet_console().await;
    theirs.expect_quiet_console().await;
}

#[tokio::test]
async fn what_deviates_is_explained_where_it_is_asked_for() {
    const REASON: &str = "Verksamheten har förändrats";
    let desk = SectionBrowser::at("halso_och_sjukvard").await;
    let browser = &desk.browser;
    browser.answer("hemsjukvard", Choice("ja")).await;
    browser.answer("medicindispensrar", Text("9000")).await;
    browser.appears("[data-messages='medicindispensrar'] + [data-explain='medicindispensrar']").await;
    browser.press(&format!("[name='medicindispensrar/skal'][value='{REASON}']")).await;
    browser.expect_answer("medicindispensrar/forklaring", Text(REASON)).await;
    browser.saved("medicindispensrar").await;
    acknowledged(browser).await;
    desk.reopen().await;
    browser.expect_answer("medicindispensrar/forklaring", Text(REASON)).await;

    // With nothing left to explain it stands among the notes, in sight and not lost.
    browser.answer("medicindispensrar", Text("")).await;
    browser.appears("[data-explain-home='medicindispensrar'] [name='medicindispensrar/forklaring']").await;
    browser.expect_answer("medicindispensrar/forklaring", Text(REASON)).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn the_picked_reason_follows_what_is_written() {
    const ONE: &str = "Verksamheten har förändrats";
    let program = Program::start();
    let address = section(&program, "halso_och_sjukvard");
    let mine = signed_in(&program, SectionPerson::Coordinator).await;
    let theirs = signed_in(&program, SectionPerson::Contributor).await;
    open(&mine, &address).await;
    mine.answer("hemsjukvard", Choice("nej")).await;
    mine.press(&format!("[name='hemsjukvard/skal'][value='{ONE}']")).await;
    mine.expect_answer("hemsjukvard/forklaring", Text(ONE)).await;
    mine.saved("hemsjukvard").await;
    acknowledged(&mine).await;
    mine.run("document.activeElement.blur()", vec![]).await;

    // A colleague writes another reason, and one's own form would not put the old one before it.
    open(&theirs, &address).await;
    let other = "return [...document.getElementsByName('hemsjukvard/skal')].find((r) => r.value && !r.checked).value";
    let other = theirs.run(other, vec![]).await.as_str().expect("another reason").to_owned();
    let written = format!("{other}: sedan i våras.");
    paste(&theirs, "hemsjukvard/forklaring", &written).await;
    theirs.expect_answer("hemsjukvard/skal", Text(&other)).await;
    theirs.saved("hemsjukvard").await;
    mine.says("[data-save='hemsjukvard']", "Ändrat av Karl Rask").await;
    mine.expect_answer("hemsjukvard/forklaring", Text(&written)).await;
    mine.expect_answer("hemsjukvard/skal", Text(&other)).await;
    mine.press_words("Spara och fortsätt").await;
    mine.until("the next section is there", "return !document.getElementById('f-hemsjukvard')", vec![]).await;
    open(&theirs, &address).await;
    theirs.expect_answer("hemsjukvard/forklaring", Text(&written)).await;

    // What is taken away stays away.
    paste(&theirs, "hemsjukvard/forklaring", "").await;
    assert_eq!(theirs.standing("hemsjukvard/skal").await, Vec::<Value>::new());
    theirs.press_words("Spara och fortsätt").await;
    theirs.until("the next section is there", "return !document.getElementById('f-hemsjukvard')", vec![]).await;
    open(&theirs, &address).await;
    theirs.expect_answer("hemsjukvard/forklaring", Text("")).await;
    mine.expect_quiet_console().await;
    theirs.expect_quiet_console().await;
}

#[tokio::test]
async fn a_section_is_answered_as_the_year_before_and_that_taken_back() {
    let desk = SectionBrowser::at("boenden_funktionsnedsattning").await;
    let browser = &desk.browser;
    let answered = "return [...document.querySelectorAll('[data-field] [type=radio]:checked')].length";
    let before = browser.run(answered, vec![]).await.as_u64();
    browser.comment("fh_internet", "Sparas också.").await;
    browser.press_words("Samma som förra året").await;
    browser.says("#samma", "som förra gången").await;
    assert!(browser.run(answered, vec![]).await.as_u64() > before);
    browser.expect_answer("fh_internet/kommentar", Text("Sparas också.")).await;
    browser.press("#samma [name='angra']").await;
    browser.says("#samma", "Det som fylldes i är borttaget.").await;
    assert_eq!(browser.run(answered, vec![]).await.as_u64(), before);
    browser.expect_answer("fh_internet/kommentar", Text("Sparas också.")).await;
    browser.press("[name='samma'][value='fh_internet']").await;
    browser.says("#F5", "Ifyllt med det tidigare svaret.").await;
    browser.expect_quiet_console().await;
}
