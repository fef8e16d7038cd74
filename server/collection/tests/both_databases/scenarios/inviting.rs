//! Inviting colleagues: what they read, when their part begins, and how it ends.

use super::{ScenarioContext, scenarios, signing_in::signs_in};
use crate::world::{
    NOW, answer_invited, answer_read, as_read, change, code, coordinator, demo_person_exists, field, fill_in, later,
    response, save_as, signed_in,
};
use collection::{
    Actor, Error, ResponseKey, SeenVersion, Store, exports,
    import::import,
    people::{
        answer_invitation, delete_expired_invitations, demo_person, invitation, person, request_login_link,
        use_login_link,
    },
    respond::{
        AccessScope, AskForSignOff, AssignmentTarget, Change, Colleague, NewAssignment, ask_for_sign_off, assign,
        assignments, change_feed, check_answers, feedback, hub, mark_present, my_responses, preview_workbook, query,
        receipt, remove_colleague, section, sign_off, take_back, workbook_head,
    },
    review::ask,
    session_store::Sessions,
};
use std::{collections::BTreeMap, sync::Arc};
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;

scenarios![
    taking_the_last_assignment_back_ends_the_membership,
    a_removed_colleague_has_nothing_left,
    only_those_who_were_invited_can_be_removed,
    inviting_and_removing_signs_nobody_out,
    an_invited_colleague_reads_what_is_assigned,
    an_invited_colleague_reads_what_its_checks_name,
    notes_are_told_of_what_is_assigned_only,
    an_invitation_may_give_the_whole_response_to_read,
    whoever_signs_reads_it_all,
    whoever_has_a_part_elsewhere_accepts_first,
    an_invitation_is_turned_down,
    an_invitation_ends_after_a_month,
    invited_again_there_is_another_month,
    an_invitation_that_was_not_read_is_not_answered,
    whoever_never_accepted_is_forgotten,
    whoever_is_known_otherwise_is_not_forgotten,
];

/// Two sections: a check of the first names a question of the second.
const FIRST: &str = "uppgiftslamnare";
const SECOND: &str = "halso_och_sjukvard";
const NAMED: &str = "hemsjukvard";
const NOT_NAMED: &str = "medicindispensrar";
const THIRD: &str = "styrning";

const PER: &str = "per@sundsvall.example";

fn new(email: &str, reads_all: bool) -> Colleague {
    Colleague::New { name: "Per Ek".into(), email: email.into(), reads_all }
}

fn whole(section: &str) -> AssignmentTarget {
    AssignmentTarget { section: section.into(), question: None }
}

async fn give(
    store: &Store,
    key: &ResponseKey,
    to: Colleague,
    targets: &[AssignmentTarget],
    at: OffsetDateTime,
) -> i64 {
    let targets = targets.iter().cloned().collect();
    let order = NewAssignment { key: key.clone(), to: Some(to), targets, message: String::new(), due: None };
    assign(store, &coordinator(store).await, order, at).await.unwrap().to.id
}

async fn signed_in_by(store: &Store, email: &str, at: OffsetDateTime) -> Actor {
    let link = request_login_link(store, &Actor::Anonymous, email, None, at).await.unwrap().expect("a person");
    Actor::Person(Arc::new(use_login_link(store, &Actor::Anonymous, &link.token, at).await.unwrap()))
}

/// The person as every request reads them.
async fn now_is(store: &Store, id: i64) -> Actor {
    Actor::Person(Arc::new(person(store, id).await.unwrap().expect("a person")))
}

async fn assignment_ids(store: &Store, person: i64) -> Vec<i64> {
    let view = assignments(store, &Actor::System, &response(), later(1)).await.unwrap();
    let assignees = view.assignees.into_iter().filter(|assignees| assignees.person.id == person);
    assignees.flat_map(|assignees| assignees.assignments).map(|assignment| assignment.id).collect()
}

fn is_forbidden<T: std::fmt::Debug>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Forbidden))
}

