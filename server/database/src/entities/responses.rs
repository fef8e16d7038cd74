//! One row per recipient of a round, whatever its status.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "responses")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(column_type = "Text")]
    pub survey: String,
    pub year: i64,
    #[sea_orm(column_type = "Text")]
    pub organisation: String,
    pub eligible: bool,
    #[sea_orm(column_type = "Text", nullable)]
    pub ineligible_reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub lan: String,
    #[sea_orm(column_type = "Text")]
    pub kommungrupp: String,
    #[sea_orm(column_type = "Text")]
    pub size: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub own_due: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    #[sea_orm(column_name = "revision")]
    #[serde(rename = "revision")]
    pub change_number: i64,
    pub answered: i64,
    pub asked: i64,
    pub copies: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    #[sea_orm(nullable)]
    pub started_at: Option<i64>,
    #[sea_orm(nullable)]
    pub last_activity_at: Option<i64>,
    #[sea_orm(nullable)]
    pub first_submitted_at: Option<i64>,
    #[sea_orm(nullable)]
    pub submitted_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
