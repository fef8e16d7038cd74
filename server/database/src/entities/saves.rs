//! The journal: what each save wrote and what came of it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "saves")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub response_id: i64,
    #[sea_orm(column_name = "revision", primary_key, auto_increment = false)]
    #[serde(rename = "revision")]
    pub change_number: i64,
    #[sea_orm(column_type = "Text")]
    pub save_id: String,
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    #[sea_orm(nullable)]
    pub person_id: Option<i64>,
    pub saved_at: i64,
    #[sea_orm(column_type = "Text")]
    pub changes: String,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
