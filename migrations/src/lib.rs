//! The database schema, step by step, for SQLite and PostgreSQL alike.
//!
//! Three kinds of column only, so that both databases hold the same thing: text, whole numbers and booleans. A moment is
//! seconds since 1970 in UTC (`*_at`), a day is ISO text, a structure is JSON in text, and a decimal is always inside JSON.
//! A migration that has been released is never changed.

use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod columns;
mod m20261121_000001_registers;
mod m20261121_000002_people;
mod m20261121_000003_rounds;
mod m20261121_000004_responses;
mod m20261121_000005_sessions;
mod m20261121_000006_together;
mod m20261121_000007_invitations;
mod m20261121_000008_return_to;
mod m20261121_000009_sign_offs;
mod m20261121_000010_query_sides;
mod m20261121_000011_response_history;
mod m20261130_000021_invitations;
mod m20261130_000022_signing;
mod m20261130_000023_letter_counts;
mod m20261130_000023_sessions;
mod m20261130_000024_round_registers;
mod m20261130_000025_correction_requests;

/// Every migration in order.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_registers::Migration),
            Box::new(m20261121_000002_people::Migration),
            Box::new(m20261121_000003_rounds::Migration),
            Box::new(m20261121_000004_responses::Migration),
            Box::new(m20261121_000005_sessions::Migration),
            Box::new(m20261121_000006_together::Migration),
            Box::new(m20261121_000007_invitations::Migration),
            Box::new(m20261121_000008_return_to::Migration),
            Box::new(m20261121_000009_sign_offs::Migration),
            Box::new(m20261121_000010_query_sides::Migration),
            Box::new(m20261121_000011_response_history::Migration),
            Box::new(m20261130_000021_invitations::Migration),
            Box::new(m20261130_000022_signing::Migration),
            Box::new(m20261130_000023_sessions::Migration),
            Box::new(m20261130_000023_letter_counts::Migration),
            Box::new(m20261130_000024_round_registers::Migration),
            Box::new(m20261130_000025_correction_requests::Migration),
        ]
    }
}
