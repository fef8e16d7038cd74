//! The answer to an invitation.

use super::{failure::RequestFailure, form::PostedForm};
use crate::{pages, security_log, session::CurrentActor, site::Site};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use collection::{
    Error, SeenVersion,
    people::{answer_invitation, invitation},
};
use serde::Deserialize;

/// The address of the answer.
pub fn routes() -> Router<Site> {
    Router::new().route("/inbjudan/{organisation}", get(pages::page).post(answer))
}

#[derive(Deserialize)]
struct OrganisationPath {
    organisation: String,
}

/// `POST /inbjudan/{organisation}`: accepts it, or turns it down.
async fn answer(
    State(site): State<Site>,
    CurrentActor(actor): CurrentActor,
    Path(OrganisationPath { organisation }): Path<OrganisationPath>,
    posted: PostedForm,
) -> Result<Response, RequestFailure> {
    let accepts = match posted.text("svar") {
        "ja" => true,
        "nej" => false,
        // Nothing is decided by a form that does not say what. Whoever is not invited is told that first.
        _ => {
            let refused = invitation(&site.store, &actor, &organisation, site.now()).await.err();
            return posted.refused(&site, actor, refused.unwrap_or(Error::Unseen)).await;
        }
    };
    let seen = SeenVersion::written(posted.text("inbjudan"));
    match answer_invitation(&site.store, &actor, &organisation, accepts, seen, site.now()).await {
        Ok(()) => {
            security_log::invitation_answered(&organisation, accepts);
            Ok(Redirect::to("/svara").into_response())
        }
        Err(error) => posted.refused(&site, actor, error).await,
    }
}
