//! The answer to whoever asks for something too often.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use std::time::Duration;

/// Says that there have been too many requests, and when to try again.
pub fn too_many(wait: Duration) -> Response {
    again_after(StatusCode::TOO_MANY_REQUESTS.into_response(), wait)
}

/// The answer with when to try again: whole seconds, and never sooner than is allowed.
pub fn again_after(mut response: Response, wait: Duration) -> Response {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_come_back_too_early() {
        for (wait, seconds) in [(0, "1"), (1, "1"), (1000, "1"), (1001, "2"), (9999, "10")] {
            let response = too_many(Duration::from_millis(wait));
            assert_eq!(response.headers()[RETRY_AFTER], seconds, "{wait} ms");
        }
    }
}
