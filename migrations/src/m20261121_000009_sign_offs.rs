//! Asking for a signature, and what came of it.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sign_offs = Table::create()
            .table("sign_offs")
            .col(id())
            .col(number("response_id"))
            // The signatory who was asked; another one of the organisation may answer.
            .col(number("person_id"))
            .col(number_or_null("asked_by"))
            .col(number("asked_at"))
            .col(text_or_null("message"))
            .col(number_or_null("decided_by"))
            .col(number_or_null("decided_at"))
            // `signed` or `sent_back`. None while it waits, and where an answer was changed meanwhile.
            .col(text_or_null("decision"))
            .col(text_or_null("reply"))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .foreign_key(&mut points("asked_by", "persons", "id"))
            .foreign_key(&mut points("decided_by", "persons", "id"))
            .to_owned();
        manager.create_table(sign_offs).await?;
        manager.create_index(index("sign_offs", "sign_offs_response", &["response_id", "id"])).await
    }
}
