//! Following a round up: how many have answered, who is missing, what has been sent in, reviewing it, and the files.
//! The pages load no script, so they are walked without.

use calamine::{Data, Reader, Xlsx};
use fantoccini::Locator;
use std::{collections::BTreeMap, io::Cursor};
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::Program,
    section::FieldAnswer::Codes,
};

async fn signed_in(program: &Program, person: &str) -> Browser {
    let browser = Browser::open(JavaScript::Off).await;
    browser.sign_in(&program.login_link(person)).await;
    browser
}

/// The text of everything that a CSS selector finds.
async fn texts(browser: &Browser, css: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for element in browser.client.find_all(Locator::Css(css)).await.expect("elements") {
        texts.push(element.text().await.expect("an element has text"));
    }
    texts
}

#[tokio::test]
async fn an_owner_sees_who_has_answered_and_finds_who_has_not() {
    let program = Program::start();
    let browser = signed_in(&program, "agare").await;
    let year = program.year();
    browser.says("h1", "Undersökningar").await;
    let rounds = texts(&browser, "tbody tr").await;
    assert_eq!(rounds.len(), 8, "{rounds:#?}");
    let regions =
        rounds.iter().find(|round| round.contains(&format!("regionerna {year}"))).expect("the regions' round");
    assert!(regions.contains("Öppen") && regions.contains("19 av 21") && !regions.contains('%'), "{regions}");

    browser.press_words(&format!("E-hälsa och välfärdsteknik i kommunerna {year}")).await;
    browser.says("h1", "E-hälsa och välfärdsteknik i kommunerna").await;
    assert_eq!(browser.appears(".figure").await, "86,2 %");
    browser.says(".figure-of", "250 av 290\u{a0}kommuner har svarat.").await;
    // The curve and the map are pictures with a name; the groups are tables.
    let charts =
        "return [...document.querySelectorAll('svg[role=img]')].map((svg) => svg.getAttribute('aria-labelledby'))";
    assert_eq!(browser.run(charts, vec![]).await, serde_json::json!(["kurva-rubrik", "karta-rubrik"]));
    let tables = texts(&browser, "caption").await.join("\n");
    for words in ["Per län, lägst först.", "Per kommungrupp, lägst först.", "Per storlek."] {
        assert!(tables.contains(words), "no table `{words}` among {tables}");
    }

    // Searching, filtering, sorting and turning pages are a form and ordinary links.
    let list = "[aria-labelledby='lista']";
    let found = format!("{list} [role='status']");
    browser.says(&found, "290\u{a0}kommuner.").await;
    browser.press(".pagination-step").await;
    browser.appears(".pagination [aria-current='page'][href='?sida=2#lista']").await;
    browser.write("#sok", "sundsv").await;
    browser.press(".filters button").await;
    browser.says(&found, "1\u{a0}kommun stämmer med urvalet.").await;
    assert_eq!(texts(&browser, ".row-list tbody th").await, ["Sundsvall"]);
    browser.write("#sok", "").await;
    browser.press("#lage option[value='saknas']").await;
    browser.press("#lan option[value='22']").await;
    browser.press(".filters button").await;
    browser.says(&found, "3\u{a0}kommuner stämmer med urvalet.").await;
    assert_eq!(texts(&browser, ".row-list tbody th").await, ["Härnösand", "Kramfors", "Sundsvall"]);
    browser.press("a[href*='ordna=besvarat']").await;
    browser.appears("[aria-sort='ascending'] a[href*='ordna=besvarat']").await;
    assert_eq!(texts(&browser, ".row-list tbody th").await, ["Sundsvall", "Kramfors", "Härnösand"]);
    browser.press("a[href*='ordna=besvarat']").await;
    browser.appears("[aria-sort='descending'] a[href*='ordna=besvarat']").await;
    assert_eq!(texts(&browser, ".row-list tbody th").await, ["Härnösand", "Kramfors", "Sundsvall"]);
    // Whoever then searches keeps the order.
    browser.write("#sok", "r").await;
    browser.press(".filters button").await;
    browser.says(&found, "2\u{a0}kommuner stämmer med urvalet.").await;
    assert_eq!(texts(&browser, ".row-list tbody th").await, ["Härnösand", "Kramfors"]);
    browser.appears("[aria-sort='descending'] a[href*='ordna=besvarat']").await;
    browser.expect_quiet_console().await;
}

