//! Rounds and responses as addresses name them. What is no year names nothing.

use axum::{
    extract::{FromRequestParts, Path},
    response::{IntoResponse, Response},
};
use collection::{ResponseKey, RoundKey};
use http::{StatusCode, request::Parts};
use serde::Deserialize;

/// The round of `/…/{survey}/{year}/…`.
#[derive(Debug, Clone)]
pub struct RoundPath(pub RoundKey);

/// The response of `/…/{survey}/{year}/…/{organisation}/…`.
#[derive(Debug, Clone)]
pub struct ResponsePath(pub ResponseKey);

#[derive(Deserialize)]
struct PathNames {
    survey: String,
    year: i32,
    #[serde(default)]
    organisation: String,
}

async fn names<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<PathNames, Response> {
    let names = Path::<PathNames>::from_request_parts(parts, state).await;
    names.map(|Path(names)| names).map_err(|_| StatusCode::NOT_FOUND.into_response())
}

impl<S: Send + Sync> FromRequestParts<S> for RoundPath {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let PathNames { survey, year, .. } = names(parts, state).await?;
        Ok(Self(RoundKey { survey, year }))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ResponsePath {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let PathNames { survey, year, organisation } = names(parts, state).await?;
        Ok(Self(ResponseKey { survey, year, organisation }))
    }
}