async fn taking_the_last_assignment_back_ends_the_membership(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let per = give(store, &response(), new(PER, true), &[whole(FIRST), whole(THIRD)], NOW).await;
    signed_in_by(store, PER, NOW).await;
    // What was given of a round that is over does not keep anybody.
    let before = ResponseKey { year: 2025, ..response() };
    give(store, &before, Colleague::Known(per), &[whole(FIRST)], NOW - Duration::days(365)).await;
    let assignees = assignment_ids(store, per).await;
    take_back(store, &actor, &response(), assignees[0], later(2)).await.unwrap();
    assert!(hub(store, &now_is(store, per).await, &response(), later(3)).await.is_ok(), "something is left");
    let notice = take_back(store, &actor, &response(), assignees[1], later(4)).await.unwrap();
    assert_eq!(notice.expect("a letter").to.email, PER);
    let gone = now_is(store, per).await;
    assert_eq!(gone.person().unwrap().memberships, []);
    for key in [response(), before] {
        let refused = hub(store, &gone, &key, later(5)).await;
        assert!(is_forbidden(&refused), "{refused:?}");
    }
    assert_eq!(my_responses(store, &gone, later(5)).await.unwrap(), []);
    assert!(assignments(store, &actor, &response(), later(5)).await.unwrap().invited.is_empty());
    // Whoever is of the organisation stays, whatever is taken back.
    let own = signed_in(store, "bidragsgivare.2281").await.person().unwrap().id;
    give(store, &response(), Colleague::Known(own), &[whole(FIRST)], later(6)).await;
    let assignees = assignment_ids(store, own).await;
    take_back(store, &actor, &response(), assignees[0], later(7)).await.unwrap();
    assert_eq!(now_is(store, own).await.person().unwrap().memberships.len(), 1);
}

async fn a_removed_colleague_has_nothing_left(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let per = give(store, &response(), new(PER, true), &[whole(FIRST)], NOW).await;
    let signed_in = signed_in_by(store, PER, NOW).await;
    save_as(store, &signed_in, "a", vec![change("kontakt_namn", text("Per Ek"), 0)]).await.unwrap();
    fill_in(store, &actor, &response(), NOW).await;
    let change_number_seen = as_read(store, &response()).await;
    let ask =
        AskForSignOff { key: response(), to: Some(Colleague::Known(per)), message: String::new(), change_number_seen };
    ask_for_sign_off(store, &actor, ask, later(1)).await.unwrap();
    assert_eq!(now_is(store, per).await.person().unwrap().memberships.len(), 2);
    let removed = remove_colleague(store, &actor, &response(), per, later(2)).await.unwrap();
    assert_eq!((removed.name.as_str(), removed.email.as_str()), ("Per Ek", PER));
    assert_eq!(now_is(store, per).await.person().unwrap().memberships, []);
    assert_eq!(assignment_ids(store, per).await, Vec::<i64>::new());
    let again = remove_colleague(store, &actor, &response(), per, later(3)).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    // What was answered stays.
    let stored = check_answers(store, &actor, &response(), later(3)).await.unwrap().stored;
    assert_eq!(stored[&field("kontakt_namn")].author, "Per Ek");
}

fn text(words: &str) -> survey::value::Entry {
    survey::value::Entry::Value(survey::value::Value::Text(words.into()))
}

async fn only_those_who_were_invited_can_be_removed(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    for local in ["bidragsgivare.2281", "undertecknare.2281", "samordnare.2281", "samordnare.0180"] {
        let other = signed_in(store, local).await.person().unwrap().clone();
        let refused = remove_colleague(store, &actor, &response(), other.id, NOW).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{local}: {refused:?}");
        assert_eq!(now_is(store, other.id).await.person().unwrap().memberships, other.memberships);
    }
    // Of a reader who was given something only that part came by an invitation.
    let reader = signed_in(store, "lasare.2281").await.person().unwrap().id;
    let address = "lasare.2281@lagesbild.example";
    give(store, &response(), new(address, false), &[whole(FIRST)], NOW).await;
    assert_eq!(now_is(store, reader).await.person().unwrap().memberships.len(), 2);
    remove_colleague(store, &actor, &response(), reader, later(1)).await.unwrap();
    assert_eq!(now_is(store, reader).await.person().unwrap().memberships.len(), 1);
}