#[test]
fn the_statuses_of_the_list_are_those_of_the_round() {
    let program = Program::start();
    let owner = Visitor::signed_in(&program, "agare");
    let round = format!("/undersokningar/kommun-ehalsa/{}", program.year());
    for (status, count) in [
        ("not_started", 9),
        ("in_progress", 19),
        ("ready", 4),
        ("submitted", 112),
        ("returned", 4),
        ("approved", 138),
        ("declined", 4),
        ("saknas", 40),
    ] {
        let page = owner.get(&format!("{round}?lage={status}"));
        assert!(page.text().contains(&format!(">{count}\u{a0}kommuner stämmer med urvalet.")), "{status}");
    }
}

#[test]
fn a_draft_stays_with_the_organisation() {
    let program = Program::start();
    let coordinator = Visitor::signed_in(&program, "samordnare.2281");
    let (year, contact) = (program.year(), "bengt.isaksson@2281.lagesbild.example");
    assert!(coordinator.get(&format!("/svara/kommun-ehalsa/{year}/2281/granska")).text().contains(contact));
    for person in ["agare", "granskare", "admin"] {
        let follower = Visitor::signed_in(&program, person);
        let page = follower.get(&format!("/undersokningar/kommun-ehalsa/{year}/svar/2281"));
        assert!(page.text().contains("51 av 68") && page.text().contains("Hur långt utkastet har kommit"));
        for draft in [contact, "Gäller återansökningar sedan februari.", "62,5", "Bengt Isaksson"] {
            assert!(!page.text().contains(draft), "{person} reads `{draft}` of a draft");
        }
        let file = follower.get(&format!("/undersokningar/kommun-ehalsa/{year}/filer/svar.csv"));
        assert!(!file.text().contains(contact), "{person} exports a draft");
    }
}

#[tokio::test]
async fn a_response_is_approved_or_returned_and_sent_in_anew() {
    let program = Program::start();
    let reviewer = signed_in(&program, "granskare").await;
    let (year, root) = (program.year(), &program.url);
    let response = |organisation: &str| format!("{root}/undersokningar/kommun-ehalsa/{year}/svar/{organisation}");

    reviewer.go(&response("0115")).await;
    // What it means and what deviates comes first, and nothing is done until the reviewer says so.
    reviewer.press_words("Granska och godkänn").await;
    reviewer.says("h1", "Godkänn svaret från Vallentuna kommun").await;
    reviewer.says("main", "Inskickat").await;
    reviewer.says("main", "Organisationen ser att svaret är godkänt men får inget brev.").await;
    reviewer.press_words("Tillbaka utan att godkänna").await;
    reviewer.says("main .status", "Inskickat").await;
    reviewer.press_words("Granska och godkänn").await;
    reviewer.press_words("Godkänn svaret").await;
    reviewer.says(".status-row", "Svaret är godkänt.").await;
    reviewer.says("main .status", "Godkänt").await;
    assert_eq!(reviewer.count("a[href$='/godkann']").await, 0);
    reviewer.go(&format!("{}/godkann", response("0115"))).await;
    reviewer.says("main", "Svaret är nu: godkänt.").await;

    reviewer.go(&response("0117")).await;
    reviewer.press_words("Skicka tillbaka hela svaret").await;
    reviewer.says("#fel", "Skriv varför").await;
    assert!(reviewer.title().await.starts_with("Fel: Österåkers kommun"), "{}", reviewer.title().await);
    reviewer.write("#tillbaka", "Se över avsnitt C.").await;
    reviewer.press_words("Skicka tillbaka hela svaret").await;
    reviewer.says(".status-row", "Svaret är skickat tillbaka.").await;
    reviewer.says("main", "Åter för komplettering").await;
    reviewer.says("main", "Se över avsnitt C.").await;

    // The organisation reads why, changes an answer and sends it in again.
    let coordinator = signed_in(&program, "samordnare.0117").await;
    let hub = format!("{root}/svara/kommun-ehalsa/{year}/0117");
    coordinator.go(&hub).await;
    coordinator.says("main", "Granskaren har skickat tillbaka svaret").await;
    coordinator.says("main", "Se över avsnitt C.").await;
    coordinator.go(&format!("{hub}/avsnitt/e_tjanster")).await;
    coordinator.answer("etjanster.aldreomsorg", Codes(&["tidsbokning", "chatt"])).await;
    coordinator.press_words("Spara och fortsätt").await;
    coordinator.says("h1", "D. ").await;
    coordinator.go(&format!("{hub}/granska")).await;
    coordinator.press_words("Skicka in").await;
    coordinator.says("main", "Svaret är inskickat. Tack för att ni har svarat.").await;

    // Both versions are there, and the first is as it was.
    reviewer.go(&response("0117")).await;
    assert_eq!(texts(&reviewer, "[aria-labelledby='inskickat'] li a").await.len(), 2);
    let mut answers = Vec::new();
    for copy in [1, 2] {
        reviewer.go(&format!("{}/LB-{year}-KOMMUN-0117-{copy}", response("0117"))).await;
        answers.push(reviewer.text().await.contains("Tidsbokning, Chatt"));
    }
    assert_eq!(answers, [false, true]);
}

