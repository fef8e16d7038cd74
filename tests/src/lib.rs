//! What the end-to-end tests stand on: the program itself on a database of its own, a real browser, and a small client.
//!
//! Nothing here uses a fixed port or a fixed path, so that tests run side by side.

pub mod browser;
pub mod http;
pub mod kills;
pub mod paper;
pub mod program;
pub mod random;
pub mod reflow;
pub mod routes;
pub mod section;
pub mod section_browser;
pub mod walk;
pub mod workbook;
