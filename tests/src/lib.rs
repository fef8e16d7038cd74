//! What the end-to-end tests stand on: the program itself on a database of its own, and a real browser.
//!
//! Nothing here uses a fixed port or a fixed path, so that tests run side by side.

pub mod browser;
pub mod program;
