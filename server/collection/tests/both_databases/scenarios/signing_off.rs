//! Sign-off: asking for a signature, signing, sending back.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, as_read, carry_out, change, code, coordinator, everything, field, fill_in, later, open_round, response,
    save_as, signed_in, two_yes_no_fields,
};
use collection::{
    Actor, Error, SeenVersion, Store, follow_up,
    people::{person, request_login_link, use_login_link},
    respond::{
        AskForSignOff, Colleague, EventKind, InputFault, NextTask, SignOffNotice, SignOffState, ask_for_sign_off,
        check_answers, confirm_signatory, decline, hub, my_responses, next_task, receipt, resume, send_back_unsigned,
        sign_off, submit,
    },
    review::return_response,
    rounds::{round, set_sign_off},
};
use std::sync::Arc;
use survey::{
    changes::Difference,
    status::{Status, Step},
};

scenarios![
    a_signature_is_asked_for_and_given,
    what_stops_submitting_stops_asking,
    it_is_sent_back_unsigned_with_words,
    what_was_not_read_is_neither_asked_for_nor_sent_back,
    an_answer_that_changes_takes_the_request_back,
    a_signatory_may_be_invited,
    who_was_proposed_signs_unconfirmed_until_another_person_confirms,
    who_may_not_confirm_a_signatory,
    only_a_signatory_submits_where_the_round_wants_a_signature,
    owners_decide_whether_a_round_wants_a_signature,
    the_summary_says_what_is_new_explained_and_missing,
    owners_do_not_see_what_is_said_about_it,
    nobody_asks_themselves_for_the_signature,
    a_coordinator_who_sends_in_has_signed_nothing,
    a_request_ends_with_the_response,
];

async fn signatory(store: &Store) -> Actor {
    signed_in(store, "undertecknare.2281").await
}

async fn ask_of(store: &Store, actor: &Actor) -> AskForSignOff {
    let to = Some(Colleague::Known(actor.person().unwrap().id));
    let change_number_seen = as_read(store, &response()).await;
    AskForSignOff { key: response(), to, message: " Läs avsnitt C. ".into(), change_number_seen }
}

async fn asked(store: &Store) -> (Actor, Actor, SignOffNotice) {
    let (one, chief) = (coordinator(store).await, signatory(store).await);
    fill_in(store, &one, &response(), NOW).await;
    let notice = ask_for_sign_off(store, &one, ask_of(store, &chief).await, later(1)).await.unwrap();
    (one, chief, notice)
}

async fn a_signature_is_asked_for_and_given(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, notice) = asked(store).await;
    assert_eq!(notice.to.name, chief.person().unwrap().name);
    assert_eq!((notice.by, notice.message.as_deref()), (one.person().unwrap().name.clone(), Some("Läs avsnitt C.")));
    let view = hub(store, &one, &response(), later(2)).await.unwrap();
    assert_eq!(view.head.status, Status::Ready);
    let Some(SignOffState::Waits(request)) = view.sign_off else { panic!("{:?}", view.sign_off) };
    assert_eq!((request.to, request.at), (chief.person().unwrap().name.clone(), later(1)));
    assert_eq!(view.events[0].what, EventKind::SignOffAsked(notice.to.name));
    let mine = my_responses(store, &chief, later(2)).await.unwrap();
    assert_eq!(next_task(&mine), Some(NextTask::Signature(response())));
    let view = sign_off(store, &chief, &response(), later(2)).await.unwrap();
    assert!(view.may.submit && view.may.send_back_unsigned && !view.may.ask_for_sign_off);
    let again = ask_for_sign_off(store, &one, ask_of(store, &chief).await, later(2)).await;
    assert!(matches!(again, Err(Error::NotAllowed { step: Step::AskForSignOff, .. })), "{again:?}");

    let signed = submit(store, &chief, &response(), view.head.change_number.into(), later(3)).await.unwrap();
    // Whoever asked is told by the receipt.
    let told = signed.receipt_notice.unwrap();
    assert!(told.to.iter().any(|(_, email)| *email == one.person().unwrap().email), "{told:?}");
    assert_eq!(told.by, chief.person().unwrap().name);
    let copy = receipt(store, &one, &response(), &signed.receipt.number, later(4)).await.unwrap();
    assert_eq!(copy.receipt.by, chief.person().unwrap().name);
    let view = hub(store, &one, &response(), later(4)).await.unwrap();
    assert_eq!((view.head.status, view.sign_off), (Status::Submitted, None));
    let mine = my_responses(store, &chief, later(4)).await.unwrap();
    assert_eq!(next_task(&mine), None);
    let again = submit(store, &chief, &response(), as_read(store, &response()).await, later(5)).await.unwrap();
    assert_eq!((again.receipt, again.receipt_notice), (signed.receipt, None), "a second click tells nobody again");
}

