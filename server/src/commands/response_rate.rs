//! `response-rate`.

use super::{CommandFailure, output};
use crate::{
    cli::{By, DataFormat, Excel},
    exports::{response_rate, table::Dialect},
};
use collection::{Actor, RoundKey, Store, exports};

pub async fn response_rate(
    store: &Store,
    round: RoundKey,
    by: Option<By>,
    format: DataFormat,
    excel: Excel,
) -> Result<(), CommandFailure> {
    let rows = exports::response_rate(store, &Actor::System, &round, by.map(Into::into)).await?;
    match format {
        DataFormat::Csv => output::write(response_rate::csv(&rows, Dialect::excel(excel.excel))?),
        DataFormat::Json => output::write(response_rate::json(&rows)?),
    }
}
