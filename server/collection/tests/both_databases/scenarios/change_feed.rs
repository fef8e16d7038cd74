//! What colleagues are told of each other while they have a section open.

use super::{ScenarioContext, scenarios};
use crate::world::{NOW, change, code, contributor, coordinator, field, later, response, save_as, two_yes_no_fields};
use collection::{
    Actor, Error, Store,
    respond::{
        Change, ChangeFeed, DoneMark, FeedAnswer, change_feed, hub, mark_absent, mark_present, mark_section, section,
    },
};
use time::{Duration, OffsetDateTime};

scenarios![
    a_save_is_told_from_the_change_number_that_a_page_was_written_at,
    the_feed_tells_each_change_once_and_in_order,
    more_saves_than_are_told_at_once_come_bit_by_bit,
    a_mark_is_told_when_it_is_set_and_when_it_falls,
    who_is_in_the_section_is_told_to_the_others_in_it,
    who_was_not_seen_for_a_while_is_not_there,
    who_loads_the_page_anew_is_still_there,
    those_who_come_back_together_do_not_wait_for_each_other,
    a_section_that_does_not_exist_cannot_be_open,
];

/// A section's name and two fields, the first of which stands in it.
async fn a_section(store: &Store, actor: &Actor) -> (String, [String; 2]) {
    let form = hub(store, actor, &response(), NOW).await.unwrap().form;
    let name = form.questionnaire().sections[1].name.to_string();
    let view = section(store, actor, &response(), &name, NOW).await.unwrap();
    let fields = two_yes_no_fields(&view.evaluation);
    assert_eq!(form.field(&fields[0]).unwrap().section, 1);
    (name, fields)
}

async fn told(store: &Store, actor: &Actor, section: &str, since: i64, now: OffsetDateTime) -> ChangeFeed {
    change_feed(store, actor, &response(), section, since, now).await.unwrap()
}

/// Each field that is told, with its version.
fn fields(change_feed: &ChangeFeed) -> Vec<(&str, i64)> {
    let answers = change_feed.saves.iter().flat_map(|save| &save.answers);
    answers.map(|answer| (answer.field.as_str(), answer.version)).collect()
}

async fn a_save_is_told_from_the_change_number_that_a_page_was_written_at(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let (name, [one, _]) = a_section(store, &mine).await;
    let page = section(store, &mine, &response(), &name, NOW).await.unwrap();
    let comment = Some(Some("Enligt förvaltningen.".to_owned()));
    let explanation = Some(Some("Vi bytte system.".to_owned()));
    let change = Change { comment, explanation, ..change(&one, code("ja"), 0) };

    // By another node.
    let other = Store::open(&setting.url).await.unwrap();
    save_as(&other, &theirs, "theirs", vec![change]).await.unwrap();
    let change_feed = told(store, &mine, &name, page.head.change_number, NOW).await;
    assert_eq!(change_feed.saves.len(), 1, "{change_feed:?}");
    let save = &change_feed.saves[0];
    let by = theirs.person().unwrap().name.clone();
    assert_eq!((save.save_id.as_str(), &save.by, save.at), ("theirs", &by, NOW));
    let expected = FeedAnswer {
        field: field(&one),
        version: 1,
        entry: code("ja"),
        comment: Some("Enligt förvaltningen.".into()),
        explanation: Some("Vi bytte system.".into()),
    };
    assert_eq!(save.answers, [expected]);
}

async fn the_feed_tells_each_change_once_and_in_order(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (name, [one, two]) = a_section(store, &actor).await;
    let since = section(store, &actor, &response(), &name, NOW).await.unwrap().head.change_number;
    save_as(store, &actor, "a", vec![change(&one, code("ja"), 0), change(&two, code("ja"), 0)]).await.unwrap();
    save_as(store, &actor, "b", vec![change(&one, code("nej"), 1)]).await.unwrap();
    let first = told(store, &actor, &name, since, NOW).await;
    assert_eq!(fields(&first), [(one.as_str(), 1), (two.as_str(), 1), (one.as_str(), 2)]);
    let second = told(store, &actor, &name, first.change_number, NOW).await;
    assert_eq!((second.change_number, second.saves.len(), second.mark), (first.change_number, 0, None));

    // A page that missed the last message asks from the one before.
    save_as(store, &actor, "c", vec![change(&two, code("nej"), 1)]).await.unwrap();
    assert_eq!(fields(&told(store, &actor, &name, first.change_number, NOW).await), [(two.as_str(), 2)]);
}

