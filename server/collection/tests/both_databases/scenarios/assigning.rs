//! Handing sections and questions to colleagues.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, TODAY, answer_invited, as_read, carry_out, change, code, contributor, coordinator, fill_in, later, response,
    save_as, signed_in, two_yes_no_fields,
};
use collection::{
    Actor, Error, OrganisationRole, ResponseKey, Store, follow_up,
    mail_quota::{DAILY_MAIL_LIMIT, count_mail},
    people::{request_login_link, use_login_link},
    respond::{
        AccessScope, AssignmentNotice, AssignmentOverview, AssignmentTarget, Colleague, EventKind, InputFault,
        NewAssignment, NextTask, Save, assign, assignments, change_feed, finish_questions, hub, mark_present,
        mark_section, my_responses, next_task, remind, save, section, submit, take_back,
    },
};
use std::{collections::BTreeSet, sync::Arc};
use survey::status::Status;
use time::{Date, Duration, OffsetDateTime, macros::datetime};

scenarios![
    a_new_colleague_is_invited_and_gets_to_work,
    an_address_that_is_known_elsewhere_gives_nothing_away,
    who_has_an_assignment_changes_nothing_else,
    a_contributor_without_assignments_changes_everything,
    who_was_invited_changes_nothing_unassigned,
    what_is_taken_back_can_no_longer_be_changed,
    how_far_it_has_come_is_seen,
    a_single_question_is_done_until_it_changes,
    a_reminder_is_sent_once_a_day_and_only_while_something_is_left,
    what_is_filled_in_wrong_is_said_all_at_once,
    assigned_again_it_has_another_date,
    assigned_again_it_is_to_be_done_again,
    owners_do_not_see_who_does_what,
    one_lands_where_ones_work_waits,
    a_submitted_response_takes_no_assignments,
    after_the_due_date_there_is_still_a_date_to_give,
    what_somebody_had_who_has_left_is_taken_back,
    people_are_named_in_the_order_of_the_alphabet,
    mail_about_an_organisation_is_counted_by_the_day,
];

/// Two sections, and two yes/no questions of the first.
struct Places {
    first: String,
    second: String,
    one: String,
    two: String,
    elsewhere: String,
}

async fn places(store: &Store) -> Places {
    let view = hub(store, &Actor::System, &response(), NOW).await.unwrap();
    let evaluation = section(store, &Actor::System, &response(), &view.sections[0].name, NOW).await.unwrap().evaluation;
    let [one, _] = two_yes_no_fields(&evaluation);
    let form = evaluation.form();
    let own = form.field(&one).unwrap();
    let name = |place: usize| form.questionnaire().sections[place].name.to_string();
    let two = form.fields_of_section(own.section).find(|field| field.question != own.question).unwrap();
    let elsewhere = form.fields().iter().find(|field| field.section != own.section).unwrap();
    Places {
        first: name(own.section),
        second: name(elsewhere.section),
        one,
        two: two.name.to_string(),
        elsewhere: elsewhere.name.to_string(),
    }
}

fn whole(section: &str) -> AssignmentTarget {
    AssignmentTarget { section: section.into(), question: None }
}

fn single(section: &str, question: &str) -> AssignmentTarget {
    AssignmentTarget { section: section.into(), question: Some(question.split('.').next().unwrap().into()) }
}

fn new(name: &str, email: &str) -> Colleague {
    Colleague::New { name: name.into(), email: email.into(), reads_all: false }
}

fn to(colleague: Colleague, targets: &[AssignmentTarget]) -> NewAssignment {
    NewAssignment {
        key: response(),
        to: Some(colleague),
        targets: targets.iter().cloned().collect(),
        message: String::new(),
        due: None,
    }
}

async fn give(store: &Store, actor: &Actor, colleague: Colleague, targets: &[AssignmentTarget]) -> AssignmentNotice {
    assign(store, actor, to(colleague, targets), NOW).await.unwrap()
}

async fn overview(store: &Store) -> AssignmentOverview {
    assignments(store, &Actor::System, &response(), later(1)).await.unwrap()
}

fn id(actor: &Actor) -> i64 {
    actor.person().unwrap().id
}

async fn signed_in_by(store: &Store, email: &str) -> Actor {
    let link = request_login_link(store, &Actor::Anonymous, email, None, NOW).await.unwrap().expect("a person");
    Actor::Person(Arc::new(use_login_link(store, &Actor::Anonymous, &link.token, NOW).await.unwrap()))
}

