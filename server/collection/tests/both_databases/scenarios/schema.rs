//! The schema and the seeds.

use super::{ScenarioContext, scenarios};
use crate::world::{NOW, TODAY, UNTOUCHED, carry_out, demo_person_exists, everything, signed_in};
use collection::{
    Actor, Error, OrganisationKind, RoundKey, Store,
    exports::{Selection, response_rows},
    respond::hub,
    rounds::{RoundState, rounds},
    seed::seed,
};
use futures::TryStreamExt;
use statistics::OrganisationGroups;
use std::collections::BTreeMap;
use time::{Duration, macros::date};

scenarios![
    migrations_make_what_the_entities_are,
    an_unmigrated_database_is_not_ready,
    seeding_twice_changes_nothing,
    the_rounds_are_there,
    kommuner_are_in_the_groups_of_the_time,
    a_database_from_before_gets_the_groups_of_the_time,
    what_invited_signatories_signed_before_is_unconfirmed,
];

async fn migrations_make_what_the_entities_are(setting: ScenarioContext<'_>) {
    let store = Store::open(&setting.databases.empty()).await.unwrap();
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.schema_differences().await.unwrap(), Vec::<String>::new());
}

async fn an_unmigrated_database_is_not_ready(setting: ScenarioContext<'_>) {
    let store = Store::open(&setting.databases.empty()).await.unwrap();
    assert!(matches!(store.is_ready().await, Err(Error::Database(_))));
    store.migrate().await.unwrap();
    store.is_ready().await.unwrap();
}

async fn seeding_twice_changes_nothing(setting: ScenarioContext<'_>) {
    let before = everything(&setting.store).await;
    let another_day = TODAY + Duration::days(40);
    seed(&setting.store, &Actor::System, true, another_day, NOW + Duration::days(40)).await.unwrap();
    assert!(before == everything(&setting.store).await);
    assert!(demo_person_exists(&setting.store, "ÅSA").await);
}

async fn the_rounds_are_there(setting: ScenarioContext<'_>) {
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

/// The groups that are frozen in a round of the kommuner, by code.
async fn groups_of(store: &Store, year: i32) -> BTreeMap<String, OrganisationGroups> {
    let key = RoundKey::new("kommun-ehalsa", year);
    let responses = response_rows(store, &Actor::System, &key, &Selection::default()).await.unwrap();
    let groups = responses.rows.map_ok(|row| (row.organisation, row.about.groups));
    groups.try_collect().await.unwrap()
}

async fn assert_groups_of_the_time(store: &Store) {
    let now = groups_of(store, 2026).await;
    for year in [2019, 2020, 2025] {
        let then = groups_of(store, year).await;
        let moved = then.iter().filter(|(code, groups)| groups.kommungrupp != now[*code].kommungrupp).count();
        assert_eq!(moved, if year < 2023 { 33 } else { 0 }, "{year}");
        assert!(then.iter().all(|(code, groups)| (&groups.lan, &groups.size) == (&now[code].lan, &now[code].size)));
    }
    for round in rounds(store, &Actor::Anonymous, NOW).await.unwrap() {
        let classified = if round.key.year < 2023 { 2017 } else { 2023 };
        assert_eq!((round.kommungrupp_year, round.population_year), (classified, 2024), "{}", round.key);
    }
}

async fn kommuner_are_in_the_groups_of_the_time(setting: ScenarioContext<'_>) {
    assert_groups_of_the_time(&setting.store).await;
}

async fn a_database_from_before_gets_the_groups_of_the_time(setting: ScenarioContext<'_>) {
    for sql in [
        "UPDATE responses SET kommungrupp = \
         (SELECT o.kommungrupp FROM organisations o WHERE o.code = responses.organisation)",
        "ALTER TABLE rounds DROP COLUMN kommungrupp_year",
        "ALTER TABLE rounds DROP COLUMN population_year",
        "DELETE FROM seaql_migrations WHERE version = 'm20261130_000024_round_registers'",
    ] {
        carry_out(&setting.url, sql).await;
    }
    setting.store.migrate().await.unwrap();
    assert_groups_of_the_time(&setting.store).await;
    assert_eq!(setting.store.schema_differences().await.unwrap(), Vec::<String>::new());
}

async fn what_invited_signatories_signed_before_is_unconfirmed(setting: ScenarioContext<'_>) {
    for sql in [
        "UPDATE memberships SET invited_as = 'Eva Ek' WHERE organisation = '2281' AND role = 'signatory'",
        "INSERT INTO copies (response_id, sequence, number, submitted_at, person_id, checksum, entries, notes) \
         SELECT r.id, 100, 'PROV-' || r.organisation, 0, p.id, '', '{}', '{}' FROM responses r \
         JOIN persons p ON p.email = 'undertecknare.' || r.organisation || '@lagesbild.example' \
         WHERE r.survey = 'kommun-ehalsa' AND r.year = 2025 AND r.organisation IN ('2281', '0180')",
        "ALTER TABLE memberships DROP COLUMN invited_by",
        "ALTER TABLE memberships DROP COLUMN unconfirmed",
        "ALTER TABLE copies DROP COLUMN unconfirmed",
        "DROP TABLE link_requests",
        "DELETE FROM seaql_migrations WHERE version = 'm20261130_000022_signing'",
    ] {
        carry_out(&setting.url, sql).await;
    }
    let store = &setting.store;
    store.migrate().await.unwrap();
    for (organisation, is_unconfirmed) in [(UNTOUCHED, true), ("0180", false)] {
        let actor = signed_in(store, &format!("samordnare.{organisation}")).await;
        let key = RoundKey::new("kommun-ehalsa", 2025).response(organisation);
        let copies = hub(store, &actor, &key, NOW).await.unwrap().copies;
        assert_eq!(copies[0].number, format!("PROV-{organisation}"));
        assert_eq!(copies[0].unconfirmed, is_unconfirmed, "{organisation}");
    }
    assert_eq!(store.schema_differences().await.unwrap(), Vec::<String>::new());
}
