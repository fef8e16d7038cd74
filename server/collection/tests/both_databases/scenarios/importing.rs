//! Reading responses from files.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, carry_out, change, code, coordinator, everything, field, fill_in_and_submit, later, open_round, response,
    save_as, signed_in, two_yes_no_fields,
};
use collection::{
    Actor, Error, RoundKey, Store,
    exports::{Responses, Selection, form, response_rows},
    import::{ImportReport, RowFault, import},
    respond::{check_answers, hub, receipt, section},
};
use futures::TryStreamExt;
use std::collections::BTreeMap;
use survey::{form::Form, status::Status, variable::cells};
use time::format_description::well_known::Rfc3339;

scenarios![
    importing_an_export_changes_nothing,
    what_was_stored_uncleaned_is_not_rewritten,
    an_imported_response_is_a_submitted_one,
    an_imported_correction_gives_a_new_copy,
    every_bad_row_is_named_and_nothing_is_imported,
    nothing_is_submitted_before_the_round_or_in_days_to_come,
    a_header_that_does_not_fit_is_told_alone,
    a_variable_that_the_file_leaves_out_is_not_answered,
    a_variable_that_is_left_out_keeps_what_is_stored,
    a_file_is_read_as_excel_saves_it,
    a_dry_run_changes_nothing,
    drafts_are_imported_and_what_is_not_in_the_file_is_untouched,
    what_has_been_submitted_stays_submitted,
];

/// A file as rows of cells, changed by column name.
#[derive(Clone)]
pub struct CsvTable {
    header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl CsvTable {
    fn set(&mut self, row: usize, column: &str, cell: &str) -> usize {
        let place = self.header.iter().position(|name| name == column).unwrap();
        self.rows[row][place] = cell.into();
        place + 1
    }

    fn text(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(vec![]);
        for row in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }
}

pub async fn exported(store: &Store, key: &RoundKey) -> CsvTable {
    let everything = Selection { internal: true, ..Selection::default() };
    let Responses { form, rows, .. } = response_rows(store, &Actor::System, key, &everything).await.unwrap();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    let variables = form.variables().iter().map(|variable| variable.name.clone());
    let header = ["organisation", "status", "submitted_at"].into_iter().map(str::to_owned).chain(variables).collect();
    let rows = rows.into_iter().map(|row| {
        let time = row.submitted_at.map(|time| time.format(&Rfc3339).unwrap()).unwrap_or_default();
        let mut line = vec![row.organisation, row.status.code().to_owned(), time];
        for field in form.fields() {
            line.extend(match &row.entries {
                Some(entries) => cells(field, entries.get(&field.name), false),
                None => cells(field, Some(&Default::default()), false).iter().map(|_| String::new()).collect(),
            });
        }
        line
    });
    CsvTable { header, rows: rows.collect() }
}

pub async fn read(store: &Store, key: &RoundKey, table: &CsvTable) -> Result<ImportReport, Error> {
    import(store, &Actor::System, key, table.text().as_slice(), false, later(60)).await
}

async fn faults(store: &Store, table: &CsvTable) -> Vec<(usize, usize, String)> {
    match read(store, &open_round(), table).await {
        Err(Error::Import(faults)) => {
            faults.into_iter().map(|RowFault { row, column, message }| (row, column, message)).collect()
        }
        other => panic!("it was not refused for its rows: {other:?}"),
    }
}

/// The export of the open round, with one response submitted: its row is the first.
async fn with_one_submitted(store: &Store) -> (Actor, String, CsvTable) {
    let actor = coordinator(store).await;
    let number = fill_in_and_submit(store, &actor, &response(), NOW).await;
    let mut table = exported(store, &open_round()).await;
    table.rows.retain(|row| row[0] == response().organisation);
    assert_eq!((table.rows.len(), table.rows[0][1].as_str()), (1, "submitted"));
    (actor, number, table)
}

async fn importing_an_export_changes_nothing(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, ..) = with_one_submitted(store).await;
    let drafting = signed_in(store, "bidragsgivare.2282").await;
    let draft = collection::respond::Save {
        key: open_round().response("2282"),
        save_id: "a".into(),
        changes: vec![change(
            &two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation)[0],
            code("ja"),
            0,
        )],
    };
    collection::respond::save(store, &drafting, draft, NOW).await.unwrap();
    let (before, file) = (everything(store).await, exported(store, &open_round()).await);
    let report = read(store, &open_round(), &file).await.unwrap();
    assert_eq!(report, ImportReport { rows: 290, changed: 0, copies: 0 });
    assert!(before == everything(store).await);
}