async fn a_new_colleague_is_invited_and_gets_to_work(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let mut assignees = to(new("  Per \r\n Ek ", " Per.Ek@Sundsvall.example "), &[whole(&places.first)]);
    assignees.message = " Du vet det här bäst. ".into();
    assignees.due = Some(TODAY + Duration::days(2));
    let notice = assign(store, &actor, assignees, NOW).await.unwrap();
    assert_eq!((notice.to.name.as_str(), notice.to.email.as_str()), ("Per Ek", "per.ek@sundsvall.example"));
    assert_eq!(
        (notice.by, notice.message.as_deref()),
        (actor.person().unwrap().name.clone(), Some("Du vet det här bäst."))
    );
    assert_eq!((notice.due, notice.targets.len()), (TODAY + Duration::days(2), 1));

    let per = signed_in_by(store, "per.ek@sundsvall.example").await;
    let roles: Vec<OrganisationRole> = per.person().unwrap().memberships.iter().map(|part| part.role).collect();
    assert_eq!(roles, [OrganisationRole::Contributor]);
    let view = section(store, &per, &response(), &places.first, later(5)).await.unwrap();
    assert!(
        view.may.edit
            && view.edit_scope.covers_section(&places.first)
            && !view.edit_scope.includes_part_of(&places.second)
    );
    assert_eq!(view.assignments[0].message.as_deref(), Some("Du vet det här bäst."));
    save_as(store, &per, "a", vec![change(&places.one, code("ja"), 0)]).await.unwrap();
    let view = hub(store, &actor, &response(), later(6)).await.unwrap();
    let assignees = &view.sections.iter().find(|section| section.name == places.first).unwrap().assignees;
    assert_eq!((assignees[0].name.as_str(), assignees[0].due), ("Per Ek", TODAY + Duration::days(2)));
    let assignments = view.events.iter().find_map(|event| match &event.what {
        EventKind::Assigned(assignments) => Some(assignments.clone()),
        _ => None,
    });
    assert_eq!(assignments.unwrap().to, "Per Ek");
}

async fn an_address_that_is_known_elsewhere_gives_nothing_away(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let known = "samordnare.0180@lagesbild.example";
    let real = signed_in(store, "samordnare.0180").await;
    let one = give(store, &actor, new("Per Ek", known), &[whole(&places.first)]).await;
    let other = give(store, &actor, new("Per Ek", "ny@sundsvall.example"), &[whole(&places.first)]).await;
    assert_eq!((&one.to.name, &one.to.roles), (&other.to.name, &other.to.roles));
    let view = overview(store).await;
    let names: BTreeSet<&str> = view.assignees.iter().map(|assignees| assignees.person.name.as_str()).collect();
    assert_eq!(names, ["Per Ek"].into());
    assert!(view.people.iter().all(|person| person.name != real.person().unwrap().name));
    let view = hub(store, &actor, &response(), NOW).await.unwrap();
    assert!(view.sections.iter().flat_map(|section| &section.assignees).all(|assignee| assignee.name == "Per Ek"));
    // It is the same person, who is of both organisations when they have accepted.
    let parts = async || signed_in(store, "samordnare.0180").await.person().unwrap().memberships.len();
    assert_eq!(parts().await, 1);
    answer_invited(store, &signed_in(store, "samordnare.0180").await, "2281", true, NOW).await.unwrap();
    assert_eq!(parts().await, 2);
    // A colleague of one's own keeps the name that is known.
    let own = give(store, &actor, new("Någon", "bidragsgivare.2281@lagesbild.example"), &[whole(&places.first)]).await;
    assert_eq!(own.to.name, contributor(store).await.person().unwrap().name);
}

async fn who_has_an_assignment_changes_nothing_else(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, Colleague::Known(id(&other)), &[single(&places.first, &places.one)]).await;
    save_as(store, &other, "a", vec![change(&places.one, code("ja"), 0)]).await.unwrap();
    let both = || vec![change(&places.one, code("nej"), 1), change(&places.elsewhere, code("ja"), 0)];
    let refused = save_as(store, &other, "b", both()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let refused = save_as(store, &other, "c", vec![change(&places.two, code("ja"), 0)]).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let refused = mark_section(store, &other, &response(), &places.first, true, NOW).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let refused = finish_questions(store, &other, &response(), &places.second, true, NOW).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    // Nothing of what was refused is there; everybody of the organisation reads it all.
    let view = section(store, &other, &response(), &places.second, NOW).await.unwrap();
    assert!(view.stored.iter().all(|(_, answer)| answer.version == 1) && view.stored.len() == 1);
    assert!(!view.edit_scope.includes_part_of(&places.second));
    // The coordinator may still.
    save_as(store, &actor, "d", vec![change(&places.one, code("nej"), 1)]).await.unwrap();
}

