//! Asking to correct what has been sent in, and the answers to that.

use super::{ScenarioContext, scenarios};
use crate::world::{
    NOW, as_read, coordinator, everything, fill_in, fill_in_and_submit, later, open_round, request_read, response,
    signed_in,
};
use collection::{
    Actor, Error, RoundKey, SeenVersion, Store,
    correction_requests::CorrectionState,
    follow_up::{self, follow_up},
    import::import,
    respond::{
        EventKind, ResponseListGroup, ResponseNotice, ask_to_correct, hub, my_responses, receipt, submit,
        take_back_correction,
    },
    review::{grant_correction, refuse_correction, return_response},
    rounds::set_sign_off,
};
use survey::status::{Status, Step};
use time::OffsetDateTime;

scenarios![
    a_request_is_granted_and_the_whole_response_open,
    a_request_is_refused_with_a_reason,
    a_request_is_taken_back,
    a_request_that_was_not_read_is_not_decided,
    there_is_one_request_per_response,
    what_is_returned_is_granted_with_it,
    what_was_not_read_is_not_asked_to_be_corrected,
    what_is_not_sent_in_cannot_be_asked_for,
    everybody_who_has_to_know_gets_the_receipt,
    what_is_returned_in_a_closed_round_is_to_be_answered,
];

const WHY: &str = "F2 gäller fel år.";

/// Asks to correct the response as it stands now.
async fn ask_now(store: &Store, actor: &Actor, why: &str, at: OffsetDateTime) -> Result<Option<ResponseNotice>, Error> {
    ask_to_correct(store, actor, &response(), why, as_read(store, &response()).await, at).await
}

/// Grants the request as it stands now.
async fn grant_now(store: &Store, actor: &Actor, at: OffsetDateTime) -> Result<ResponseNotice, Error> {
    grant_correction(store, actor, &response(), request_read(store, &response()).await, at).await
}

/// Refuses the request as it stands now.
async fn refuse_now(store: &Store, actor: &Actor, why: &str, at: OffsetDateTime) -> Result<ResponseNotice, Error> {
    refuse_correction(store, actor, &response(), why, request_read(store, &response()).await, at).await
}

/// Takes the request back as it stands now.
async fn take_back_now(store: &Store, actor: &Actor, at: OffsetDateTime) -> Result<(), Error> {
    take_back_correction(store, actor, &response(), request_read(store, &response()).await, at).await
}

async fn a_request_is_granted_and_the_whole_response_open(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    assert!(hub(store, &actor, &response(), NOW).await.unwrap().may.ask_to_correct);
    let refused = ask_now(store, &actor, "  ", later(1)).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
    let told = ask_now(store, &actor, &format!(" {WHY} "), later(1)).await.unwrap().unwrap();
    let owner_email = owner.person().unwrap().email.clone();
    assert_eq!(told.to.iter().map(|(_, email)| email.clone()).collect::<Vec<_>>(), [owner_email]);
    assert_eq!((told.text.as_str(), told.by), (WHY, actor.person().unwrap().name.clone()));
    let view = hub(store, &actor, &response(), later(2)).await.unwrap();
    let request = view.correction.unwrap();
    assert_eq!((request.state, request.reason.as_str(), request.at), (CorrectionState::Asked, WHY, later(1)));
    assert_eq!(view.events[0].what, EventKind::CorrectionAsked(WHY.into()));
    assert!(!view.may.ask_to_correct && view.may.take_back_correction && !view.may.edit);
    assert_eq!(view.owners[0].email, owner.person().unwrap().email);
    let seen = follow_up(store, &owner, &open_round(), later(2)).await.unwrap().correction_requests;
    assert_eq!(seen, [("2281".to_owned(), "Sundsvalls kommun".to_owned())]);

    let told = grant_now(store, &owner, later(3)).await.unwrap();
    assert!(told.to.iter().any(|(_, email)| *email == actor.person().unwrap().email), "{told:?}");
    let view = hub(store, &actor, &response(), later(4)).await.unwrap();
    assert_eq!((view.head.status, view.head.returned_reason.as_deref()), (Status::Returned, Some(WHY)));
    assert_eq!(view.correction.unwrap().state, CorrectionState::Granted);
    assert!(view.may.edit && !view.may.ask_to_correct && !view.may.take_back_correction);
    assert!(follow_up(store, &owner, &open_round(), later(4)).await.unwrap().correction_requests.is_empty());
    let again = grant_now(store, &owner, later(4)).await;
    assert!(matches!(again, Err(Error::NotAllowed { step: Step::Return, .. })), "{again:?}");

    // Sent in again, it may be asked for anew.
    submit(store, &actor, &response(), as_read(store, &response()).await, later(5)).await.unwrap();
    let view = hub(store, &actor, &response(), later(6)).await.unwrap();
    assert!(view.correction.is_none() && view.may.ask_to_correct);
    ask_now(store, &actor, "Och F3.", later(7)).await.unwrap().unwrap();
    let request = follow_up::response(store, &owner, &response(), later(8)).await.unwrap().correction.unwrap();
    assert_eq!((request.state, request.reason.as_str()), (CorrectionState::Asked, "Och F3."));
}

