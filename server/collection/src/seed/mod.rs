//! What a new database starts with. Idempotent: a second call changes nothing.

mod assignments;
mod base;
mod demo;
mod names;
mod people;
mod rounds;
mod sign_offs;

use crate::{Actor, Error, Store};
use database::entities::settings;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use time::{Date, OffsetDateTime};

/// The setting that marks a database as a demo.
const DEMO: &str = "demo";

/// What a database is filled with. Each holds what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SeedExtent {
    Start,
    People,
    Answers,
}

/// Fills a database: registers, surveys, questionnaires, every round with its organisations; for a demo, people and
/// answers too, and the database is marked as a demo for good. The open round's dates follow `today`.
pub async fn seed(store: &Store, actor: &Actor, demo: bool, today: Date, now: OffsetDateTime) -> Result<(), Error> {
    fill(store, actor, if demo { SeedExtent::Answers } else { SeedExtent::Start }, today, now).await
}

/// Fills a database as a demo in which nobody has answered anything.
pub async fn seed_people(store: &Store, actor: &Actor, today: Date, now: OffsetDateTime) -> Result<(), Error> {
    fill(store, actor, SeedExtent::People, today, now).await
}

async fn fill(store: &Store, actor: &Actor, extent: SeedExtent, today: Date, now: OffsetDateTime) -> Result<(), Error> {
    if !matches!(actor, Actor::System) {
        return Err(Error::Forbidden);
    }
    store
        .write(move |transaction| {
            Box::pin(async move {
                base::registers(transaction).await?;
                rounds::rounds(transaction, today).await?;
                if extent >= SeedExtent::People && !is_demo(transaction).await? {
                    people::people(transaction).await?;
                    if extent >= SeedExtent::Answers {
                        demo::answers(transaction, now).await?;
                        assignments::assignments(transaction, now).await?;
                        sign_offs::sign_offs(transaction, now).await?;
                    }
                    let mark = settings::ActiveModel {
                        key: Set(DEMO.to_owned()),
                        value: Set(now.unix_timestamp().to_string()),
                    };
                    settings::Entity::insert(mark).exec_without_returning(transaction).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn is_demo(connection: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(settings::Entity::find_by_id(DEMO).one(connection).await?.is_some())
}

impl Store {
    /// Whether the people and the answers are invented. Every page and file says so.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        if let Some(known) = self.cache().demo.get() {
            return Ok(*known);
        }
        let demo = is_demo(self.read()).await?;
        // A demo stays one; what is not a demo yet may become one by seeding.
        if demo {
            let _ = self.cache().demo.set(true);
        }
        Ok(demo)
    }
}