async fn a_contributor_without_assignments_changes_everything(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, new("Per Ek", "per@sundsvall.example"), &[whole(&places.first)]).await;
    assert_eq!(hub(store, &other, &response(), NOW).await.unwrap().edit_scope, AccessScope::Whole);
    fill_in(store, &other, &response(), NOW).await;
    mark_section(store, &other, &response(), &places.first, true, NOW).await.unwrap();
}

async fn who_was_invited_changes_nothing_unassigned(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let (last_year, then) = (ResponseKey { year: 2025, ..response() }, NOW - Duration::days(365));
    let assignees = |colleague| NewAssignment { key: last_year.clone(), ..to(colleague, &[whole(&places.first)]) };
    assign(store, &actor, assignees(new("Per Ek", "per@konsult.example")), then).await.unwrap();
    let link = request_login_link(store, &Actor::Anonymous, "per@konsult.example", None, then).await.unwrap().unwrap();
    use_login_link(store, &Actor::Anonymous, &link.token, then).await.unwrap();
    // Who reads the answers and was handed something was invited to that, too.
    let reader = signed_in(store, "lasare.2281").await;
    assign(store, &actor, assignees(Colleague::Known(id(&reader))), then).await.unwrap();
    for invited in [signed_in_by(store, "per@konsult.example").await, signed_in(store, "lasare.2281").await] {
        match hub(store, &invited, &response(), NOW).await {
            Ok(view) => assert!(view.edit_scope.is_empty() && !view.may.edit, "nothing of this year was given"),
            // Whoever is not of the organisation does not read it either.
            Err(refused) => {
                assert!(matches!(refused, Error::Forbidden) && !invited.person().unwrap().memberships[0].reads_all)
            }
        }
        let refused = save_as(store, &invited, "a", vec![change(&places.one, code("ja"), 0)]).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let refused = mark_section(store, &invited, &response(), &places.first, true, NOW).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    }
    let per = signed_in_by(store, "per@konsult.example").await;
    give(store, &actor, Colleague::Known(id(&per)), &[single(&places.first, &places.one)]).await;
    save_as(store, &per, "b", vec![change(&places.one, code("ja"), 0)]).await.unwrap();
}

async fn what_is_taken_back_can_no_longer_be_changed(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.first)]).await;
    let assignment = overview(store).await.assignees[0].assignments[0].id;
    let notice = take_back(store, &actor, &response(), assignment, later(1)).await.unwrap().unwrap();
    assert_eq!((notice.to.id, notice.targets[0].target.clone()), (id(&other), whole(&places.first)));
    let refused = save_as(store, &other, "a", vec![change(&places.one, code("ja"), 0)]).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let view = hub(store, &other, &response(), later(2)).await.unwrap();
    assert!(!view.may.edit && view.edit_scope.is_empty() && view.next_section.is_none());
    assert!(view.sections.iter().all(|section| section.assignees.is_empty()));
    let refused = take_back(store, &actor, &response(), assignment, later(2)).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    // Given once more, it is theirs once more.
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.first)]).await;
    save_as(store, &other, "b", vec![change(&places.one, code("ja"), 0)]).await.unwrap();
}

