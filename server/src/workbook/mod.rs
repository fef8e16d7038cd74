//! The workbook that colleagues fill in: written, and read back, trusting nothing of it.

pub mod layout;
pub mod read;
pub mod write;
