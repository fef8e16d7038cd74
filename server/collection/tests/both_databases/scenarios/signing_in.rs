//! Login links and sessions.

use super::{ScenarioContext, scenarios};
use crate::world::{NOW, later, signed_in};
use collection::{
    Actor, Error, OrganisationRole, ReturnTo,
    people::{check_login_link, count_link_request, person, request_login_link, use_login_link},
    session_store::{Sessions, id_hash},
    sessions::{DEVICE, PERSON, SEEN, SIGNED_IN, SessionList, end_all_sessions, end_session, sessions_of},
};
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    ExpiredDeletion, SessionStore,
    session::{Id, Record},
};

scenarios![
    a_link_works_once,
    a_link_works_for_half_an_hour,
    looking_at_a_link_does_not_use_it,
    an_unknown_address_gets_no_link,
    nobody_is_flooded_with_links,
    who_uses_a_link_is_counted_anew,
    requests_at_once_are_counted_one_by_one,
    every_link_holds_until_one_is_used,
    of_two_links_at_once_one_is_used,
    a_used_link_leads_its_person_on,
    a_person_has_their_parts,
    a_session_is_kept_changed_and_deleted,
    a_new_session_never_takes_an_old_ones_place,
    an_expired_session_is_gone,
    a_session_that_was_ended_stays_ended_whatever_is_saved,
    one_sees_and_ends_ones_own_sessions,
    an_administrator_sees_and_ends_those_of_others,
    nobody_else_does,
];

async fn a_link_works_once(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let typed = "\u{feff} Agare@Lages\u{ad}bild.Example\u{200b}\u{a0}";
    let link = request_login_link(store, &Actor::Anonymous, typed, None, NOW).await.unwrap().unwrap();
    assert_eq!(link.email, "agare@lagesbild.example");
    assert_eq!(use_login_link(store, &Actor::Anonymous, &link.token, later(1)).await.unwrap().name, link.person_name);
    let again = use_login_link(store, &Actor::Anonymous, &link.token, later(2)).await;
    assert!(matches!(again, Err(Error::LinkUsed)), "{again:?}");
    let wrong = use_login_link(store, &Actor::Anonymous, "fel", later(2)).await;
    assert!(matches!(wrong, Err(Error::LinkUnknown)), "{wrong:?}");
}

async fn a_link_works_for_half_an_hour(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let link =
        request_login_link(store, &Actor::Anonymous, "agare@lagesbild.example", None, NOW).await.unwrap().unwrap();
    let late = use_login_link(store, &Actor::Anonymous, &link.token, later(30)).await;
    assert!(matches!(late, Err(Error::LinkExpired)), "{late:?}");
    use_login_link(store, &Actor::Anonymous, &link.token, later(30) - Duration::seconds(1)).await.unwrap();
}

async fn looking_at_a_link_does_not_use_it(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let link =
        request_login_link(store, &Actor::Anonymous, "admin@lagesbild.example", None, NOW).await.unwrap().unwrap();
    for _ in 0..3 {
        check_login_link(store, &Actor::Anonymous, &link.token, later(1)).await.unwrap();
    }
    assert!(use_login_link(store, &Actor::Anonymous, &link.token, later(1)).await.unwrap().administrator);
    let used = check_login_link(store, &Actor::Anonymous, &link.token, later(1)).await;
    assert!(matches!(used, Err(Error::LinkUsed)), "{used:?}");
}

async fn an_unknown_address_gets_no_link(setting: ScenarioContext<'_>) {
    let none =
        request_login_link(&setting.store, &Actor::Anonymous, "ingen@lagesbild.example", None, NOW).await.unwrap();
    assert_eq!(none, None);
}

async fn nobody_is_flooded_with_links(setting: ScenarioContext<'_>) {
    // A known address and one that nobody has are counted alike.
    for address in ["granskare@lagesbild.example", "ingen@lagesbild.example"] {
        let request = async |now| count_link_request(&setting.store, &Actor::Anonymous, address, now).await;
        for minutes in 0..5 {
            request(later(minutes)).await.unwrap();
        }
        for minutes in [4, 33] {
            let shouted = address.to_uppercase();
            let refused = count_link_request(&setting.store, &Actor::Anonymous, &shouted, later(minutes)).await;
            let Err(Error::TooManyLinks { last_until, again_at }) = refused else { panic!("{refused:?}") };
            assert_eq!((last_until, again_at), (later(4 + 30), later(34)));
        }
        // Whoever writes another's address shuts nobody out: when the last link has ended there is a new one.
        request(later(34)).await.unwrap();
        let refused = request(later(35)).await;
        let Err(Error::TooManyLinks { last_until, again_at }) = refused else { panic!("{refused:?}") };
        assert_eq!((last_until, again_at), (later(34 + 30), later(61)), "an hour after the first of the last five");
    }
    count_link_request(&setting.store, &Actor::Anonymous, "agare@lagesbild.example", later(4)).await.unwrap();
}

