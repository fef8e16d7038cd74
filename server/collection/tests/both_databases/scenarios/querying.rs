//! Queries: a reviewer asks about one answer, which alone is open, and the organisation answers.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, answer_invited, answer_read, as_read, carry_out, change, code, contributor, coordinator, field, fill_in,
    fill_in_and_submit, later, open_round, query_read, response, save_as, signed_in,
};
use collection::{
    Actor, Error, ResponseKey, SeenVersion, Store,
    queries::{QueryNotice, Turn},
    respond::{
        AnsweredQuery, AssignmentTarget, Change, Colleague, EventKind, FilledWorkbook, NewAssignment, NextTask,
        QueryRead, Save, Saved, SectionState, WorkbookProblem, WorkbookRow, answer_query, assign, check_answers, hub,
        mark_section, my_responses, next_task, preview_workbook, query, receipt, save, save_whole, section, submit,
    },
    review::{approve, ask, close_query, return_response, sent_answer},
    rounds::set_sign_off,
};
use survey::{evaluation::Obstacle, status::Status, value::Entry, workbook::WorkbookCell};
use time::OffsetDateTime;

scenarios![
    a_query_opens_one_field_and_its_answer_freezes_a_new_copy,
    what_an_answer_brings_with_it_is_open_too,
    an_answer_with_something_in_its_way_is_refused,
    the_turn_goes_back_and_forth_until_the_query_is_closed,
    what_has_come_since_is_neither_closed_nor_asked_past,
    what_was_written_since_is_not_answered,
    what_was_not_read_is_not_sent_with_a_reply,
    whoever_may_answer_a_query_may_answer_what_follows,
    what_was_typed_for_a_query_that_is_closed_is_kept_and_told_to_be_unsent,
    a_workbook_changes_what_is_asked_about_and_nothing_else,
    the_list_of_ones_own_says_whose_turn_it_is,
    whom_a_reviewer_waits_for_is_shown_the_list,
    only_what_is_sent_in_is_asked_about,
    returned_everything_is_open_and_the_thread_goes_on,
    what_is_changed_for_a_query_leaves_done_as_it_was,
    a_round_that_wants_a_signature_wants_it_for_a_changed_answer_too,
    whoever_no_longer_reviews_is_told_nothing,
];

/// The question that asks one more when it is answered no.
const SYSTEM: &str = "ledningssystem";
const PLANNED: &str = "ledningssystem_planeras";
/// Small amounts are warned of.
const COST: &str = "valfardsteknik_kostnad";

/// Sends a response in where the first question is answered yes.
async fn sent_in(store: &Store, actor: &Actor) {
    save_as(store, actor, "first", vec![change(SYSTEM, code("ja"), 0)]).await.unwrap();
    fill_in_and_submit(store, actor, &response(), NOW).await;
}

async fn version(store: &Store, name: &str) -> i64 {
    let view = check_answers(store, &Actor::System, &response(), NOW).await.unwrap();
    view.stored.get(&field(name)).map_or(0, |stored| stored.version)
}

async fn try_to_set(store: &Store, actor: &Actor, name: &str, entry: Entry) -> Result<Saved, Error> {
    let base = version(store, name).await;
    let save_id = format!("{name} {base}");
    save(store, actor, Save { key: response(), save_id, changes: vec![change(name, entry, base)] }, later(5)).await
}

async fn set(store: &Store, actor: &Actor, name: &str, entry: Entry) {
    let saved = try_to_set(store, actor, name, entry).await.unwrap();
    assert_eq!(saved.status, Status::Submitted);
}

/// A save is refused, because the field is not open.
async fn is_closed(store: &Store, actor: &Actor, name: &str, entry: Entry) {
    let refused = try_to_set(store, actor, name, entry).await;
    assert!(matches!(refused, Err(Error::Closed { .. })), "{refused:?}");
}

/// The answers that the reviewer gets.
async fn sent(store: &Store, name: &str) -> Entry {
    let reviewer = signed_in(store, "granskare").await;
    sent_answer(store, &reviewer, &response(), name, later(60)).await.unwrap().entry
}

/// Asks about an answer as it stands now.
async fn ask_now(
    store: &Store,
    actor: &Actor,
    name: &str,
    text: &str,
    at: OffsetDateTime,
) -> Result<QueryNotice, Error> {
    let read = answer_read(store, &response(), name).await;
    ask(store, actor, &response(), name, text, read, at).await
}

