//! Papers as another program reads them: their text in order, what it is, and in which language.

use tests::{http::Visitor, paper::poppler, program::Program};

fn fetched(visitor: &Visitor, path: &str) -> Vec<u8> {
    let answer = visitor.get(path);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{path}");
    assert!(answer.body.starts_with(b"%PDF-1.7") && answer.body.len() < 250_000, "{path}: {} bytes", answer.body.len());
    let holds = |words: &[u8]| answer.body.windows(words.len()).any(|window| window == words);
    assert!(holds(b"/Lang(sv)") && holds(b"pdfuaid:part"), "{path}");
    answer.body
}

/// Fails unless the text holds these, each after the one before.
fn expect_in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let at = rest.find(word).unwrap_or_else(|| panic!("no `{word}` where it should be in {text}"));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn a_receipt_is_read_in_order_and_by_its_headings() {
    let program = Program::start();
    let before = program.year() - 1;
    let reader = Visitor::signed_in(&program, "lasare.2281");
    let receipt = format!("/svara/kommun-ehalsa/{before}/2281/kvitto/LB-{before}-KOMMUN-2281-1");
    let paper = fetched(&reader, &format!("{receipt}/kvitto.pdf"));
    let text = poppler("pdftotext", &["-raw"], &paper);
    let title = format!("Kvitto LB-{before}-KOMMUN-2281-1");
    let facts = ["Sundsvalls kommun", "Inskickat", "svensk tid", "Inskickat av", "Kontrollsumma (SHA-256)"];
    expect_in_order(&text, &[&[title.as_str()], &facts[..], &["A. Uppgiftslämnare", "A1", "B. Styrning"]].concat());
    let page = reader.get(&receipt);
    let checksum = page.text().split("(SHA-256)</dt><dd>").nth(1).and_then(|rest| rest.get(..64)).expect("a checksum");
    assert!(text.replace(char::is_whitespace, "").contains(checksum), "another checksum than on the page");
    assert!(page.text().contains("kvitto.pdf"), "the page does not lead to the paper");

    let facts = poppler("pdfinfo", &[], &paper);
    assert!(facts.contains(&format!("Title:           {title}")), "{facts}");
    assert!(facts.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{facts}");
    let structure = poppler("pdfinfo", &["-struct"], &paper);
    expect_in_order(&structure, &["Document", "H1", "Table", "TR", "TH", "TD", "H2", "H3", "P", "H2"]);
}

#[test]
fn the_blank_questionnaire_asks_everything() {
    let program = Program::start();
    let path = format!("/svara/kommun-ehalsa/{}/2281", program.year());
    let reader = Visitor::signed_in(&program, "lasare.2281");
    let paper = fetched(&reader, &format!("{path}/formular.pdf"));
    let text = poppler("pdftotext", &["-raw"], &paper);
    expect_in_order(
        &text,
        &["E-hälsa", "A. Uppgiftslämnare", "A1 ", "A2 ", "Svara om A1 är Annan.", "B. Styrning", "B1 "],
    );
    let structure = poppler("pdfinfo", &["-struct"], &paper);
    expect_in_order(&structure, &["Document", "H1", "H2", "H3", "L (block)", "LI", "LBody", "Table", "TH", "TD"]);
    let page = reader.get(&format!("{path}/formular.html"));
    page.expect_page(200, &format!("E-hälsa och välfärdsteknik i kommunerna {}", program.year()));
    assert!(page.text().contains("Svara om A1 är Annan.") && !page.text().contains("<style"), "{}", page.text());
    let owner = Visitor::signed_in(&program, "agare");
    let same = fetched(&owner, &format!("/undersokningar/kommun-ehalsa/{}/formular.pdf", program.year()));
    assert_eq!(poppler("pdftotext", &["-raw"], &same), text);
}
