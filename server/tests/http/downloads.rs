//! Files from the pages.

use crate::support::{TestResponse, TestSite};
use calamine::{Data, Reader, Xlsx};
use collection::{Actor, RoundKey, import::import, respond::hub};
use http::StatusCode;
use std::io::Cursor;
use time::format_description::well_known::Rfc3339;

fn round(site: &TestSite) -> String {
    format!("/undersokningar/kommun-ehalsa/{}/filer", site.now().year())
}

fn name(answer: &TestResponse) -> &str {
    answer.header("content-disposition").strip_prefix("attachment; filename=").unwrap().trim_matches('"')
}

#[tokio::test]
async fn the_owners_files_are_those_of_the_command_line() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let (path, year) = (round(&site), site.now().year());
    for (file, called, header) in [
        (
            "svar.csv",
            "svar.csv",
            "organisation,name,lan,lan_name,kommungrupp,kommungrupp_name,size,size_name,population,status,submitted_at,",
        ),
        ("svar.csv?interna=ja", "svar-interna.csv", "organisation,name,"),
        ("svarsfrekvens.csv?by=lan", "svarsfrekvens-lan.csv", "group,label,eligible,"),
        ("svarsfrekvens.csv?excel=ja", "svarsfrekvens-excel.csv", "\u{feff}group;label;eligible;"),
        ("sammanstallning.csv?by=size", "sammanstallning-granskning-size.csv", "field,option,group,"),
        (
            "sammanstallning.csv?etiketter=ja",
            "sammanstallning-granskning-labels.csv",
            "field,option,question,option_label,group,",
        ),
        ("kodbok.csv", "kodbok.csv", "variable,field,section,"),
        ("kodbok.json", "kodbok.json", "[\n"),
        ("svar.csv?etiketter=ja&excel=ja", "svar-labels-excel.csv", "\u{feff}organisation;name;"),
    ] {
        let kind = if called.ends_with("json") { "application/json" } else { "text/csv; charset=utf-8" };
        let answer = site.get(&format!("{path}/{file}"), Some(&owner)).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert_eq!(answer.header("content-type"), kind, "{file}");
        assert!(answer.text().starts_with(header), "{file}: {}", &answer.text()[..80]);
        assert_eq!(name(&answer), format!("demo-kommun-ehalsa-{year}-{called}"), "{file}");
    }
    let unknown = site.get(&format!("{path}/svarsfrekvens.csv?by=partifarg"), Some(&owner)).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workbook_has_typed_answers_a_codebook_and_says_what_it_is() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let answer = site.get(&format!("{}/svar.xlsx", round(&site)), Some(&owner)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
    assert_eq!(book.sheet_names(), ["Svar", "Kodbok", "Information"]);

    let answers = book.worksheet_range("Svar").unwrap();
    let column = |wanted: &str| {
        answers.rows().next().unwrap().iter().position(|name| *name == Data::String(wanted.to_owned())).unwrap()
    };
    assert_eq!(answers.height(), 291, "a header and every recipient");
    let (number, option, sent) = (
        column("medicindispensrar"),
        column("etjanster.barn_och_unga/inga"),
        column("submitted_at (Europe/Stockholm)"),
    );
    let status = column("status");
    let counted: Vec<&[Data]> =
        answers.rows().skip(1).filter(|row| row[status] == Data::String("approved".into())).collect();
    assert!(!counted.is_empty());
    assert!(counted.iter().all(|row| matches!(row[0], Data::String(_))), "codes keep their zeros");
    assert!(counted.iter().any(|row| matches!(row[number], Data::Float(_))));
    assert!(counted.iter().any(|row| matches!(row[option], Data::Float(0.0 | 1.0))));
    assert!(counted.iter().all(|row| matches!(row[sent], Data::DateTime(_))));

    let information = book.worksheet_range("Information").unwrap();
    let facts: String = information.rows().flatten().map(ToString::to_string).collect();
    assert!(facts.contains("allt som räknas ur svaren är påhittade"), "{facts}");
    assert!(facts.contains("Interna frågor, bland dem kontaktuppgifter, är inte med."), "{facts}");
    assert!(book.worksheet_range("Kodbok").unwrap().height() > 100);
}

#[tokio::test]
async fn an_aggregate_is_a_workbook_too() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let answer = site.get(&format!("{}/sammanstallning.xlsx?by=lan", round(&site)), Some(&owner)).await;
    assert_eq!(
        name(&answer),
        format!("demo-kommun-ehalsa-{}-sammanstallning-granskning-lan.xlsx", site.now().year()),
        "what may not be published is not called as what may"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.body.to_vec())).unwrap();
    assert_eq!(book.sheet_names(), ["Sammanställning", "Information"]);
    let rows = book.worksheet_range("Sammanställning").unwrap();
    assert!(rows.rows().skip(1).all(|row| matches!(row[4], Data::Float(_) | Data::Empty)), "counts are numbers");
}

#[tokio::test]
async fn drafts_stay_with_the_organisation() {
    let site = TestSite::demo().await;
    let year = site.now().year();
    let own = format!("/svara/kommun-ehalsa/{year}/0180/svar.csv");
    let coordinator = site.sign_in("samordnare.0180").await;
    let owner = site.sign_in("agare").await;
    let answer = site.get(&own, Some(&coordinator)).await;
    assert_eq!(name(&answer), format!("demo-kommun-ehalsa-{year}-0180-svar.csv"));
    let text = answer.text();
    assert!(text.starts_with("Avsnitt,Nr,Fråga,Svar,Fält\r\n"), "{text}");
    assert!(text.contains(",kontakt_epost\r\n") && text.matches("\r\n").count() > 60, "a row for each question");
    let excel = site.get(&format!("{own}?excel=ja"), Some(&coordinator)).await;
    assert!(excel.text().starts_with("\u{feff}Avsnitt;Nr;Fråga;Svar;Fält\r\n"));
    assert_eq!(name(&excel), format!("demo-kommun-ehalsa-{year}-0180-svar-excel.csv"));
    assert_eq!(site.get(&own, Some(&owner)).await.status, StatusCode::FORBIDDEN);
    let exported = site.get(&format!("{}/svar.csv", round(&site)), Some(&owner)).await;
    let row = exported.text().lines().find(|line| line.starts_with("0180,")).unwrap();
    assert!(row.starts_with("0180,Stockholm,01,Stockholms län,") && row.trim_end_matches(',').ends_with("in_progress"));
}

