//! `response-rate`.

use super::{Failure, output};
use crate::{
    cli::{By, Data, Excel},
    exports::{response_rate, table::Dialect},
};
use collection::{Actor, RoundKey, Store, exports};

pub async fn response_rate(
    store: &Store,
    round: RoundKey,
    by: Option<By>,
    format: Data,
    excel: Excel,
) -> Result<(), Failure> {
    let rows = exports::response_rate(store, &Actor::System, &round, by.map(Into::into)).await?;
    match format {
        Data::Csv => output::write(response_rate::csv(&rows, Dialect::excel(excel.excel))?),
        Data::Json => output::write(response_rate::json(&rows)?),
    }
}
