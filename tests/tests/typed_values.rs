//! What is typed is read the same by the program of the browser and by the server, which composes letters in its own way,
//! and both write the same verdict on it.

use serde_json::{Value, json};
use tests::{
    http::Visitor,
    program::Program,
    section::{
        FieldAnswer::{Choice, Text},
        state,
    },
    section_browser::{SectionBrowser, SectionPerson, acknowledged, open, paste, signed_in},
};

/// A field, what is typed into it, what is stored of it, and what is told beside it.
type Typed = (&'static str, &'static str, Value, &'static str);

/// What is typed, by section.
fn typed() -> Vec<(&'static str, Vec<Typed>)> {
    vec![
        (
            "uppgiftslamnare",
            vec![
                ("kontakt_namn", "\u{feff}A\u{30a}sa\u{200b}\u{a0}O\u{308}st\u{ad}", text("Åsa Öst"), ""),
                ("kontakt_telefon", "(08)\u{2013}123\u{a0}45\u{2009}67\u{200e}", text("(08)-123 45 67"), ""),
                ("kontakt_epost", "\u{202a}namn@kommun.se\u{202c}", text("namn@kommun.se"), ""),
            ],
        ),
        (
            "styrning",
            vec![(
                "valfardsteknik_kostnad",
                "2\u{202f}400\u{2007}000 Kr.\u{200b}",
                json!({ "value": { "number": "2400000" } }),
                "= 2,4\u{a0}miljoner\u{a0}kr",
            )],
        ),
        ("halso_och_sjukvard", vec![("medicindispensrar", "\u{ff0d}3", json!({ "value": { "number": "-3" } }), "")]),
        (
            "informationssakerhet",
            vec![
                ("infosak_uppfoljning", "ja", json!({ "value": { "code": "ja" } }), ""),
                (
                    "infosak_uppfoljd",
                    "november\u{a0}2025\u{feff}",
                    json!({ "value": { "date": "2025-11-01" } }),
                    "= 1 november 2025",
                ),
            ],
        ),
    ]
}

fn text(text: &str) -> Value {
    json!({ "value": { "text": text } })
}

fn stored(page: &str, field: &str) -> (Value, String) {
    let state = state(page);
    let answers = state["answers"].as_array().expect("answers are a list");
    let answer = answers.iter().find(|answer| answer[0] == field).map(|answer| &answer[1]);
    answer.map_or((Value::Null, "0".to_owned()), |answer| (answer["entry"].clone(), answer["version"].to_string()))
}

#[tokio::test]
async fn the_browser_reads_what_the_server_reads() {
    let program = Program::start();
    let browser = signed_in(&program, SectionPerson::Coordinator).await;
    let reader = Visitor::signed_in(&program, "samordnare.2281");
    let without_script = Visitor::signed_in(&program, "samordnare.0180");
    for (section, fields) in typed() {
        let of = |organisation| format!("/svara/kommun-ehalsa/{}/{organisation}/avsnitt/{section}", program.year());
        open(&browser, &format!("{}{}", program.url, of("2281"))).await;
        let before = without_script.get(&of("0180")).text().to_owned();
        let mut form = Vec::new();
        for (field, written, _, told) in &fields {
            if *written == "ja" {
                browser.answer(field, Choice("ja")).await;
            } else {
                paste(&browser, field, written).await;
            }
            if !told.is_empty() {
                browser.says(&format!("[data-echo='{field}']"), told).await;
            }
            form.extend([
                (format!("{field}/version"), stored(&before, field).1),
                ((*field).to_owned(), (*written).to_owned()),
            ]);
        }
        acknowledged(&browser).await;
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let posted = without_script.post(&of("0180"), &form);
        assert!([303, 422].contains(&posted.status), "{section}: {}", posted.status);
        let (by_script, by_server) =
            (reader.get(&of("2281")).text().to_owned(), without_script.get(&of("0180")).text().to_owned());
        for (field, written, expected, told) in fields {
            assert_eq!(stored(&by_script, field).0, expected, "{field}, read by the browser: {written:?}");
            assert_eq!(stored(&by_server, field).0, expected, "{field}, read by the server: {written:?}");
            assert!(by_server.contains(told), "{field}: what was read is not told");
        }
    }
    browser.expect_quiet_console().await;
}

#[tokio::test]
async fn the_island_writes_a_verdict_as_the_server_does() {
    let desk = SectionBrowser::at("halso_och_sjukvard").await;
    let browser = &desk.browser;
    browser.answer("medicindispensrar", Text("tolv")).await;
    browser.says("[data-messages='medicindispensrar']", "Fel: ”tolv” går inte att läsa").await;
    acknowledged(browser).await;
    let written = "return document.querySelector(`[data-messages='medicindispensrar']`).innerHTML";
    let by_island = browser.run(written, vec![]).await;
    desk.reopen().await;
    assert_eq!(browser.run(written, vec![]).await, by_island);
}
