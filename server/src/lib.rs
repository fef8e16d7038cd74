//! The program: command line, configuration, router, handlers, sessions, mail and exports. It decides nothing about
//! surveys: that is in `collection`, and what people see is in `app`.

pub mod assets;
pub mod cli;
pub mod commands;
pub mod config;
pub mod connections;
pub mod device;
pub mod error_page;
pub mod exports;
pub mod handlers;
pub mod heavy_work;
pub mod mail;
pub mod mail_limit;
pub mod metrics;
pub mod middleware;
pub mod open_pages;
mod packed_questionnaires;
pub mod pages;
mod robots;
pub mod router;
pub mod security_log;
pub mod session;
pub mod sign_in_limit;
pub mod site;
pub mod too_many;
pub mod workbook;
