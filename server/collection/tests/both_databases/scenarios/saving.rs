//! The save protocol.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, as_read, begin, carry_out, change, code, contributor, coordinator, everything, field, later, open_round,
    response, save_as, signed_in, two_yes_no_fields, version_of,
};
use collection::{
    Actor, Error, RoundKey, Store,
    respond::{
        Change, EventKind, FieldSaved, Save, SectionState, decline, hub, mark_section, save, save_whole, section,
    },
    rounds::{self, RoundState},
};
use survey::{
    status::Status,
    value::{AnswerPart, Entry, MissingReason, Value},
};

scenarios![
    a_save_gives_a_version_and_is_read_back,
    a_second_tab_gets_both_values,
    a_whole_save_is_carried_out_whole_or_not_at_all,
    a_page_sent_whole_does_not_undo_another_persons_answer,
    a_retry_changes_nothing_and_answers_the_same,
    the_same_id_with_other_content_is_another_save,
    saving_what_is_stored_changes_nothing,
    comments_and_explanations_are_versioned_with_the_answer,
    an_unknown_field_refuses_the_whole_save,
    a_text_that_is_too_long_holds_up_nothing_else,
    a_closed_round_takes_nothing,
    those_who_only_read_cannot_save,
    what_cannot_be_read_is_kept,
    a_nul_is_harmless,
    what_nobody_sees_is_no_answer,
    a_save_takes_the_done_mark_away,
    many_saves_at_once_all_stand,
    of_saves_of_one_field_at_once_one_stands_and_the_others_are_told,
    what_a_save_comes_to_is_found_again_when_the_response_has_changed_meanwhile,
    last_years_answer_follows_the_counted_copy,
];

async fn yes_no(store: &Store, actor: &Actor) -> [String; 2] {
    let first = hub(store, actor, &response(), NOW).await.unwrap().sections[0].name.clone();
    two_yes_no_fields(&section(store, actor, &response(), &first, NOW).await.unwrap().evaluation)
}

async fn a_whole_save_is_carried_out_whole_or_not_at_all(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, two] = yes_no(store, &actor).await;
    save_as(store, &contributor(store).await, "theirs", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let before = everything(store).await;
    let whole = async |id: &str, base_version| {
        let changes = vec![change(&one, code("nej"), base_version), change(&two, code("nej"), 0)];
        save_whole(store, &actor, Save { key: response(), save_id: id.into(), changes }, NOW).await.unwrap().fields
    };
    let fields = whole("a", 0).await;
    assert!(matches!(fields[0], FieldSaved::Conflict { .. }), "{fields:?}");
    assert_eq!(everything(store).await, before, "something of it was saved");
    let fields = whole("b", 1).await;
    assert!(matches!(fields[..], [FieldSaved::Version { version: 2, .. }, FieldSaved::Version { version: 1, .. }]));
}

async fn a_save_gives_a_version_and_is_read_back(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, two] = yes_no(store, &actor).await;
    let saved =
        save_as(store, &actor, "a", vec![change(&one, code("ja"), 0), change(&two, code("nej"), 0)]).await.unwrap();
    assert_eq!(saved.fields.iter().map(version_of).collect::<Vec<_>>(), [1, 1]);
    assert_eq!((saved.status, saved.progress.total.answered), (Status::InProgress, 2));
    assert!(saved.changed.iter().any(|verdict| verdict.field == field(&one) && verdict.relevant));

    // Read by another program that has nothing in memory.
    let other = Store::open(&setting.url).await.unwrap();
    let view = hub(&other, &actor, &response(), later(5)).await.unwrap();
    assert_eq!((view.head.status, view.answered), (Status::InProgress, 2));
    assert_eq!(view.head.last_saved_at, Some(NOW));
    assert_eq!(view.events.iter().filter(|event| matches!(event.what, EventKind::Answered(_))).count(), 2);
    let name = actor.person().unwrap().name.clone();
    let first = view.sections.iter().find(|section| section.last_saved.is_some()).unwrap();
    assert_eq!((first.state, first.last_saved.clone()), (SectionState::InProgress, Some((name.clone(), NOW))));
    let view = section(&other, &actor, &response(), &first.name, NOW).await.unwrap();
    let stored = &view.stored[&field(&one)];
    assert_eq!((stored.entry.clone(), stored.version, stored.author.clone()), (code("ja"), 1, name));
}

