//! Signing in and out: a one-time link by mail, and in the demo a list of people.

use super::form::PostedForm;
use crate::{
    pages, security_log,
    session::{self, CurrentActor},
    sign_in_limit::caller,
    site::Site,
    too_many::{again_after, too_many},
};
use app::return_to::{EMAIL, RETURN_TO, with_return};
use axum::{
    extract::{Path, Query, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use collection::{Actor, Error, Person, ReturnTo, people};
use http::StatusCode;
use std::{collections::BTreeMap, time::Duration};
use tower_sessions::Session;
use validator::ValidateEmail;

/// `POST /logga-in`: sends a link. The answer is the same whether the address is known or not.
pub async fn request_link(State(site): State<Site>, CurrentActor(actor): CurrentActor, posted: PostedForm) -> Response {
    let address = caller(&posted.parts.headers, &posted.parts.extensions, site.behind_proxy);
    if let Some(Err(wait)) = address.map(|address| site.sign_in_limit.ask(address)) {
        return too_many(wait);
    }
    let email = posted.text(EMAIL).to_lowercase();
    if !email.validate_email() {
        let words = "Skriv adressen så här: namn@kommun.se.".to_owned();
        let faults = vec![("epost".to_owned(), words)];
        return posted.again(&site, actor, faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    // Known or not, an address is counted before anything is looked up: nobody learns which it is.
    if let Err(error) = people::count_link_request(&site.store, &actor, &email, site.now()).await {
        return too_many_links(&site, actor, posted, error).await;
    }
    let return_to = ReturnTo::new(posted.text(RETURN_TO));
    let sent = with_return("/logga-in?skickat=1", return_to.as_ref());
    // Beside the request: how long mail takes would tell whether the address is known.
    tokio::spawn(async move {
        match people::request_login_link(&site.store, &actor, &email, return_to, site.now()).await {
            Ok(Some(link)) => {
                if let Err(error) = site.mailer.send_login_link(&link, &site.public_url).await {
                    tracing::error!(%error, "a login link was not sent");
                }
            }
            Ok(None) => tracing::info!("a login link was asked for with an address that nobody has"),
            Err(error) => tracing::error!(%error, "a login link was not made"),
        }
    });
    Redirect::to(&sent).into_response()
}

/// The page once more, with until when the last link holds.
async fn too_many_links(site: &Site, actor: Actor, posted: PostedForm, error: Error) -> Response {
    let Error::TooManyLinks { again_at, .. } = error else { return internal(&error) };
    // A moment that has come by now is the next second.
    let wait = Duration::try_from(again_at - site.now()).unwrap_or_default();
    match posted.refused(site, actor, error).await {
        Ok(page) => again_after(page, wait),
        Err(failure) => failure.into_response(),
    }
}

/// `GET /logga-in`: the page; or on, for whoever comes by a letter of their own and is signed in already.
pub async fn sign_in_page(State(site): State<Site>, CurrentActor(actor): CurrentActor, request: Request) -> Response {
    let parts = request.into_parts().0;
    // What cannot be read asks for nothing.
    let Query(asked) = Query::<BTreeMap<String, String>>::try_from_uri(&parts.uri).unwrap_or_default();
    let return_to = asked.get(RETURN_TO).and_then(|page| ReturnTo::new(page));
    let is_own = |email: &String| actor.person().is_some_and(|person| person.email == *email);
    match (return_to, asked.get(EMAIL)) {
        (Some(there), Some(email)) if is_own(email) => Redirect::to(there.as_str()).into_response(),
        _ => pages::show(&site, actor, None, parts).await,
    }
}

/// `GET /logga-in/{token}`: the page with one button; or on, for whoever has signed in by the link or since.
pub async fn link_page(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    match led_on(&site, &actor, &token).await {
        Some(there) => there,
        None => pages::show(&site, actor, None, request.into_parts().0).await,
    }
}

/// Where a link leads that is used already, for who is signed in as its person.
async fn led_on(site: &Site, actor: &Actor, token: &str) -> Option<Response> {
    let person = actor.person()?;
    // What is wrong with any other link its page says.
    let link = people::check_login_link(&site.store, actor, token, site.now()).await.ok()?;
    let there = link.return_to.as_ref().map_or_else(|| first_page(person), ReturnTo::as_str);
    link.is_used.then(|| Redirect::to(there).into_response())
}

/// `POST /logga-in/{token}`: uses the link.
pub async fn use_link(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    session: Session,
    Path(token): Path<String>,
    posted: PostedForm,
) -> Response {
    match people::use_login_link(&site.store, &actor, &token, site.now()).await {
        Ok(person) => begin(&site, &session, &person, &posted).await,
        Err(error @ (Error::LinkUnknown | Error::LinkUsed | Error::LinkExpired)) => {
            // Whoever presses twice is signed in by then.
            if let Some(there) = led_on(&site, &actor, &token).await {
                return there;
            }
            // The page of a link that does not work says so.
            security_log::not_signed_in(&error);
            pages::show(&site, actor, None, posted.parts).await
        }
        Err(error) => internal(&error),
    }
}

/// `POST /demo`: be one of the invented people.
pub async fn pick_person(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    session: Session,
    posted: PostedForm,
) -> Response {
    match people::demo_person(&site.store, &actor, posted.text("epost"), site.now()).await {
        Ok(person) => begin(&site, &session, &person, &posted).await,
        Err(Error::NotDemo | Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => internal(&error),
    }
}

/// `POST /logga-ut`.
pub async fn sign_out(CurrentActor(actor): CurrentActor, session: Session) -> Response {
    match session::sign_out(&session).await {
        Ok(()) => {
            if matches!(actor, Actor::Person(_)) {
                security_log::signed_out();
            }
            Redirect::to("/").into_response()
        }
        Err(error) => internal(&error),
    }
}

/// Begins the session, and leads on to the page that was asked for before.
async fn begin(site: &Site, session: &Session, person: &Person, posted: &PostedForm) -> Response {
    let asked = ReturnTo::new(posted.text(RETURN_TO));
    match session::sign_in(session, person, &posted.parts.headers, site.now()).await {
        Ok(()) => {
            security_log::signed_in(person.id);
            Redirect::to(asked.as_ref().map_or_else(|| first_page(person), ReturnTo::as_str)).into_response()
        }
        Err(error) => internal(&error),
    }
}

/// Where the person's work is.
fn first_page(person: &Person) -> &'static str {
    if !person.memberships.is_empty() {
        "/svara"
    } else if person.administrator || !person.commissions.is_empty() {
        "/undersokningar"
    } else {
        "/"
    }
}

fn internal(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "signing in or out failed");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
