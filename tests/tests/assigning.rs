//! Handing a section and a single question to a colleague who is new, from the coordinator's form to the colleague's
//! word that it is done: with JavaScript and without.

use serde_json::json;
use tests::{
    browser::{Browser, JavaScript},
    program::Program,
    section::FieldAnswer::{Choice, Text},
};

const EMAIL: &str = "per.ek@sundsvall.example";

#[tokio::test]
async fn a_section_is_assigned_answered_and_done_without_javascript() {
    from_form_to_done(JavaScript::Off).await;
}

#[tokio::test]
async fn a_section_is_assigned_answered_and_done_with_javascript() {
    from_form_to_done(JavaScript::On).await;
}

async fn from_form_to_done(scripts: JavaScript) {
    let program = Program::start();
    let hub = format!("{}/svara/kommun-ehalsa/{}/2281", program.url, program.year());
    let coordinator = Browser::open(scripts).await;
    coordinator.sign_in(&program.login_link("samordnare.2281")).await;
    coordinator.go(&hub).await;
    coordinator.press_words("Lämna avsnitt till en kollega").await;

    what_is_missing_is_said_and_what_was_written_is_kept(&coordinator).await;
    coordinator.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })", vec![]).await;
    coordinator.press("#del-informationssakerhet").await;
    coordinator.press("#del-halso_och_sjukvard-hemsjukvard").await;
    coordinator.press_words("Lämna och skicka brev").await;
    coordinator.says("main", "Det är lämnat. Kollegan har fått ett brev med en länk dit.").await;
    coordinator.says("#lamnat + .colleague", "Per Ek").await;
    coordinator.says("#lamnat + .colleague", "Ej påbörjad").await;

    let letter = program.logged("the letter stands here");
    let link = letter.split("\\n").find(|line| line.contains("/logga-in?")).expect("the letter leads to the section");
    assert!(link.ends_with("%2F2281%2Favsnitt%2Fhalso_och_sjukvard"), "{link}");
    let stranger = Browser::open(scripts).await;
    stranger.go(link).await;
    let filled_in = "return document.querySelector('#epost').value === arguments[0]";
    stranger.until("the address is filled in", filled_in, vec![json!(EMAIL)]).await;
    assert!(letter.contains("Ring mig."), "{letter}");

    let colleague = Browser::open(scripts).await;
    colleague.sign_in(&program.login_link_of(EMAIL)).await;
    // What is handed to them is all they have: that is where they land.
    colleague.says("h1", "G. ").await;
    assert_eq!(
        colleague.path().await,
        format!("/svara/kommun-ehalsa/{}/2281/avsnitt/halso_och_sjukvard", program.year())
    );
    colleague.says("main", "har lämnat fråga G1 till dig").await;
    colleague.says("main", "Ring mig.").await;
    assert!(colleague.count("[name='hemsjukvard']").await > 0, "their own question cannot be answered");
    assert_eq!(colleague.count("[name='nyckelfria_las'], #G2").await, 0, "another's question can be read");
    colleague.answer("hemsjukvard", Choice("nej")).await;
    colleague.press_words("Mina frågor är klara").await;
    // On to their own section; those between are others'.
    colleague.says("h1", "I. ").await;
    colleague.answer("infosak_samordnare", Choice("ja")).await;
    colleague.press_words("Markera avsnittet som klart").await;
    colleague.says("#avsnitt", "Dina avsnitt").await;
    colleague.go(&format!("{hub}/avsnitt/styrning")).await;
    colleague.says("h1", "Du har inte tillgång till sidan").await;
    // A page that is refused is an error to the console.
    colleague.console_errors().await;

    coordinator.go(&format!("{hub}/kollegor")).await;
    coordinator
        .until("both are done", "return document.querySelectorAll('.colleague .status-done').length === 2", vec![])
        .await;
    assert_eq!(coordinator.count("form[action$='paminn']").await, 0, "nothing is left to remind of");
    coordinator.go(&hub).await;
    coordinator.says("aside", "lämnade avsnitt I och fråga G1 till Per Ek").await;

    // An answer that changes takes the word back, and then there may be a reminder.
    coordinator.go(&format!("{hub}/avsnitt/informationssakerhet")).await;
    coordinator.answer("infosak_samordnare", Choice("nej")).await;
    coordinator.press_words("Spara och gå till översikten").await;
    coordinator.says("#avsnitt", "Avsnitt").await;
    coordinator.go(&format!("{hub}/kollegor")).await;
    coordinator.press_words("Påminn Per Ek").await;
    coordinator.says("main", "Påminnelsen är skickad.").await;
    assert_eq!(coordinator.count("form[action$='paminn']").await, 0, "not twice in a day");
    let letter = program.logged("the letter stands here");
    assert!(letter.contains("Påminnelse: avsnitt I väntar på dig"), "{letter}");

    let taken_back = "form[action$='ta-tillbaka']";
    for left in (0..coordinator.count(taken_back).await).rev() {
        coordinator.press(&format!("{taken_back} button")).await;
        let counted = "return document.querySelectorAll(arguments[0]).length === arguments[1]";
        coordinator.until(&format!("{left} are left"), counted, vec![json!(taken_back), json!(left)]).await;
        coordinator.says("main", "Det är taget tillbaka.").await;
    }
    colleague.go(&format!("{hub}/avsnitt/informationssakerhet")).await;
    colleague.says("h1", "Logga in först").await;
    colleague.console_errors().await;
    coordinator.expect_quiet_console().await;
    colleague.expect_quiet_console().await;
}

