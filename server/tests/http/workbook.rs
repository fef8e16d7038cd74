//! Workbooks that colleagues fill in: fetched, filled in as people do, and read back as a whole or not at all.

use crate::support::{TestResponse, TestSite};
use calamine::{Data, Reader, Xlsx};
use collection::respond::{FilledWorkbook, WorkbookRow};
use http::StatusCode;
use lagesbild::workbook::{
    layout::{COLUMNS, MARK},
    read::{self, WorkbookFileError},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::io::{Cursor, Read, Write};
use survey::workbook::WorkbookCell;

const COORDINATOR: &str = "samordnare.2281";

fn hub(site: &TestSite) -> String {
    format!("/svara/kommun-ehalsa/{}/2281", site.now().year())
}

/// Reads a file, however long it takes.
fn read(file: &[u8]) -> Result<FilledWorkbook, WorkbookFileError> {
    read::read(file, || Ok(()))
}

async fn fetched(site: &TestSite, cookie: &str) -> FilledWorkbook {
    let answer = site.get(&format!("{}/svar.xlsx", hub(site)), Some(cookie)).await;
    assert_eq!(answer.status, StatusCode::OK);
    read(&answer.body).unwrap()
}

async fn sent(site: &TestSite, cookie: &str, file: &[u8]) -> TestResponse {
    site.post_file(&format!("{}/fil", hub(site)), Some(cookie), file).await
}

/// The button of the preview, pressed.
async fn confirmed(site: &TestSite, cookie: &str, preview: &TestResponse) -> TestResponse {
    let value = |name: &str| {
        let rest = preview
            .text()
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .unwrap_or_else(|| panic!("{}", preview.text()));
        html_escape::decode_html_entities(rest.split('"').next().unwrap()).into_owned()
    };
    let form = ["andringar", "nyckel", "kvar"].map(|name| (name, value(name)));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.post(&format!("{}/fil/las-in", hub(site)), Some(cookie), &form).await
}

/// A file of these rows, as Excel would save it.
fn saved(sheet: &FilledWorkbook, sheet_name: &str) -> Vec<u8> {
    changed(sheet, sheet_name, None, |_| {})
}

/// The same with a column inserted, or with something else done to the sheet.
fn changed(
    sheet: &FilledWorkbook,
    sheet_name: &str,
    inserted: Option<u16>,
    change: impl FnOnce(&mut Worksheet),
) -> Vec<u8> {
    let place = |column: u16| column + u16::from(inserted.is_some_and(|at| column >= at));
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Något annat").unwrap();
    let page = book.add_worksheet().set_name(sheet_name).unwrap();
    let mark = [MARK, &sheet.survey, &sheet.year, &sheet.organisation, &sheet.questionnaire];
    for (column, text) in (0..).zip(mark) {
        page.write_string(0, place(column), text).unwrap();
    }
    for (column, header) in (0..).zip(COLUMNS) {
        page.write_string(1, place(column), header.header).unwrap();
    }
    let (day, percent) = (Format::new().set_num_format("d/m/yyyy"), Format::new().set_num_format("0 %"));
    for row in &sheet.rows {
        let at = row.row - 1;
        page.write_string(at, place(0), &row.name).unwrap();
        let cells = [(1, &row.version), (6, &row.answer), (7, &row.reason), (8, &row.explanation), (9, &row.comment)];
        for (column, cell) in cells.map(|(column, cell)| (place(column), cell)) {
            let written = match cell {
                WorkbookCell::Empty => continue,
                WorkbookCell::Text(text) => page.write_string(at, column, text),
                WorkbookCell::Number(number) => {
                    page.write_number(at, column, number.to_string().parse::<f64>().unwrap())
                }
                WorkbookCell::Day(date) => {
                    let (year, month) = (u16::try_from(date.year()).unwrap(), date.month().into());
                    let date = ExcelDateTime::from_ymd(year, month, date.day()).unwrap();
                    page.write_datetime_with_format(at, column, &date, &day)
                }
                WorkbookCell::Truth(truth) => page.write_boolean(at, column, *truth),
                WorkbookCell::Percent(number) => {
                    let held = number.to_string().parse::<f64>().unwrap() / 100.0;
                    page.write_number_with_format(at, column, held, &percent)
                }
                WorkbookCell::Uncomputed => page.write_formula(at, column, "=1+1"),
                WorkbookCell::Merged => page.merge_range(at, column, at + 1, column, "Ja", &Format::new()),
                WorkbookCell::Fault(words) => page.write_formula(at, column, Formula::new("=1/0").set_result(words)),
            };
            written.unwrap();
        }
    }
    change(page);
    book.save_to_buffer().unwrap()
}

/// The file as a program writes it that does not compute: formulas without their values.
fn uncomputed(file: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        written.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            bytes = String::from_utf8(bytes).unwrap().replace("</f><v>0</v>", "</f>").into_bytes();
        }
        written.write_all(&bytes).unwrap();
    }
    written.finish().unwrap().into_inner()
}

