//! Which registers a round's groups were frozen from, and SKR's classification of 2017 in the rounds that it held for.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The kommuner that SKR moved in 2023: the group before, and the group after.
const MOVED: [(&str, &str, &str); 33] = [
    ("0381", "B5", "B4"),
    ("0482", "B5", "C7"),
    ("0513", "B5", "B4"),
    ("0563", "B5", "B4"),
    ("0665", "B5", "B4"),
    ("0687", "B5", "C8"),
    ("0834", "C7", "B4"),
    ("0840", "C7", "B4"),
    ("0880", "C6", "B3"),
    ("0881", "C7", "B5"),
    ("1083", "C7", "B4"),
    ("1256", "C7", "B4"),
    ("1267", "B4", "C7"),
    ("1272", "C7", "B4"),
    ("1290", "C6", "B3"),
    ("1291", "C7", "C9"),
    ("1293", "C6", "B5"),
    ("1438", "C8", "C7"),
    ("1439", "B4", "C7"),
    ("1466", "B5", "B4"),
    ("1484", "B5", "C8"),
    ("1492", "C8", "C7"),
    ("1765", "C8", "C9"),
    ("1785", "B5", "C8"),
    ("1981", "B5", "B4"),
    ("2062", "C8", "C9"),
    ("2085", "C8", "C6"),
    ("2101", "B5", "B4"),
    ("2104", "B5", "C7"),
    ("2409", "B5", "B4"),
    ("2422", "C8", "C9"),
    ("2510", "C8", "C9"),
    ("2523", "C8", "C9"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let kommungrupp = number("kommungrupp_year").default(2023).take();
        manager.alter_table(Table::alter().table("rounds").add_column(kommungrupp).to_owned()).await?;
        let population = number("population_year").default(2024).take();
        manager.alter_table(Table::alter().table("rounds").add_column(population).to_owned()).await?;
        let connection = manager.get_connection();
        connection.execute_unprepared("UPDATE rounds SET kommungrupp_year = 2017 WHERE year IN (2019, 2020)").await?;
        for (code, before, after) in MOVED {
            let sql = format!(
                "UPDATE responses SET kommungrupp = '{before}' \
                 WHERE year IN (2019, 2020) AND organisation = '{code}' AND kommungrupp = '{after}'"
            );
            connection.execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