async fn who_uses_a_link_is_counted_anew(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let request =
        async |email: &str, minutes| count_link_request(store, &Actor::Anonymous, email, later(minutes)).await;
    let (owner, reviewer) = ("agare@lagesbild.example", "granskare@lagesbild.example");
    for minutes in 0..5 {
        request(&owner.to_uppercase(), minutes).await.unwrap();
        request(reviewer, minutes).await.unwrap();
    }
    let link = request_login_link(store, &Actor::Anonymous, owner, None, later(4)).await.unwrap().unwrap();
    use_login_link(store, &Actor::Anonymous, &link.token, later(5)).await.unwrap();
    request(owner, 5).await.unwrap();
    let refused = request(reviewer, 5).await;
    assert!(matches!(refused, Err(Error::TooManyLinks { .. })), "another's: {refused:?}");
}

async fn requests_at_once_are_counted_one_by_one(setting: ScenarioContext<'_>) {
    let asking = (0..8).map(|_| {
        let store = setting.store.clone();
        let email = "agare@lagesbild.example";
        tokio::spawn(async move { count_link_request(&store, &Actor::Anonymous, email, NOW).await })
    });
    let outcomes = futures::future::join_all(asking).await;
    let counted = outcomes.into_iter().filter(|outcome| outcome.as_ref().unwrap().is_ok()).count();
    assert_eq!(counted, 5);
}

async fn every_link_holds_until_one_is_used(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let link = async |minutes| {
        let email = "agare@lagesbild.example";
        request_login_link(store, &Actor::Anonymous, email, None, later(minutes)).await.unwrap().unwrap().token
    };
    let (first, second, third) = (link(0).await, link(1).await, link(2).await);
    let another = request_login_link(store, &Actor::Anonymous, "admin@lagesbild.example", None, NOW).await;
    for token in [&first, &second, &third] {
        let looked = check_login_link(store, &Actor::Anonymous, token, later(3)).await.unwrap();
        assert_eq!((looked.email.as_str(), looked.is_used), ("agare@lagesbild.example", false));
    }
    use_login_link(store, &Actor::Anonymous, &second, later(3)).await.unwrap();
    for token in [&first, &second, &third] {
        let ended = use_login_link(store, &Actor::Anonymous, token, later(4)).await;
        assert!(matches!(ended, Err(Error::LinkUsed)), "{ended:?}");
    }
    use_login_link(store, &Actor::Anonymous, &another.unwrap().unwrap().token, later(4)).await.unwrap();
    use_login_link(store, &Actor::Anonymous, &link(5).await, later(6)).await.unwrap();
}

async fn of_two_links_at_once_one_is_used(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let email = "agare@lagesbild.example";
    let mut using = Vec::new();
    for _ in 0..4 {
        let token = request_login_link(store, &Actor::Anonymous, email, None, NOW).await.unwrap().unwrap().token;
        let store = store.clone();
        using.push(async move { use_login_link(&store, &Actor::Anonymous, &token, NOW).await });
    }
    let outcomes = futures::future::join_all(using.into_iter().map(tokio::spawn)).await;
    let used = outcomes.into_iter().filter(|outcome| outcome.as_ref().unwrap().is_ok()).count();
    assert_eq!(used, 1);
}

async fn a_used_link_leads_its_person_on(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let email = "agare@lagesbild.example";
    let there = ReturnTo::new("/undersokningar/kommun-ehalsa/2026");
    let link = request_login_link(store, &Actor::Anonymous, email, there.clone(), NOW).await.unwrap().unwrap();
    let owner = signed_in(store, "agare").await;
    let looked = check_login_link(store, &owner, &link.token, later(1)).await.unwrap();
    assert_eq!((looked.is_used, looked.return_to), (true, there));
    for other in [Actor::Anonymous, signed_in(store, "granskare").await] {
        let refused = check_login_link(store, &other, &link.token, later(1)).await;
        assert!(matches!(refused, Err(Error::LinkUsed)), "{refused:?}");
    }
}

