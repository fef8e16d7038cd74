//! Understanding: the framework, an indicator with its figures, and that pages that only show load no script.

use fantoccini::Locator;
use std::collections::BTreeMap;
use tests::{
    browser::{Browser, JavaScript},
    http::Visitor,
    program::Program,
};

/// The texts of the cells of a table's row, by the row's head, folded away or not.
async fn row(browser: &Browser, caption: &str, head: &str) -> Vec<String> {
    let xpath = format!("//table[caption='{caption}']//tr[th[@scope='row' and starts-with(., '{head}')]]/*");
    let cells = browser.client.find_all(Locator::XPath(&xpath)).await.expect("cells");
    assert!(!cells.is_empty(), "no row `{head}` under `{caption}`");
    let mut texts = Vec::new();
    for cell in cells {
        let text = cell.prop("textContent").await.expect("a property").unwrap_or_default();
        texts.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    texts
}

#[tokio::test]
async fn an_indicator_shows_its_series_its_formula_and_the_questions_behind_it() {
    let program = Program::start();
    let browser = Browser::open(JavaScript::Off).await;
    browser.go(&program.url).await;
    browser.press_words("Se resultaten").await;
    browser.says("h1", "Resultat").await;
    browser.says("main", "Inriktningsmål 1. Individen som medskapare").await;
    browser.press_words("Andel kommuner som har olika typer av välfärdsteknik för personer i ordinärt boende").await;
    assert_eq!(browser.path().await, "/resultat/F06");

    // The published 66 percent of 2020, counted from answers, in the table and in words.
    let years = format!("2019, 2020 och {}", program.year() - 1);
    let table = &format!("Procent av de kommuner som har svarat. Påhittade värden: {years}");
    let heads = row_of_heads(&browser, table).await;
    let at = |year: &str| heads.iter().position(|head| head.starts_with(year)).unwrap_or_else(|| panic!("{heads:?}"));
    let cells = row(&browser, table, "Nattillsyn med digital teknik").await;
    for (year, value) in [("2017", "37"), ("2019", "58"), ("2020", "66")] {
        assert!(cells[at(year)].starts_with(value), "{year}: {cells:?}");
    }
    let counts = row(&browser, "Antal svar, andel kommuner", "Nattillsyn med digital teknik").await;
    assert!(counts.iter().any(|cell| cell.contains("165 av 250")), "{counts:?}");
    let published = row(&browser, "Publicerade värden", "Nattillsyn med digital teknik").await;
    assert!(published.contains(&"37".to_owned()), "{published:?}");

    // The chart is drawn by the server, has a name and says in words what it shows.
    // Six series cannot be told apart in one picture: each has its own, under its name.
    assert_eq!(browser.count(".panel .panel-name").await, 6);
    let chart = browser.find(".panels[role='img']").await;
    let described = chart.attr("aria-describedby").await.expect("an attribute").expect("a description");
    browser
        .says(&format!("[id='{described}']"), "Nattillsyn med digital teknik: 37 procent år 2017, 58 procent år 2019")
        .await;
    browser.says(".footnotes", "Tidsserien är bruten före 2020.").await;
    assert!(browser.count(".formula").await >= 1, "no formula in words");
    browser.says("main", "Har kommunen nattillsyn med digital teknik för personer i ordinärt boende?").await;
    browser.expect_quiet_console().await;
}

#[test]
fn what_is_asked_of_the_results_is_kept_from_link_to_link() {
    let program = Program::start();
    let visitor = Visitor::new(&program);
    // Groups and the year of a table of two dimensions; a version of the framework and a search.
    let page = visitor.get("/resultat/F06?nedbrytning=lan&ar=2020");
    let newest = format!("href=\"?nedbrytning=lan&amp;ar={}#", program.year() - 1);
    assert!(page.text().contains(&newest), "the year forgets the groups");
    assert!(page.text().contains("name=\"ar\" value=\"2020\""), "the groups forget the year");
    let page = visitor.get("/resultat?ramverk=2020&sok=larm");
    assert!(page.text().contains("name=\"ramverk\" value=\"2020\""), "the search forgets the version");
    assert!(page.text().contains("href=\"/resultat?ramverk=2024&amp;sok=larm\""), "the version forgets the search");
}

async fn row_of_heads(browser: &Browser, caption: &str) -> Vec<String> {
    let xpath = format!("//table[caption='{caption}']/thead/tr[1]/*");
    let mut heads = Vec::new();
    for head in browser.client.find_all(Locator::XPath(&xpath)).await.expect("heads") {
        heads.push(head.text().await.expect("a head has text"));
    }
    heads
}

#[test]
fn every_indicator_has_a_page_and_its_figures_agree_with_the_command_line() {
    let program = Program::start();
    let visitor = Visitor::new(&program);
    let list = visitor.get("/resultat/lista.json");
    assert!(list.body == program.output(&["indicators", "list", "--format", "json"]));
    let list = list.json();
    let indicators = list.as_array().expect("a list");
    let names: BTreeMap<&str, &str> = indicators
        .iter()
        .map(|row| (row["indicator"].as_str().expect("a name"), row["title"].as_str().expect("a title")))
        .collect();
    assert_eq!(names.len(), 55, "{names:?}");
    for name in names.keys() {
        let page = visitor.get(&format!("/resultat/{name}"));
        assert_eq!(page.status, 200, "{name}");
    }
    // The figures of a round that is still open are preliminary: only those who follow it up get them, and ask for them.
    let observations = visitor.get("/resultat/indikatorer.csv");
    assert!(observations.body == program.output(&["indicators", "export"]));
    let of_visitor = visitor.get("/resultat/indikatorer.csv?preliminara=ja");
    assert!(of_visitor.body == observations.body, "nobody else gets them by asking");
    let with_open = program.output(&["indicators", "export", "--preliminary"]);
    let with_open = String::from_utf8(with_open).expect("CSV is text");
    let closed: Vec<&str> = with_open.lines().filter(|line| !line.contains(",preliminary,")).collect();
    assert!(observations.text().lines().count() > 500 && closed.len() < with_open.lines().count());
}

/// Everybody's pages, and those of following up.
#[test]
fn pages_that_only_show_load_no_script() {
    let program = Program::start();
    let year = program.year();
    let own = format!("/svara/kommun-ehalsa/{year}/2281");
    let round = format!("/undersokningar/kommun-ehalsa/{year}");
    for (person, paths) in [
        ("", ["/", "/logga-in", "/resultat", "/resultat/F06", "/oppna-data"].map(str::to_owned).as_slice()),
        ("samordnare.2281", &["/", "/resultat", "/resultat/F06", "/inloggningar"].map(str::to_owned)),
        (
            "agare",
            &["/undersokningar".to_owned(), round.clone(), format!("{round}/fragor"), format!("{round}/svar/0114")],
        ),
    ] {
        let visitor = if person.is_empty() { Visitor::new(&program) } else { Visitor::signed_in(&program, person) };
        for path in paths {
            let page = visitor.get(path);
            assert_eq!(page.status, 200, "{path}");
            for script in ["<script", ".wasm", "modulepreload", "javascript:", " onclick"] {
                assert!(!page.text().contains(script), "{path} holds `{script}`");
            }
            assert!(!page.header("content-security-policy").contains("script-src"), "{path} may run scripts");
        }
    }
    let coordinator = Visitor::signed_in(&program, "samordnare.2281");
    let working = coordinator.get(&format!("{own}/avsnitt/e_tjanster"));
    assert!(working.text().contains("<script type=\"module\""), "a page that is worked in does");
    assert!(working.text().contains("src=\"/assets/kept-"), "it asks before signing out until its island is awake");
    // Where answers are given, a few lines ask before signing out while the browser keeps some, and nothing more is loaded.
    let reader = Visitor::signed_in(&program, "lasare.2281");
    let list = "/svara".to_owned();
    for (visitor, paths) in [
        (&coordinator, [list.clone(), own.clone(), format!("{own}/granska"), format!("{own}/avboj")]),
        (&reader, [list, own.clone(), format!("{own}/granska"), format!("{own}/avsnitt/e_tjanster")]),
    ] {
        for path in paths {
            let page = visitor.get(&path);
            assert_eq!((page.status, page.text().matches("<script").count()), (200, 1), "{path}");
            assert!(page.text().contains("src=\"/assets/kept-") && !page.text().contains(".wasm"), "{path}");
            assert!(!page.header("content-security-policy").contains("wasm"), "{path}");
        }
    }
}
