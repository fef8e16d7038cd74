//! The files that pages load: they lie in the program itself, compressed beforehand, and their names change with them.

use app::visit::Assets;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, StatusCode,
    header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
};

struct File {
    path: &'static str,
    content_type: &'static str,
    immutable: bool,
    plain: &'static [u8],
    brotli: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `GET /assets/{name}`.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.path.strip_prefix("/assets/") == Some(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    let common = [(CONTENT_TYPE, file.content_type), (CACHE_CONTROL, cache), (VARY, "accept-encoding")];
    if accepts_brotli(&headers) {
        (common, [(CONTENT_ENCODING, "br")], file.brotli).into_response()
    } else {
        (common, file.plain).into_response()
    }
}

/// Whether the caller takes what is compressed with brotli.
pub fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|coding| {
            let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim().eq_ignore_ascii_case("br") && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_only_to_those_who_take_it() {
        for (accepted, expected) in
            [("gzip, deflate, br, zstd", true), ("BR", true), ("br;q=0.5", true), ("gzip", false), ("br;q=0", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, accepted.parse().unwrap());
            assert_eq!(accepts_brotli(&headers), expected, "{accepted}");
        }
        assert!(!accepts_brotli(&HeaderMap::new()));
    }
}