fn row<'a>(sheet: &'a mut FilledWorkbook, name: &str) -> &'a mut WorkbookRow {
    sheet.rows.iter_mut().find(|row| row.name == name).unwrap_or_else(|| panic!("no row {name}"))
}

fn text(text: &str) -> WorkbookCell {
    WorkbookCell::Text(text.into())
}

#[tokio::test]
async fn a_workbook_says_what_to_do_and_locks_all_but_the_answers() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let answer = site.get(&format!("{}/svar.xlsx", hub(&site)), Some(&cookie)).await;
    let disposition = answer.header("content-disposition").to_owned();
    assert!(
        disposition.contains(&format!("demo-kommun-ehalsa-{}-2281-att-fylla-i.xlsx", site.now().year())),
        "{disposition}"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
    assert_eq!(book.sheet_names(), ["Information", "Svar", "Val"]);
    let page = book.worksheet_range("Svar").unwrap();
    let headers: Vec<String> = page.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headers, COLUMNS.map(|column| column.header));
    let row_of = |name: &str| page.rows().find(|row| row[0] == Data::String(name.into())).unwrap();
    assert_eq!(row_of("dokumentera_enheter")[2].to_string(), "H3");
    assert!(
        page.rows().any(|row| row[5].to_string().starts_with(&format!("{}: ", site.now().year() - 1))),
        "no earlier answer"
    );
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(answer.body.to_vec())).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    };
    let sheet = part("xl/worksheets/sheet2.xml");
    for expected in
        ["<sheetProtection", "type=\"list\"", "Val!$", "\"Vet ej,Ej tillämpligt,Uppgift saknas\"", "hidden=\"1\""]
    {
        assert!(sheet.contains(expected), "no {expected}");
    }
    let filter = format!("<autoFilter ref=\"A2:J{}\"/>", page.height());
    assert!(
        sheet.contains(&filter) && sheet.contains(" autoFilter=\"0\""),
        "what is under the headers can be filtered"
    );
    assert!(part("xl/styles.xml").contains("locked=\"0\""));
}

#[tokio::test]
async fn what_was_fetched_and_not_touched_changes_nothing() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let answer = site.get(&format!("{}/svar.xlsx", hub(&site)), Some(&cookie)).await;
    let read = sent(&site, &cookie, &answer.body).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    assert!(read.text().contains("Filen ändrar ingenting"), "{}", read.text());
    let again = saved(&fetched(&site, &cookie).await, "Svar");
    assert!(sent(&site, &cookie, &again).await.text().contains("Filen ändrar ingenting"));
}

