//! What the platform knows of the world: organisations, the words of their groups, and settings of the database itself.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let settings = Table::create().table("settings").col(text("key").primary_key()).col(text("value")).to_owned();
        let groups = Table::create()
            .table("groups")
            .col(text("grouping"))
            .col(text("code"))
            .col(text("label"))
            .primary_key(&mut key(&["grouping", "code"]))
            .to_owned();
        let organisations = Table::create()
            .table("organisations")
            .col(text("code").primary_key())
            .col(text("kind"))
            .col(text("name"))
            .col(text("full_name"))
            .col(text("lan"))
            .col(text("kommungrupp"))
            .col(text("size"))
            .col(number_or_null("population"))
            .col(number_or_null("tile_column"))
            .col(number_or_null("tile_row"))
            .to_owned();
        for table in [settings, groups, organisations] {
            manager.create_table(table).await?;
        }
        Ok(())
    }
}
