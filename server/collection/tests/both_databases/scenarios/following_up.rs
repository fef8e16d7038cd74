//! Following a round up, and what is exported of it.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, UNTOUCHED, as_read, carry_out, change, code, coordinator, fill_in, fill_in_and_submit, later, open_round,
    response, save_as, signed_in, two_yes_no_fields,
};
use collection::{
    Actor, Error, RoundKey, Store,
    exports::{self, ExportRow, Selection},
    follow_up::{self, FollowUp, ListQuery, ResponseRow, SortBy, follow_up, responses},
    respond::{Change, check_answers, receipt, submit},
    review::return_response,
};
use futures::TryStreamExt;
use rust_decimal::Decimal;
use statistics::{Grouping, aggregate::Audience, protection::Reason, response_rate::ResponseRate};
use std::collections::BTreeSet;
use survey::{format::collation_key, status::Status, value::Entry};
use time::macros::{date, datetime};

scenarios![
    only_those_with_a_commission_follow_up,
    a_response_that_comes_in_is_counted_everywhere,
    who_is_not_eligible_is_in_no_figure_but_in_every_list,
    own_due_dates_decide_what_is_on_time,
    the_round_before_is_compared_day_by_day,
    regioner_have_no_map_and_no_groups,
    every_response_stands_once_in_the_list,
    what_is_not_sent_in_never_leaves,
    an_export_holds_every_recipient_once,
];

async fn row(store: &Store, actor: &Actor) -> ResponseRow {
    let query = ListQuery { search: UNTOUCHED.into(), ..ListQuery::default() };
    let page = responses(store, actor, &open_round(), &query).await.unwrap();
    assert_eq!(page.total, 1);
    page.rows.into_iter().next().unwrap()
}

async fn exported(store: &Store, actor: &Actor, key: &RoundKey, statuses: &[Status]) -> Vec<ExportRow> {
    let selection = Selection { statuses: statuses.to_vec(), internal: true, ..Selection::default() };
    exports::response_rows(store, actor, key, &selection).await.unwrap().rows.try_collect().await.unwrap()
}

async fn only_those_with_a_commission_follow_up(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (round, response) = (open_round(), response());
    let outcomes = async |actor: &Actor| {
        let key = &round;
        [
            follow_up(store, actor, key, NOW).await.err(),
            responses(store, actor, key, &ListQuery::default()).await.err(),
            follow_up::response(store, actor, &response, NOW).await.err(),
            follow_up::aggregate(store, actor, key, None, NOW).await.err(),
            exports::response_rows(store, actor, key, &Selection::default()).await.err(),
            exports::response_rate(store, actor, key, None).await.err(),
            exports::aggregate(store, actor, key, None, Audience::Review).await.err(),
            exports::form(store, actor, key).await.err(),
        ]
    };
    for who in ["samordnare.2281", "undertecknare.2281", "lasare.2281"] {
        let refused = outcomes(&signed_in(store, who).await).await;
        assert!(refused.iter().all(|outcome| matches!(outcome, Some(Error::Forbidden))), "{who}: {refused:?}");
    }
    let refused = outcomes(&Actor::Anonymous).await;
    assert!(refused.iter().all(|outcome| matches!(outcome, Some(Error::Forbidden))), "{refused:?}");
    let mut actors = vec![Actor::System];
    for who in ["agare", "granskare", "admin"] {
        actors.push(signed_in(store, who).await);
    }
    for actor in &actors {
        let allowed = outcomes(actor).await;
        assert!(allowed.iter().all(Option::is_none), "{allowed:?}");
    }
    // What is internal is for the survey's owner.
    let internal = Selection { internal: true, ..Selection::default() };
    for (who, may) in [("agare", true), ("admin", true), ("granskare", false)] {
        let outcome = exports::response_rows(store, &signed_in(store, who).await, &round, &internal).await;
        assert_eq!(matches!(outcome.err(), Some(Error::Forbidden)), !may, "{who}");
        let aggregate = exports::aggregate(store, &signed_in(store, who).await, &round, None, Audience::Review).await;
        assert_eq!(aggregate.unwrap().iter().any(|row| row.hidden == Some(Reason::Internal)), may, "{who}");
    }
    // What an organisation has answered so far is its own.
    for who in ["samordnare.2281", "lasare.2281"] {
        exports::own_answers(store, &signed_in(store, who).await, &response, NOW).await.unwrap();
    }
    for who in ["agare", "admin", "samordnare.0180"] {
        let refused = exports::own_answers(store, &signed_in(store, who).await, &response, NOW).await.err();
        assert!(matches!(refused, Some(Error::Forbidden)), "{who}: {refused:?}");
    }
    let never = RoundKey::new("kommun-ehalsa", 1999);
    let owner = &actors[1];
    let missing = [
        follow_up(store, owner, &never, NOW).await.err(),
        responses(store, owner, &never, &ListQuery::default()).await.err(),
        follow_up::response(store, owner, &never.response(UNTOUCHED), NOW).await.err(),
        follow_up::aggregate(store, owner, &never, None, NOW).await.err(),
        exports::response_rows(store, owner, &never, &Selection::default()).await.err(),
        exports::response_rate(store, owner, &never, None).await.err(),
        exports::form(store, owner, &never).await.err(),
    ];
    assert!(missing.iter().all(|outcome| matches!(outcome, Some(Error::NotFound))), "{missing:?}");
}

