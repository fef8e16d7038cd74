//! Who is signed in: the session store of tower-sessions in the same database.
//!
//! The store is the one place with a clock of its own: the trait asks whether a session has expired, and passes no time.

use crate::{Error, Store, entities::sessions};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    prelude::async_trait::async_trait, sea_query::OnConflict,
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

    /// Writes a session, or nothing where a new one meets an old one of the same id. Says whether it was written.
    async fn write(&self, record: &Record, is_new: bool) -> session_store::Result<bool> {
        let row = sessions::ActiveModel {
            id: Set(record.id.to_string()),
            data: Set(serde_json::to_string(&record.data).map_err(|error| StoreError::Encode(error.to_string()))?),
            expires_at: Set(record.expiry_date.unix_timestamp()),
        };
        let mut same_id = OnConflict::column(sessions::Column::Id);
        if is_new {
            same_id.do_nothing();
        } else {
            same_id.update_columns([sessions::Column::Data, sessions::Column::ExpiresAt]);
        }
        let written = self
            .0
            .write(move |transaction| {
                Box::pin(async move {
                    let insert = sessions::Entity::insert(row).on_conflict(same_id);
                    Ok(insert.exec_without_returning(transaction).await?)
                })
            })
            .await
            .map_err(backend)?;
        Ok(written > 0)
    }
}

/// Ends every session of a person.
pub(crate) async fn end_sessions(connection: &impl ConnectionTrait, person: i64) -> Result<(), Error> {
    // The number is followed by what comes next in the session, or by its end.
    let own = [",", "}"].map(|end| sessions::Column::Data.contains(format!("\"person\":{person}{end}")));
    let own = own.into_iter().fold(Condition::any(), Condition::add);
    sessions::Entity::delete_many().filter(own).exec(connection).await?;
    Ok(())
}

fn backend(error: Error) -> StoreError {
    StoreError::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while !self.write(record, true).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.write(record, false).await.map(|_| ())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let read = |ids| async move {
            let working = sessions::Entity::find()
                .filter(sessions::Column::Id.is_in::<String, Vec<String>>(ids))
                .filter(sessions::Column::ExpiresAt.gt(OffsetDateTime::now_utc().unix_timestamp()));
            let rows = working.all(self.0.read()).await?;
            Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
        };
        let found = self.0.kept().sessions.find(id.to_string(), read).await.map_err(backend)?;
        found
            .map(|row| {
                Ok(Record {
                    id: *id,
                    data: serde_json::from_str(&row.data).map_err(|error| StoreError::Decode(error.to_string()))?,
                    expiry_date: crate::time_text::moment(row.expires_at),
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let id = id.to_string();
        let delete = self.0.write(move |transaction| {
            Box::pin(async move {
                sessions::Entity::delete_by_id(id).exec(transaction).await?;
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
