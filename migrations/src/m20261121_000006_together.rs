//! Several people in one response: what is handed to whom, who is where, and the queries of reviewers.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A section, or one question of it, that a person is to answer. Rows stay when they are taken back.
        let handouts = Table::create()
            .table("handouts")
            .col(id())
            .col(number("response_id"))
            .col(number("person_id"))
            .col(text("section"))
            .col(text_or_null("question"))
            .col(text_or_null("message"))
            .col(text_or_null("due"))
            .col(number_or_null("given_by"))
            .col(number("given_at"))
            .col(number_or_null("reminded_at"))
            .col(number_or_null("opened_at"))
            .col(number_or_null("begun_at"))
            .col(number_or_null("finished_at"))
            .col(number_or_null("taken_back_at"))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .foreign_key(&mut points("given_by", "persons", "id"))
            .to_owned();
        // Who has a section open. Rows that have not been seen for a while mean nothing.
        let presences = Table::create()
            .table("presences")
            .col(number("response_id"))
            .col(number("person_id"))
            .col(text("section"))
            .col(number("seen_at"))
            .primary_key(&mut key(&["response_id", "person_id", "section"]))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        let queries = Table::create()
            .table("queries")
            .col(id())
            .col(number("response_id"))
            .col(text("field"))
            .col(number_or_null("opened_by"))
            .col(number("opened_at"))
            // Whose turn it is: `organisation` or `reviewer`.
            .col(text("turn"))
            .col(number_or_null("closed_at"))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("opened_by", "persons", "id"))
            .to_owned();
        let query_messages = Table::create()
            .table("query_messages")
            .col(id())
            .col(number("query_id"))
            .col(number_or_null("person_id"))
            .col(number("written_at"))
            .col(text("text"))
            // The answer as it was when this was written.
            .col(text("entry"))
            .foreign_key(&mut points("query_id", "queries", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        for table in [handouts, presences, queries, query_messages] {
            manager.create_table(table).await?;
        }
        for index in [
            index("handouts", "handouts_response", &["response_id", "person_id"]),
            index("handouts", "handouts_person", &["person_id"]),
            index("queries", "queries_response", &["response_id", "field"]),
            index("query_messages", "query_messages_query", &["query_id", "id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
