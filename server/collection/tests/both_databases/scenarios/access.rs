//! Every use case with every role and with none. A use case that is not in the table fails the test.

use super::{ScenarioContext, scenarios};
use crate::world::{NOW, TODAY, change, code, open_round, response, signed_in};
use collection::{
    Actor, Commission, Error, Person, Store, SurveyRole, backup, exports, follow_up, import, mail_quota, people,
    respond, results, review, rounds, seed, sessions,
};
use futures::future::BoxFuture;
use statistics::aggregate::Audience;
use std::{collections::BTreeSet, fs, path::Path, sync::Arc};

scenarios![every_use_case_decides_by_the_actor];

/// Every role, and how one gets it: the local part of a demo person's address, or nothing where none is signed in.
const ROLES: [(&str, &str); 11] = [
    ("anonymous", ""),
    ("system", ""),
    ("administrator", "admin"),
    ("owner", "agare"),
    ("reviewer", "granskare"),
    ("owner of another survey", ""),
    ("coordinator", "samordnare.2281"),
    ("contributor", "bidragsgivare.2281"),
    ("signatory", "undertecknare.2281"),
    ("reader", "lasare.2281"),
    ("coordinator of another", "samordnare.2282"),
];

const EVERYONE: &[&str] = &[
    "anonymous",
    "system",
    "administrator",
    "owner",
    "reviewer",
    "owner of another survey",
    "coordinator",
    "contributor",
    "signatory",
    "reader",
    "coordinator of another",
];
const SYSTEM: &[&str] = &["system"];
const ADMINISTRATORS: &[&str] = &["system", "administrator"];
const SIGNED_IN: &[&str] = &[
    "system",
    "administrator",
    "owner",
    "reviewer",
    "owner of another survey",
    "coordinator",
    "contributor",
    "signatory",
    "reader",
    "coordinator of another",
];
/// Those who are somebody.
const PEOPLE: &[&str] = &[
    "administrator",
    "owner",
    "reviewer",
    "owner of another survey",
    "coordinator",
    "contributor",
    "signatory",
    "reader",
    "coordinator of another",
];
const OF_THE_ORGANISATION: &[&str] = &["system", "coordinator", "contributor", "signatory", "reader"];
const EDITORS: &[&str] = &["system", "coordinator", "contributor"];
const REPLIERS: &[&str] = &["system", "coordinator", "contributor", "signatory"];
const SUBMITTERS: &[&str] = &["system", "coordinator", "signatory"];
const SIGNATORIES: &[&str] = &["system", "signatory"];
const CONFIRMERS: &[&str] = &["system", "owner", "administrator", "signatory"];
const OWNERS: &[&str] = &["system", "owner", "administrator"];
const COORDINATORS: &[&str] = &["system", "coordinator"];
const DECLINERS: &[&str] = &["system", "coordinator", "owner", "administrator"];
const FOLLOWERS: &[&str] = &["system", "administrator", "owner", "reviewer"];
const READERS_OF_COPIES: &[&str] =
    &["system", "administrator", "owner", "reviewer", "coordinator", "contributor", "signatory", "reader"];

type Call = for<'a> fn(&'a Store, &'a Actor) -> BoxFuture<'a, Result<(), Error>>;

/// The file and the name of each use case, who may, and how it is called.
macro_rules! use_cases {
    ($($file:literal $name:ident $who:ident |$store:ident, $actor:ident| $call:expr;)*) => {
        const USE_CASES: &[(&str, &str, &[&str], Call)] = &[$((
            $file,
            stringify!($name),
            $who,
            |$store, $actor| Box::pin(async move { $call.await.map(|_| ()) }),
        )),*];
    };
}