fn of_lan(follow_up: &FollowUp, code: &str) -> ResponseRate {
    let (_, rates) = follow_up.by.iter().find(|(by, _)| *by == Grouping::Lan).unwrap();
    rates.iter().find(|rate| rate.group == code).unwrap().clone()
}

async fn a_response_that_comes_in_is_counted_everywhere(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    let before = follow_up(store, &owner, &open_round(), NOW).await.unwrap();
    let asked_before = asked_of_the_first_field(store, &owner).await;
    let number = fill_in_and_submit(store, &actor, &response(), NOW).await;
    let after = follow_up(store, &owner, &open_round(), NOW).await.unwrap();

    assert_eq!(after.round.responded, before.round.responded + 1);
    assert_eq!(after.total.responded, before.total.responded + 1);
    assert_eq!(after.total.on_time, before.total.on_time + 1);
    assert_eq!(of_lan(&after, "22").responded, of_lan(&before, "22").responded + 1);
    assert_eq!(of_lan(&after, "22").label, after.labels.label(Grouping::Lan, "22"));
    assert_eq!(of_lan(&after, "01"), of_lan(&before, "01"));
    for (_, rates) in &after.by {
        assert_eq!(rates.iter().map(|rate| rate.eligible).sum::<usize>(), 290);
        assert_eq!(rates.iter().map(|rate| rate.responded).sum::<usize>(), after.total.responded);
    }
    // It came in on the 53rd day.
    assert_eq!((after.curve.days.len(), after.curve.length), (53, 60));
    let [.., yesterday, today] = after.curve.days.as_slice() else { panic!("a round of less than two days") };
    assert_eq!((today.date, today.count as usize), (date!(2026 - 04 - 22), after.total.responded));
    assert_eq!(after.curve.days[..52], before.curve.days[..52]);
    assert!(yesterday.count < today.count);

    let tile = |of: &FollowUp| of.tiles.iter().find(|tile| tile.code == UNTOUCHED).unwrap().status;
    assert_eq!((tile(&before), tile(&after)), (Status::NotStarted, Status::Submitted));
    assert_eq!(after.tiles.len(), 290);
    let places: BTreeSet<(u32, u32)> = after.tiles.iter().map(|tile| (tile.column, tile.row)).collect();
    assert_eq!(places.len(), 290);
    assert!(after.item_response.is_some_and(|part| Decimal::ZERO <= part && part <= Decimal::ONE));

    let row = row(store, &owner).await;
    assert_eq!((row.status, row.submitted_at, row.copies), (Status::Submitted, Some(NOW), 1));
    assert_eq!((row.name.as_str(), row.lan_label.as_str()), ("Sundsvall", "Västernorrlands län"));
    assert!(row.answered > 0 && row.answered <= row.asked);
    let detail = follow_up::response(store, &owner, &response(), NOW).await.unwrap();
    assert_eq!((&detail.row, detail.head.status), (&row, Status::Submitted));
    assert_eq!(detail.copies.iter().map(|copy| &copy.number).collect::<Vec<_>>(), [&number]);
    assert!(detail.may.approve && detail.may.return_response && !detail.may.read && !detail.may.edit);
    let sections = &detail.sections;
    assert_eq!(sections.iter().map(|section| section.answered).sum::<u32>(), row.answered);
    assert_eq!(sections.iter().map(|section| section.asked).sum::<u32>(), row.asked);
    assert!(sections.iter().all(|section| section.unanswered == 0));

    assert_eq!(asked_of_the_first_field(store, &owner).await, asked_before + 1);
    let rates = exports::response_rate(store, &owner, &open_round(), Some(Grouping::Lan)).await.unwrap();
    assert_eq!(rates[0], after.total);
    assert!(rates.contains(&of_lan(&after, "22")));
}