async fn what_stops_submitting_stops_asking(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief) = (coordinator(store).await, signatory(store).await);
    let refused = ask_for_sign_off(store, &one, ask_of(store, &chief).await, NOW).await;
    assert!(matches!(refused, Err(Error::NotAllowed { status: Status::NotStarted, .. })), "{refused:?}");
    let evaluation = check_answers(store, &one, &response(), NOW).await.unwrap().evaluation;
    let [first, _] = two_yes_no_fields(&evaluation);
    save_as(store, &one, "a", vec![change(&first, code("ja"), 0)]).await.unwrap();
    let refused = ask_for_sign_off(store, &one, ask_of(store, &chief).await, NOW).await;
    assert!(matches!(&refused, Err(Error::Obstacles(obstacles)) if !obstacles.is_empty()), "{refused:?}");
    fill_in(store, &one, &response(), NOW).await;
    let nobody = AskForSignOff { to: None, message: "x".repeat(10_001), ..ask_of(store, &chief).await };
    let refused = ask_for_sign_off(store, &one, nobody, NOW).await;
    let expected = [InputFault::Nobody, InputFault::Message];
    assert!(matches!(&refused, Err(Error::Faults(faults)) if *faults == expected), "{refused:?}");
    assert_eq!(hub(store, &one, &response(), NOW).await.unwrap().head.status, Status::InProgress);
}

async fn it_is_sent_back_unsigned_with_words(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    let refused =
        send_back_unsigned(store, &chief, &response(), "  ", as_read(store, &response()).await, later(2)).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
    let notice = send_back_unsigned(
        store,
        &chief,
        &response(),
        " C4 stämmer inte. ",
        as_read(store, &response()).await,
        later(2),
    )
    .await
    .unwrap()
    .unwrap();
    assert_eq!(notice.to.id, one.person().unwrap().id);
    let view = hub(store, &one, &response(), later(3)).await.unwrap();
    assert_eq!(view.head.status, Status::InProgress);
    let by = chief.person().unwrap().name.clone();
    assert_eq!(view.sign_off, Some(SignOffState::Unsigned { by, at: later(2), message: "C4 stämmer inte.".into() }));
    let refused =
        send_back_unsigned(store, &chief, &response(), "Igen.", as_read(store, &response()).await, later(3)).await;
    assert!(matches!(refused, Err(Error::NotAllowed { step: Step::SendBackUnsigned, .. })), "{refused:?}");
    // Asked again, it waits again.
    ask_for_sign_off(store, &one, ask_of(store, &chief).await, later(4)).await.unwrap();
    let view = hub(store, &one, &response(), later(5)).await.unwrap();
    assert!(matches!(view.sign_off, Some(SignOffState::Waits(_))), "{:?}", view.sign_off);
}

async fn what_was_not_read_is_neither_asked_for_nor_sent_back(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    let read = as_read(store, &response()).await;
    change_answer(store, &one).await;
    let stale = AskForSignOff { change_number_seen: read, ..ask_of(store, &chief).await };
    let refused = ask_for_sign_off(store, &one, stale, later(8)).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    let unseen = AskForSignOff { change_number_seen: SeenVersion::written(""), ..ask_of(store, &chief).await };
    let refused = ask_for_sign_off(store, &one, unseen, later(8)).await;
    assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    ask_for_sign_off(store, &one, ask_of(store, &chief).await, later(8)).await.unwrap();

    let refused = send_back_unsigned(store, &chief, &response(), "C4 stämmer inte.", read, later(9)).await;
    assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
    let refused = send_back_unsigned(store, &chief, &response(), "C4.", SeenVersion::written("nio"), later(9)).await;
    assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    assert_eq!(hub(store, &one, &response(), later(9)).await.unwrap().head.status, Status::Ready);
}