#[tokio::test]
async fn contact_details_are_in_files_only_where_an_owner_asks_for_them() {
    let site = TestSite::demo().await;
    let (owner, reviewer) = (site.sign_in("agare").await, site.sign_in("granskare").await);
    let path = round(&site);
    for file in ["svar.csv", "svar.csv?etiketter=ja", "svar.csv?excel=ja"] {
        for session in [&owner, &reviewer] {
            let answer = site.get(&format!("{path}/{file}"), Some(session)).await;
            assert_eq!(answer.status, StatusCode::OK, "{file}");
            assert!(!answer.text().contains("@"), "{file} holds an address");
            assert!(!answer.text().contains("kontakt_epost"), "{file}");
        }
    }
    let book = site.get(&format!("{path}/svar.xlsx"), Some(&owner)).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.body.to_vec())).unwrap();
    let answers = book.worksheet_range("Svar").unwrap();
    assert!(!answers.rows().flatten().any(|cell| cell.to_string().contains('@')));
    let asked = format!("{path}/svar.csv?interna=ja");
    assert!(site.get(&asked, Some(&owner)).await.text().contains("@"));
    for file in ["svar.csv?interna=ja", "svar.xlsx?interna=ja"] {
        let refused = site.get(&format!("{path}/{file}"), Some(&reviewer)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{file}");
    }
    // What is said of it, and who is led to it.
    let said = site.get("/personuppgifter", None).await;
    assert!(said.text().contains("bara när en ägare ber om dem"), "{}", said.text());
    let page = format!("/undersokningar/kommun-ehalsa/{}", site.now().year());
    assert!(site.get(&page, Some(&owner)).await.text().contains("interna=ja"));
    assert!(!site.get(&page, Some(&reviewer)).await.text().contains("interna=ja"));
}

#[tokio::test]
async fn files_of_a_round_are_for_those_who_follow_it_up() {
    let site = TestSite::demo().await;
    let coordinator = site.sign_in("samordnare.0180").await;
    for file in ["svar.csv", "svar.xlsx", "svarsfrekvens.csv", "sammanstallning.csv", "sammanstallning.xlsx"] {
        let path = format!("{}/{file}", round(&site));
        assert_eq!(site.get(&path, Some(&coordinator)).await.status, StatusCode::FORBIDDEN, "{file}");
        assert_eq!(site.get(&path, None).await.status, StatusCode::FORBIDDEN, "{file}");
    }
}

#[tokio::test]
async fn results_are_open_to_anyone() {
    let site = TestSite::demo().await;
    let csv = site.get("/resultat/indikatorer.csv", None).await;
    assert!(csv.text().starts_with("indicator,measure,round,refers_to,published,breakdown,unit,value,"));
    assert_eq!(name(&csv), "demo-indikatorer.csv");
    let json: serde_json::Value =
        serde_json::from_slice(&site.get("/resultat/indikatorer.json", None).await.body).unwrap();
    assert_eq!(json.as_array().unwrap().len() + 1, csv.text().lines().count());
    let list: serde_json::Value = serde_json::from_slice(&site.get("/resultat/lista.json", None).await.body).unwrap();
    assert!(list.as_array().unwrap().len() >= 55);
    let year = site.now().year();
    assert!(!csv.text().contains(&format!(",{year},{year},")), "an open round is not shown");
    let by_lan = site.get("/resultat/indikatorer.csv?indikator=F06&by=lan", None).await;
    assert!(by_lan.text().contains(",lan=01,procent,"), "{}", by_lan.text());
    // Those who follow it up get it where they ask for it, and it says what it is.
    let owner = site.sign_in("agare").await;
    assert_eq!(name(&by_lan), "demo-indikatorer-F06-lan.csv");
    let asked = site.get("/resultat/indikatorer.csv?preliminara=ja", Some(&owner)).await;
    assert!(asked.text().contains(&format!(",{year},{year},")) && asked.text().contains(",preliminary,"));
    assert!(!site.get("/resultat/indikatorer.csv", Some(&owner)).await.text().contains(",preliminary,"));
}

#[tokio::test]
async fn the_latest_of_two_copies_of_one_second_is_led_to() {
    let site = TestSite::demo().await;
    let key = RoundKey::new("kommun-ehalsa", site.now().year()).response("0115");
    let before = hub(&site.store, &Actor::System, &key, site.now()).await.unwrap();
    let at = before.copies[0].submitted_at.format(&Rfc3339).unwrap();
    let file = format!("organisation,status,submitted_at,kontakt_namn\r\n0115,submitted,{at},Ny Person\r\n");
    let report = import(&site.store, &Actor::System, &key.round(), file.as_bytes(), false, site.now()).await.unwrap();
    assert_eq!(report.copies, 1);
    let coordinator = site.sign_in("samordnare.0115").await;
    let page = site.get(&format!("/svara/kommun-ehalsa/{}/0115", key.year), Some(&coordinator)).await;
    let first = page.text().split("/kvitto/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(first, format!("LB-{}-KOMMUN-0115-2", key.year));
}
