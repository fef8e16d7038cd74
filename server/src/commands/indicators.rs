//! `indicators list`, `indicators export` and `indicators verify-published`.

use super::{CommandFailure, output};
use crate::{
    cli::{DataFormat, IndicatorsCommand},
    exports::{indicators, table::Dialect},
};
use collection::{
    Actor, Store,
    results::{self, ObservationFilter},
};
use statistics::{groups::Grouping, verify::PublishedVerdict};
use time::OffsetDateTime;

pub async fn run(store: &Store, command: IndicatorsCommand) -> Result<(), CommandFailure> {
    match command {
        IndicatorsCommand::List { format, excel } => {
            let list = results::indicator_list(store).await?;
            match format {
                DataFormat::Csv => output::write(indicators::list_csv(&list, Dialect::excel(excel.excel))?),
                DataFormat::Json => output::write(indicators::list_json(&list)?),
            }
        }
        IndicatorsCommand::Export { survey, round, by, preliminary, format, excel } => {
            let by = by.map(Grouping::from);
            let wanted = ObservationFilter { survey, round, indicator: None, by, preliminary };
            let found = results::observations(store, &Actor::System, &wanted, OffsetDateTime::now_utc()).await?;
            match format {
                DataFormat::Csv => output::write(indicators::observations_csv(&found, Dialect::excel(excel.excel))?),
                DataFormat::Json => output::write(indicators::observations_json(&found)?),
            }
        }
        IndicatorsCommand::VerifyPublished { excel } => {
            let compared = results::verify_published(store, &Actor::System, OffsetDateTime::now_utc()).await?;
            output::write(indicators::comparisons_csv(&compared, Dialect::excel(excel.excel))?)?;
            let differing: Vec<String> = compared
                .iter()
                .filter(|comparison| comparison.verdict == PublishedVerdict::Differs)
                .map(|comparison| format!("{} differs: {}", comparison.mapping.rad_id, comparison.reason))
                .collect();
            if differing.is_empty() { Ok(()) } else { Err(CommandFailure::Refused(differing)) }
        }
    }
}