async fn inviting_and_removing_signs_nobody_out(setting: ScenarioContext<'_>) {
    let (store, sessions) = (&setting.store, Sessions::new(setting.store.clone()));
    let (actor, admin) = (coordinator(store).await, signed_in(store, "admin").await);
    let session = signs_in(&sessions, &admin, "Firefox på Windows", 30).await;
    let invite = async |at| give(store, &response(), new("admin@lagesbild.example", true), &[whole(FIRST)], at).await;
    let id = invite(NOW).await;
    remove_colleague(store, &actor, &response(), id, later(1)).await.unwrap();
    assert!(sessions.load(&session).await.unwrap().is_some(), "nothing was accepted");
    invite(later(2)).await;
    let organisation = &response().organisation;
    answer_invited(store, &now_is(store, id).await, organisation, false, later(3)).await.unwrap();
    assert!(sessions.load(&session).await.unwrap().is_some(), "it was turned down");
    invite(later(4)).await;
    answer_invited(store, &now_is(store, id).await, organisation, true, later(5)).await.unwrap();
    remove_colleague(store, &actor, &response(), id, later(6)).await.unwrap();
    assert_eq!(sessions.load(&session).await.unwrap(), None);
}

async fn an_invited_colleague_reads_what_is_assigned(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    give(store, &response(), new(PER, false), &[whole(FIRST)], NOW).await;
    let per = signed_in_by(store, PER, NOW).await;
    save_as(store, &actor, "theirs", vec![change(NOT_NAMED, number(7), 0)]).await.unwrap();

    let view = hub(store, &per, &response(), later(1)).await.unwrap();
    let all = hub(store, &actor, &response(), later(1)).await.unwrap();
    let titles = |hub: &collection::respond::Hub| {
        hub.sections.iter().map(|section| (section.title.clone(), section.state)).collect::<Vec<_>>()
    };
    assert_eq!(titles(&view), titles(&all));
    assert!(
        !all.obstacles.is_empty() && view.obstacles.iter().all(|left| left.section == FIRST),
        "{:?}",
        view.obstacles
    );
    assert_eq!((view.events, view.copies, view.queries.len(), view.sign_off), (vec![], vec![], 0, None));
    let others = view.sections.iter().filter(|section| section.name != FIRST);
    assert!(others.clone().all(|section| section.last_saved.is_none() && section.assignees.is_empty()));
    assert!(view.read_scope.covers_section(FIRST) && !view.read_scope.includes_part_of(SECOND));

    let own = section(store, &per, &response(), FIRST, later(1)).await.unwrap();
    assert!(!own.stored.contains_key(&field(NOT_NAMED)) && !own.previous.contains_key(&field(NOT_NAMED)));
    let earlier = ResponseKey { year: 2025, ..response() };
    let file = "organisation,status,submitted_at\r\n2281,submitted,2025-11-03T08:00:00Z\r\n";
    import(store, &Actor::System, &earlier.round(), file.as_bytes(), false, NOW).await.unwrap();
    let number = hub(store, &actor, &earlier, NOW).await.unwrap().copies[0].number.clone();
    let (key, now) = (&response(), later(1));
    for (what, is_refused) in [
        ("another section", is_forbidden(&section(store, &per, key, SECOND, now).await)),
        ("what is new there", is_forbidden(&change_feed(store, &per, key, SECOND, 0, now).await)),
        ("who is there", is_forbidden(&mark_present(store, &per, key, SECOND, now).await)),
        ("all answers", is_forbidden(&check_answers(store, &per, key, now).await)),
        ("the file", is_forbidden(&exports::own_answers(store, &per, key, now).await)),
        ("the workbook", is_forbidden(&workbook_head(store, &per, key, now).await)),
        ("the filled-in workbook", is_forbidden(&preview_workbook(store, &per, key, &Default::default(), now).await)),
        ("the signature", is_forbidden(&sign_off(store, &per, key, now).await)),
        ("last year's hub", is_forbidden(&hub(store, &per, &earlier, now).await)),
        ("last year's section", is_forbidden(&section(store, &per, &earlier, FIRST, now).await)),
        ("last year's receipt", is_forbidden(&receipt(store, &per, &earlier, &number, now).await)),
        ("last year's feedback", is_forbidden(&feedback(store, &per, &earlier, now).await)),
        ("last year's file", is_forbidden(&exports::own_answers(store, &per, &earlier, now).await)),
    ] {
        assert!(is_refused, "{what}");
    }
    let listed = my_responses(store, &per, now).await.unwrap();
    assert_eq!(listed.iter().map(|listed| &listed.key).collect::<Vec<_>>(), [key]);
    // What colleagues do elsewhere is not told.
    let told = change_feed(store, &per, key, FIRST, 0, now).await.unwrap();
    assert!(told.saves.iter().all(|save| save.answers.is_empty()), "{told:?}");
    // A single question is all that is read of its section.
    give(store, key, Colleague::Known(per.person().unwrap().id), &[single(SECOND, NAMED)], now).await;
    let view = section(store, &per, key, SECOND, later(2)).await.unwrap();
    assert!(view.read_scope.covers(SECOND, NAMED) && !view.read_scope.covers(SECOND, NOT_NAMED));
    assert!(!view.stored.contains_key(&field(NOT_NAMED)));
}

