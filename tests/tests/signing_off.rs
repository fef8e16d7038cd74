//! The signature: a signatory sends a response back, the coordinator asks again, and then it is signed. With JavaScript
//! and without.

use tests::{
    browser::{Browser, JavaScript},
    program::Program,
    section::FieldAnswer::Text,
};

/// A kommun of the demo that waits for a signature.
const KOMMUN: &str = "2282";

#[tokio::test]
async fn a_response_is_sent_back_unsigned_and_then_signed_without_javascript() {
    from_request_to_receipt(JavaScript::Off).await;
}

#[tokio::test]
async fn a_response_is_sent_back_unsigned_and_then_signed_with_javascript() {
    from_request_to_receipt(JavaScript::On).await;
}

async fn from_request_to_receipt(scripts: JavaScript) {
    let program = Program::start();
    let hub = format!("{}/svara/kommun-ehalsa/{}/{KOMMUN}", program.url, program.year());
    let signatory = Browser::open(scripts).await;
    signatory.sign_in(&program.login_link(&format!("undertecknare.{KOMMUN}"))).await;
    // What waits is where one lands.
    signatory.says("h1", "Underskrift").await;
    signatory.says("main", "Allt är genomgånget med verksamheterna.").await;
    signatory.says("main", "svar är nya eller ändrade sedan förra året").await;
    signatory.press_words("Skicka tillbaka").await;
    signatory.says("#fel", "Skriv vad som behöver ändras").await;
    assert!(signatory.title().await.starts_with("Fel: "));
    // A refused form is an error to the console.
    signatory.console_errors().await;
    signatory.write("#tillbaka", "Kontrollera <antalet> i D.").await;
    signatory.press_words("Skicka tillbaka").await;
    signatory.says("main", "Svaret är tillbakaskickat till samordnaren.").await;
    let letter = program.logged("the letter stands here");
    assert!(
        letter.contains(&format!("samordnare.{KOMMUN}")) && letter.contains("Kontrollera <antalet> i D."),
        "{letter}"
    );

    let coordinator = Browser::open(scripts).await;
    coordinator.sign_in(&program.login_link(&format!("samordnare.{KOMMUN}"))).await;
    coordinator.go(&hub).await;
    coordinator.says("main", "har skickat tillbaka svaret utan att skriva under").await;
    coordinator.says("main", "Kontrollera <antalet> i D.").await;
    coordinator.says("main", "Skicka för underskrift igen").await;
    ask(&coordinator, "Nu stämmer det.").await;
    let letter = program.logged("the letter stands here");
    assert!(letter.contains(&format!("%2F{KOMMUN}%2Funderskrift")) && letter.contains("Nu stämmer det."), "{letter}");

    // An answer that is changed meanwhile takes the request back, and what the signatory has before them is not sent.
    signatory.go(&format!("{hub}/underskrift")).await;
    signatory.says("main", "Nu stämmer det.").await;
    coordinator.go(&format!("{hub}/avsnitt/uppgiftslamnare")).await;
    coordinator.answer("kontakt_namn", Text("Karin Nyström")).await;
    coordinator.press_words("Spara och fortsätt").await;
    coordinator.go(&hub).await;
    coordinator.says("main", "Ett svar har ändrats sedan").await;
    signatory.press_words("Godkänn och skicka in").await;
    signatory.says("#fel", "Svaret har ändrats sedan du öppnade sidan").await;
    signatory.console_errors().await;
    ask(&coordinator, "").await;

    signatory.go(&format!("{}/svara", program.url)).await;
    signatory.says("h1", "Underskrift").await;
    signatory.press_words("Godkänn och skicka in").await;
    signatory.says("main", "Svaret är inskickat.").await;
    signatory.says("main", &format!("KOMMUN-{KOMMUN}-1")).await;
    let letters = [program.logged("Kvitto LB-"), program.logged("Kvitto LB-")];
    for receiver in ["samordnare", "undertecknare"] {
        let receiver = format!("{receiver}.{KOMMUN}");
        let is_told = |letter: &String| letter.contains(&receiver) && letter.contains("/kvitto/LB-");
        assert!(letters.iter().any(is_told), "{receiver}: {letters:?}");
    }
    signatory.go(&format!("{}/svara", program.url)).await;
    signatory.says("h1", "Svara").await;
    signatory.expect_quiet_console().await;
    coordinator.expect_quiet_console().await;
}

async fn ask(coordinator: &Browser, message: &str) {
    coordinator.press_words("Skicka för underskrift").await;
    coordinator.says("h1", "Skicka för underskrift").await;
    coordinator.write("#meddelande", message).await;
    coordinator.press("form[action$='underskrift/be'] button").await;
    coordinator.says("main", "Svaret väntar på underskrift.").await;
}

#[tokio::test]
async fn a_round_that_wants_a_signature_is_not_sent_in_by_its_coordinator() {
    let program = Program::start();
    let owner = Browser::open(JavaScript::Off).await;
    owner.sign_in(&program.login_link("agare")).await;
    owner.go(&format!("{}/undersokningar/kommun-ehalsa/{}", program.url, program.year())).await;
    // It is told what it means and for how many before anything changes, and what was done after.
    owner.press_words("Kräv underskrift").await;
    owner.says(".lead", "Det gäller 36\u{a0}svar som inte är inskickade.").await;
    owner.press_words("Tillbaka utan att ändra").await;
    owner.says("#underskrift ~ p", "En undertecknare behöver inte godkänna det.").await;
    owner.press_words("Kräv underskrift").await;
    owner.press("main button").await;
    owner.says(".status-row", "Underskrift krävs nu. Det gäller 36\u{a0}svar").await;
    owner.says("main", "En undertecknare måste godkänna varje svar").await;
    assert_eq!(owner.count("a[href$='/underskrift']").await, 1);

    let coordinator = Browser::open(JavaScript::Off).await;
    coordinator.sign_in(&program.login_link(&format!("samordnare.{KOMMUN}"))).await;
    let hub = format!("{}/svara/kommun-ehalsa/{}/{KOMMUN}", program.url, program.year());
    coordinator.go(&format!("{hub}/granska")).await;
    coordinator.says("h1", "Läs igenom alla svar").await;
    assert_eq!(coordinator.count("form[action$='skicka-in']").await, 0);
}