async fn a_second_tab_gets_both_values(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let [one, two] = yes_no(store, &mine).await;
    save_as(store, &theirs, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let saved =
        save_as(store, &mine, "b", vec![change(&one, code("nej"), 0), change(&two, code("ja"), 0)]).await.unwrap();
    let expected = FieldSaved::Conflict {
        field: field(&one),
        version: 1,
        mine: code("nej"),
        theirs: code("ja"),
        their_comment: None,
        their_explanation: None,
        by: theirs.person().unwrap().name.clone(),
        at: NOW,
    };
    // The other field of the same save stands.
    assert_eq!(saved.fields, [expected, FieldSaved::Version { field: field(&two), version: 1 }]);
    let settled = save_as(store, &mine, "c", vec![change(&one, code("nej"), 1)]).await.unwrap();
    assert_eq!(settled.fields, [FieldSaved::Version { field: field(&one), version: 2 }]);
}

async fn a_page_sent_whole_does_not_undo_another_persons_answer(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let [one, two] = yes_no(store, &mine).await;
    save_as(store, &mine, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    save_as(store, &theirs, "b", vec![change(&one, code("nej"), 1)]).await.unwrap();
    // My page still shows "ja" in the first field, and nothing in the second, where they have answered too.
    save_as(store, &theirs, "c", vec![change(&two, code("nej"), 0)]).await.unwrap();
    let whole = vec![change(&one, code("ja"), 1), change(&two, Entry::Empty, 0)];
    let saved = save_as(store, &mine, "d", whole).await.unwrap();
    let unchanged = |name: &str, version| FieldSaved::Unchanged { field: field(name), version };
    assert_eq!(saved.fields, [unchanged(&one, 2), unchanged(&two, 1)]);
    // But a change of mine on top of it is a conflict.
    let saved = save_as(store, &mine, "e", vec![change(&one, Entry::Missing(MissingReason::VetEj), 1)]).await.unwrap();
    assert!(matches!(&saved.fields[0], FieldSaved::Conflict { theirs, .. } if *theirs == code("nej")), "{saved:?}");
}

async fn a_retry_changes_nothing_and_answers_the_same(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, two] = yes_no(store, &actor).await;
    let first = save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    save_as(store, &actor, "b", vec![change(&two, code("ja"), 0)]).await.unwrap();
    let before = everything(store).await;
    let retry = save(
        store,
        &actor,
        Save { key: response(), save_id: "a".into(), changes: vec![change(&one, code("ja"), 0)] },
        later(3),
    )
    .await
    .unwrap();
    assert_eq!((retry.fields, retry.saved_at), (first.fields, first.saved_at));
    assert!(before == everything(store).await);
}

async fn the_same_id_with_other_content_is_another_save(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let saved = save_as(store, &actor, "a", vec![change(&one, code("nej"), 1)]).await.unwrap();
    assert_eq!(saved.fields, [FieldSaved::Version { field: field(&one), version: 2 }]);
}

async fn saving_what_is_stored_changes_nothing(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let before = everything(store).await;
    let saved = save_as(store, &actor, "b", vec![change(&one, code("ja"), 1)]).await.unwrap();
    assert_eq!(saved.fields, [FieldSaved::Unchanged { field: field(&one), version: 1 }]);
    assert!(before == everything(store).await);
}

async fn comments_and_explanations_are_versioned_with_the_answer(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    let note = |comment: Option<&str>, explanation: Option<&str>, base_version| Change {
        field: field(&one),
        entry: None,
        comment: Some(comment.map(str::to_owned)),
        explanation: Some(explanation.map(str::to_owned)),
        base_version,
    };
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    save_as(store, &actor, "b", vec![note(Some("  Sedan mars. "), Some("Ny lag."), 1)]).await.unwrap();
    let sections = hub(store, &actor, &response(), NOW).await.unwrap().sections;
    let stored = async || {
        section(store, &actor, &response(), &sections[0].name, NOW).await.unwrap().stored[&field(&one)].clone()
    };
    let noted = stored().await;
    assert_eq!((noted.version, noted.entry.clone()), (2, code("ja")));
    assert_eq!((noted.comment.as_deref(), noted.explanation.as_deref()), (Some("Sedan mars."), Some("Ny lag.")));
    // An empty text takes it away; what is not named stays.
    let taken = Change { explanation: None, ..note(Some(" "), None, 2) };
    save_as(store, &actor, "c", vec![taken]).await.unwrap();
    let noted = stored().await;
    assert_eq!((noted.comment.as_deref(), noted.explanation.as_deref()), (None, Some("Ny lag.")));
}

async fn an_unknown_field_refuses_the_whole_save(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    let before = everything(store).await;
    let unknown =
        save_as(store, &actor, "a", vec![change(&one, code("ja"), 0), change("finns_inte", code("ja"), 0)]).await;
    assert!(matches!(&unknown, Err(Error::UnknownField(name)) if name == "finns_inte"), "{unknown:?}");
    let twice = save_as(store, &actor, "b", vec![change(&one, code("ja"), 0), change(&one, code("nej"), 1)]).await;
    assert!(matches!(&twice, Err(Error::UnknownField(name)) if *name == one), "{twice:?}");
    assert!(before == everything(store).await);
}

async fn a_text_that_is_too_long_holds_up_nothing_else(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, two] = yes_no(store, &actor).await;
    let of_length = |length| vec![change(&one, Entry::Unreadable("å".repeat(length)), 0)];
    let too_long = |part, excess| FieldSaved::TooLong { field: field(&one), version: 0, part, excess };
    let both = [of_length(10_001), vec![change(&two, code("ja"), 0)]].concat();
    let saved = save_as(store, &actor, "a", both.clone()).await.unwrap();
    assert_eq!(saved.fields, [too_long(AnswerPart::Entry, 1), FieldSaved::Version { field: field(&two), version: 1 }]);
    // A field is saved as a whole: what is written beside its answer counts as well.
    let comment = Change { comment: Some(Some("å".repeat(10_003))), ..change(&one, code("ja"), 0) };
    let saved = save_as(store, &actor, "c", vec![comment]).await.unwrap();
    assert_eq!(saved.fields, [too_long(AnswerPart::Comment, 3)]);
    let before = everything(store).await;
    let save = Save { key: response(), save_id: "d".into(), changes: both };
    let whole = save_whole(store, &actor, save, NOW).await;
    assert!(matches!(&whole, Err(Error::TooLong(name)) if *name == one), "{whole:?}");
    assert!(before == everything(store).await);
    save_as(store, &actor, "b", of_length(10_000)).await.unwrap();
    let long = save_as(store, &actor, &"b".repeat(101), of_length(1)).await;
    assert!(matches!(long, Err(Error::TooLong(_))), "{long:?}");
}

