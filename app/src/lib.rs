//! The pages of Lägesbild: rendered on the server, and the islands that wake in the browser.

pub mod field_messages;
pub mod islands;
pub mod posted;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod return_to;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
pub mod visit;
#[cfg(feature = "ssr")]
pub mod words;