use_cases! {
    "backup.rs" backup SYSTEM |store, actor| backup::backup(store, actor, std::io::sink());
    "backup.rs" restore SYSTEM |store, actor| backup::restore(store, actor, std::io::empty());
    "exports.rs" response_rows FOLLOWERS |store, actor| async {
        exports::response_rows(store, actor, &open_round(), &exports::Selection::default()).await
    };
    "exports.rs" questionnaire FOLLOWERS |store, actor| exports::questionnaire(store, actor, &open_round());
    "exports.rs" own_answers OF_THE_ORGANISATION |store, actor| exports::own_answers(store, actor, &response(), NOW);
    "exports.rs" response_rate FOLLOWERS |store, actor| exports::response_rate(store, actor, &open_round(), None);
    "exports.rs" aggregate FOLLOWERS |store, actor| exports::aggregate(store, actor, &open_round(), None, Audience::Review);
    "exports.rs" form FOLLOWERS |store, actor| exports::form(store, actor, &open_round());
    "follow_up/aggregate.rs" aggregate FOLLOWERS
        |store, actor| follow_up::aggregate(store, actor, &open_round(), None, NOW);
    "follow_up/detail.rs" response FOLLOWERS |store, actor| follow_up::response(store, actor, &response(), NOW);
    "follow_up/list.rs" responses FOLLOWERS
        |store, actor| async { follow_up::responses(store, actor, &open_round(), &follow_up::ListQuery::default()).await };
    "follow_up/overview.rs" follow_up FOLLOWERS |store, actor| follow_up::follow_up(store, actor, &open_round(), NOW);
    "import/mod.rs" import SYSTEM |store, actor| import::import(store, actor, &open_round(), std::io::empty(), true, NOW);
    "mail_quota.rs" count_mail SIGNED_IN
        |store, actor| async { mail_quota::count_mail(store, actor, &response().organisation, NOW).await };
    "people.rs" count_link_request EVERYONE
        |store, actor| people::count_link_request(store, actor, "ingen@lagesbild.example", NOW);
    "people.rs" request_login_link EVERYONE
        |store, actor| people::request_login_link(store, actor, "agare@lagesbild.example", None, NOW);
    "people.rs" check_login_link EVERYONE |store, actor| people::check_login_link(store, actor, "fel", NOW);
    "people.rs" use_login_link EVERYONE |store, actor| people::use_login_link(store, actor, "fel", NOW);
    "people/invitations.rs" answer_invitation PEOPLE
        |store, actor| async { people::answer_invitation(store, actor, &response().organisation, true, 1.into(), NOW).await };
    "people/invitations.rs" delete_expired_invitations SYSTEM |store, actor| people::delete_expired_invitations(store, actor, NOW);
    "people/invitations.rs" invitation PEOPLE
        |store, actor| async { people::invitation(store, actor, &response().organisation, NOW).await };
    "people.rs" demo_people EVERYONE |store, actor| people::demo_people(store, actor, "");
    "people.rs" demo_person EVERYONE |store, actor| people::demo_person(store, actor, "agare@lagesbild.example", NOW);
    "respond/answer_query.rs" answer_query REPLIERS
        |store, actor| async {
            let read = respond::QueryRead { messages: 1.into(), answers: vec![] };
            respond::answer_query(store, actor, &response(), 1, "Svar", read, NOW).await
        };
    "respond/burden.rs" burden COORDINATORS |store, actor| respond::burden(store, actor, &response(), NOW);
    "respond/colleagues.rs" remove_colleague COORDINATORS
        |store, actor| respond::remove_colleague(store, actor, &response(), 0, NOW);
    "respond/check_answers.rs" check_answers OF_THE_ORGANISATION
        |store, actor| respond::check_answers(store, actor, &response(), NOW);
    "respond/correction.rs" ask_to_correct SUBMITTERS
        |store, actor| respond::ask_to_correct(store, actor, &response(), "Skäl", 1.into(), NOW);
    "respond/correction.rs" hub_to_correct SUBMITTERS
        |store, actor| respond::hub_to_correct(store, actor, &response(), NOW);
    "respond/correction.rs" take_back_correction SUBMITTERS
        |store, actor| respond::take_back_correction(store, actor, &response(), 1.into(), NOW);
    "respond/decline.rs" decline DECLINERS
        |store, actor| respond::decline(store, actor, &response(), "Skäl", 1.into(), NOW);
    "respond/decline.rs" hub_to_decline COORDINATORS
        |store, actor| respond::hub_to_decline(store, actor, &response(), NOW);
    "respond/decline.rs" resume DECLINERS |store, actor| respond::resume(store, actor, &response(), 1.into(), NOW);
    "respond/assignments/finish.rs" finish_questions EDITORS
        |store, actor| respond::finish_questions(store, actor, &response(), "finns-inte", true, NOW);
    "respond/assignments/assign.rs" assign COORDINATORS |store, actor| {
        let (to, targets, message) = (None, BTreeSet::new(), String::new());
        respond::assign(store, actor, respond::NewAssignment { key: response(), to, targets, message, due: None }, NOW)
    };
    "respond/assignments/overview.rs" assignments COORDINATORS
        |store, actor| respond::assignments(store, actor, &response(), NOW);
    "respond/assignments/remind.rs" remind COORDINATORS |store, actor| respond::remind(store, actor, &response(), 0, NOW);
    "respond/assignments/take_back.rs" take_back COORDINATORS
        |store, actor| respond::take_back(store, actor, &response(), 0, NOW);
    "respond/feedback.rs" feedback OF_THE_ORGANISATION
        |store, actor| respond::feedback(store, actor, &response(), NOW);
    "respond/hub.rs" hub OF_THE_ORGANISATION |store, actor| respond::hub(store, actor, &response(), NOW);
    "respond/mark_section.rs" mark_section EDITORS
        |store, actor| respond::mark_section(store, actor, &response(), "finns-inte", true, NOW);
    "respond/my_responses.rs" my_responses SIGNED_IN |store, actor| respond::my_responses(store, actor, NOW);
    "respond/change_feed.rs" change_feed OF_THE_ORGANISATION
        |store, actor| respond::change_feed(store, actor, &response(), "finns-inte", 0, NOW);
    "respond/presence.rs" mark_absent OF_THE_ORGANISATION
        |store, actor| respond::mark_absent(store, actor, &response(), "finns-inte", NOW);
    "respond/presence.rs" mark_present OF_THE_ORGANISATION
        |store, actor| respond::mark_present(store, actor, &response(), "finns-inte", NOW);
    "respond/query.rs" query OF_THE_ORGANISATION |store, actor| respond::query(store, actor, &response(), 1, NOW);
    "respond/receipt.rs" receipt READERS_OF_COPIES
        |store, actor| respond::receipt(store, actor, &response(), "LB-2026-KOMMUN-2281-1", NOW);
    "respond/same_as_before.rs" same_as_before EDITORS |store, actor| {
        let scope = respond::SameAsBefore::Section("finns-inte".into());
        async { respond::same_as_before(store, actor, &response(), scope, NOW).await }
    };
    "respond/same_as_before.rs" same_as_before_fields OF_THE_ORGANISATION
        |store, actor| respond::same_as_before_fields(store, actor, &response(), 1, NOW);
    "respond/same_as_before.rs" undo_same_as_before EDITORS
        |store, actor| respond::undo_same_as_before(store, actor, &response(), 1, NOW);
    "respond/save.rs" save EDITORS |store, actor| {
        let changes = vec![change("finns_inte", code("ja"), 0)];
        respond::save(store, actor, respond::Save { key: response(), save_id: "a".into(), changes }, NOW)
    };
    "respond/save.rs" save_whole EDITORS |store, actor| {
        let changes = vec![change("finns_inte", code("ja"), 0)];
        respond::save_whole(store, actor, respond::Save { key: response(), save_id: "b".into(), changes }, NOW)
    };
    "respond/section.rs" section OF_THE_ORGANISATION
        |store, actor| respond::section(store, actor, &response(), "finns-inte", NOW);
    "respond/workbook/mod.rs" workbook_head EDITORS |store, actor| respond::workbook_head(store, actor, &response(), NOW);
    "respond/workbook/mod.rs" preview_workbook EDITORS |store, actor| async {
        respond::preview_workbook(store, actor, &response(), &respond::FilledWorkbook::default(), NOW).await
    };
    "respond/sign_off/ask.rs" ask_for_sign_off COORDINATORS |store, actor| {
        let (to, message, change_number_seen) = (None, String::new(), 1.into());
        let ask = respond::AskForSignOff { key: response(), to, message, change_number_seen };
        respond::ask_for_sign_off(store, actor, ask, NOW)
    };
    "respond/sign_off/confirm.rs" confirm_signatory CONFIRMERS
        |store, actor| respond::confirm_signatory(store, actor, &response(), 0);
    "respond/sign_off/send_back_unsigned.rs" send_back_unsigned SIGNATORIES
        |store, actor| respond::send_back_unsigned(store, actor, &response(), "Skäl", 1.into(), NOW);
    "respond/sign_off/view.rs" sign_off OF_THE_ORGANISATION
        |store, actor| respond::sign_off(store, actor, &response(), NOW);
    "respond/submit.rs" submit SUBMITTERS |store, actor| respond::submit(store, actor, &response(), 1.into(), NOW);
    "results.rs" observations EVERYONE
        |store, actor| async { results::observations(store, actor, &results::ObservationFilter::default(), NOW).await };
    "results/datasets.rs" read_closed_rounds SYSTEM |store, actor| results::read_closed_rounds(store, actor, NOW);
    "results/indicator.rs" indicator EVERYONE |store, actor| results::indicator(store, actor, "F06", None, NOW);
    "results/verification.rs" verify_published ADMINISTRATORS |store, actor| results::verify_published(store, actor, NOW);
    "review.rs" approve FOLLOWERS |store, actor| review::approve(store, actor, &response(), 1.into(), NOW);
    "review.rs" return_response FOLLOWERS |store, actor| review::return_response(store, actor, &response(), "Skäl", 1.into(), NOW);
    "review.rs" grant_correction FOLLOWERS
        |store, actor| review::grant_correction(store, actor, &response(), 1.into(), NOW);
    "review.rs" refuse_correction FOLLOWERS
        |store, actor| review::refuse_correction(store, actor, &response(), "Skäl", 1.into(), NOW);
    "review/queries.rs" ask FOLLOWERS
        |store, actor| review::ask(store, actor, &response(), "finns_inte", "Stämmer det?", 1.into(), NOW);
    "review/queries.rs" close_query FOLLOWERS
        |store, actor| review::close_query(store, actor, &response(), 1, 1.into(), NOW);
    "review/queries.rs" sent_answer FOLLOWERS
        |store, actor| review::sent_answer(store, actor, &response(), "finns_inte", NOW);
    "rounds.rs" rounds EVERYONE |store, actor| rounds::rounds(store, actor, NOW);
    "rounds.rs" rounds_to_follow FOLLOWERS |store, actor| rounds::rounds_to_follow(store, actor, NOW);
    "rounds.rs" round_to_decide OWNERS
        |store, actor| async { rounds::round_to_decide(store, actor, &open_round(), NOW).await };
    "rounds.rs" set_sign_off OWNERS
        |store, actor| async { rounds::set_sign_off(store, actor, &open_round(), false).await };
    "rounds.rs" round EVERYONE |store, actor| async { rounds::round(store, actor, &open_round(), NOW).await };
    "seed/mod.rs" seed SYSTEM |store, actor| seed::seed(store, actor, true, TODAY, NOW);
    "seed/mod.rs" seed_people SYSTEM |store, actor| seed::seed_people(store, actor, TODAY, NOW);
    // Of an address that nobody has: whose it is decides otherwise.
    "sessions.rs" sessions_of ADMINISTRATORS
        |store, actor| sessions::sessions_of(store, actor, Some("ingen@lagesbild.example"), None, NOW);
    "sessions.rs" end_session SIGNED_IN |store, actor| sessions::end_session(store, actor, "ingen");
    "sessions.rs" end_all_sessions ADMINISTRATORS
        |store, actor| sessions::end_all_sessions(store, actor, "ingen@lagesbild.example");
}

