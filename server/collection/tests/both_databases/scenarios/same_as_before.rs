//! "Samma som förra året", and taking it back.

use super::{ScenarioContext, scenarios};
use crate::world::{NOW, change, code, contributor, coordinator, field, later, response, save_as};
use collection::{
    Actor, Error, RoundKey, Store,
    import::import,
    respond::{SameAsBefore, SectionView, same_as_before, same_as_before_fields, section, undo_same_as_before},
    rounds::round,
};
use seeds::Edition;
use std::collections::BTreeMap;
use survey::{
    definition::FieldType,
    name::FieldName,
    same_as_before::reusable,
    value::{Entry, Value},
};

scenarios![
    a_section_is_filled_in_where_nothing_is_answered,
    what_was_filled_in_can_be_taken_back,
    a_question_gets_its_earlier_answer_whatever_it_holds,
    reference_ranges_are_known_where_they_may_be_published,
];

/// The coordinator of a kommun that has not begun, and that has answered the year before.
async fn coordinator_after_a_year(store: &Store) -> Actor {
    let last_year = RoundKey::new("kommun-ehalsa", 2025);
    let opens = round(store, &Actor::System, &last_year, NOW).await.unwrap().opens;
    let answers = seeds::demo_round("kommun-ehalsa", Edition::LastYear).unwrap().responses_csv(opens).unwrap();
    import(store, &Actor::System, &last_year, answers.as_bytes(), false, NOW).await.unwrap();
    coordinator(store).await
}

/// A section with several yes/no questions.
async fn view(store: &Store, actor: &Actor) -> SectionView {
    section(store, actor, &response(), "sarskilda_boenden", NOW).await.unwrap()
}

fn again(view: &SectionView) -> BTreeMap<FieldName, Value> {
    let fields = view.evaluation.form().fields_of_section(view.index);
    fields
        .filter(|field| view.evaluation.is_relevant(field.name.as_str()))
        .filter_map(|field| {
            let value = reusable(&view.evaluation, view.previous.get(&field.name), &field.name).ok()?;
            Some((field.name.clone(), value))
        })
        .collect()
}

/// A yes/no question without conditions that was answered with ja or nej, and the other answer.
fn yes_no(view: &SectionView) -> (FieldName, &'static str) {
    let form = view.evaluation.form();
    let mut found = again(view).into_iter().filter_map(|(name, value)| {
        let field = form.field(name.as_str())?;
        let Value::Code(before) = value else { return None };
        let is_plain = field.field_type == FieldType::YesNo && field.relevance.is_empty() && field.row.is_none();
        is_plain.then(|| (name, if before.as_str() == "ja" { "nej" } else { "ja" }))
    });
    found.next().unwrap()
}

async fn a_section_is_filled_in_where_nothing_is_answered(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator_after_a_year(&setting.store).await);
    let before = view(store, &actor).await;
    let (name, other) = yes_no(&before);
    save_as(store, &actor, "own", vec![change(name.as_str(), code(other), 0)]).await.unwrap();
    let scope = SameAsBefore::Section(before.section.clone());
    let change_number = same_as_before(store, &actor, &response(), scope.clone(), NOW).await.unwrap().unwrap();

    let after = view(store, &actor).await;
    let filled = same_as_before_fields(store, &actor, &response(), change_number, NOW).await.unwrap();
    assert!(filled.len() >= 3 && !filled.contains(&name), "{filled:?}");
    assert_eq!(after.evaluation.entry(name.as_str()), &code(other), "what is answered stays");
    for field in after.evaluation.form().fields_of_section(after.index) {
        let entry = after.evaluation.entry(field.name.as_str());
        let again = reusable(&after.evaluation, after.previous.get(&field.name), &field.name);
        if filled.contains(&field.name) {
            assert_eq!(entry.value(), again.as_ref().ok(), "{}", field.name);
        } else if field.name != name {
            let is_asked = after.evaluation.is_relevant(field.name.as_str());
            assert!(entry.is_empty() && (again.is_err() || !is_asked), "{}: {again:?}", field.name);
        }
    }
    // Nothing outside the section.
    assert_eq!(after.stored.len(), filled.len() + 1);

    // Pressed twice, it is the same deed; what is complete takes nothing more.
    let again = same_as_before(store, &actor, &response(), scope.clone(), later(1)).await.unwrap();
    assert_eq!(again, Some(change_number));
    let version = after.stored[&name].version;
    save_as(store, &actor, "more", vec![change(name.as_str(), Entry::Empty, version)]).await.unwrap();
    save_as(store, &actor, "again", vec![change(name.as_str(), code(other), version + 1)]).await.unwrap();
    assert_eq!(same_as_before(store, &actor, &response(), scope, later(2)).await.unwrap(), None);
    let nowhere = SameAsBefore::Section("finns-inte".into());
    let refused = same_as_before(store, &actor, &response(), nowhere, NOW).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}

