//! Nothing that is typed is lost, whatever happens to the net, the tab, the session, or the right to answer.

use fantoccini::wd::WindowHandle;
use serde_json::json;
use tests::{
    http::Visitor,
    program::Program,
    section::FieldAnswer::{Choice, Text},
    section_browser::{
        KOMMUN, SectionBrowser, SectionPerson, acknowledged, only_the_net_failed, open, paste, section, signed_in,
        stored_changes, version_is,
    },
};

#[tokio::test]
async fn what_is_typed_while_the_net_is_away_is_saved_when_it_is_back() {
    let SectionBrowser { mut program, browser, address } = SectionBrowser::at("mobil_dokumentation").await;
    program.kill();
    browser.answer("mobilt_hinder", Text("Utan nät.")).await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("ingen")).await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    for field in ["mobilt_hinder", "dokumentera_mobilt.hemtjanst", "dokumentera_enheter"] {
        browser.says(&format!("[data-save='{field}']"), "Väntar på nätet").await;
    }
    // The engine does not need the net.
    browser.says("[data-messages='dokumentera_mobilt.hemtjanst']", "Förra gången kunde alla dokumentera mobilt").await;
    program.restart();
    for field in ["mobilt_hinder", "dokumentera_mobilt.hemtjanst", "dokumentera_enheter"] {
        browser.saved(field).await;
    }
    assert_eq!(stored_changes(&browser).await, json!({}), "nothing is kept that is saved");
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Utan nät.")).await;
    browser.expect_answer("dokumentera_mobilt.hemtjanst", Choice("ingen")).await;
    only_the_net_failed(&browser).await;
}

