//! Handing out: what a coordinator posts, and the letters that follow. A letter that fails undoes nothing.

use super::{failure::RequestFailure, form::PostedForm, key::ResponsePath, respond::hub, send_mail::send};
use crate::{
    mail::{self, MailMessage},
    pages, security_log,
    session::CurrentActor,
    site::Site,
    too_many::again_after,
};
use app::words::faulty;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use collection::{
    Actor, Error, ResponseKey,
    respond::{self, AssignmentTarget, Colleague, NewAssignment, RoleChange},
};
use http::StatusCode;
use survey::{
    definition::{FieldType, Range},
    input,
    stockholm::local,
    value::{Entry, Value},
};
use time::Date;

/// What is told to whoever has had too many letters sent.
pub(super) const TOO_MUCH_MAIL: &str =
    "Du har skickat många brev på kort tid. Inget är gjort nu. Vänta några minuter och försök igen.";
/// Something is filled in wrong.
const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// The addresses that a coordinator posts to.
pub fn routes() -> Router<Site> {
    const RESPONSE: &str = "/svara/{survey}/{year}/{organisation}";
    Router::new()
        .route(&format!("{RESPONSE}/kollegor"), get(pages::page).post(assign))
        .route(&format!("{RESPONSE}/kollegor/paminn"), post(remind))
        .route(&format!("{RESPONSE}/kollegor/ta-tillbaka"), post(take_back))
        .route(&format!("{RESPONSE}/kollegor/ta-bort"), post(remove))
}

/// `POST …/kollegor`: gives sections and questions to a colleague.
async fn assign(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let due = due(&posted, local(site.now()).year());
    let order = NewAssignment {
        key: key.clone(),
        to: colleague(&posted),
        targets: posted.values.get("del").into_iter().flatten().map(|value| target(value)).collect(),
        message: posted.text("meddelande").to_owned(),
        due: due.clone().unwrap_or_default(),
    };
    if let Err(words) = due {
        let others = order.faults(site.now()).into_iter().map(faulty);
        let others = others.map(|(input, words)| (input.to_owned(), words));
        let faults = others.chain([("senast".to_owned(), words)]).collect();
        return again(&site, actor, &key, posted, faults, WRONG).await;
    }
    if let Err(wait) = site.mail_limit.ask(&actor) {
        let faults = vec![(String::new(), TOO_MUCH_MAIL.to_owned())];
        let page = again(&site, actor, &key, posted, faults, StatusCode::TOO_MANY_REQUESTS).await?;
        return Ok(again_after(page, wait));
    }
    let assignment = respond::assign(&site.store, &actor, order, site.now()).await;
    let mail = assignment.map(|notice| {
        note(&key, notice.to.id, notice.role_change);
        Some(mail::assignment(&notice, &site.public_url))
    });
    answered(&site, actor, &key, posted, "lamnat", mail).await
}

/// `POST …/kollegor/paminn`: reminds a colleague.
async fn remind(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let reminded = respond::remind(&site.store, &actor, &key, number(&posted, "person"), site.now()).await;
    let mail = reminded.map(|notice| Some(mail::assignment_reminder(&notice, &site.public_url)));
    answered(&site, actor, &key, posted, "paminnelse", mail).await
}

/// `POST …/kollegor/ta-tillbaka`: takes back what a colleague has.
async fn take_back(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let taken = respond::take_back(&site.store, &actor, &key, number(&posted, "lamnat"), site.now()).await;
    let mail = taken.map(|notice| {
        notice.map(|notice| {
            note(&key, notice.to.id, notice.role_change);
            mail::assignment_taken_back(&notice)
        })
    });
    answered(&site, actor, &key, posted, "tillbaka", mail).await
}

/// `POST …/kollegor/ta-bort`: removes an invited colleague.
async fn remove(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    ResponsePath(key): ResponsePath,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let removed = respond::remove_colleague(&site.store, &actor, &key, number(&posted, "person"), site.now()).await;
    let mail = removed.map(|removed| {
        note(&key, removed.id, Some(RoleChange::Ended));
        None
    });
    answered(&site, actor, &key, posted, "borttagen", mail).await
}

/// The number that an input holds; 0, which names nothing, where it holds none.
fn number(posted: &PostedForm, input: &str) -> i64 {
    posted.text(input).parse().unwrap_or_default()
}

/// Notes in the security log what became of a person's part.
pub(super) fn note(key: &ResponseKey, person: i64, change: Option<RoleChange>) {
    if let Some(change) = change {
        security_log::role_changed(&key.organisation, person, change);
    }
}

/// Sends the letter about what was done, where there is anybody to get one, and says on the page whether it went; or shows
/// the page once more, with what is wrong.
async fn answered(
    site: &Site,
    actor: Actor,
    key: &ResponseKey,
    posted: PostedForm,
    what: &str,
    mail: Result<Option<MailMessage>, Error>,
) -> Result<Response, RequestFailure> {
    let unsent = match mail {
        Ok(Some(mail)) => send(site, &actor, key, &mail).await,
        Ok(None) => "",
        Err(Error::Faults(faults)) => {
            let faults = faults.into_iter().map(faulty).map(|(input, words)| (input.to_owned(), words)).collect();
            return again(site, actor, key, posted, faults, WRONG).await;
        }
        Err(error) => return Err(RequestFailure::new(error, &actor).returning_to(&format!("{}/kollegor", hub(key)))),
    };
    Ok(Redirect::to(&format!("{}/kollegor?klart={what}{unsent}", hub(key))).into_response())
}

/// Whom the form names: one of the list, or whoever is written in. An address counts without the choice beside it.
pub(super) fn colleague(posted: &PostedForm) -> Option<Colleague> {
    let (name, email) = (posted.text("namn").to_owned(), posted.text("epost").to_owned());
    match posted.text("person") {
        "" if name.is_empty() && email.is_empty() => None,
        "" | "ny" => Some(Colleague::New { name, email, reads_all: posted.text("laser-allt") == "ja" }),
        id => Some(Colleague::Known(id.parse().unwrap_or_default())),
    }
}

/// `styrning` or `styrning/ledningssystem`.
fn target(value: &str) -> AssignmentTarget {
    match value.split_once('/') {
        Some((section, question)) => {
            AssignmentTarget { section: section.to_owned(), question: Some(question.to_owned()) }
        }
        None => AssignmentTarget { section: value.to_owned(), question: None },
    }
}

/// The due date, if one is written; or how to write it. A day without a year is one of this year.
fn due(posted: &PostedForm, this_year: i32) -> Result<Option<Date>, String> {
    let written = posted.text("senast");
    let read = |text: &str| match input::read(&FieldType::Date(Range::default()), &[text]) {
        Entry::Empty => Some(None),
        Entry::Value(Value::Date(due)) => Some(Some(due)),
        _ => None,
    };
    let due = read(written).or_else(|| read(&format!("{written} {this_year}")));
    due.ok_or_else(|| "Skriv dagen så här: 25 november.".to_owned())
}

/// The page once more, with what was filled in and what is wrong with it.
async fn again(
    site: &Site,
    actor: Actor,
    key: &ResponseKey,
    mut posted: PostedForm,
    faults: Vec<(String, String)>,
    status: StatusCode,
) -> Result<Response, RequestFailure> {
    posted.lead_to(&format!("{}/kollegor", hub(key)));
    Ok(posted.again(site, actor, faults, status).await)
}
