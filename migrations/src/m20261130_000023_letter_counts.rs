//! How many letters have gone out about an organisation's responses, day by day.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let counts = Table::create()
            .table("letter_counts")
            .col(text("organisation"))
            .col(text("day"))
            .col(number("letters"))
            .primary_key(&mut key(&["organisation", "day"]))
            .foreign_key(&mut points("organisation", "organisations", "code"))
            .to_owned();
        manager.create_table(counts).await
    }
}
