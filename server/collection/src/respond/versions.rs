//! What fields held in earlier versions, by the journal of saves.

use super::change_set::{FieldContent, JournalRecord};
use crate::Error;
use database::entities::saves;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use survey::name::FieldName;

/// The versions of a response's fields. The journal is read once, when the first of them is asked for.
#[derive(Debug, Default)]
pub(super) struct Versions(Option<HashMap<(FieldName, i64), FieldContent>>);

impl Versions {
    /// What a field held in one of its versions: before the first, nothing.
    pub(super) async fn of(
        &mut self,
        connection: &impl ConnectionTrait,
        response: i64,
        field: &FieldName,
        version: i64,
    ) -> Result<Option<FieldContent>, Error> {
        if version == 0 {
            return Ok(Some(FieldContent::default()));
        }
        if self.0.is_none() {
            self.0 = Some(read(connection, response).await?);
        }
        Ok(self.0.as_ref().and_then(|known| known.get(&(field.clone(), version)).cloned()))
    }
}

async fn read(
    connection: &impl ConnectionTrait,
    response: i64,
) -> Result<HashMap<(FieldName, i64), FieldContent>, Error> {
    let journal: Vec<String> = saves::Entity::find()
        .select_only()
        .column(saves::Column::Changes)
        .filter(saves::Column::ResponseId.eq(response))
        .into_tuple()
        .all(connection)
        .await?;
    let mut versions = HashMap::new();
    for changes in journal {
        let written: Vec<JournalRecord> = serde_json::from_str(&changes)?;
        versions.extend(written.into_iter().map(|written| ((written.field, written.version), written.content)));
    }
    Ok(versions)
}
