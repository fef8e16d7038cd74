//! Submitting, declining, sending back.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, as_read, change, code, coordinator, field, fill_in, fill_in_and_submit, later, response, save_as, signed_in,
    two_yes_no_fields,
};
use collection::{
    Error, SeenVersion, Store,
    respond::{EventKind, HubSection, Save, SectionState, check_answers, decline, hub, receipt, resume, save, submit},
    review::{approve, return_response},
    rounds::rounds,
};
use survey::{
    evaluation::Obstacle,
    status::{Status, Step},
};

scenarios![
    what_is_not_answered_stops_submitting,
    submitting_twice_gives_one_copy,
    a_copy_holds_what_was_asked_and_nothing_else,
    what_was_not_seen_is_not_sent,
    what_does_not_say_what_was_seen_is_refused,
    what_was_not_read_is_not_sent_back,
    what_was_not_read_is_neither_declined_nor_taken_up,
    a_submitted_response_takes_no_answers,
    declined_and_resumed,
    returned_and_corrected_gives_a_new_copy_and_keeps_the_old,
    approved_and_returned,
];

async fn what_is_not_answered_stops_submitting(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let refused = submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await;
    assert!(
        matches!(refused, Err(Error::NotAllowed { status: Status::NotStarted, step: Step::Submit })),
        "{refused:?}"
    );
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    let [one, _] = two_yes_no_fields(&view.evaluation);
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let Err(Error::Obstacles(obstacles)) =
        submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await
    else {
        panic!("it was submitted");
    };
    assert_eq!(obstacles, check_answers(store, &actor, &response(), NOW).await.unwrap().obstacles);
    assert!(obstacles.iter().all(|obstacle| obstacle.field != field(&one)));
    assert!(obstacles.iter().any(|obstacle| matches!(obstacle.obstacle, Obstacle::Unanswered(_))));
    assert!(!obstacles[0].number.is_empty() && !obstacles[0].label.is_empty() && !obstacles[0].section.is_empty());
}

async fn submitting_twice_gives_one_copy(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let responded = async || rounds(store, &actor, NOW).await.unwrap()[0].responded;
    let before = responded().await;
    fill_in(store, &actor, &response(), NOW).await;
    let read = as_read(store, &response()).await;
    let click = || {
        let (store, actor) = (store.clone(), actor.clone());
        tokio::spawn(async move { submit(&store, &actor, &response(), read, NOW).await })
    };
    let (one, two) = (click(), click());
    let (one, two) = (one.await.unwrap().unwrap().receipt, two.await.unwrap().unwrap().receipt);
    assert_eq!(one, two);
    assert_eq!(one.number, "LB-2026-KOMMUN-2281-1");
    let later_click = submit(store, &actor, &response(), read, later(60)).await.unwrap();
    assert_eq!((&later_click.receipt, later_click.receipt_notice), (&one, None));
    let view = hub(store, &actor, &response(), later(61)).await.unwrap();
    assert_eq!((view.head.status, view.copies), (Status::Submitted, vec![one]));
    let is_done = |section: &HubSection| section.state == SectionState::Done && section.assignees.is_empty();
    assert!(view.sections.iter().all(is_done), "what is sent in is done, also where nobody said so");
    assert_eq!(responded().await, before + 1);
}

async fn a_copy_holds_what_was_asked_and_nothing_else(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let number = fill_in_and_submit(store, &actor, &response(), NOW).await;
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    for who in ["lasare.2281", "agare", "granskare", "admin"] {
        let copy = receipt(store, &signed_in(store, who).await, &response(), &number, NOW).await.unwrap();
        assert_eq!(copy.entries, view.evaluation.frozen());
        assert_eq!(copy.receipt.by, actor.person().unwrap().name);
        assert_eq!((copy.receipt.submitted_at, copy.receipt.checksum.len()), (NOW, 64));
        for name in copy.entries.keys() {
            assert!(view.evaluation.is_relevant(name.as_str()));
        }
    }
    let unknown = receipt(store, &actor, &response(), "LB-2026-KOMMUN-2281-2", NOW).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    let stranger = receipt(store, &signed_in(store, "samordnare.0180").await, &response(), &number, NOW).await;
    assert!(matches!(stranger, Err(Error::Forbidden)));
}

