//! What an invitation to an organisation gives, and until when it can be accepted.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = [
            // None when it is accepted, and where the part came without an invitation. Those of before are in force.
            number_or_null("invited_until"),
            // Whether an invited colleague may read the whole response, and not only what is assigned.
            truth("reads_all").default(false).take(),
        ];
        for column in added {
            // SQLite adds one column at a time.
            manager.alter_table(Table::alter().table("memberships").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