fn single(section: &str, question: &str) -> AssignmentTarget {
    AssignmentTarget { section: section.into(), question: Some(question.into()) }
}

fn number(number: i64) -> survey::value::Entry {
    survey::value::Entry::Value(survey::value::Value::Number(number.into()))
}

async fn an_invited_colleague_reads_what_its_checks_name(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    give(store, &response(), new(PER, false), &[whole(FIRST)], NOW).await;
    let per = signed_in_by(store, PER, NOW).await;
    let change_number = hub(store, &per, &response(), NOW).await.unwrap().head.change_number;
    let changes = vec![change(NAMED, code("ja"), 0), change(NOT_NAMED, number(7), 0)];
    save_as(store, &actor, "theirs", changes).await.unwrap();
    let view = section(store, &per, &response(), FIRST, later(1)).await.unwrap();
    assert!(view.stored.contains_key(&field(NAMED)) && !view.stored.contains_key(&field(NOT_NAMED)));
    let told = change_feed(store, &per, &response(), FIRST, change_number, later(1)).await.unwrap();
    let fields: Vec<&str> =
        told.saves.iter().flat_map(|save| &save.answers).map(|answer| answer.field.as_str()).collect();
    assert_eq!(fields, [NAMED]);
    assert_eq!(told.change_number, hub(store, &per, &response(), later(1)).await.unwrap().head.change_number);
}

async fn notes_are_told_of_what_is_assigned_only(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    give(store, &response(), new(PER, false), &[whole(FIRST)], NOW).await;
    let per = signed_in_by(store, PER, NOW).await;
    let change_number = hub(store, &per, &response(), NOW).await.unwrap().head.change_number;
    let noted = |name: &str, entry| Change {
        comment: Some(Some("Fråga Anna".into())),
        explanation: Some(Some("Det stämmer.".into())),
        ..change(name, entry, 0)
    };
    save_as(store, &actor, "theirs", vec![noted("kontakt_namn", text("Per Ek")), noted(NAMED, code("ja"))])
        .await
        .unwrap();
    let notes = async |actor: &Actor| -> BTreeMap<String, (Option<String>, Option<String>)> {
        let told = change_feed(store, actor, &response(), FIRST, change_number, later(1)).await.unwrap();
        let answers = told.saves.into_iter().flat_map(|save| save.answers);
        answers.map(|answer| (answer.field.to_string(), (answer.comment, answer.explanation))).collect()
    };
    let written = (Some("Fråga Anna".to_owned()), Some("Det stämmer.".to_owned()));
    let all = BTreeMap::from([("kontakt_namn".to_owned(), written.clone()), (NAMED.to_owned(), written.clone())]);
    assert_eq!(notes(&actor).await, all);
    let own = BTreeMap::from([("kontakt_namn".to_owned(), written), (NAMED.to_owned(), (None, None))]);
    assert_eq!(notes(&per).await, own);
}

