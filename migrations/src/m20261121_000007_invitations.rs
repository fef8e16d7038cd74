//! What an organisation calls somebody whom it has invited.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An address that is known elsewhere must not give the person's name away to whoever writes it in an invitation.
        let invited_as = Table::alter().table("memberships").add_column(text_or_null("invited_as")).to_owned();
        manager.alter_table(invited_as).await
    }
}
