//! Signatures that were asked for.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "sign_offs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub response_id: i64,
    pub person_id: i64,
    #[sea_orm(nullable)]
    pub asked_by: Option<i64>,
    pub asked_at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    #[sea_orm(nullable)]
    pub decided_by: Option<i64>,
    #[sea_orm(nullable)]
    pub decided_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub decision: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reply: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
