//! Signing in and out: a one-time link by mail, and in the demo a list of people.

use super::form::Posted;
use crate::{
    pages,
    session::{self, Who},
    sign_in_limit::caller,
    site::Site,
    too_many::too_many,
};
use app::return_to::{RETURN_TO, with_return};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use collection::{Error, Person, ReturnTo, people};
use http::StatusCode;
use tower_sessions::Session;
use validator::ValidateEmail;

/// `POST /logga-in`: sends a link. The answer is the same whether the address is known or not.
pub async fn request_link(State(site): State<Site>, Who(actor): Who, posted: Posted) -> Response {
    let address = caller(&posted.parts.headers, &posted.parts.extensions, site.behind_proxy);
    if let Some(Err(wait)) = address.map(|address| site.sign_in_limit.ask(address)) {
        return too_many(wait);
    }
    let email = posted.text("epost").to_lowercase();
    if !email.validate_email() {
        let words = "Skriv adressen så här: namn@kommun.se.".to_owned();
        let faults = vec![("epost".to_owned(), words)];
        return posted.again(&site, actor, faults, StatusCode::UNPROCESSABLE_ENTITY).await;
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
            Err(Error::TooManyLinks) => tracing::warn!("too many login links were asked for with one address"),
            Err(error) => tracing::error!(%error, "a login link was not made"),
        }
    });
    Redirect::to(&sent).into_response()
}

/// `POST /logga-in/{token}`: uses the link.
pub async fn use_link(
    State(site): State<Site>,
    Who(actor): Who,
    session: Session,
    Path(token): Path<String>,
    posted: Posted,
) -> Response {
    match people::use_login_link(&site.store, &actor, &token, site.now()).await {
        Ok(person) => begin(&site, &session, &person, &posted).await,
        // The page of a link that does not work says so.
        Err(Error::LinkUnknown | Error::LinkUsed | Error::LinkExpired) => {
            pages::show(&site, actor, None, posted.parts).await
        }
        Err(error) => internal(&error),
    }
}

/// `POST /demo`: be one of the invented people.
pub async fn pick_person(State(site): State<Site>, Who(actor): Who, session: Session, posted: Posted) -> Response {
    match people::demo_person(&site.store, &actor, posted.text("epost")).await {
        Ok(person) => begin(&site, &session, &person, &posted).await,
        Err(Error::NotDemo | Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => internal(&error),
    }
}

/// `POST /logga-ut`.
pub async fn sign_out(session: Session) -> Response {
    match session::sign_out(&session).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => internal(&error),
    }
}

/// Begins the session, and leads on to the page that was asked for before.
async fn begin(site: &Site, session: &Session, person: &Person, posted: &Posted) -> Response {
    let asked = ReturnTo::new(posted.text(RETURN_TO));
    match session::sign_in(session, person, &posted.parts.headers, site.now()).await {
        Ok(()) => Redirect::to(asked.as_ref().map_or_else(|| first_page(person), ReturnTo::as_str)).into_response(),
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
