//! From a use case's refusal to an answer.

use crate::error_page::{TO_START, error_page, page};
use app::{return_to::sign_in_path, words::refusal};
use axum::response::{IntoResponse, Response};
use collection::{Actor, Error, ReturnTo};
use http::StatusCode;

const SIGN_IN_BESIDE: &str = "Du är inte inloggad. Logga in i en ny flik och ladda sedan om den här sidan, så skickas det \
                              du skrev. Ingenting har ändrats.";

/// What a handler answers when a use case refuses and no page can show it.
#[derive(Debug)]
pub struct RequestFailure {
    status: StatusCode,
    words: Option<String>,
    /// Where to sign in, for whoever is not.
    sign_in: Option<String>,
}

impl RequestFailure {
    /// The answer to a refusal of this actor.
    pub fn new(error: Error, actor: &Actor) -> Self {
        let alone = |status| Self { status, words: None, sign_in: None };
        match error {
            // Whoever has been signed out while typing can sign in beside, and send again.
            Error::Forbidden if matches!(actor, Actor::Anonymous) => {
                let sign_in = Some(sign_in_path(None));
                Self { words: Some(SIGN_IN_BESIDE.to_owned()), sign_in, ..alone(StatusCode::FORBIDDEN) }
            }
            Error::Forbidden => alone(StatusCode::FORBIDDEN),
            Error::NotFound => alone(StatusCode::NOT_FOUND),
            // What names something that was sent is not told again.
            Error::UnknownField(_) => alone(StatusCode::UNPROCESSABLE_ENTITY),
            error => match refusal(&error) {
                Some((status, words)) => Self { words: Some(words), ..alone(status) },
                None => {
                    tracing::error!(%error, "a request could not be carried out");
                    alone(StatusCode::INTERNAL_SERVER_ERROR)
                }
            },
        }
    }

    /// Leads whoever signs in because of it on to a page.
    pub fn returning_to(mut self, path: &str) -> Self {
        self.sign_in = self.sign_in.map(|_| sign_in_path(ReturnTo::new(path).as_ref()));
        self
    }

    /// The status alone, for programs.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl IntoResponse for RequestFailure {
    fn into_response(self) -> Response {
        let Some(words) = self.words else { return error_page(self.status) };
        let link = self.sign_in.map_or_else(
            || TO_START.to_owned(),
            // Beside: this page holds what was typed. The address has nothing left in it to escape.
            |href| format!("<a class=\"button\" href=\"{href}\" target=\"_blank\">Logga in i en ny flik</a>"),
        );
        page(self.status, "Det gick inte", &words, &link)
    }
}