#[tokio::test]
async fn answers_are_read_as_people_write_them_shown_and_saved_together() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let mut sheet = fetched(&site, &cookie).await;
    row(&mut sheet, "hemsjukvard").answer = text(" JA ");
    row(&mut sheet, "medicindispensrar").answer = text("1 240");
    row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer = text("12,5 %");
    row(&mut sheet, "valfardsteknik_kostnad").answer = WorkbookCell::Empty;
    row(&mut sheet, "valfardsteknik_kostnad").reason = text("vet ej");
    row(&mut sheet, "etjanster.barn_och_unga/chatt").answer = text("x");
    row(&mut sheet, "fh_internet").answer = WorkbookCell::Truth(true);
    row(&mut sheet, "fh_internet").explanation = text("Sedan mars.");
    row(&mut sheet, "fh_internet").comment = text("Fråga Leila.");
    // A row that is taken away leaves its answer as it is; an empty row that is added is nothing.
    sheet.rows.retain(|row| row.name != "uppgiftslamnare_roll");
    sheet.rows.push(WorkbookRow { row: 900, ..WorkbookRow::default() });
    let preview = sent(&site, &cookie, &saved(&sheet, "Omdöpt av Bo")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let page = preview.text();
    assert!(page.contains("6\u{a0}svar ändras") && page.contains("Läs in 6\u{a0}svar"), "{page}");
    assert!(page.contains("1\u{a0}240") && page.contains("12,5\u{a0}%") && page.contains("Vet ej"), "{page}");
    let before = site.get(&format!("{}/granska", hub(&site)), Some(&cookie)).await;
    assert!(!before.text().contains("Sedan mars."), "the preview saved");

    let done = confirmed(&site, &cookie, &preview).await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, format!("{}?klart=inlast", hub(&site)).as_str())
    );
    let after = site.get(&format!("{}/granska", hub(&site)), Some(&cookie)).await;
    for expected in ["1\u{a0}240", "12,5\u{a0}%", "Sedan mars.", "Fråga Leila."] {
        assert!(after.text().contains(expected), "no {expected}");
    }
    // The same button once more changes nothing.
    assert_eq!(confirmed(&site, &cookie, &preview).await.status, StatusCode::SEE_OTHER);
    assert!(
        sent(&site, &cookie, &saved(&fetched(&site, &cookie).await, "Svar"))
            .await
            .text()
            .contains("Filen ändrar ingenting")
    );
}

#[tokio::test]
async fn every_row_that_is_wrong_is_told() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let mut sheet = fetched(&site, &cookie).await;
    row(&mut sheet, "hemsjukvard").answer = text("Kanske");
    row(&mut sheet, "medicindispensrar").answer = text("tolv");
    row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer = WorkbookCell::Number("0.86".parse().unwrap());
    row(&mut sheet, "fh_internet").answer = WorkbookCell::Fault("#DIV/0!".into());
    row(&mut sheet, "fh_sip_andra").answer = text("Ja");
    row(&mut sheet, "fh_sip_andra").reason = text("Vet ej");
    row(&mut sheet, "fh_sip_utskrivning").reason = text("Ingen lust");
    row(&mut sheet, "etjanster.barn_och_unga/tidsbokning").answer = text("ibland");
    row(&mut sheet, "kontakt_namn").version = WorkbookCell::Empty;
    row(&mut sheet, "kontakt_telefon").comment = text(&"Å".repeat(10_001));
    sheet.rows.push(WorkbookRow { row: 900, answer: text("Ja"), ..WorkbookRow::default() });
    let twice = WorkbookRow { row: 901, ..row(&mut sheet, "uppgiftslamnare_roll").clone() };
    sheet.rows.push(twice);
    sheet.rows.retain(|row| row.name != "etjanster.familjeratt/chatt");
    let answer = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("<title>Fel: ") && page.contains("Ingenting är sparat."), "{page}");
    for expected in [
        "”Kanske” är inget av svarsalternativen.",
        "”tolv” går inte att läsa som",
        "Cellen är 0,86",
        "(#DIV/0!)",
        "både ett svar och ett skäl",
        "”Ingen lust” är inget av skälen.",
        "”ibland” går inte att läsa.",
        "Radens dolda uppgifter är borta.",
        "Texten är för lång.",
        "Raden hör inte till formuläret.",
        "Frågan står också på rad",
        "Några av frågans rader är borta.",
    ] {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
    assert!(!page.contains("name=\"andringar\""), "there is something to confirm");
}

