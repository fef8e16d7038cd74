//! Sections and questions that are handed to a person.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[sea_orm(table_name = "handouts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub response_id: i64,
    pub person_id: i64,
    #[sea_orm(column_type = "Text")]
    pub section: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub question: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub message: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub due: Option<String>,
    #[sea_orm(column_name = "given_by", nullable)]
    #[serde(rename = "given_by")]
    pub assigned_by: Option<i64>,
    #[sea_orm(column_name = "given_at")]
    #[serde(rename = "given_at")]
    pub assigned_at: i64,
    #[sea_orm(nullable)]
    pub reminded_at: Option<i64>,
    #[sea_orm(nullable)]
    pub opened_at: Option<i64>,
    #[sea_orm(nullable)]
    pub begun_at: Option<i64>,
    #[sea_orm(nullable)]
    pub finished_at: Option<i64>,
    #[sea_orm(nullable)]
    pub taken_back_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