/// How many organisations the first field that every organisation is asked has been asked of.
async fn asked_of_the_first_field(store: &Store, owner: &Actor) -> usize {
    let view = follow_up::aggregate(store, owner, &open_round(), Some(Grouping::Lan), NOW).await.unwrap();
    let always = view.form.fields().iter().find(|field| field.relevance.is_empty()).unwrap();
    let asked = |group: &str| {
        view.rows.iter().find(|row| row.field == always.name && row.group == group).and_then(|row| row.n_asked)
    };
    let file = exports::aggregate(store, owner, &open_round(), Some(Grouping::Lan), Audience::Review).await.unwrap();
    assert_eq!(file, view.rows);
    asked("total").unwrap()
}

async fn who_is_not_eligible_is_in_no_figure_but_in_every_list(setting: ScenarioContext<'_>) {
    let (store, owner) = (&setting.store, signed_in(&setting.store, "agare").await);
    let sql = "UPDATE responses SET eligible = FALSE, ineligible_reason = 'Har gått upp i en annan' \
               WHERE survey = 'kommun-ehalsa' AND year = 2026 AND organisation = '2281'";
    carry_out(&setting.url, sql).await;
    let view = follow_up(store, &owner, &open_round(), NOW).await.unwrap();
    assert_eq!((view.round.eligible, view.total.eligible), (289, 289));
    assert!(view.tiles.iter().any(|tile| tile.code == UNTOUCHED && !tile.eligible));
    let row = row(store, &owner).await;
    assert_eq!((row.eligible, row.ineligible_reason.as_deref()), (false, Some("Har gått upp i en annan")));
    assert_eq!(exported(store, &owner, &open_round(), &[]).await.len(), 290);
}

async fn own_due_dates_decide_what_is_on_time(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    let on_time = async || follow_up(store, &owner, &open_round(), NOW).await.unwrap().total.on_time;
    let before = on_time().await;
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    assert_eq!(on_time().await, before + 1);
    let due = async |day: &str| {
        let sql = format!("UPDATE responses SET own_due = '{day}' WHERE year = 2026 AND organisation = '2281'");
        carry_out(&setting.url, &sql).await;
    };
    due("2026-04-21").await;
    assert_eq!(on_time().await, before);
    assert_eq!(row(store, &owner).await.due, date!(2026 - 04 - 21));
    due("2026-04-22").await;
    assert_eq!(on_time().await, before + 1);
    // What is sent back has not responded, and is on time again when it is sent in once more.
    return_response(store, &owner, &response(), "Komplettera.", 1.into(), later(1)).await.unwrap();
    assert_eq!((on_time().await, row(store, &owner).await.status), (before, Status::Returned));
    submit(store, &actor, &response(), as_read(store, &response()).await, later(60 * 24 * 30)).await.unwrap();
    assert_eq!(on_time().await, before + 1);
}