async fn a_closed_round_takes_nothing(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    let closed = Save {
        key: RoundKey::new("kommun-ehalsa", 2025).response(crate::world::UNTOUCHED),
        save_id: "a".into(),
        changes: vec![change(&one, code("ja"), 0)],
    };
    let refused = save(store, &actor, closed, NOW).await;
    assert!(matches!(refused, Err(Error::Closed { round: RoundState::Closed, .. })), "{refused:?}");
    let early = Save { key: response(), save_id: "a".into(), changes: vec![change(&one, code("ja"), 0)] };
    let refused = save(store, &actor, early, later(-60 * 24 * 60)).await;
    assert!(matches!(refused, Err(Error::Closed { round: RoundState::Planned, .. })), "{refused:?}");
    // After the due date the round still takes answers, until its owner closes it.
    let late = Save { key: response(), save_id: "a".into(), changes: vec![change(&one, code("ja"), 0)] };
    save(store, &actor, late, later(20 * 24 * 60)).await.unwrap();
    assert!(hub(store, &actor, &response(), later(20 * 24 * 60)).await.unwrap().head.overdue);
}

async fn those_who_only_read_cannot_save(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let [one, _] = yes_no(store, &coordinator(store).await).await;
    for who in ["lasare.2281", "undertecknare.2281", "samordnare.0180", "agare", "granskare", "admin"] {
        let refused = save_as(store, &signed_in(store, who).await, "a", vec![change(&one, code("ja"), 0)]).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who}: {refused:?}");
    }
}