async fn what_was_stored_uncleaned_is_not_rewritten(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, _, mut table) = with_one_submitted(store).await;
    for column in ["answers SET entry = REPLACE(entry", "copies SET entries = REPLACE(entries"] {
        carry_out(&setting.url, &format!("UPDATE {column}, '\"Prov\"', '\"Pro\u{200b}v\u{a0}\"')")).await;
    }
    let before = everything(store).await;
    assert!(before.contains("Pro\u{200b}v\u{a0}"), "nothing was stored uncleaned");
    assert_eq!(read(store, &open_round(), &exported(store, &open_round()).await).await.unwrap().changed, 0);
    // A file that another program has written: marks of the reading direction, hard spaces, a byte order mark.
    for cell in &mut table.rows[0] {
        *cell = if cell.is_empty() { "\u{200b}".into() } else { format!("\u{feff}\u{200e}{cell}\u{a0}") };
    }
    assert_eq!(read(store, &open_round(), &table).await.unwrap().changed, 0);
    assert!(before == everything(store).await);
}

async fn an_imported_response_is_a_submitted_one(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, number, mut table) = with_one_submitted(store).await;
    // The same answers of another kommun, approved, and in any order of columns.
    table.set(0, "organisation", "0180");
    table.set(0, "status", "approved");
    table.set(0, "submitted_at", "2026-04-01T09:30:00+02:00");
    table.header.reverse();
    table.rows[0].reverse();
    let report = read(store, &open_round(), &table).await.unwrap();
    assert_eq!(report, ImportReport { rows: 1, changed: 1, copies: 1 });
    let reader = signed_in(store, "lasare.0180").await;
    let key = open_round().response("0180");
    let view = hub(store, &reader, &key, NOW).await.unwrap();
    assert_eq!((view.head.status, view.copies[0].number.as_str()), (Status::Approved, "LB-2026-KOMMUN-0180-1"));
    let theirs = receipt(store, &reader, &key, "LB-2026-KOMMUN-0180-1", NOW).await.unwrap();
    let mine = receipt(store, &Actor::System, &response(), &number, NOW).await.unwrap();
    assert_eq!(theirs.entries, mine.entries);
    assert_eq!(theirs.receipt.submitted_at, time::macros::datetime!(2026-04-01 07:30 UTC));
    assert_eq!(view.answered, hub(store, &Actor::System, &response(), NOW).await.unwrap().answered);
    // What was imported can be exported and imported again.
    let before = everything(store).await;
    assert_eq!(read(store, &open_round(), &exported(store, &open_round()).await).await.unwrap().changed, 0);
    assert!(before == everything(store).await);
}

async fn an_imported_correction_gives_a_new_copy(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, number, mut table) = with_one_submitted(store).await;
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    let [one, _] = two_yes_no_fields(&view.evaluation);
    table.set(0, &one, "ja");
    let report = read(store, &open_round(), &table).await.unwrap();
    assert_eq!(report, ImportReport { rows: 1, changed: 1, copies: 1 });
    let copies = hub(store, &actor, &response(), NOW).await.unwrap().copies;
    assert_eq!(copies.iter().map(|copy| copy.sequence).collect::<Vec<_>>(), [2, 1]);
    let now = receipt(store, &actor, &response(), &copies[0].number, NOW).await.unwrap();
    let then = receipt(store, &actor, &response(), &number, NOW).await.unwrap();
    assert_eq!(now.entries[&field(&one)], code("ja"));
    assert_ne!(then.entries, now.entries);
    assert_eq!(now.entries.len(), then.entries.len());
}