async fn an_answer_that_changes_takes_the_request_back(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    let seen = sign_off(store, &chief, &response(), later(2)).await.unwrap().head.change_number;
    let view = check_answers(store, &one, &response(), NOW).await.unwrap();
    let [first, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored.iter().find(|(field, _)| field.as_str() == first).unwrap().1.version;
    save_as(store, &one, "late", vec![change(&first, code("ja"), version)]).await.unwrap();
    let view = hub(store, &one, &response(), later(3)).await.unwrap();
    assert_eq!(view.head.status, Status::InProgress);
    assert!(matches!(view.sign_off, Some(SignOffState::Changed(_))), "{:?}", view.sign_off);
    let refused = submit(store, &chief, &response(), seen.into(), later(3)).await;
    assert!(matches!(refused, Err(Error::Stale)), "what was read is not what would be sent: {refused:?}");
}

async fn a_signatory_may_be_invited(setting: ScenarioContext<'_>) {
    let (store, one) = (&setting.store, coordinator(&setting.store).await);
    fill_in(store, &one, &response(), NOW).await;
    let to =
        Some(Colleague::New { name: "Maria Chef".into(), email: "Maria@Sundsvall.example".into(), reads_all: false });
    let ask = AskForSignOff { to, ..ask_of(store, &one).await };
    let notice = ask_for_sign_off(store, &one, ask, NOW);
    assert_eq!(notice.await.unwrap().to.email, "maria@sundsvall.example");
    let view = sign_off(store, &one, &response(), later(1)).await.unwrap();
    assert!(view.signatories.iter().any(|person| person.name == "Maria Chef"));
    assert!(!view.may.send_back_unsigned);
}

/// A second mailbox of the coordinator's, asked for the signature and signed in.
async fn second_mailbox(store: &Store, one: &Actor, email: &str) -> Actor {
    let to = Some(Colleague::New { name: "Maria Chef".into(), email: email.into(), reads_all: false });
    ask_for_sign_off(store, one, AskForSignOff { to, ..ask_of(store, one).await }, NOW).await.unwrap();
    let link = request_login_link(store, &Actor::Anonymous, email, None, NOW).await.unwrap().unwrap();
    Actor::Person(Arc::new(use_login_link(store, &Actor::Anonymous, &link.token, NOW).await.unwrap()))
}

fn id(actor: &Actor) -> i64 {
    actor.person().unwrap().id
}

async fn who_was_proposed_signs_unconfirmed_until_another_person_confirms(setting: ScenarioContext<'_>) {
    let (store, one) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    set_sign_off(store, &owner, &open_round(), true).await.unwrap();
    fill_in(store, &one, &response(), NOW).await;
    let maria = second_mailbox(store, &one, "maria@gmail.example").await;
    let signed = submit(store, &maria, &response(), as_read(store, &response()).await, later(1)).await.unwrap();
    assert!(signed.receipt.unconfirmed);
    let listed = async || {
        let all = follow_up::responses(store, &owner, &open_round(), &only(&response().organisation)).await.unwrap();
        (all.rows[0].status, all.rows[0].unconfirmed)
    };
    assert_eq!(listed().await, (Status::Submitted, true), "it counts, and says so");
    let detail = async || follow_up::response(store, &owner, &response(), later(2)).await.unwrap();
    let seen = detail().await;
    let [proposed] = &seen.proposed_signatories[..] else { panic!("{:?}", seen.proposed_signatories) };
    assert_eq!((proposed.name.as_str(), proposed.email.as_str()), ("Maria Chef", "maria@gmail.example"));
    assert_eq!((&proposed.by, proposed.may_confirm), (&one.person().unwrap().name, true));
    assert!(seen.copies[0].unconfirmed);

    confirm_signatory(store, &owner, &response(), id(&maria)).await.unwrap();
    assert_eq!(listed().await, (Status::Submitted, false));
    let copy = receipt(store, &one, &response(), &signed.receipt.number, later(3)).await.unwrap();
    assert_eq!((copy.receipt.unconfirmed, copy.receipt.checksum), (false, signed.receipt.checksum));
    assert_eq!(detail().await.proposed_signatories, []);
    let again = confirm_signatory(store, &owner, &response(), id(&maria)).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    // What they sign from now on is confirmed.
    return_response(store, &owner, &response(), "En gång till.", 1.into(), later(4)).await.unwrap();
    let maria = Actor::Person(Arc::new(person(store, id(&maria)).await.unwrap().unwrap()));
    let signed = submit(store, &maria, &response(), as_read(store, &response()).await, later(5)).await.unwrap();
    assert!(!signed.receipt.unconfirmed);
    // Whoever is a signatory without an invitation is confirmed, and so is what they sign.
    assert!(!signed_in(store, "undertecknare.2282").await.person().unwrap().memberships[0].is_unconfirmed);
}

fn only(code: &str) -> follow_up::ListQuery {
    follow_up::ListQuery { search: code.into(), ..follow_up::ListQuery::default() }
}

async fn who_may_not_confirm_a_signatory(setting: ScenarioContext<'_>) {
    let (store, one) = (&setting.store, coordinator(&setting.store).await);
    fill_in(store, &one, &response(), NOW).await;
    let maria = second_mailbox(store, &one, "maria@gmail.example").await;
    change_answer(store, &one).await;
    let third = second_mailbox(store, &one, "maria@hotmail.example").await;
    for who in ["samordnare.2281", "bidragsgivare.2281", "lasare.2281", "granskare", "undertecknare.2282"] {
        let refused = confirm_signatory(store, &signed_in(store, who).await, &response(), id(&maria)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who}: {refused:?}");
    }
    for (who, whom) in [(&maria, &maria), (&third, &maria), (&maria, &third)] {
        let refused = confirm_signatory(store, who, &response(), id(whom)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "one mailbox for another: {refused:?}");
    }
    // Nor does a coordinator who owns the survey confirm whom they have proposed themselves.
    let commission = format!("INSERT INTO commissions VALUES ({}, 'kommun-ehalsa', 'owner')", id(&one));
    carry_out(&setting.url, &commission).await;
    let refused = confirm_signatory(store, &coordinator(store).await, &response(), id(&maria)).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let seen = sign_off(store, &coordinator(store).await, &response(), later(1)).await.unwrap();
    assert!(seen.proposed.len() == 2 && seen.proposed.iter().all(|signatory| !signatory.may_confirm));

    confirm_signatory(store, &signatory(store).await, &response(), id(&maria)).await.unwrap();
    let maria = Actor::Person(Arc::new(person(store, id(&maria)).await.unwrap().unwrap()));
    confirm_signatory(store, &maria, &response(), id(&third)).await.unwrap();
}

/// Changes an answer, so that the signature has to be asked for again.
async fn change_answer(store: &Store, actor: &Actor) {
    let view = check_answers(store, actor, &response(), NOW).await.unwrap();
    let [one, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored[&field(&one)].version;
    save_as(store, actor, "changed", vec![change(&one, code("ja"), version)]).await.unwrap();
    fill_in(store, actor, &response(), later(7)).await;
}

async fn only_a_signatory_submits_where_the_round_wants_a_signature(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in(store, &one, &response(), NOW).await;
    assert!(hub(store, &one, &response(), NOW).await.unwrap().may.submit);
    set_sign_off(store, &owner, &open_round(), true).await.unwrap();
    let may = hub(store, &one, &response(), NOW).await.unwrap().may;
    assert!(!may.submit && may.ask_for_sign_off);
    let refused = submit(store, &one, &response(), as_read(store, &response()).await, NOW).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let chief = signatory(store).await;
    ask_for_sign_off(store, &one, ask_of(store, &chief).await, NOW).await.unwrap();
    let refused = submit(store, &one, &response(), as_read(store, &response()).await, NOW).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    submit(store, &chief, &response(), as_read(store, &response()).await, NOW).await.unwrap();
}

async fn owners_decide_whether_a_round_wants_a_signature(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let owner = signed_in(store, "agare").await;
    for wanted in [true, false] {
        set_sign_off(store, &owner, &open_round(), wanted).await.unwrap();
        assert_eq!(round(store, &owner, &open_round(), NOW).await.unwrap().sign_off, wanted);
    }
}

async fn the_summary_says_what_is_new_explained_and_missing(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    let view = sign_off(store, &chief, &response(), later(2)).await.unwrap();
    let stored = check_answers(store, &one, &response(), later(2)).await.unwrap();
    let missing: usize = view.sections.iter().map(|section| section.missing.len()).sum();
    let entries = stored.evaluation.frozen();
    assert_eq!(missing, entries.values().filter(|entry| entry.value().is_none()).count());
    assert!(missing > 0);
    let changed = || view.sections.iter().flat_map(|section| &section.changed);
    // Nobody of this kommun has answered before: every question that has a lineage to tell of is new.
    assert!(changed().all(|changed| changed.difference == Difference::New), "{:?}", changed().next());
    assert_eq!(view.obstacles, Vec::new());
}

async fn owners_do_not_see_what_is_said_about_it(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (_, chief, _) = asked(store).await;
    send_back_unsigned(store, &chief, &response(), "Internt.", as_read(store, &response()).await, later(2))
        .await
        .unwrap();
    let owner = signed_in(store, "agare").await;
    assert!(follow_up::response(store, &owner, &response(), later(3)).await.unwrap().events.is_empty());
    let refused = sign_off(store, &owner, &response(), later(3)).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

async fn nobody_asks_themselves_for_the_signature(setting: ScenarioContext<'_>) {
    let (store, one) = (&setting.store, coordinator(&setting.store).await);
    fill_in(store, &one, &response(), NOW).await;
    let own_address =
        Colleague::New { name: "Någon".into(), email: " Samordnare.2281@lagesbild.example".into(), reads_all: false };
    for to in [Colleague::Known(one.person().unwrap().id), own_address] {
        let ask = AskForSignOff { to: Some(to), ..ask_of(store, &one).await };
        let refused = ask_for_sign_off(store, &one, ask, NOW).await;
        assert!(matches!(&refused, Err(Error::Faults(faults)) if *faults == [InputFault::Oneself]), "{refused:?}");
    }
    let view = sign_off(store, &one, &response(), NOW).await.unwrap();
    assert!(view.signatories.iter().all(|person| person.id != one.person().unwrap().id));
}

/// Whether a request for a signature has ended this way.
async fn is_decided(store: &Store, decision: &str) -> bool {
    everything(store).await.contains(&format!("\"decision\":\"{decision}\""))
}

async fn a_coordinator_who_sends_in_has_signed_nothing(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    submit(store, &one, &response(), as_read(store, &response()).await, later(3)).await.unwrap();
    assert!(is_decided(store, "withdrawn").await && !is_decided(store, "signed").await);
    let reviewer = signed_in(store, "granskare").await;
    return_response(store, &reviewer, &response(), "Gå igenom allt.", 1.into(), later(4)).await.unwrap();
    ask_for_sign_off(store, &one, ask_of(store, &chief).await, later(5)).await.unwrap();
    submit(store, &chief, &response(), as_read(store, &response()).await, later(6)).await.unwrap();
    assert!(is_decided(store, "signed").await);
}

async fn a_request_ends_with_the_response(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, chief, _) = asked(store).await;
    // An answer changes, and the signatory sends it in all the same.
    let view = check_answers(store, &one, &response(), NOW).await.unwrap();
    let [first, _] = two_yes_no_fields(&view.evaluation);
    let version = view.stored[&field(&first)].version;
    save_as(store, &one, "late", vec![change(&first, code("ja"), version)]).await.unwrap();
    submit(store, &chief, &response(), as_read(store, &response()).await, later(3)).await.unwrap();
    let reviewer = signed_in(store, "granskare").await;
    return_response(store, &reviewer, &response(), "Gå igenom allt.", 1.into(), later(4)).await.unwrap();
    let state = async || hub(store, &one, &response(), later(5)).await.unwrap().sign_off;
    assert_eq!(state().await, None, "what was asked for was given");
    // So it does when the organisation declines, and takes it up again.
    let other = open_round().response("2282");
    let theirs = signed_in(store, "samordnare.2282").await;
    fill_in(store, &theirs, &other, NOW).await;
    let to = Some(Colleague::New { name: "Maria Chef".into(), email: "maria@s.example".into(), reads_all: false });
    let change_number_seen = as_read(store, &other).await;
    let ask = AskForSignOff { key: other.clone(), to, message: String::new(), change_number_seen };
    ask_for_sign_off(store, &theirs, ask, later(1)).await.unwrap();
    decline(store, &theirs, &other, "Ingen tid.", as_read(store, &other).await, later(2)).await.unwrap();
    resume(store, &theirs, &other, as_read(store, &other).await, later(3)).await.unwrap();
    assert_eq!(hub(store, &theirs, &other, later(4)).await.unwrap().sign_off, None);
}
