//! Where a login link leads after signing in.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let links = Table::alter().table("login_links").add_column(text_or_null("return_to")).to_owned();
        manager.alter_table(links).await
    }
}