async fn what_cannot_be_read_is_kept(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let view = hub(store, &actor, &response(), NOW).await.unwrap();
    let [one, _] = yes_no(store, &actor).await;
    let typed = Entry::Unreadable("tolv <b>&\u{0}\"'".into());
    let saved = save_as(store, &actor, "a", vec![change(&one, typed, 0)]).await.unwrap();
    assert_eq!(saved.progress.total.errors, 1);
    let stored = section(store, &actor, &response(), &view.sections[0].name, NOW).await.unwrap().stored;
    assert_eq!(stored[&field(&one)].entry, Entry::Unreadable("tolv <b>&\"'".into()));
}

async fn a_nul_is_harmless(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    let note = Change { comment: Some(Some("a\0b\0".into())), ..change(&one, Entry::Unreadable("1\0x".into()), 0) };
    save_as(store, &actor, "a\0", vec![note]).await.unwrap();
    let first = hub(store, &actor, &response(), NOW).await.unwrap().sections[0].name.clone();
    let stored = section(store, &actor, &response(), &first, NOW).await.unwrap().stored[&field(&one)].clone();
    assert_eq!((stored.entry.clone(), stored.comment.as_deref()), (Entry::Unreadable("1x".into()), Some("ab")));
    let nowhere = RoundKey::new("kommun\0", 2026);
    assert!(matches!(rounds::round(store, &actor, &nowhere, NOW).await, Err(Error::NotFound)));
    let nobody = hub(store, &Actor::System, &open_round().response("2281\0"), NOW).await;
    assert!(matches!(nobody, Err(Error::NotFound)), "{nobody:?}");
    decline(store, &actor, &response(), "\0", as_read(store, &response()).await, NOW).await.unwrap_err();
}

async fn what_nobody_sees_is_no_answer(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let text = |text: &str| Entry::Value(Value::Text(text.into()));
    let outcome = async |id: &str, entry, base_version| {
        let saved = save_as(store, &actor, id, vec![change("kontakt_namn", entry, base_version)]).await.unwrap();
        saved.fields.into_iter().next().unwrap()
    };
    let nothing = outcome("a", text("\u{200b}\u{3164}"), 0).await;
    assert!(matches!(nothing, FieldSaved::Unchanged { version: 0, .. }), "{nothing:?}");
    outcome("b", text("A\u{30a}sa\u{ad}\u{a0}Alm"), 0).await;
    let view = section(store, &actor, &response(), "uppgiftslamnare", NOW).await.unwrap();
    assert_eq!(*view.evaluation.entry("kontakt_namn"), text("Åsa Alm"));
    // As it was stored before texts were cleaned.
    let uncleaned = "UPDATE answers SET entry = REPLACE(entry, 'Åsa', 'A\u{30a}sa\u{200b}')";
    carry_out(&setting.url, uncleaned).await;
    carry_out(&setting.url, "UPDATE responses SET revision = revision + 1 WHERE organisation = '2281'").await;
    let before = everything(store).await;
    let same = outcome("c", text("Åsa Alm"), 1).await;
    assert!(matches!(same, FieldSaved::Unchanged { version: 1, .. }), "{same:?}");
    assert!(before == everything(store).await);
}

async fn a_save_takes_the_done_mark_away(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let touched = async || {
        let view = hub(store, &actor, &response(), NOW).await.unwrap();
        view.sections.into_iter().find(|section| section.last_saved.is_some()).unwrap()
    };
    let name = touched().await.name;
    mark_section(store, &actor, &response(), &name, true, NOW).await.unwrap();
    mark_section(store, &actor, &response(), &name, true, NOW).await.unwrap();
    assert_eq!(touched().await.state, SectionState::Done);
    save_as(store, &actor, "b", vec![change(&one, code("nej"), 1)]).await.unwrap();
    assert_eq!(touched().await.state, SectionState::InProgress);
    mark_section(store, &actor, &response(), &name, true, NOW).await.unwrap();
    mark_section(store, &actor, &response(), &name, false, NOW).await.unwrap();
    assert_eq!(touched().await.state, SectionState::InProgress);
    let unknown = mark_section(store, &actor, &response(), "finns-inte", true, NOW).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
}

