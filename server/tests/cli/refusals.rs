//! What is refused, how it is said, and with which exit code.

use crate::support::TestFolder;

#[test]
fn wrong_use_is_two() {
    let place = TestFolder::empty();
    for arguments in [
        &["nonsense"][..],
        &["responses", "export", "kommun-ehalsa"],
        &["responses", "export", "kommun-ehalsa", "i-ar"],
        &["responses", "export", "kommun-ehalsa", "2020", "--format", "pdf"],
        &["responses", "export", "kommun-ehalsa", "2020", "--status", "klar"],
        &["response-rate", "kommun-ehalsa", "2020", "--by", "parti"],
        &["--database-url", "mysql://localhost/x", "migrate"],
        &["serve", "--listen", "0.0.0.0:0"],
        &["serve", "--smtp-url", "smtps://x"],
        &[],
    ] {
        let said = place.run(arguments).refused(2);
        assert!(!said.is_empty(), "{arguments:?}");
    }
    assert_eq!(place.run(&["--help"]).code, 0);
    assert_eq!(place.run(&["--version"]).succeeded(), "lagesbild 0.1.0\n");
}

#[test]
fn plain_http_reaches_only_this_machine() {
    let place = TestFolder::empty();
    let said = place.run(&["serve", "--public-url", "http://lagesbild.se"]).refused(2);
    assert!(said.contains("plain http") && said.contains("--allow-plain-http"), "{said}");
    let allowed = place
        .command(&["serve", "--public-url", "http://lagesbild.se"])
        .env("LAGESBILD_ALLOW_PLAIN_HTTP", "1")
        .output();
    let said = String::from_utf8(allowed.unwrap().stderr).unwrap();
    assert!(said.contains("data/lagesbild.db does not exist"), "it gets further: {said}");
    let said = place.run(&["serve", "--public-url", "lagesbild.se"]).refused(2);
    assert!(said.contains("LAGESBILD_PUBLIC_URL is `lagesbild.se`; write http"), "{said}");
}

#[test]
fn nothing_secret_travels_readable_unless_told() {
    let place = TestFolder::empty();
    let database = ["--database-url", "postgres://me:secret@db.example.se/x", "migrate"];
    let smtp = ["serve", "--smtp-url", "smtp://me:secret@mail.example.se", "--mail-from", "a@example.se"];
    let links = ["serve", "--public-url", "https://lagesbild.se"];
    for (arguments, otherwise) in
        [(&database[..], "--allow-plain-database"), (&smtp[..], "--allow-plain-smtp"), (&links[..], "--links-in-log")]
    {
        let said = place.run(arguments).refused(2);
        assert!(said.contains(otherwise) && !said.contains("secret"), "{said}");
    }
    for (arguments, otherwise) in [(&smtp[..], "--allow-plain-smtp"), (&links[..], "--links-in-log")] {
        let said = place.run(&[arguments, &[otherwise]].concat()).refused(1);
        assert!(said.contains("data/lagesbild.db does not exist"), "it gets further: {said}");
    }
}