async fn a_person_has_their_parts(setting: ScenarioContext<'_>) {
    let actor = signed_in(&setting.store, "bidragsgivare.r01").await;
    let signed_in = actor.person().unwrap();
    assert_eq!(signed_in.memberships.len(), 1);
    assert_eq!(signed_in.memberships[0].organisation, "01");
    assert_eq!(signed_in.memberships[0].organisation_name, "Region Stockholm");
    assert_eq!(signed_in.memberships[0].role, OrganisationRole::Contributor);
    assert_eq!(person(&setting.store, signed_in.id).await.unwrap().as_ref(), Some(signed_in));
    assert_eq!(person(&setting.store, 0).await.unwrap(), None);
}

fn session(minutes: i64) -> Record {
    let data = HashMap::from([("person".to_owned(), 7.into()), ("å".to_owned(), "'\"\u{1F5F3}".into())]);
    // The store asks the real clock, to the second.
    let expiry = (OffsetDateTime::now_utc() + Duration::minutes(minutes)).replace_nanosecond(0).unwrap();
    Record { id: Id::default(), data, expiry_date: expiry }
}

async fn a_session_is_kept_changed_and_deleted(setting: ScenarioContext<'_>) {
    let sessions = Sessions::new(setting.store);
    let mut record = session(10);
    sessions.create(&mut record).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
    record.data.insert("mer".into(), true.into());
    sessions.save(&record).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
    sessions.delete(&record.id).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), None);
}

async fn a_new_session_never_takes_an_old_ones_place(setting: ScenarioContext<'_>) {
    let sessions = Sessions::new(setting.store);
    let mut first = session(10);
    sessions.create(&mut first).await.unwrap();
    let mut second = Record { id: first.id, ..session(20) };
    second.data.clear();
    sessions.create(&mut second).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(sessions.load(&first.id).await.unwrap(), Some(first));
    assert_eq!(sessions.load(&second.id).await.unwrap(), Some(second));
}

async fn an_expired_session_is_gone(setting: ScenarioContext<'_>) {
    let sessions = Sessions::new(setting.store);
    let (mut old, mut new) = (session(-1), session(10));
    sessions.create(&mut old).await.unwrap();
    sessions.create(&mut new).await.unwrap();
    assert_eq!(sessions.load(&old.id).await.unwrap(), None);
    sessions.delete_expired().await.unwrap();
    assert_eq!(sessions.load(&new.id).await.unwrap(), Some(new));
}

async fn a_session_that_was_ended_stays_ended_whatever_is_saved(setting: ScenarioContext<'_>) {
    let sessions = Sessions::new(setting.store);
    let mut ended = session(10);
    sessions.create(&mut ended).await.unwrap();
    // A request that is under way holds the session; meanwhile the person signs out; then the request ends.
    let under_way = sessions.load(&ended.id).await.unwrap().unwrap();
    sessions.delete(&ended.id).await.unwrap();
    sessions.save(&under_way).await.unwrap();
    assert_eq!(sessions.load(&ended.id).await.unwrap(), None);
}

/// Signs a person in so many minutes ago.
pub(super) async fn signs_in(sessions: &Sessions, actor: &Actor, device: &str, minutes: i64) -> Id {
    let at = OffsetDateTime::now_utc().unix_timestamp() - minutes * 60;
    let data = [
        (PERSON, actor.person().unwrap().id.into()),
        (DEVICE, device.into()),
        (SIGNED_IN, at.into()),
        (SEEN, (at + 60).into()),
    ];
    let data = data.into_iter().map(|(name, value): (&str, serde_json::Value)| (name.to_owned(), value)).collect();
    let mut record = Record { data, ..session(10) };
    sessions.create(&mut record).await.unwrap();
    record.id
}

fn devices(list: &SessionList) -> Vec<(&str, bool)> {
    list.sessions.iter().map(|session| (session.device.as_str(), session.is_this)).collect()
}

