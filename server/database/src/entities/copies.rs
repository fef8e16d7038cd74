//! Frozen copies. Rows are only ever added; what changes of one is only whether who signed it is confirmed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "copies")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub response_id: i64,
    pub sequence: i64,
    #[sea_orm(unique, column_type = "Text")]
    pub number: String,
    pub submitted_at: i64,
    #[sea_orm(nullable)]
    pub person_id: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub checksum: String,
    #[sea_orm(column_type = "Text")]
    pub entries: String,
    #[sea_orm(column_type = "Text")]
    pub notes: String,
    pub unconfirmed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