#[tokio::test]
async fn what_a_colleague_has_changed_meanwhile_is_not_written_over() {
    let site = TestSite::demo().await;
    let (cookie, other) = (site.sign_in(COORDINATOR).await, site.sign_in("bidragsgivare.2281").await);
    let mut sheet = fetched(&site, &cookie).await;
    row(&mut sheet, "hemsjukvard").answer = text("Ja");
    row(&mut sheet, "medicindispensrar").answer = WorkbookCell::Number(8.into());
    let preview = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    let section = format!("{}/avsnitt/halso_och_sjukvard", hub(&site));
    let theirs = [("hemsjukvard/version", "0"), ("hemsjukvard", "nej")];
    assert_eq!(site.post(&section, Some(&other), &theirs).await.status, StatusCode::SEE_OTHER);

    // Changed between the preview and the button, and changed before the file was sent.
    let late = confirmed(&site, &cookie, &preview).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
    assert!(late.text().contains("Ingenting är sparat."), "{}", late.text());
    let again = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("har ändrat svaret") && again.text().contains("till ”Nej”"), "{}", again.text());
    let answers = async || {
        let kept = fetched(&site, &cookie).await;
        let answer = |name: &str| kept.rows.iter().find(|row| row.name == name).unwrap().answer.clone();
        (answer("hemsjukvard"), answer("medicindispensrar"))
    };
    assert_eq!(answers().await, (text("Nej"), WorkbookCell::Empty));

    // The rest is read in, and what was left is told.
    assert!(again.text().contains("Läs in resten: 1\u{a0}svar"), "{}", again.text());
    let rest = confirmed(&site, &cookie, &again).await;
    let left = format!("{}/fil?kvar={}", hub(&site), row(&mut sheet, "hemsjukvard").row);
    assert_eq!((rest.status, rest.header("location")), (StatusCode::SEE_OTHER, left.as_str()));
    assert_eq!(answers().await, (text("Nej"), WorkbookCell::Number(8.into())));
    let told = site.get(&left, Some(&cookie)).await;
    let line = format!("<li>Rad {}</li>", row(&mut sheet, "hemsjukvard").row);
    assert!(told.text().contains("Resten är inläst") && told.text().contains(&line), "{}", told.text());
    // The same file once more: what was read in is not in the way.
    let once_more = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    assert!(once_more.text().contains("1\u{a0}rad att rätta i filen"), "{}", once_more.text());
    assert!(!once_more.text().contains("Läs in resten"), "{}", once_more.text());
}

#[tokio::test]
async fn a_share_is_read_as_its_cell_shows_it() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let mut sheet = fetched(&site, &cookie).await;
    row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer = WorkbookCell::Percent(86.into());
    row(&mut sheet, "medicindispensrar").answer = WorkbookCell::Percent(1200.into());
    let file = saved(&sheet, "Svar");
    let mut read = read::read(&file, || Ok(())).unwrap();
    assert_eq!(row(&mut read, "ekonomiskt_bistand_digitalt_andel").answer, WorkbookCell::Percent(86.into()));
    let preview = sent(&site, &cookie, &file).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    assert!(preview.text().contains("86\u{a0}%") && preview.text().contains("12\u{a0}"), "{}", preview.text());
    confirmed(&site, &cookie, &preview).await;
    let mut after = fetched(&site, &cookie).await;
    assert_eq!(row(&mut after, "medicindispensrar").answer, WorkbookCell::Number(12.into()));
}