/// Answers a query as it stands now.
async fn answer_now(
    store: &Store,
    actor: &Actor,
    id: i64,
    text: &str,
    at: OffsetDateTime,
) -> Result<AnsweredQuery, Error> {
    let read = query_read(store, &response(), id).await;
    answer_query(store, actor, &response(), id, text, read, at).await
}

/// Closes a query about an answer as it stands now.
async fn close_now(store: &Store, actor: &Actor, (id, name): (i64, &str), at: OffsetDateTime) -> Result<(), Error> {
    let read = answer_read(store, &response(), name).await;
    close_query(store, actor, &response(), id, read, at).await
}

fn new_assignment(key: ResponseKey, to: Colleague, target: AssignmentTarget) -> NewAssignment {
    NewAssignment { key, to: Some(to), targets: [target].into(), message: String::new(), due: None }
}

fn number(number: i64) -> Entry {
    Entry::Value(survey::value::Value::Number(number.into()))
}

async fn a_query_opens_one_field_and_its_answer_freezes_a_new_copy(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let told = ask_now(store, &reviewer, SYSTEM, " Gäller det hela kommunen? ", later(1)).await.unwrap();
    assert_eq!(told.to[0].1, "samordnare.2281@lagesbild.example");
    assert_eq!((told.to.len(), told.text.as_str(), told.field.as_str()), (1, "Gäller det hela kommunen?", SYSTEM));

    let view = hub(store, &actor, &response(), later(2)).await.unwrap();
    assert_eq!((view.head.status, view.may.edit), (Status::Submitted, false));
    assert_eq!(view.queries[0].turn, Some(Turn::Organisation));
    assert_eq!(view.queries[0].messages[0].entry, code("ja"));
    assert_eq!(view.events[0].what, EventKind::Asked(field(SYSTEM)));
    is_closed(store, &actor, COST, number(1_000_000)).await;
    set(store, &actor, SYSTEM, Entry::Unreadable("nja".into())).await;
    set(store, &actor, SYSTEM, code("nej")).await;
    // What is saved is a draft until it is sent.
    assert_eq!(sent(store, SYSTEM).await, code("ja"));
    set(store, &actor, PLANNED, code("senare")).await;

    let answered = answer_now(store, &actor, told.query, "Nej, vi läste fel.", later(7)).await.unwrap();
    assert_eq!(answered.notice.unwrap().to[0].1, "granskare@lagesbild.example");
    let second = answered.receipt.unwrap().number;
    assert_eq!(second, "LB-2026-KOMMUN-2281-2");
    let view = hub(store, &actor, &response(), later(8)).await.unwrap();
    assert_eq!((view.head.status, view.queries[0].turn), (Status::Submitted, Some(Turn::Reviewer)));
    assert_eq!(view.events[0].what, EventKind::QueryAnswered(field(SYSTEM)));
    let first = receipt(store, &reviewer, &response(), &view.copies[1].number, NOW).await.unwrap();
    let second = receipt(store, &reviewer, &response(), &second, NOW).await.unwrap();
    assert_eq!((&first.entries[&field(SYSTEM)], &second.entries[&field(SYSTEM)]), (&code("ja"), &code("nej")));
    assert_eq!(second.entries[&field(PLANNED)], code("senare"));
    assert_eq!(second.entries.len(), first.entries.len() + 1);

    // What is answered takes no more answers, and a second click is harmless.
    is_closed(store, &actor, SYSTEM, code("ja")).await;
    let again = answer_now(store, &actor, told.query, "Nej, vi läste fel.", later(9)).await.unwrap();
    assert_eq!((again.receipt, again.notice), (None, None));
    let other = answer_now(store, &actor, told.query, "Något annat.", later(9)).await;
    assert!(matches!(other, Err(Error::QueryAnswered)), "{other:?}");
    let thread =
        sent_answer(store, &reviewer, &response(), SYSTEM, later(10)).await.unwrap().queries.remove(0).messages;
    let thread: Vec<_> = thread.into_iter().map(|message| (message.by_reviewer, message.entry)).collect();
    assert_eq!(thread, [(true, code("ja")), (false, code("nej"))]);
}