async fn what_was_filled_in_can_be_taken_back(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator_after_a_year(&setting.store).await);
    let before = view(store, &actor).await;
    let scope = SameAsBefore::Section(before.section.clone());
    let change_number = same_as_before(store, &actor, &response(), scope, NOW).await.unwrap().unwrap();
    let filled = same_as_before_fields(store, &actor, &response(), change_number, NOW).await.unwrap();
    let (name, other) = yes_no(&before);
    let colleague = contributor(store).await;
    save_as(store, &colleague, "own", vec![change(name.as_str(), code(other), 1)]).await.unwrap();

    // Only by whom it was done, and only what it was.
    assert_eq!(same_as_before_fields(store, &colleague, &response(), change_number, NOW).await.unwrap(), []);
    for (who, change_number) in [(&colleague, change_number), (&actor, change_number + 1), (&actor, 99)] {
        let refused = undo_same_as_before(store, who, &response(), change_number, later(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    undo_same_as_before(store, &actor, &response(), change_number, later(1)).await.unwrap();
    let after = view(store, &actor).await;
    let said: BTreeMap<FieldName, Entry> = after.evaluation.entries();
    assert_eq!(said, [(name.clone(), code(other))].into(), "what a colleague changed since stays");
    assert_eq!(after.stored[filled.iter().find(|filled| **filled != name).unwrap()].version, 2);
    assert_eq!(same_as_before_fields(store, &actor, &response(), change_number, NOW).await.unwrap(), []);
    undo_same_as_before(store, &actor, &response(), change_number, later(2)).await.unwrap();
    assert_eq!(view(store, &actor).await.evaluation.entries(), said);
}

async fn a_question_gets_its_earlier_answer_whatever_it_holds(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator_after_a_year(&setting.store).await);
    let before = view(store, &actor).await;
    let (name, other) = yes_no(&before);
    let earlier = Entry::Value(again(&before)[&name].clone());
    save_as(store, &actor, "own", vec![change(name.as_str(), code(other), 0)]).await.unwrap();
    let scope = SameAsBefore::Question(name.question().to_owned());
    let change_number = same_as_before(store, &actor, &response(), scope, NOW).await.unwrap().unwrap();
    let filled = same_as_before_fields(store, &actor, &response(), change_number, NOW).await.unwrap();
    assert_eq!(filled.iter().collect::<Vec<_>>(), [&name]);
    assert_eq!(view(store, &actor).await.evaluation.entry(name.as_str()), &earlier);
    // Taken back, it is what one had answered oneself.
    undo_same_as_before(store, &actor, &response(), change_number, later(1)).await.unwrap();
    assert_eq!(view(store, &actor).await.evaluation.entry(name.as_str()), &code(other));
}

async fn reference_ranges_are_known_where_they_may_be_published(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator_after_a_year(&setting.store).await);
    let view = view(store, &actor).await;
    let named: Vec<&str> = view.reference_ranges.keys().map(FieldName::as_str).collect();
    assert_eq!(named, ["medicindispensrar"]);
    let reference_ranges = &view.reference_ranges[&field("medicindispensrar")];
    assert!(reference_ranges.low < reference_ranges.high, "{reference_ranges:?}");
    let unusual =
        change("medicindispensrar", Entry::Value(Value::Number(reference_ranges.high + reference_ranges.high)), 0);
    let relevant = [("hemsjukvard", code("ja"))];
    let changes = relevant.map(|(name, entry)| change(name, entry, 0)).into_iter().chain([unusual]).collect();
    save_as(store, &actor, "unusual", changes).await.unwrap();
    let view = self::view(store, &actor).await;
    let messages: Vec<&str> =
        view.evaluation.violations("medicindispensrar").iter().map(|found| found.message.as_str()).collect();
    assert!(!messages.is_empty(), "{messages:?}");
}