#[tokio::test]
async fn what_people_do_to_a_workbook_is_named_for_what_it_is() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let mut sheet = fetched(&site, &cookie).await;
    row(&mut sheet, "hemsjukvard").answer = text("Ja");
    // A column that is inserted is not in the way, wherever; what is written in it is told.
    for at in [0, 1, 3, 6, 7] {
        let written = row(&mut sheet, "hemsjukvard").row - 1;
        let file = changed(&sheet, "Svar", Some(at), |page| {
            page.write_string(written, at, "Mitt svar").unwrap();
        });
        let preview = sent(&site, &cookie, &file).await;
        assert_eq!(preview.status, StatusCode::OK, "{at}: {}", preview.text());
        assert!(preview.text().contains("1\u{a0}svar ändras"), "{at}: {}", preview.text());
        let told =
            format!("Kolumn {} är infogad och läses inte in.", ["A", "B", "", "D", "", "", "G", "H"][usize::from(at)]);
        assert!(preview.text().contains(&told), "{told} {}", preview.text());
    }
    let twice = changed(&sheet, "Svar", None, |page| {
        page.write_string(1, 12, "Svar").unwrap();
    });
    assert!(sent(&site, &cookie, &twice).await.text().contains("Kolumnen ”Svar” finns två gånger."));

    // A formula that nobody has computed is not an empty cell, and cells that are merged are nobody's.
    row(&mut sheet, "medicindispensrar").answer = WorkbookCell::Uncomputed;
    let file = uncomputed(&saved(&sheet, "Svar"));
    let answer = sent(&site, &cookie, &file).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Cellen har en formel utan värde."), "{}", answer.text());
    assert!(answer.text().contains("Läs in resten: 1\u{a0}svar"), "{}", answer.text());
    row(&mut sheet, "medicindispensrar").answer = WorkbookCell::Empty;
    // The rows of two questions, one below the other.
    let at = row(&mut sheet, "fh_sip_andra").row - 1;
    let merged = changed(&sheet, "Svar", None, |page| {
        page.merge_range(at, 6, at + 1, 6, "Ja", &Format::new()).unwrap();
    });
    let answer = sent(&site, &cookie, &merged).await;
    assert_eq!(answer.text().matches("Cellen är sammanfogad med andra.").count(), 2, "{}", answer.text());
}

#[tokio::test]
async fn rows_of_what_others_answer_are_refused_one_by_one() {
    let site = TestSite::demo().await;
    let (cookie, other) = (site.sign_in(COORDINATOR).await, site.sign_in("bidragsgivare.2281").await);
    let person = site.actor("bidragsgivare.2281").await.person().unwrap().id.to_string();
    let given = [("person", person.as_str()), ("del", "styrning")];
    let given = site.post(&format!("{}/kollegor", hub(&site)), Some(&cookie), &given).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());

    let before = fetched(&site, &other).await;
    let mut sheet = before.clone();
    row(&mut sheet, "valfardsteknik_kostnad").answer = WorkbookCell::Number(150_000.into());
    row(&mut sheet, "hemsjukvard").answer = text("Ja");
    row(&mut sheet, "fh_internet").comment = text("Fråga Leila.");
    let refused = sent(&site, &other, &saved(&sheet, "Svar")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("2\u{a0}rader att rätta i filen") && page.contains("Ingenting är sparat än."), "{page}");
    assert_eq!(page.matches("Du har inte fått den här frågan att svara på.").count(), 2, "{page}");
    for name in ["hemsjukvard", "fh_internet"] {
        let at = format!("Rad {}<", row(&mut sheet, name).row);
        assert!(page.contains(&at), "no {at} in {page}");
    }
    assert!(page.contains("Läs in resten: 1\u{a0}svar"), "their own row can be read in: {page}");
    // What is not theirs is not taken from a form that somebody has put together.
    let form = [
        ("andringar", r#"[{"field":"hemsjukvard","entry":{"value":{"code":"ja"}},"base_version":0}]"#),
        ("nyckel", "egen"),
    ];
    let forged = site.post(&format!("{}/fil/las-in", hub(&site)), Some(&other), &form).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "{}", forged.text());
    assert_eq!(fetched(&site, &cookie).await.rows, before.rows, "something was taken");

    // Their own rows alone are taken.
    row(&mut sheet, "hemsjukvard").answer = WorkbookCell::Empty;
    row(&mut sheet, "fh_internet").comment = WorkbookCell::Empty;
    let preview = sent(&site, &other, &saved(&sheet, "Svar")).await;
    assert!(preview.text().contains("1\u{a0}svar ändras"), "{}", preview.text());
    assert_eq!(confirmed(&site, &other, &preview).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_file_for_something_else_is_told_apart() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let sheet = fetched(&site, &cookie).await;
    let refused = async |sheet: FilledWorkbook, words: &str| {
        let answer = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(words), "{}", answer.text());
    };
    refused(FilledWorkbook { organisation: "0180".into(), ..sheet.clone() }, "en annan organisation (0180)").await;
    refused(FilledWorkbook { year: "2019".into(), ..sheet.clone() }, "ett annat år (kommun-ehalsa 2019)").await;
    refused(FilledWorkbook { questionnaire: "gammal".into(), ..sheet }, "Formuläret har ändrats").await;
}

