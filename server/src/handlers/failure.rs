//! From a use case's refusal to an answer.

use crate::error_page::{error_page, page};
use app::{visit::Rejected, words::refusal};
use axum::response::{IntoResponse, Response};
use collection::{Actor, Error};
use http::StatusCode;
use std::collections::BTreeMap;

const SIGN_IN_BESIDE: &str = "Du är inte inloggad. Logga in i en ny flik och ladda sedan om den här sidan, så skickas det \
                              du skrev. Ingenting har ändrats.";

/// What a handler answers when a use case refuses and no page can show it.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    words: Option<String>,
}

impl Failure {
    /// The answer to a refusal of this actor.
    pub fn new(error: Error, actor: &Actor) -> Self {
        let alone = |status| Self { status, words: None };
        match error {
            // Whoever has been signed out while typing can sign in beside, and send again.
            Error::Forbidden if matches!(actor, Actor::Anonymous) => {
                Self { status: StatusCode::FORBIDDEN, words: Some(SIGN_IN_BESIDE.to_owned()) }
            }
            Error::Forbidden => alone(StatusCode::FORBIDDEN),
            Error::NotFound => alone(StatusCode::NOT_FOUND),
            // What names something that was sent is not told again.
            Error::UnknownField(_) => alone(StatusCode::UNPROCESSABLE_ENTITY),
            error => match refusal(&error) {
                Some((status, words)) => Self { status, words: Some(words) },
                None => {
                    tracing::error!(%error, "a request could not be carried out");
                    alone(StatusCode::INTERNAL_SERVER_ERROR)
                }
            },
        }
    }

    /// The status alone, for programs.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self.words {
            Some(words) => page(self.status, "Det gick inte", &words),
            None => error_page(self.status),
        }
    }
}

/// A refusal that the page that was posted to can show, with what was typed. None where it is a fault of ours, or what
/// every page shows alike.
pub fn rejected(error: &Error, posted: BTreeMap<String, Vec<String>>) -> Option<Rejected> {
    let (status, words) = refusal(error)?;
    Some(Rejected { posted, faults: vec![(String::new(), words)], status })
}
