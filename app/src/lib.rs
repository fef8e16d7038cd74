//! The pages of Lägesbild: rendered on the server, and the islands that wake in the browser.

pub mod islands;
pub mod posted;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod components;