async fn what_an_answer_brings_with_it_is_open_too(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let open = async || query(store, &actor, &response(), id, later(2)).await.unwrap().fields;
    assert_eq!(open().await, [field(SYSTEM)]);
    is_closed(store, &actor, PLANNED, code("senare")).await;
    set(store, &actor, SYSTEM, code("nej")).await;
    assert_eq!(open().await, [field(SYSTEM), field(PLANNED)]);
    set(store, &actor, PLANNED, code("senare")).await;
    set(store, &actor, SYSTEM, code("ja")).await;
    assert_eq!(open().await, [field(SYSTEM)]);
    is_closed(store, &actor, PLANNED, code("nej")).await;
    // Nothing says anything else than before, so there is nothing to freeze.
    let answered = answer_now(store, &actor, id, "Ja, det stämmer.", later(7)).await.unwrap();
    assert_eq!(answered.receipt, None);
    assert_eq!(hub(store, &actor, &response(), later(8)).await.unwrap().copies.len(), 1);
}

async fn an_answer_with_something_in_its_way_is_refused(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let told = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap();
    let answer = async |id| answer_now(store, &actor, id, "Så här är det.", later(7)).await;
    set(store, &actor, SYSTEM, code("nej")).await;
    let refused = answer(told.query).await;
    let Err(Error::Obstacles(obstacles)) = refused else { panic!("{refused:?}") };
    assert!(
        obstacles.iter().any(|found| matches!(&found.obstacle, Obstacle::Unanswered(name) if *name == field(PLANNED)))
    );

    let cost = ask_now(store, &reviewer, COST, "Vad kostade den?", later(2)).await.unwrap();
    set(store, &actor, COST, number(12)).await;
    let refused = answer(cost.query).await;
    let Err(Error::Obstacles(obstacles)) = refused else { panic!("{refused:?}") };
    assert!(matches!(&obstacles[..], [only] if matches!(only.obstacle, Obstacle::Unexplained(_))), "{obstacles:?}");
    let explained = Change {
        field: field(COST),
        entry: None,
        comment: None,
        explanation: Some(Some("Bara en givare.".into())),
        base_version: version(store, COST).await,
    };
    let explained = Save { key: response(), save_id: "explained".into(), changes: vec![explained] };
    save(store, &actor, explained, later(6)).await.unwrap();
    let second = answer(cost.query).await.unwrap().receipt.unwrap().number;
    let second = receipt(store, &reviewer, &response(), &second, NOW).await.unwrap();
    assert_eq!(second.notes[&field(COST)].explanation.as_deref(), Some("Bara en givare."));
    // The other query is not answered, and what is drafted for it is not frozen with this one.
    assert_eq!(second.entries[&field(SYSTEM)], code("ja"));
    let empty = answer_now(store, &actor, told.query, "  ", later(8)).await;
    assert!(matches!(empty, Err(Error::Reason)), "{empty:?}");
}

async fn the_turn_goes_back_and_forth_until_the_query_is_closed(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    approve(store, &reviewer, &response(), 1.into(), NOW).await.unwrap();
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    answer_now(store, &actor, id, "Ja.", later(2)).await.unwrap();
    let owner = signed_in(store, "agare").await;
    assert_eq!(ask_now(store, &owner, SYSTEM, "I alla delar?", later(3)).await.unwrap().query, id);
    let changed = try_to_set(store, &actor, SYSTEM, code("nej")).await.unwrap();
    assert_eq!(changed.status, Status::Approved);
    try_to_set(store, &actor, PLANNED, code("nej")).await.unwrap();
    let answered = answer_now(store, &actor, id, "Inte alla.", later(4)).await.unwrap();
    // The one who asked last is told.
    assert_eq!(answered.notice.unwrap().to[0].1, "agare@lagesbild.example");
    assert_eq!(sent(store, SYSTEM).await, code("nej"));
    ask_now(store, &reviewer, SYSTEM, "Vilka?", later(5)).await.unwrap();
    close_now(store, &reviewer, (id, SYSTEM), later(6)).await.unwrap();
    close_now(store, &reviewer, (id, SYSTEM), later(6)).await.unwrap();
    let view = hub(store, &actor, &response(), later(7)).await.unwrap();
    assert_eq!((view.head.status, view.queries[0].turn, view.queries[0].messages.len()), (Status::Approved, None, 5));
    assert_eq!(view.events[0].what, EventKind::QueryClosed(field(SYSTEM)));
    is_closed(store, &actor, SYSTEM, code("ja")).await;
    let late = answer_now(store, &actor, id, "Alla utom en.", later(8)).await;
    assert!(matches!(late, Err(Error::QueryAnswered)), "{late:?}");
    // Asked again it is another query.
    assert_ne!(ask_now(store, &reviewer, SYSTEM, "En sak till.", later(9)).await.unwrap().query, id);
    let stranger = close_query(store, &reviewer, &open_round().response("2282"), id, 1.into(), later(9)).await;
    assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
}

