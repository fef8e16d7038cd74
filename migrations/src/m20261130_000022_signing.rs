//! Who proposed a signatory, whether another person has confirmed them, and what was signed before that. And how often a
//! login link was asked for with an address, known or not.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = [
            ("memberships", number_or_null("invited_by")),
            ("memberships", truth("unconfirmed").default(false).take()),
            ("copies", truth("unconfirmed").default(false).take()),
        ];
        for (table, column) in added {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        // Those who were invited before were confirmed by nobody, nor is what they have signed.
        let invited = "UPDATE memberships SET unconfirmed = TRUE WHERE role = 'signatory' AND invited_as IS NOT NULL";
        let signed = "UPDATE copies SET unconfirmed = TRUE WHERE EXISTS (SELECT 1 FROM responses r \
                      JOIN memberships m ON m.organisation = r.organisation \
                      WHERE r.id = copies.response_id AND m.person_id = copies.person_id AND m.unconfirmed)";
        for sql in [invited, signed] {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        // By the hash of the address: nobody's address is kept because somebody else has written it.
        let link_requests =
            Table::create().table("link_requests").col(id()).col(text("email_hash")).col(number("asked_at")).to_owned();
        manager.create_table(link_requests).await?;
        manager.create_index(index("link_requests", "link_requests_email", &["email_hash", "asked_at"])).await
    }
}