async fn a_request_is_refused_with_a_reason(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    let early = refuse_now(store, &owner, "Nej.", later(1)).await;
    assert!(matches!(early, Err(Error::CorrectionDecided)), "{early:?}");
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    let refused = refuse_now(store, &owner, "", later(2)).await;
    assert!(matches!(refused, Err(Error::Reason)), "{refused:?}");
    let told = refuse_now(store, &owner, "Det hinns inte.", later(2)).await.unwrap();
    assert!(told.text == "Det hinns inte." && !told.to.is_empty(), "{told:?}");
    let view = hub(store, &actor, &response(), later(3)).await.unwrap();
    let by = owner.person().unwrap().name.clone();
    let refused = CorrectionState::Refused { by, at: later(2), reason: "Det hinns inte.".into() };
    assert_eq!((view.head.status, view.correction.unwrap().state), (Status::Submitted, refused));
    assert!(view.may.ask_to_correct, "asked anew with better reasons");
    let again = refuse_now(store, &owner, "Nej.", later(4)).await;
    assert!(matches!(again, Err(Error::CorrectionDecided)), "{again:?}");
}

async fn a_request_is_taken_back(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    take_back_now(store, &signed_in(store, "undertecknare.2281").await, later(2)).await.unwrap();
    let view = hub(store, &actor, &response(), later(3)).await.unwrap();
    assert!(view.correction.is_none() && view.may.ask_to_correct && view.head.status == Status::Submitted);
    let late = grant_now(store, &owner, later(3)).await;
    assert!(matches!(late, Err(Error::CorrectionDecided)), "{late:?}");
    assert_eq!(hub(store, &actor, &response(), later(4)).await.unwrap().head.status, Status::Submitted);
    let twice = take_back_now(store, &actor, later(4)).await;
    assert!(matches!(twice, Err(Error::CorrectionDecided)), "{twice:?}");
}

async fn a_request_that_was_not_read_is_not_decided(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    let read = request_read(store, &response()).await;
    take_back_now(store, &actor, later(1)).await.unwrap();
    // Within the same second, and in the same words: it is another request all the same.
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    let before = everything(store).await;
    for (seen, is_another) in [(read, true), (SeenVersion::written(""), false), (SeenVersion::written("två"), false)] {
        let refused = [
            grant_correction(store, &owner, &response(), seen, later(2)).await.err(),
            refuse_correction(store, &owner, &response(), "Nej.", seen, later(2)).await.err(),
            take_back_correction(store, &actor, &response(), seen, later(2)).await.err(),
        ];
        for error in refused {
            match is_another {
                true => assert!(matches!(error, Some(Error::CorrectionDecided)), "{error:?}"),
                false => assert!(matches!(error, Some(Error::Unseen)), "{error:?}"),
            }
        }
    }
    assert!(before == everything(store).await);
    grant_now(store, &owner, later(3)).await.unwrap();
}

async fn there_is_one_request_per_response(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, chief) = (coordinator(store).await, signed_in(store, "undertecknare.2281").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    let before = everything(store).await;
    assert_eq!(ask_now(store, &actor, WHY, later(2)).await.unwrap(), None, "a second click");
    let other = ask_now(store, &chief, "F4 också.", later(2)).await;
    assert!(matches!(other, Err(Error::CorrectionAsked)), "{other:?}");
    assert!(before == everything(store).await);
}

async fn what_is_returned_is_granted_with_it(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    ask_now(store, &actor, WHY, later(1)).await.unwrap();
    let told =
        return_response(store, &owner, &response(), "Rätta F2 och se över B1.", 1.into(), later(2)).await.unwrap();
    assert_eq!(told.text, "Rätta F2 och se över B1.");
    assert!(told.to.iter().any(|(_, email)| *email == actor.person().unwrap().email), "{told:?}");
    let view = hub(store, &actor, &response(), later(3)).await.unwrap();
    assert_eq!(view.head.returned_reason.as_deref(), Some("Rätta F2 och se över B1."));
    assert_eq!(view.correction.unwrap().state, CorrectionState::Granted);
    assert!(follow_up(store, &owner, &open_round(), later(3)).await.unwrap().correction_requests.is_empty());
}

