//! Every scenario of the use cases, on SQLite and on a real PostgreSQL.
//!
//! A scenario is two tests, such as `scenarios::saving::on_sqlite::a_nul_is_harmless` and the same `on_postgresql`. Each has
//! a database of its own, copied from a seeded template, and on PostgreSQL a server of its own.

#[cfg(test)]
mod databases;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod template;
#[cfg(test)]
mod world;
