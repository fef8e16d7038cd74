//! The session store of tower-sessions in the same database. Only the hash of a session's id is kept: whoever reads the
//! database, or a copy of it, can be nobody.
//!
//! The store is the one place with a clock of its own: the trait asks whether a session has expired, and passes no time.

use crate::{Error, Store, hash::sha256, sessions::PERSON};
use database::entities::sessions;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    prelude::async_trait::async_trait,
    sea_query::{Expr, OnConflict},
};
use time::OffsetDateTime;
use tower_sessions::{
    ExpiredDeletion, SessionStore,
    session::{Id, Record},
    session_store::{self, Error as StoreError},
};

/// Sessions in the database.
#[derive(Debug, Clone)]
pub struct Sessions(Store);

impl Sessions {
    /// The sessions of a database.
    pub fn new(store: Store) -> Self {
        Self(store)
    }
}

/// What a session is kept by: the key that it is ended by.
pub fn id_hash(id: &Id) -> String {
    sha256(id.to_string().as_bytes())
}

fn data(record: &Record) -> session_store::Result<String> {
    serde_json::to_string(&record.data).map_err(|error| StoreError::Encode(error.to_string()))
}

fn backend(error: Error) -> StoreError {
    StoreError::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        loop {
            let row = sessions::ActiveModel {
                id_hash: Set(id_hash(&record.id)),
                person_id: Set(record.data.get(PERSON).and_then(serde_json::Value::as_i64)),
                data: Set(data(record)?),
                expires_at: Set(record.expiry_date.unix_timestamp()),
            };
            let insert = self.0.write(move |transaction| {
                Box::pin(async move {
                    let same_id = OnConflict::column(sessions::Column::IdHash).do_nothing().to_owned();
                    Ok(sessions::Entity::insert(row).on_conflict(same_id).exec_without_returning(transaction).await?)
                })
            });
            // A new one never takes the place of an old one of the same id.
            if insert.await.map_err(backend)? > 0 {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// Changes a session that is there. One that was ended while the request was under way stays ended.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let (id_hash, data, expires_at) = (id_hash(&record.id), data(record)?, record.expiry_date.unix_timestamp());
        let update = self.0.write(move |transaction| {
            Box::pin(async move {
                sessions::Entity::update_many()
                    .col_expr(sessions::Column::Data, Expr::value(data))
                    .col_expr(sessions::Column::ExpiresAt, Expr::value(expires_at))
                    .filter(sessions::Column::IdHash.eq(id_hash))
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        });
        update.await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let read = |hashes| async move {
            let working = sessions::Entity::find()
                .filter(sessions::Column::IdHash.is_in::<String, Vec<String>>(hashes))
                .filter(sessions::Column::ExpiresAt.gt(OffsetDateTime::now_utc().unix_timestamp()));
            let rows = working.all(self.0.read()).await?;
            Ok(rows.into_iter().map(|row| (row.id_hash.clone(), row)).collect())
        };
        let found = self.0.cache().sessions.find(id_hash(id), read).await.map_err(backend)?;
        found
            .map(|row| {
                Ok(Record {
                    id: *id,
                    data: serde_json::from_str(&row.data).map_err(|error| StoreError::Decode(error.to_string()))?,
                    expiry_date: database::stored::moment(row.expires_at),
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let id_hash = id_hash(id);
        let delete = self.0.write(move |transaction| {
            Box::pin(async move {
                sessions::Entity::delete_by_id(id_hash).exec(transaction).await?;
                Ok(())
            })
        });
        delete.await.map_err(backend)
    }
}

#[async_trait]
impl ExpiredDeletion for Sessions {
    async fn delete_expired(&self) -> session_store::Result<()> {
        let delete = self.0.write(|transaction| {
            Box::pin(async move {
                let now = OffsetDateTime::now_utc().unix_timestamp();
                sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lte(now)).exec(transaction).await?;
                Ok(())
            })
        });
        delete.await.map_err(backend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashMap, fs};
    use time::Duration;

    #[tokio::test]
    async fn nobody_who_reads_the_database_can_take_a_session_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("data.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let data = HashMap::from([("device".to_owned(), "Firefox på Windows".into())]);
        let mut record =
            Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() + Duration::minutes(5) };
        Sessions::new(store.clone()).create(&mut record).await.unwrap();
        let holds = |words: &str| {
            let files = fs::read_dir(folder.path()).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap());
            files.into_iter().any(|bytes| bytes.windows(words.len()).any(|found| found == words.as_bytes()))
        };
        assert!(holds(&id_hash(&record.id)) && holds("Firefox"));
        assert!(!holds(&record.id.to_string()));
        store.close().await.unwrap();
    }
}