async fn what_was_not_seen_is_not_sent(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    fill_in(store, &actor, &response(), NOW).await;
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    let seen = view.head.change_number;
    let [one, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored[&field(&one)].version;
    let notes = collection::respond::Change {
        field: field(&one),
        entry: None,
        comment: Some(Some("Fråga Leila.".into())),
        explanation: Some(Some("Nytt sedan du läste.".into())),
        base_version: version,
    };
    save_as(store, &actor, "sent", vec![notes]).await.unwrap();
    let refused = submit(store, &actor, &response(), seen.into(), NOW).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    let seen = check_answers(store, &actor, &response(), NOW).await.unwrap().head.change_number;
    let number = submit(store, &actor, &response(), seen.into(), NOW).await.unwrap().receipt.number;
    let copy = receipt(store, &actor, &response(), &number, NOW).await.unwrap();
    assert_eq!(copy.notes[&field(&one)].explanation.as_deref(), Some("Nytt sedan du läste."));
    let frozen = format!("{:?}{:?}", copy.notes, copy.entries);
    assert!(!frozen.contains("Fråga Leila"), "what colleagues say to each other was sent in: {frozen}");
}

async fn what_does_not_say_what_was_seen_is_refused(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    fill_in(store, &actor, &response(), NOW).await;
    let unreadable = ["", "två", "9e99", "1.0", "99999999999999999999"].map(SeenVersion::written);
    for seen in unreadable {
        let refused = submit(store, &actor, &response(), seen, NOW).await;
        assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    }
    submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await.unwrap();
    for seen in unreadable {
        // No receipt either: a second click says what the first one said.
        let refused = submit(store, &actor, &response(), seen, NOW).await;
        assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
        let refused = approve(store, &owner, &response(), seen, NOW).await;
        assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
        let refused = return_response(store, &owner, &response(), "Fel år.", seen, NOW).await;
        assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    }
    approve(store, &owner, &response(), SeenVersion::written("1"), NOW).await.unwrap();
}

async fn what_was_not_read_is_not_sent_back(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    return_response(store, &owner, &response(), "Fel år.", 1.into(), later(1)).await.unwrap();
    submit(store, &actor, &response(), as_read(store, &response()).await, later(2)).await.unwrap();
    let refused = return_response(store, &owner, &response(), "Fel år.", 1.into(), later(3)).await;
    assert!(matches!(refused, Err(Error::SentInAgain)), "{refused:?}");
    assert_eq!(hub(store, &actor, &response(), later(3)).await.unwrap().head.status, Status::Submitted);
    return_response(store, &owner, &response(), "Fel år.", 2.into(), later(4)).await.unwrap();
}

async fn what_was_not_read_is_neither_declined_nor_taken_up(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    let [one, _] = two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation);
    let read = as_read(store, &response()).await;
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    for (seen, who) in [(read, &actor), (read, &owner)] {
        let refused = decline(store, who, &response(), "Ingen tid.", seen, NOW).await;
        assert!(matches!(refused, Err(Error::Stale)), "a colleague has begun to answer: {refused:?}");
    }
    let unseen = decline(store, &actor, &response(), "Ingen tid.", SeenVersion::written(""), NOW).await;
    assert!(matches!(unseen, Err(Error::Unseen)), "{unseen:?}");
    decline(store, &actor, &response(), "Ingen tid.", as_read(store, &response()).await, NOW).await.unwrap();

    let read = as_read(store, &response()).await;
    let unseen = resume(store, &owner, &response(), SeenVersion::written("x"), NOW).await;
    assert!(matches!(unseen, Err(Error::Unseen)), "{unseen:?}");
    resume(store, &owner, &response(), read, NOW).await.unwrap();
    decline(store, &owner, &response(), "De ringde igen.", as_read(store, &response()).await, NOW).await.unwrap();
    let refused = resume(store, &actor, &response(), read, NOW).await;
    assert!(matches!(refused, Err(Error::Stale)), "it is declined for another reason now: {refused:?}");
    let head = hub(store, &actor, &response(), NOW).await.unwrap().head;
    assert_eq!((head.status, head.declined_reason.as_deref()), (Status::Declined, Some("De ringde igen.")));
}

async fn a_submitted_response_takes_no_answers(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    let [one, _] = two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation);
    let refused = save_as(store, &actor, "late", vec![change(&one, code("ja"), 1)]).await;
    assert!(matches!(refused, Err(Error::Closed { status: Status::Submitted, .. })), "{refused:?}");
    let refused = decline(store, &actor, &response(), "Vi ångrar oss.", as_read(store, &response()).await, NOW).await;
    assert!(
        matches!(refused, Err(Error::NotAllowed { status: Status::Submitted, step: Step::Decline })),
        "{refused:?}"
    );
    let may = hub(store, &actor, &response(), NOW).await.unwrap().may;
    assert!(may.read && !may.edit && !may.submit && !may.decline && !may.approve);
}

