//! Files from the pages.

use crate::support::{Answer, TestSite};
use calamine::{Data, Reader, Xlsx};
use http::StatusCode;
use std::io::Cursor;

fn round(site: &TestSite) -> String {
    format!("/undersokningar/kommun-ehalsa/{}/filer", site.now().year())
}

fn name(answer: &Answer) -> &str {
    answer.header("content-disposition").strip_prefix("attachment; filename=").unwrap().trim_matches('"')
}

#[tokio::test]
async fn the_owners_files_are_those_of_the_command_line() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let (path, year) = (round(&site), site.now().year());
    for (file, kind, header) in [
        ("svar.csv", "text/csv; charset=utf-8", "organisation,status,submitted_at,"),
        ("svarsfrekvens.csv?by=lan", "text/csv; charset=utf-8", "group,label,eligible,"),
        ("sammanstallning.csv?by=size", "text/csv; charset=utf-8", "field,option,group,"),
        ("kodbok.csv", "text/csv; charset=utf-8", "variable,field,section,"),
        ("kodbok.json", "application/json", "[\n"),
        ("svar.csv?etiketter=ja&excel=ja", "text/csv; charset=utf-8", "\u{feff}organisation;status;submitted_at;"),
    ] {
        let answer = site.get(&format!("{path}/{file}"), Some(&owner)).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        assert_eq!(answer.header("content-type"), kind, "{file}");
        assert!(answer.text().starts_with(header), "{file}: {}", &answer.text()[..80]);
        let plain = file.split('?').next().unwrap();
        assert_eq!(name(&answer), format!("demo-kommun-ehalsa-{year}-{plain}"), "{file}");
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
    let (number, option, sent) =
        (column("medicindispensrar"), column("etjanster.barn_och_unga/inga"), column("submitted_at"));
    let counted: Vec<&[Data]> =
        answers.rows().skip(1).filter(|row| row[1] == Data::String("approved".into())).collect();
    assert!(!counted.is_empty());
    assert!(counted.iter().all(|row| matches!(row[0], Data::String(_))), "codes keep their zeros");
    assert!(counted.iter().any(|row| matches!(row[number], Data::Float(_))));
    assert!(counted.iter().any(|row| matches!(row[option], Data::Float(0.0 | 1.0))));
    assert!(counted.iter().all(|row| matches!(row[sent], Data::DateTime(_))));

    let information = book.worksheet_range("Information").unwrap();
    let facts: String = information.rows().flatten().map(ToString::to_string).collect();
    assert!(facts.contains("enskilda svar är påhittade"), "{facts}");
    assert!(book.worksheet_range("Kodbok").unwrap().height() > 100);
}

#[tokio::test]
async fn an_aggregate_is_a_workbook_too() {
    let site = TestSite::demo().await;
    let owner = site.sign_in("agare").await;
    let answer = site.get(&format!("{}/sammanstallning.xlsx?by=lan", round(&site)), Some(&owner)).await;
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
    assert_eq!(answer.text().lines().count(), 2);
    assert_eq!(site.get(&own, Some(&owner)).await.status, StatusCode::FORBIDDEN);
    let exported = site.get(&format!("{}/svar.csv", round(&site)), Some(&owner)).await;
    let row = exported.text().lines().find(|line| line.starts_with("0180,")).unwrap();
    assert!(row.starts_with("0180,in_progress,,") && row.trim_end_matches(',').ends_with("in_progress"), "{row}");
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
    let asked = site.get("/resultat/indikatorer.csv?preliminara=ja", Some(&owner)).await;
    assert!(asked.text().contains(&format!(",{year},{year},")) && asked.text().contains(",preliminary,"));
    assert!(!site.get("/resultat/indikatorer.csv", Some(&owner)).await.text().contains(",preliminary,"));
}
