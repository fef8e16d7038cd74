//! Questionnaires as the browser reads them.

use crate::{assets::accepts_brotli, site::Site};
use axum::{
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use brotli::enc::BrotliEncoderParams;
use collection::{Error, questionnaire_json};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
};
use std::{
    collections::HashMap,
    io,
    sync::{Arc, PoisonError, RwLock},
};

/// How hard to compress: once for each questionnaire, while somebody waits.
const QUALITY: i32 = if cfg!(debug_assertions) { 4 } else { 10 };

/// Questionnaires, compressed. They never change, and there are few.
#[derive(Debug, Default)]
pub struct Packed(RwLock<HashMap<String, Bytes>>);

impl Packed {
    fn get(&self, file: &str) -> Option<Bytes> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(file).cloned()
    }

    fn keep(&self, file: &str, packed: Bytes) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned(), packed);
    }
}

/// `GET /formular/{file}`: what answers are judged by. The name holds the hash of the content, which never changes.
pub async fn questionnaire(State(site): State<Site>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let common = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let found = if accepts_brotli(&headers) {
        packed(&site, &file).await.map(|packed| (common, [(CONTENT_ENCODING, "br")], packed).into_response())
    } else {
        questionnaire_json(&site.store, &file).await.map(|json| (common, json.to_string()).into_response())
    };
    found.unwrap_or_else(|error| match error {
        Error::NotFound => StatusCode::NOT_FOUND.into_response(),
        error => {
            tracing::error!(%error, "a questionnaire could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    })
}

async fn packed(site: &Site, file: &str) -> Result<Bytes, Error> {
    if let Some(packed) = site.questionnaires.get(file) {
        return Ok(packed);
    }
    let json = questionnaire_json(&site.store, file).await?;
    let (kept, file) = (Arc::clone(&site.questionnaires), file.to_owned());
    let packing = site.writing.run(move || {
        // Those who asked for it meanwhile have waited for their turn.
        if let Some(packed) = kept.get(&file) {
            return Ok(packed);
        }
        let mut packed = Vec::new();
        let parameters = BrotliEncoderParams { quality: QUALITY, ..BrotliEncoderParams::default() };
        brotli::BrotliCompress(&mut json.as_bytes(), &mut packed, &parameters)?;
        let packed = Bytes::from(packed);
        kept.keep(&file, packed.clone());
        Ok::<_, io::Error>(packed)
    });
    Ok(packing.await??)
}
