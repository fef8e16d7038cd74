//! What an organisation gets back: its answers beside others', and what answering has taken.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, TODAY, carry_out, change, code, contributor, coordinator, later, open_round, response, signed_in,
};
use collection::{
    Actor, Error, OrganisationKind, RoundKey, Store, exports,
    respond::{Feedback, GroupFigure, Save, burden, feedback, save},
    seed::seed,
};
use statistics::{
    aggregate::{Aggregate, Audience},
    groups::Grouping,
};
use std::collections::BTreeMap;
use survey::burden::{BEGINNING, Burden};

scenarios![
    answers_stand_beside_the_results_that_may_be_seen,
    whoever_was_not_asked_then_sees_no_more_than_the_others,
    what_answering_takes_is_told_by_section
];

async fn answers_stand_beside_the_results_that_may_be_seen(setting: ScenarioContext<'_>) {
    let store = &Store::open(&setting.databases.empty()).await.unwrap();
    store.migrate().await.unwrap();
    seed(store, &Actor::System, true, TODAY, NOW).await.unwrap();
    let reader = signed_in(store, "lasare.0114").await;

    // The open round's own results are for those who follow it up.
    let open = feedback(store, &reader, &open_round().response("0114"), NOW).await.unwrap();
    let compared = open.compared.clone().unwrap();
    assert_eq!((compared.year, compared.is_own, compared.groups.len()), (2025, false, 3));
    assert_eq!(compared.groups[0].responses, 242);
    assert!(open.fields.iter().any(|answer| answer.rows.is_empty()), "nothing is new since last year");
    assert!(open.fields.iter().any(|answer| answer.previous.is_some()));
    figures_are_those_of_the_aggregate(store, &RoundKey::new("kommun-ehalsa", 2025), &open).await;

    let closed = RoundKey::new("kommun-ehalsa", 2020);
    let own = feedback(store, &reader, &closed.response("0114"), NOW).await.unwrap();
    let compared = own.compared.clone().unwrap();
    assert_eq!((compared.year, compared.is_own, compared.groups[0].responses), (2020, true, 250));
    assert!(own.fields.iter().all(|answer| !answer.rows.is_empty()));
    figures_are_those_of_the_aggregate(store, &closed, &own).await;

    // Regioner are counted, and stand beside all of them only.
    let region = RoundKey::new("region-ehalsa-it", 2020).response("01");
    let region = feedback(store, &signed_in(store, "lasare.r01").await, &region, NOW).await.unwrap();
    let compared = region.compared.clone().unwrap();
    assert_eq!((compared.kind, compared.groups.len()), (OrganisationKind::Region, 1));
    let figures = || region.fields.iter().flat_map(|answer| &answer.rows).flat_map(|row| &row.figures);
    assert!(figures().any(|figure| matches!(figure, GroupFigure::Count(..))));
    assert!(!figures().any(|figure| matches!(figure, GroupFigure::Share(_))));

    // Before anything is sent in there is nothing to give back.
    let early = feedback(store, &Actor::System, &open_round().response("0180"), NOW).await;
    assert!(matches!(early, Err(Error::NotFound)), "{early:?}");
}

async fn whoever_was_not_asked_then_sees_no_more_than_the_others(setting: ScenarioContext<'_>) {
    let url = setting.databases.empty();
    let store = &Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    seed(store, &Actor::System, true, TODAY, NOW).await.unwrap();
    // A kommun that has answered the open round, and was none of the recipients of the one before.
    for table in ["answers", "saves", "section_marks", "copies", "events", "handouts", "sign_offs"] {
        let of_then =
            "SELECT id FROM responses WHERE survey = 'kommun-ehalsa' AND year = 2025 AND organisation = '0114'";
        carry_out(&url, &format!("DELETE FROM {table} WHERE response_id IN ({of_then})")).await;
    }
    let gone = "DELETE FROM responses WHERE survey = 'kommun-ehalsa' AND year = 2025 AND organisation = '0114'";
    carry_out(&url, gone).await;
    let reader = signed_in(store, "lasare.0114").await;
    let found = feedback(store, &reader, &open_round().response("0114"), NOW).await.unwrap();
    let compared = found.compared.as_ref().unwrap();
    assert_eq!((compared.year, compared.groups.len(), compared.groups[0].responses), (2025, 1, 241));
    let total = |figures: &Feedback| -> Vec<(String, GroupFigure)> {
        let rows = figures.fields.iter().flat_map(|answer| answer.rows.iter().map(move |row| (answer, row)));
        rows.map(|(answer, row)| (format!("{} {:?}", answer.field, row.option), row.figures[0])).collect()
    };
    let other = feedback(store, &signed_in(store, "lasare.0117").await, &open_round().response("0117"), NOW).await;
    let (mine, theirs) = (total(&found), total(&other.unwrap()));
    let common = mine.iter().filter_map(|(name, figure)| Some((figure, &theirs.iter().find(|(n, _)| n == name)?.1)));
    let common: Vec<(&GroupFigure, &GroupFigure)> = common.collect();
    assert!(common.len() > 50 && common.iter().all(|(mine, theirs)| mine == theirs), "{common:?}");
}