async fn how_far_it_has_come_is_seen(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.first)]).await;
    let assignment = async || overview(store).await.assignees[0].assignments[0].clone();
    let first = assignment().await;
    assert_eq!((first.assigned_at, first.opened_at, first.begun_at, first.finished_at), (NOW, None, None, None));
    // The coordinator's looking is not the colleague's.
    section(store, &actor, &response(), &places.first, later(1)).await.unwrap();
    save_as(store, &actor, "theirs", vec![change(&places.two, code("ja"), 0)]).await.unwrap();
    assert_eq!((assignment().await.opened_at, assignment().await.begun_at), (None, None));
    let before = hub(store, &actor, &response(), NOW).await.unwrap().head.change_number;
    for minutes in [2, 3] {
        section(store, &other, &response(), &places.first, later(minutes)).await.unwrap();
    }
    assert_eq!(assignment().await.opened_at, Some(later(2)));
    assert_eq!(
        hub(store, &actor, &response(), NOW).await.unwrap().head.change_number,
        before,
        "looking changes nothing"
    );
    for (minutes, answer, version) in [(4, "ja", 0), (5, "nej", 1)] {
        let changes = vec![change(&places.one, code(answer), version)];
        let order = Save { key: response(), save_id: answer.into(), changes };
        save(store, &other, order, later(minutes)).await.unwrap();
    }
    assert_eq!((assignment().await.begun_at, assignment().await.finished_at), (Some(later(4)), None));
    mark_section(store, &other, &response(), &places.first, true, later(6)).await.unwrap();
    assert_eq!(assignment().await.finished_at, Some(later(6)));
    assert!(!overview(store).await.assignees[0].may_be_reminded);
    // Read by another program that has nothing in memory.
    let elsewhere = Store::open(&setting.url).await.unwrap();
    let view = assignments(&elsewhere, &actor, &response(), later(7)).await.unwrap();
    assert_eq!(view.assignees[0].assignments[0].begun_at, Some(later(4)));
    // An answer that changes takes the word back.
    save_as(store, &actor, "again", vec![change(&places.one, code("ja"), 2)]).await.unwrap();
    assert_eq!(assignment().await.finished_at, None);
}

async fn a_single_question_is_done_until_it_changes(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, Colleague::Known(id(&other)), &[single(&places.first, &places.one)]).await;
    let finished = async || overview(store).await.assignees[0].assignments[0].finished_at;
    let own = async || {
        let view = section(store, &other, &response(), &places.first, NOW).await.unwrap();
        view.own_questions_done
    };
    assert_eq!(own().await, Some(false));
    finish_questions(store, &other, &response(), &places.first, true, later(1)).await.unwrap();
    assert_eq!((finished().await, own().await), (Some(later(1)), Some(true)));
    // Another question of the same section changes nothing of that.
    save_as(store, &actor, "a", vec![change(&places.two, code("ja"), 0)]).await.unwrap();
    assert_eq!(finished().await, Some(later(1)));
    save_as(store, &actor, "b", vec![change(&places.one, code("ja"), 0)]).await.unwrap();
    assert_eq!((finished().await, own().await), (None, Some(false)));
    finish_questions(store, &other, &response(), &places.first, true, later(2)).await.unwrap();
    finish_questions(store, &other, &response(), &places.first, false, later(3)).await.unwrap();
    assert_eq!(finished().await, None);
    let view = hub(store, &actor, &response(), later(4)).await.unwrap();
    assert_eq!(view.events[0].what, EventKind::QuestionsReopened(places.first));
}

async fn a_reminder_is_sent_once_a_day_and_only_while_something_is_left(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    let refused = remind(store, &actor, &response(), id(&other), NOW).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.first), whole(&places.second)]).await;
    mark_section(store, &other, &response(), &places.first, true, NOW).await.unwrap();
    let notice = remind(store, &actor, &response(), id(&other), NOW).await.unwrap();
    assert_eq!(notice.targets.iter().map(|view| view.target.clone()).collect::<Vec<_>>(), [whole(&places.second)]);
    let refused = remind(store, &actor, &response(), id(&other), later(24 * 60 - 1)).await;
    assert!(matches!(&refused, Err(Error::Faults(faults)) if *faults == [InputFault::RemindedToday]), "{refused:?}");
    assert!(!overview(store).await.assignees[0].may_be_reminded);
    remind(store, &actor, &response(), id(&other), later(24 * 60)).await.unwrap();
    mark_section(store, &other, &response(), &places.second, true, NOW).await.unwrap();
    let refused = remind(store, &actor, &response(), id(&other), later(3 * 24 * 60)).await;
    assert!(matches!(&refused, Err(Error::Faults(faults)) if *faults == [InputFault::Finished]), "{refused:?}");
}

