//! Pictures of the pages, narrow and wide, light and dark, in `target/screenshots/`: for the readme, and for looking.
//!
//! `cargo run -p tests --bin screenshots [WORD]`: only pages with the word in their name.

use serde_json::json;
use std::{fs, path::Path};
use tests::{
    browser::{Browser, JavaScript},
    program::Program,
    section::FieldAnswer::{Choice, Text},
};

/// A person, and what of theirs is worth a picture: a name and an address.
const PAGES: [(&str, &[(&str, &str)]); 5] = [
    ("", &[("start", "/"), ("logga-in", "/logga-in"), ("resultat", "/resultat"), ("indikator", "/resultat/F06")]),
    (
        "samordnare.2281",
        &[
            ("svara", "/svara"),
            ("hub", "/svara/kommun-ehalsa/YEAR/2281"),
            ("avsnitt-matris", "/svara/kommun-ehalsa/YEAR/2281/avsnitt/e_tjanster"),
            ("avsnitt-tal", "/svara/kommun-ehalsa/YEAR/2281/avsnitt/ordinart_boende"),
            ("granska", "/svara/kommun-ehalsa/YEAR/2281/granska"),
            ("kvitto", "/svara/kommun-ehalsa/BEFORE/2281/kvitto/LB-BEFORE-KOMMUN-2281-1"),
        ],
    ),
    (
        "samordnare.0180",
        &[("hub-lamnat", "/svara/kommun-ehalsa/YEAR/0180"), ("kollegor", "/svara/kommun-ehalsa/YEAR/0180/kollegor")],
    ),
    (
        "bidragsgivare.0180",
        &[
            ("hub-kollega", "/svara/kommun-ehalsa/YEAR/0180"),
            ("avsnitt-kollega", "/svara/kommun-ehalsa/YEAR/0180/avsnitt/informationssakerhet"),
        ],
    ),
    (
        "agare",
        &[
            ("undersokningar", "/undersokningar"),
            ("uppfoljning", "/undersokningar/kommun-ehalsa/YEAR"),
            ("svar", "/undersokningar/kommun-ehalsa/YEAR/svar/0114"),
            ("fragor", "/undersokningar/region-ehalsa-it/YEAR/fragor"),
        ],
    ),
];

#[tokio::main]
async fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    fs::create_dir_all(&folder).expect("a folder for the pictures");
    let program = Program::start();
    for (person, pages) in PAGES {
        let browser = Browser::open(JavaScript::On).await;
        if !person.is_empty() {
            browser.sign_in(&program.login_link(person)).await;
        }
        for (name, path) in pages.iter().filter(|(name, _)| name.contains(&word)) {
            let path = path.replace("YEAR", &program.year().to_string());
            let path = path.replace("BEFORE", &(program.year() - 1).to_string());
            browser.go(&format!("{}{path}", program.url)).await;
            if *name == "avsnitt-tal" {
                // What deviates and what cannot be read belong to the picture.
                browser.answer("planeringsverktyg.funktionshinder", Choice("nej")).await;
                browser.answer("teknik_antal.nattillsyn", Text("ungefär 60")).await;
                browser.says("[data-save='teknik_antal.nattillsyn']", "stämmer inte").await;
            }
            take(&browser, &folder, name).await;
        }
    }
    println!("{}", folder.canonicalize().expect("the folder is there").display());
}

/// The whole page in four ways.
async fn take(browser: &Browser, folder: &Path, name: &str) {
    for theme in ["light", "dark"] {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
        browser.devtools("Emulation.setEmulatedMedia", media).await;
        for width in [360, 1280] {
            browser.resize(width, 800).await;
            let height = browser.run("return document.documentElement.scrollHeight", vec![]).await;
            let height = u32::try_from(height.as_u64().expect("a height")).expect("a page of this height");
            browser.resize(width, height).await;
            let screenshot = browser.client.screenshot().await.expect("a picture");
            fs::write(folder.join(format!("{name}-{width}-{theme}.png")), screenshot).expect("the picture is kept");
        }
    }
    browser.resize(1280, 900).await;
}