async fn what_has_come_since_is_neither_closed_nor_asked_past(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let close = async |seen: SeenVersion| close_query(store, &reviewer, &response(), id, seen, later(9)).await;
    let ask_more =
        async |seen: SeenVersion| ask(store, &reviewer, &response(), SYSTEM, "Säkert?", seen, later(9)).await;
    let read = answer_read(store, &response(), SYSTEM).await;
    answer_now(store, &actor, id, "Nej, vi läste fel.", later(2)).await.unwrap();
    assert!(matches!(close(read).await, Err(Error::Answered)), "the reply is not read");
    assert!(matches!(ask_more(read).await, Err(Error::Answered)), "the reply is not read");
    // Nor is what was sent in anew without a word about it.
    let read = answer_read(store, &response(), SYSTEM).await;
    return_response(store, &reviewer, &response(), "Se över C1.", 1.into(), later(3)).await.unwrap();
    submit(store, &actor, &response(), as_read(store, &response()).await, later(4)).await.unwrap();
    assert!(matches!(close(read).await, Err(Error::Answered)), "the new copy is not read");
    assert!(matches!(ask_more(read).await, Err(Error::Answered)), "the new copy is not read");
    for unseen in ["", "ett"].map(SeenVersion::written) {
        assert!(matches!(close(unseen).await, Err(Error::Unseen)));
        assert!(matches!(ask_more(unseen).await, Err(Error::Unseen)));
    }
    let read = answer_read(store, &response(), SYSTEM).await;
    close(read).await.unwrap();
    close(read).await.unwrap();
    assert!(matches!(close(SeenVersion::written("")).await, Err(Error::Unseen)));
    assert!(matches!(ask_more(read).await, Err(Error::Answered)), "a colleague has closed it");
    let thread = sent_answer(store, &reviewer, &response(), SYSTEM, later(9)).await.unwrap().queries.remove(0);
    assert_eq!((thread.turn, thread.messages.len()), (None, 2));
}

async fn what_was_written_since_is_not_answered(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let read = query_read(store, &response(), id).await;
    ask_now(store, &reviewer, SYSTEM, "Och sedan när?", later(2)).await.unwrap();
    let refused = answer_query(store, &actor, &response(), id, "Ja.", read.clone(), later(3)).await;
    assert!(matches!(refused, Err(Error::Answered)), "{refused:?}");
    let unseen = QueryRead { messages: SeenVersion::written(""), ..read };
    let refused = answer_query(store, &actor, &response(), id, "Ja.", unseen, later(3)).await;
    assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    answer_now(store, &actor, id, "Ja, sedan maj.", later(4)).await.unwrap();
}

async fn what_was_not_read_is_not_sent_with_a_reply(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    let chief = signed_in(store, "undertecknare.2281").await;
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    set(store, &actor, SYSTEM, code("nej")).await;
    set(store, &actor, PLANNED, code("senare")).await;
    let read = query_read(store, &response(), id).await;
    set(store, &actor, PLANNED, code("nej")).await;
    let reply = async |read: QueryRead| answer_query(store, &chief, &response(), id, "Nej.", read, later(7)).await;
    let none = QueryRead { answers: vec![], ..read.clone() };
    for (read, what) in [(read.clone(), "an older answer"), (none, "none")] {
        let refused = reply(read).await;
        assert!(matches!(refused, Err(Error::Stale)), "{what}: {refused:?}");
    }
    assert_eq!(sent(store, SYSTEM).await, code("ja"));
    // Whoever says what stands there knows it, whichever version they began with.
    let mut same = read;
    same.answers = vec![change(SYSTEM, code("nej"), 0), change(PLANNED, code("nej"), 0)];
    assert!(reply(same).await.unwrap().receipt.is_some());
    assert_eq!(sent(store, PLANNED).await, code("nej"));
}