#[tokio::test]
async fn the_owners_workbook_is_empty_and_anybody_may_fill_it_in() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let path = format!("/undersokningar/kommun-ehalsa/{}/formular.xlsx", site.now().year());
    let answer = site.get(&path, Some(&owner)).await;
    let mut sheet = read(&answer.body).unwrap();
    assert_eq!(sheet.organisation, "");
    assert!(sheet.rows.iter().all(|row| row.answer.is_empty()));
    let cookie = site.sign_in(COORDINATOR).await;
    row(&mut sheet, "hemsjukvard").answer = text("Ja");
    let preview = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    assert!(preview.text().contains("1\u{a0}svar ändras"), "what is empty took away answers: {}", preview.text());
}

#[tokio::test]
async fn who_may_not_change_answers_may_not_read_a_file_in() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let file = saved(&fetched(&site, &cookie).await, "Svar");
    for person in ["lasare.2281", "undertecknare.2281", "samordnare.0180", "agare"] {
        let other = site.sign_in(person).await;
        assert_eq!(sent(&site, &other, &file).await.status, StatusCode::FORBIDDEN, "{person}");
    }
}

#[test]
fn what_is_no_workbook_is_refused_without_being_unpacked() {
    assert_eq!(read(b""), Err(WorkbookFileError::None));
    assert_eq!(read(b"Nr;Svar\r\nA1;Ja\r\n"), Err(WorkbookFileError::NoWorkbook));
    assert_eq!(read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old one"), Err(WorkbookFileError::Old));
    assert_eq!(read(b"PK\x03\x04 cut off"), Err(WorkbookFileError::NoWorkbook));
    assert_eq!(read(&vec![b'P'; 6 * 1024 * 1024]), Err(WorkbookFileError::TooLarge));
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "Budget").unwrap();
    assert_eq!(read(&other.save_to_buffer().unwrap()), Err(WorkbookFileError::NotOurs));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..64 {
        zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 200_000);
    assert_eq!(read(&bomb), Err(WorkbookFileError::TooMuch));
    // The last cell that Excel has, far from the first: nothing is set aside for what lies between.
    let mut far = Workbook::new();
    let sheet = far.add_worksheet();
    sheet.write_string(0, 0, MARK).unwrap();
    sheet.write_string(1_048_575, 16_383, "långt borta").unwrap();
    assert!(matches!(read(&far.save_to_buffer().unwrap()), Err(WorkbookFileError::Column(_))));
}

#[test]
fn one_text_in_many_cells_is_not_copied_without_end() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, MARK).unwrap();
    // The file holds the text once.
    let text = "Å".repeat(32_000);
    for row in 2..402 {
        sheet.write_string(row, 6, &text).unwrap();
    }
    let file = book.save_to_buffer().unwrap();
    assert!(file.len() < 200_000, "{}", file.len());
    assert_eq!(read(&file), Err(WorkbookFileError::TooMuch));
}