async fn an_invitation_may_give_the_whole_response_to_read(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    give(store, &response(), new(PER, true), &[whole(FIRST)], NOW).await;
    let per = signed_in_by(store, PER, NOW).await;
    let view = hub(store, &per, &response(), later(1)).await.unwrap();
    assert_eq!(view.read_scope, AccessScope::Whole);
    assert!(
        view.edit_scope.covers_section(FIRST) && !view.edit_scope.includes_part_of(SECOND),
        "that is not to change it"
    );
    section(store, &per, &response(), SECOND, later(1)).await.unwrap();
    check_answers(store, &per, &response(), later(1)).await.unwrap();
    exports::own_answers(store, &per, &response(), later(1)).await.unwrap();
}

async fn whoever_signs_reads_it_all(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    fill_in(store, &actor, &response(), NOW).await;
    let change_number_seen = as_read(store, &response()).await;
    let ask = AskForSignOff { key: response(), to: Some(new(PER, false)), message: String::new(), change_number_seen };
    ask_for_sign_off(store, &actor, ask, NOW).await.unwrap();
    let per = signed_in_by(store, PER, NOW).await;
    sign_off(store, &per, &response(), later(1)).await.unwrap();
    check_answers(store, &per, &response(), later(1)).await.unwrap();
}

async fn whoever_has_a_part_elsewhere_accepts_first(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    for local in ["samordnare.0180", "agare", "granskare", "admin"] {
        let address = format!("{local}@lagesbild.example");
        give(store, &response(), new(&address, true), &[whole(FIRST)], NOW).await;
        // Signing in is not enough: what they see and may do would change.
        let invited = signed_in(store, local).await;
        let organisation = &response().organisation;
        let parts = invited.person().unwrap().memberships.iter();
        assert!(parts.clone().all(|part| part.organisation != *organisation), "{local}");
        assert!(is_forbidden(&hub(store, &invited, &response(), NOW).await), "{local}");
        let demo = demo_person(store, &Actor::Anonymous, &address, NOW).await.unwrap();
        assert_eq!(&demo, invited.person().unwrap());
        let offered = invitation(store, &invited, organisation, later(1)).await.unwrap();
        assert_eq!((offered.len(), offered[0].organisation_name.as_str()), (1, "Sundsvalls kommun"));
        let elsewhere = answer_invited(store, &invited, "1480", true, later(1)).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)), "{elsewhere:?}");
        answer_invited(store, &invited, organisation, true, later(1)).await.unwrap();
        let accepted = now_is(store, invited.person().unwrap().id).await;
        assert_eq!(accepted.person().unwrap().invitations, []);
        section(store, &accepted, &response(), FIRST, later(2)).await.unwrap();
    }
    // Whoever invites sees the same of an address that is known elsewhere as of a new one.
    give(store, &response(), new(PER, true), &[whole(FIRST)], NOW).await;
    give(store, &response(), new("samordnare.1480@lagesbild.example", true), &[whole(FIRST)], NOW).await;
    let view = assignments(store, &coordinator(store).await, &response(), later(1)).await.unwrap();
    let waiting: Vec<_> = view.invited.iter().filter_map(|member| member.invited?.until).collect();
    assert_eq!(waiting, [NOW + Duration::days(30); 2]);
}

async fn an_invitation_is_turned_down(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let owner = give(store, &response(), new("agare@lagesbild.example", true), &[whole(FIRST)], NOW).await;
    answer_invited(store, &signed_in(store, "agare").await, &response().organisation, false, NOW).await.unwrap();
    let turned_down = now_is(store, owner).await;
    assert_eq!((&turned_down.person().unwrap().invitations, assignment_ids(store, owner).await), (&vec![], vec![]));
    let again = answer_invited(store, &turned_down, &response().organisation, true, NOW).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
}

