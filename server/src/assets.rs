//! The files that pages load: they lie in the program itself, compressed beforehand, and their names change with them.

use app::visit::Assets;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
};

struct Asset {
    path: &'static str,
    content_type: &'static str,
    immutable: bool,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `GET /assets/{name}`.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.path.strip_prefix("/assets/") == Some(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    let common = [(CONTENT_TYPE, file.content_type), (CACHE_CONTROL, cache), (VARY, "accept-encoding")];
    let bytes = match ContentCoding::accepted(&headers) {
        Some(ContentCoding::Brotli) => file.brotli,
        Some(ContentCoding::Gzip) => file.gzip,
        None => file.plain,
    };
    (common, ContentCoding::accepted(&headers).map(ContentCoding::header), bytes).into_response()
}

/// How a file is compressed beforehand, as small as it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentCoding {
    /// The smallest.
    Brotli,
    /// For those that do not know brotli.
    Gzip,
}

impl ContentCoding {
    /// The best that the caller takes; none where it takes what is not compressed alone.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        [Self::Brotli, Self::Gzip].into_iter().find(|coding| coding.is_accepted(headers))
    }

    /// The header that tells of it.
    pub fn header(self) -> [(HeaderName, &'static str); 1] {
        [(CONTENT_ENCODING, self.name())]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn is_accepted(self, headers: &HeaderMap) -> bool {
        headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|list| list.split(','))
            .any(|coding| {
                let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
                name.trim().eq_ignore_ascii_case(self.name())
                    && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_sent_only_to_those_who_take_it() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Some(ContentCoding::Brotli)),
            ("BR", Some(ContentCoding::Brotli)),
            ("br;q=0.5", Some(ContentCoding::Brotli)),
            ("gzip", Some(ContentCoding::Gzip)),
            ("gzip;q=1, br;q=0", Some(ContentCoding::Gzip)),
            ("br;q=0", None),
            ("zstd", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, accepted.parse().unwrap());
            assert_eq!(ContentCoding::accepted(&headers), expected, "{accepted}");
        }
        assert_eq!(ContentCoding::accepted(&HeaderMap::new()), None);
    }
}
