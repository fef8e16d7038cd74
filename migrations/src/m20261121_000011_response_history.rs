//! The earlier responses of an organisation, found by an index: every page of a response looks whether one has changed.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("responses_organisation").table("responses").to_owned()).await?;
        manager.create_index(index("responses", "responses_history", &["organisation", "survey", "year"])).await
    }
}