async fn the_round_before_is_compared_day_by_day(setting: ScenarioContext<'_>) {
    let (store, owner) = (&setting.store, signed_in(&setting.store, "agare").await);
    let none = "UPDATE responses SET status = 'not_started', first_submitted_at = NULL, submitted_at = NULL \
                WHERE survey = 'kommun-ehalsa' AND year = 2025";
    carry_out(&setting.url, none).await;
    let view = follow_up(store, &owner, &open_round(), NOW).await.unwrap();
    assert_eq!((&view.curve.before, view.same_day_before), (&None, None));
    // On the first day, in the last second of the 53rd in Stockholm, and in the first of the 54th.
    for (organisation, status, at) in [
        ("0114", "approved", datetime!(2025-03-01 09:00 UTC)),
        ("0115", "submitted", datetime!(2025-04-22 21:59:59 UTC)),
        ("0117", "approved", datetime!(2025-04-22 22:00 UTC)),
        ("0120", "returned", datetime!(2025-03-01 09:00 UTC)),
    ] {
        let sql = format!(
            "UPDATE responses SET status = '{status}', first_submitted_at = {at}, submitted_at = {at} \
             WHERE survey = 'kommun-ehalsa' AND year = 2025 AND organisation = '{organisation}'",
            at = at.unix_timestamp()
        );
        carry_out(&setting.url, &sql).await;
    }
    let view = follow_up(store, &owner, &open_round(), NOW).await.unwrap();
    let before = view.curve.before.as_ref().unwrap();
    assert_eq!((before.year, before.eligible, before.days.len()), (2025, 290, 61));
    assert_eq!([0, 51, 52, 53, 60].map(|day| before.count_on(day)), [1, 1, 2, 3, 3]);
    assert_eq!(view.same_day_before, Some(Decimal::from(2) / Decimal::from(290)));
}

async fn regioner_have_no_map_and_no_groups(setting: ScenarioContext<'_>) {
    let (store, owner) = (&setting.store, signed_in(&setting.store, "agare").await);
    let key = RoundKey::new("region-ehalsa-it", 2026);
    let view = follow_up(store, &owner, &key, NOW).await.unwrap();
    assert_eq!((view.total.eligible, view.tiles.len(), view.by.len()), (21, 0, 0));
    let page = responses(store, &owner, &key, &ListQuery { search: "skåne".into(), ..ListQuery::default() }).await;
    let rows = page.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.organisation.as_str()).collect::<Vec<_>>(), ["12"]);
    assert_eq!((rows[0].kommungrupp_label.as_str(), rows[0].size_label.as_str()), ("", ""));
    let refused = exports::response_rate(store, &owner, &key, Some(Grouping::Kommungrupp)).await;
    assert!(matches!(refused, Err(Error::NotGrouped)), "{refused:?}");
}

async fn every_response_stands_once_in_the_list(setting: ScenarioContext<'_>) {
    let (store, owner) = (&setting.store, signed_in(&setting.store, "granskare").await);
    for sort in
        [SortBy::Name, SortBy::Code, SortBy::Status, SortBy::Progress, SortBy::LastActivity, SortBy::SubmittedAt]
    {
        let mut rows = Vec::new();
        for page in 1..=6 {
            let query = ListQuery { sort, page, ..ListQuery::default() };
            let page = responses(store, &owner, &open_round(), &query).await.unwrap();
            assert_eq!((page.total, page.pages), (290, 6));
            rows.extend(page.rows);
        }
        let codes: BTreeSet<&str> = rows.iter().map(|row| row.organisation.as_str()).collect();
        assert_eq!((rows.len(), codes.len()), (290, 290));
        if sort == SortBy::Name {
            assert_eq!((rows[0].name.as_str(), rows[289].name.as_str()), ("Ale", "Övertorneå"));
            assert!(rows.is_sorted_by_key(|row| collation_key(&row.name)));
        }
    }
    let jamtland = ListQuery { lan: Some("23".into()), ..ListQuery::default() };
    let rows = responses(store, &owner, &open_round(), &jamtland).await.unwrap().rows;
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row.organisation.starts_with("23")));
}