/// Every figure is the one of the aggregate, found by the field's name of then; and is shown only where it is shown there.
async fn figures_are_those_of_the_aggregate(store: &Store, round: &RoundKey, found: &Feedback) {
    let compared = found.compared.as_ref().unwrap();
    let mut known: BTreeMap<(String, String), Vec<Aggregate>> = BTreeMap::new();
    for by in [Grouping::Lan, Grouping::Kommungrupp] {
        for row in exports::aggregate(store, &Actor::System, round, Some(by), Audience::Publication).await.unwrap() {
            let group = if row.group == "total" { "total".to_owned() } else { format!("{by} {}", row.label) };
            known.entry((row.field.to_string(), group)).or_default().push(row);
        }
    }
    let mut seen = 0;
    for answer in &found.fields {
        // Where lineage has given another name, the scenario of the questionnaire's own round covers it.
        for (group, place) in compared.groups.iter().zip(0..) {
            let key = group.grouping.map_or("total".to_owned(), |by| format!("{by} {}", group.label));
            let Some(rows) = known.get(&(answer.field.to_string(), key)) else { continue };
            for row in &answer.rows {
                let of: Vec<&Aggregate> = rows.iter().filter(|known| known.option == row.option).collect();
                let is_hidden = of.iter().any(|row| row.hidden.is_some());
                seen += 1;
                match row.figures[place] {
                    GroupFigure::Suppressed => assert!(is_hidden, "{}", answer.field),
                    GroupFigure::Share(share) => assert!(!is_hidden && of.iter().all(|row| row.share == Some(share))),
                    GroupFigure::Median(median) => {
                        assert!(!is_hidden && of.iter().all(|row| row.median == Some(median)))
                    }
                    GroupFigure::Nothing => assert!(of.iter().all(|row| row.n_answered.is_none_or(|n| n == 0))),
                    GroupFigure::Count(..) => panic!("{} is counted", answer.field),
                }
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

async fn what_answering_takes_is_told_by_section(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (one, other) = (coordinator(store).await, contributor(store).await);
    let answer = async |actor: &Actor, name: &str, answer: &str, version: i64, minutes: i64| {
        let changes = vec![change(name, code(answer), version)];
        let save_id = format!("{name} {minutes}");
        save(store, actor, Save { key: response(), save_id, changes }, later(minutes)).await.unwrap();
    };
    // A sitting of a minute and ten, of which four are in another section; and half an hour later one of a minute.
    answer(&one, "ledningssystem", "ja", 0, 0).await;
    answer(&one, "hemsjukvard", "ja", 0, 4).await;
    answer(&one, "ledningssystem", "nej", 1, 10).await;
    answer(&one, "hemsjukvard", "nej", 1, 40).await;
    answer(&other, "hemsjukvard", "ja", 2, 41).await;
    let view = burden(store, &one, &response(), later(60)).await.unwrap();
    let section = |letter: &str| view.sections.iter().find(|section| section.letter == letter).unwrap().burden;
    assert_eq!(section("B"), Burden { seconds: BEGINNING + 6 * 60, people: 1 });
    assert_eq!(section("G"), Burden { seconds: 4 * 60 + 2 * BEGINNING, people: 2 });
    assert_eq!(section("A"), Burden::default());
    assert_eq!(view.total, Burden { seconds: 10 * 60 + 3 * BEGINNING, people: 2 });
}
