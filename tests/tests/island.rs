//! Typing with JavaScript on: verdicts while typing, each answer saved by itself, and nothing lost whatever happens to
//! the net, the tab, the session or a colleague.

use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::Program,
    section::Answer::{Choice, Text},
};

const KOMMUN: &str = "2281";

/// Who works in the section.
#[derive(Clone, Copy)]
enum Person {
    Coordinator,
    Contributor,
}

impl Person {
    fn name(self) -> String {
        match self {
            Self::Coordinator => format!("samordnare.{KOMMUN}"),
            Self::Contributor => format!("bidragsgivare.{KOMMUN}"),
        }
    }
}

fn section(program: &Program, name: &str) -> String {
    format!("{}/svara/kommun-ehalsa/{}/{KOMMUN}/avsnitt/{name}", program.url, program.year())
}

async fn signed_in(program: &Program, person: Person) -> Browser {
    let browser = Browser::open(JavaScript::On).await;
    browser.sign_in(&program.login_link(&person.name())).await;
    browser
}

/// A coordinator at a section.
struct Desk {
    program: Program,
    browser: Browser,
    address: String,
}

impl Desk {
    async fn at(name: &str) -> Self {
        let program = Program::start();
        let browser = signed_in(&program, Person::Coordinator).await;
        let address = section(&program, name);
        open(&browser, &address).await;
        Self { program, browser, address }
    }

    /// Goes to the section anew.
    async fn reopen(&self) {
        open(&self.browser, &self.address).await;
    }
}

/// Two colleagues at the same section; the first is told nothing of what the other does.
struct Colleagues {
    mine: Browser,
    theirs: Browser,
    address: String,
    _program: Program,
}

impl Colleagues {
    async fn at(name: &str) -> Self {
        let program = Program::start();
        let address = section(&program, name);
        let mine = signed_in(&program, Person::Coordinator).await;
        let theirs = signed_in(&program, Person::Contributor).await;
        tell_nothing(&mine).await;
        open(&mine, &address).await;
        open(&theirs, &address).await;
        Self { mine, theirs, address, _program: program }
    }

    /// The other sees what is stored.
    async fn look_again(&self) {
        open(&self.theirs, &self.address).await;
    }
}

/// From the next page on, nothing is told to the page: some proxies let no stream through.
async fn tell_nothing(browser: &Browser) {
    let script = json!({ "source": "delete window.EventSource" });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", script).await;
}

/// Goes to a section and waits until the island has what it needs. What is typed before it listens it reads afterwards.
async fn open(browser: &Browser, address: &str) {
    browser.go(address).await;
    let arrived = "return performance.getEntriesByType('resource').some((r) => r.name.includes('/formular/') && r.responseEnd > 0)";
    browser.until("the questionnaire has arrived", arrived, vec![]).await;
}

/// The version of an answer that the form would post.
async fn version(browser: &Browser, field: &str) -> String {
    let standing = browser.standing(&format!("{field}/version")).await;
    standing.first().and_then(Value::as_str).expect("a field has a version").to_owned()
}

/// Waits for a version; they come with the answers to saves.
async fn version_is(browser: &Browser, field: &str, version: u32) {
    let script = "return document.getElementsByName(arguments[0])[0].value === arguments[1]";
    let arguments = vec![json!(format!("{field}/version")), json!(version.to_string())];
    browser.until(&format!("{field} has version {version}"), script, arguments).await;
}

/// Waits until nothing is kept that the server has not taken.
async fn acknowledged(browser: &Browser) {
    browser.until("everything is acknowledged", "return localStorage.length === 0", vec![]).await;
}

/// What the browser keeps for later.
async fn kept(browser: &Browser) -> Value {
    browser.run("return Object.fromEntries(Object.entries(localStorage))", vec![]).await
}