async fn what_is_filled_in_wrong_is_said_all_at_once(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let due = hub(store, &actor, &response(), NOW).await.unwrap().head.due;
    let refused = async |assignees: NewAssignment, expected: &[InputFault]| {
        let refused = assign(store, &actor, assignees, NOW).await;
        assert!(matches!(&refused, Err(Error::Faults(faults)) if faults == expected), "{refused:?}");
    };
    let mut nothing = to(new(" ", "per.ek"), &[]);
    nothing.message = "x".repeat(10_001);
    nothing.due = Some(TODAY - Duration::DAY);
    let all = [InputFault::Name, InputFault::Email, InputFault::Nothing, InputFault::DuePassed, InputFault::Message];
    refused(nothing, &all).await;
    refused(NewAssignment { to: None, ..to(new("", ""), &[whole(&places.first)]) }, &[InputFault::Nobody]).await;
    let late = |due: Date| NewAssignment { due: Some(due), ..to(new("Per", "per@s.example"), &[whole(&places.first)]) };
    refused(late(due + Duration::DAY), &[InputFault::DueTooLate(due)]).await;
    assert!(overview(store).await.assignees.is_empty(), "nobody was invited");
    assign(store, &actor, late(due), NOW).await.unwrap();
    for unknown in [whole("finns_inte"), single(&places.first, "finns_inte"), single(&places.second, &places.one)] {
        let refused = assign(store, &actor, to(new("Per", "p@s.example"), &[unknown]), NOW).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let stranger = signed_in(store, "samordnare.0180").await;
    let refused = assign(store, &actor, to(Colleague::Known(id(&stranger)), &[whole(&places.first)]), NOW).await;
    assert!(matches!(refused, Err(Error::NotFound)), "a stranger is known by the address alone: {refused:?}");
}

async fn assigned_again_it_has_another_date(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    let known = || Colleague::Known(id(&other));
    // A question of a section that is given as a whole is not given twice.
    give(store, &actor, known(), &[whole(&places.first), single(&places.first, &places.one)]).await;
    let again =
        NewAssignment { due: Some(TODAY), message: "Redan i dag.".into(), ..to(known(), &[whole(&places.first)]) };
    assign(store, &actor, again, later(1)).await.unwrap();
    let view = overview(store).await;
    let [assignment] = &view.assignees[0].assignments[..] else { panic!("{view:?}") };
    assert_eq!(
        (assignment.due, assignment.message.as_deref(), assignment.assigned_at),
        (TODAY, Some("Redan i dag."), NOW)
    );
    let events = hub(store, &actor, &response(), NOW).await.unwrap().events;
    assert_eq!(events.iter().filter(|event| matches!(event.what, EventKind::Assigned(_))).count(), 1);
}

async fn assigned_again_it_is_to_be_done_again(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    let targets = [single(&places.first, &places.one), whole(&places.second)];
    let give_all = async || give(store, &actor, Colleague::Known(id(&other)), &targets).await;
    give_all().await;
    finish_questions(store, &other, &response(), &places.first, true, later(1)).await.unwrap();
    mark_section(store, &other, &response(), &places.second, true, later(1)).await.unwrap();
    let done = async || {
        overview(store).await.assignees[0].assignments.iter().filter_map(|assignment| assignment.finished_at).count()
    };
    assert_eq!(done().await, 2);
    give_all().await;
    assert_eq!(done().await, 0, "what is given again is not done");
    // Nor is a section that was done before it was given.
    mark_section(store, &actor, &response(), &places.first, true, later(2)).await.unwrap();
    assert_eq!(done().await, 1);
    give_all().await;
    assert_eq!(done().await, 0);
    remind(store, &actor, &response(), id(&other), later(3)).await.unwrap();
}

async fn owners_do_not_see_who_does_what(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    give(store, &actor, new("Per Ek", "per@sundsvall.example"), &[whole(&places.first)]).await;
    let owner = signed_in(store, "agare").await;
    assert!(follow_up::response(store, &owner, &response(), NOW).await.unwrap().events.is_empty());
    let refused = assignments(store, &owner, &response(), NOW).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
}

async fn one_lands_where_ones_work_waits(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    let stop = async |actor: &Actor, at: OffsetDateTime| next_task(&my_responses(store, actor, at).await.unwrap());
    assert_eq!(stop(&other, NOW).await, None, "all of it is theirs");
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.second), single(&places.first, &places.one)])
        .await;
    let at = |section: &str| Some(NextTask::Section(response(), section.into()));
    assert_eq!(stop(&other, NOW).await, at(&places.second), "the first of the questionnaire");
    mark_section(store, &other, &response(), &places.second, true, NOW).await.unwrap();
    assert_eq!(stop(&other, NOW).await, at(&places.first));
    finish_questions(store, &other, &response(), &places.first, true, NOW).await.unwrap();
    assert_eq!(stop(&other, NOW).await, at(&places.second), "all is done");
    assert_eq!(stop(&actor, NOW).await, None, "a coordinator chooses");
}

