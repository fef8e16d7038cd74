//! What an organisation asks to correct after it has sent in: one request per response.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let requests = Table::create()
            .table("correction_requests")
            .col(number("response_id"))
            .col(number_or_null("asked_by"))
            .col(number("asked_at"))
            .col(text("reason"))
            // `asked`, `granted`, `refused` or `taken_back`. Asked anew, the row begins again; the events tell the rest.
            .col(text("state"))
            .col(number_or_null("decided_by"))
            .col(number_or_null("decided_at"))
            .col(text_or_null("reply"))
            .primary_key(&mut key(&["response_id"]))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("asked_by", "persons", "id"))
            .foreign_key(&mut points("decided_by", "persons", "id"))
            .to_owned();
        manager.create_table(requests).await
    }
}
