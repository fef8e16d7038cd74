//! Who is signed in.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sessions = Table::create()
            .table("sessions")
            .col(text("id").primary_key())
            .col(text("data"))
            .col(number("expires_at"))
            .to_owned();
        manager.create_table(sessions).await?;
        manager.create_index(index("sessions", "sessions_expiry", &["expires_at"])).await
    }
}