/// A CSV file by its columns' names.
fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv).deserialize().collect::<Result<_, _>>().expect("the file is CSV with a header")
}

#[test]
fn the_files_of_the_pages_are_those_of_the_command_line() {
    let program = Program::start();
    let owner = Visitor::signed_in(&program, "agare");
    let year = program.year().to_string();
    for survey in ["kommun-ehalsa", "region-ehalsa-it"] {
        let file = |name: &str| owner.get(&format!("/undersokningar/{survey}/{year}/filer/{name}"));
        for (name, command) in [
            ("svar.csv", ["responses", "export", survey, &year, "--format", "csv", "--names"].as_slice()),
            ("svar.csv?interna=ja", &["responses", "export", survey, &year, "--names", "--internal"]),
            (
                "svar.csv?etiketter=ja&excel=ja",
                &["responses", "export", survey, &year, "--format", "csv", "--labels", "--excel"],
            ),
            ("svarsfrekvens.csv?by=lan", &["response-rate", survey, &year, "--by", "lan", "--format", "csv"]),
            (
                "sammanstallning.csv?by=lan",
                &["aggregate", survey, &year, "--by", "lan", "--for", "review", "--format", "csv"],
            ),
            ("kodbok.csv", &["codebook", survey, &year, "--format", "csv"]),
            ("kodbok.json", &["codebook", survey, &year, "--format", "json"]),
        ] {
            let answer = file(name);
            assert_eq!(answer.status, 200, "{survey} {name}");
            assert!(answer.body == program.output(command), "{survey} {name} is not what {command:?} writes");
            let disposition = answer.header("content-disposition");
            assert!(disposition.contains(&format!("demo-{survey}-{year}-")), "{disposition}");
        }
    }
}

#[test]
fn the_files_hold_every_recipient_and_the_right_counts() {
    let program = Program::start();
    let owner = Visitor::signed_in(&program, "agare");
    let file = |name: &str| owner.get(&format!("/undersokningar/kommun-ehalsa/{}/filer/{name}", program.year()));

    let responses = rows(&file("svar.csv").body);
    assert_eq!(responses.len(), 290);
    let counted = |row: &&BTreeMap<String, String>| ["submitted", "approved"].contains(&row["status"].as_str());
    assert_eq!(responses.iter().filter(counted).count(), 250);
    assert!(responses.windows(2).all(|pair| pair[0]["organisation"] < pair[1]["organisation"]), "sorted by code");

    let total = &rows(&file("svarsfrekvens.csv").body)[0];
    for (column, value) in [
        ("group", "total"),
        ("eligible", "290"),
        ("responded", "250"),
        ("response_rate", "0.862069"),
        ("returned", "4"),
    ] {
        assert_eq!(total[column], value, "{column}");
    }

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file("svar.xlsx").body)).expect("a workbook");
    let sheets: Vec<String> = book.sheet_names();
    assert_eq!(sheets, ["Svar", "Kodbok", "Information"]);
    let answers = book.worksheet_range("Svar").expect("the answers");
    assert_eq!(answers.height(), 291);
    assert!(answers.rows().skip(1).all(|row| matches!(&row[0], Data::String(code) if code.len() == 4)));
    let about = book.worksheet_range("Information").expect("the information");
    assert!(about.rows().flatten().any(|cell| cell.to_string().to_lowercase().contains("demo")), "{about:?}");

    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file("sammanstallning.xlsx").body)).expect("a workbook");
    let sheet = book.sheet_names()[0].clone();
    assert!(book.worksheet_range(&sheet).expect("a sheet").height() > 100);
}

#[test]
fn every_question_is_counted_on_a_page() {
    let program = Program::start();
    let owner = Visitor::signed_in(&program, "agare");
    let path = format!("/undersokningar/kommun-ehalsa/{}/fragor", program.year());
    let page = owner.get(&path);
    page.expect_page(200, "Varje fråga sammanställd");
    assert!(page.text().matches("<table").count() > 60, "a table for each field");
    let by_lan = owner.get(&format!("{path}?nedbrytning=lan"));
    assert!(by_lan.text().matches("Västernorrlands län").count() > 60);
    assert!(!page.text().contains("Västernorrlands län"));
    // What is published only together is suppressed in small groups.
    assert!(by_lan.text().contains(">U<"), "nothing is suppressed");
}