#[test]
fn what_does_not_exist_is_one() {
    let empty = TestFolder::empty();
    let said = empty.run(&["response-rate", "kommun-ehalsa", "2020"]).refused(1);
    assert!(said.contains("data/lagesbild.db does not exist; run `lagesbild seed`"), "{said}");
    assert!(!empty.path("data").exists(), "and is not made by reading");
    let place = TestFolder::seeded();
    for arguments in [
        &["response-rate", "kommun-ehalsa", "1999"][..],
        &["responses", "export", "statlig-ehalsa", "2020"],
        &["aggregate", "kommun-ehalsa", "1999"],
        &["codebook", "kommun-ehalsa", "1999"],
        &["response-rate", "region-ehalsa-it", "2020", "--by", "size"],
        &["aggregate", "region-ehalsa-it", "2020", "--by", "kommungrupp"],
        &["questionnaire", "show", "kommun-ehalsa", "1999"],
        &["responses", "import", "kommun-ehalsa", "2020", "missing.csv"],
        &["questionnaire", "check", "missing.yaml"],
        &["login-link", "ingen@lagesbild.example"],
        &["restore", "missing.jsonl"],
    ] {
        let said = place.run(arguments).refused(1);
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
}

#[test]
fn every_fault_of_an_import_is_named_and_nothing_is_imported() {
    let place = TestFolder::seeded();
    let file = place.file(&[
        ("0114", "klar", "", &[]),
        ("0115", "approved", "i går", &[]),
        ("0117", "approved", "2020-02-01T00:00:00Z", &[("medicindispensrar", "tolv"), ("hemsjukvard", "kanske")]),
        (
            "0120",
            "approved",
            "2020-02-01T00:00:00Z",
            &[("hemsjukvard", "#hittepa"), ("etjanster.barn_och_unga/inga", "2")],
        ),
        ("0123", "approved", "2020-02-01T00:00:00Z", &[("hemsjukvard", "ja")]),
        ("9999", "approved", "2020-02-01T00:00:00Z", &[]),
        ("0123", "approved", "2020-02-01T00:00:00Z", &[]),
    ]);
    place.write("bad.csv", &file);
    let said = place.run(&["responses", "import", "kommun-ehalsa", "2020", "bad.csv"]).refused(1);
    for line in said.lines() {
        let mut parts = line.splitn(4, ':');
        assert_eq!(parts.next(), Some("bad.csv"), "{line}");
        assert!(parts.next().is_some_and(|row| row.parse::<u32>().is_ok_and(|row| row > 1)), "{line}");
        assert!(parts.next().is_some_and(|column| column.parse::<u32>().is_ok_and(|column| column > 0)), "{line}");
        assert!(parts.next().is_some_and(|words| words.contains("; ")), "what, and what to do: {line}");
    }
    for place in ["bad.csv:2:2:", "bad.csv:3:3:", "bad.csv:4:", "bad.csv:5:", "bad.csv:7:1:", "bad.csv:8:1:"] {
        assert!(said.lines().any(|line| line.starts_with(place)), "{place} in\n{said}");
    }
    assert!(!said.contains("bad.csv:6:"), "that row is good\n{said}");
    let export = place.run(&["responses", "export", "kommun-ehalsa", "2020"]).succeeded();
    assert!(!export.contains("approved"), "not even the good row");
}

#[test]
fn an_unknown_variable_is_named_in_the_header() {
    let place = TestFolder::seeded();
    let file = place.file(&[]).replacen("medicindispensrar", "medicindispenser", 1);
    place.write("bad.csv", &file);
    let said = place.run(&["responses", "import", "kommun-ehalsa", "2020", "bad.csv"]).refused(1);
    assert!(said.contains("`medicindispenser`") && said.starts_with("bad.csv:1:"), "{said}");
}

#[test]
fn a_wrong_questionnaire_is_told_by_line_and_column() {
    let place = TestFolder::empty();
    place.write(
        "wrong.yaml",
        "survey: kommun-ehalsa\ntitle: Prov\nsections:\n- letter: A\n  name: a\n  title: A\n  questions:\n  - name: x\n    \
         label: X\n    type: integer\n    relevance: ${saknas} = 'ja'\n",
    );
    let said = place.run(&["questionnaire", "check", "wrong.yaml"]).refused(1);
    assert!(said.starts_with("wrong.yaml:11:"), "{said}");
    assert!(said.contains("saknas"), "{said}");
    place.write("broken.yaml", "survey: kommun-ehalsa\n\tx");
    let said = place.run(&["questionnaire", "check", "broken.yaml"]).refused(1);
    assert!(said.starts_with("broken.yaml:1:") && said.contains("indent with spaces"), "{said}");
}

#[test]
fn a_broken_lineage_is_told_by_line_and_column() {
    let place = TestFolder::empty();
    let file = |question: &str| {
        format!("survey: x\ntitle: X\nsections:\n- letter: A\n  name: a\n  title: A\n  questions:\n  - {question}\n")
    };
    place.write("before.yaml", &file("{name: x, label: X, type: integer}"));
    place.write("after.yaml", &file("{name: y, label: Y, type: integer, lineage: {relation: reworded, from: [z]}}"));
    assert_eq!(place.run(&["questionnaire", "check", "after.yaml"]).succeeded(), "");
    let said = place.run(&["questionnaire", "check", "after.yaml", "--before", "before.yaml"]).refused(1);
    assert!(said.contains("after.yaml:8:77: `z` was not asked"), "{said}");
    assert!(said.contains("`x` was asked before and is gone"), "{said}");
    place.write("after.yaml", &file("{name: y, label: Y, type: integer, lineage: {relation: reworded, from: [x]}}"));
    assert_eq!(place.run(&["questionnaire", "check", "after.yaml", "--before", "before.yaml"]).succeeded(), "");
}

#[test]
fn a_place_that_is_taken_is_told_with_the_way_out() {
    let place = TestFolder::seeded();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = place.run(&["serve", "--listen", &address]).refused(1);
    assert!(said.contains(&format!("{address} cannot be listened on")) && said.contains("--listen"), "{said}");
}
