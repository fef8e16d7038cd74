//! People, their part in organisations and surveys, and the links they sign in with.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let surveys = Table::create()
            .table("surveys")
            .col(text("code").primary_key())
            .col(text("title"))
            .col(text("kind"))
            .col(text("receipt_code").unique_key())
            .to_owned();
        let persons = Table::create()
            .table("persons")
            .col(id())
            .col(text("email").unique_key())
            .col(text("name"))
            .col(truth("administrator"))
            .to_owned();
        let memberships = Table::create()
            .table("memberships")
            .col(number("person_id"))
            .col(text("organisation"))
            .col(text("role"))
            .primary_key(&mut key(&["person_id", "organisation", "role"]))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .foreign_key(&mut points("organisation", "organisations", "code"))
            .to_owned();
        let commissions = Table::create()
            .table("commissions")
            .col(number("person_id"))
            .col(text("survey"))
            .col(text("role"))
            .primary_key(&mut key(&["person_id", "survey", "role"]))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .foreign_key(&mut points("survey", "surveys", "code"))
            .to_owned();
        // Only the hash of a link's token is kept: who reads the database cannot sign in with it.
        let login_links = Table::create()
            .table("login_links")
            .col(text("token_hash").primary_key())
            .col(number("person_id"))
            .col(number("created_at"))
            .col(number("expires_at"))
            .col(number_or_null("used_at"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        for table in [surveys, persons, memberships, commissions, login_links] {
            manager.create_table(table).await?;
        }
        manager.create_index(index("memberships", "memberships_organisation", &["organisation"])).await?;
        manager.create_index(index("login_links", "login_links_person", &["person_id", "created_at"])).await
    }
}