async fn an_invitation_ends_after_a_month(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (month, second) = (Duration::days(30), Duration::seconds(1));
    let per = give(store, &response(), new(PER, true), &[whole(FIRST)], NOW).await;
    let owner = give(store, &response(), new("agare@lagesbild.example", true), &[whole(FIRST)], NOW).await;
    let other = give(store, &response(), new("anna@sundsvall.example", true), &[whole(FIRST)], NOW).await;
    delete_expired_invitations(store, &Actor::System, NOW + month - second).await.unwrap();
    signed_in_by(store, "anna@sundsvall.example", NOW + month - second).await;
    let owner_then = now_is(store, owner).await;
    let late = answer_invited(store, &owner_then, &response().organisation, true, NOW + month).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    let late = signed_in_by(store, PER, NOW + month).await;
    assert_eq!(late.person().unwrap().memberships, [], "signing in accepts nothing that is over");
    delete_expired_invitations(store, &Actor::System, NOW + month).await.unwrap();
    assert_eq!(person(store, per).await.unwrap(), None, "nobody knows of them any more");
    assert!(!demo_person_exists(store, PER).await);
    let owner_now = now_is(store, owner).await;
    assert_eq!(owner_now.person().unwrap().invitations, []);
    assert_eq!(now_is(store, other).await.person().unwrap().memberships.len(), 1);
    let assignees = assignments(store, &Actor::System, &response(), NOW + month).await.unwrap().assignees;
    assert_eq!(assignees.iter().map(|assignees| assignees.person.id).collect::<Vec<_>>(), [other]);
    let refused = delete_expired_invitations(store, &signed_in(store, "admin").await, NOW).await;
    assert!(is_forbidden(&refused), "{refused:?}");
}

async fn invited_again_there_is_another_month(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (month, day) = (Duration::days(30), Duration::days(1));
    let per = give(store, &response(), new(PER, false), &[whole(FIRST)], NOW).await;
    give(store, &response(), Colleague::Known(per), &[whole(THIRD)], NOW + day).await;
    delete_expired_invitations(store, &Actor::System, NOW + month).await.unwrap();
    let per = signed_in_by(store, PER, NOW + month).await;
    let view = hub(store, &per, &response(), NOW + month).await.unwrap();
    assert!(view.read_scope.covers_section(FIRST) && view.read_scope.covers_section(THIRD));
    // A reviewer's question about what is not theirs is not theirs to read.
    let (coordinator, reviewer) = (coordinator(store).await, signed_in(store, "granskare").await);
    crate::world::fill_in_and_submit(store, &coordinator, &response(), later(1)).await;
    let read = answer_read(store, &response(), NAMED).await;
    let asked = ask(store, &reviewer, &response(), NAMED, "Stämmer det?", read, later(2)).await.unwrap().query;
    assert!(is_forbidden(&query(store, &per, &response(), asked, later(3)).await));
    assert!(query(store, &coordinator, &response(), asked, later(3)).await.is_ok());
}

async fn an_invitation_that_was_not_read_is_not_answered(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = give(store, &response(), new("agare@lagesbild.example", false), &[whole(FIRST)], NOW).await;
    let (month, organisation) = (Duration::days(30), &response().organisation);
    let read = (NOW + month).unix_timestamp();
    fill_in(store, &actor, &response(), NOW).await;
    let change_number_seen = as_read(store, &response()).await;
    let to = Some(Colleague::Known(owner));
    let ask = AskForSignOff { key: response(), to, message: String::new(), change_number_seen };
    ask_for_sign_off(store, &actor, ask, later(1)).await.unwrap();
    let invited = now_is(store, owner).await;
    for accepts in [true, false] {
        let refused = answer_invitation(store, &invited, organisation, accepts, read.into(), later(2)).await;
        assert!(matches!(refused, Err(Error::InvitationChanged)), "one would sign too: {refused:?}");
        let refused =
            answer_invitation(store, &invited, organisation, accepts, SeenVersion::written(""), later(2)).await;
        assert!(matches!(refused, Err(Error::Unseen)), "{refused:?}");
    }
    assert_eq!(now_is(store, owner).await.person().unwrap().invitations.len(), 2);
    let read = (later(1) + month).unix_timestamp();
    answer_invitation(store, &invited, organisation, true, read.into(), later(2)).await.unwrap();
    assert_eq!(now_is(store, owner).await.person().unwrap().memberships.len(), 2);
}

