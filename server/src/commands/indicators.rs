//! `indicators list`, `indicators export` and `indicators verify-published`.

use super::{Failure, output};
use crate::{
    cli::{Data, Indicators},
    exports::{indicators, table::Dialect},
};
use collection::{
    Actor, Store,
    results::{self, Wanted},
};
use statistics::{groups::Grouping, verify::Verdict};
use time::OffsetDateTime;

pub async fn run(store: &Store, command: Indicators) -> Result<(), Failure> {
    match command {
        Indicators::List { format, excel } => {
            let list = results::indicator_list(store).await?;
            match format {
                Data::Csv => output::write(indicators::list_csv(&list, Dialect::excel(excel.excel))?),
                Data::Json => output::write(indicators::list_json(&list)?),
            }
        }
        Indicators::Export { survey, round, by, preliminary, format, excel } => {
            let by = by.map(Grouping::from);
            let wanted = Wanted { survey, round, indicator: None, by, preliminary };
            let found = results::observations(store, &Actor::System, &wanted, OffsetDateTime::now_utc()).await?;
            match format {
                Data::Csv => output::write(indicators::observations_csv(&found, Dialect::excel(excel.excel))?),
                Data::Json => output::write(indicators::observations_json(&found)?),
            }
        }
        Indicators::VerifyPublished { excel } => {
            let compared = results::verify_published(store, &Actor::System, OffsetDateTime::now_utc()).await?;
            output::write(indicators::comparisons_csv(&compared, Dialect::excel(excel.excel))?)?;
            let differing: Vec<String> = compared
                .iter()
                .filter(|comparison| comparison.verdict == Verdict::Differs)
                .map(|comparison| format!("{} differs: {}", comparison.mapping.rad_id, comparison.reason))
                .collect();
            if differing.is_empty() { Ok(()) } else { Err(Failure::Refused(differing)) }
        }
    }
}