async fn one_sees_and_ends_ones_own_sessions(setting: ScenarioContext<'_>) {
    let (store, sessions) = (&setting.store, Sessions::new(setting.store.clone()));
    let karin = signed_in(store, "samordnare.0180").await;
    let phone = signs_in(&sessions, &karin, "Safari på iPhone", 90).await;
    let desk = id_hash(&signs_in(&sessions, &karin, "Firefox på Windows", 30).await);
    let other = signs_in(&sessions, &signed_in(store, "samordnare.2281").await, "Chrome på Mac", 5).await;
    let list = async || sessions_of(store, &karin, None, Some(&desk), OffsetDateTime::now_utc()).await.unwrap();
    let own = list().await;
    assert_eq!(devices(&own), [("Firefox på Windows", true), ("Safari på iPhone", false)]);
    assert_eq!((own.is_own, own.email.as_str()), (true, "samordnare.0180@lagesbild.example"));
    assert!(own.sessions.iter().all(|session| session.seen_at - session.signed_in_at == Duration::minutes(1)));
    // What a session is ended by does not sign in.
    assert!(own.sessions.iter().all(|session| session.key.parse::<Id>().is_err()));

    end_session(store, &karin, &id_hash(&phone)).await.unwrap();
    assert_eq!(devices(&list().await), [("Firefox på Windows", true)]);
    assert_eq!(sessions.load(&phone).await.unwrap(), None);
    end_all_sessions(store, &karin, &own.email).await.unwrap();
    assert!(list().await.sessions.is_empty());
    assert!(sessions.load(&other).await.unwrap().is_some(), "another person's");
}

async fn an_administrator_sees_and_ends_those_of_others(setting: ScenarioContext<'_>) {
    let (store, sessions) = (&setting.store, Sessions::new(setting.store.clone()));
    let (admin, karin) = (signed_in(store, "admin").await, signed_in(store, "samordnare.0180").await);
    let email = "samordnare.0180@lagesbild.example";
    let one = signs_in(&sessions, &karin, "Firefox på Windows", 30).await;
    let two = signs_in(&sessions, &karin, "Safari på iPhone", 90).await;
    let list = async |email: &str| sessions_of(store, &admin, Some(email), None, OffsetDateTime::now_utc()).await;
    let found = list(" Samordnare.0180@Lagesbild.Example").await.unwrap();
    assert_eq!(devices(&found), [("Firefox på Windows", false), ("Safari på iPhone", false)]);
    assert!(!found.is_own);
    end_session(store, &admin, &id_hash(&one)).await.unwrap();
    assert_eq!(sessions.load(&one).await.unwrap(), None);
    end_all_sessions(store, &admin, email).await.unwrap();
    assert_eq!(sessions.load(&two).await.unwrap(), None);
    assert!(matches!(list("ingen@lagesbild.example").await, Err(Error::NotFound)));
}

async fn nobody_else_does(setting: ScenarioContext<'_>) {
    let (store, sessions) = (&setting.store, Sessions::new(setting.store.clone()));
    let karin = signed_in(store, "samordnare.0180").await;
    let email = "samordnare.0180@lagesbild.example";
    let hers = signs_in(&sessions, &karin, "Firefox på Windows", 30).await;
    let key = id_hash(&hers);
    for person in ["agare", "granskare", "bidragsgivare.0180", "samordnare.2281"] {
        let actor = signed_in(store, person).await;
        for asked in [email, "ingen@lagesbild.example"] {
            let list = sessions_of(store, &actor, Some(asked), None, OffsetDateTime::now_utc()).await;
            assert!(matches!(list, Err(Error::Forbidden)), "{person}: {list:?}");
            assert!(matches!(end_all_sessions(store, &actor, asked).await, Err(Error::Forbidden)), "{person}");
        }
        assert!(matches!(end_session(store, &actor, &key).await, Err(Error::NotFound)), "{person}");
    }
    let anonymous = Actor::Anonymous;
    let list = sessions_of(store, &anonymous, None, Some(&key), OffsetDateTime::now_utc()).await;
    assert!(matches!(list, Err(Error::Forbidden)), "{list:?}");
    assert!(matches!(end_session(store, &anonymous, &key).await, Err(Error::Forbidden)));
    assert!(matches!(end_all_sessions(store, &anonymous, email).await, Err(Error::Forbidden)));
    assert!(sessions.load(&hers).await.unwrap().is_some());
}
