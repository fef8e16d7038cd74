//! One survey in one year.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "rounds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub survey: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(column_type = "Text")]
    pub questionnaire: String,
    #[sea_orm(column_type = "Text")]
    pub opens: String,
    #[sea_orm(column_type = "Text")]
    pub due: String,
    #[sea_orm(nullable)]
    pub closed_at: Option<i64>,
    pub sign_off: bool,
    pub kommungrupp_year: i64,
    pub population_year: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