async fn what_is_missing_is_said_and_what_was_written_is_kept(browser: &Browser) {
    browser.press("#person-ny").await;
    browser.write("#namn", "Per Ek").await;
    browser.write("#epost", "per.ek").await;
    browser.write("#meddelande", "Ring mig.").await;
    browser.write("#senast", "i övermorgon").await;
    browser.press_words("Lämna och skicka brev").await;
    browser.says("#fel", "Skriv dagen så här").await;
    assert!(browser.title().await.starts_with("Fel: "));
    browser.write("#senast", "").await;
    browser.press_words("Lämna och skicka brev").await;
    browser.says("#fel", "Skriv adressen så här").await;
    browser.says("#fel", "Välj minst ett avsnitt eller en fråga.").await;
    let kept = "return ['namn', 'epost', 'meddelande'].map((id) => document.getElementById(id).value)";
    assert_eq!(browser.run(kept, vec![]).await, json!(["Per Ek", "per.ek", "Ring mig."]));
    assert_eq!(browser.run("return document.getElementById('person-ny').checked", vec![]).await, json!(true));
    browser.write("#epost", EMAIL).await;
    // A refused form is an error to the console.
    browser.console_errors().await;
}

#[tokio::test]
async fn the_island_leaves_what_is_assigned_to_others_alone() {
    let program = Program::start();
    let coordinator = Browser::open(JavaScript::On).await;
    coordinator.sign_in(&program.login_link("samordnare.2281")).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/2281", program.url, program.year());
    coordinator.go(&format!("{hub}/kollegor")).await;
    coordinator.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })", vec![]).await;
    let choose = "[...document.querySelectorAll('label')].find((l) => l.textContent.includes('bidragsgivare')).click()";
    coordinator.run(choose, vec![]).await;
    coordinator.press("#del-ordinart_boende-teknik_antal").await;
    coordinator.press_words("Lämna och skicka brev").await;
    coordinator.says("main", "Det är lämnat.").await;

    let contributor = Browser::open(JavaScript::On).await;
    contributor.sign_in(&program.login_link("bidragsgivare.2281")).await;
    contributor.go(&format!("{hub}/avsnitt/ordinart_boende")).await;
    assert_eq!(contributor.count("[name='teknik_lage.nattillsyn']").await, 0, "another's question can be changed");
    let unanswered = contributor.text().await.matches("Inte besvarad").count();
    contributor.answer("teknik_antal.nattillsyn", Text("31")).await;
    contributor.saved("teknik_antal.nattillsyn").await;
    contributor.go(&format!("{hub}/avsnitt/ordinart_boende")).await;
    contributor.expect_answer("teknik_antal.nattillsyn", Text("31")).await;
    assert_eq!(contributor.text().await.matches("Inte besvarad").count(), unanswered);

    // What is answered there meanwhile is told, and read by loading the page again.
    let followed = "return document.getElementById('avsnitt').hasAttribute('data-live')";
    contributor.until("the section is followed", followed, vec![]).await;
    assert_eq!(contributor.count("#avsnitt-besked a").await, 0);
    let read = "return [...document.querySelectorAll('.answer')].map((answer) => answer.textContent)";
    let before = contributor.run(read, vec![]).await;
    coordinator.go(&format!("{hub}/avsnitt/ordinart_boende")).await;
    coordinator.press("[name='teknik_lage.nattillsyn']:not(:checked)").await;
    contributor.says("#avsnitt-besked", "Det du bara kan läsa här har ändrats sedan sidan lästes in.").await;
    contributor.press("#avsnitt-besked a").await;
    contributor.until("it is read", "return !document.querySelector('#avsnitt-besked a')", vec![]).await;
    assert_ne!(contributor.run(read, vec![]).await, before);
    contributor.expect_answer("teknik_antal.nattillsyn", Text("31")).await;
    contributor.expect_quiet_console().await;
}
