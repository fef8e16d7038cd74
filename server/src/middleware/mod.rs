//! What happens to every request before and after its handler.

pub mod body_limit;
pub mod error_pages;
pub mod observe;
pub mod revalidation;
pub mod security_headers;