/// A file with so many sheets, all of which are the same part of it.
fn sharing(sheets: usize, part: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let each = |line: &dyn Fn(usize) -> String| (1..=sheets).map(line).collect::<String>();
    let names = each(&|sheet| format!("<sheet name=\"S{sheet}\" sheetId=\"{sheet}\" r:id=\"r{sheet}\"/>"));
    let parts = each(&|sheet| {
        format!("<Relationship Id=\"r{sheet}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>")
    });
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let book = format!("<Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    for (name, text) in [
        ("_rels/.rels", format!("<Relationships xmlns=\"{PACKAGE}\">{book}</Relationships>")),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{PACKAGE}\">{parts}</Relationships>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{part}</sheetData></worksheet>")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn rows(rows: usize, cell: &str) -> String {
    (1..=rows).map(|row| format!("<row r=\"{row}\">{}</row>", cell.replace('#', &row.to_string()))).collect()
}

#[test]
fn sheets_that_share_a_part_have_one_budget_together() {
    let some = rows(9_000, "<c r=\"A#\"><v>1</v></c>");
    assert_eq!(read(&sharing(3, &some)), Err(WorkbookFileError::NotOurs), "27,000 cells are read");
    assert_eq!(read(&sharing(20, &some)), Err(WorkbookFileError::TooMuch), "180,000 are not");
    let empty = rows(9_000, "<c r=\"A#\"/>");
    assert_eq!(read(&sharing(20, &empty)), Err(WorkbookFileError::TooMuch), "nor where they hold nothing");
    let text = rows(9, &format!("<c r=\"A#\" t=\"inlineStr\"><is><t>{}</t></is></c>", "å".repeat(100_000)));
    assert_eq!(read(&sharing(3, &text)), Err(WorkbookFileError::NotOurs), "5 MB of text are read");
    assert_eq!(read(&sharing(20, &text)), Err(WorkbookFileError::TooMuch), "36 MB are not");
    assert_eq!(read(&sharing(300, &rows(1, ""))), Err(WorkbookFileError::TooMuch), "nor 300 sheets");
}

#[test]
fn reading_is_given_up_when_it_must_be_wherever_it_is() {
    let cells = rows(9_000, "<c r=\"A#\"><v>1</v></c>");
    let without = rows(9_000, "");
    for (file, last) in [(sharing(3, &cells), 27_000), (sharing(20, &without), 20)] {
        let asked = std::cell::Cell::new(0);
        let give_up_at = |asking: usize| {
            asked.set(0);
            read::read(&file, || {
                asked.set(asked.get() + 1);
                if asked.get() < asking { Ok(()) } else { Err(WorkbookFileError::Stopped) }
            })
        };
        for asking in [1, last] {
            assert_eq!(give_up_at(asking), Err(WorkbookFileError::Stopped));
            assert_eq!(asked.get(), asking, "nothing more is read");
        }
    }
}

#[tokio::test]
async fn a_program_that_stops_reads_no_file() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let file = saved(&fetched(&site, &cookie).await, "Svar");
    site.stopping.begin();
    let answer = sent(&site, &cookie, &file).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("Läsningen avbröts. Läs in filen igen"), "{}", answer.text());
}

#[tokio::test]
async fn a_share_is_told_from_a_percent_also_where_it_is_whole() {
    let site = TestSite::demo().await;
    let cookie = site.sign_in(COORDINATOR).await;
    let mut sheet = fetched(&site, &cookie).await;
    // What Excel makes of 100 %, and what somebody types who thinks so.
    for cell in [WorkbookCell::Number(1.into()), text("1"), text("0,86")] {
        row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer = cell.clone();
        let answer = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{cell:?}");
        assert!(answer.text().contains("som i Excel kan betyda procent"), "{}", answer.text());
    }
    // Said with its sign it is plain, and the file gives it back as it was said.
    row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer = text("100%");
    let preview = sent(&site, &cookie, &saved(&sheet, "Svar")).await;
    assert!(preview.text().contains("100\u{a0}%"), "{}", preview.text());
    confirmed(&site, &cookie, &preview).await;
    let mut sheet = fetched(&site, &cookie).await;
    assert_eq!(row(&mut sheet, "ekonomiskt_bistand_digitalt_andel").answer, text("100\u{a0}%"));
}