async fn every_bad_row_is_named_and_nothing_is_imported(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, _, table) = with_one_submitted(store).await;
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    let [one, two] = two_yes_no_fields(&view.evaluation);
    let row = table.rows[0].clone();
    let mut bad = CsvTable { header: table.header.clone(), rows: vec![row; 9] };
    for (place, organisation) in
        ["0114", "9999", "0114", "0115", "0117", "0120", "0123", "0125", "0126"].iter().enumerate()
    {
        bad.set(place, "organisation", organisation);
    }
    bad.rows[8].pop();
    let expected = [
        (3, 1, "`9999` is not a recipient"),
        (4, 1, "`0114` stands in row 2 too"),
        (5, bad.set(3, "status", "inskickat"), "`inskickat` is not a status"),
        (6, bad.set(4, "submitted_at", "i går"), "`i går` is not a time"),
        (7, bad.set(5, "submitted_at", ""), "the time is missing"),
        (8, bad.set(6, &one, "kanske"), "`kanske` is not an option"),
        (8, bad.set(6, &two, "#glömt"), "`#glömt` is not a missing reason"),
        (9, bad.set(7, "status", "not_started") + 1, "has not been submitted"),
        (10, 1, "the row has"),
    ];
    let before = everything(store).await;
    let found = faults(store, &bad).await;
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((row, column, message), (expected_row, expected_column, words)) in found.iter().zip(expected) {
        assert_eq!((*row, *column), (expected_row, expected_column), "{message}");
        assert!(message.contains(words) && message.contains("; "), "{message}");
    }
    assert!(before == everything(store).await);
}

async fn nothing_is_submitted_before_the_round_or_in_days_to_come(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, _, mut table) = with_one_submitted(store).await;
    let (early, late) = ("the round opened on 2026-03-01", "the time has not come yet");
    for (time, message) in [
        ("2026-02-28T22:59:59Z", early),
        ("2019-03-01T12:00:00Z", early),
        ("2026-04-22T09:40:01Z", late),
        ("2099-01-01T00:00:00Z", late),
    ] {
        let column = table.set(0, "submitted_at", time);
        let faults = faults(store, &table).await;
        let [(2, at, found)] = faults.as_slice() else { panic!("{time}: {faults:?}") };
        assert!(*at == column && found.starts_with(message), "{time}: {faults:?}");
    }
    // The first moment of the round, in Stockholm, and the present.
    for time in ["2026-02-28T23:00:00Z", "2026-04-22T09:40:00Z"] {
        table.set(0, "submitted_at", time);
        assert_eq!(read(store, &open_round(), &table).await.unwrap().copies, 1, "{time}");
    }
}

async fn a_header_that_does_not_fit_is_told_alone(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let mut table = exported(store, &open_round()).await;
    let last = table.header.len();
    table.header[last - 1] = "okänd".into();
    table.header[0] = table.header[1].clone();
    let found = faults(store, &table).await;
    let places: Vec<(usize, usize)> = found.iter().map(|(row, column, _)| (*row, *column)).collect();
    // Twice the status, an unknown variable, and no organisation.
    assert_eq!(places, [(1, 2), (1, last), (1, last + 1)], "{found:?}");
    let empty = import(store, &Actor::System, &open_round(), std::io::empty(), false, NOW).await;
    assert!(matches!(&empty, Err(Error::Import(faults)) if faults[0].row == 1), "{empty:?}");
    let other_year = RoundKey::new("kommun-ehalsa", 2024);
    let nowhere = import(store, &Actor::System, &other_year, std::io::empty(), false, NOW).await;
    assert!(matches!(nowhere, Err(Error::NotFound)), "{nowhere:?}");
}

