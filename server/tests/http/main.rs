//! The site over HTTP: what every response carries, how one signs in, what is refused, and how answers are kept.

mod assets;
mod downloads;
mod headers;
mod limits;
mod respond;
mod sign_in;
mod support;
