//! What is shown instead of a page, and what to do about it.

use crate::{pages::invitation::waiting, return_to::sign_in_path, visit::Visit};
use collection::{Actor, ReturnTo};
use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

/// Why a page cannot be shown.
#[derive(Debug)]
pub enum Problem {
    /// The address names nothing.
    NotFound,
    /// The person may not see it; without signing in, nobody may.
    Forbidden {
        /// Whether somebody is signed in.
        signed_in: bool,
    },
    /// A use case refused, in words for the reader.
    Refused(StatusCode, String),
    /// The link that one signs in with does not work any more, in words for the reader.
    Link(String),
    /// A fault of ours. The log holds the details.
    Internal,
}

impl Problem {
    /// The status to answer with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden { .. } => StatusCode::FORBIDDEN,
            Self::Refused(status, _) => *status,
            Self::Link(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The heading and what to do.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::NotFound => (
                "Sidan finns inte",
                "Adressen kan vara felskriven, eller så har sidan flyttats. Börja om från startsidan.".to_owned(),
            ),
            Self::Forbidden { signed_in: true } => (
                "Du har inte tillgång till sidan",
                "Den hör till en annan organisation eller en annan roll. Fråga samordnaren eller undersökningens ägare om du borde ha tillgång.".to_owned(),
            ),
            Self::Forbidden { signed_in: false } => {
                ("Logga in först", "Sidan är för den som är inloggad. Det går bra att komma tillbaka hit efteråt.".to_owned())
            }
            Self::Refused(_, words) => ("Det gick inte", words.clone()),
            Self::Link(words) => ("Länken fungerar inte", words.clone()),
            Self::Internal => (
                "Något gick fel hos oss",
                "Det du hade sparat finns kvar. Försök igen om en stund.".to_owned(),
            ),
        }
    }
}

/// Shows a problem in the place of the page that was asked for.
pub fn show(
    options: Option<&ResponseOptions>,
    problem: &Problem,
    asked: Option<&ReturnTo>,
    visit: Option<&Visit>,
) -> impl IntoView + use<> {
    if let Some(options) = options {
        options.set_status(problem.status());
    }
    let (heading, words) = problem.words();
    let sign_in = match problem {
        Problem::Forbidden { signed_in: false } => Some((sign_in_path(asked), "Logga in")),
        Problem::Link(_) => Some((sign_in_path(None), "Be om en ny länk")),
        _ => None,
    };
    // Whoever comes here by the letter of an invitation has not accepted it yet.
    let invited = matches!(problem, Problem::Forbidden { .. }).then(|| visit.and_then(waiting));
    view! {
        <Title text=heading/>
        <div class="stack">
            <h1>{heading}</h1>
            <p class="lead">{words}</p>
            {invited}
            <p class="actions">
                {match sign_in {
                    Some((href, words)) => view! { <a class="button" href=href>{words}</a> }.into_any(),
                    None => view! { <a class="button" href="/">"Till startsidan"</a> }.into_any(),
                }}
            </p>
        </div>
    }
}

/// The page of an address that names nothing.
#[component]
pub fn NotFound() -> impl IntoView {
    show(use_context::<ResponseOptions>().as_ref(), &Problem::NotFound, None, None)
}

impl Visit {
    /// A use case's refusal as a problem of this visit.
    pub fn problem(&self, error: collection::Error) -> Problem {
        let signed_in = !matches!(self.actor, Actor::Anonymous);
        match error {
            collection::Error::NotFound => Problem::NotFound,
            collection::Error::Forbidden => Problem::Forbidden { signed_in },
            error => match crate::words::refusal(&error) {
                Some((_, words)) if is_of_link(&error) => Problem::Link(words),
                Some((status, words)) => Problem::Refused(status, words),
                None => {
                    tracing::error!(%error, "a page could not be shown");
                    Problem::Internal
                }
            },
        }
    }
}

fn is_of_link(error: &collection::Error) -> bool {
    use collection::Error::{LinkExpired, LinkUnknown, LinkUsed};
    matches!(error, LinkUnknown | LinkUsed | LinkExpired)
}
