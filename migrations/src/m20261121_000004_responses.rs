//! Responses: one row per recipient of a round, with the groups frozen there; answers, the journal of saves, frozen
//! copies and what happened.

use crate::columns::*;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let responses = Table::create()
            .table("responses")
            .col(id())
            .col(text("survey"))
            .col(number("year"))
            .col(text("organisation"))
            .col(truth("eligible"))
            .col(text_or_null("ineligible_reason"))
            .col(text("lan"))
            .col(text("kommungrupp"))
            .col(text("size"))
            .col(text_or_null("own_due"))
            .col(text("status"))
            // Counts every change of the response, so that what is kept in memory is known to be current.
            .col(number("revision"))
            .col(number("answered"))
            .col(number("asked"))
            .col(number("copies"))
            .col(text_or_null("reason"))
            .col(number_or_null("started_at"))
            .col(number_or_null("last_activity_at"))
            .col(number_or_null("first_submitted_at"))
            .col(number_or_null("submitted_at"))
            .foreign_key(
                ForeignKey::create()
                    .from_col("survey")
                    .from_col("year")
                    .to_tbl("rounds")
                    .to_col("survey")
                    .to_col("year"),
            )
            .foreign_key(&mut points("organisation", "organisations", "code"))
            .to_owned();
        let mut answers = Table::create()
            .table("answers")
            .col(number("response_id"))
            .col(text("field"))
            .col(number("version"))
            .col(text("entry"))
            .col(text_or_null("comment"))
            .col(text_or_null("explanation"))
            .col(number_or_null("person_id"))
            .col(number("saved_at"))
            .primary_key(&mut key(&["response_id", "field"]))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        if manager.get_database_backend() == DbBackend::Sqlite {
            // The rows are small and always sought by their key: one tree instead of two halves what a save writes.
            answers.extra("WITHOUT ROWID");
        }
        // What was written, by whom and when: the history of every answer. Also what makes a retry harmless.
        let saves = Table::create()
            .table("saves")
            .col(number("response_id"))
            .col(number("revision"))
            .col(text("save_id"))
            .col(text("hash"))
            .col(number_or_null("person_id"))
            .col(number("saved_at"))
            .col(text("changes"))
            .col(text("outcome"))
            .primary_key(&mut key(&["response_id", "revision"]))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        let section_marks = Table::create()
            .table("section_marks")
            .col(number("response_id"))
            .col(text("section"))
            .col(number_or_null("person_id"))
            .col(number("marked_at"))
            .primary_key(&mut key(&["response_id", "section"]))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        let copies = Table::create()
            .table("copies")
            .col(id())
            .col(number("response_id"))
            .col(number("sequence"))
            .col(text("number").unique_key())
            .col(number("submitted_at"))
            .col(number_or_null("person_id"))
            .col(text("checksum"))
            .col(text("entries"))
            .col(text("notes"))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        let events = Table::create()
            .table("events")
            .col(id())
            .col(number("response_id"))
            .col(number_or_null("person_id"))
            .col(number("happened_at"))
            .col(text("kind"))
            .col(text_or_null("detail"))
            .foreign_key(&mut points("response_id", "responses", "id"))
            .foreign_key(&mut points("person_id", "persons", "id"))
            .to_owned();
        for table in [responses, answers, saves, section_marks, copies, events] {
            manager.create_table(table).await?;
        }
        for index in [
            index("responses", "responses_round", &["survey", "year", "organisation"]).unique().take(),
            index("responses", "responses_organisation", &["organisation"]),
            index("saves", "saves_save_id", &["response_id", "save_id"]),
            index("copies", "copies_response", &["response_id", "sequence"]).unique().take(),
            index("events", "events_response", &["response_id", "id"]),
        ] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