/// Errors of the net are expected where it is away; others never are.
async fn only_the_net_failed(browser: &Browser) {
    let errors = browser.console_errors().await;
    // Also where what is told to an open page breaks off.
    let away = ["REFUSED", "RESET", "INCOMPLETE_CHUNKED", "EMPTY_RESPONSE"];
    let is_away = |error: &String| away.iter().any(|why| error.contains("net::ERR_") && error.contains(why));
    let others: Vec<_> = errors.iter().filter(|error| !is_away(error)).collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[tokio::test]
async fn conditions_and_checks_follow_the_typing() {
    let desk = Desk::at("halso_och_sjukvard").await;
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
async fn what_is_typed_before_the_program_of_the_browser_has_come_is_saved() {
    let program = Program::start();
    let browser = signed_in(&program, Person::Coordinator).await;
    let slowly =
        |bytes: i32| json!({ "offline": false, "latency": 0, "downloadThroughput": bytes, "uploadThroughput": -1 });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", slowly(25_000)).await;
    browser.go(&section(&program, "mobil_dokumentation")).await;
    browser.answer("mobilt_hinder", Text("Skrivet i förväg.")).await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("cirka_halften")).await;
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
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn what_is_typed_while_the_net_is_away_is_saved_when_it_is_back() {
    let Desk { mut program, browser, address } = Desk::at("mobil_dokumentation").await;
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
    assert_eq!(kept(&browser).await, json!({}), "nothing is kept that is saved");
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("Utan nät.")).await;
    browser.expect_answer("dokumentera_mobilt.hemtjanst", Choice("ingen")).await;
    only_the_net_failed(&browser).await;
}

#[tokio::test]
async fn a_tab_that_was_closed_without_net_leaves_its_answers_to_the_next() {
    let Desk { mut program, browser, address } = Desk::at("mobil_dokumentation").await;
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

    // A form that is sent in vain loses nothing either.
    program.kill();
    browser.answer("mobilt_hinder", Text("Skickad förgäves.")).await;
    browser.press_words("Spara och fortsätt").await;
    browser.until("the browser shows a page of its own", "return !document.getElementById('avsnitt')", vec![]).await;
    program.restart();
    open(&browser, &address).await;
    browser.saved("mobilt_hinder").await;
    browser.expect_answer("mobilt_hinder", Text("Skickad förgäves.")).await;
    only_the_net_failed(&browser).await;
}

#[tokio::test]
async fn two_tabs_without_net_keep_each_its_own_answers() {
    let mut program = Program::start();
    let browser = signed_in(&program, Person::Coordinator).await;
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
fn hand_out(coordinator: &Visitor, colleagues: &str, portion: &str) -> String {
    let page = coordinator.get(colleagues);
    let mut people = page.text().split("name=\"person\" value=\"").skip(1);
    let is_karl = |rest: &&str| rest.split("</label>").next().is_some_and(|label| label.contains("Karl Rask"));
    let person = people.find(is_karl).and_then(|rest| rest.split('"').next()).expect("the contributor is there");
    let answer = coordinator.post(colleagues, &[("person", person), ("del", portion)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = coordinator.get(colleagues);
    let numbers = page.text().split("name=\"lamnat\" value=\"").skip(1);
    let numbers = numbers.filter_map(|rest| rest.split('"').next()?.parse().ok());
    numbers.max().map(|number: u64| number.to_string()).expect("what is handed out can be taken back")
}

#[tokio::test]
async fn what_is_taken_back_while_it_is_answered_is_held_by_itself_and_told() {
    let program = Program::start();
    let coordinator = Visitor::signed_in(&program, &Person::Coordinator.name());
    let colleagues = format!("/svara/kommun-ehalsa/{}/{KOMMUN}/kollegor", program.year());
    hand_out(&coordinator, &colleagues, "mobil_dokumentation/dokumentera_enheter");
    let handout = hand_out(&coordinator, &colleagues, "mobil_dokumentation/mobilt_hinder");
    let browser = signed_in(&program, Person::Contributor).await;
    let address = section(&program, "mobil_dokumentation");
    open(&browser, &address).await;
    let net =
        |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.emulateNetworkConditions", net(true)).await;
    browser.answer("mobilt_hinder", Text("Kopiera mig.")).await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    browser.says("[data-save='mobilt_hinder']", "Väntar på nätet").await;
    let back = coordinator.post(&format!("{colleagues}/ta-tillbaka"), &[("lamnat", &handout)]);
    assert_eq!(back.status, 303, "{}", back.text());
    browser.devtools("Network.emulateNetworkConditions", net(false)).await;

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

    hand_out(&coordinator, &colleagues, "mobil_dokumentation/mobilt_hinder");
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
    let browser = signed_in(&program, Person::Coordinator).await;
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
async fn two_answers_to_one_question_stand_side_by_side_until_one_is_chosen() {
    let colleagues = Colleagues::at("boenden_funktionsnedsattning").await;
    let (mine, theirs) = (&colleagues.mine, &colleagues.theirs);
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        theirs.answer(field, Choice("ja")).await;
        theirs.saved(field).await;
        mine.answer(field, Choice("nej")).await;
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika. Vilket svar ska gälla?").await;
        let words = mine.messages(field).await;
        assert!(words.contains("svarade Ja kl.") && words.contains("medan du svarade Nej"), "{words}");
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
        mine.saved(field).await;
    }
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
    let colleagues = Colleagues::at("boenden_funktionsnedsattning").await;
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
    let colleagues = Colleagues::at("boenden_funktionsnedsattning").await;
    let (mine, theirs) = (&colleagues.mine, &colleagues.theirs);
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        theirs.comment(field, "Enligt Karl.").await;
        theirs.saved(field).await;
        mine.comment(field, "Enligt mig.").await;
        mine.answer(field, Choice("nej")).await;
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika.").await;
    }
    let kept = kept(mine).await.to_string();
    assert!(kept.contains("Enligt mig."), "what stands against another answer is kept: {kept}");

    // Opened again before one is chosen, the page asks again.
    open(mine, &colleagues.address).await;
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        mine.says(&format!("[data-messages='{field}']"), "Ni har svarat olika.").await;
        let words = mine.messages(field).await;
        assert!(words.contains("svarade Inget svar (”Enligt Karl.”) kl."), "{words}");
        assert!(words.contains("medan du svarade Nej (”Enligt mig.”)"), "{words}");
    }
    mine.press("[data-of='fh_sip_utskrivning'][data-keep='theirs']").await;
    mine.press("[data-of='fh_sip_andra'][data-keep='mine']").await;
    for field in ["fh_sip_utskrivning", "fh_sip_andra"] {
        mine.saved(field).await;
    }
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
    let desk = Desk::at("halso_och_sjukvard").await;
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
    let mine = signed_in(&program, Person::Coordinator).await;
    let theirs = signed_in(&program, Person::Contributor).await;
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
    let desk = Desk::at("boenden_funktionsnedsattning").await;
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

/// Pastes a text in place of what a control holds.
async fn paste(browser: &Browser, name: &str, text: &str) {
    let paste = "
        const control = document.getElementsByName(arguments[0])[0];
        control.value = arguments[1];
        control.dispatchEvent(new InputEvent('input', { bubbles: true }));
        control.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.run(paste, vec![json!(name), json!(text)]).await;
}

#[tokio::test]
async fn a_text_that_is_too_long_is_told_and_kept_and_holds_up_nothing() {
    let desk = Desk::at("mobil_dokumentation").await;
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
    let desk = Desk::at("mobil_dokumentation").await;
    let browser = &desk.browser;
    // As an earlier visit would have left it, when the questionnaire still asked this.
    let keep = "
        const state = JSON.parse(document.getElementById('avsnitt-lage').textContent);
        const text = (field, text) => ({ field, base_version: 0, entry: { value: { text } } });
        const keep = (field, words) => { localStorage[`${state.keep_as}/${field}`] = JSON.stringify(text(field, words)) };
        keep('fragan_finns_inte', 'Gammalt.');
        keep('mobilt_hinder', 'Nytt.');";
    browser.run(keep, vec![]).await;
    desk.reopen().await;
    browser.saved("mobilt_hinder").await;
    browser.answer("dokumentera_enheter", Choice("digital_penna")).await;
    browser.saved("dokumentera_enheter").await;
    let kept = kept(browser).await.to_string();
    assert!(kept.contains("Gammalt.") && !kept.contains("Nytt."), "only what was refused is kept: {kept}");
    browser.says("#avsnitt-besked", "Gammalt.").await;
    desk.reopen().await;
    browser.expect_answer("mobilt_hinder", Text("Nytt.")).await;
    let errors = browser.console_errors().await;
    let refused = |error: &String| error.contains("/spara") && error.contains("status of 422");
    assert!(!errors.is_empty() && errors.iter().all(refused), "only saves were refused: {errors:#?}");
}

#[tokio::test]
async fn who_is_signed_out_while_typing_loses_nothing_and_nobody_else_sends_it() {
    let Desk { program, browser, address } = Desk::at("mobil_dokumentation").await;
    // Signed out in another tab.
    let here = browser.client.window().await.expect("a tab");
    let other = browser.client.new_window(true).await.expect("another tab");
    browser.client.switch_to_window(other.handle).await.expect("the other tab");
    browser.go(&program.url).await;
    browser.press(".person form button").await;
    browser.says(".person", "Logga in").await;
    browser.client.close_window().await.expect("the tab closes");
    browser.client.switch_to_window(here).await.expect("the first tab");

    browser.answer("mobilt_hinder", Text("Efter utloggning.")).await;
    browser.says("#avsnitt-besked", "Du är inte längre inloggad.").await;
    browser.says("[data-save='mobilt_hinder']", "Väntar").await;
    browser.press("#avsnitt-besked a").await;
    browser.says("h1", "Logga in").await;
    let back = browser.run("return document.querySelector('[name=till]').value", vec![]).await;
    let here = address.strip_prefix(&program.url).expect("a page of ours");
    assert_eq!(back, format!("{here}#f-mobilt_hinder"), "signing in leads back to the question");

    // A colleague at the same computer neither sees nor sends it.
    browser.sign_in(&program.login_link(&Person::Contributor.name())).await;
    open(&browser, &address).await;
    browser.expect_answer("mobilt_hinder", Text("")).await;
    browser.answer("dokumentera_mobilt.hemtjanst", Choice("mer_an_halften")).await;
    version_is(&browser, "dokumentera_mobilt.hemtjanst", 2).await;
    let kept = kept(&browser).await.to_string();
    assert!(kept.contains("Efter utloggning."), "the coordinator's answer is still kept: {kept}");

    browser.sign_in(&program.login_link(&Person::Coordinator.name())).await;
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