async fn declined_and_resumed(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    let [one, _] = two_yes_no_fields(&check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation);
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let refused = decline(store, &actor, &response(), "  ", as_read(store, &response()).await, NOW).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
    decline(store, &actor, &response(), " Vi hinner inte. ", as_read(store, &response()).await, NOW).await.unwrap();
    let view = hub(store, &actor, &response(), NOW).await.unwrap();
    assert_eq!((view.head.status, view.head.declined_reason.as_deref()), (Status::Declined, Some("Vi hinner inte.")));
    assert!(view.may.resume && !view.may.edit && !view.may.decline);
    let refused = save_as(store, &actor, "b", vec![change(&one, code("nej"), 1)]).await;
    assert!(matches!(refused, Err(Error::Closed { status: Status::Declined, .. })), "{refused:?}");
    resume(store, &owner, &response(), as_read(store, &response()).await, NOW).await.unwrap();
    let view = hub(store, &actor, &response(), NOW).await.unwrap();
    // What was answered before is still there.
    assert_eq!((view.head.status, view.answered, view.head.declined_reason), (Status::InProgress, 1, None));
    let refused = resume(store, &actor, &response(), as_read(store, &response()).await, NOW).await;
    assert!(
        matches!(refused, Err(Error::NotAllowed { status: Status::InProgress, step: Step::Resume })),
        "{refused:?}"
    );
    assert_eq!(view.events[0].what, EventKind::Resumed);
    assert_eq!(view.events[0].by, owner.person().unwrap().name);
}

async fn returned_and_corrected_gives_a_new_copy_and_keeps_the_old(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    let first = fill_in_and_submit(store, &actor, &response(), NOW).await;
    let original = receipt(store, &actor, &response(), &first, NOW).await.unwrap();
    return_response(store, &reviewer, &response(), "Se över frågan.", 1.into(), later(10)).await.unwrap();
    let view = check_answers(store, &actor, &response(), later(11)).await.unwrap();
    assert_eq!((view.head.status, view.head.returned_reason.as_deref()), (Status::Returned, Some("Se över frågan.")));
    let [one, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored[&field(&one)].version;
    save_as(store, &actor, "c", vec![change(&one, code("ja"), version)]).await.unwrap();
    assert_eq!(hub(store, &actor, &response(), later(12)).await.unwrap().head.status, Status::Returned);
    fill_in(store, &actor, &response(), later(12)).await;
    let second =
        submit(store, &actor, &response(), as_read(store, &response()).await, later(13)).await.unwrap().receipt;
    assert_eq!(second.number, "LB-2026-KOMMUN-2281-2");
    let kept = receipt(store, &reviewer, &response(), &first, later(14)).await.unwrap();
    assert_eq!((kept.entries, kept.receipt), (original.entries, original.receipt));
    let corrected = receipt(store, &reviewer, &response(), &second.number, later(14)).await.unwrap();
    assert_eq!(corrected.entries[&field(&one)], code("ja"));
    assert_eq!(hub(store, &actor, &response(), later(14)).await.unwrap().copies.len(), 2);
}

async fn approved_and_returned(setting: ScenarioContext<'_>) {
    let store: &Store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    let refused = approve(store, &owner, &response(), 0.into(), NOW).await;
    assert!(
        matches!(refused, Err(Error::NotAllowed { status: Status::NotStarted, step: Step::Approve })),
        "{refused:?}"
    );
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    let refused = approve(store, &owner, &response(), 0.into(), NOW).await;
    assert!(matches!(refused, Err(Error::SentInAgain)), "what was read is not what would be approved: {refused:?}");
    approve(store, &owner, &response(), 1.into(), NOW).await.unwrap();
    let refused = submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await;
    assert!(matches!(refused, Err(Error::NotAllowed { status: Status::Approved, .. })), "{refused:?}");
    let refused = return_response(store, &owner, &response(), "", 1.into(), NOW).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
    return_response(store, &owner, &response(), "Fel år.", 1.into(), NOW).await.unwrap();
    // Sent back, it is open to its organisation even when the round is closed, here for its being long ago.
    let again = Save { key: response(), save_id: "x".into(), changes: vec![] };
    save(store, &actor, again, later(400 * 24 * 60)).await.unwrap();
}