/// Use cases that ask nobody who they are, for what they give is public, or is of the session itself.
const WITHOUT_AN_ACTOR: [(&str, &str); 6] = [
    ("forms.rs", "questionnaire_json"),
    ("people.rs", "person"),
    ("results/catalogue.rs", "framework_tree"),
    ("results/catalogue.rs", "indicator_list"),
    ("results/goals.rs", "goal_measures"),
    ("results/series.rs", "indicator_series"),
];

async fn actor(store: &Store, role: &str, local_part: &str) -> Actor {
    match role {
        "anonymous" => Actor::Anonymous,
        "system" => Actor::System,
        "owner of another survey" => Actor::Person(Arc::new(Person {
            id: 1,
            name: "Någon Annan".into(),
            email: "annan@lagesbild.example".into(),
            administrator: false,
            memberships: vec![],
            invitations: vec![],
            commissions: vec![Commission { survey: "annan".into(), role: SurveyRole::Owner }],
        })),
        _ => signed_in(store, local_part).await,
    }
}

async fn every_use_case_decides_by_the_actor(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let mut wrong = Vec::new();
    for (role, local_part) in ROLES {
        let actor = actor(store, role, local_part).await;
        for (file, name, who, call) in USE_CASES {
            let outcome = call(store, &actor).await;
            let is_forbidden = matches!(outcome, Err(Error::Forbidden));
            if is_forbidden == who.contains(&role) {
                wrong.push(format!("{role}, {file} {name}: {outcome:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_use_case_is_in_the_table() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    public_functions(&source, &source, &mut found);
    let with_actor = USE_CASES.iter().map(|(file, name, ..)| (*file, *name, true));
    let without = WITHOUT_AN_ACTOR.iter().map(|(file, name)| (*file, *name, false));
    let table: BTreeSet<(String, String, bool)> =
        with_actor.chain(without).map(|(file, name, asks)| (file.to_owned(), name.to_owned(), asks)).collect();
    assert_eq!(found, table, "a use case is in the source and not in the table, or the other way round");
}

/// The file and the name of each public asynchronous function, and whether it takes an actor.
fn public_functions(root: &Path, folder: &Path, found: &mut BTreeSet<(String, String, bool)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            public_functions(root, &path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // What belongs to a type is indented; use cases stand by themselves.
        for function in text.split("\npub async fn ").skip(1) {
            let name = function.split(['(', '<']).next().unwrap().to_owned();
            let parameters = function.split("->").next().unwrap();
            let file = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert((file, name, parameters.contains("actor: &Actor")));
        }
    }
}