async fn a_variable_that_the_file_leaves_out_is_not_answered(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let header = ["organisation", "status", "submitted_at", "nattillsyn.aldreomsorg", "medicindispensrar"];
    let row = ["0114", "submitted", "2026-03-02T14:05:12Z", "ja", "#uppgift_saknas"];
    let table = CsvTable { header: header.map(str::to_owned).into(), rows: vec![row.map(str::to_owned).into()] };
    assert_eq!(read(store, &open_round(), &table).await.unwrap(), ImportReport { rows: 1, changed: 1, copies: 1 });
    let exported = exported(store, &open_round()).await;
    let row = exported.rows.iter().find(|row| row[0] == "0114").unwrap();
    let given: Vec<(&str, &str)> = exported
        .header
        .iter()
        .zip(row)
        .filter(|(_, cell)| !cell.is_empty() && *cell != "#ej_stalld")
        .map(|(name, cell)| (name.as_str(), cell.as_str()))
        .collect();
    assert_eq!(
        given,
        header
            .into_iter()
            .zip(["0114", "submitted", "2026-03-02T14:05:12Z", "ja", "#uppgift_saknas"])
            .collect::<Vec<_>>()
    );
}

async fn a_variable_that_is_left_out_keeps_what_is_stored(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, _, table) = with_one_submitted(store).await;
    let [one, _] = two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation);
    let option = table.header.iter().find(|name| name.contains('/')).unwrap().clone();
    let only = |columns: &[&str]| {
        let is_kept = |name: &str| columns.contains(&name);
        let mut kept = table.clone();
        kept.header.retain(|name| is_kept(name));
        for (row, whole) in kept.rows.iter_mut().zip(&table.rows) {
            let cells = table.header.iter().zip(whole).filter(|(name, _)| is_kept(name));
            *row = cells.map(|(_, cell)| cell.clone()).collect();
        }
        kept
    };
    // An export of some variables changes nothing, though it has one option of several.
    let before = everything(store).await;
    let some = only(&["organisation", "status", "submitted_at", &one, &option]);
    assert_eq!(read(store, &open_round(), &some).await.unwrap(), ImportReport { rows: 1, changed: 0, copies: 0 });
    assert!(before == everything(store).await);
    // A correction is a new copy with everything else as it was.
    let mut corrected = only(&["organisation", "status", "submitted_at", &one]);
    corrected.set(0, &one, "ja");
    assert_eq!(read(store, &open_round(), &corrected).await.unwrap(), ImportReport { rows: 1, changed: 1, copies: 1 });
    let mut after = exported(store, &open_round()).await;
    after.rows.retain(|row| row[0] == response().organisation);
    let mut expected = table.clone();
    expected.set(0, &one, "ja");
    assert_eq!(after.rows, expected.rows);
}