async fn what_was_not_read_is_not_asked_to_be_corrected(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    let read = as_read(store, &response()).await;
    return_response(store, &owner, &response(), "Se över B1.", 1.into(), later(1)).await.unwrap();
    submit(store, &actor, &response(), as_read(store, &response()).await, later(2)).await.unwrap();
    let stale = ask_to_correct(store, &actor, &response(), WHY, read, later(3)).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let unseen = ask_to_correct(store, &actor, &response(), WHY, SeenVersion::written(""), later(3)).await;
    assert!(matches!(unseen, Err(Error::Unseen)), "{unseen:?}");
    assert!(hub(store, &actor, &response(), later(3)).await.unwrap().correction.is_none());
}

async fn what_is_not_sent_in_cannot_be_asked_for(setting: ScenarioContext<'_>) {
    let (store, actor) = (&setting.store, coordinator(&setting.store).await);
    let refused = ask_now(store, &actor, WHY, NOW).await;
    assert!(matches!(refused, Err(Error::NotAllowed { status: Status::NotStarted, .. })), "{refused:?}");
    fill_in_and_submit(store, &actor, &response(), NOW).await;
    for who in ["bidragsgivare.2281", "lasare.2281", "samordnare.0180", "agare"] {
        let refused = ask_now(store, &signed_in(store, who).await, WHY, NOW).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{who}: {refused:?}");
    }
}

async fn everybody_who_has_to_know_gets_the_receipt(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, chief) = (coordinator(store).await, signed_in(store, "undertecknare.2281").await);
    let email = |of: &Actor| of.person().unwrap().email.clone();
    fill_in(store, &actor, &response(), NOW).await;
    set_sign_off(store, &signed_in(store, "agare").await, &open_round(), true).await.unwrap();
    // The signatory sends it in without having been asked.
    let submitted = submit(store, &chief, &response(), as_read(store, &response()).await, later(1)).await.unwrap();
    let told = submitted.receipt_notice.unwrap();
    let to: Vec<String> = told.to.iter().map(|(_, email)| email.clone()).collect();
    assert_eq!(to, [email(&actor), email(&chief)]);
    let again = submit(store, &chief, &response(), as_read(store, &response()).await, later(2)).await.unwrap();
    assert_eq!(again.receipt_notice, None, "a second click tells nobody again");
    let copy = receipt(store, &actor, &response(), &submitted.receipt.number, later(3)).await.unwrap();
    assert!(copy.may_ask_to_correct && !copy.owners.is_empty());

    // Sent in by the coordinator alone, it is one letter.
    let key = open_round().response("0117");
    let (alone, owner) = (signed_in(store, "samordnare.0117").await, signed_in(store, "agare").await);
    set_sign_off(store, &owner, &open_round(), false).await.unwrap();
    fill_in(store, &alone, &key, NOW).await;
    let told = submit(store, &alone, &key, as_read(store, &key).await, later(1)).await.unwrap().receipt_notice.unwrap();
    assert_eq!(told.to.into_iter().map(|(_, email)| email).collect::<Vec<_>>(), [email(&alone)]);
}

async fn what_is_returned_in_a_closed_round_is_to_be_answered(setting: ScenarioContext<'_>) {
    let store = &setting.store;
    let (actor, owner) = (coordinator(store).await, signed_in(store, "agare").await);
    let key = RoundKey::new("kommun-ehalsa", 2025).response("2281");
    let list_group = async || {
        let mine = my_responses(store, &actor, NOW).await.unwrap();
        mine.into_iter().find(|response| response.key == key).unwrap().list_group()
    };
    let file = "organisation,status,submitted_at\r\n2281,submitted,2025-11-03T08:00:00Z\r\n";
    import(store, &Actor::System, &key.round(), file.as_bytes(), false, NOW).await.unwrap();
    assert_eq!(list_group().await, ResponseListGroup::Earlier);
    return_response(store, &owner, &key, "Se över B1.", 1.into(), NOW).await.unwrap();
    assert_eq!(list_group().await, ResponseListGroup::ToAnswer);
    assert!(hub(store, &actor, &key, NOW).await.unwrap().head.takes_answers());
}
