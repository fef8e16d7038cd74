//! The demo: its people, its answers, and that they are what an organisation could have done itself.

use super::{
    ScenarioContext,
    importing::{exported, read},
    scenarios,
};
use crate::world::{NOW, TODAY, everything, open_round, signed_in};
use collection::{
    Actor, RoundKey, Store,
    import::ImportReport,
    respond::{check_answers, hub, receipt},
    rounds::rounds,
    seed::seed,
};
use std::collections::BTreeSet;
use survey::status::Status;

scenarios![the_demo_has_answers_in_every_round, what_the_demo_exports_can_be_imported];

async fn demo(setting: &ScenarioContext<'_>) -> Store {
    let store = Store::open(&setting.databases.empty()).await.unwrap();
    store.migrate().await.unwrap();
    seed(&store, &Actor::System, true, TODAY, NOW).await.unwrap();
    store
}

async fn the_demo_has_answers_in_every_round(setting: ScenarioContext<'_>) {
    let store = &demo(&setting).await;
    let all = rounds(store, &Actor::Anonymous, NOW).await.unwrap();
    assert!(all.iter().all(|round| round.responded > 0), "{all:#?}");
    // The open rounds: INTERFACES, "Rounds".
    assert_eq!((all[0].responded, all[0].eligible, all[1].responded, all[1].eligible), (250, 290, 19, 21));
    assert_eq!(all[0].by_status.keys().copied().collect::<BTreeSet<_>>(), Status::ALL.into());
    assert_eq!(store.schema_differences().await.unwrap(), Vec::<String>::new());

    // Every response is in a state that its organisation could have brought it to.
    let mut with_previous = 0;
    for row in exported(store, &open_round()).await.rows {
        let key = open_round().response(row[0].clone());
        let view = hub(store, &Actor::System, &key, NOW).await.unwrap();
        let answers = check_answers(store, &Actor::System, &key, NOW).await.unwrap();
        assert_eq!(view.head.status.code(), row[1]);
        let is_sent_in = matches!(view.head.status, Status::Submitted | Status::Approved);
        assert_eq!(view.copies.len(), usize::from(is_sent_in || view.head.status == Status::Returned), "{key}");
        assert!(!is_sent_in || view.obstacles.is_empty(), "{key}: {:?}", view.obstacles);
        assert_eq!(view.head.declined_reason.is_some(), view.head.status == Status::Declined, "{key}");
        assert_eq!(view.head.returned_reason.is_some(), view.head.status == Status::Returned, "{key}");
        // One can decline before one has begun.
        let may_be_empty = matches!(view.head.status, Status::NotStarted | Status::Declined);
        assert!(view.answered > 0 || may_be_empty, "{key}");
        assert!(view.head.status != Status::NotStarted || view.answered == 0, "{key}");
        assert!(view.events.iter().all(|event| event.at <= NOW && !event.by.is_empty()), "{key}: {:?}", view.events);
        if is_sent_in {
            let copy = receipt(store, &Actor::System, &key, &view.copies[0].number, NOW).await.unwrap();
            assert_eq!(copy.entries, answers.evaluation.frozen(), "{key}");
        }
        with_previous += u32::from(answers.previous.values().any(|answer| answer.entry.value().is_some()));
    }
    assert!(with_previous > 200, "{with_previous}");

    // The list shows what the hub shows.
    let reader = signed_in(store, "lasare.2281").await;
    let mine = collection::respond::my_responses(store, &reader, NOW).await.unwrap();
    assert_eq!(mine.len(), 4);
    let view = hub(store, &reader, &mine[0].key, NOW).await.unwrap();
    assert_eq!((mine[0].answered, mine[0].asked), (view.answered, view.asked));
}

async fn what_the_demo_exports_can_be_imported(setting: ScenarioContext<'_>) {
    let store = &demo(&setting).await;
    let before = everything(store).await;
    seed(store, &Actor::System, true, TODAY, NOW).await.unwrap();
    for round in rounds(store, &Actor::System, NOW).await.unwrap() {
        let key: &RoundKey = &round.key;
        let report = read(store, key, &exported(store, key).await).await.unwrap();
        let rows = usize::try_from(round.eligible).unwrap();
        assert_eq!(report, ImportReport { rows, changed: 0, copies: 0 }, "{key}");
    }
    assert!(before == everything(store).await);
}