async fn a_file_is_read_as_excel_saves_it(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let of =
        async |key: &RoundKey, text: &str| import(store, &Actor::System, key, text.as_bytes(), false, later(60)).await;
    let text = "\u{feff}organisation;name;status;submitted_at;kontakt_telefon;medicindispensrar;valfardsteknik_kostnad\r\n\
                \"=\"\"0114\"\"\";Upplands Väsby;submitted;2026-03-02T14:05:12Z;\"=\"\"0701234567\"\"\";12;12500\r\n\
                115;Vallentuna;in_progress;;;;\r\n;;;;;;\r\n";
    let report = of(&open_round(), text).await.unwrap();
    assert_eq!((report.rows, report.copies), (2, 1));
    let exported = exported(store, &open_round()).await;
    let row = exported.rows.iter().find(|row| row[0] == "0114").unwrap();
    let cell = |name: &str| &row[exported.header.iter().position(|column| column == name).unwrap()];
    assert_eq!((cell("kontakt_telefon").as_str(), cell("medicindispensrar").as_str()), ("0701234567", "12"));
    assert_eq!(cell("valfardsteknik_kostnad"), "12500");
    assert_eq!(exported.rows.iter().find(|row| row[0] == "0115").unwrap()[1], "in_progress");
    let regions = RoundKey::new("region-ehalsa-it", 2026);
    let region = "organisation;status;submitted_at;it_personal\r\n1;submitted;2026-03-02T14:05:12Z;12,5\r\n";
    assert_eq!(of(&regions, region).await.unwrap().rows, 1, "1 is 01");
    let exported = self::exported(store, &regions).await;
    let row = exported.rows.iter().find(|row| row[0] == "01").unwrap();
    assert_eq!(row[exported.header.iter().position(|column| column == "it_personal").unwrap()], "12.5");
    // Another separator is told in one line.
    for text in ["organisation\tstatus\tsubmitted_at\n0114\tnot_started\t\n", "organisation|status\n0114|not_started\n"]
    {
        match of(&open_round(), text).await {
            Err(Error::Import(faults)) => {
                assert_eq!(faults.len(), 1, "{faults:?}");
                assert!(faults[0].row == 1 && faults[0].message.contains("tabs or bars; save"), "{faults:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

async fn a_dry_run_changes_nothing(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, _, mut table) = with_one_submitted(store).await;
    table.set(0, "organisation", "0180");
    let before = everything(store).await;
    let report = import(store, &Actor::System, &open_round(), table.text().as_slice(), true, NOW).await.unwrap();
    assert_eq!(report, ImportReport { rows: 1, changed: 1, copies: 1 });
    assert!(before == everything(store).await);
    table.set(0, "organisation", "9999");
    let refused = import(store, &Actor::System, &open_round(), table.text().as_slice(), true, NOW).await;
    assert!(matches!(refused, Err(Error::Import(_))));
}

async fn drafts_are_imported_and_what_is_not_in_the_file_is_untouched(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, _, mut table) = with_one_submitted(store).await;
    let form: std::sync::Arc<Form> = form(store, &Actor::System, &open_round()).await.unwrap();
    let [one, _] = two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation);
    let mine = hub(store, &actor, &response(), NOW).await.unwrap().head.change_number;
    for name in form.variables().iter().map(|variable| variable.name.clone()) {
        table.set(0, &name, "");
    }
    table.set(0, "organisation", "2282");
    table.set(0, "status", "in_progress");
    table.set(0, "submitted_at", "");
    table.set(0, &one, "nej");
    assert_eq!(read(store, &open_round(), &table).await.unwrap(), ImportReport { rows: 1, changed: 1, copies: 0 });
    let key = open_round().response("2282");
    let theirs = signed_in(store, "samordnare.2282").await;
    let view = hub(store, &theirs, &key, NOW).await.unwrap();
    assert_eq!((view.head.status, view.answered, view.copies.len()), (Status::InProgress, 1, 0));
    let stored = section(store, &theirs, &key, &view.sections[0].name, NOW).await.unwrap().stored;
    assert_eq!(stored.keys().collect::<Vec<_>>(), [&field(&one)]);
    assert_eq!((&stored[&field(&one)].entry, stored[&field(&one)].version), (&code("nej"), 1));
    // The organisation goes on from there.
    let next =
        collection::respond::Save { key: key.clone(), save_id: "x".into(), changes: vec![change(&one, code("ja"), 1)] };
    collection::respond::save(store, &theirs, next, NOW).await.unwrap();
    assert_eq!(hub(store, &actor, &response(), NOW).await.unwrap().head.change_number, mine);
}

async fn what_has_been_submitted_stays_submitted(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, _, mut table) = with_one_submitted(store).await;
    let column = table.set(0, "status", "declined");
    table.set(0, "submitted_at", "");
    let found = faults(store, &table).await;
    assert_eq!((found[0].0, found[0].1), (2, column), "{found:?}");
    assert!(found[0].2.contains("public record"), "{found:?}");
    // A question that is asked cannot be left out of a copy, nor one that is not asked be answered.
    let by_message = BTreeMap::from([("#ej_stalld", "is asked of this organisation")]);
    let (_, _, mut table) = (0, 0, exported(store, &open_round()).await);
    table.rows.retain(|row| row[1] == "submitted");
    let [one, _] = two_yes_no_fields(&check_answers(store, &Actor::System, &response(), NOW).await.unwrap().evaluation);
    for (cell, words) in by_message {
        let column = table.set(0, &one, cell);
        let found = faults(store, &table).await;
        assert!(found.iter().any(|fault| fault.1 == column && fault.2.contains(words)), "{found:?}");
    }
    save_as(store, &coordinator(store).await, "late", vec![]).await.unwrap_err();
}