async fn more_saves_than_are_told_at_once_come_bit_by_bit(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let (name, [one, _]) = a_section(store, &actor).await;
    let mut since = section(store, &actor, &response(), &name, NOW).await.unwrap().head.change_number;
    for version in 0..120 {
        let answer = if version % 2 == 0 { "ja" } else { "nej" };
        save_as(store, &actor, &format!("{version}"), vec![change(&one, code(answer), version)]).await.unwrap();
    }
    let mut versions = Vec::new();
    loop {
        let change_feed = told(store, &actor, &name, since, NOW).await;
        if change_feed.saves.is_empty() {
            break;
        }
        versions.extend(fields(&change_feed).into_iter().map(|(_, version)| version));
        since = change_feed.change_number;
    }
    assert_eq!(versions, (1..=120).collect::<Vec<i64>>());
}

async fn a_mark_is_told_when_it_is_set_and_when_it_falls(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let (name, [one, _]) = a_section(store, &mine).await;
    let since = section(store, &mine, &response(), &name, NOW).await.unwrap().head.change_number;
    mark_section(store, &theirs, &response(), &name, true, later(1)).await.unwrap();
    let set = told(store, &mine, &name, since, later(1)).await;
    let by = theirs.person().unwrap().name.clone();
    assert_eq!((set.mark.clone(), set.saves.len()), (Some(DoneMark::Done((by, later(1)))), 0));

    save_as(store, &mine, "a", vec![change(&one, code("ja"), 0)]).await.unwrap();
    let fallen = told(store, &theirs, &name, set.change_number, later(2)).await;
    assert_eq!((fallen.mark.clone(), fields(&fallen)), (Some(DoneMark::Open), vec![(one.as_str(), 1)]));
}

async fn who_is_in_the_section_is_told_to_the_others_in_it(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let sections = hub(store, &mine, &response(), NOW).await.unwrap().sections;
    let [here, elsewhere] = [&sections[0].name, &sections[1].name];
    mark_present(store, &mine, &response(), here, NOW).await.unwrap();
    mark_present(store, &theirs, &response(), here, NOW).await.unwrap();
    let their_name = theirs.person().unwrap().name.clone();
    assert_eq!(told(store, &mine, here, 0, NOW).await.here, std::slice::from_ref(&their_name), "not oneself");
    assert!(told(store, &mine, elsewhere, 0, NOW).await.here.is_empty());

    // At another node, too.
    let other = Store::open(&setting.url).await.unwrap();
    assert_eq!(told(&other, &mine, here, 0, NOW).await.here, [their_name]);
    mark_absent(&other, &theirs, &response(), here, NOW).await.unwrap();
    assert!(told(store, &mine, here, 0, NOW).await.here.is_empty());
}

async fn who_was_not_seen_for_a_while_is_not_there(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let (name, _) = a_section(store, &mine).await;
    mark_present(store, &theirs, &response(), &name, NOW).await.unwrap();
    let after = |seconds| NOW + Duration::seconds(seconds);
    assert_eq!(told(store, &mine, &name, 0, after(40)).await.here.len(), 1);
    assert!(told(store, &mine, &name, 0, after(41)).await.here.is_empty());
    mark_present(store, &theirs, &response(), &name, after(41)).await.unwrap();
    assert_eq!(told(store, &mine, &name, 0, after(42)).await.here.len(), 1);
}

async fn who_loads_the_page_anew_is_still_there(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (mine, theirs) = (coordinator(store).await, contributor(store).await);
    let (name, _) = a_section(store, &mine).await;
    mark_present(store, &theirs, &response(), &name, NOW).await.unwrap();
    // The new page comes before the old one is known to be closed.
    mark_present(store, &theirs, &response(), &name, later(1)).await.unwrap();
    mark_absent(store, &theirs, &response(), &name, NOW).await.unwrap();
    assert_eq!(told(store, &mine, &name, 0, later(1)).await.here.len(), 1);
}

async fn those_who_come_back_together_do_not_wait_for_each_other(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let people = [coordinator(store).await, contributor(store).await];
    let (name, _) = a_section(store, &people[0]).await;
    // Each time nobody has been seen for so long that both are forgotten.
    for minutes in 0..60 {
        let coming = people.iter().map(|person| {
            let (store, person, name) = (store.clone(), person.clone(), name.clone());
            tokio::spawn(async move { mark_present(&store, &person, &response(), &name, later(minutes)).await })
        });
        for come in futures::future::join_all(coming).await {
            come.unwrap().unwrap();
        }
    }
    // Whoever goes forgets those who went without a word.
    mark_present(store, &people[0], &response(), &name, later(100)).await.unwrap();
    mark_absent(store, &people[0], &response(), &name, later(100)).await.unwrap();
    assert_eq!(told(store, &people[0], &name, 0, later(59)).await.here, Vec::<String>::new());
}

async fn a_section_that_does_not_exist_cannot_be_open(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    for name in ["finns-inte", "nul\0"] {
        let outcome = mark_present(store, &actor, &response(), name, NOW).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    }
}
