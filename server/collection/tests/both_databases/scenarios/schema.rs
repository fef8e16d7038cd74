//! The schema and the seeds.

use super::{Setting, scenarios};
use crate::world::{NOW, TODAY, demo_person_exists, everything};
use collection::{
    Actor, Error, OrganisationKind, Store,
    rounds::{RoundState, rounds},
    seed::seed,
};
use time::{Duration, macros::date};

scenarios![
    migrations_make_what_the_entities_are,
    an_unmigrated_database_is_not_ready,
    seeding_twice_changes_nothing,
    the_rounds_are_there
];

async fn migrations_make_what_the_entities_are(setting: Setting<'_>) {
    let store = Store::open(&setting.databases.empty()).await.unwrap();
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.schema_differences().await.unwrap(), Vec::<String>::new());
}

async fn an_unmigrated_database_is_not_ready(setting: Setting<'_>) {
    let store = Store::open(&setting.databases.empty()).await.unwrap();
    assert!(matches!(store.is_ready().await, Err(Error::Database(_))));
    store.migrate().await.unwrap();
    store.is_ready().await.unwrap();
}

async fn seeding_twice_changes_nothing(setting: Setting<'_>) {
    let before = everything(&setting.store).await;
    let another_day = TODAY + Duration::days(40);
    seed(&setting.store, &Actor::System, true, another_day, NOW + Duration::days(40)).await.unwrap();
    assert!(before == everything(&setting.store).await);
    assert!(demo_person_exists(&setting.store, "ÅSA").await);
}

async fn the_rounds_are_there(setting: Setting<'_>) {
    let all = rounds(&setting.store, &Actor::Anonymous, NOW).await.unwrap();
    let years: Vec<(&str, i32, u32)> =
        all.iter().map(|round| (round.key.survey.as_str(), round.key.year, round.eligible)).collect();
    let expected: Vec<(&str, i32, u32)> = [2026, 2025, 2020, 2019]
        .into_iter()
        .flat_map(|year| [("kommun-ehalsa", year, 290), ("region-ehalsa-it", year, 21)])
        .collect();
    assert_eq!(years, expected);
    let open = &all[0];
    assert_eq!((open.opens, open.due, open.days_left), (date!(2026 - 03 - 01), date!(2026 - 04 - 30), Some(8)));
    assert_eq!((open.state, open.kind), (RoundState::Open, OrganisationKind::Municipality));
    assert!(all[2..].iter().all(|round| round.state == RoundState::Closed && round.days_left.is_none()));
}
