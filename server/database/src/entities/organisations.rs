//! Kommuner and regioner, with the groups they are in today.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "organisations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub code: String,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub full_name: String,
    #[sea_orm(column_type = "Text")]
    pub lan: String,
    #[sea_orm(column_type = "Text")]
    pub kommungrupp: String,
    #[sea_orm(column_type = "Text")]
    pub size: String,
    #[sea_orm(nullable)]
    pub population: Option<i64>,
    #[sea_orm(nullable)]
    pub tile_column: Option<i64>,
    #[sea_orm(nullable)]
    pub tile_row: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
