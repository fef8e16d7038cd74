//! Backup and restore, from one database to another.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, answer_read, as_read, change, code, coordinator, everything, fill_in, later, query_read, response, save_as,
    signed_in, two_yes_no_fields,
};
use collection::{
    Actor, DatabaseError, Error, Store,
    backup::restore,
    respond::{
        AskForSignOff, AssignmentTarget, Colleague, NewAssignment, answer_query, ask_for_sign_off, assign,
        check_answers, hub, mark_section, submit,
    },
    review::{ask, return_response},
};
use survey::status::Status;
use time::OffsetDateTime;

scenarios![
    a_backup_moves_everything_there_and_back,
    a_bad_backup_leaves_nothing,
    only_an_empty_database_is_restored_into
];

async fn empty(url: &str) -> Store {
    let store = Store::open(url).await.unwrap();
    store.migrate().await.unwrap();
    store
}

async fn restored(store: &Store, archive: &str) -> Result<(), Error> {
    restore(store, &Actor::System, std::io::Cursor::new(archive.to_owned())).await
}

/// Something in every table.
async fn live(store: &Store) {
    work(store, NOW).await;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    return_response(store, &reviewer, &response(), "Se över\n\"detta\" – 'nu'.", 1.into(), NOW).await.unwrap();
    let section = hub(store, &actor, &response(), NOW).await.unwrap().sections[0].name.clone();
    mark_section(store, &actor, &response(), &section, true, NOW).await.unwrap();
}

/// A row more in every table that numbers its rows.
async fn work(store: &Store, now: OffsetDateTime) {
    let actor = coordinator(store).await;
    let someone = |name: &str| Colleague::New {
        name: name.into(),
        email: format!("{name}.{}@s.example", now.minute()),
        reads_all: true,
    };
    let section = hub(store, &actor, &response(), now).await.unwrap().sections[0].name.clone();
    let new_assignment = NewAssignment {
        key: response(),
        to: Some(someone("per")),
        targets: [AssignmentTarget { section, question: None }].into(),
        message: String::new(),
        due: None,
    };
    assign(store, &actor, new_assignment, now).await.unwrap();
    fill_in(store, &actor, &response(), now).await;
    let change_number_seen = as_read(store, &response()).await;
    let asked =
        AskForSignOff { key: response(), to: Some(someone("maria")), message: String::new(), change_number_seen };
    ask_for_sign_off(store, &actor, asked, now).await.unwrap();
    submit(store, &actor, &response(), as_read(store, &response()).await, now).await.unwrap();
    let evaluation = check_answers(store, &actor, &response(), now).await.unwrap().evaluation;
    let [one, two] = two_yes_no_fields(&evaluation);
    let reviewer = signed_in(store, "granskare").await;
    let field = if now == NOW { &one } else { &two };
    let read = answer_read(store, &response(), field).await;
    let id = ask(store, &reviewer, &response(), field, "Stämmer det?", read, now).await.unwrap().query;
    let read = query_read(store, &response(), id).await;
    answer_query(store, &actor, &response(), id, "Ja.", read, now).await.unwrap();
}

async fn a_backup_moves_everything_there_and_back(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    live(store).await;
    let first = everything(store).await;
    let folder = tempfile::tempdir().unwrap();
    // There, to SQLite, and back to the database under test.
    let there = empty(&format!("sqlite://{}", folder.path().join("new/there.db").display())).await;
    restored(&there, &first).await.unwrap();
    let second = everything(&there).await;
    assert!(first == second);
    let back = empty(&setting.databases.empty()).await;
    restored(&back, &second).await.unwrap();
    assert!(first == everything(&back).await);
    assert!(back.is_demo().await.unwrap());
    // Nobody is signed in by a backup, and the work goes on.
    assert!(!first.contains("token_hash") && !first.contains("expires_at"));
    let actor = coordinator(&back).await;
    let view = check_answers(&back, &actor, &response(), later(5)).await.unwrap();
    assert_eq!(
        (view.head.status, view.head.returned_reason.as_deref()),
        (Status::Returned, Some("Se över\n\"detta\" – 'nu'."))
    );
    let [one, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored[&crate::world::field(&one)].version;
    save_as(&back, &actor, "after", vec![change(&one, code("ja"), version)]).await.unwrap();
    work(&back, later(6)).await;
    assert_eq!(hub(&back, &actor, &response(), later(7)).await.unwrap().copies.len(), 2);
}

async fn a_bad_backup_leaves_nothing(setting: ScenarioContext<'_>) {
    live(&setting.store).await;
    let archive = everything(&setting.store).await;
    let lines: Vec<&str> = archive.lines().collect();
    let target = empty(&setting.databases.empty()).await;
    let nothing = everything(&target).await;
    let last_row = lines[..lines.len() - 1].iter().rposition(|line| !line.starts_with("{\"table\"")).unwrap();
    let without_one_row =
        lines.iter().enumerate().filter(|(at, _)| *at != last_row).map(|(_, line)| format!("{line}\n"));
    let other_schema = archive.replacen("\"schema\":\"m2026", "\"schema\":\"m2099", 1);
    let half = lines.len() / 2;
    let bad = [
        ("nothing", String::new(), 1),
        ("another file", "organisation,status\r\n".to_owned(), 1),
        ("another schema", other_schema, 1),
        ("cut off at a line", lines[..half].iter().map(|line| format!("{line}\n")).collect(), half + 1),
        ("cut off within a line", archive[..archive.len() - 5].to_owned(), lines.len()),
        ("a row is gone", without_one_row.collect(), lines.len() - 1),
        ("a table is gone", archive.replacen("{\"table\":\"groups\"}\n", "", 1), 4),
    ];
    for (what, text, at) in bad {
        let refused = restored(&target, &text).await;
        assert!(
            matches!(&refused, Err(Error::Database(DatabaseError::Archive { line, .. })) if *line == at),
            "{what}: {refused:?}, line {at}"
        );
        assert!(nothing == everything(&target).await, "{what} left something");
    }
    restored(&target, &archive).await.unwrap();
}

async fn only_an_empty_database_is_restored_into(setting: ScenarioContext<'_>) {
    let archive = everything(&setting.store).await;
    let refused = restored(&setting.store, &archive).await;
    assert!(matches!(refused, Err(Error::Database(DatabaseError::NotEmpty))), "{refused:?}");
    assert!(archive == everything(&setting.store).await);
}