async fn many_saves_at_once_all_stand(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let key = |code: &str| open_round().response(code);
    let codes = ["2281", "2260", "2262", "2280", "2282", "2283", "2284"];
    let names = yes_no(store, &coordinator(store).await).await;
    let mut working = Vec::new();
    for code_of in codes {
        let actor = signed_in(store, &format!("samordnare.{code_of}")).await;
        for (name, id) in names.iter().zip(["a", "b"]) {
            let (store, actor) = (store.clone(), actor.clone());
            let changes = vec![change(name, code("ja"), 0), change("finns_inte", code("ja"), 0)];
            // Every other save is refused, and leaves those that share its transaction alone.
            let refused = Save { key: key(code_of), save_id: format!("{id} refused"), changes };
            let taken = Save { key: key(code_of), save_id: id.into(), changes: vec![change(name, code("ja"), 0)] };
            let (other, other_actor) = (store.clone(), actor.clone());
            working.push(tokio::spawn(async move { save(&other, &other_actor, refused, NOW).await.is_err() }));
            working.push(tokio::spawn(async move { save(&store, &actor, taken, NOW).await.is_ok() }));
        }
    }
    for work in working {
        assert!(work.await.unwrap());
    }
    let fresh = Store::open(&setting.url).await.unwrap();
    for code_of in codes {
        let actor = signed_in(store, &format!("lasare.{code_of}")).await;
        assert_eq!(hub(&fresh, &actor, &key(code_of), NOW).await.unwrap().answered, 2, "{code_of}");
    }
}

async fn of_saves_of_one_field_at_once_one_stands_and_the_others_are_told(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    // From two nodes, each of which has found what its saves come to before the first of them is carried out.
    let nodes = [store.clone(), Store::open(&setting.url).await.unwrap()];
    let saves = (0..8).map(|turn| {
        let (node, actor, one) = (nodes[turn % 2].clone(), actor.clone(), one.clone());
        let comment = Some(Some(format!("Enligt {turn}.")));
        let changes = vec![Change { comment, ..change(&one, code("ja"), 0) }];
        tokio::spawn(async move { save_as(&node, &actor, &turn.to_string(), changes).await.unwrap().fields.remove(0) })
    });
    let mut stands = 0;
    for save in saves.collect::<Vec<_>>() {
        match save.await.unwrap() {
            FieldSaved::Version { version: 1, .. } => stands += 1,
            FieldSaved::Conflict { version: 1, their_comment: Some(_), .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(stands, 1);
}

async fn what_a_save_comes_to_is_found_again_when_the_response_has_changed_meanwhile(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let [one, _] = yes_no(store, &actor).await;
    let sent_in = "UPDATE responses SET status = 'submitted', revision = revision + 1 \
                   WHERE survey = 'kommun-ehalsa' AND year = 2026 AND organisation = '2281'";
    let sending = begin(&setting.url, sent_in).await;
    let (node, person) = (store.clone(), actor.clone());
    let saving = tokio::spawn(async move { save_as(&node, &person, "a", vec![change(&one, code("ja"), 0)]).await });
    // The save is found while others still read the response as it was, and waits for the one who sends it in.
    for _ in 0..50 {
        assert_eq!(hub(store, &actor, &response(), NOW).await.unwrap().head.status, Status::NotStarted);
    }
    sending.commit().await.unwrap();
    let refused = saving.await.unwrap();
    assert!(matches!(refused, Err(Error::Closed { status: Status::Submitted, .. })), "{refused:?}");
}

async fn last_years_answer_follows_the_counted_copy(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let view =
        section(store, &actor, &response(), &hub(store, &actor, &response(), NOW).await.unwrap().sections[0].name, NOW)
            .await
            .unwrap();
    // Every value that stands beside a question is from an earlier year and can be read.
    for answer in view.previous.values().filter(|answer| answer.entry != Entry::Empty) {
        assert!(answer.year < 2026, "{answer:?}");
        assert!(matches!(
            answer.entry,
            Entry::Value(Value::Code(_) | Value::Codes(_) | Value::Number(_) | Value::Text(_) | Value::Date(_))
                | Entry::Missing(_)
        ));
    }
}
