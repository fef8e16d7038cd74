//! What is written and read: the files of INTERFACES.

use crate::support::TestFolder;
use calamine::{Data, Reader, Xlsx};
use insta::assert_snapshot;
use std::io::Cursor;

/// The lines that a word stands in, with the header.
fn lines(text: &str, word: &str) -> String {
    let header = text.lines().next().unwrap();
    text.lines().filter(|line| *line == header || line.contains(word)).collect::<Vec<_>>().join("\n")
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn responses_are_exported_by_code() {
    let place = TestFolder::answered();
    let file = place.run(&["responses", "export", "kommun-ehalsa", "2020", "--internal"]).succeeded();
    assert_eq!(file.matches("\r\n").count(), 291, "a header and every recipient");
    assert!(file.starts_with("organisation,status,submitted_at,uppgiftslamnare_roll,"), "no byte order mark");
    assert_snapshot!("responses", file.split("\r\n").skip(1).take(6).collect::<Vec<_>>().join("\n"));
}

#[test]
fn responses_are_exported_for_people_and_for_excel() {
    let place = TestFolder::answered();
    let file = place
        .run(&["responses", "export", "kommun-ehalsa", "2020", "--labels", "--excel", "--status", "approved,submitted"])
        .succeeded();
    assert!(file.starts_with("\u{feff}organisation;name;"), "{file}");
    assert_snapshot!("responses-labels-excel", file.split("\r\n").skip(1).collect::<Vec<_>>().join("\n"));
}

#[test]
fn importing_an_export_changes_nothing() {
    let place = TestFolder::answered();
    let export = ["responses", "export", "kommun-ehalsa", "2020"];
    let whole = || place.run(&[&export[..], &["--internal"]].concat()).succeeded();
    let before = whole();
    let some = "nattillsyn.aldreomsorg,etjanster.barn_och_unga/chatt";
    for with in [
        &[][..],
        &["--internal"],
        &["--names"],
        &["--excel"],
        &["--excel", "--names", "--internal"],
        &["--variables", some],
    ] {
        place.write("export.csv", &place.run(&[&export[..], with].concat()).succeeded());
        let import = place.run(&["responses", "import", "kommun-ehalsa", "2020", "export.csv"]);
        assert_eq!((import.code, import.out.as_str()), (0, ""), "{with:?}: {}", import.err);
        let done = "290 rows read: 0 responses imported, with 0 new receipts";
        assert!(import.err.contains(done), "{with:?}: {}", import.err);
        assert!(whole() == before, "{with:?}");
    }
}

#[test]
fn a_dry_run_says_what_would_happen() {
    let place = TestFolder::seeded();
    let file = place.file(&[("0114", "approved", "2020-02-11T09:30:00Z", &[("hemsjukvard", "ja")])]);
    place.write("one.csv", &file);
    let import = place.run(&["responses", "import", "kommun-ehalsa", "2020", "one.csv", "--dry-run"]);
    assert!(import.err.contains("1 responses would be imported"), "{}", import.err);
    let export = place.run(&["responses", "export", "kommun-ehalsa", "2020"]).succeeded();
    assert!(export.contains("\r\n0114,not_started,"), "nothing is written");
}

#[test]
fn a_workbook_is_written_to_stdout() {
    let place = TestFolder::answered();
    let bytes = place.bytes(&["responses", "export", "kommun-ehalsa", "2020", "--format", "xlsx", "--internal"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range("Svar").unwrap();
    let at =
        |name: &str| rows.rows().next().unwrap().iter().position(|cell| *cell == Data::String(name.into())).unwrap();
    let first = rows.rows().nth(1).unwrap();
    assert_eq!(first[0], Data::String("0114".into()));
    assert_eq!(first[at("kontakt_namn")], Data::String("=Karin".into()), "text is text and needs no guard");
    assert_eq!(first[at("medicindispensrar")], Data::Float(12.0));
    // 2020-02-11T09:30:00Z in Swedish time.
    let Data::DateTime(sent) = &first[at("submitted_at (Europe/Stockholm)")] else { panic!("no time: {first:?}") };
    assert_eq!(sent.to_ymd_hms_milli(), (2020, 2, 11, 10, 30, 0, 0));
    assert_eq!(first[at("etjanster.barn_och_unga/tidsbokning")], Data::Float(1.0));
    let facts = book.worksheet_range("Information").unwrap();
    assert!(!facts.rows().flatten().any(|cell| cell.to_string().contains("Demo")), "this is no demo");
}

#[test]
fn an_export_has_the_columns_that_are_asked_for() {
    let place = TestFolder::answered();
    let export = |with: &[&str]| place.run(&[&["responses", "export", "kommun-ehalsa", "2020"][..], with].concat());
    let names = export(&["--names", "--variables", "medicindispensrar"]).succeeded();
    assert_eq!(
        names.split("\r\n").take(2).collect::<Vec<_>>(),
        [
            "organisation,name,lan,lan_name,kommungrupp,kommungrupp_name,size,size_name,population,status,submitted_at,\
             medicindispensrar",
            "0114,Upplands Väsby,01,Stockholms län,A2,Pendlingskommun nära storstad,4-50000-99999,\
             50\u{a0}000–99\u{a0}999 invånare,50323,approved,2020-02-11T09:30:00Z,12",
        ]
    );
    let labels = export(&["--labels", "--variables", "nattillsyn.aldreomsorg", "--status", "approved"]).succeeded();
    assert!(
        labels.contains(",status,submitted_at,") && labels.ends_with(",Godkänt,2020-02-11T09:30:00Z,Ja\r\n"),
        "{labels}"
    );
    assert!(labels.starts_with("organisation,name,lan,") && !labels.contains("nattillsyn.aldreomsorg"), "{labels}");
    let excel = export(&["--excel", "--variables", "medicindispensrar", "--status", "approved"]).succeeded();
    assert_eq!(
        excel,
        "\u{feff}organisation;status;submitted_at;medicindispensrar\r\n\
         \"=\"\"0114\"\"\";approved;2020-02-11T09:30:00Z;12\r\n"
    );
    let all = export(&[]).succeeded();
    assert!(!all.contains("kontakt_namn") && !all.contains("Karin"), "what is internal is left out");
    let internal = export(&["--internal", "--variables", "kontakt_namn", "--status", "approved"]).succeeded();
    assert!(internal.ends_with(",'=Karin\r\n"), "{internal}");
    let refused = export(&["--variables", "kontakt_namn"]).refused(1);
    assert!(refused.contains("`kontakt_namn` is internal; "), "{refused}");
    let refused = export(&["--variables", "medicin"]).refused(1);
    assert!(refused.contains("`medicin` is not a variable"), "{refused}");
}

#[test]
fn the_response_rate_counts_everyone_once() {
    let place = TestFolder::answered();
    let csv = place.run(&["response-rate", "kommun-ehalsa", "2020", "--by", "size"]).succeeded();
    assert_snapshot!("response-rate", csv.replace("\r\n", "\n"));
    let json = place.run(&["response-rate", "kommun-ehalsa", "2020", "--format", "json"]).succeeded();
    assert_snapshot!("response-rate-json", json);
}

#[test]
fn aggregates_cover_every_field() {
    let place = TestFolder::answered();
    let csv = place.run(&["aggregate", "kommun-ehalsa", "2020"]).succeeded().replace("\r\n", "\n");
    let some = [lines(&csv, "nattillsyn."), lines(&csv, "medicindispensrar"), lines(&csv, "etjanster.barn_och_unga")];
    assert_snapshot!("aggregate", some.join("\n"));
    let labelled = place.run(&["aggregate", "kommun-ehalsa", "2020", "--labels"]).succeeded().replace("\r\n", "\n");
    assert_eq!(labelled.lines().count(), csv.lines().count());
    assert_snapshot!("aggregate-labels", lines(&labelled, "etjanster.barn_och_unga"));
}

#[test]
fn indicators_are_computed_from_what_is_counted() {
    let place = TestFolder::answered();
    let csv = place
        .run(&["indicators", "export", "--survey", "kommun-ehalsa", "--round", "2020"])
        .succeeded()
        .replace("\r\n", "\n");
    assert_snapshot!("indicators", lines(&csv, "F06,nattillsyn,"));
    let json = place
        .run(&["indicators", "export", "--survey", "kommun-ehalsa", "--round", "2020", "--format", "json"])
        .succeeded();
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let one = list.iter().find(|row| row["indicator"] == "F06" && row["measure"] == "nattillsyn").unwrap();
    assert_snapshot!("indicator", pretty(one));
}

#[test]
fn the_list_of_indicators_says_how_each_is_counted() {
    let place = TestFolder::seeded();
    let csv = place.run(&["indicators", "list"]).succeeded();
    assert!(csv.starts_with(
        "indicator,framework_ids,title,goal,measure,measure_title,kind,unit,survey,numerator,denominator,filter,breakdown,of,relative,refers_to,rounds,source,notes\r\n"
    ));
    assert!(csv.contains("omrade=aldreomsorg,funktionshinder"), "codes of a breakdown: {csv}");
    let json = place.run(&["indicators", "list", "--format", "json"]).succeeded();
    let list: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let one = list.iter().find(|row| row["indicator"] == "F06" && row["measure"] == "nattillsyn").unwrap();
    let mut one = one.clone();
    let rounds = one["rounds"].take();
    assert_eq!(
        (&rounds[0], &rounds[1]),
        (&2019.into(), &2020.into()),
        "and those of last year and this year: {rounds}"
    );
    assert_snapshot!("listed-indicator", pretty(&one));
    let keys: Vec<&str> = csv.split("\r\n").next().unwrap().split(',').collect();
    let written = json.lines().skip(2).take(200).filter_map(|line| line.strip_prefix("    \"")?.split('"').next());
    assert_eq!(written.take(keys.len()).collect::<Vec<_>>(), keys, "the keys of JSON are the columns of the table");
    let change = list.iter().find(|row| row["indicator"] == "F40" && row["measure"] == "forandring").unwrap();
    assert_eq!(
        (&change["of"]["measure"], &change["of"]["rounds"][0]),
        (&"hinder".into(), &serde_json::json!([2019, 2020]))
    );
    let codes: Vec<_> = change["breakdown"][0]["codes"].as_array().unwrap().iter().map(|code| &code["code"]).collect();
    assert!(codes.contains(&&"personalomsattning".into()) && codes.len() == 9, "all nine obstacles: {codes:?}");
}

/// The columns of a row without commas in what comes before the note.
fn cells(line: &str) -> Vec<&str> {
    line.splitn(14, ',').collect()
}

#[test]
fn indicators_hold_everything_and_say_what_is_invented_or_preliminary() {
    let place = TestFolder::empty();
    place.run(&["seed", "--demo"]).succeeded();
    let list = place.run(&["indicators", "list", "--format", "json"]).succeeded();
    let list: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    let json = place.run(&["indicators", "export", "--format", "json"]).succeeded();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    for row in &list {
        assert!(rows.iter().any(|one| one["indicator"] == row["indicator"]), "{} has no row", row["indicator"]);
    }
    assert!(rows.iter().all(|row| row["status"] != "preliminary"), "the open round is left out");
    let of_status = |status: &str| rows.iter().filter(|row| row["status"] == status).collect::<Vec<_>>();
    let is_said = |row: &&serde_json::Value| row["note"].as_str().is_some_and(|note| note.contains("Påhittat värde"));
    assert!(!of_status("computed").is_empty() && of_status("computed").iter().all(is_said));
    assert!(!of_status("published").is_empty() && !of_status("published").iter().any(is_said));

    let with_open = place.run(&["indicators", "export", "--survey", "kommun-ehalsa", "--preliminary"]).succeeded();
    let newest = with_open.lines().skip(1).filter_map(|line| cells(line)[2].parse::<i32>().ok()).max().unwrap();
    let of_open = |text: &str| text.lines().filter(|line| cells(line)[2] == newest.to_string()).count();
    assert!(with_open.lines().any(|line| line.contains(",preliminary,")));
    assert!(!with_open.lines().any(|line| cells(line)[2] == newest.to_string() && line.contains(",computed,")));
    let by_lan = place.run(&["indicators", "export", "--survey", "kommun-ehalsa", "--by", "lan"]).succeeded();
    assert_eq!(of_open(&by_lan), 0);
    assert!(by_lan.contains(",lan=01,procent,") && by_lan.contains(",lan=01;omrade="), "the group stands first");
    let refused = place.run(&["indicators", "export", "--survey", "region-ehalsa-it", "--by", "size"]).refused(1);
    assert!(refused.contains("group by lan"), "{refused}");
}

#[test]
fn the_codebook_has_a_row_for_every_variable() {
    let place = TestFolder::seeded();
    let json = place.run(&["codebook", "kommun-ehalsa", "2020", "--format", "json"]).succeeded();
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let export = place.run(&["responses", "export", "kommun-ehalsa", "2020", "--internal"]).succeeded();
    let variables: Vec<&str> = export.split("\r\n").next().unwrap().split(',').skip(3).collect();
    assert_eq!(rows.iter().map(|row| row["variable"].as_str().unwrap()).collect::<Vec<_>>(), variables);
    assert_snapshot!("codebook", pretty(rows.iter().find(|row| row["variable"] == "medicindispensrar").unwrap()));
    let csv = place.run(&["codebook", "kommun-ehalsa", "2020"]).succeeded();
    assert!(csv.starts_with(
        "variable,field,section,section_title,question,label,type,unit,minimum,maximum,option,options,help,terms,\
         relevance,checks,missing_reasons,required,publication,lineage,roles\r\n"
    ));
}

#[test]
fn a_questionnaire_that_is_shown_can_be_checked() {
    let place = TestFolder::seeded();
    for survey in ["kommun-ehalsa", "region-ehalsa-it"] {
        let yaml = place.run(&["questionnaire", "show", survey, "2020"]).succeeded();
        place.write("shown.yaml", &yaml);
        assert_eq!(place.run(&["questionnaire", "check", "shown.yaml"]).succeeded(), "");
        let json = place.run(&["questionnaire", "show", survey, "2020", "--format", "json"]).succeeded();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["survey"], survey);
    }
    let html = place.run(&["questionnaire", "show", "kommun-ehalsa", "2020", "--format", "html"]).succeeded();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("Hur många medicindispensrar"), "{html}");
    assert!(!html.contains("<script"));
}

#[test]
fn a_backup_moves_a_database() {
    let place = TestFolder::answered();
    place.run(&["backup", "backup.jsonl"]).succeeded();
    let new = ["--database-url", "sqlite://new/other.db"];
    place.run(&[&new[..], &["restore", "backup.jsonl"]].concat()).succeeded();
    let export = ["responses", "export", "kommun-ehalsa", "2020"];
    assert_eq!(place.run(&[&new[..], &export[..]].concat()).succeeded(), place.run(&export).succeeded(),);
    let again = place.run(&[&new[..], &["restore", "backup.jsonl"]].concat()).refused(1);
    assert!(again.contains("not empty"), "{again}");
}

#[test]
fn seeding_twice_changes_nothing() {
    let place = TestFolder::answered();
    place.run(&["backup", "before"]).succeeded();
    place.run(&["seed"]).succeeded();
    place.run(&["backup", "after"]).succeeded();
    let read = |name| std::fs::read_to_string(place.path(name)).unwrap();
    // The first line says when the backup was made.
    assert!(read("before").lines().skip(1).eq(read("after").lines().skip(1)));
}

#[test]
fn a_database_is_one_file_when_the_program_has_ended() {
    let place = TestFolder::seeded();
    let files: Vec<_> = std::fs::read_dir(place.path("data")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["lagesbild.db"]);
}

#[test]
fn the_demo_gives_back_what_was_published() {
    let place = TestFolder::empty();
    place.run(&["seed", "--demo"]).succeeded();
    let csv = place.run(&["indicators", "verify-published"]).succeeded();
    assert!(csv.starts_with(
        "rad_id,indicator,measure,round,breakdown,printed,precision,published_n,computed,numerator,denominator,verdict,reason\r\n"
    ));
    assert!(!csv.contains(",differs,") && csv.contains(",equal,"));
    let link = place.run(&["login-link", "samordnare.0180@lagesbild.example"]).succeeded();
    let token = link.strip_prefix("http://127.0.0.1:3000/logga-in/").unwrap().strip_suffix('\n').unwrap();
    assert!(token.len() >= 32 && !token.contains(char::is_whitespace), "{link}");
}
