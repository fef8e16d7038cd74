//! Questionnaires, which never change once stored, and the rounds that use them.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let questionnaires = Table::create()
            .table("questionnaires")
            .col(text("id").primary_key())
            .col(text("survey"))
            .col(text("yaml"))
            .col(text("json"))
            .foreign_key(&mut points("survey", "surveys", "code"))
            .to_owned();
        let rounds = Table::create()
            .table("rounds")
            .col(text("survey"))
            .col(number("year"))
            .col(text("questionnaire"))
            .col(text("opens"))
            .col(text("due"))
            .col(number_or_null("closed_at"))
            .col(truth("sign_off"))
            .primary_key(&mut key(&["survey", "year"]))
            .foreign_key(&mut points("survey", "surveys", "code"))
            .foreign_key(&mut points("questionnaire", "questionnaires", "id"))
            .to_owned();
        manager.create_table(questionnaires).await?;
        manager.create_table(rounds).await
    }
}
