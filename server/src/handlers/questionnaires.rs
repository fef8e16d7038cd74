//! Questionnaires as the browser reads them.

use crate::{assets::ContentCoding, site::Site};
use axum::{
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use brotli::enc::BrotliEncoderParams;
use collection::{Error, questionnaire_json};
use flate2::{Compression, read::GzEncoder};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, VARY},
};
use std::{
    io::{self, Read},
    sync::Arc,
};

/// How hard to compress: once for each questionnaire, while somebody waits.
const QUALITY: i32 = if cfg!(debug_assertions) { 4 } else { 10 };

/// `GET /formular/{file}`: what answers are judged by. The name holds the hash of the content, which never changes.
pub async fn questionnaire(State(site): State<Site>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let common = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    let found = match ContentCoding::accepted(&headers) {
        Some(coding) => {
            packed(&site, file, coding).await.map(|packed| (common, coding.header(), packed).into_response())
        }
        None => questionnaire_json(&site.store, &file).await.map(|json| (common, json.to_string()).into_response()),
    };
    found.unwrap_or_else(|error| match error {
        Error::NotFound => StatusCode::NOT_FOUND.into_response(),
        error => {
            tracing::error!(%error, "a questionnaire could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    })
}

async fn packed(site: &Site, file: String, coding: ContentCoding) -> Result<Bytes, Error> {
    let asked = (file, coding);
    if let Some(packed) = site.questionnaires.get(&asked) {
        return Ok(packed);
    }
    let json = questionnaire_json(&site.store, &asked.0).await?;
    let kept = Arc::clone(&site.questionnaires);
    let packing = site.writing.run(move || {
        // Those who asked for it meanwhile have waited for their turn.
        if let Some(packed) = kept.get(&asked) {
            return Ok(packed);
        }
        let packed = Bytes::from(pack(json.as_bytes(), asked.1)?);
        kept.keep(asked, packed.clone());
        Ok::<_, io::Error>(packed)
    });
    Ok(packing.await??)
}

fn pack(mut json: &[u8], coding: ContentCoding) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    match coding {
        ContentCoding::Brotli => {
            let parameters = BrotliEncoderParams { quality: QUALITY, ..BrotliEncoderParams::default() };
            brotli::BrotliCompress(&mut json, &mut packed, &parameters)?;
        }
        ContentCoding::Gzip => {
            GzEncoder::new(json, Compression::best()).read_to_end(&mut packed)?;
        }
    }
    Ok(packed)
}
