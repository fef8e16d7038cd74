//! What reviewers ask about single fields.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "queries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub response_id: i64,
    #[sea_orm(column_type = "Text")]
    pub field: String,
    #[sea_orm(nullable)]
    pub opened_by: Option<i64>,
    pub opened_at: i64,
    #[sea_orm(column_type = "Text")]
    pub turn: String,
    #[sea_orm(nullable)]
    pub closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
