//! Which side has written a message of a query. A person may belong to both.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let side = truth("by_reviewer").default(false).take();
        manager.alter_table(Table::alter().table("query_messages").add_column(side).to_owned()).await
    }
}
