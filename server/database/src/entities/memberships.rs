//! Parts in organisations.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: i64,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub organisation: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub role: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub invited_as: Option<String>,
    #[sea_orm(nullable)]
    pub invited_until: Option<i64>,
    pub reads_all: bool,
    #[sea_orm(nullable)]
    pub invited_by: Option<i64>,
    pub unconfirmed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
