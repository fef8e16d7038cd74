//! Sessions by the hash of their id, so that nobody who reads the database can take one over, and by their person, so that
//! they can be listed and ended. Whoever is signed in signs in once more: the hashes cannot be made in SQL.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("sessions").to_owned()).await?;
        let sessions = Table::create()
            .table("sessions")
            .col(text("id_hash").primary_key())
            .col(number_or_null("person_id"))
            .col(text("data"))
            .col(number("expires_at"))
            .foreign_key(points("person_id", "persons", "id").on_delete(ForeignKeyAction::Cascade))
            .to_owned();
        manager.create_table(sessions).await?;
        manager.create_index(index("sessions", "sessions_expiry", &["expires_at"])).await?;
        manager.create_index(index("sessions", "sessions_person", &["person_id"])).await
    }
}