async fn whoever_never_accepted_is_forgotten(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let is_known = async |id: i64| person(store, id).await.unwrap().is_some();
    let invite = async |at| give(store, &response(), new(PER, true), &[whole(FIRST), whole(THIRD)], at).await;
    let link = async |at| request_login_link(store, &Actor::Anonymous, PER, None, at).await.unwrap();

    let removed = invite(NOW).await;
    assert!(link(NOW).await.is_some());
    remove_colleague(store, &actor, &response(), removed, later(1)).await.unwrap();
    assert!(!is_known(removed).await && link(later(1)).await.is_none());

    // Taking back the last assignment removes too.
    let taken_back = invite(later(2)).await;
    let assignees = assignment_ids(store, taken_back).await;
    take_back(store, &actor, &response(), assignees[0], later(3)).await.unwrap();
    assert!(is_known(taken_back).await, "something is left");
    let notice = take_back(store, &actor, &response(), assignees[1], later(3)).await.unwrap();
    assert_eq!(notice.expect("a letter").to.email, PER);
    assert!(!is_known(taken_back).await);

    let turned_down = invite(later(4)).await;
    let invited = now_is(store, turned_down).await;
    answer_invited(store, &invited, &response().organisation, false, later(5)).await.unwrap();
    assert!(!is_known(turned_down).await);

    let late = invite(later(6)).await;
    delete_expired_invitations(store, &Actor::System, later(6) + Duration::days(30)).await.unwrap();
    assert!(!is_known(late).await);
    assert_eq!(assignments(store, &actor, &response(), later(7)).await.unwrap().assignees, vec![]);
}

async fn whoever_is_known_otherwise_is_not_forgotten(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let month = Duration::days(30);
    for local in ["admin", "agare", "granskare", "samordnare.0180"] {
        let address = format!("{local}@lagesbild.example");
        let before = signed_in(store, local).await.person().unwrap().clone();
        let link = async |at| request_login_link(store, &Actor::Anonymous, &address, None, at).await.unwrap().unwrap();
        let invite = async |at| give(store, &response(), new(&address, true), &[whole(FIRST)], at).await;
        for ends in ["removed", "turned down", "late"] {
            invite(NOW).await;
            let kept = link(NOW + month).await;
            match ends {
                "removed" => {
                    remove_colleague(store, &actor, &response(), before.id, later(1)).await.unwrap();
                }
                "turned down" => {
                    let invited = now_is(store, before.id).await;
                    answer_invited(store, &invited, &response().organisation, false, later(1)).await.unwrap();
                }
                _ => delete_expired_invitations(store, &Actor::System, NOW + month).await.unwrap(),
            }
            assert_eq!(now_is(store, before.id).await.person().unwrap(), &before, "{local} {ends}");
            // Nor is what they have asked for taken from them.
            use_login_link(store, &Actor::Anonymous, &kept.token, NOW + month).await.unwrap();
        }
    }
    // A signature was asked for: the request tells of whom.
    fill_in(store, &actor, &response(), NOW).await;
    let change_number_seen = as_read(store, &response()).await;
    let ask = AskForSignOff { key: response(), to: Some(new(PER, false)), message: String::new(), change_number_seen };
    let asked = ask_for_sign_off(store, &actor, ask, NOW).await.unwrap().to.id;
    remove_colleague(store, &actor, &response(), asked, later(1)).await.unwrap();
    assert_eq!(now_is(store, asked).await.person().unwrap().invitations, []);
}