async fn whoever_may_answer_a_query_may_answer_what_follows(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    let other = contributor(store).await;
    let own = AssignmentTarget { section: "styrning".into(), question: Some(SYSTEM.into()) };
    let known = Colleague::Known(other.person().unwrap().id);
    assign(store, &actor, new_assignment(response(), known, own), NOW).await.unwrap();
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let cost = ask_now(store, &reviewer, COST, "Vad kostade den?", later(1)).await.unwrap().query;
    set(store, &other, SYSTEM, code("nej")).await;
    let view = query(store, &other, &response(), id, later(2)).await.unwrap();
    assert_eq!((view.may_answer, view.fields), (true, vec![field(SYSTEM), field(PLANNED)]));
    set(store, &other, PLANNED, code("senare")).await;
    // What somebody else is asked about is not theirs, nor is what nobody asks about.
    assert!(!query(store, &other, &response(), cost, later(2)).await.unwrap().may_answer);
    for name in [COST, "kontakt_namn"] {
        let refused = try_to_set(store, &other, name, number(7)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{name}: {refused:?}");
    }
    answer_now(store, &other, id, "Vi läste fel.", later(3)).await.unwrap();
    assert_eq!(sent(store, PLANNED).await, code("senare"));
}

async fn what_was_typed_for_a_query_that_is_closed_is_kept_and_told_to_be_unsent(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let unsent = async || check_answers(store, &actor, &response(), later(9)).await.unwrap().unsent;
    assert_eq!(unsent().await, []);
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    set(store, &actor, SYSTEM, code("nej")).await;
    close_now(store, &reviewer, (id, SYSTEM), later(6)).await.unwrap();

    // What was sent in is as it was; what was typed is there, and told apart.
    assert_eq!(sent(store, SYSTEM).await, code("ja"));
    assert_eq!(hub(store, &actor, &response(), later(9)).await.unwrap().copies.len(), 1);
    let found = unsent().await;
    let words = found.iter().map(|unsent| (unsent.number.as_str(), unsent.sent.as_deref(), unsent.now.as_deref()));
    assert_eq!(words.collect::<Vec<_>>(), [("B2", Some("Ja"), Some("Nej")), ("B3", None, Some(""))]);
    let view = query(store, &actor, &response(), id, later(9)).await.unwrap();
    assert_eq!((view.may_answer, &view.section.unsent), (false, &found));
    assert_eq!(section(store, &actor, &response(), "e_tjanster", later(9)).await.unwrap().unsent, []);

    // Asked again, they go on from it; what is sent is no longer unsent.
    let id = ask_now(store, &reviewer, SYSTEM, "En sak till.", later(10)).await.unwrap().query;
    set(store, &actor, PLANNED, code("senare")).await;
    answer_now(store, &actor, id, "Nej, senare.", later(11)).await.unwrap();
    assert_eq!((sent(store, SYSTEM).await, unsent().await), (code("nej"), vec![]));
}

async fn a_workbook_changes_what_is_asked_about_and_nothing_else(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let (open, system, cost) = (open_round(), version(store, SYSTEM).await, version(store, COST).await);
    let row = |row: u32, name: &str, version: i64, answer: &str| WorkbookRow {
        row,
        name: name.into(),
        version: WorkbookCell::Number(version.into()),
        answer: WorkbookCell::Text(answer.into()),
        ..WorkbookRow::default()
    };
    let workbook = FilledWorkbook {
        survey: open.survey,
        year: open.year.to_string(),
        organisation: response().organisation,
        questionnaire: hub(store, &actor, &response(), NOW).await.unwrap().head.questionnaire_id,
        rows: vec![row(3, SYSTEM, system, "Nej"), row(4, COST, cost, "1000000")],
        added: Vec::new(),
    };
    let read = async || preview_workbook(store, &actor, &response(), &workbook, later(2)).await;
    let refused = read().await;
    assert!(matches!(refused, Err(Error::Closed { .. })), "{refused:?}");
    ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap();
    let preview = read().await.unwrap();
    let changes: Vec<_> = preview.changes.iter().map(|planned| planned.change.clone()).collect();
    assert_eq!(changes.iter().map(|change| &change.field).collect::<Vec<_>>(), [&field(SYSTEM)]);
    assert!(
        matches!(&preview.faults[..], [only] if only.row == 4 && only.what == WorkbookProblem::SentIn),
        "{preview:?}"
    );
    // What the reading lets through, the save takes.
    let order = Save { key: response(), save_id: "sheet".into(), changes };
    save_whole(store, &actor, order, later(3)).await.unwrap();
    assert_eq!(version(store, SYSTEM).await, system + 1);
}

async fn the_list_of_ones_own_says_whose_turn_it_is(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let open = async |actor: &Actor| {
        let all = my_responses(store, actor, later(9)).await.unwrap();
        let queries = all.into_iter().filter(|mine| mine.key == response()).flat_map(|mine| mine.queries);
        queries.map(|query| (query.id, query.turn)).collect::<Vec<_>>()
    };
    assert_eq!(open(&actor).await, []);
    let first = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let second = ask_now(store, &reviewer, COST, "Vad kostade den?", later(2)).await.unwrap().query;
    answer_now(store, &actor, first, "Ja.", later(3)).await.unwrap();
    assert_eq!(open(&actor).await, [(first, Turn::Reviewer), (second, Turn::Organisation)]);
    assert_eq!(open(&signed_in(store, "samordnare.2282").await).await, []);
    close_now(store, &reviewer, (second, COST), later(4)).await.unwrap();
    assert_eq!(open(&actor).await, [(first, Turn::Reviewer)]);
}

async fn whom_a_reviewer_waits_for_is_shown_the_list(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    // A contributor of two kommuner: in one they have a section in hand, the other has sent its response in.
    let (one, other) = (coordinator(store).await, signed_in(store, "samordnare.2282").await);
    let sent_in = open_round().response("2282");
    for (actor, key) in [(&one, response()), (&other, sent_in.clone())] {
        let colleague = Colleague::New {
            name: "Per Ek".into(),
            email: "bidragsgivare.2281@lagesbild.example".into(),
            reads_all: true,
        };
        let own = AssignmentTarget { section: "styrning".into(), question: None };
        assign(store, actor, new_assignment(key, colleague, own), NOW).await.unwrap();
    }
    answer_invited(store, &contributor(store).await, "2282", true, NOW).await.unwrap();
    fill_in_and_submit(store, &other, &sent_in, NOW).await;
    let (both, reviewer) = (contributor(store).await, signed_in(store, "granskare").await);
    let stop = async || next_task(&my_responses(store, &both, later(9)).await.unwrap());
    let own_section = Some(NextTask::Section(response(), "styrning".into()));
    assert_eq!(stop().await, own_section);
    let read = async || answer_read(store, &sent_in, SYSTEM).await;
    let asked = ask(store, &reviewer, &sent_in, SYSTEM, "Stämmer det?", read().await, later(1)).await;
    assert_eq!(stop().await, None);
    close_query(store, &reviewer, &sent_in, asked.unwrap().query, read().await, later(2)).await.unwrap();
    assert_eq!(stop().await, own_section);
}

async fn only_what_is_sent_in_is_asked_about(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    let refused = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", NOW).await;
    assert!(matches!(refused, Err(Error::NotAllowed { .. })), "{refused:?}");
    sent_in(store, &actor).await;
    // It was not asked of this organisation.
    let refused = ask_now(store, &reviewer, PLANNED, "Stämmer det?", NOW).await;
    assert!(matches!(refused, Err(Error::UnknownField(_))), "{refused:?}");
    let refused = ask_now(store, &reviewer, SYSTEM, " ", NOW).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
}

async fn returned_everything_is_open_and_the_thread_goes_on(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    return_response(store, &reviewer, &response(), "Gå igenom allt.", 1.into(), later(2)).await.unwrap();
    let view = query(store, &actor, &response(), id, later(3)).await.unwrap();
    assert!(view.may_answer && view.fields.is_empty() && view.section.may.edit);
    try_to_set(store, &actor, SYSTEM, code("nej")).await.unwrap();
    let answered = answer_now(store, &actor, id, "Rättat.", later(4)).await.unwrap();
    assert_eq!(answered.receipt, None);
    // What is changed is a draft until it is sent in, and the reviewer reads what was sent.
    let thread = sent_answer(store, &reviewer, &response(), SYSTEM, later(5)).await.unwrap().queries.remove(0).messages;
    assert_eq!(thread.last().unwrap().entry, code("ja"));
    fill_in(store, &actor, &response(), later(5)).await;
    submit(store, &actor, &response(), as_read(store, &response()).await, later(6)).await.unwrap();
    assert_eq!(sent(store, SYSTEM).await, code("nej"));
}

async fn what_is_changed_for_a_query_leaves_done_as_it_was(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    save_as(store, &actor, "first", vec![change(SYSTEM, code("ja"), 0)]).await.unwrap();
    fill_in(store, &actor, &response(), NOW).await;
    let of_system = async || {
        let view = hub(store, &actor, &response(), later(2)).await.unwrap();
        let form = check_answers(store, &actor, &response(), later(2)).await.unwrap().evaluation.form().clone();
        view.sections[form.field(SYSTEM).unwrap().section].clone()
    };
    let section = of_system().await.name;
    mark_section(store, &actor, &response(), &section, true, NOW).await.unwrap();
    submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await.unwrap();
    ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap();
    set(store, &actor, SYSTEM, code("nej")).await;
    assert_eq!(of_system().await.state, SectionState::Done, "nobody can say again that it is done");
}

async fn a_round_that_wants_a_signature_wants_it_for_a_changed_answer_too(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    let chief = signed_in(store, "undertecknare.2281").await;
    sent_in(store, &actor).await;
    set_sign_off(store, &signed_in(store, "agare").await, &open_round(), true).await.unwrap();
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let view = query(store, &actor, &response(), id, later(2)).await.unwrap();
    assert!(view.may_answer && view.needs_signature && view.fields == [field(SYSTEM)] && view.shown.is_empty());
    // Whoever signs reads what would be sent, and changes nothing.
    let view = query(store, &chief, &response(), id, later(2)).await.unwrap();
    assert!(view.may_answer && !view.needs_signature && view.fields.is_empty() && view.shown == [field(SYSTEM)]);

    // Words alone need no signature.
    answer_now(store, &actor, id, "Ja.", later(3)).await.unwrap();
    ask_now(store, &reviewer, SYSTEM, "I alla delar?", later(4)).await.unwrap();
    set(store, &actor, SYSTEM, code("nej")).await;
    set(store, &actor, PLANNED, code("senare")).await;
    let waits = answer_now(store, &actor, id, "Nej.", later(6)).await.unwrap();
    assert!(waits.waits_for_signature && waits.receipt.is_none(), "{waits:?}");
    // Those who may sign are told what is to be sent; the reviewer is told nothing and sees nothing.
    let notice = waits.notice.unwrap();
    let told: Vec<&str> = notice.to.iter().map(|(_, email)| email.as_str()).collect();
    assert_eq!((told, notice.text.as_str()), (vec!["undertecknare.2281@lagesbild.example"], "Nej."));
    assert_eq!(sent(store, SYSTEM).await, code("ja"));
    let messages = query(store, &actor, &response(), id, later(6)).await.unwrap().query.messages;
    assert_eq!(messages.last().unwrap().text, "I alla delar?");
    let view = query(store, &chief, &response(), id, later(6)).await.unwrap();
    assert_eq!(view.shown, [field(SYSTEM), field(PLANNED)]);
    let answered = answer_now(store, &chief, id, "Nej.", later(7)).await.unwrap();
    assert_eq!(answered.receipt.unwrap().by, chief.person().unwrap().name);
    assert_eq!(sent(store, SYSTEM).await, code("nej"));
}

async fn whoever_no_longer_reviews_is_told_nothing(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    sent_in(store, &actor).await;
    let id = ask_now(store, &reviewer, SYSTEM, "Stämmer det?", later(1)).await.unwrap().query;
    let left = format!("DELETE FROM commissions WHERE person_id = {}", reviewer.person().unwrap().id);
    carry_out(&setting.url, &left).await;
    let answered = answer_now(store, &actor, id, "Ja.", later(2)).await.unwrap();
    let told: Vec<String> = answered.notice.unwrap().to.into_iter().map(|(_, email)| email).collect();
    assert_eq!(told, ["agare@lagesbild.example"], "the owners are");
}
