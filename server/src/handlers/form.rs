//! What a form posts, leniently: names may repeat, and what is unknown is left alone.

use super::failure::RequestFailure;
use crate::{pages, site::Site};
use app::{visit::Rejected, words::refusal};
use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use collection::{Actor, Error};
use http::{StatusCode, header::CONTENT_TYPE, request::Parts};
use std::collections::BTreeMap;
use survey::text;

/// A posted form and the request it came with.
#[derive(Debug)]
pub struct PostedForm {
    /// The request without its body, to answer with the same page.
    pub parts: Parts,
    /// The values, by input name, in the order of the form; cleaned.
    pub values: BTreeMap<String, Vec<String>>,
}

impl PostedForm {
    /// The first value of an input; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The path that was posted to.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// Names another page to show in answer.
    pub fn lead_to(&mut self, path: &str) {
        if let Ok(uri) = path.parse() {
            self.parts.uri = uri;
        }
    }

    /// Whether the form has an input or a pressed button of this name.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The page once more, with what was typed and what is wrong with it, each fault at its input.
    pub async fn again(self, site: &Site, actor: Actor, faults: Vec<(String, String)>, status: StatusCode) -> Response {
        let rejected = Rejected { posted: self.values, faults, status };
        pages::show(site, actor, Some(rejected), self.parts).await
    }

    /// The page once more, with what was typed and why it was refused. What no form can mend is a page of its own.
    pub async fn refused(self, site: &Site, actor: Actor, error: Error) -> Result<Response, RequestFailure> {
        match refusal(&error) {
            Some((status, words)) => Ok(self.again(site, actor, vec![(String::new(), words)], status).await),
            None => Err(RequestFailure::new(error, &actor).returning_to(self.path())),
        }
    }

    /// As [`refused`](Self::refused); a reason that is missing is asked for in these words, at its input.
    pub async fn asked_for_reason(
        self,
        site: &Site,
        actor: Actor,
        error: Error,
        (input, words): (&str, &str),
    ) -> Result<Response, RequestFailure> {
        match error {
            Error::Reason => {
                let faults = vec![(input.to_owned(), words.to_owned())];
                Ok(self.again(site, actor, faults, StatusCode::UNPROCESSABLE_ENTITY).await)
            }
            error => self.refused(site, actor, error).await,
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for PostedForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let form = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
            kind.split(';').next().is_some_and(|kind| kind.trim() == "application/x-www-form-urlencoded")
        });
        if !form {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let request = Request::from_parts(parts.clone(), body);
        let pairs = axum::Form::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|_| StatusCode::BAD_REQUEST.into_response())?;
        let mut values = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs.0 {
            values.entry(name).or_default().push(text::lines(&value));
        }
        Ok(Self { parts, values })
    }
}