async fn a_submitted_response_takes_no_assignments(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    fill_in(store, &actor, &response(), NOW).await;
    submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await.unwrap();
    let refused = assign(store, &actor, to(new("Per", "p@s.example"), &[whole(&places.first)]), NOW).await;
    assert!(matches!(refused, Err(Error::Closed { status: Status::Submitted, .. })), "{refused:?}");
    let key: ResponseKey = response();
    assert!(!assignments(store, &actor, &key, NOW).await.unwrap().may.assign);
}

async fn after_the_due_date_there_is_still_a_date_to_give(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let due = hub(store, &actor, &response(), NOW).await.unwrap().head.due;
    let (late, today) = (NOW + (due - TODAY) + Duration::days(3), due + Duration::days(3));
    let ends = (late + Duration::days(10)).unix_timestamp();
    carry_out(&setting.url, &format!("UPDATE rounds SET closed_at = {ends} WHERE year = 2026")).await;
    let until =
        |day: Date| NewAssignment { due: Some(day), ..to(new("Per", "per@s.example"), &[whole(&places.first)]) };
    assign(store, &actor, until(today + Duration::days(2)), late).await.unwrap();
    let end = today + Duration::days(10);
    let refused = assign(store, &actor, until(end + Duration::DAY), late).await;
    assert!(matches!(&refused, Err(Error::Faults(faults)) if *faults == [InputFault::DueTooLate(end)]), "{refused:?}");
}

async fn what_somebody_had_who_has_left_is_taken_back(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (places, other) = (places(store).await, contributor(store).await);
    give(store, &actor, Colleague::Known(id(&other)), &[whole(&places.first)]).await;
    carry_out(&setting.url, &format!("DELETE FROM memberships WHERE person_id = {}", id(&other))).await;
    let view = overview(store).await;
    let [assignees] = &view.assignees[..] else { panic!("{view:?}") };
    assert_eq!((assignees.person.id, assignees.may_be_reminded), (id(&other), false));
    assert!(view.people.iter().all(|person| person.id != id(&other)));
    let told = take_back(store, &actor, &response(), assignees.assignments[0].id, later(1)).await.unwrap();
    assert_eq!(told, None, "whoever has left gets no letter");
    assert!(overview(store).await.assignees.is_empty());
    assert!(hub(store, &actor, &response(), NOW).await.unwrap().sections.iter().all(|one| one.assignees.is_empty()));
}

async fn people_are_named_in_the_order_of_the_alphabet(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let places = places(store).await;
    let names = ["de Vries", "Östen Ek", "Ärla Ek", "Zoe Ek", "Åsa Ek", "Bo Ek"];
    for (name, number) in names.into_iter().zip(0..) {
        give(store, &actor, new(name, &format!("{number}@s.example")), &[whole(&places.first)]).await;
    }
    let sorted = ["Bo Ek", "de Vries", "Zoe Ek", "Åsa Ek", "Ärla Ek", "Östen Ek"];
    let view = overview(store).await;
    assert_eq!(view.assignees.iter().map(|assignees| assignees.person.name.as_str()).collect::<Vec<_>>(), sorted);
    let first = view.sections.iter().find(|section| section.name == places.first).unwrap();
    assert_eq!(first.assigned_to, sorted);
    for number in 0..names.len() {
        let person = signed_in_by(store, &format!("{number}@s.example")).await;
        mark_present(store, &person, &response(), &places.first, NOW).await.unwrap();
    }
    assert_eq!(change_feed(store, &actor, &response(), &places.first, 0, NOW).await.unwrap().here, sorted);
}

async fn mail_about_an_organisation_is_counted_by_the_day(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let actor = signed_in(store, "samordnare.0180").await;
    // The last minute of a day in Stockholm, and the first of the next.
    let (late, next) = (datetime!(2026-04-22 21:59 UTC), datetime!(2026-04-22 22:00 UTC));
    for _ in 0..DAILY_MAIL_LIMIT {
        count_mail(store, &actor, "0180", late).await.unwrap();
    }
    assert!(matches!(count_mail(store, &actor, "0180", late).await, Err(Error::DailyMailLimit)));
    count_mail(store, &actor, "2281", late).await.unwrap();
    count_mail(store, &actor, "0180", next).await.unwrap();
    assert!(matches!(count_mail(store, &Actor::Anonymous, "0180", next).await, Err(Error::Forbidden)));
}