async fn what_is_not_sent_in_never_leaves(setting: ScenarioContext<'_>) {
    const SECRET: &str = "Detta har vi inte skickat in";
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let owner = signed_in(store, "agare").await;
    let seen = async || {
        let (key, response) = (open_round(), response());
        let detail = follow_up::response(store, &owner, &response, NOW).await.unwrap();
        let list = row(store, &owner).await;
        let view = follow_up(store, &owner, &key, NOW).await.unwrap();
        let aggregate = exports::aggregate(store, &owner, &key, None, Audience::Review).await.unwrap();
        let rows = exported(store, &owner, &key, &[]).await;
        let exported = rows.into_iter().find(|row| row.organisation == UNTOUCHED).unwrap();
        (format!("{detail:?} {list:?} {view:?} {aggregate:?} {exported:?}"), exported)
    };
    let view = check_answers(store, &actor, &response(), NOW).await.unwrap();
    let [one, two] = two_yes_no_fields(&view.evaluation);
    let comment = Change { comment: Some(Some(SECRET.into())), ..change(&one, code("ja"), 0) };
    save_as(store, &actor, "a", vec![comment]).await.unwrap();

    // Of a draft there are numbers: not which field, not what, not the comment.
    let (all, export) = seen().await;
    assert_eq!((export.status, export.entries, export.receipt), (Status::InProgress, None, None));
    assert!(!all.contains(SECRET));
    let detail = follow_up::response(store, &owner, &response(), NOW).await.unwrap();
    assert_eq!(detail.sections.iter().map(|section| section.answered).sum::<u32>(), 1);
    assert_eq!(detail.events, []);
    assert!(detail.row.last_activity.is_some());
    let own = exports::own_answers(store, &actor, &response(), NOW).await.unwrap();
    assert_eq!(own.entries.get(one.as_str()), Some(&code("ja")));

    // What is sent in is what is exported, also while the response is open again and changed.
    fill_in(store, &actor, &response(), NOW).await;
    let number =
        submit(store, &actor, &response(), as_read(store, &response()).await, NOW).await.unwrap().receipt.number;
    let frozen = check_answers(store, &actor, &response(), NOW).await.unwrap().evaluation.frozen();
    let (all, export) = seen().await;
    assert!(!all.contains(SECRET));
    // The comment between colleagues is not in the copy, whoever reads it.
    for who in ["agare", "granskare", "admin", "lasare.2281"] {
        let reader = signed_in(store, who).await;
        let copy = receipt(store, &reader, &response(), &number, NOW).await.unwrap();
        assert!(!format!("{:?} {:?} {:?}", copy.entries, copy.notes, copy.receipt).contains(SECRET), "{who}");
    }
    assert_eq!((export.entries.as_ref(), export.receipt.as_deref()), (Some(&frozen), Some(number.as_str())));
    return_response(store, &owner, &response(), "Komplettera.", 1.into(), later(1)).await.unwrap();
    let stored = check_answers(store, &actor, &response(), NOW).await.unwrap().stored;
    let version = |name: &str| stored.get(name).map_or(0, |answer| answer.version);
    let other = if frozen.get(two.as_str()) == Some(&code("nej")) { "ja" } else { "nej" };
    save_as(store, &actor, "b", vec![change(&two, code(other), version(&two))]).await.unwrap();
    let (all, export) = seen().await;
    assert!(!all.contains(SECRET));
    assert_eq!((export.status, export.entries.as_ref()), (Status::Returned, Some(&frozen)));
    assert_eq!(export.submitted_at, Some(NOW));
    let own = exports::own_answers(store, &actor, &response(), NOW).await.unwrap();
    assert_eq!(own.entries.get(two.as_str()), Some(&code(other)));
}

async fn an_export_holds_every_recipient_once(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    let rows = exported(store, &Actor::System, &open_round(), &[]).await;
    assert_eq!(rows.len(), 290);
    assert!(rows.is_sorted_by(|one, two| one.organisation < two.organisation));
    for row in &rows {
        let was_sent = matches!(row.status, Status::Submitted | Status::Approved | Status::Returned);
        assert_eq!(
            (row.entries.is_some(), row.receipt.is_some(), row.submitted_at.is_some()),
            (was_sent, was_sent, was_sent)
        );
        assert!(
            row.entries.iter().flat_map(|entries| entries.values()).all(|entry| !matches!(entry, Entry::Unreadable(_)))
        );
    }
    let counted = exported(store, &Actor::System, &open_round(), &[Status::Submitted, Status::Approved]).await;
    let expected: Vec<ExportRow> = rows.iter().filter(|row| row.status.is_counted()).cloned().collect();
    assert!(counted.iter().any(|row| row.organisation == UNTOUCHED));
    assert_eq!(counted, expected);
    let regions = exported(store, &Actor::System, &RoundKey::new("region-ehalsa-it", 2026), &[]).await;
    assert_eq!(regions.len(), 21);
}