#[tokio::test]
async fn a_tab_that_was_closed_without_net_leaves_its_answers_to_the_next() {
    let SectionBrowser { mut program, browser, address } = SectionBrowser::at("mobil_dokumentation").await;
    program.kill();
    browser.answer("mobilt_hinder", Text("Stängd flik.")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    let old = browser.client.window().await.expect("a tab");
    let new = browser.client.new_window(true).await.expect("another tab");
    browser.client.close_window().await.expect("the tab closes");
    browser.client.switch_to_window(new.handle).await.expect("the other tab");
    assert!(!browser.client.windows().await.expect("tabs").contains(&old));

    // Another section of the response sends them, too.
    program.restart();
    open(&browser, &section(&program, "uppgiftslamnare")).await;
    acknowledged(&browser).await;
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Stängd flik.")).await;

    // A form that cannot be sent stays, with all that is typed, and says why.
    program.kill();
    browser.answer("mobilt_hinder", Text("Skickad förgäves.")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    for _ in 0..2 {
        browser.press_words("Spara och fortsätt").await;
        browser.says("#avsnitt-besked", "Vi når inte tjänsten just nu.").await;
        browser.expect_answer("mobilt_hinder", Text("Skickad förgäves.")).await;
    }
    program.restart();
    browser.saved("mobilt_hinder").await;
    browser.press_words("Spara och fortsätt").await;
    browser.says("h1", "I. Informationssäkerhet").await;
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Skickad förgäves.")).await;
    only_the_net_failed(&browser).await;
}

#[tokio::test]
async fn two_tabs_without_net_keep_each_its_own_answers() {
    let mut program = Program::start();
    let browser = signed_in(&program, SectionPerson::Coordinator).await;
    let tab = async || browser.client.new_window(true).await.expect("another tab").handle;
    let [first, second, third] = [browser.client.window().await.expect("a tab"), tab().await, tab().await];
    let go_to = async |tab: &WindowHandle| browser.client.switch_to_window(tab.clone()).await.expect("a tab");
    open(&browser, &section(&program, "mobil_dokumentation")).await;
    go_to(&second).await;
    open(&browser, &section(&program, "boenden_funktionsnedsattning")).await;
    program.kill();

    browser.answer("fh_internet", Choice("ja")).await;
    browser.says("[data-save='fh_internet']", "Väntar på nätet").await;
    go_to(&first).await;
    browser.answer("mobilt_hinder", Text("Första fliken.")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    browser.client.close_window().await.expect("the first tab closes");
    go_to(&second).await;
    browser.answer("fh_sip_andra", Choice("nej")).await;
    browser.says("[data-save='fh_sip_andra']", "Väntar på nätet").await;
    browser.client.close_window().await.expect("the second tab closes");

    program.restart();
    go_to(&third).await;
    open(&browser, &section(&program, "uppgiftslamnare")).await;
    acknowledged(&browser).await;
    open(&browser, &section(&program, "mobil_dokumentation")).await;
    browser.expect_answer("mobilt_hinder", Text("Första fliken.")).await;
    open(&browser, &section(&program, "boenden_funktionsnedsattning")).await;
    browser.expect_answer("fh_internet", Choice("ja")).await;
    browser.expect_answer("fh_sip_andra", Choice("nej")).await;
    only_the_net_failed(&browser).await;
}

/// Hands a question to the contributor. Gives the number by which it is taken back.
fn assign(coordinator: &Visitor, colleagues: &str, target: &str) -> String {
    let page = coordinator.get(colleagues);
    let mut people = page.text().split("name=\"person\" value=\"").skip(1);
    let is_karl = |rest: &&str| rest.split("</label>").next().is_some_and(|label| label.contains("Karl Rask"));
    let person = people.find(is_karl).and_then(|rest| rest.split('"').next()).expect("the contributor is there");
    let answer = coordinator.post(colleagues, &[("person", person), ("del", target)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = coordinator.get(colleagues);
    let numbers = page.text().split("name=\"lamnat\" value=\"").skip(1);
    let numbers = numbers.filter_map(|rest| rest.split('"').next()?.parse().ok());
    numbers.max().map(|number: u64| number.to_string()).expect("what is handed out can be taken back")
}

#[tokio::test]
async fn an_assignment_taken_back_while_answered_blocks_that_answer_alone() {
    let program = Program::start();
    let coordinator = Visitor::signed_in(&program, &SectionPerson::Coordinator.name());
    let colleagues = format!("/svara/kommun-ehalsa/{}/{KOMMUN}/kollegor", program.year());
    assign(&coordinator, &colleagues, "mobil_dokumentation/dokumentera_enheter");
    let assignment = assign(&coordinator, &colleagues, "mobil_dokumentation/mobilt_hinder");
    let browser = signed_in(&program, SectionPerson::Contributor).await;
    let address = section(&program, "mobil_dokumentation");
    open(&browser, &address).await;
    browser.net_is_away(true).await;
    browser.answer("mobilt_hinder", Text("Kopiera mig.")).await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    let back = coordinator.post(&format!("{colleagues}/ta-tillbaka"), &[("lamnat", &assignment)]);
    assert_eq!(back.status, 303, "{}", back.text());
    browser.net_is_away(false).await;

    // Both went in one request. What may not be changed holds up nothing.
    browser.saved("dokumentera_enheter").await;
    browser.says("[data-save='mobilt_hinder']", "du får inte längre ändra det här svaret").await;
    browser.expect_answer("mobilt_hinder", Text("Kopiera mig.")).await;
    browser.answer("dokumentera_enheter", Choice("mobil")).await;
    version_is(&browser, "dokumentera_enheter", 2).await;

    // Opened again, the question can only be read, and what was written is told all the same.
    open(&browser, &address).await;
    assert_eq!(browser.count("[name='mobilt_hinder']").await, 0);
    browser.says("#avsnitt-besked li", "Kopiera mig.").await;
    browser.says("#avsnitt-besked li", "prata med samordnaren").await;
    browser.answer("dokumentera_enheter", Choice("surfplatta")).await;
    version_is(&browser, "dokumentera_enheter", 3).await;
    browser.says("#avsnitt-besked li", "Kopiera mig.").await;
    assert_eq!(browser.count("#avsnitt-besked a").await, 0, "nobody is signed out");

    assign(&coordinator, &colleagues, "mobil_dokumentation/mobilt_hinder");
    open(&browser, &address).await;
    browser.saved("mobilt_hinder").await;
    acknowledged(&browser).await;
    assert_eq!(browser.count("#avsnitt-besked li").await, 0);
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Kopiera mig.")).await;
    let errors = browser.console_errors().await;
    let expected =
        |error: &String| error.contains("net::ERR_") || error.contains("/spara") && error.contains("status of 403");
    assert!(errors.iter().all(expected), "{errors:#?}");
}

#[tokio::test]
async fn what_the_server_has_no_time_for_is_sent_again() {
    let program = Program::start();
    let browser = signed_in(&program, SectionPerson::Coordinator).await;
    open(&browser, &section(&program, "mobil_dokumentation")).await;
    let busy = "
        const send = window.fetch;
        const statuses = [408, 425, 429];
        window.fetch = (...request) => statuses.length ? Promise.resolve(new Response('', { status: statuses.pop() })) : send(...request);";
    browser.run(busy, vec![]).await;
    browser.answer("mobilt_hinder", Text("Om en stund.")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    browser.saved("mobilt_hinder").await;
    version_is(&browser, "mobilt_hinder", 1).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn a_text_that_is_too_long_is_told_and_kept_and_holds_up_nothing() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    let long = "å".repeat(10_003);
    paste(browser, "mobilt_hinder", &long).await;
    browser.says("[data-save='mobilt_hinder']", "Inte sparat: svaret är 3 tecken för långt. Korta det").await;
    paste(browser, "dokumentera_enheter/kommentar", &long).await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    version_is(browser, "dokumentera_enheter", 2).await;
    browser.says("[data-save='dokumentera_enheter']", "Inte sparat: kommentaren är 3 tecken för lång.").await;

    // Opened again, it stands where it was written, and still holds up nothing.
    desk.reopen().await;
    browser.says("[data-save='mobilt_hinder']", "Inte sparat").await;
    browser.says("[data-save='dokumentera_enheter']", "Inte sparat").await;
    assert_eq!(browser.standing("mobilt_hinder").await, [json!(long)]);
    assert_eq!(browser.standing("dokumentera_enheter/kommentar").await, [json!(long)]);
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("ingen")).await;
    browser.saved("dokumentera_mobilt.hemtjanst").await;

    paste(browser, "mobilt_hinder", &long[..20_000]).await;
    browser.saved("mobilt_hinder").await;
    paste(browser, "dokumentera_enheter/kommentar", "Kort.").await;
    browser.saved("dokumentera_enheter").await;
    acknowledged(browser).await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn what_the_server_does_not_take_holds_up_nothing() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    // As an earlier visit would have left it, when the questionnaire still asked this.
    let keep = "
        const state = JSON.parse(document.getElementById('avsnitt-lage').textContent);
        const change = (field, text) => ({ field, base_version: 0, entry: { value: { text } } });
        const keep = (field, words) => {
            const draft = { typed: Date.now(), change: change(field, words) };
            localStorage[`${state.keep_as}/${field}`] = JSON.stringify(draft);
        };
        keep('fragan_finns_inte', 'Gammalt.');
        keep('mobilt_hinder', 'Nytt.');";
    browser.run(keep, vec![]).await;
    desk.reopen().await;
    browser.saved("mobilt_hinder").await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    browser.saved("dokumentera_enheter").await;
    let stored_changes = stored_changes(browser).await.to_string();
    assert!(
        stored_changes.contains("Gammalt.") && !stored_changes.contains("Nytt."),
        "only what was refused is kept: {stored_changes}"
    );
    browser.says("#avsnitt-besked", "Gammalt.").await;
    desk.reopen().await;
    browser.expect_answer("mobilt_hinder", Text("Nytt.")).await;
    let errors = browser.console_errors().await;
    let refused = |error: &String| error.contains("/spara") && error.contains("status of 422");
    assert!(!errors.is_empty() && errors.iter().all(refused), "only saves were refused: {errors:#?}");
}

#[tokio::test]
async fn what_was_left_before_the_round_opened_is_dropped() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    let keep = "
        const state = JSON.parse(document.getElementById('avsnitt-lage').textContent);
        const change = (text) => ({ field: 'mobilt_hinder', base_version: 0, entry: { value: { text } } });
        const keep = (response, typed, text) => {
            localStorage[`${response}/mobilt_hinder`] = JSON.stringify({ typed, change: change(text) });
        };
        const opened = state.opened * 1000;
        keep(state.keep_as, opened - 1, 'Förra omgången.');
        keep(state.keep_as.replace(/\\d+\\/kommun/, '99999/kommun'), opened - 1, 'Någon annans gamla.');
        keep(state.keep_as.replace('kommun-ehalsa', 'region-ehalsa-it'), opened - 1, 'En annan undersökning.');
        keep(state.keep_as.replace(/\\d+$/, '0180'), opened, 'En annan organisation.');";
    browser.run(keep, vec![]).await;
    desk.reopen().await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("ingen")).await;
    browser.saved("dokumentera_mobilt.hemtjanst").await;
    browser.expect_answer("mobilt_hinder", Text("")).await;
    let stored_changes = stored_changes(browser).await.to_string();
    assert!(
        !stored_changes.contains("Förra omgången.") && !stored_changes.contains("Någon annans gamla."),
        "{stored_changes}"
    );
    assert!(
        stored_changes.contains("En annan undersökning.") && stored_changes.contains("En annan organisation."),
        "{stored_changes}"
    );
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn signing_out_asks_where_something_is_not_saved_and_drops_it_only_then() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    // What is on its way is waited for, and nobody is asked.
    browser.write("[name='mobilt_hinder']", "Hinner sparas.").await;
    browser.press(".person form button").await;
    browser.says(".person", "Logga in").await;
    browser.sign_in(&desk.program.login_link(&SectionPerson::Coordinator.name())).await;
    desk.reopen().await;
    browser.expect_answer("mobilt_hinder", Text("Hinner sparas.")).await;

    let long = "å".repeat(10_003);
    paste(browser, "mobilt_hinder", &long).await;
    browser.says("[data-save='mobilt_hinder']", "Inte sparat").await;
    for answer in [false, true] {
        browser.press(".person form button").await;
        let asked = browser.alert().await;
        assert!(asked.contains("tas bort om du loggar ut"), "{asked}");
        if answer {
            browser.client.accept_alert().await.expect("a question");
        } else {
            browser.client.dismiss_alert().await.expect("a question");
            assert!(stored_changes(browser).await.to_string().contains(&long), "it is kept until it is confirmed");
        }
    }
    browser.says(".person", "Logga in").await;
    acknowledged(browser).await;
    browser.expect_quiet_console().await;
}

/// Pages that are not worked in cannot save what the browser keeps, and ask all the same.
#[tokio::test]
async fn signing_out_asks_on_every_page_where_answers_are_given() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    let hub = desk.address.split("/avsnitt/").next().expect("a section lies under its hub").to_owned();
    let list = format!("{}/svara", desk.program.url);
    browser.go(&list).await;
    // As a visit without a network would have left it, of whatever response.
    let keep = "
        const { keptAs } = document.querySelector('.person form').dataset;
        const change = { field: 'mobilt_hinder', base_version: 0, entry: { value: { text: 'Inte sparat.' } } };
        localStorage[`${keptAs}/region-ehalsa-it/2020/01/mobilt_hinder`] = JSON.stringify({ typed: Date.now(), change });
        localStorage['lagesbild/0/region-ehalsa-it/2020/01/mobilt_hinder'] = 'Någon annans.';";
    browser.run(keep, vec![]).await;
    for page in [&list, &hub, &format!("{hub}/granska"), &format!("{hub}/avboj"), &format!("{hub}/kollegor")] {
        browser.go(page).await;
        browser.press(".person form button").await;
        let asked = browser.alert().await;
        assert!(asked.contains("tas bort om du loggar ut"), "{asked}");
        browser.client.dismiss_alert().await.expect("a question");
        assert!(page.ends_with(&browser.path().await), "nobody was signed out of {page}");
    }
    assert!(stored_changes(browser).await.to_string().contains("Inte sparat."), "it is kept until it is confirmed");
    browser.press(".person form button").await;
    browser.alert().await;
    browser.client.accept_alert().await.expect("a question");
    browser.says(".person", "Logga in").await;
    let left = stored_changes(browser).await.to_string();
    assert!(!left.contains("Inte sparat.") && left.contains("Någon annans."), "{left}");
    // With nothing to lose, nobody is asked.
    browser.sign_in(&desk.program.login_link(&SectionPerson::Coordinator.name())).await;
    browser.go(&hub).await;
    browser.press(".person form button").await;
    browser.says(".person", "Logga in").await;
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn a_tab_that_was_signed_out_sends_when_one_signs_in_in_another() {
    let SectionBrowser { program, browser, address } = SectionBrowser::at("mobil_dokumentation").await;
    program.sessions_end_in(-1);
    browser.answer("mobilt_hinder", Text("Efter lunch.")).await;
    browser.says("[data-save='mobilt_hinder']", "Inte sparat: logga in igen").await;
    let here = browser.new_tab().await;
    browser.sign_in(&program.login_link(&SectionPerson::Coordinator.name())).await;
    open(&browser, &section(&program, "uppgiftslamnare")).await;
    // It is sent there already, before anybody looks at the first tab.
    let sent = "return !JSON.stringify(localStorage).includes('Efter lunch.')";
    browser.until("the other tab has sent", sent, vec![]).await;
    browser.close_tab(here).await;
    browser.saved("mobilt_hinder").await;
    browser.until("nobody is signed out", "return !document.querySelector('#avsnitt-besked a')", vec![]).await;
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Efter lunch.")).await;
}

#[tokio::test]
async fn who_is_signed_out_while_typing_loses_nothing_and_nobody_else_sends_it() {
    let SectionBrowser { program, browser, address } = SectionBrowser::at("mobil_dokumentation").await;
    // Signed out in another tab.
    let here = browser.new_tab().await;
    browser.go(&program.url).await;
    browser.press(".person form button").await;
    browser.says(".person", "Logga in").await;
    browser.close_tab(here).await;

    browser.answer("mobilt_hinder", Text("Efter utloggning.")).await;
    browser.says("#avsnitt-besked", "Du är inte längre inloggad.").await;
    browser.says("[data-save='mobilt_hinder']", "Inte sparat: logga in igen").await;
    browser.press("#avsnitt-besked a").await;
    browser.says("h1", "Logga in").await;
    let back = browser.run("return document.querySelector('[name=till]').value", vec![]).await;
    let here = address.strip_prefix(&program.url).expect("a page of ours");
    assert_eq!(back, format!("{here}#f-mobilt_hinder"), "signing in leads back to the question");

    // A colleague at the same computer neither sees nor sends it.
    browser.sign_in(&program.login_link(&SectionPerson::Contributor.name())).await;
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("")).await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("mer_an_halften")).await;
    version_is(&browser, "dokumentera_mobilt.hemtjanst", 2).await;
    let stored_changes = stored_changes(&browser).await.to_string();
    assert!(stored_changes.contains("Efter utloggning."), "the coordinator's answer is still kept: {stored_changes}");

    browser.sign_in(&program.login_link(&SectionPerson::Coordinator.name())).await;
    open(&browser, &address).await;
    browser.saved("mobilt_hinder").await;
    browser.expect_answer("mobilt_hinder", Text("Efter utloggning.")).await;
    acknowledged(&browser).await;
    let errors = browser.console_errors().await;
    let refused = |error: &String| {
        let is = |address: &str, status: &str| error.contains(address) && error.contains(status);
        is("/spara", "status of 401") || is("/handelser", "status of 403")
    };
    assert!(!errors.is_empty() && errors.iter().all(refused), "only what needs a session was refused: {errors:#?}");
}

#[tokio::test]
async fn what_this_browser_keeps_is_told_on_the_hub_and_where_answers_are_read_through() {
    let desk = SectionBrowser::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    let hub = desk.address.split("/avsnitt/").next().expect("a section lies under its hub").to_owned();
    for page in [hub.clone(), format!("{hub}/granska")] {
        browser.go(&page).await;
        browser.until("nothing is told", "return document.getElementById('kvar-har').hidden", vec![]).await;
    }
    // As a visit without a network would have left it, before drafts had their time. Here nothing sends it at once.
    let keep = "
        const { keptAs } = document.getElementById('kvar-har').dataset;
        const answer = { field: 'mobilt_hinder', base_version: 0, entry: { value: { text: 'Nytt.' } } };
        localStorage[`${keptAs}/mobilt_hinder`] = JSON.stringify(answer);
        localStorage[`${keptAs}/komplettering/1/1`] = 'Ett svar i ord.';";
    browser.run(keep, vec![]).await;
    for page in [hub.clone(), format!("{hub}/granska")] {
        browser.go(&page).await;
        browser.says("#kvar-har", "Antal: 1.").await;
    }
    browser.press("#kvar-har a").await;
    browser.says(".section-progress", "besvarade").await;
    let sent = "return !Object.keys(localStorage).some((name) => name.endsWith('/mobilt_hinder'))";
    browser.until("the answer is saved", sent, vec![]).await;
    browser.go(&hub).await;
    browser.until("nothing is left", "return document.getElementById('kvar-har').hidden", vec![]).await;
    browser.expect_quiet_console().await;
}
